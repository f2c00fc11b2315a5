"""Places beside each other are worked out from what is printed alone, and what is not known may lie anywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from linked_counts import figure, measures

from svtool.counting.basis import Basis
from svtool.counting.cells import Cell
from svtool.figures.contract import OWN, SUPPRESSED, CountOfDays, PopulationRate
from svtool.figures.hot_places import PlaceLooker
from svtool.figures.place_verdicts import HIGHER, LOWER, NOT_LOOKED_AT, NOT_SHOWN, NOT_TOLD, TOO_FEW, UNDONE
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.tables import Measure

(OFFENCES, PEOPLE) = measures(
    """
    offences: source: police, unit: offence, where: {offence: robbery}
    people: source: police, unit: suspect, where: {offence: robbery}
    """
)
YEAR = Basis.of([(date(2021, 1, 1), date(2021, 12, 31))])
HIDE = DisclosurePolicy(id="own", title="Own", hide_below=5)


class Months:
    """Counts by month: as evenly spread as can be, or in a few months; of places that are asked for alone."""

    def __init__(self, exact: Mapping[str, int], heaped: bool = False) -> None:
        self.exact, self.heaped, self.asked = exact, heaped, set[str]()

    def met_in_each(self, _: Measure, __: Basis, months: list[Any], cell: Cell, ___: None) -> list[int]:
        assert cell.area
        self.asked.add(cell.area)
        count, heap = self.exact[cell.area], sum(map(ord, cell.area)) % 12
        even = [count * (number + 1) // 12 - count * number // 12 for number in range(12)]
        return [count if number == heap else 0 for number in range(12)] if self.heaped else even


def looked_at(
    counts: Mapping[str, int | None],
    *,
    nowhere: int = 0,
    not_known: Mapping[str, int] | None = None,
    measure: Measure = OFFENCES,
    policy: DisclosurePolicy | None = None,
    whole: int | None = None,
    months: Months | None = None,
    without_people: str = "",
) -> dict[str, Any]:
    """Return what is said of each place; None in place of a count is a suppressed one."""
    total = whole if whole is not None else sum(each or 0 for each in counts.values()) + nowhere
    unknown = not_known or {}
    placed = [
        ("Town", total, sum(unknown.values())),
        *((area, count, unknown.get(area, 0)) for area, count in counts.items()),
        *([("area not known", nowhere, 0)] if nowhere else []),
    ]
    printed, exact = [], []
    for area, count, perhaps in placed:
        found = figure(measure, count or 0, area, not_known=perhaps).but(
            measure=measure.title, column="2021", counts={}, cell=Cell(area if area in counts else None),
            rate=PopulationRate(population=None if area == without_people else 20_000, rate=1.0),
        )  # fmt: skip
        behind = {OWN: CountOfDays(YEAR, None, {})}
        # Of what is suppressed there is nothing behind the figure that could be read.
        exact.append(found.but(counts={} if count is None else behind))
        hidden = {"count": None, "not_known": None, "status": SUPPRESSED} if count is None else {}
        printed.append(found.but(**hidden))
    counted = months or Months({area: count or 0 for area, count in counts.items()})
    looker = PlaceLooker(
        {measure.id: measure}, {"police": cast("Any", counted)},
        {"police": cast("Any", SimpleNamespace(held_ever=lambda *_: YEAR))}, policy,
    )  # fmt: skip
    return {each.area: each.among for each in looker.looked_at(printed, exact)}


def verdicts(*given: Any, **more: Any) -> dict[str, str]:
    return {area: found.place_verdict for area, found in looked_at(*given, **more).items() if found}


EVEN = {"North": 50, "East": 50, "South": 50}


def test_a_place_is_set_against_all_others_and_the_whole_is_no_place() -> None:
    found = looked_at({**EVEN, "West": 120})
    assert found["Town"] is None
    assert (found["West"].place_verdict, found["West"].places_compared) == (HIGHER, 4)
    assert found["West"].rate_ratio == pytest.approx(2.4)
    assert found["North"].place_verdict == NOT_SHOWN
    assert verdicts({**EVEN, "West": 8})["West"] == LOWER


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({}, HIGHER),
        ({"nowhere": 20}, HIGHER),
        ({"nowhere": 250}, UNDONE),
        ({"not_known": {"North": 250}}, UNDONE),
        ({"not_known": {"West": 250}}, HIGHER),
    ],
)
def test_what_is_not_known_may_lie_in_any_other_place(more: dict[str, Any], verdict: str) -> None:
    assert verdicts({**EVEN, "West": 120}, **more)["West"] == verdict


def test_what_is_not_known_may_lie_in_the_place_that_seems_lower() -> None:
    assert verdicts({**EVEN, "West": 8}, not_known={"West": 40})["West"] == UNDONE
    assert verdicts({**EVEN, "West": 8}, nowhere=40)["West"] == UNDONE


def test_events_that_come_together_tell_less() -> None:
    counts = {"North": 24, "East": 24, "South": 24, "West": 48}
    assert verdicts(counts)["West"] == HIGHER
    heaped = looked_at(counts, months=Months(counts, heaped=True))
    assert heaped["West"].place_verdict == NOT_SHOWN
    assert heaped["West"].places_dispersion > 10


def test_people_have_no_months_and_are_taken_as_independent() -> None:
    found = looked_at({**EVEN, "West": 120}, measure=PEOPLE)
    assert (found["West"].place_verdict, found["West"].places_dispersion) == (HIGHER, None)


def test_few_events_and_places_without_people_are_said() -> None:
    assert set(verdicts({"North": 1, "West": 18}).values()) == {TOO_FEW}
    found = looked_at({**EVEN, "West": 120}, without_people="North")
    assert (found["North"].place_verdict, found["West"].places_compared) == (NOT_LOOKED_AT, 3)
    assert set(verdicts({"North": 50, "West": 120}, without_people="West").values()) == {NOT_LOOKED_AT}


def test_under_a_policy_the_whole_bounds_what_is_suppressed_and_nothing_behind_it_is_read() -> None:
    counts = {**EVEN, "South": None, "West": 120}
    months = Months({**EVEN, "West": 120})
    found = looked_at(counts, policy=HIDE, whole=224, months=months)
    assert months.asked == {"North", "East", "West"}
    assert [found[area].place_verdict for area in ("South", "West", "North")] == [NOT_TOLD, HIGHER, NOT_SHOWN]
    assert (found["West"].rate_ratio, found["South"].places_dispersion) == (None, None)
    # A larger whole leaves room for more in the place that is suppressed.
    assert verdicts(counts, policy=HIDE, whole=700)["West"] == NOT_SHOWN


def test_of_people_the_whole_says_nothing_of_the_others_for_one_may_count_in_two_places() -> None:
    counts = {**EVEN, "South": None, "West": 120}
    assert verdicts(counts, policy=HIDE, whole=224, measure=PEOPLE)["West"] == NOT_SHOWN


def test_where_a_policy_rounds_nothing_is_told() -> None:
    rounds = DisclosurePolicy(id="own", title="Own", hide_below=5, rounding="nearest 5")
    assert set(verdicts({**EVEN, "West": 120}, policy=rounds).values()) == {NOT_TOLD}


def test_a_limit_without_end_is_none() -> None:
    found = looked_at({"North": 0, "West": 60})["West"]
    assert (found.place_verdict, found.rate_ratio, found.rate_ratio_upper) == (HIGHER, None, None)
