"""How much time the dates of a column name, where the mapping reads ranges too.

A range such as `between 01/12/2020 and 03/01/2021` counts on its first day. But a column of which most texts are whole
years is a table by year, whatever its mapping calls it: what it counts is a year's, and never that of its January.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from svtool.dates import APRIL, MONTHS_OF, Precision, Span, coarsest, month_end

YEAR = MONTHS_OF["year"]


def coarsest_of(values: Iterable[Sequence[Any] | None], may_be_spans: bool) -> Precision:
    """Return how much time the least exact of some judged dates names.

    Args:
        values: the first day, how much time the text names, and of a range its last day.
        may_be_spans: whether ranges are looked at; else each is one of days.
    """
    found = [value for value in values if value]
    spans = [precision_of((value[0], value[2])) for value in found if len(value) > 2] if may_be_spans else []
    whole = [each for each in spans if each != "day"]
    plain: list[Precision] = [value[1] for value in found if len(value) == 2]
    return coarsest([*plain, *(whole if 2 * len(whole) > len(found) else ())])


def precision_of(span: Span) -> Precision:
    """Return how much time a range names: days, unless it is a whole month, quarter or year, or several years."""
    start, end = span
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day > 1 or end != month_end(end):
        return "day"
    if months == 1:
        return "month"
    if months == MONTHS_OF["quarter"] and start.month % 3 == 1:
        return "quarter"
    if months % YEAR or start.month not in {1, APRIL}:
        return "day"
    return "uneven" if months > YEAR else "financial year" if start.month == APRIL else "year"
