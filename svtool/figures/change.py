"""The change between two periods: on what days it can be compared, how large it is, and whether chance is enough.

This module does not know what is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Literal, Protocol

from svtool.counting.basis import Basis
from svtool.counting.daily_counts import Counted
from svtool.coverage.covers import Pair
from svtool.dates import Span, count_days, whole_months
from svtool.figures.against import is_small_base
from svtool.figures.change_verdict import SIGNIFICANT
from svtool.figures.contract import (
    ASKED,
    BEFORE,
    BREAK,
    COUNT,
    LOW_RELIABILITY,
    NOT_APPLICABLE,
    NOT_KNOWN,
    NOW,
    OPEN,
    UNDATED,
    CountOfDays,
)
from svtool.figures.notes import Kind, Note, Part
from svtool.schema.periods import Period
from svtool.statistics.dispersion import dispersion_of
from svtool.statistics.ratio_test import compare_counts, per_cent, size_of_test

Partial = Literal["like_for_like", "raw", "refuse"]
Comparison = Literal["full", "like_for_like", "raw", "refused", "break", "none"]

DRIFT_POINTS = 5
DRIFT_RECORDS = 50
ENOUGH_MONTHS = 24  # compared, from which on their counts show how much they vary
NO_DAYS = Basis.of(())
ENOUGH_A_MONTH = 1  # events in the mean; a chi-square of fewer says nothing


Shares = Mapping[str, tuple[int, int]]


class Counting(Protocol):
    """What a comparison asks of a measure: counts and not-known shares of some days."""

    @property
    def date_field(self) -> str:
        """Return the field that places a record in a period."""

    def as_known_on(self, day: date | None) -> Counting:
        """Return the same measure as it was known on a day; as it is known now without a day."""

    def count(self, basis: Basis) -> Counted:
        """Return the counts of some days."""

    def met_in_each(self, basis: Basis, spans: Sequence[Span]) -> list[int] | None:
        """Return the count of each of some spans of a basis; None where they can't be had or don't add up."""

    def open_shares(self, basis: Basis) -> dict[str, tuple[int, int]]:
        """Return for each field: records that meet the other conditions, and those whose answer is not known."""


@dataclass(frozen=True)
class Registered:
    """A registered break as it concerns this comparison: whether the whole of the figure, and what it does to it."""

    title: str
    withhold: bool
    wholly: bool = True

    @property
    def note(self) -> Note:
        """Return what must be said of the break."""
        return Note(Kind.RECORDING_CHANGED if self.wholly else Kind.PART_RECORDING_CHANGED, {"title": self.title})


@dataclass(frozen=True)
class Drift:
    """The field whose not-known share moved, with both shares (0 to 1) and the records asked and open behind each."""

    field: str
    before: float
    now: float
    counts_before: tuple[int, int] = (0, 0)
    counts_now: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Compared:
    """The days of both periods that are set against each other."""

    kind: Comparison
    now: Basis
    before: Basis
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Change:
    """A change, or why there is none.

    Attributes:
        kind: how the periods were compared.
        now, before: the counts compared; None when they are not.
        days: the days of both periods that were set against each other; none when they are not.
        difference: now less before.
        per_cent: of before; None from zero.
        lower, upper: 95 % interval of the change in per cent.
        p_value: the chance of a difference at least this large if nothing changed.
        dispersion: how many times as much as chance alone the monthly counts vary, by which interval and p are
            widened; None where that can't be told.
        is_borrowed: whether that is of the measure's other months, because too few are compared.
        test_size: how often the test finds p under 0.05 if nothing changed; None without a test.
        if_known: the range of the change in per cent if what is not known were known.
        status: `b` across a break, `z` from zero, `u` from fewer than ten; empty otherwise.
        drift: the not-known share that moved, if one did.
        notes: what must be said with the change.
        counts: the counts behind the change, `now` and `before`.
    """

    kind: Comparison = "none"
    now: int | None = None
    before: int | None = None
    difference: int | None = None
    per_cent: float | None = None
    lower: float | None = None
    upper: float | None = None
    p_value: float | None = None
    dispersion: float | None = None
    is_borrowed: bool = False
    test_size: float | None = None
    if_known: tuple[float | None, float | None] = (None, None)
    status: str = ""
    drift: Drift | None = None
    notes: tuple[Note, ...] = ()
    days: Compared = Compared("none", NO_DAYS, NO_DAYS)
    counts: Mapping[str, CountOfDays] = field(default_factory=dict)


@dataclass(frozen=True)
class Variation:
    """How many times as much as chance alone monthly counts vary, where that is known, and whether of other months."""

    dispersion: float | None = None
    is_borrowed: bool = False


UNKNOWN = Variation()


def choose_days(now: Period, before: Period, pair: Pair, partial: Partial) -> Compared:
    """Return which days of two periods can be compared, and how.

    Both covered as far as they could be known: all those days. Otherwise the same days of the same parts (like for
    like), all that is held as it is (raw), or none (refuse).
    """
    if pair.all_now.is_empty or pair.all_before.is_empty:
        return Compared("none", NO_DAYS, NO_DAYS)
    if pair.full:
        return Compared("full", pair.now, pair.before)
    days: dict[str, Part] = {"now": pair.all_now.named, "before": pair.all_before.named}
    if partial == "refuse":
        return Compared("refused", NO_DAYS, NO_DAYS, (Note(Kind.REFUSED, days),))
    if partial == "raw":
        days |= {"days_now": pair.all_now.days, "days_before": pair.all_before.days}
        return Compared("raw", pair.all_now.basis, pair.all_before.basis, (Note(Kind.RAW, days),))
    if not pair.now.spans:
        return Compared("none", NO_DAYS, NO_DAYS, (Note(Kind.NO_COMMON_DAY, days),))
    return Compared("like_for_like", pair.now, pair.before)


def compare(
    counting: Counting, now: Period, before: Period, pair: Pair, partial: Partial, breaks: Sequence[Registered]
) -> Change:  # fmt: skip
    """Return the change of a measure between two periods.

    Args:
        counting: the measure's counts.
        now, before: the periods.
        pair: what the two can be compared on.
        partial: what to do with periods that are partly covered.
        breaks: registered breaks between the two.
    """
    days = choose_days(now, before, pair, partial)
    if not days.now.spans:
        return Change(days.kind, notes=days.notes)
    notes = (*days.notes, *(each.note for each in breaks))
    if any(each.withhold for each in breaks):
        return Change("break", status=BREAK, notes=notes)
    at_now, at_before = counting.as_known_on(now.known_on), counting.as_known_on(before.known_on)
    counted_now, counted_before = at_now.count(days.now), at_before.count(days.before)
    variation = find_variation(at_now, at_before, days, _months_held(pair, now))
    change = change_of(counted_now, counted_before, days, variation)
    if days.kind == "like_for_like":
        notes = (_like_for_like(days, pair, counted_now.met, counted_before.met), *notes)
    drift = None
    if max(_open_share(counted_now), _open_share(counted_before)) >= DRIFT_POINTS / 100:
        drift = find_drift(at_now.open_shares(days.now), at_before.open_shares(days.before))
    moved = drift or Drift("", 0, 0)
    drift = drift or find_drift(*(_undated_share(each, counting.date_field) for each in (counted_now, counted_before)))
    return replace(
        change,
        status=BREAK if any(each.wholly for each in breaks) else change.status,
        notes=notes,
        drift=drift,
        counts={
            NOW: _behind(days.now, now.known_on, counted_now, moved.field, moved.counts_now),
            BEFORE: _behind(days.before, before.known_on, counted_before, moved.field, moved.counts_before),
        },
    )


def _months_held(pair: Pair, period: Period) -> Basis:
    """Return what the extracts hold at any time, as far as it could be known for a period."""
    return pair.ever.on([(date.min, period.known_on)]) if period.known_on else pair.ever


def _behind(days: Basis, known_on: date | None, counted: Counted, drifted: str, shares: tuple[int, int]) -> CountOfDays:
    numbers = numbers_of(counted)
    if drifted:
        numbers |= {f"{ASKED} {drifted}": shares[0], f"{OPEN} {drifted}": shares[1]}
    return CountOfDays(days, known_on, numbers)


def numbers_of(counted: Counted) -> dict[str, int]:
    """Return the cells of a table that a count is: what is undated is one where some record of the source is."""
    undated = {} if counted.undated is None else {UNDATED: counted.undated}
    return {COUNT: counted.met, NOT_KNOWN: counted.not_known, **undated}


def _undated_share(counted: Counted, date_field: str) -> dict[str, tuple[int, int]]:
    """Return the share of units that have no date, in the way of those whose answer on another field is not known.

    It is made of two counts that are cells already, so that none of its own stands behind a figure.
    """
    return {date_field: (counted.met + (counted.undated or 0), counted.undated or 0)}


def _like_for_like(days: Compared, pair: Pair, now: int, before: int) -> Note:
    return Note(
        Kind.LIKE_FOR_LIKE,
        {"now": days.now.spans, "before": days.before.spans, "without": pair.without},
        {"compared_count": now, "comparator_count": before},
    )


def _open_share(counted: Counted) -> float:
    """Return the largest share of not-known answers that any one field can have: a quick test before the exact one."""
    return counted.not_known / (counted.met + counted.not_known) if counted.not_known else 0.0


def change_of(now: Counted, before: Counted, days: Compared, variation: Variation = UNKNOWN) -> Change:
    """Return the difference, the per cent with its interval, the p-value, and the range if all were known.

    Args:
        now, before: the counts compared.
        days: the days that they are of.
        variation: how many times as much as chance alone monthly counts vary, where that is known.
    """
    per_cent_ = per_cent(now.met, before.met)
    change = Change(
        days.kind,
        now=now.met,
        before=before.met,
        difference=now.met - before.met,
        per_cent=per_cent_,
        dispersion=variation.dispersion,
        is_borrowed=variation.is_borrowed,
        if_known=range_if_known((now.met, now.perhaps), (before.met, before.perhaps)),
        status=status_from(before.met),
        days=days,
    )
    if days.kind == "raw":
        # An interval for the rates would stand beside a per cent that compares nine months with twelve.
        return change
    exposures = days.now.days, days.before.days
    dispersion = variation.dispersion or 1
    test = compare_counts(now.met, before.met, *exposures, dispersion=dispersion)
    size = size_of_test(now.met + before.met, *exposures, level=SIGNIFICANT, dispersion=dispersion)
    change = replace(change, p_value=test.p_value, test_size=size)
    if test.ratio is None or test.lower is None or test.upper is None:
        return change
    return replace(change, lower=100 * (test.lower - 1), upper=100 * (test.upper - 1))


def status_from(before: int) -> str:
    """Return the status of a change by its base: from zero there is no per cent, from fewer than ten a weak one."""
    return NOT_APPLICABLE if not before else LOW_RELIABILITY if is_small_base(before) else ""


def range_if_known(now: tuple[int, int], before: tuple[int, int]) -> tuple[float | None, float | None]:
    """Return the least and the most that a change could be, in per cent, if all were known; None from zero.

    Args:
        now, before: what was counted, and what may belong to it: not known, or without a date.
    """
    return per_cent(now[0], sum(before)), per_cent(sum(now), before[0])


def find_variation(at_now: Counting, at_before: Counting, days: Compared, held: Basis) -> Variation:
    """Return how many times as much as chance alone monthly counts vary: those compared, or too few of them, all held.

    Not known for fewer than 24 whole months or less than an event a month, and for raw comparisons, which have no
    interval.

    Args:
        at_now, at_before: the measure as it was known for each of the two periods.
        days: the days compared.
        held: all that the extracts hold of the measure's source.
    """
    if days.kind == "raw":
        return UNKNOWN
    months_now, months_before = _months_in(days.now.spans), _months_in(days.before.spans)
    if len(months_now) + len(months_before) >= ENOUGH_MONTHS:
        return Variation(_dispersion([(at_now, days.now, months_now), (at_before, days.before, months_before)]))
    months = _months_in(held.spans)
    if len(months) < ENOUGH_MONTHS:
        return UNKNOWN
    years = sorted({first.year for first, _ in months})
    dispersion = _dispersion([(at_now, held, [each for each in months if each[0].year == year]) for year in years])
    return Variation(dispersion, is_borrowed=dispersion is not None)


@lru_cache(maxsize=256)
def _months_in(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the whole months of some days: every pair of a period asks for the same ones."""
    return tuple(whole_months(spans))


