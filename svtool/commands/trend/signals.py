"""Signals of a series: which rule, from which point to which, and what that means for what is desired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svtool.commands.trend.series_points import BETWEEN, LASTING_SHIFT, MONTH, SeriesPoint
from svtool.counting.daily_counts import Span
from svtool.figures.notes import Kind, Note, Part
from svtool.statistics.process_limits import RULES, Meaning, Point

# Signals of the same points, in the order in which they are told: runs of the mean and in one direction, then limits.
TOLD_FIRST: Mapping[str, Sequence[tuple[str, str]]] = {
    MONTH: (("shift", "up"), ("shift", "down"), ("trend", "down"), ("trend", "up")),
    BETWEEN: (("trend", "down"), ("shift", "up"), ("trend", "up"), ("shift", "down")),
}
TOLD_LAST = (("outside", "up"), ("outside", "down"), ("two_in_three", "down"), ("two_in_three", "up"))


@dataclass(frozen=True)
class Signal:
    """A signal, and the points that it is about."""

    first: int
    last: int
    note: Note


def find_signals(
    points: Sequence[Point], spans: Sequence[Span], of: str, meanings: Mapping[str, Meaning]
) -> list[Signal]:
    """Return the signals of a series in time order.

    Args:
        points: the series, judged.
        spans: the days of each point.
        of: what the points are: months, or days between events.
        meanings: what a signal up and a signal down mean.
    """
    found: list[Signal] = []
    for rule in RULES:
        for direction, meaning in meanings.items():
            places = [
                place
                for place, point in enumerate(points)
                if any((each.rule, each.direction) == (rule, direction) for each in point.signals)
            ]
            for first, last in _groups(places, 2 if rule == "two_in_three" else 1):
                about: dict[str, Part] = {
                    "of": of, "rule": rule, "direction": direction, "meaning": meaning, "points": last - first + 1,
                    "start": spans[first][0], "end": spans[last][1],
                }  # fmt: skip
                found.append(Signal(first, last, Note(Kind.SIGNAL, about)))
    told = [*TOLD_FIRST[of], *TOLD_LAST]
    return sorted(found, key=lambda each: (each.first, each.last, told.index(_rule_of(each))))


@dataclass(frozen=True)
class Edges:
    """The places of a series at which lines begin.

    Attributes:
        rebases: where they begin anew for a known cause.
        shifts: where the level moved and stayed, and no cause is registered.
    """

    rebases: Sequence[int]
    shifts: Sequence[int]


def shift_signals(points: Sequence[SeriesPoint], edges: Edges, meanings: Mapping[str, Meaning]) -> list[Signal]:
    """Return one signal for each level that moved and stayed, with the means of both levels.

    Args:
        points: the series with its lines.
        edges: where these begin.
        meanings: what a signal up and a signal down mean.
    """
    found: list[Signal] = []
    for place in edges.shifts:
        end = min([each for each in (*edges.rebases, *edges.shifts) if each > place], default=len(points))
        before, now = points[place - 1].mean, points[place].mean
        if before is None or now is None:  # a level without two neighbouring points has no lines
            continue
        direction = "up" if now > before else "down"
        about: dict[str, Part] = {
            "of": points[0].series, "rule": LASTING_SHIFT, "direction": direction, "meaning": meanings[direction],
            "start": points[place].start, "end": points[end - 1].end, "lasts": int(end == len(points)),
        }  # fmt: skip
        found.append(Signal(place, end - 1, Note(Kind.LASTING_SHIFT, about, {"now": now, "before": before})))
    return found


def _rule_of(signal: Signal) -> tuple[str, str]:
    return str(signal.note.parts["rule"]), str(signal.note.parts["direction"])


def _groups(places: Sequence[int], reach: int) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    for place in places:
        if groups and place - groups[-1][1] <= reach:
            groups[-1] = (groups[-1][0], place)
        else:
            groups.append((place, place))
    return groups
