"""The figures of a table with one value in each column: each with its limits, its days and what is not known."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.figures.against import BASELINE, PRECEDING, Against
from svtool.figures.contract import Figure
from svtool.output.page.grid import (
    Grid,
    comparability,
    count_cell,
    days_cell,
    filled,
    not_known_cell,
    per_cent_cell,
    to_one_decimal,
    undated_cell,
    undated_of,
    whole_number,
    without_blanks,
)
from svtool.output.wording.number_words import varying_words, verdict_words

OF_A_CHANGE = (
    "Change{since} (number)", "Change{since} (per cent)", "Lower 95% limit of change{since} (per cent)",
    "Upper 95% limit of change{since} (per cent)", "Verdict{since}", "Monthly counts vary{since}",
)  # fmt: skip
NUMBERS_OF_A_CHANGE = 4  # the first of them


def values_grid(figures: Sequence[Figure], name: str, caption: str) -> Grid:
    """Return the figures of a table with one value in each column, each change in full."""
    baseline = next((figure.baseline for figure in figures if figure.baseline), "")
    of_figure = ["Measure", "Period", "Figure", "Not known", "Undated", "Days covered", "Compared with"]
    of_change = [heading.format(since="") for heading in OF_A_CHANGE]
    of_baseline = [heading.format(since=f" since {baseline}") for heading in OF_A_CHANGE]
    of_rate = ["Rate per 100,000", "Rate: lower 95% limit", "Rate: upper 95% limit"]
    headings = [*of_figure, *of_change, "Comparability", *of_baseline, *of_rate]
    first, second = len(of_figure), len(of_figure) + len(of_change) + 1
    numbers = {2, 3, 4, *range(first, first + NUMBERS_OF_A_CHANGE), *range(second, second + NUMBERS_OF_A_CHANGE)}
    numbers |= set(range(len(headings) - len(of_rate), len(headings)))
    with_undated = undated_of(figures)
    rows = [_row(figure, with_undated) for figure in figures]
    return without_blanks(filled(Grid(name, caption, headings, rows, frozenset(numbers))))


def _row(figure: Figure, with_undated: bool) -> list[str]:
    rate = figure.rate
    return [
        figure.measure,
        figure.period,
        count_cell(figure),
        not_known_cell(figure),
        undated_cell(figure) if with_undated else "",
        days_cell(figure),
        figure.compared_with,
        *_change_cells(PRECEDING.of(figure)),
        comparability(figure),
        *_change_cells(BASELINE.of(figure)),
        to_one_decimal(rate.rate, rate.rate_status) if rate else "",
        to_one_decimal(rate.rate_lower_95, rate.rate_status) if rate else "",
        to_one_decimal(rate.rate_upper_95, rate.rate_status) if rate else "",
    ]


def _change_cells(found: Against) -> list[str]:
    missing = found.status if found.change is None and found.compared_with else ""
    in_points = isinstance(found.change, float)
    return [
        to_one_decimal(found.change) if in_points else whole_number(found.change, missing),
        per_cent_cell(found, missing),
        to_one_decimal(found.lower, missing),
        to_one_decimal(found.upper, missing),
        verdict_words(found),
        varying_words(found.dispersion) if found.dispersion else "",
    ]
