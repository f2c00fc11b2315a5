"""On which days which records count: those of each feed and place may have days of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from svtool.dates import Span, clip_spans, count_days, days_since_epoch

Grid = np.ndarray[Any, np.dtype[np.int16]]
NEVER = -1  # in a grid: no day at all


@dataclass(frozen=True, eq=False)
class Basis:
    """Which records of a source count.

    Attributes:
        spans: the days that the whole is said to have.
        sets: the different sets of days on which parts of it count.
        grid: for each feed (row) and place (column) the number of its set of days, or NEVER; None where every record
            counts on the first set.
    """

    spans: tuple[Span, ...]
    sets: tuple[tuple[Span, ...], ...]
    grid: Grid | None = None

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Basis:
        """Return a basis of the same days for every record."""
        days = tuple(spans)
        return cls(days, (days,))

    @cached_property
    def key(self) -> tuple[tuple[tuple[Span, ...], ...], bytes]:
        """Return what tells it apart from others: which records count, not what is said of it."""
        return self.sets, b"" if self.grid is None else self.grid.tobytes()

    @property
    def days(self) -> int:
        """Return how many days the whole is said to have."""
        return count_days(self.spans)

    @property
    def numbered(self) -> list[list[tuple[int, int]]]:
        """Return the sets with their days as days since 1970."""
        return [[(days_since_epoch(first), days_since_epoch(last)) for first, last in days] for days in self.sets]

    @property
    def every_day(self) -> list[Span]:
        """Return the days on which any of its records count; they may overlap."""
        return [span for days in self.sets for span in days]

    def on(self, spans: Sequence[Span]) -> Basis:
        """Return the same parts on some days, as far as each of them has these."""
        spans_on, *sets = (
            tuple(each for span in spans for each in clip_spans(days, span)) for days in (self.spans, *self.sets)
        )
        return Basis(spans_on, tuple(sets), self.grid)

    def __eq__(self, other: object) -> bool:
        """Return whether the same records count."""
        return isinstance(other, Basis) and self.key == other.key

    def __hash__(self) -> int:
        """Return the same number for bases of the same records."""
        return hash(self.key)


def as_basis(days: Basis | Sequence[Span]) -> Basis:
    """Return a basis: of the same days for every record, where days alone are given."""
    return days if isinstance(days, Basis) else Basis.of(days)
