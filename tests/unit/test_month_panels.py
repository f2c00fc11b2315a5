"""What stands beside a chart of months: two icons that words explain, and two sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from svtool.commands.trend.series_points import BETWEEN, MONTH, Aim, Series, SeriesPoint, Summary
from svtool.commands.trend.signals import Edges, Signal, shift_signals
from svtool.commands.trend.summary import assure_aim, summarise
from svtool.dates import add_months, month_end
from svtool.figures.notes import Kind, Note
from svtool.output.page.month_panels import panel_of
from svtool.output.page.summary_icons import assurance_icon, variation_icon
from svtool.statistics.process_limits import Meaning, read_process

FALL_IS_GOOD: dict[str, Meaning] = {"up": "concern", "down": "improvement"}


def point(number: int, count: int | None, mean: float = 20.0, **said: object) -> SeriesPoint:
    start = add_months(date(2019, 1, 1), number)
    plain = SeriesPoint(
        measure_id="own", measure="Own", source="ed", unit="attendance", area_code="", area="", series=MONTH,
        number=number + 1, month=f"{start.year}-{start.month:02d}", start=start, end=month_end(start), days=30,
        days_covered=30, count=count, not_known=0, mean=mean, lower=mean - 5, upper=mean + 5,
    )  # fmt: skip
    return replace(plain, **said)  # type: ignore[arg-type]


def series_of(points: Sequence[SeriesPoint], summary: Summary, notes: Sequence[Note] = ()) -> Series:
    return Series("own", "Own", "", "fall", months=list(points), notes=list(notes), summary=summary)


def levels(before: int, since: int) -> tuple[list[SeriesPoint], list[Signal]]:
    """Return a series of so many months at 20 and so many at 10, and the signal of its level that moved."""
    points = [point(place, 20 if place < before else 10, 20.0 if place < before else 10.0) for place in
              range(before + since)]  # fmt: skip
    status = "u" if since < 13 else ""
    marked = [replace(each, limits_status=status) if place >= before else each for place, each in enumerate(points)]
    return marked, shift_signals(marked, Edges([], [before]), FALL_IS_GOOD)


def test_a_level_that_moved_of_late_is_what_the_icon_tells() -> None:
    points, signals = levels(24, 12)
    found = summarise(points, signals, None, None)
    assert (found.variation, found.ways) == ("improvement", "fewer")
    panel = panel_of(series_of([replace(each, rule=_rule(place, 24)) for place, each in enumerate(points)], found))
    assert [words for _, words in panel.icons] == ["Improvement: fewer than usual."]
    assert panel.sentences == [
        "10 a month on average since Jan 2021 (limits on trial), 20 before.",
        "The level moved and stayed, and no cause is registered.",
    ]


def _rule(place: int, start: int) -> str:
    return "lasting_shift" if place == start else ""


def test_a_level_with_points_enough_is_the_usual_one() -> None:
    points, signals = levels(24, 13)
    found = summarise(points, signals, None, None)
    assert (found.variation, found.ways) == ("usual", "")
    assert panel_of(series_of(points, found)).sentences[1] == (
        "The latest month, Jan 2022, has 10, within the limits of 5 and 15."
    )


def test_limits_on_trial_say_nothing_of_the_latest_month() -> None:
    points = [point(place, 20, limits_status="u") for place in range(12)]
    found = summarise(points, [], None, None)
    assert found.variation == "few"
    panel = panel_of(series_of(points, found))
    assert panel.icons[0][1] == "Too few months or events to say what is usual."
    assert len(panel.sentences) == 2


def test_a_signal_under_which_recording_moved_is_no_improvement() -> None:
    points, signals = levels(24, 12)
    note = signals[0].note
    moved = [replace(signals[0], note=replace(note, parts={**note.parts, "recording": "changed"}))]
    found = summarise(points, moved, None, None)
    assert found.variation == "recording"
    panel = panel_of(series_of(points, found))
    assert panel.icons[0][1] == "Fewer than usual, and no verdict: recording changed."
    assert panel.sentences[1] == "Recording moved in the same months, so there is no verdict on it."


def test_longer_times_between_events_are_fewer_events() -> None:
    points = [replace(each, series=BETWEEN, count=None, days_between=each.count) for each in levels(24, 12)[0]]
    longer: dict[str, Meaning] = {"up": "improvement", "down": "concern"}
    found = summarise(points, shift_signals(points, Edges([], [24]), longer), None, None)
    assert (found.variation, found.ways) == ("concern", "more")


def test_a_latest_month_that_is_not_known_is_not_judged() -> None:
    points = [*(point(place, 20) for place in range(20)), point(20, None, status="x"), point(21, 3, status="p")]
    assert summarise(points, [], None, None).latest == 19


@pytest.mark.parametrize(
    ("number", "not_known", "answer"),
    [
        (30.0, 0, "consistent_pass"),
        (5.0, 0, "consistent_fail"),
        (20.0, 0, "inconsistent"),
        (30.0, 9, "open"),
        (5.0, 9, "consistent_fail"),
    ],
)
def test_a_target_is_met_by_both_limits_with_what_is_not_known_or_is_left_open(
    number: float, not_known: int, answer: str
) -> None:
    counts = [20, 22] * 10
    points = [point(place, count, not_known=not_known) for place, count in enumerate(counts)]
    assert assure_aim(Aim(number, "fall"), points, read_process(counts)) == answer


def test_no_two_answers_look_alike_without_colour() -> None:
    variations = [
        Summary("improvement", "fewer"), Summary("improvement", "more"), Summary("usual"), Summary("few"),
        Summary("recording", "more"),
    ]  # fmt: skip
    drawn = [variation_icon(each) for each in variations]
    drawn += [assurance_icon(each) for each in ("consistent_pass", "consistent_fail", "inconsistent", "open")]
    assert len({_without_colour(each) for each in drawn}) == len(drawn)
    assert all(ElementTree.fromstring(each).get("aria-hidden") == "true" for each in drawn)  # noqa: S314 (our own)


def _without_colour(svg: str) -> str:
    root = ElementTree.fromstring(svg)  # noqa: S314 (our own)
    for each in root.iter():
        for name in ("fill", "stroke"):
            each.attrib.pop(name, None)
    return ElementTree.tostring(root, encoding="unicode")


def test_what_must_be_known_to_read_the_chart_stands_under_it_and_the_rest_with_its_data() -> None:
    gap = Note(Kind.NOT_COVERED_MONTHS, {"spans": ((date(2020, 1, 1), date(2020, 1, 31)),)})
    late, trial = Note(Kind.LATE_RECORDING), [Note(Kind.TRIAL_LIMITS, {"points": number}) for number in (9, 11)]
    panel = panel_of(series_of([point(0, 20)], Summary("few"), [gap, late, *trial]))
    assert len(panel.notes) == 1
    assert panel.notes[0].startswith("[x] Not available")
    assert len(panel.aside) == 3
