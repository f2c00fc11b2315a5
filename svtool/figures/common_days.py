"""The days on which both parts of a share or ratio can be counted: nine months of the one and twelve of the other are
no ratio.
"""

from __future__ import annotations

from collections.abc import Sequence

from svtool.counting.basis import Basis
from svtool.dates import Span, add_months, clip_spans, count_days, join_spans, month_end


def are_alike(one: Basis, other: Basis, same_source: bool) -> bool:
    """Return whether two parts are of the same days; of one source, of the same records too."""
    return one == other if same_source else join_spans(one.spans) == join_spans(other.spans)


def in_common(one: Basis, other: Basis) -> tuple[Span, ...]:
    """Return the days that both are said to have."""
    return tuple(each for span in join_spans(other.spans) for each in clip_spans(join_spans(one.spans), span))


def count_months(spans: Sequence[Span]) -> float:
    """Return how many months some days make; of a month that is cut the part of its days."""
    found = 0.0
    for start, end in spans:
        month = add_months(start, 0)
        while month <= end:
            (kept,) = clip_spans([(month, month_end(month))], (start, end))
            found += count_days([kept]) / month_end(month).day
            month = add_months(month, 1)
    return found
