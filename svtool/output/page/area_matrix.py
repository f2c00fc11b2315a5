"""All areas at a glance: a row for each measure, a column for each area, and in each cell a shape with its word."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.commands.report.measures_by_area import MeasureByArea, latest_of
from svtool.commands.report.rates_by_area import RatesByArea
from svtool.figures.against import BASELINE, PRECEDING, Against, Comparator
from svtool.figures.change_verdict import (
    BETTER,
    CHANGED,
    NO_CLEAR_CHANGE,
    NOT_COMPARABLE,
    NOT_TESTED,
    RECORDING_CHANGED,
    WORSE,
)
from svtool.figures.contract import NOT_AVAILABLE, Figure
from svtool.output.page.area_words import highest_cell
from svtool.output.page.grid import Grid, mark
from svtool.output.wording.figure_sentences import period_words

# Shapes differ as those of the picture do; nothing is said by colour.
SHOWN = {
    BETTER: "\N{BLACK SQUARE} better", WORSE: "\N{BLACK UP-POINTING TRIANGLE} worse",
    CHANGED: "\N{BLACK DIAMOND} changed", NO_CLEAR_CHANGE: "\N{BLACK CIRCLE} no clear change",
    RECORDING_CHANGED: "\N{WHITE CIRCLE} recording changed", NOT_COMPARABLE: "\N{WHITE CIRCLE} not comparable",
    NOT_TESTED: "\N{WHITE CIRCLE} not tested",
}  # fmt: skip

HIGHEST = "Highest rate per 100,000"
IN_THE_AREA = ("whole", "part")


def area_matrix(measures: Sequence[MeasureByArea], rates: Sequence[RatesByArea | None] = ()) -> Grid | None:
    """Return the verdicts of all measures in all areas; None where nothing is compared.

    The change is that since the baseline where there is one, as in the first picture of the page.

    Args:
        measures: by area.
        rates: the latest rates of each, for which area has the highest; none where no measure has some.
    """
    latest = [_latest_in_areas(each) for each in measures]
    comparator = comparator_of([figure for row in latest for figure in row.values()])
    if comparator is None:
        return None
    areas = list(dict.fromkeys(area for row in latest for area in row))
    rows = [
        [each.measure, *(_cell(row.get(area), comparator) for area in areas)]
        for each, row in zip(measures, latest, strict=True)
    ]
    headings = ["Measure", *areas]
    if any(rates):
        headings.append(HIGHEST)
        highest = [highest_cell(each) if each else mark(NOT_AVAILABLE) for each in rates]
        rows = [[*row, cell] for row, cell in zip(rows, highest, strict=True)]
    caption = f"Change since {_since(latest, comparator)}: the verdict on each measure in each area"
    return Grid("areas-all", caption, headings, rows)


def _latest_in_areas(measure: MeasureByArea) -> dict[str, Figure]:
    """Return the latest figure in every area, without what lies nowhere or outside."""
    found = {area: latest_of(figures) for area, figures in measure.by_area.items()}
    return {area: figure for area, figure in found.items() if figure.place in IN_THE_AREA}


def comparator_of(figures: Sequence[Figure]) -> Comparator | None:
    """Return what areas are compared with: the baseline where there is one, else the period before; None without."""
    return next((each for each in (BASELINE, PRECEDING) if any(each.of(one).compared_with for one in figures)), None)


def _since(latest: Sequence[dict[str, Figure]], comparator: Comparator) -> str:
    labels = [
        period_words(comparator.of(figure).compared_with, figure)
        for row in latest
        for figure in row.values()
        if comparator.of(figure).compared_with
    ]
    return max(labels, key=labels.count)


def _cell(figure: Figure | None, comparator: Comparator) -> str:
    found = comparator.of(figure) if figure else Against()
    if found.verdict:
        return SHOWN[found.verdict]
    return mark(figure.status if figure and figure.status else "x")
