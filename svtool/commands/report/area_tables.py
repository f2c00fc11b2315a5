"""Areas compared: for every measure a table of the areas, with the latest change and, where there are rates, theirs."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.commands.measures import Result
from svtool.commands.report.grid import (
    Grid,
    comparability,
    count_cell,
    filled,
    mark,
    not_known_cell,
    to_one_decimal,
    without_blanks,
)
from svtool.commands.report.key_changes import can_be_judged, is_beyond_chance
from svtool.figures.contract import Figure
from svtool.figures.words import chance_of_changes_words, chance_words

PEOPLE = "People are counted anew in every area, by what is recorded there: areas do not add up to the whole."

Rows = dict[str, list[Figure]]


def is_of_whole(figure: Figure, whole: str) -> bool:
    """Return whether a figure is of the whole area, not of a part of it or of what lies outside."""
    return figure.area in (whole, "")  # what arrives as a figure has no area where the project names none


def compare_areas(result: Result, whole: str) -> tuple[list[Grid], list[str]]:
    """Return a table of areas for every measure, and what must be said of all of them.

    Args:
        result: figures by area.
        whole: the name of the whole area.
    """
    grids: list[Grid] = []
    latest: list[Figure] = []
    seen: set[str] = set()
    for table in result.tables:
        for row in table.rows:
            own = [each for each in result.figures if (each.table, each.position) == (table.id, row.position)]
            if row.measure.id in seen or all(is_of_whole(figure, whole) for figure in own):
                continue
            seen.add(row.measure.id)
            by_area: Rows = {}
            for figure in own:
                by_area.setdefault(figure.area, []).append(figure)
            grids.append(_grid(f"areas-{len(grids) + 1}", row.measure.title, by_area))
            latest += [_latest(figures) for area, figures in by_area.items() if area != whole]
    tested = [figure for figure in latest if can_be_judged(figure)]
    words = [chance_of_changes_words(len(tested), sum(map(is_beyond_chance, tested)))] if tested else []
    if any(measure.counts_persons for table in result.tables for measure in table.measures) and grids:
        words.append(PEOPLE)
    return grids, words


def _latest(figures: Sequence[Figure]) -> Figure:
    """Return the figure of the latest period that has a number; the latest of all where none has."""
    known = [figure for figure in figures if figure.is_column and figure.count is not None]
    return max(known or figures, key=lambda figure: figure.period_end)


def _grid(name: str, measure: str, by_area: Rows) -> Grid:
    whole = next(iter(by_area.values()))
    now = _latest(whole)
    before = next((each for each in whole if each.period == now.compared_with), None)
    rated = _latest_rate(by_area)
    headings = [
        "Area",
        *([before.period] if before else []),
        now.period,
        f"Not known, {now.period}",
        "Change (per cent)",
        "Lower 95% limit of change (per cent)",
        "Upper 95% limit of change (per cent)",
        "More than chance?",
        "Comparability",
    ]
    rates_from = len(headings)
    if rated:
        per = f"Rate per 100,000, {rated.period}"
        headings += [per, f"{per}: lower 95% limit", f"{per}: upper 95% limit", f"Against all areas, {rated.period}"]
    rows = [_row(area, figures, now, before, rated) for area, figures in by_area.items()]
    chance = headings.index("More than chance?")
    numbers = {*range(1, chance), *range(rates_from, rates_from + 3)} & set(range(len(headings)))
    grid = Grid(name, f"{measure}, by area", headings, rows, frozenset(numbers))
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
        to_one_decimal(own.change_pct, missing),
        to_one_decimal(own.change_lower_pct, missing),
        to_one_decimal(own.change_upper_pct, missing),
        chance_words(own.p_value) or mark(missing),
        comparability(own),
    ]
    return [*cells, *_rate_cells(figures, rated)]


def _latest_rate(by_area: Rows) -> Figure | None:
    found = [each for figures in by_area.values() for each in figures if each.rate and each.rate.rate is not None]
    return max(found, key=lambda figure: figure.period_end, default=None)


def _rate_cells(figures: Sequence[Figure], rated: Figure | None) -> list[str]:
    if rated is None:
        return []
    rate = next((each.rate for each in figures if each.column == rated.column), None)
    if rate is None or rate.rate is None:
        return [mark(rate.rate_status) if rate else ""] * 3 + [""]
    limits = [to_one_decimal(rate.rate_lower_95), to_one_decimal(rate.rate_upper_95)]
    return [to_one_decimal(rate.rate), *limits, rate.rate_against_whole]
