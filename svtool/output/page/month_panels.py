"""What stands beside a measure's chart: two icons with their words, two sentences, and which notes stand where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.commands.trend.series_points import LASTING_SHIFT, MONTH, TRIAL, Series, SeriesPoint, Summary, Variation
from svtool.dates import name_span
from svtool.figures.notes import Kind, Note
from svtool.output.page.grid import Picture
from svtool.output.page.summary_icons import assurance_icon, variation_icon
from svtool.output.wording.note_words import note_words, notes_in_words
from svtool.output.wording.number_words import show_number
from svtool.output.wording.part_words import several_words
from svtool.output.wording.series_words import OF_SERIES

VARIATIONS: dict[Variation, str] = {
    "improvement": "Improvement: {ways} than usual",
    "concern": "Concern: {ways} than usual",
    "neutral": "{ways} than usual, and no direction is desired",
    "recording": "{ways} than usual, and no verdict: recording changed",
    "usual": "No signal: the latest {point} is a usual one",
    "few": "Too few months or events to say what is usual",
}
NO_SIGNALS = ["There is no signal."]
# Said by the two sentences, by the icons' words, or of every chart in the methods; they stand with the data.
SAID = frozenset({
    Kind.SERIES_DRIFT, Kind.TARGET, Kind.TRIAL_LIMITS, Kind.LATE_RECORDING, Kind.NO_LOW_SIGNAL,
    Kind.PEOPLE_EVERY_MONTH,
})  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """What stands beside a chart.

    Attributes:
        icons: each icon with its words.
        sentences: what the months come to, in two sentences; none where nobody may say.
        notes: what must be known to read the chart.
        signals, aside: what stands with its data.
    """

    icons: Sequence[tuple[Picture, str]]
    sentences: Sequence[str]
    notes: Sequence[str]
    signals: Sequence[str]
    aside: Sequence[str]


def panel_of(series: Series) -> Panel:
    """Return what stands beside the chart of a series."""
    beside = [note for note in series.notes if note.kind in OF_SERIES and note.kind not in SAID]
    aside = [note for note in series.notes if note not in beside and note.kind not in (Kind.SERIES_DRIFT, Kind.TARGET)]
    return Panel(
        _icons(series, series.summary) if series.summary else [],
        _sentences(series, series.summary) if series.summary else [],
        notes_in_words(beside),
        notes_in_words(series.signals) or (NO_SIGNALS if series.method else []),
        notes_in_words(aside),
    )


def _icons(series: Series, summary: Summary) -> list[tuple[Picture, str]]:
    point = "time between events" if series.between else "month"
    words = VARIATIONS[summary.variation].format(ways=summary.ways, point=point)
    found = [(variation_icon(summary), f"{words[:1].upper()}{words[1:]}.")]
    said = [note_words(note) for note in series.notes if note.kind is Kind.TARGET]
    if summary.assurance and said:
        found.append((assurance_icon(summary.assurance), said[0]))
    return found


def _sentences(series: Series, summary: Summary) -> list[str]:
    """Return where the level is and since when, then what can be made of it."""
    points = series.charted
    drift = [note_words(note) for note in series.notes if note.kind is Kind.SERIES_DRIFT]
    if summary.latest is None or points[summary.latest].mean is None:
        known = sum(point.value is not None for point in points)
        of = several_words(len(points), "month", "months")
        return [f"Numbers of {known} of {of}.", *(drift or ["That is too few for a mean and limits."])]
    return [_level(points, summary.latest), *(drift or [_judgement(points, summary)])]


def _level(points: Sequence[SeriesPoint], latest: int) -> str:
    start = max((place for place in range(latest + 1) if _begins(points[place])), default=0)
    now = _each(points[latest])
    trial = " (limits on trial)" if points[latest].limits_status == TRIAL else ""
    if not start:
        return f"{now}, {name_span(points[0].start, points[latest].end)}{trial}."
    since = f"{now} since {points[start].start:%b %Y}{trial}"
    if points[start].rule == LASTING_SHIFT:
        return f"{since}, {show_number(points[start - 1].mean or 0)} before."
    return f"{since}, where recording changed: {points[start].rebased}."


def _begins(point: SeriesPoint) -> bool:
    return bool(point.rebased) or point.rule == LASTING_SHIFT


def _each(point: SeriesPoint) -> str:
    mean = show_number(point.mean or 0)
    return f"{mean} a month on average" if point.series == MONTH else f"One event in about {mean} days"


def _judgement(points: Sequence[SeriesPoint], summary: Summary) -> str:
    latest = points[summary.latest or 0]
    if summary.signal is not None:
        return _of_signal(summary.signal)
    if summary.variation == "few":
        return "The limits rest on too few points to say whether the latest is unusual."
    within = f"within the limits of {show_number(latest.lower or 0)} and {show_number(latest.upper or 0)}"
    if latest.series == MONTH:
        return f"The latest month, {name_span(latest.start, latest.end)}, has {latest.value:,}, {within}."
    return f"The latest time between two events is {latest.value:,} days, {within}."


def _of_signal(signal: Note) -> str:
    if "recording" in signal.parts:
        return "Recording moved in the same months, so there is no verdict on it."
    if signal.kind is Kind.LASTING_SHIFT:
        return "The level moved and stayed, and no cause is registered."
    return note_words(signal)
