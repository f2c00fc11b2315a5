"""Areas compared: for every measure a table of the areas, with the latest change and, where there are rates, theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svtool.commands.report.measures_by_area import MeasureByArea, latest_of, latest_rated
from svtool.commands.report.measures_by_group import Groups
from svtool.figures.against import PRECEDING
from svtool.figures.contract import Figure
from svtool.output.page.anchors import anchors_of_parts
from svtool.output.page.grid import (
    Grid,
    comparability,
    count_cell,
    filled,
    mark,
    not_known_cell,
    per_cent_cell,
    to_one_decimal,
    undated_cell,
    undated_of,
    without_blanks,
)
from svtool.output.wording.number_words import against_whole_words, verdict_words

VERDICT = "Verdict"

Rows = Mapping[str, Sequence[Figure]]


def area_grids(measures: Sequence[MeasureByArea]) -> list[Grid]:
    """Return a table of areas for every measure."""
    return [_grid(f"areas-{number}", each.measure, each.by_area) for number, each in enumerate(measures, 1)]


def group_grids(groups: Groups) -> list[Grid]:
    """Return a table of age bands, or of what else a page is broken down by, for every measure."""
    return [
        _grid(f"groups-{number}", each.measure, each.by_group, groups.titles)
        for number, each in enumerate(groups.measures, 1)
    ]


def _grid(name: str, measure: str, by_area: Rows, titles: Sequence[str] = ("Area",)) -> Grid:
    whole = next(iter(by_area.values()))
    now = latest_of(whole)
    before = next((each for each in whole if each.period == now.compared_with), None)
    rated = latest_rated(by_area)
    headings = [
        ", ".join(titles),
        *([before.period] if before else []),
        now.period,
        f"Not known, {now.period}",
        f"Undated, {now.period}",
        "Change (per cent)",
        "Lower 95% limit of change (per cent)",
        "Upper 95% limit of change (per cent)",
        VERDICT,
        "Comparability",
    ]
    rates_from = len(headings)
    if rated:
        per = f"Rate per 100,000, {rated.period}"
        headings += [per, "Rate: lower 95% limit", "Rate: upper 95% limit", f"Against all areas, {rated.period}"]
    rows = [_row(area, figures, now, before, rated) for area, figures in by_area.items()]
    undated = headings.index(f"Undated, {now.period}")
    if not undated_of([each for figures in by_area.values() for each in figures if each.column == now.column]):
        rows = [[*row[:undated], "", *row[undated + 1 :]] for row in rows]
    numbers = {*range(1, headings.index(VERDICT)), *range(rates_from, rates_from + 3)} & set(range(len(headings)))
    by = " and ".join(titles).lower()
    grid = Grid(
        name,
        f"{measure}, by {by}",
        headings,
        rows,
        frozenset(numbers),
        headings.index(now.period),
        anchors_of_parts(by_area),
    )
    return without_blanks(filled(grid))


def _row(area: str, figures: Sequence[Figure], now: Figure, before: Figure | None, rated: Figure | None) -> list[str]:
    own = next(each for each in figures if each.column == now.column)
    earlier = next((each for each in figures if before and each.column == before.column), None)
    missing = own.change_status if own.change is None and own.compared_with else ""
    cells = [
        area,
        *([count_cell(earlier) if earlier else ""] if before else []),
        count_cell(own),
        not_known_cell(own),
        undated_cell(own),
        per_cent_cell(PRECEDING.of(own), missing),
        to_one_decimal(own.change_lower_pct, missing),
        to_one_decimal(own.change_upper_pct, missing),
        verdict_words(PRECEDING.of(own)),
        comparability(own),
    ]
    return [*cells, *_rate_cells(figures, rated)]


def _rate_cells(figures: Sequence[Figure], rated: Figure | None) -> list[str]:
    if rated is None:
        return []
    rate = next((each.rate for each in figures if each.column == rated.column), None)
    if rate is None or rate.rate is None:
        return [mark(rate.rate_status) if rate else ""] * 3 + [""]
    limits = [to_one_decimal(rate.rate_lower_95), to_one_decimal(rate.rate_upper_95)]
    return [to_one_decimal(rate.rate), *limits, against_whole_words(rate.rate_against_whole)]
