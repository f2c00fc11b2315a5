"""Signals in words: `7 months in a row above the mean, Mar to Sep 2020`. Nothing in them says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.counting.daily_counts import Span
from svtool.dates import name_span
from svtool.figures.change import Drift
from svtool.figures.words import drift_words
from svtool.statistics.process_limits import RULES, RUN, Assurance, Meaning, Point, Rule

MEANING_WORDS = {"improvement": "improvement", "concern": "concern"}
ASSURANCE_WORDS = {
    "consistent_pass": "the process as it is would meet it every month",
    "consistent_fail": "the process as it is would miss it every month",
    "inconsistent": "the process as it is would meet it in some months and miss it in others",
}


@dataclass(frozen=True)
class Told:
    """A signal in words, and the points that it is about."""

    first: int
    last: int
    text: str


@dataclass(frozen=True)
class Nouns:
    """What a series is made of, in words: `months`, above or below its `mean`."""

    many: str
    up: str
    down: str
    mean: str


MONTHS = Nouns("months", "above", "below", "mean")
INTERVALS = Nouns("intervals between events", "longer than", "shorter than", "centre line")


def tell_signals(
    points: Sequence[Point], spans: Sequence[Span], nouns: Nouns, meanings: dict[str, Meaning]
) -> list[Told]:
    """Return the signals of a series in words, in time order.

    Args:
        points: the series, judged.
        spans: the days of each point.
        nouns: what the points are.
        meanings: what a signal up and a signal down mean.
    """
    found: list[Told] = []
    for rule in RULES:
        for direction, meaning in meanings.items():
            places = [
                place
                for place, point in enumerate(points)
                if any((each.rule, each.direction) == (rule, direction) for each in point.signals)
            ]
            for first, last in _groups(places, 2 if rule == "two_in_three" else 1):
                when = name_span(spans[first][0], spans[last][1])
                what = _what(rule, direction, last - first + 1, nouns)
                wanted = f" ({MEANING_WORDS[meaning]})" if meaning in MEANING_WORDS else ""
                found.append(Told(first, last, f"{what}, {when}{wanted}."))
    return sorted(found, key=lambda told: (told.first, told.last, told.text))


def _groups(places: Sequence[int], reach: int) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    for place in places:
        if groups and place - groups[-1][1] <= reach:
            groups[-1] = (groups[-1][0], place)
        else:
            groups.append((place, place))
    return groups


def _what(rule: Rule, direction: str, number: int, nouns: Nouns) -> str:
    side = nouns.up if direction == "up" else nouns.down
    limit = "upper limit" if direction == "up" else "lower limit"
    if rule == "outside":
        return f"{side.capitalize()} the {limit}" + (f" {number} times in a row" if number > 1 else "")
    if rule == "trend":
        return f"{max(number, RUN)} {nouns.many} in a row {'rising' if direction == 'up' else 'falling'}"
    if rule == "two_in_three":
        return f"Two of three {nouns.many} near the {limit} or beyond"
    return f"{max(number, RUN)} {nouns.many} in a row {side} the {nouns.mean}"


def tell_drift(drift: Drift, title: str, before: Span, now: Span) -> str:
    """Return what drifted, and between which months."""
    said = drift_words(drift, title)
    return f"{name_span(*now)} against {name_span(*before)}: {said[0].lower()}{said[1:]}"


def tell_target(target: float, answer: Assurance) -> str:
    """Return whether a target would be met."""
    return f"Target {target:,g} a month: {ASSURANCE_WORDS[answer]}."
