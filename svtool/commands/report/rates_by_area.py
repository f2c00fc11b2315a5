"""The rates of a measure in its areas, in the order in which they are drawn, and the rate that they are set against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.commands.report.measures_by_area import MeasureByArea, latest_rated
from svtool.figures.contract import Figure, PopulationRate
from svtool.statistics.benchmark import expected_events
from svtool.statistics.rate_limits import PER

FEWEST_AREAS = 2


@dataclass(frozen=True)
class RatesByArea:
    """The latest rates of a measure by area.

    Attributes:
        measure: its title.
        latest: the figure whose period the rates are of.
        rated: areas with a rate, the highest first.
        without: areas without one, in the order of the set, so that their place says nothing of them.
        line: the rate that areas are set against; None where there is none.
        of_all_areas: whether the line is the sum of all areas, or the whole with records of no known area.
    """

    measure: str
    latest: Figure
    rated: Sequence[Figure]
    without: Sequence[Figure]
    line: float | None
    of_all_areas: bool

    @property
    def areas(self) -> list[Figure]:
        """Return all areas, those without a rate last."""
        return [*self.rated, *self.without]


def rates_by_area(measure: MeasureByArea) -> RatesByArea | None:
    """Return the latest rates of a measure in its areas; None where fewer than two areas have one.

    A score has none here: it can't be set against the limits of a count.

    Args:
        measure: its figures as they are printed: of what a policy withholds nothing is drawn.
    """
    latest = latest_rated(measure.by_area)
    if latest is None or latest.worked_out:
        return None
    own = [
        figure
        for figures in measure.by_area.values()
        for figure in figures
        if figure.column == latest.column and figure.place in ("whole", "part")
    ]
    areas = [figure for figure in own if figure.place == "part"]
    rated = sorted((each for each in areas if rate_of(each) is not None), key=lambda each: -(rate_of(each) or 0.0))
    if len(rated) < FEWEST_AREAS:
        return None
    without = [each for each in areas if rate_of(each) is None]
    of_areas = None if without else _together(rated)
    whole = next((rate_of(each) for each in own if each.place == "whole"), None)
    line = whole if of_areas is None else of_areas
    return RatesByArea(measure.measure, latest, rated, without, line, of_areas is not None)


def rate_of(figure: Figure) -> float | None:
    """Return the rate of a figure, if it has one and its people are known."""
    return figure.rate.rate if figure.rate and figure.rate.population else None


def _together(areas: Sequence[Figure]) -> float | None:
    """Return the rate of some areas together: of their counts, for their people."""
    rates: list[PopulationRate] = [each.rate for each in areas if each.rate]
    people = sum(each.population or 0 for each in rates)
    return PER * sum(each.count or 0 for each in areas) / people if people else None


def expected_of(figure: Figure, line: float) -> float:
    """Return how many events an area would have at the rate that areas are set against."""
    people = figure.rate.population if figure.rate else None
    return expected_events([people or 0], [line / PER])
