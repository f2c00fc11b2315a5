"""The figures of a table with one value in each column: each with its limits, its days and what is not known."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.figures.contract import Figure
from svtool.output.page.grid import (
    Grid,
    comparability,
    count_cell,
    days_cell,
    filled,
    mark,
    not_known_cell,
    to_one_decimal,
    whole_number,
    without_blanks,
)
from svtool.output.wording.number_words import chance_words, varying_words


def values_grid(figures: Sequence[Figure], name: str, caption: str) -> Grid:
    """Return the figures of a table with one value in each column."""
    headings = [
        "Measure", "Period", "Figure", "Not known", "Days covered", "Compared with", "Change (number)",
        "Change (per cent)", "Lower 95% limit of change (per cent)", "Upper 95% limit of change (per cent)",
        "More than chance?", "Monthly counts vary", "Comparability", "Rate per 100,000", "Rate: lower 95% limit",
        "Rate: upper 95% limit",
    ]  # fmt: skip
    rows = [_row(figure) for figure in figures]
    return without_blanks(filled(Grid(name, caption, headings, rows, frozenset({2, 3, 6, 7, 8, 9, 13, 14, 15}))))


def _row(figure: Figure) -> list[str]:
    missing = figure.change_status if figure.change is None and figure.compared_with else ""
    in_points = isinstance(figure.change, float)
    rate = figure.rate
    return [
        figure.measure,
        figure.period,
        count_cell(figure),
        not_known_cell(figure),
        days_cell(figure),
        figure.compared_with,
        to_one_decimal(figure.change) if in_points else whole_number(figure.change, missing),
        to_one_decimal(figure.change_pct, missing),
        to_one_decimal(figure.change_lower_pct, missing),
        to_one_decimal(figure.change_upper_pct, missing),
        chance_words(figure.p_value) or mark(missing),
        varying_words(figure.dispersion) if figure.dispersion else "",
        comparability(figure),
        to_one_decimal(rate.rate, rate.rate_status) if rate else "",
        to_one_decimal(rate.rate_lower_95, rate.rate_status) if rate else "",
        to_one_decimal(rate.rate_upper_95, rate.rate_status) if rate else "",
    ]
