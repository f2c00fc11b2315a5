"""Every measure by area as it stands on the page: its pictures, their data, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.commands.report import Report
from svtool.commands.report.measures_by_area import MeasureByArea, latest_of
from svtool.commands.report.rates_by_area import RatesByArea
from svtool.figures.notes import Note
from svtool.figures.notices import SYNTHETIC
from svtool.output.page.area_classes import NOT_COMPARED, ClassedArea, by_rate, by_verdict
from svtool.output.page.area_data import changes_by_area_grid, rates_grid
from svtool.output.page.area_funnel import funnel_as_svg, has_funnel, title_of_funnel
from svtool.output.page.area_grids import area_grids
from svtool.output.page.area_map import map_as_svg, unlabelled
from svtool.output.page.area_matrix import comparator_of
from svtool.output.page.area_rates_plot import (
    WHOLE,
    ages_words,
    period_of,
    rates_as_svg,
    title_of_rates,
)
from svtool.output.page.area_shapes import Drawn, shapes_of
from svtool.output.page.area_words import beyond_words, people_words, told
from svtool.output.page.grid import Grid
from svtool.output.wording.figure_sentences import period_words

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
        data: what the pictures show, as a table; None without any.
        table: the table of areas.
    """

    measure: str
    said: Sequence[str]
    pictures: Sequence[AreaPicture]
    data: Grid | None
    table: Grid


def area_panels(report: Report, drawn: Drawn | None) -> list[AreaPanel]:
    """Return every measure by area, in the order of the tables.

    Args:
        report: what was counted.
        drawn: where the areas stand; the page holds their outlines once, and each map points at them.
    """
    notices = [SYNTHETIC] if report.result.synthetic else []
    return [
        _panel(measure, rates, table, _Ground(drawn, report.map_licence, notices))
        for measure, rates, table in zip(report.areas, report.rates, area_grids(report.areas), strict=True)
    ]


@dataclass(frozen=True)
class _Ground:
    """What all maps of a page are drawn on, and what is said with each."""

    drawn: Drawn | None
    licence: str
    notices: Sequence[Note]


def _panel(measure: MeasureByArea, rates: RatesByArea | None, table: Grid, ground: _Ground) -> AreaPanel:
    pictures = _of_rates(rates, table.id, ground.notices) if rates else []
    shown = _of_map(measure, rates, f"{table.id}-data")
    if shown is None:
        return AreaPanel(measure.measure, [], [], None, table)
    if ground.drawn and {area.figure.area for area in shown.areas} == set(ground.drawn.shapes):
        pictures.append(_map_of(shown, ground, ground.drawn, f"{table.id}-map"))
    return AreaPanel(measure.measure, told(rates) if rates else [], pictures, shown.data if pictures else None, table)


@dataclass(frozen=True)
class _Shown:
    """The areas of a map, what it shows of them in a line, and as a table."""

    areas: Sequence[ClassedArea]
    title: str
    data: Grid


def place_areas(report: Report) -> Drawn | None:
    """Return where the areas stand, worked out once for all measures; None for fewer than two."""
    names = [name for each in report.areas for name, figures in each.by_area.items() if figures[0].place == "part"]
    in_order = list(dict.fromkeys(names))
    return shapes_of(report.outlines, in_order) if len(in_order) >= FEWEST_AREAS else None


def _of_rates(rates: RatesByArea, name: str, notices: Sequence[Note]) -> list[AreaPicture]:
    found = [AreaPicture(title_of_rates(rates), rates_as_svg(rates, f"{name}-rates", notices), people_words(rates))]
    if has_funnel(rates):
        svg = funnel_as_svg(rates, f"{name}-funnel", notices)
        found.append(AreaPicture(title_of_funnel(rates), svg, beyond_words(rates)))
    return found


def _map_of(shown: _Shown, ground: _Ground, drawn: Drawn, name: str) -> AreaPicture:
    small = unlabelled(shown.areas, drawn)
    said = [f"Too small for a figure: {', '.join(small)}."] if small else []
    said += (
        [ground.licence]
        if drawn.is_map
        else ["Tiles in the order of the area set, whose areas have no boundaries here."]
    )
    return AreaPicture(
        shown.title, map_as_svg(shown.title, shown.areas, drawn, name, ground.notices, shares_outlines=True), said
    )


def _of_map(measure: MeasureByArea, rates: RatesByArea | None, name: str) -> _Shown | None:
    """Return the areas by their rates, else by the verdict on their latest change; None where none has either."""
    if rates:
        own = {each.area: by_rate(each) for each in rates.areas}
        areas = [own[area] for area in measure.by_area if area in own]
        against = f", against {WHOLE.lower()}" if any(each.kind is not NOT_COMPARED for each in own.values()) else ""
        title = f"Rate per 100,000 people{ages_words(rates)}, {period_of(rates)}{against}"
        return _Shown(areas, title, rates_grid(rates, name))
    latest = [latest_of(figures) for figures in measure.by_area.values()]
    latest = [each for each in latest if each.place == "part"]
    comparator = comparator_of(latest)
    if comparator is None:
        return None
    labels = [comparator.of(each).compared_with for each in latest if comparator.of(each).compared_with]
    title = f"Change since {period_words(max(labels, key=labels.count), latest[0])}, and the verdict on it"
    areas = [by_verdict(each, comparator.of(each)) for each in latest]
    if all(area.kind.shade == "hatched" for area in areas):
        return None
    return _Shown(areas, title, changes_by_area_grid(latest, comparator, name, title))
