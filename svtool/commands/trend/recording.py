"""Recording under a series: where the share of not-known answers moved, and which signals that takes the meaning of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from svtool.commands.trend.series_points import SeriesPoint
from svtool.commands.trend.signals import Signal
from svtool.counting.basis import Basis
from svtool.counting.daily_counts import Span
from svtool.dates import count_days
from svtool.figures.change import Counting, Drift, find_drift
from svtool.figures.drift_notes import recording_decides
from svtool.figures.maker import FigureMaker
from svtool.figures.notes import Kind, Note, Part
from svtool.schema.sources import nouns_of
from svtool.schema.tables import Measure
from svtool.statistics.ratio_test import per_cent

YEAR = 12  # months of a year: the first and the last are compared for drift, so that seasons do not matter


@dataclass(frozen=True)
class SeriesDrift:
    """How recording moved from the first year of a series to the last, with the days of both."""

    drift: Drift
    now: Span
    before: Span

    def note(self, maker: FigureMaker, measure: Measure) -> Note:
        """Return what must be said of it."""
        title = maker.field_title(measure, self.drift.field)
        units = (measure.nouns or nouns_of(measure.unit))[1]
        parts: dict[str, Part] = {"title": title, "units": units, "now": self.now, "before": self.before}
        return Note(Kind.SERIES_DRIFT, parts, {"drift_before": self.drift.before, "drift_now": self.drift.now})


def find_series_drift(counting: Counting, months: Sequence[SeriesPoint]) -> SeriesDrift | None:
    """Return how the share of not-known answers moved from the first year to the last; None where it did not.

    Of fewer than two years, the first half is set against the last.
    """
    spans = known_months(months)
    number = min(YEAR, len(spans) // 2)
    if not number:
        return None
    before, now = spans[:number], spans[-number:]
    drift = find_drift(counting.open_shares(Basis.of(now)), counting.open_shares(Basis.of(before)))
    return SeriesDrift(drift, (now[0][0], now[-1][1]), (before[0][0], before[-1][1])) if drift else None


def known_months(months: Sequence[SeriesPoint]) -> list[Span]:
    """Return the days of each month that has a count."""
    return [(point.start, point.end) for point in months if point.count is not None]


@dataclass(frozen=True)
class Recorded:
    """How the months of a series were recorded.

    Attributes:
        counting: the measure's counts.
        months: the days of each month that has a count.
        drift: how recording moved over the whole series.
    """

    counting: Counting
    months: Sequence[Span]
    drift: SeriesDrift | None

    def without_meaning(self, signals: Sequence[Signal], points: Sequence[SeriesPoint]) -> list[Signal]:
        """Return the signals; those under which recording moved are no improvement and no concern.

        The months of a signal are set against all others: where the share of not-known answers moved between them, and
        the difference could be none if all were known, the signal may be one of recording.
        """
        return [
            _without_meaning(each) if self._moved_under((points[each.first].start, points[each.last].end)) else each
            for each in signals
        ]

    def _moved_under(self, days: Span) -> bool:
        own = [span for span in self.months if days[0] <= span[0] and span[1] <= days[1]]
        others = [span for span in self.months if span not in own]
        return bool(own and others) and self._moved(own, others) and _could_be_none(self.counting, own, others)

    def _moved(self, own: Sequence[Span], others: Sequence[Span]) -> bool:
        # Where recording moved over the series, its mean and limits are of months that were recorded in two ways.
        shares_own, shares_others = (self.counting.open_shares(Basis.of(each)) for each in (own, others))
        return bool(self.drift or find_drift(shares_own, shares_others))


@dataclass(frozen=True)
class AsPrinted:
    """How the months of a series were recorded, as far as the printed changes beside it say so.

    Attributes:
        moved: whether they say that recording moved; then no signal is an improvement or a concern.
    """

    moved: bool

    def without_meaning(self, signals: Sequence[Signal], points: Sequence[SeriesPoint]) -> list[Signal]:
        """Return the signals; without their meaning where recording moved."""
        return [_without_meaning(each) if self.moved else each for each in signals]


def _without_meaning(signal: Signal) -> Signal:
    parts = {**signal.note.parts, "meaning": "neutral", "recording": "changed"}
    return replace(signal, note=replace(signal.note, parts=parts))


def _could_be_none(counting: Counting, own: Sequence[Span], others: Sequence[Span]) -> bool:
    """Return whether months could have as many a day as others, if all were known."""
    now, before = counting.count(Basis.of(own)), counting.count(Basis.of(others))
    days, days_before = count_days(own), count_days(others)
    least = per_cent(now.met / days, (before.met + before.perhaps) / days_before)
    most = per_cent((now.met + now.perhaps) / days, before.met / days_before)
    return recording_decides(True, least, most)
