"""Rates by area: a row for each area, the highest first, with its point, its 95% interval and both as numbers."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from svtool.commands.report.rates_by_area import RatesByArea, rate_of
from svtool.figures.contract import Figure, PopulationRate
from svtool.figures.notes import Note
from svtool.figures.populations import ALL_AGES
from svtool.output.page.area_classes import ClassedArea, by_rate, kinds_of
from svtool.output.page.area_frame import LETTERS, LINE, WIDTH, Head, clear_text
from svtool.output.page.picture_scale import Scale, scale_to
from svtool.output.svg_marks import (
    BLUE,
    INK,
    PALE,
    draw_line,
    draw_lines,
    draw_shape,
    draw_text,
    shown,
    svg_as_text,
    text_group,
)
from svtool.output.wording.figure_sentences import period_words
from svtool.output.wording.number_words import rate_words, show_rate

MARGIN, DOT, GAP = 10, 16, 7  # pixels
FIGURE_LETTERS = 27  # what numbers with their limits take of the width
MOST_MARKS = 5
WHOLE = "All areas together"


def title_of_rates(rates: RatesByArea) -> str:
    """Return what the picture shows, in a line."""
    return f"Rate per 100,000 people{ages_words(rates)} by area, {period_of(rates)}, with its 95% interval"


def period_of(rates: RatesByArea) -> str:
    """Return the period of the rates in words."""
    return period_words(rates.latest.period, rates.latest)


def ages_words(rates: RatesByArea) -> str:
    """Return whose rates they are: ` aged 0 to 24`; blank for everyone."""
    ages = next((each.rate.population_ages for each in rates.rated if each.rate), "")
    return "" if ages in ("", str(ALL_AGES)) else f" {ages}"


def line_words(rates: RatesByArea) -> str:
    """Return what the line is, and at which rate it stands; blank where there is none."""
    if rates.line is None:
        return ""
    return f"{WHOLE if rates.of_all_areas else 'The whole, areas not known included'}: {show_rate(rates.line)}"


def rates_as_svg(rates: RatesByArea, name: str, notices: Sequence[Note] = ()) -> str:
    """Return the picture as an SVG element.

    Args:
        rates: areas in the order of the rows.
        name: begins the ids of its parts.
        notices: what must be said with it wherever it goes, such as that the records are made up.
    """
    areas = [by_rate(each) for each in rates.areas]
    head, line = Head(rates.measure, title_of_rates(rates), notices), line_words(rates)
    top = 6.0 + head.height + LINE * bool(line) + GAP
    keys = list(kinds_of(area for area in areas if rate_of(area.figure) is not None))
    bottom = top + sum(_height(area) for area in areas)
    said = [*([f"{line}."] if line else []), *(f"{each.figure.area}: {_said(each)}." for each in areas)]
    root = head.begin(name, " ".join(said), bottom + LINE * (len(keys) + 1) + 12)
    scale = _scale(rates)
    _draw_scale(root, scale, top, bottom)
    _draw_line(root, rates, line, scale, (top, bottom))
    texts = clear_text(root)
    numbers = text_group(texts, "end")
    for area in areas:
        _draw_row(root, texts, numbers, area, scale, top)
        top += _height(area)
    for number, kind in enumerate(keys, 1):
        draw_shape(root, kind.shape, MARGIN, bottom + 16 + LINE * number)
        draw_text(root, MARGIN + 12, bottom + 20 + LINE * number, kind.words)
    return svg_as_text(root)


def _scale(rates: RatesByArea) -> Scale:
    """Return a scale of what is drawn, and of nothing else: its end must not say how high a hidden rate is."""
    uppers = [each.rate.rate_upper_95 for each in rates.rated if each.rate and each.rate.rate_upper_95 is not None]
    drawn = [*uppers, *(rate_of(each) or 0.0 for each in rates.rated), rates.line or 0.0]
    return scale_to(max(drawn), MOST_MARKS, MARGIN, WIDTH - MARGIN)


def _draw_scale(root: Element, scale: Scale, top: float, bottom: float) -> None:
    marks = list(scale.marks())
    draw_lines(root, [((x, top), (x, bottom)) for x, _ in marks], PALE)
    *others, (_, last) = marks
    texts = text_group(root, "middle", 11)
    for x, words in others:
        draw_text(texts, x, bottom + 13, words)
    draw_text(root, WIDTH, bottom + 13, last, anchor="end", size=11)


def _draw_line(root: Element, rates: RatesByArea, words: str, scale: Scale, span: tuple[float, float]) -> None:
    if rates.line is None:
        return
    x, half = scale.at(rates.line), 3.1 * len(words)
    draw_line(root, (x, span[0] - 4), (x, span[1]), INK, dashes="5 3")
    draw_text(root, min(max(x, half), WIDTH - half), span[0] - 8, words, anchor="middle", bold=True)


def _draw_row(root: Element, names: Element, numbers: Element, area: ClassedArea, scale: Scale, top: float) -> None:
    rate = area.figure.rate
    for number, line in enumerate(_name_lines(area.figure), 1):
        draw_text(names, 0, top + LINE * number - 3, line)
    draw_text(numbers, WIDTH, top + LINE - 3, _number(area))
    if rate and rate.rate is not None:
        y = top + LINE * len(_name_lines(area.figure)) + DOT / 2
        _draw_interval(root, rate, scale, y)
        draw_shape(root, area.kind.shape, scale.at(rate.rate), y)


def _draw_interval(root: Element, rate: PopulationRate, scale: Scale, y: float) -> None:
    low, high = scale.at(rate.rate_lower_95 or 0.0), scale.at(rate.rate_upper_95 or rate.rate or 0.0)
    path = f"M{shown(low)} {shown(y)}H{shown(high)}M{shown(low)} {shown(y - 4)}v8M{shown(high)} {shown(y - 4)}v8"
    SubElement(root, "path", {"d": path, "stroke": BLUE, "stroke-width": "2"})


def _height(area: ClassedArea) -> float:
    drawn = DOT if rate_of(area.figure) is not None else 0
    return LINE * len(_name_lines(area.figure)) + drawn + GAP


def _name_lines(figure: Figure) -> list[str]:
    return textwrap.wrap(figure.area, LETTERS - FIGURE_LETTERS) or [""]


def _number(area: ClassedArea) -> str:
    rate = area.figure.rate
    if rate is None or rate.rate is None:
        return f"{area.label} {area.kind.words}"
    return rate_words(rate.rate, rate.rate_lower_95, rate.rate_upper_95)


def _said(area: ClassedArea) -> str:
    if rate_of(area.figure) is None:
        return area.kind.words
    return f"{_number(area)}, {area.kind.words}"
