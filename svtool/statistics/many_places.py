"""A place among many: whether its rate differs from that of the others by more than looking at so many explains.

Sources: the exact conditional comparison of a count with the rest (Przyborowski and Wilenski, 1940), at a level that
allows for as many comparisons as there are places (Bonferroni; Dunn, Journal of the American Statistical Association
56, 1961), so that of places that are all alike any is named in at most one map in twenty. Events that come in clusters
are taken as negative binomial counts whose variance is the dispersion times the mean (Cameron and Trivedi, Regression
Analysis of Count Data, 2nd ed. 2013, section 3.3, NB1). Of such counts the share of one in their sum is beta-binomial,
as it is binomial for counts without clusters. To divide the counts by the dispersion, as changes over time do, named
places in one map of four where each had two events and events came in twos and threes: far out, its tail is too thin.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from svtool.statistics.ratio_test import compare_counts

NAMED_BY_CHANCE = 0.05  # of maps in which all places are alike, those that may name any
INDEPENDENT = 1.001  # a dispersion below which events are taken as independent
NEARLY_NOTHING = 1e-300
CLOSE = 1e-10  # of the logarithm of a chance: far below the digits that are printed
FAR = 40  # standard deviations beyond which no chance matters


@dataclass(frozen=True)
class AgainstOthers:
    """The rate of a place over that of all others together, with limits that hold for all places at once.

    Attributes:
        ratio: None where the others have no event.
        lower, upper: the limits; None where nobody has any event.
    """

    ratio: float | None
    lower: float | None
    upper: float | None

    @property
    def is_higher(self) -> bool:
        """Return whether the place has a higher rate than the others by more than looking at so many explains."""
        return self.lower is not None and self.lower > 1

    @property
    def is_lower(self) -> bool:
        """Return whether the place has a lower rate than the others by more than looking at so many explains."""
        return self.upper is not None and self.upper < 1


def compare_with_others(
    place: tuple[int, int], others: tuple[int, int], places: int, dispersion: float = 1
) -> AgainstOthers:
    """Return how the rate of a place compares with that of all others together.

    Args:
        place: its events and its people.
        others: events and people of all other places together.
        places: how many are looked at, the place included.
        dispersion: how many times as much as independent events the counts vary; at least 1.

    Raises:
        ValueError: there are fewer than two places, or a number is impossible.
    """
    if places < 2:
        raise ValueError("a place is compared with others: there must be two or more")
    (count, people), (elsewhere, people_elsewhere) = place, others
    level = 1 - NAMED_BY_CHANCE / places
    found = compare_counts(count, elsewhere, people, people_elsewhere, level)
    if dispersion < INDEPENDENT or not count + elsewhere:
        return AgainstOthers(found.ratio, found.lower, found.upper)
    clustered, tail = _Clustered(count, elsewhere, dispersion), (1 - level) / 2
    exposure = people_elsewhere / people
    lower = math.exp(_crossing(clustered.at_least, tail, clustered.middle, -1)) * exposure if count else 0.0
    upper = math.exp(_crossing(clustered.at_most, tail, clustered.middle, 1)) * exposure if elsewhere else math.inf
    return AgainstOthers(found.ratio, lower, upper)


@dataclass(frozen=True)
class _Clustered:
    """How likely one part of a sum of clustered counts is, by the logit of the share that it has in the mean.

    Attributes:
        count, others: the part, and the rest of the sum.
        dispersion: of both.
    """

    count: int
    others: int
    dispersion: float

    @property
    def middle(self) -> float:
        """Return the logit of a share at which neither tail is small."""
        return math.log((self.count + 0.5) / (self.others + 0.5))

    def at_least(self, logit: float) -> float:
        """Return how likely so many or more are."""
        one, other, first = self._sizes(logit)
        up, ratios = self._up
        return _sum_from(first, ratios * (self.count + up + one) / (self.others - up - 1 + other))

    def at_most(self, logit: float) -> float:
        """Return how likely so many or fewer are."""
        one, other, first = self._sizes(logit)
        down, ratios = self._down
        return _sum_from(first, ratios * (self.others + down + other) / (self.count - down - 1 + one))

    @cached_property
    def _up(self) -> tuple[Any, Any]:
        return self._ways_beyond(self.count, self.others)

    @cached_property
    def _down(self) -> tuple[Any, Any]:
        return self._ways_beyond(self.others, self.count)

    def _ways_beyond(self, more: int, fewer: int) -> tuple[Any, Any]:
        """Return how many events change sides, as far as it matters, and by how much each changes the ways to do so."""
        import numpy as np  # noqa: PLC0415 (only where places are compared)

        deviation = math.sqrt(self.dispersion * (min(self.count, self.others) + 1))
        moved = np.arange(min(fewer, int(FAR * (deviation + self.dispersion))), dtype=float)
        return moved, (fewer - moved) / (more + moved + 1)

    @cached_property
    def _ways(self) -> float:
        log = math.lgamma
        return log(self.count + self.others + 1) - log(self.count + 1) - log(self.others + 1)

    def _sizes(self, logit: float) -> tuple[float, float, float]:
        """Return the two sizes of the beta-binomial, and the logarithm of the chance of just these counts."""
        total, log = self.count + self.others, math.lgamma
        size = total / (self.dispersion - 1)
        one, other = size / (1 + math.exp(-logit)), size / (1 + math.exp(logit))
        of_parts = log(self.count + one) - log(one) + log(self.others + other) - log(other)
        return one, other, self._ways + of_parts + log(size) - log(total + size)


def _sum_from(first: float, ratios: Any) -> float:
    """Return the sum of chances, from the logarithm of the first and each one's ratio to the one before."""
    import numpy as np  # noqa: PLC0415 (only where places are compared)

    return min(1.0, math.exp(first) + float(np.exp(first + np.log(ratios).cumsum()).sum()))


