"""Which days feeds hold, told from their records: gaps, ends, strays, rare feeds, declared days, and who lacks what."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from covering import covering, whole_year

from svtool.coverage.comparable import pair_basis, period_basis
from svtool.coverage.feeds import Feed, Held, Window, hold
from svtool.coverage.history import History
from svtool.coverage.outages import Days, held_days
from svtool.coverage.parts import Part, parts_of
from svtool.coverage.source_feeds import EVER
from svtool.dates import Precision, day_of, days_since_epoch, month_end
from svtool.schema.periods import Period
from svtool.schema.suppliers import SupplierNames, fold_supplier


def history(by_day: dict[date, int], precision: Precision = "day") -> History:
    """Return records by day."""
    days = sorted(day for day, number in by_day.items() if number)
    return History(
        np.array([days_since_epoch(day) for day in days], np.int64),
        np.array([by_day[day] for day in days], np.int64),
        precision,
    )


def daily(first: str, last: str, number: int) -> dict[date, int]:
    """Return so many records on each day of a span."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(days=place): number for place in range((end - start).days + 1)}


def monthly(counts: list[int], year: int = 2020) -> dict[date, int]:
    """Return records of months from January on, all on their fifteenth day, as many as it takes."""
    return {date(year + place // 12, place % 12 + 1, 15): number for place, number in enumerate(counts)}


def words(days: list[Days]) -> str:
    return "; ".join(f"{day_of(first)} to {day_of(last)}" for first, last in days)


def test_a_busy_feed_holds_the_days_from_its_first_record_to_its_last() -> None:
    assert words(held_days(history(daily("2021-03-08", "2021-11-17", 3)))) == "2021-03-08 to 2021-11-17"


def test_a_month_without_records_in_between_is_a_gap() -> None:
    records = daily("2020-01-01", "2021-12-31", 5) | daily("2020-07-01", "2020-07-31", 0)
    assert words(held_days(history(records))) == "2020-01-01 to 2020-06-30; 2020-08-01 to 2021-12-31"


@pytest.mark.parametrize(("records", "gap"), [(10, False), (9, True)])
def test_a_month_of_exactly_a_tenth_is_held_and_one_record_less_is_a_gap(records: int, gap: bool) -> None:
    counts = [100] * 24
    counts[10] = records
    held = held_days(history(monthly(counts), "month"))
    assert (len(held) == 2) == gap


def test_weeks_without_a_record_inside_are_an_outage_where_chance_makes_none() -> None:
    records = daily("2021-01-01", "2021-12-31", 4) | daily("2021-05-10", "2021-05-19", 0)
    assert words(held_days(history(records))) == "2021-01-01 to 2021-05-09; 2021-05-20 to 2021-12-31"


def test_an_office_that_is_closed_at_weekends_has_no_gap_at_them() -> None:
    records = {day: number * (day.weekday() < 5) for day, number in daily("2021-01-01", "2021-12-31", 8).items()}
    assert words(held_days(history(records))) == "2021-01-01 to 2021-12-31"


def test_a_few_records_far_from_all_others_hold_nothing() -> None:
    records = daily("2020-01-01", "2021-12-31", 3) | {date(2017, 6, 4): 1, date(2017, 6, 20): 1, date(2025, 1, 9): 1}
    assert words(held_days(history(records))) == "2020-01-01 to 2021-12-31"


def test_growth_of_ten_times_in_four_years_and_a_fall_to_three_tenths_are_no_gaps() -> None:
    growing = [round(100 * 10 ** (place / 47)) for place in range(48)]
    assert len(held_days(history(monthly(growing), "month"))) == 1
    assert len(held_days(history(monthly([400] * 24 + [120] * 24), "month"))) == 1


def test_dates_that_are_quarters_cover_them_whole() -> None:
    records = {date(2020, month, 1): 90 for month in (1, 4, 7, 10)}
    assert words(held_days(history(records, "quarter"))) == "2020-01-01 to 2020-12-31"


def test_complete_says_that_a_silence_is_one() -> None:
    records = daily("2020-01-01", "2021-12-31", 5) | daily("2020-07-01", "2020-07-31", 0)
    assert words(held_days(history(records), complete=True)) == "2020-01-01 to 2021-12-31"


# Rare feeds

BUSY = Feed(history(daily("2020-01-01", "2021-12-31", 4)))


def held_of(**feeds: Feed) -> dict[str, Held]:
    return hold(feeds)


def test_a_rare_feed_beside_a_large_one_holds_its_days() -> None:
    rare = Feed(history(monthly([1, 0, 2, 0, 0, 1, 0, 0, 0, 1, 0, 0])))
    held = held_of(large=BUSY, rare=rare)
    assert words(held["large"].days) == words(held["rare"].days) == "2020-01-01 to 2021-12-31"
    assert held["rare"].rare


def test_a_rare_feed_that_its_own_rate_says_has_stopped_holds_no_more() -> None:
    rare = Feed(history(monthly([20] * 12)))
    assert words(held_of(large=BUSY, rare=rare)["rare"].days) == "2020-01-01 to 2020-12-15"


def test_a_rare_feed_alone_reaches_from_its_first_month_to_its_last() -> None:
    held = held_of(alone=Feed(history({date(2020, 2, 17): 1, date(2020, 11, 3): 1})))["alone"]
    assert (words(held.days), held.rare) == ("2020-02-01 to 2020-11-30", True)


# Declared days


def declared(records: dict[date, int], first: str, last: str, complete: bool = False) -> Held:
    window = Window(days_since_epoch(date.fromisoformat(first)), days_since_epoch(date.fromisoformat(last)))
    return hold({"": Feed(history({}), history(records), (window,), complete)})[""]


def test_declared_days_are_believed_and_a_silent_month_among_them_contradicts_them() -> None:
    records = daily("2020-01-05", "2020-12-20", 4) | daily("2020-07-01", "2020-07-31", 0)
    held = declared(records, "2020-01-01", "2020-12-31")
    assert words(held.days) == "2020-01-01 to 2020-06-30; 2020-08-01 to 2020-12-31"
    assert words(held.contradicted) == "2020-07-01 to 2020-07-31"
    assert words(declared(records, "2020-01-01", "2020-12-31", complete=True).days) == "2020-01-01 to 2020-12-31"


# Areas


def source(areas: dict[str, dict[date, int]], unplaced: dict[date, int]) -> list[Part]:
    """Return the parts of a feed with these areas; area not known counts inside."""
    every: dict[date, int] = {}
    for records in (*areas.values(), unplaced):
        for day, number in records.items():
            every[day] = every.get(day, 0) + number
    feed = history(every)
    of_areas = {name: history(records) for name, records in areas.items()}
    return parts_of(0, feed, of_areas, history(unplaced), held_days(feed), EVER, unknown_is_inside=True)


SILENT = daily("2018-01-01", "2019-12-31", 2) | daily("2019-07-01", "2019-12-31", 0)
OTHERS = daily("2018-01-01", "2019-12-31", 2)


def test_an_area_that_falls_silent_lacks_days_and_so_does_the_whole() -> None:
    parts = source({"east": SILENT, "west": OTHERS}, {})
    assert {part.area: words(part.days) for part in parts} == {
        "east": "2018-01-01 to 2019-06-30", "west": "2018-01-01 to 2019-12-31",
    }  # fmt: skip


def test_an_area_whose_place_alone_is_lost_is_no_gap_of_the_whole() -> None:
    east, west, nowhere = source({"east": SILENT, "west": OTHERS}, daily("2019-07-01", "2019-12-31", 2))
    assert words(east.own_days) == "2018-01-01 to 2019-06-30"
    assert words(east.days) == words(west.days) == words(nowhere.days) == "2018-01-01 to 2019-12-31"


# Periods and pairs


def bounds(year: int) -> Days:
    return days_since_epoch(date(year, 1, 1)), days_since_epoch(date(year, 12, 31))


def test_a_period_is_covered_where_nearly_all_of_it_is_held_and_says_who_lacks_what() -> None:
    basis = period_basis(source({"east": SILENT, "west": OTHERS}, {}), bounds(2019))
    assert words(basis.covered) == "2019-01-01 to 2019-06-30"
    assert words(basis.named) == "2019-01-01 to 2019-12-31"
    assert [(lack.part.area, words(lack.days)) for lack in basis.lacks] == [("east", "2019-07-01 to 2019-12-31")]
    assert basis.share_lacking == pytest.approx(0.5, rel=0.01)


def test_a_pair_leaves_out_who_lacks_days_where_that_keeps_more_records() -> None:
    pair = pair_basis(source({"east": SILENT, "west": OTHERS}, {}), bounds(2019), bounds(2018))
    assert [part.area for part in pair.left_out] == ["east"]
    assert words(pair.now) == "2019-01-01 to 2019-12-31"


def test_a_pair_is_cut_to_common_days_where_leaving_out_would_keep_fewer() -> None:
    mostly = daily("2018-01-01", "2019-12-31", 20) | daily("2019-10-01", "2019-12-31", 0)
    pair = pair_basis(source({"east": mostly, "west": OTHERS}, {}), bounds(2019), bounds(2018))
    assert pair.left_out == ()
    assert (words(pair.now), words(pair.before)) == ("2019-01-01 to 2019-09-30", "2018-01-01 to 2018-09-30")


def test_29_february_is_compared_only_where_both_have_it() -> None:
    coverage = covering((date(2020, 1, 1), date(2020, 3, 31)), whole_year(2021))
    now, before = (Period(str(year), "", *whole_year(year)) for year in (2021, 2020))
    pair = coverage.of_pair(now, before)
    assert pair.before.spans == ((date(2020, 1, 1), date(2020, 2, 28)), (date(2020, 3, 1), date(2020, 3, 31)))
    assert pair.now.spans == ((date(2021, 1, 1), month_end(date(2021, 3, 1))),)


# Names of suppliers


@pytest.mark.parametrize("other", ["WHISTON", "whiston ", "Whiston."])
def test_a_supplier_is_the_same_whatever_the_capitals_spaces_and_signs(other: str) -> None:
    assert SupplierNames().name_of("Whiston") == "Whiston"
    assert fold_supplier(other) == fold_supplier("Whiston")


def test_names_in_other_letters_are_not_folded_to_nothing() -> None:
    assert len({fold_supplier(name) for name in ("Ynys Môn", "Αθήνα", "+", "-")}) == 4
