"""Process limits: XmR charts with the four rules of NHS Making Data Count, and days between rare events.

Sources: the formulae and rules as the package NHSRplotthedots implements them (its tests are among ours), and where
the tool of NHS England's Making Data Count team is known to differ, that tool; the two are the `DIALECTS`. The
constants are those of individuals charts, 2.66 = 3/1.128 and 3.267. All is worked out in fractions: a point that lies
exactly on the mean or on a limit is seen to lie there, and a constant added to a series changes no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

Number = int | float | Fraction
Direction = Literal["up", "down"]
Rule = Literal["outside", "trend", "two_in_three", "shift"]
Meaning = Literal["improvement", "concern", "neutral"]
Assurance = Literal["consistent_pass", "consistent_fail", "inconsistent"]

RULES: tuple[Rule, ...] = ("outside", "trend", "two_in_three", "shift")  # the first that fires names the point
RUN = 7
TRIAL = 13  # points from which limits are more than a trial: what the tools do, whatever their texts say
LIMIT = Fraction("2.66")
NEAR = LIMIT * 2 / 3
OUTLYING = Fraction("3.267")
DAYS_POWER = 3.6


@dataclass(frozen=True)
class Dialect:
    """What the tools that draw these charts do differently.

    Attributes:
        screens_outliers: whether moving ranges far above their average are left out of it, once.
        beyond_limits_is_near: whether a point beyond three sigma is one of the two in three beyond two sigma.
    """

    screens_outliers: bool
    beyond_limits_is_near: bool


MAKING_DATA_COUNT = Dialect(screens_outliers=False, beyond_limits_is_near=True)
PLOTTHEDOTS = Dialect(screens_outliers=True, beyond_limits_is_near=False)
USUAL_DIALECT = "making-data-count"
DIALECTS = {USUAL_DIALECT: MAKING_DATA_COUNT, "plotthedots": PLOTTHEDOTS}


@dataclass(frozen=True)
class Limits:
    """The lines of a chart: mean, three sigma and two sigma either side, and the points that they rest on."""

    mean: Fraction
    lower: Fraction
    upper: Fraction
    near_lower: Fraction
    near_upper: Fraction
    points: int

    @property
    def is_trial(self) -> bool:
        """Return whether they rest on too few points to be relied on."""
        return self.points < TRIAL

    def side(self, value: Number) -> int:
        """Return 1 above the mean, -1 below, 0 on it."""
        return _sign(value - self.mean)


@dataclass(frozen=True)
class Signal:
    """A rule that a point is part of, and which way it points: the side of the mean, or the way of a trend."""

    rule: Rule
    direction: Direction


@dataclass(frozen=True)
class Point:
    """A place in a series: the lines there, and the signals that it is part of, the one that names it first."""

    limits: Limits | None
    signals: tuple[Signal, ...] = ()


def process_limits(
    values: Sequence[Number | None], screens_outliers: bool = False, fix_after: int | None = None
) -> Limits | None:
    """Return the lines of one stretch of a series; None without two neighbouring points.

    Mean and average moving range of the baseline points; three sigma are 2.66 average moving ranges. A moving range
    is taken between neighbours only: across a missing value it would hold the change of more than one step.

    Args:
        values: in time order, None where missing.
        screens_outliers: whether moving ranges of 3.267 averages or more are left out of the average, once. Where that
            leaves no variation at all (most ranges are 0, or all are), nothing is left out.
        fix_after: how many of the first known values are the baseline; all without it.
    """
    baseline = _first_known(values, fix_after)
    known = [value for value in baseline if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(baseline) if a is not None and b is not None]
    if not ranges:
        return None
    mean, average = _mean(known), _mean(ranges)
    if screens_outliers:
        kept = [each for each in ranges if each < OUTLYING * average]
        average = (_mean(kept) if kept else average) or average
    return Limits(
        mean=mean,
        lower=mean - LIMIT * average,
        upper=mean + LIMIT * average,
        near_lower=mean - NEAR * average,
        near_upper=mean + NEAR * average,
        points=len(known),
    )


def read_process(
    values: Sequence[Number | None],
    starts: Sequence[int] = (),
    dialect: Dialect = MAKING_DATA_COUNT,
    fix_after: int | None = None,
) -> list[Point]:
    """Return for each place of a series its lines and signals.

    No rule looks across a missing value or from one stretch into the next: a run that a gap interrupts begins anew,
    for nobody knows on which side the missing point lay.

    Args:
        values: in time order, None where missing.
        starts: places at which the lines begin anew, besides the first.
        dialect: whose tool is followed.
        fix_after: how many of the first known values of each stretch make its lines; all without it.
    """
    edges = sorted({0, *(start for start in starts if 0 < start < len(values)), len(values)})
    points: list[Point] = []
    for first, end in pairwise(edges):
        stretch = values[first:end]
        limits = process_limits(stretch, dialect.screens_outliers, fix_after)
        points += _judge_stretch(stretch, limits, dialect)
    return points


def _judge_stretch(stretch: Sequence[Number | None], limits: Limits | None, dialect: Dialect) -> list[Point]:
    points = [Point(limits)] * len(stretch)
    if limits is None:
        return points
    for first, known in _unbroken(stretch):
        marks = _marks(known, limits, dialect)
        for place in range(len(known)):
            fired = [(rule, marks[rule][place]) for rule in RULES if marks[rule][place]]
            points[first + place] = Point(limits, tuple(Signal(rule, _direction(mark)) for rule, mark in fired))
    return points


def _unbroken(stretch: Sequence[Number | None]) -> list[tuple[int, list[Number]]]:
    """Return the parts of a stretch without a missing value, each with the place where it begins."""
    parts: list[tuple[int, list[Number]]] = []
    for place, value in enumerate(stretch):
        if value is None:
            continue
        if not parts or stretch[place - 1] is None:
            parts.append((place, []))
        parts[-1][1].append(value)
    return parts


def _marks(values: Sequence[Number], limits: Limits, dialect: Dialect) -> dict[Rule, list[int]]:
    """Return for each rule the points that are part of it: 1 up, -1 down, 0 not."""
    sides = [limits.side(value) for value in values]
    outside = [int(value > limits.upper or value < limits.lower) for value in values]
    beyond = [int(value > limits.near_upper or value < limits.near_lower) for value in values]
    if not dialect.beyond_limits_is_near:
        beyond = [int(near and not out) for near, out in zip(beyond, outside, strict=True)]
    return {
        "outside": _signed(outside, sides),
        "trend": fill_runs(end_trends(values)),
        "two_in_three": _signed(highlight_two_in_three(beyond, sides), sides),
        "shift": _signed(fill_runs(end_shifts(sides)), sides),
    }


def end_shifts(sides: Sequence[int]) -> list[int]:
    """Return 1 for each point that ends seven or more on one side of the mean; a point on the mean is on no side."""
    return [
        int(place >= RUN - 1 and abs(sum(sides[place - RUN + 1 : place + 1])) == RUN) for place in range(len(sides))
    ]


def end_trends(values: Sequence[Number]) -> list[int]:
    """Return 1 or -1 for each point that ends seven or more that all rise or all fall; a tie is neither."""
    steps = [_sign(b - a) for a, b in pairwise(values)]
    ends = [0] * len(values)
    for place in range(RUN - 1, len(values)):
        total = sum(steps[place - RUN + 1 : place])
        ends[place] = _sign(total) if abs(total) == RUN - 1 else 0
    return ends


def fill_runs(ends: Sequence[int]) -> list[int]:
    """Return the mark of each run's end on all seven of its points."""
    return [next((mark for mark in ends[place : place + RUN] if mark), 0) for place in range(len(ends))]