def _crossing(chance: Callable[[float], float], tail: float, inside: float, way: int) -> float:
    """Return where a chance falls to that of a tail, going one way (regula falsi, with Illinois' halving)."""

    def beyond(logit: float) -> float:
        return math.log(max(chance(logit), NEARLY_NOTHING) / tail)

    one, step = inside, 0.25
    while beyond(other := one + way * step) > 0:
        one, step = other, 2 * step
    at_one, at_other = beyond(one), beyond(other)
    while abs(at_other) > CLOSE:
        middle = other - at_other * (other - one) / (at_other - at_one)
        if middle in (one, other):
            break
        at_middle = beyond(middle)
        if (at_middle > 0) == (at_other > 0):
            at_one /= 2
        else:
            one, at_one = other, at_other
        other, at_other = middle, at_middle
    return other


def dispersion_over_places(months: Sequence[Sequence[int]]) -> float | None:
    """Return how many times as much as independent events the months of places vary around those of all together.

    What all places have in common (a season) is no variation, and neither is that one has more all year than another.
    Squares are summed over all places before they are divided: of many places with few events, Pearson's chi-square
    finds the mean size of clusters, and the variance goes with that of the cluster that an event is in. What is beyond
    chance is taken as one standard error larger than it is found: of few clusters it is not well known.

    Args:
        months: of each place its monthly counts, of the same months.

    Returns:
        At least 1; None where there are not two places and two months with any event.
    """
    of_place, of_month = [sum(row) for row in months], [sum(column) for column in zip(*months, strict=True)]
    total = sum(of_place)
    if total < 2:
        return None
    # The variance of a cell of a table of independent events with these sums (hypergeometric).
    places, times = (math.fsum(each * (total - each) for each in sums) for sums in (of_place, of_month))
    expected = places * times / (total * total * (total - 1))
    if not expected:
        return None
    found = math.fsum(
        (count - place * month / total) ** 2
        for row, place in zip(months, of_place, strict=True)
        for count, month in zip(row, of_month, strict=True)
    )
    beyond = max(0.0, found / expected - 1)
    rows, columns = (sum(map(bool, sums)) for sums in (of_place, of_month))
    freedom, clusters = (rows - 1) * (columns - 1), total / (1 + beyond)
    return 1 + beyond * (1 + math.sqrt(2 / freedom + 2 / clusters))
