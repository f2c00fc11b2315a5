"""Which days one extract holds, judged by its own records: what another extract may issue again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from math import log

from svtool.dates import Precision, Span, add_months, join_spans, last_day, month_end

LOW = 0.1  # of a usual month: a trickle of strays
UNLIKELY = log(1000)  # records expected in an empty stretch of which one in 1,000 would be empty by chance

Declared = tuple[date | None, date | None]


def held_days(
    daily: Mapping[date, int], precision: Precision = "day", declared: Declared = (None, None)
) -> tuple[Span, ...]:
    """Return the days that an extract holds, as disjoint spans in order.

    Months with a few strays are left out, and so are empty stretches that are unlikely at the extract's own rate: a
    file of the first and third quarter does not hold the second. Where in doubt a day is not held, for what an extract
    does not hold it withdraws from no other.

    Args:
        daily: recorded day → number of records.
        precision: how much time the dates name; a date that is only a month stands for all its days.
        declared: the first and last day that the project declares; the ends are then believed.
    """
    usual = _usual_month(daily)
    months = _by_month(daily)
    days = sorted(day for day in daily if months[add_months(day, 0)] >= LOW * usual)
    if not days:
        return ()
    rate = sum(daily[day] for day in days) / sum(month_end(each).day for each in {add_months(day, 0) for day in days})
    spans: list[Span] = []
    for day in days:
        end = last_day(day, precision)
        if spans and ((day - spans[-1][1]).days - 1) * rate <= UNLIKELY:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((day, end))
    return tuple(_within(join_spans(spans), declared))


def _by_month(daily: Mapping[date, int]) -> Counter[date]:
    months: Counter[date] = Counter()
    for day, number in daily.items():
        months[add_months(day, 0)] += number
    return months


def _usual_month(daily: Mapping[date, int]) -> int:
    """Return the size of the month in which the middle record lies; twenty months of one stray do not make it small."""
    sizes = sorted(_by_month(daily).values())
    below, half = 0, sum(sizes) / 2
    for size in sizes:
        below += size
        if below >= half:
            return size
    return 0


def _within(spans: list[Span], declared: Declared) -> list[Span]:
    """Return the spans with the ends that the project declares."""
    first, last = declared
    ends = [list(span) for span in spans]
    if first:
        ends[0][0] = min(first, ends[0][0])
    if last:
        ends[-1][1] = max(last, ends[-1][1])
    cut = [(max(start, first or start), min(end, last or end)) for start, end in ends]
    return [(start, end) for start, end in cut if start <= end]


def days_of_both(one: tuple[Span, ...], other: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the days that lie in both lists of spans."""
    cut = [(max(start, begin), min(end, stop)) for start, end in one for begin, stop in other]
    return tuple(sorted((start, end) for start, end in cut if start <= end))