def mark_two_in_three(beyond: Sequence[int], sides: Sequence[int]) -> list[int]:
    """Return 1 for each point of three in a row on one side of the mean, two or more of them beyond two sigma."""
    marked = [0] * len(beyond)
    for place in range(len(beyond) - 2):
        window = slice(place, place + 3)
        if sum(beyond[window]) >= 2 and abs(sum(sides[window])) == 3:
            marked[window] = [1, 1, 1]
    return marked


def highlight_two_in_three(beyond: Sequence[int], sides: Sequence[int]) -> list[int]:
    """Return 1 for the points beyond two sigma of such threes: the third is not itself unusual."""
    return [int(mark and near) for mark, near in zip(mark_two_in_three(beyond, sides), beyond, strict=True)]


def meaning_of(direction: Direction, desired: str | None) -> Meaning:
    """Return whether a signal is for the better; neutral where neither a fall nor a rise is desired.

    Args:
        direction: which way the signal points.
        desired: `fall`, `rise` or None.
    """
    if desired is None:
        return "neutral"
    return "improvement" if (direction == "up") == (desired == "rise") else "concern"


def assure(target: Number, limits: Limits, desired: str | None) -> Assurance | None:
    """Return whether a process as it is would meet a target always, never, or now and then.

    Args:
        target: what is aimed at.
        limits: the lines of the latest stretch.
        desired: `fall` or `rise`; None is answered by None, for nobody said which side of the target is good.
    """
    if desired is None:
        return None
    if limits.lower <= target <= limits.upper:
        return "inconsistent"
    return "consistent_pass" if (target < limits.lower) == (desired == "rise") else "consistent_fail"


def straighten_days(days: Number) -> float:
    """Return days between events on the scale on which they are charted: to the power 1/3.6.

    Times between events that happen at random are far from symmetric; this power makes them nearly so (Nelson 1994,
    "A control chart for parts-per-million nonconforming items", Journal of Quality Technology 26, 239-240), and an XmR
    chart of them can be read. That this transformation and no other is used is an assumption of ours: Making Data
    Count has no chart of rare events.
    """
    return float(float(days) ** (1 / DAYS_POWER))


def bend_days(straight: Number) -> float:
    """Return a line of that chart in days; below zero there are none."""
    return float(max(float(straight), 0.0) ** DAYS_POWER)


def _first_known(values: Sequence[Number | None], number: int | None) -> list[Fraction | None]:
    exact = [None if value is None else Fraction(value) for value in values]
    if number is None:
        return exact
    places = [place for place, value in enumerate(exact) if value is not None][:number]
    return exact[: places[-1] + 1] if places else []


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _sign(value: Number) -> int:
    return (value > 0) - (value < 0)


def _direction(mark: int) -> Direction:
    return "up" if mark > 0 else "down"


def _signed(marks: Sequence[int], sides: Sequence[int]) -> list[int]:
    return [mark * side for mark, side in zip(marks, sides, strict=True)]
