"""Every measure by area as it stands on the page: its pictures, their data, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.commands.report import Report
from svtool.commands.report.measures_by_area import MeasureByArea, latest_of
from svtool.commands.report.rates_by_area import RatesByArea, rate_of, rates_by_area
from svtool.figures.against import BASELINE, PRECEDING, Comparator
from svtool.figures.contract import Figure
from svtool.figures.notes import Note
from svtool.figures.notices import SYNTHETIC
from svtool.output.page.area_classes import ClassedArea, by_rate, by_verdict
from svtool.output.page.area_funnel import beyond, funnel_as_svg, has_funnel, limits_of, title_of_funnel
from svtool.output.page.area_grids import area_grids
from svtool.output.page.area_map import map_as_svg, unlabelled
from svtool.output.page.area_rates_plot import (
    WHOLE,
    ages_words,
    line_words,
    period_of,
    rates_as_svg,
    title_of_rates,
)
from svtool.output.page.area_shapes import Drawn, shapes_of
from svtool.output.page.grid import Grid, count_cell, filled, mark, to_one_decimal, whole_number, without_blanks
from svtool.output.wording.figure_sentences import period_words
from svtool.output.wording.number_words import against_whole_words, rate_words, show_level
from svtool.statistics.rate_limits import LEVELS

FEWEST_AREAS = 2


@dataclass(frozen=True)
class AreaPicture:
    """A picture with its title and what is said under it."""

    title: str
    svg: str
    said: Sequence[str]


@dataclass(frozen=True)
class AreaPanel:
    """A measure by area.

    Attributes:
        measure: its title.
        said: which area is highest and lowest, in sentences.
        pictures: its rates, their funnel, and its map.
        data: what the pictures show, as a table; None without rates, whose data stand in the table of areas.
        table: the table of areas.
    """

    measure: str
    said: Sequence[str]
    pictures: Sequence[AreaPicture]
    data: Grid | None
    table: Grid


def area_panels(report: Report) -> list[AreaPanel]:
    """Return every measure by area, in the order of the tables."""
    notices = [SYNTHETIC] if report.result.synthetic else []
    found, drawn = [], _shapes(report)
    for measure, table in zip(report.areas, area_grids(report.areas), strict=True):
        rates = rates_by_area(measure)
        pictures, data = _of_rates(rates, table.id, notices) if rates else ([], None)
        mapped = _map_of(measure, rates, drawn, f"{table.id}-map", report.map_licence, notices) if drawn else None
        said = _extremes(rates) if rates else []
        found.append(AreaPanel(measure.measure, said, [*pictures, *([mapped] if mapped else [])], data, table))
    return found


def _shapes(report: Report) -> Drawn | None:
    """Return where the areas stand, worked out once for all measures; None for fewer than two."""
    names = [name for each in report.areas for name, figures in each.by_area.items() if figures[0].place == "part"]
    in_order = list(dict.fromkeys(names))
    return shapes_of(report.outlines, in_order) if len(in_order) >= FEWEST_AREAS else None


def _of_rates(rates: RatesByArea, name: str, notices: Sequence[Note]) -> tuple[list[AreaPicture], Grid]:
    found = [AreaPicture(title_of_rates(rates), rates_as_svg(rates, f"{name}-rates", notices), [])]
    if has_funnel(rates):
        svg = funnel_as_svg(rates, f"{name}-funnel", notices)
        found.append(AreaPicture(title_of_funnel(rates), svg, [_beyond_words(rates)]))
    return found, _data(rates, f"{name}-data")


def _beyond_words(rates: RatesByArea) -> str:
    counted = [f"{len(beyond(rates, level))} beyond the {show_level(level)} limits" for level in LEVELS]
    return (
        f"Of {len(rates.rated)} areas, {' and '.join(counted)}. Chance alone keeps within the limits; where many areas "
        "lie beyond them, they differ by more than chance, and none stands out for that alone."
    )


def _map_of(
    measure: MeasureByArea, rates: RatesByArea | None, drawn: Drawn, name: str, licence: str, notices: Sequence[Note]
) -> AreaPicture | None:
    """Return the map of a measure: of its rates where it has some, else of the verdicts on its changes."""
    areas, title = _classed(measure, rates)
    if not areas or {area.figure.area for area in areas} != set(drawn.shapes):
        return None
    small = unlabelled(areas, drawn)
    said = [f"Too small for a figure: {', '.join(small)}."] if small else []
    said += [licence] if drawn.is_map else ["Tiles, in the order of the area set: these areas have no boundaries here."]
    return AreaPicture(title, map_as_svg(title, areas, drawn, name, notices), said)


def _classed(measure: MeasureByArea, rates: RatesByArea | None) -> tuple[list[ClassedArea], str]:
    if rates:
        own = {each.area: each for each in rates.areas}
        areas = [by_rate(own[name]) for name in measure.by_area if name in own]
        return areas, f"Rate per 100,000 people{ages_words(rates)}, {period_of(rates)}, against {WHOLE.lower()}"
    latest = [latest_of(figures) for figures in measure.by_area.values()]
    latest = [each for each in latest if each.place == "part"]
    comparator = _comparator_of(latest)
    if comparator is None:
        return [], ""
    labels = [comparator.of(each).compared_with for each in latest if comparator.of(each).compared_with]
    since = period_words(max(labels, key=labels.count), latest[0])
    return [by_verdict(each, comparator.of(each)) for each in latest], f"Change since {since}, and the verdict on it"


def _comparator_of(latest: Sequence[Figure]) -> Comparator | None:
    return next((each for each in (BASELINE, PRECEDING) if any(each.of(one).compared_with for one in latest)), None)


def _extremes(rates: RatesByArea) -> list[str]:
    """Return which areas have the highest and the lowest rate, and which have none, in sentences."""
    shown = "Highest of the areas shown" if rates.without else "Highest"
    high, low = rates.rated[0], rates.rated[-1]
    found = [f"{shown}: {_rate_said(high)}. Lowest: {_rate_said(low)}."]
    if rates.without:
        found.append(f"Without a rate: {', '.join(each.area for each in rates.without)}.")
    return found


def _rate_said(figure: Figure) -> str:
    rate = figure.rate
    if rate is None or rate.rate is None:
        return figure.area
    against = against_whole_words(rate.rate_against_whole)
    return f"{figure.area}, {rate_words(rate.rate, rate.rate_lower_95, rate.rate_upper_95)}" + (
        f", {against}" if against else ""
    )


def _data(rates: RatesByArea, name: str) -> Grid:
    """Return what the pictures of rates show as a table, in the order of the rows."""
    funnel = has_funnel(rates)
    headings = [
        "Area", "Count", "People", "Rate per 100,000", "Lower 95% limit", "Upper 95% limit", f"Against {WHOLE.lower()}",
        *(f"Funnel, {show_level(level)}: {end} limit" for level in LEVELS for end in ("lower", "upper") if funnel),
    ]  # fmt: skip
    rows = [[*_rate_cells(each), *(_funnel_cells(each, rates) if funnel else [])] for each in rates.areas]
    caption = f"{rates.measure}: {title_of_rates(rates)}"
    numbers = frozenset({1, 2, 3, 4, 5, *range(7, len(headings))})
    said = f". {line_words(rates)}" if rates.line is not None else ""
    return without_blanks(filled(Grid(name, f"{caption}{said}", headings, rows, numbers)))


def _rate_cells(figure: Figure) -> list[str]:
    rate = figure.rate
    if rate is None or rate_of(figure) is None:
        status = mark(rate.rate_status if rate else "")
        return [
            figure.area,
            count_cell(figure),
            whole_number(rate.population if rate else None),
            status,
            status,
            status,
            "",
        ]
    return [
        figure.area, count_cell(figure), whole_number(rate.population), to_one_decimal(rate.rate),
        to_one_decimal(rate.rate_lower_95), to_one_decimal(rate.rate_upper_95),
        against_whole_words(rate.rate_against_whole),
    ]  # fmt: skip


def _funnel_cells(figure: Figure, rates: RatesByArea) -> list[str]:
    if rate_of(figure) is None:
        return [""] * (2 * len(LEVELS))
    by_level = limits_of(figure, rates).by_level
    return [to_one_decimal(end) for limits in by_level.values() for end in (limits.lower, limits.upper)]
