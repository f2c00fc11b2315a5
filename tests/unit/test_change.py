"""The change between two periods: on which days it is compared, how large it is, and what must be said with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from covering import covering, days_of

from svtool.counting.basis import Basis
from svtool.counting.daily_counts import Counted
from svtool.coverage.covers import Pair
from svtool.coverage.source_coverage import Coverage
from svtool.figures.change import Change, Partial, Registered, choose_days, compare
from svtool.output.wording.note_words import notes_in_words
from svtool.schema.periods import Period
from svtool.statistics.ratio_test import per_cent

Span = tuple[date, date]
BEFORE = Period("2020", "2020", date(2020, 1, 1), date(2020, 12, 31))
NOW = Period("2021", "2021", date(2021, 1, 1), date(2021, 12, 31))
WHOLE = covering((date(2020, 1, 1), date(2021, 12, 31)))
FROM_APRIL = covering((date(2020, 4, 1), date(2021, 12, 31)))


@dataclass
class Years:
    """A measure with the same count on each day of a year, but for what is put right for a whole span."""

    daily: dict[int, int] = field(default_factory=lambda: {2020: 1, 2021: 2})
    not_known: dict[int, int] = field(default_factory=dict)
    shares: dict[int, dict[str, tuple[int, int]]] = field(default_factory=dict)
    wholes: dict[int, int] | None = None
    monthly: dict[int, Sequence[int]] | None = None
    undated: dict[int, int] = field(default_factory=dict)
    date_field: str = "recorded_date"

    def as_known_on(self, _day: date | None) -> Years:
        return self

    def count(self, basis: Basis) -> Counted:
        spans = days_of(basis)
        year = spans[0][0].year
        days = sum((end - start + timedelta(days=1)).days for start, end in spans)
        met = self.wholes[year] if self.wholes else self.daily[year] * days
        return Counted(met, self.not_known.get(year, 0), 0, undated=self.undated.get(year))

    def met_in_each(self, _basis: Basis, spans: Sequence[Span]) -> list[int] | None:
        if self.wholes or self.monthly is None:
            return None
        return [self.monthly[start.year][start.month - 1] for start, _ in spans]

    def open_shares(self, basis: Basis) -> dict[str, tuple[int, int]]:
        return self.shares[days_of(basis)[0][0].year]


def changed(
    years: Years, coverage: Coverage = WHOLE, partial: Partial = "like_for_like", breaks: Sequence[Registered] = ()
) -> Change:
    return compare(years, NOW, BEFORE, _pair(coverage), partial, breaks)


def _pair(coverage: Coverage) -> Pair:
    return coverage.of_pair(NOW, BEFORE)


@pytest.mark.parametrize("partial", ["like_for_like", "raw", "refuse"])
def test_whole_periods_are_compared_in_full(partial: Partial) -> None:
    change = changed(Years(), partial=partial)
    assert (change.kind, change.now, change.before, change.difference) == ("full", 730, 366, 364)
    assert change.per_cent == pytest.approx(100 * 364 / 366)
    assert (change.status, notes_in_words(change.notes)) == ("", [])
    assert change.lower < change.per_cent < change.upper
    assert change.p_value < 0.001


def test_days_are_the_exposure_a_leap_year_alone_is_no_change() -> None:
    change = changed(Years(daily={2020: 1_000, 2021: 1_000}))
    assert change.difference == -1_000  # one day less
    assert change.p_value > 0.9


def test_like_for_like_takes_the_same_months_of_both() -> None:
    change = changed(Years(), FROM_APRIL)
    assert (change.kind, change.now, change.before) == ("like_for_like", 2 * 275, 275)
    assert change.per_cent == 100
    assert notes_in_words(change.notes) == ["Like for like, Apr to Dec: 550 against 275 in Apr to Dec 2020."]


def test_like_for_like_takes_the_same_days_of_a_month_that_is_covered_in_part() -> None:
    coverage = covering((date(2020, 1, 1), date(2020, 3, 15)), (date(2020, 6, 1), date(2021, 12, 31)))
    days = choose_days(NOW, BEFORE, _pair(coverage), "like_for_like")
    from_june = (date(2020, 6, 1), date(2020, 12, 31))
    before_29_february = (date(2020, 1, 1), date(2020, 2, 28)), (date(2020, 3, 1), date(2020, 3, 15))
    assert days_of(days.before) == (*before_29_february, from_june), "2021 has no such day"
    assert days_of(days.now) == ((date(2021, 1, 1), date(2021, 3, 15)), (date(2021, 6, 1), date(2021, 12, 31)))


def test_raw_takes_all_covered_days_and_says_so_without_an_interval() -> None:
    change = changed(Years(), FROM_APRIL, "raw")
    assert (change.kind, change.now, change.before) == ("raw", 730, 275)
    assert (change.lower, change.upper, change.p_value) == (None, None, None)
    assert notes_in_words(change.notes) == [
        "Only Apr to Dec 2020 was available for this comparison with Jan to Dec 2021: 365 days against 275."
    ]


def test_refuse_compares_nothing_and_says_why() -> None:
    change = changed(Years(), FROM_APRIL, "refuse")
    assert (change.kind, change.now, change.difference, change.per_cent) == ("refused", None, None, None)
    assert notes_in_words(change.notes) == ["Not compared: the extracts cover Jan to Dec 2021 and Apr to Dec 2020."]


@pytest.mark.parametrize("partial", ["like_for_like", "raw", "refuse"])
def test_a_period_without_any_day_is_not_compared(partial: Partial) -> None:
    change = changed(Years(), covering((date(2021, 1, 1), date(2021, 12, 31))), partial)
    assert (change.kind, change.now, change.difference) == ("none", None, None)


def test_periods_that_share_no_covered_day_are_not_compared() -> None:
    coverage = covering((date(2020, 1, 1), date(2020, 3, 31)), (date(2021, 9, 1), date(2021, 12, 31)))
    change = changed(Years(), coverage)
    assert (change.kind, change.difference) == ("none", None)
    assert notes_in_words(change.notes) == [
        "Not compared: no day of the year is covered in both (Sep to Dec 2021 and Jan to Mar 2020)."
    ]


@pytest.mark.parametrize(("before", "status"), [(0, "z"), (1, "u"), (9, "u"), (10, ""), (100, "")])
def test_a_change_from_none_has_no_per_cent_and_one_of_a_few_is_marked(before: int, status: str) -> None:
    assert changed(Years(wholes={2020: before, 2021: 12})).status == status


def test_a_change_has_the_size_of_its_test() -> None:
    assert changed(Years(wholes={2020: 0, 2021: 0})).test_size == 0
    assert 0 < changed(Years(wholes={2020: 40, 2021: 50})).test_size < 0.05
    assert changed(Years(), FROM_APRIL, "raw").test_size is None


def test_from_zero_there_is_the_number_and_no_per_cent() -> None:
    change = changed(Years(wholes={2020: 0, 2021: 3}))
    assert (change.difference, change.per_cent, change.status) == (3, None, "z")
    assert (change.lower, change.upper) == (None, None)
    assert change.p_value == pytest.approx(0.25, abs=0.01)


def test_from_zero_to_zero() -> None:
    change = changed(Years(wholes={2020: 0, 2021: 0}))
    assert (change.difference, change.per_cent, change.status, change.p_value) == (0, None, "z", 1.0)


def test_to_zero_is_a_reduction_by_all() -> None:
    change = changed(Years(wholes={2020: 12, 2021: 0}))
    assert (change.difference, change.per_cent, change.status) == (-12, -100, "")


@pytest.mark.parametrize(("now", "before", "expected"), [(3, 2, 50), (2, 3, -100 / 3), (5, 5, 0), (1, 0, None)])
def test_per_cent(now: int, before: int, expected: float | None) -> None:
    assert per_cent(now, before) == (None if expected is None else pytest.approx(expected))


# How much the monthly counts vary

EVEN = [10] * 12
UNEVEN = [2, 18, 2, 18, 2, 18, 2, 18, 2, 18, 2, 18]


def test_over_two_years_the_interval_is_as_wide_as_the_monthly_counts_vary() -> None:
    even, uneven = (changed(Years(monthly={2020: year, 2021: year})) for year in (EVEN, UNEVEN))
    assert even.dispersion == 1
    assert uneven.dispersion == pytest.approx(6.5, rel=0.1)  # a chi-square of 12 times 64 / 10, over 11, in each year
    assert (even.now, even.before, even.per_cent) == (uneven.now, uneven.before, uneven.per_cent)
    assert uneven.lower < even.lower < even.upper < uneven.upper
    assert uneven.p_value > even.p_value


def test_eighteen_months_are_widened_by_how_much_all_that_are_held_vary() -> None:
    """From April 2020 on 21 months are held, which are too few too; from April 2019 on they are 33."""
    monthly = {2019: UNEVEN, 2020: UNEVEN, 2021: UNEVEN}
    years = Years(daily={2019: 1, 2020: 1, 2021: 2}, monthly=monthly)
    few = changed(years, FROM_APRIL)
    assert (few.kind, few.dispersion, few.is_borrowed) == ("like_for_like", None, False)
    gap = covering((date(2019, 4, 1), date(2019, 12, 31)), (date(2020, 4, 1), date(2021, 12, 31)))
    more = changed(years, gap)
    assert (more.kind, more.is_borrowed) == ("like_for_like", True)
    assert more.dispersion == pytest.approx(6.5, rel=0.15)
    assert more.p_value > few.p_value
    assert more.lower < few.lower < few.upper < more.upper


def test_a_month_against_the_month_before_takes_how_much_all_months_vary() -> None:
    december, november = (Period(f"2021-{m}", "", date(2021, m, 1), date(2021, m, 30)) for m in (11, 9))
    years = Years(monthly={2020: UNEVEN, 2021: UNEVEN})
    change = compare(years, december, november, WHOLE.of_pair(december, november), "like_for_like", [])
    assert change.is_borrowed
    assert change.dispersion == pytest.approx(6.5, rel=0.1)


def test_pairs_of_enough_months_never_borrow() -> None:
    assert not changed(Years(monthly={2020: UNEVEN, 2021: UNEVEN})).is_borrowed


def test_a_raw_change_has_no_interval_to_widen() -> None:
    february = covering((date(2020, 1, 2), date(2021, 12, 31)))
    change = changed(Years(monthly={2020: UNEVEN, 2021: UNEVEN}), february, "raw")
    assert (change.dispersion, change.p_value) == (None, None)


def test_counts_that_do_not_add_up_over_months_are_compared_as_they_are() -> None:
    change = changed(Years(monthly=None))
    assert change.dispersion is None
    assert change.p_value < 0.001


@pytest.mark.parametrize(("months", "told"), [([0] * 11 + [11], False), ([1] * 12, True), ([0] * 11 + [12], True)])
def test_of_less_than_one_a_month_nothing_is_told(months: list[int], told: bool) -> None:
    assert (changed(Years(monthly={2020: months, 2021: months})).dispersion is not None) == told


def test_a_break_that_withholds_leaves_no_change() -> None:
    change = changed(Years(), breaks=[Registered("A new system", withhold=True)])
    assert (change.kind, change.status) == ("break", "b")
    assert (change.difference, change.per_cent, change.p_value, change.now) == (None, None, None, None)
    assert notes_in_words(change.notes) == ["Recording changed: A new system."]


def test_a_break_that_notes_prints_the_change_with_its_mark() -> None:
    change = changed(Years(), breaks=[Registered("A new system", withhold=False)])
    assert (change.kind, change.status, change.difference) == ("full", "b", 364)
    assert notes_in_words(change.notes) == ["Recording changed: A new system."]


def test_a_break_of_a_part_of_a_figure_is_said_without_a_mark() -> None:
    change = changed(Years(), breaks=[Registered("A new system", withhold=False, wholly=False)])
    assert (change.status, notes_in_words(change.notes)) == (
        "",
        ["Recording changed: A new system (a part of this figure)."],
    )


def test_one_break_that_withholds_is_enough() -> None:
    breaks = [Registered("One", withhold=False), Registered("Other", withhold=True)]
    change = changed(Years(), breaks=breaks)
    assert (change.kind, change.difference) == ("break", None)
    assert notes_in_words(change.notes) == ["Recording changed: One.", "Recording changed: Other."]


def test_a_break_is_said_beside_the_same_months() -> None:
    change = changed(Years(), FROM_APRIL, breaks=[Registered("A new system", withhold=False)])
    assert change.kind == "like_for_like"
    assert notes_in_words(change.notes) == [
        "Like for like, Apr to Dec: 550 against 275 in Apr to Dec 2020.",
        "Recording changed: A new system.",
    ]


def drifting(before: tuple[int, int], now: tuple[int, int], name: str = "weapon") -> Years:
    """Return a measure with so many records that meet its other conditions, and so many of them not known."""
    return Years(
        wholes={2020: before[0] - before[1], 2021: now[0] - now[1]},
        not_known={2020: before[1], 2021: now[1]},
        shares={2020: {name: before}, 2021: {name: now}},
    )


@pytest.mark.parametrize(
    ("before", "now", "drifts"),
    [
        ((100, 10), (100, 15), True),
        ((100, 15), (100, 10), True),
        ((1_000, 100), (1_000, 149), False),
        ((1_000, 100), (1_000, 150), True),
        ((50, 5), (50, 10), True),
        ((49, 5), (50, 10), False),
        ((50, 5), (49, 10), False),
        ((200, 40), (100, 20), False),
        ((100, 0), (100, 5), True),
    ],
    ids=[
        "5 points up", "5 points down", "4.9 points", "5.0 points", "50 records", "49 before", "49 now",
        "the same share", "from none",
    ],
)  # fmt: skip
def test_a_share_that_moves_by_5_points_among_50_records_is_drift(
    before: tuple[int, int], now: tuple[int, int], drifts: bool
) -> None:
    assert (changed(drifting(before, now)).drift is not None) == drifts


@pytest.mark.parametrize(("undated", "drifts"), [(300, True), (20, False), (0, False)])
def test_dates_that_are_not_recorded_any_more_are_drift_and_widen_the_range(undated: int, drifts: bool) -> None:
    """Seven hundred, then four hundred: three hundred without a date may be the rest."""
    change = changed(Years(wholes={2020: 700, 2021: 400}, undated={2020: 0, 2021: undated}))
    assert (change.drift is not None) == drifts
    assert change.if_known[1] == pytest.approx(100 * (undated - 300) / 700)
    if change.drift:
        assert (change.drift.field, change.drift.before, change.drift.now) == ("recorded_date", 0, 300 / 700)
        assert set(change.counts["now"].numbers) == {"count", "not_known", "undated"}


def test_drift_names_the_field_and_both_shares_and_the_change_stays() -> None:
    change = changed(drifting((100, 10), (200, 90)))
    assert (change.drift.field, change.drift.before, change.drift.now) == ("weapon", 0.1, 0.45)
    assert (change.kind, change.difference, change.status) == ("full", 20, "")


def test_the_range_if_all_were_known_reaches_from_the_least_to_the_most() -> None:
    change = changed(drifting((100, 10), (200, 90)))
    assert change.if_known == pytest.approx((100 * (110 / 100 - 1), 100 * (200 / 90 - 1)))


def test_of_several_fields_that_drift_the_one_that_moved_most_is_named() -> None:
    years = drifting((100, 10), (100, 30))
    years.shares[2020]["age"], years.shares[2021]["age"] = (100, 10), (100, 60)
    assert changed(years).drift.field == "age"


def test_no_drift_is_looked_for_where_no_share_can_have_moved_that_far() -> None:
    class NeverAsked(Years):
        def open_shares(self, _basis: Basis) -> dict[str, tuple[int, int]]:
            raise AssertionError("asked for shares")

    assert changed(NeverAsked(not_known={2020: 10, 2021: 30})).drift is None


def test_like_for_like_looks_for_drift_in_the_months_compared() -> None:
    asked: list[Sequence[Span]] = []

    class Asking(Years):
        def open_shares(self, basis: Basis) -> dict[str, tuple[int, int]]:
            asked.append(list(days_of(basis)))
            return super().open_shares(basis)

    years = drifting((100, 10), (100, 40))
    found = changed(Asking(wholes=years.wholes, not_known=years.not_known, shares=years.shares), FROM_APRIL)
    assert found.drift is not None
    assert sorted(asked) == [[(date(2020, 4, 1), date(2020, 12, 31))], [(date(2021, 4, 1), date(2021, 12, 31))]]


def test_a_period_compared_with_itself_has_not_changed() -> None:
    change = compare(Years(), NOW, NOW, WHOLE.of_pair(NOW, NOW), "like_for_like", [])
    assert (change.difference, change.per_cent, change.p_value) == (0, 0, 1.0)
    assert change.lower < 0 < change.upper
