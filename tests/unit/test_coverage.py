"""Which days an extract covers, judged from how many records each day has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from svtool.coverage.spans import (
    Coverage,
    count_days,
    declared,
    infer_coverage,
    intersect,
    months_of,
    subtract,
    whole_months,
)
from svtool.dates import join_spans, name_spans
from svtool.schema.periods import Period

Span = tuple[date, date]


def daily(first: date, last: date, number: int, step: int = 1) -> dict[date, int]:
    """Return so many records on every day (or every so many days) of a span."""
    days = range(0, (last - first).days + 1, step)
    return {first + timedelta(days=day): number for day in days}


def spans(coverage: Coverage) -> str:
    return "; ".join(f"{start} to {end}" for start, end in coverage.spans)


def test_a_busy_extract_reaches_from_its_first_to_its_last_day() -> None:
    records = daily(date(2021, 3, 8), date(2021, 11, 17), 3)
    assert spans(infer_coverage(records)) == "2021-03-08 to 2021-11-17"


@pytest.mark.parametrize(("number", "covered"), [(3, "2021-03-08 to 2021-04-20"), (2, "2021-03-01 to 2021-04-30")])
def test_three_records_on_the_median_day_make_it_busy(number: int, covered: str) -> None:
    assert spans(infer_coverage(daily(date(2021, 3, 8), date(2021, 4, 20), number))) == covered


def test_days_without_a_record_count_for_the_median_day() -> None:
    # Ten records on every third day: the median day has none, so a first day in the month says little.
    records = daily(date(2021, 3, 8), date(2021, 4, 20), 10, step=3)
    assert spans(infer_coverage(records)) == "2021-03-01 to 2021-04-30"


def test_a_sparse_extract_covers_whole_months() -> None:
    records = {date(2021, 2, 17): 1, date(2021, 5, 3): 1}
    assert "2021-02-01" in spans(infer_coverage(records))
    assert "2021-05-31" in spans(infer_coverage(records))


def test_a_month_between_with_under_a_tenth_of_the_usual_is_a_gap() -> None:
    records = {**daily(date(2021, 1, 1), date(2021, 6, 30), 10), **daily(date(2021, 3, 1), date(2021, 3, 31), 0)}
    records[date(2021, 3, 5)] = 29  # the usual month has 300 or 310
    assert spans(infer_coverage(records)) == "2021-01-01 to 2021-02-28; 2021-04-01 to 2021-06-30"


def test_a_month_between_with_a_tenth_of_the_usual_is_none() -> None:
    records = {**daily(date(2021, 1, 1), date(2021, 6, 30), 10), **daily(date(2021, 3, 1), date(2021, 3, 31), 1)}
    assert spans(infer_coverage(records)) == "2021-01-01 to 2021-06-30"


@pytest.mark.parametrize(
    ("records", "covered"),
    [(30, "2021-01-01 to 2021-06-30"), (29, "2021-01-01 to 2021-02-28; 2021-04-01 to 2021-06-30")],
)
def test_a_month_of_exactly_a_tenth_is_covered_and_one_record_less_is_a_gap(records: int, covered: str) -> None:
    by_month = {date(2021, month, 15): 300 for month in range(1, 7)} | {date(2021, 3, 15): records}
    assert spans(infer_coverage(by_month)) == covered


@pytest.mark.parametrize(("usual", "gap"), [(30, True), (29, False)])
def test_an_empty_month_is_evidence_of_a_gap_from_so_many_records_of_a_usual_month(usual: int, gap: bool) -> None:
    by_month = {date(2021, month, 15): usual for month in (1, 2, 4, 5)}
    gapped, whole = "2021-01-01 to 2021-02-28; 2021-04-01 to 2021-05-31", "2021-01-01 to 2021-05-31"
    assert spans(infer_coverage(by_month, least_usual=30)) == (gapped if gap else whole)


def test_the_usual_month_is_the_median_of_months_that_have_any() -> None:
    # Eight empty months do not make emptiness usual.
    records = {**daily(date(2021, 1, 1), date(2021, 2, 28), 10), **daily(date(2021, 11, 1), date(2021, 12, 31), 10)}
    assert spans(infer_coverage(records)) == "2021-01-01 to 2021-02-28; 2021-11-01 to 2021-12-31"


def test_the_first_and_last_month_may_be_short() -> None:
    records = {date(2021, 1, 31): 10, **daily(date(2021, 2, 1), date(2021, 4, 30), 10), date(2021, 5, 1): 10}
    assert spans(infer_coverage(records)) == "2021-01-31 to 2021-05-01"


def test_dates_that_are_months_cover_the_whole_month() -> None:
    records = {date(2021, 1, 1): 300, date(2021, 2, 1): 280}
    assert spans(infer_coverage(records, "month")) == "2021-01-01 to 2021-02-28"


def test_dates_that_are_quarters_cover_the_whole_quarter() -> None:
    records = {date(2017, 4, 1): 300, date(2017, 7, 1): 280, date(2018, 1, 1): 300}
    assert spans(infer_coverage(records, "quarter")) == "2017-04-01 to 2017-09-30; 2018-01-01 to 2018-03-31"


def test_no_records_cover_nothing() -> None:
    assert infer_coverage({}).spans == ()


def test_one_day_is_a_coverage_too() -> None:
    assert spans(infer_coverage({date(2021, 3, 5): 4})) == "2021-03-05 to 2021-03-05"
    assert spans(infer_coverage({date(2021, 3, 5): 1})) == "2021-03-01 to 2021-03-31"


def test_two_suppliers_cover_only_the_days_that_both_cover() -> None:
    one = infer_coverage(daily(date(2021, 1, 1), date(2021, 9, 30), 5))
    other = infer_coverage(daily(date(2021, 4, 1), date(2021, 12, 31), 5))
    assert spans(intersect([one, other])) == "2021-04-01 to 2021-09-30"


def test_a_gap_of_one_supplier_is_a_gap_of_all() -> None:
    whole = Coverage(((date(2021, 1, 1), date(2021, 12, 31)),))
    gap = Coverage(((date(2021, 1, 1), date(2021, 3, 31)), (date(2021, 6, 1), date(2021, 12, 31))))
    assert intersect([whole, gap]) == gap
    assert intersect([gap, whole]) == gap


def test_suppliers_that_share_no_day_cover_nothing() -> None:
    one, other = Coverage(((date(2021, 1, 1), date(2021, 3, 31)),)), Coverage(((date(2021, 5, 1), date(2021, 6, 30)),))
    assert intersect([one, other]).spans == ()
    assert intersect([]).spans == ()


FOUND = Coverage(((date(2021, 1, 8), date(2021, 11, 20)),))


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        (date(2021, 1, 1), date(2021, 12, 31), "2021-01-01 to 2021-12-31"),
        (date(2021, 1, 1), None, "2021-01-01 to 2021-11-20"),
        (None, date(2021, 12, 31), "2021-01-08 to 2021-12-31"),
        (date(2021, 2, 1), date(2021, 10, 31), "2021-02-01 to 2021-10-31"),
        (None, None, "2021-01-08 to 2021-11-20"),
    ],
    ids=["wider", "an earlier first day", "a later last day", "narrower", "not declared"],
)
def test_a_declared_window_goes_before_the_first_and_last_day_found(
    first: date | None, last: date | None, covered: str
) -> None:
    assert spans(declared(FOUND, first, last)) == covered


def test_a_gap_inside_a_declared_window_stays_a_gap() -> None:
    gap = Coverage(((date(2021, 1, 8), date(2021, 3, 31)), (date(2021, 6, 1), date(2021, 11, 20))))
    assert spans(declared(gap, date(2021, 1, 1), date(2021, 12, 31))) == (
        "2021-01-01 to 2021-03-31; 2021-06-01 to 2021-12-31"
    )


YEAR = Period("2021", "2021", date(2021, 1, 1), date(2021, 12, 31))


def test_days_of_a_period() -> None:
    gap = Coverage(((date(2020, 6, 1), date(2021, 3, 31)), (date(2021, 12, 1), date(2022, 2, 28))))
    assert gap.within(YEAR) == [(date(2021, 1, 1), date(2021, 3, 31)), (date(2021, 12, 1), date(2021, 12, 31))]
    assert gap.days_in(YEAR) == 90 + 31
    assert gap.covers((date(2021, 1, 1), date(2021, 3, 31)))
    assert not gap.covers((date(2021, 3, 1), date(2021, 4, 30)))


def test_months_of_a_period() -> None:
    assert len(months_of(YEAR)) == 12
    assert months_of(YEAR)[1] == (date(2021, 2, 1), date(2021, 2, 28))


@pytest.mark.parametrize(
    ("covered", "words", "without_years"),
    [
        ([(date(2018, 4, 1), date(2018, 12, 31))], "Apr to Dec 2018", "Apr to Dec"),
        ([(date(2018, 4, 1), date(2021, 12, 31))], "Apr 2018 to Dec 2021", "Apr to Dec"),
        ([(date(2021, 2, 1), date(2021, 2, 28))], "Feb 2021", "Feb"),
        ([(date(2021, 2, 1), date(2021, 2, 27))], "1 Feb to 27 Feb 2021", "1 Feb to 27 Feb"),
        ([(date(2021, 2, 5), date(2021, 2, 5))], "5 Feb 2021", "5 Feb"),
        (
            [(date(2021, 1, 1), date(2021, 2, 28)), (date(2021, 4, 1), date(2021, 4, 30))],
            "Jan to Feb 2021 and Apr 2021",
            "Jan to Feb and Apr",
        ),
        (
            [(date(2021, 1, 1), date(2021, 1, 31)), (date(2021, 2, 1), date(2021, 2, 28))],
            "Jan to Feb 2021",
            "Jan to Feb",
        ),
    ],
)  # fmt: skip
def test_spans_in_words(covered: list[Span], words: str, without_years: str) -> None:
    assert name_spans(covered) == words
    assert name_spans(covered, years=False) == without_years


def test_the_same_month_of_two_years_is_not_one_month() -> None:
    assert name_spans([(date(2020, 4, 1), date(2021, 4, 30))]) == "Apr 2020 to Apr 2021"


@pytest.mark.parametrize(
    ("covered", "months"),
    [
        ([], []),
        ([(date(2020, 2, 1), date(2020, 2, 29))], [2]),
        ([(date(2020, 2, 1), date(2020, 2, 28))], []),
        ([(date(2020, 1, 2), date(2020, 4, 15))], [2, 3]),
        ([(date(2020, 1, 1), date(2020, 1, 20)), (date(2020, 1, 21), date(2020, 2, 29))], [1, 2]),
        ([(date(2020, 1, 1), date(2020, 1, 31)), (date(2020, 3, 1), date(2020, 3, 31))], [1, 3]),
    ],
)
def test_only_months_with_every_day_are_whole(covered: list[Span], months: list[int]) -> None:
    found = whole_months(covered)
    assert [start.month for start, _ in found] == months
    assert all((start.day, (end + timedelta(days=1)).day) == (1, 1) for start, end in found)


def test_spans_joined_cut_and_counted() -> None:
    january, march = (date(2021, 1, 1), date(2021, 1, 31)), (date(2021, 3, 1), date(2021, 3, 31))
    february = (date(2021, 2, 1), date(2021, 2, 28))
    assert join_spans([march, january]) == [january, march]
    assert join_spans([march, january, february]) == [(january[0], march[1])]
    assert subtract([(january[0], march[1])], february) == [january, march]
    assert count_days([january, march]) == 62
