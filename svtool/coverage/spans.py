"""Coverage: the days that an extract holds, declared or inferred, supplier by supplier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from svtool.dates import Span, add_months, join_spans, month_end
from svtool.schema.periods import Period

BUSY_DAY = 3  # records on the median day from which a first or last recorded day is evidence
NEARLY_EMPTY = 0.1  # of the usual month
MANY = 30  # records of a usual month; below that, a declared window is believed and an empty month is a true zero
STEPS = {"day": 1, "month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Coverage:
    """The days covered, as disjoint spans in order."""

    spans: tuple[Span, ...] = ()

    def within(self, period: Period) -> list[Span]:
        """Return the covered spans inside a period, as far as it was known."""
        return clip(self.spans, (period.start, period.known_end))

    def days_in(self, period: Period) -> int:
        """Return how many days of a period are covered."""
        return count_days(self.within(period))

    def covers(self, span: Span) -> bool:
        """Return whether every day of a span is covered."""
        return any(start <= span[0] and span[1] <= end for start, end in self.spans)


def infer_coverage(daily: Mapping[date, int], precision: str = "day", least_usual: int = 0) -> Coverage:
    """Return the days that one supplier's records cover, judged from how many were recorded each day.

    Args:
        daily: recorded day → number of records.
        precision: how much time the dates name; a date that is only a month covers the month.
        least_usual: records of a usual month from which a nearly empty one is evidence of a gap.
    """
    if not daily:
        return Coverage()
    first, last = min(daily), max(daily)
    step = STEPS[precision]
    by_month: dict[date, int] = {}
    for day, number in daily.items():
        month = add_months(day, 0)
        by_month[month] = by_month.get(month, 0) + number
    start, end = add_months(first, 0), add_months(last, step) - timedelta(days=1)
    if precision == "day" and _median_day(daily, first, last) >= BUSY_DAY:
        start, end = first, last
    usual = median(by_month.values())
    spans: list[Span] = [(start, end)]
    month = add_months(first, step)
    while month < add_months(last, 0):
        if usual >= least_usual and by_month.get(month, 0) < NEARLY_EMPTY * usual:
            spans = subtract(spans, (month, add_months(month, step) - timedelta(days=1)))
        month = add_months(month, step)
    return Coverage(tuple(spans))


def _median_day(daily: Mapping[date, int], first: date, last: date) -> float:
    days = (last - first).days + 1
    return median([*daily.values(), *([0] * (days - len(daily)))])


def intersect(coverages: Sequence[Coverage]) -> Coverage:
    """Return the days that every supplier covers."""
    if not coverages:
        return Coverage()
    spans = list(coverages[0].spans)
    for other in coverages[1:]:
        spans = [piece for span in other.spans for piece in clip(spans, span)]
    return Coverage(tuple(sorted(spans)))


def declared(coverage: Coverage, first: date | None, last: date | None) -> Coverage:
    """Return the coverage with the ends that the project declares; gaps between them stay gaps."""
    if not coverage.spans:
        return coverage
    spans = [list(span) for span in coverage.spans]
    if first is not None:
        spans[0][0] = min(first, spans[0][1]) if first < spans[0][0] else spans[0][0]
    if last is not None:
        spans[-1][1] = max(last, spans[-1][0]) if last > spans[-1][1] else spans[-1][1]
    bounds = (first or spans[0][0], last or spans[-1][1])
    return Coverage(tuple(clip([(span[0], span[1]) for span in spans], bounds)))


def clip(spans: Sequence[Span], bounds: Span) -> list[Span]:
    """Return the parts of the spans that lie within bounds."""
    cut = [(max(start, bounds[0]), min(end, bounds[1])) for start, end in spans]
    return [(start, end) for start, end in cut if start <= end]


def subtract(spans: Sequence[Span], gap: Span) -> list[Span]:
    """Return the spans without the days of a gap."""
    before = clip(spans, (date.min, gap[0] - timedelta(days=1)))
    return before + clip(spans, (gap[1] + timedelta(days=1), date.max))


def count_days(spans: Sequence[Span]) -> int:
    """Return the number of days in disjoint spans."""
    return sum((end - start).days + 1 for start, end in spans)


def months_of(period: Period) -> list[Span]:
    """Return the calendar months of a period in order; the last reaches as far as the period, or as it was known."""
    found: list[Span] = []
    month = period.start
    while month <= period.known_end:
        found.append((month, min(month_end(month), period.known_end)))
        month = add_months(month, 1)
    return found


def whole_months(spans: Sequence[Span]) -> list[Span]:
    """Return the calendar months of which every day lies in one of the spans, in order."""
    found: list[Span] = []
    for start, end in join_spans(spans):
        month = start if start.day == 1 else add_months(start, 1)
        while month_end(month) <= end:
            found.append((month, month_end(month)))
            month = add_months(month, 1)
    return found