def _dispersion(periods: Sequence[tuple[Counting, Basis, Sequence[Span]]]) -> float | None:
    """Return the dispersion of the months of some periods around each period's own mean; None where it can't be had."""
    found: list[list[tuple[int, int]]] = []
    for counting, basis, months in periods:
        counts = counting.met_in_each(basis, months)
        if counts is None:
            return None
        found.append([(each, count_days([month])) for each, month in zip(counts, months, strict=True)])
    events = sum(count for stretches in found for count, _ in stretches)
    if events < ENOUGH_A_MONTH * sum(len(stretches) for stretches in found):
        return None
    return dispersion_of(found)


def find_drift(now: Shares, before: Shares) -> Drift | None:
    """Return the field whose share of not-known answers moved most, if by 5 points or more.

    Args:
        now, before: for each field, the records that meet the other conditions, and those whose answer is not known.
    """
    moved: list[Drift] = []
    for name, (base_now, open_now) in now.items():
        base_before, open_before = before[name]
        if min(base_now, base_before) < DRIFT_RECORDS:
            continue
        # In whole numbers: as floating point, 15% less 10% is under 5 points.
        if 100 * abs(open_now * base_before - open_before * base_now) >= DRIFT_POINTS * base_now * base_before:
            shares = (open_before / base_before, open_now / base_now)
            moved.append(Drift(name, *shares, (base_before, open_before), (base_now, open_now)))
    return max(moved, key=lambda each: abs(each.now - each.before), default=None)
