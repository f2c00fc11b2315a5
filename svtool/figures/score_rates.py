"""A severity score as a rate of the people whose count it weighs."""

from __future__ import annotations

from dataclasses import replace

from svtool.figures.contract import NOT_APPLICABLE, PopulationRate
from svtool.statistics.counts import Limits
from svtool.statistics.rate_limits import LEVELS, PER
from svtool.statistics.severity import WeightedCount, severity_limits

NO_RATE = PopulationRate(rate_status=NOT_APPLICABLE)
METHOD = "Fay-Feuer"


def rate_of_score(of_count: PopulationRate, score: WeightedCount) -> PopulationRate:
    """Return the rate of a score, of the same people as the rate of its count; none where that has none."""
    if of_count.rate is None or not of_count.population:
        return of_count
    at_95, at_998 = (_for_each(severity_limits(score, level), of_count.population) for level in LEVELS)
    return replace(
        NO_RATE,
        population=of_count.population,
        population_year=of_count.population_year,
        population_ages=of_count.population_ages,
        population_series=of_count.population_series,
        population_source=of_count.population_source,
        rate=score.total / of_count.population * PER,
        rate_lower_95=at_95.lower,
        rate_upper_95=at_95.upper,
        rate_lower_998=at_998.lower,
        rate_upper_998=at_998.upper,
        rate_method=METHOD,
        rate_status=of_count.rate_status,
    )


def _for_each(limits: Limits, people: int) -> Limits:
    return limits.times(PER / people)
