"""Where the lines of a series begin anew: at a cause that is known, and only where it shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, Literal, cast

import pytest

from svtool.commands.trend.month_series import Subject
from svtool.commands.trend.rebasing import find_rebases, find_shifts
from svtool.commands.trend.series_points import MONTH, SeriesPoint
from svtool.dates import add_months, month_end
from svtool.figures.maker import FigureMaker
from svtool.figures.notes import Kind
from svtool.schema.breaks import Break

LOW, HIGH = [20, 22] * 6, [40, 42] * 6
SUBJECT = cast("Subject", SimpleNamespace(row=SimpleNamespace(measure=None)))


def months(counts: Sequence[int | None]) -> list[SeriesPoint]:
    starts = [add_months(date(2019, 1, 1), number) for number in range(len(counts))]
    return [
        SeriesPoint(
            measure_id="own", measure="Own", source="ed", unit="attendance", area_code="", area="", series=MONTH,
            number=number + 1, month=f"{start:%Y-%m}", start=start, end=month_end(start), days=30, days_covered=30,
            count=count, status="" if count is not None else "x",
        )
        for number, (start, count) in enumerate(zip(starts, counts, strict=True))
    ]  # fmt: skip


def told(
    counts: Sequence[int | None], *breaks: tuple[str, Literal["withhold", "note"], bool]
) -> tuple[list[int | None], list[Kind]]:
    """Return where the lines begin anew, and what is said of breaks: of each its day, its effect, and whether whole."""
    registered = [
        (Break(id=f"b{place}", title="Own", source="ed", date=date.fromisoformat(day), effect=effect), wholly)
        for place, (day, effect, wholly) in enumerate(breaks)
    ]
    maker: Any = SimpleNamespace(breaks_of=lambda measure: registered)
    rebases, said = find_rebases(cast("FigureMaker", maker), SUBJECT, months(counts))
    return [each.place for each in rebases], [each.kind for each in said]


@pytest.mark.parametrize(
    ("effect", "wholly", "moved", "still"),
    [
        ("withhold", True, Kind.REBASED, Kind.REBASED),
        ("note", True, Kind.REBASED, Kind.BREAK_WITHOUT_SHIFT),
        ("withhold", False, Kind.REBASED, Kind.BREAK_OF_A_PART),
        ("note", False, Kind.REBASED, Kind.BREAK_OF_A_PART),
    ],
)
def test_what_is_not_compared_begins_anew_and_else_the_level_must_move(
    effect: Literal["withhold", "note"], wholly: bool, moved: Kind, still: Kind
) -> None:
    assert told([*LOW, *HIGH], ("2020-01-01", effect, wholly)) == ([12], [moved])
    begins = [12] if still is Kind.REBASED else []
    assert told([*LOW, *LOW], ("2020-01-01", effect, wholly)) == (begins, [still])


def test_a_level_is_held_against_the_months_since_the_cause_before() -> None:
    """Held against all months before, the second level would be a rise too."""
    counts = [*LOW, *HIGH, *[30, 32] * 6]
    places, _ = told(counts, ("2020-01-01", "note", True), ("2021-01-01", "note", True))
    assert places == [12, 24]


def test_the_month_in_which_a_cause_begins_is_on_neither_side() -> None:
    assert told([*LOW, 30, *HIGH], ("2020-01-20", "note", True))[0] == [13]


def test_a_cause_that_is_known_explains_the_shift_and_another_is_left_to_be_explained() -> None:
    values = [*LOW, *HIGH, *LOW]
    assert find_shifts(values, []) == [12, 24]
    assert find_shifts(values, [12]) == [24]


def test_a_break_outside_of_the_series_is_not_told() -> None:
    assert told(LOW, ("2019-01-01", "withhold", True)) == ([], [])
    assert told(LOW, ("2022-01-01", "withhold", True)) == ([], [])
