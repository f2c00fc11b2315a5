"""What pictures of areas show, as tables: rates with their limits, or changes with theirs."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.commands.report.rates_by_area import RatesByArea, rate_of
from svtool.figures.against import Comparator
from svtool.figures.contract import Figure
from svtool.output.page.area_funnel import has_funnel, limits_of
from svtool.output.page.area_rates_plot import WHOLE, line_words, title_of_rates
from svtool.output.page.grid import (
    Grid,
    count_cell,
    filled,
    mark,
    not_known_cell,
    per_cent_cell,
    to_one_decimal,
    whole_number,
    without_blanks,
)
from svtool.output.wording.number_words import against_whole_words, show_level
from svtool.statistics.rate_limits import LEVELS


def rates_grid(rates: RatesByArea, name: str) -> Grid:
    """Return what the pictures of rates show as a table, in the order of the rows."""
    funnel = has_funnel(rates)
    headings = [
        "Area", "Count", "Not known", "People", "Rate per 100,000", "Lower 95% limit", "Upper 95% limit",
        f"Against {WHOLE.lower()}",
        *(f"Funnel, {show_level(level)}: {end} limit" for level in LEVELS for end in ("lower", "upper") if funnel),
    ]  # fmt: skip
    rows = [[*_rate_cells(each), *(_funnel_cells(each, rates) if funnel else [])] for each in rates.areas]
    caption = f"{rates.measure}: {title_of_rates(rates)}"
    numbers = frozenset({*range(1, 7), *range(8, len(headings))})
    said = f". {line_words(rates)}" if rates.line is not None else ""
    return without_blanks(filled(Grid(name, f"{caption}{said}", headings, rows, numbers)))


def _rate_cells(figure: Figure) -> list[str]:
    rate = figure.rate
    people = whole_number(rate.population if rate else None)
    counted = [figure.area, count_cell(figure), not_known_cell(figure), people]
    if rate is None or rate_of(figure) is None:
        return [*counted, *[mark(rate.rate_status if rate else "")] * 3, ""]
    limits = [to_one_decimal(rate.rate_lower_95), to_one_decimal(rate.rate_upper_95)]
    return [*counted, to_one_decimal(rate.rate), *limits, against_whole_words(rate.rate_against_whole)]


def _funnel_cells(figure: Figure, rates: RatesByArea) -> list[str]:
    if rate_of(figure) is None:
        return [""] * (2 * len(LEVELS))
    by_level = limits_of(figure, rates)
    return [to_one_decimal(end) for limits in by_level.values() for end in (limits.lower, limits.upper)]


def changes_by_area_grid(areas: Sequence[Figure], comparator: Comparator, name: str, title: str) -> Grid:
    """Return what a map of changes shows as a table."""
    headings = ["Area", "Count", "Change (per cent)", "Lower 95% limit", "Upper 95% limit", "Verdict"]
    rows = []
    for each in areas:
        found = comparator.of(each)
        ends = [to_one_decimal(end, found.status) for end in (found.lower, found.upper)]
        rows.append([each.area, count_cell(each), per_cent_cell(found, found.status), *ends, found.verdict])
    return without_blanks(Grid(name, f"{areas[0].measure}: {title}", headings, rows, frozenset({1, 2, 3, 4})))
