"""Rates: events for so many people, with the limits of the count at two levels."""

from __future__ import annotations

from dataclasses import dataclass

from svtool.statistics.counts import Limits, count_limits, method_of

PER = 100_000
LEVELS = (0.95, 0.998)
NONE = Limits(None, None)


@dataclass(frozen=True)
class Rate:
    """A rate and how sure it is; all None where there is none.

    Attributes:
        value: events for `multiplier` people.
        at_95, at_998: its limits at the two levels.
        method: how the limits were made.
    """

    value: float | None = None
    at_95: Limits = NONE
    at_998: Limits = NONE
    method: str | None = None


def crude_rate(count: float | None, population: float, multiplier: float = PER) -> Rate:
    """Return the rate of a count; a missing count has none. Groups are summed first: counts, then populations.

    Source: PHEindicatormethods, crude rates: the limits of the count, divided like the count.

    Args:
        count: events; there may be more of them than people.
        population: people who could have them.
        multiplier: for how many people the rate is said.

    Raises:
        ValueError: there are no people, or the count is negative.
    """
    if population <= 0:
        raise ValueError("a population must be above zero")
    if count is None:
        return Rate()
    factor = multiplier / population
    at_95, at_998 = (count_limits(count, level).times(factor) for level in LEVELS)
    return Rate(count * factor, at_95, at_998, method_of(count))
