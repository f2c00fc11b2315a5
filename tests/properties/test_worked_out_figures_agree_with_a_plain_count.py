"""Shares, ratios, monthly averages, scores and cohorts of made-up records are what a plain count gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_up_offences import (
    BOROUGHS,
    FLAGS,
    KINDS,
    WHOLE,
    YEARS,
    Offence,
    Records,
    Visit,
    Window,
    draw_records,
    write_records,
)
from often import slow_but

import svtool

PROJECTS = 8
Answer = Callable[[Any], bool | None]
ABOUT = 1e-6  # ten digits of figures up to a thousand


def is_knife(offence: Offence) -> bool | None:
    return FLAGS[offence.knife]


def is_wounding(offence: Offence) -> bool | None:
    """A class without its sub-code may be section 20 or actual bodily harm; of a blank class nobody knows."""
    return {3: None, 4: True, len(KINDS) - 1: None}.get(offence.kind, False)


def is_any(_: object) -> bool:
    return True


def is_assault(visit: Visit) -> bool | None:
    return FLAGS[visit.assault]


@dataclass(frozen=True)
class Plain:
    """Counts the records of one area in one stretch of days."""

    records: Records
    area: str
    days: Window

    def place(self, place: str) -> bool | None:
        """Return whether a place is in the area; None where that is not known."""
        if place:
            return place in BOROUGHS if self.area == WHOLE else place == self.area
        return False if self.area != WHOLE else True if self.records.area_unknown == "inside" else None

    def offences(self, answer: Answer) -> tuple[list[Offence], list[Offence]]:
        """Return those that certainly count, and those that may: of no known answer, area or day."""
        sure, perhaps = [], []
        for each in self.records.offences:
            day, inside, met = each.day(self.records.basis), self.place(each.place), answer(each)
            if inside is False or met is False:
                continue
            if day is None:
                # What is committed is committed before it is recorded.
                perhaps += [each] if each.recorded >= self.days[0] else []
            elif self.days[0] <= day <= self.days[1]:
                (sure if inside and met else perhaps).append(each)
        return sure, perhaps

    def visits(self) -> int:
        own = (each for each in self.records.visits if self.days[0] <= each.recorded <= self.days[1])
        return sum(is_assault(each) is True and self.place(each.place) is True for each in own)


def suspected(records: Records, year: int) -> tuple[int, int]:
    """Return how many people with a knife were suspected in a year, and how many of them again within 12 months."""
    days: dict[str, set[date]] = defaultdict(set)
    plain = Plain(records, WHOLE, records.held)
    for each in plain.offences(is_knife)[0]:
        day = each.day(records.basis)
        if each.suspect and day:
            days[each.suspect].add(day)
    firsts = {who: min(own) for who, all_days in days.items() if (own := {day for day in all_days if day.year == year})}
    again = sum(any(first < day <= a_year_after(first) for day in days[who]) for who, first in firsts.items())
    return len(firsts), again


def a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def days_of(year: int, *held: Window) -> Window:
    """Return the days of a year that all of some extracts hold."""
    return max(date(year, 1, 1), *(first for first, _ in held)), min(date(year, 12, 31), *(last for _, last in held))


@pytest.mark.parametrize("seed", slow_but(lambda _: False, range(PROJECTS)))
def test_every_worked_out_figure_is_that_of_a_plain_count(seed: int, tmp_path: Path) -> None:
    records = draw_records(seed)
    frame = svtool.measures(write_records(records, tmp_path), by=["area"])
    found: dict[tuple[str, str, int], dict[str, Any]] = {
        (row["measure_id"], row["area"].replace("St. ", "St "), row["period_start"].year): row
        for row in frame.astype(object).where(frame.notna(), None).to_dict("records")
    }
    for year in YEARS:
        for area in (WHOLE, *BOROUGHS):
            plain = Plain(records, area, days_of(year, records.held))
            check_share(found["knife_share", area, year], plain)
            check_month(found["wounding_a_month", area, year], plain)
            check_score(found["score", area, year], plain)
        common = Plain(records, WHOLE, days_of(year, records.held, records.held_visits))
        check_ratio(found["wounding_for_visits", WHOLE, year], common)
        people, again = suspected(records, year)
        assert found["suspects", WHOLE, year]["count"] == people
        is_whole = records.held[0] <= date(year, 1, 1) and records.held[1] >= date(year + 1, 12, 31)
        assert found["again", WHOLE, year]["count"] == (again if is_whole else None)


def check_share(row: dict[str, Any], plain: Plain) -> None:
    (knives, maybe_knives), (crimes, maybe_crimes) = plain.offences(is_knife), plain.offences(is_any)
    if not crimes:
        assert row["status"] == "z"
        return
    assert row["value"] == pytest.approx(100 * len(knives) / len(crimes), abs=ABOUT)
    least = 100 * len(knives) / (len(crimes) + len(maybe_crimes))
    most = min(100.0, 100 * (len(knives) + len(maybe_knives)) / len(crimes))
    assert (row["value_if_known_min"], row["value_if_known_max"]) == pytest.approx((least, most), abs=ABOUT)
    assert row["value_lower_95"] <= row["value"] <= row["value_upper_95"]


def check_month(row: dict[str, Any], plain: Plain) -> None:
    months = plain.days[1].month - plain.days[0].month + 1
    assert row["value"] == pytest.approx(len(plain.offences(is_wounding)[0]) / months, abs=ABOUT)


def check_score(row: dict[str, Any], plain: Plain) -> None:
    """Check that each offence weighs the least that it may, and that one without a weight is not taken for 0."""
    sure, perhaps = plain.offences(is_any)
    weighed = [each.weights for each in sure if each.weights]
    if sure and not weighed:
        assert (row["value"], row["status"]) == (None, "x")
        return
    assert row["value"] == pytest.approx(sum(min(each) for each in weighed))
    most = sum(max(each) for each in (*weighed, *(each.weights for each in perhaps if each.weights)))
    assert row["value_if_known_max"] == pytest.approx(most)
    assert row["not_weighed"] == len(sure) - len(weighed)


def check_ratio(row: dict[str, Any], plain: Plain) -> None:
    visits, woundings = plain.visits(), len(plain.offences(is_wounding)[0])
    if not visits:
        assert row["value"] is None
        return
    assert (row["of_count"], row["per_count"]) == (woundings, visits)
    assert row["value"] == pytest.approx(woundings / visits, abs=ABOUT)
