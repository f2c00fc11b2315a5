"""What a series comes to: is its latest point unusual, and would the process as it is meet its target?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from svtool.commands.trend.series_points import (
    BETWEEN,
    LASTING_SHIFT,
    TRIAL,
    Aim,
    Answer,
    SeriesPoint,
    Summary,
    Variation,
)
from svtool.commands.trend.signals import Signal
from svtool.figures.notes import Kind, Note, Part
from svtool.schema.tables import Measure
from svtool.statistics.process_limits import RULES, Point, assure
from svtool.statistics.process_limits import TRIAL as ENOUGH


def aim_of(measure: Measure, asked: float | None) -> Aim | None:
    """Return the target that a measure's months are held against: what is asked for, else its own; a rate has none."""
    if asked is not None:
        return Aim(asked, measure.desired)
    target = measure.target
    if target is None or target.of_a_month is None:
        return None
    return Aim(target.of_a_month, target.desired, target.number, target.per, target.side, target.by)


def assure_aim(aim: Aim | None, points: Sequence[SeriesPoint], judged: Sequence[Point]) -> Answer | None:
    """Return whether a process as it is would meet a target; open, where what is not known could answer otherwise.

    Args:
        aim: the target.
        points: months.
        judged: the same, judged; the lines of the latest are those of the process as it is.
    """
    limits = judged[-1].limits if judged else None
    if aim is None or limits is None:
        return None
    latest = [point for point, found in zip(points, judged, strict=True) if found.limits is limits]
    known = [point.not_known for point in latest if point.value is not None and point.not_known is not None]
    unknown = sum(known) / max(len(known), 1)
    with_unknown = replace(limits, lower=limits.lower + Fraction(unknown), upper=limits.upper + Fraction(unknown))
    answers = {assure(aim.of_a_month, each, aim.desired) for each in (limits, with_unknown)}
    return answers.pop() if len(answers) == 1 else "open"


def target_notes(measure: Measure, aim: Aim | None, answer: Answer | None) -> list[Note]:
    """Return what must be said of a target: whether the process would meet it, or that months don't tell of a rate."""
    if aim and answer:
        about: dict[str, Part] = {"target": aim.of_a_month, "answer": answer}
        given: dict[str, Part] = {"side": aim.side, "per": aim.per, "by": aim.by} if aim.by else {}
        return [Note(Kind.TARGET, {**about, **given}, {"number": aim.number} if aim.by else {})]
    is_rate = aim is None and measure.target is not None
    return [Note(Kind.TARGET_IS_RATE)] if is_rate else []


def summarise(
    points: Sequence[SeriesPoint], signals: Sequence[Signal], aim: Aim | None, assurance: Answer | None
) -> Summary:
    """Return what a series comes to.

    Args:
        points: the series with its lines.
        signals: its signals, those of levels that moved among them.
        aim, assurance: the target, and whether the process would meet it.
    """
    known = [place for place, point in enumerate(points) if point.value is not None and not point.status]
    if not known:
        return Summary("few", assurance=assurance, aim=aim)
    latest = known[-1]
    found = _signal_at(latest, points, signals)
    if found is None:
        has_limits = points[latest].mean is not None and points[latest].limits_status != TRIAL
        return Summary("usual" if has_limits else "few", latest=latest, assurance=assurance, aim=aim)
    parts = found.note.parts
    up, is_days = parts["direction"] == "up", points[0].series == BETWEEN
    ways = "fewer" if up == is_days else "more"
    return Summary(_variation(found.note), ways, found.note, latest, assurance, aim)


def _signal_at(latest: int, points: Sequence[SeriesPoint], signals: Sequence[Signal]) -> Signal | None:
    """Return the signal that names a point: one of its own before that of its level.

    A level that moved is a signal until it has points enough for limits of its own that can be relied on; from then on
    a point is judged by these. Limits on trial give a point no signal of its own.
    """
    covering = [each for each in signals if each.first <= latest <= each.last]
    if points[latest].limits_status != TRIAL:
        own = [each for rule in RULES for each in covering if each.note.parts["rule"] == rule]
        return own[0] if own else None
    return next((each for each in covering if _is_new(each, latest, points)), None)


def _is_new(signal: Signal, latest: int, points: Sequence[SeriesPoint]) -> bool:
    known = sum(point.value is not None for point in points[signal.first : latest + 1])
    return signal.note.parts["rule"] == LASTING_SHIFT and known < ENOUGH


def _variation(signal: Note) -> Variation:
    if "recording" in signal.parts:
        return "recording"
    meaning = str(signal.parts["meaning"])
    return "improvement" if meaning == "improvement" else "concern" if meaning == "concern" else "neutral"
