"""A source of one supplier that has as many records on each of some days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from svtool.counting.basis import Basis
from svtool.coverage.feeds import Held
from svtool.coverage.history import History
from svtool.coverage.parts import Part
from svtool.coverage.source_coverage import Coverage
from svtool.coverage.source_feeds import EVER, SourceFeeds
from svtool.dates import Span, days_since_epoch


def covering(*spans: Span) -> Coverage:
    """Return the coverage of a source that holds these days, ten records on each."""
    days = [(days_since_epoch(first), days_since_epoch(last)) for first, last in spans]
    recorded = np.array([day for first, last in days for day in range(first, last + 1)], np.int64)
    part = Part(0, None, History(recorded, np.full(len(recorded), 10)), days, days, EVER)
    return Coverage(SourceFeeds({0: 0}, ("",), (0,), (Held(days),), (part,), ()))


def days_of(basis: Basis) -> Sequence[Span]:
    """Return the days of a basis that is the same for all records."""
    (days,) = basis.sets
    return days


def whole_year(year: int) -> Span:
    """Return the days of a year."""
    return date(year, 1, 1), date(year, 12, 31)
