"""A funnel plot: the rate of each area against how many people it has, with the limits that chance alone keeps to."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from svtool.commands.report.rates_by_area import RatesByArea, expected_of, rate_of
from svtool.figures.contract import Figure
from svtool.figures.notes import Note
from svtool.output.page.area_classes import AreaClass, by_rate, kinds_of
from svtool.output.page.area_frame import LINE, WIDTH, Head, clear_text
from svtool.output.page.area_rates_plot import ages_words, line_words, period_of
from svtool.output.page.picture_scale import Scale, scale_to
from svtool.output.svg_marks import (
    GREY,
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
from svtool.output.wording.number_words import show_level
from svtool.statistics.benchmark import compare_with_benchmark
from svtool.statistics.counts import Limits
from svtool.statistics.funnel_limits import funnel_limits
from svtool.statistics.rate_limits import LEVELS, PER

FUNNEL = (
    "The limits of a funnel plot are the counts, for 100,000 people, from which on an area would differ from the line "
    "at the 95% or the 99.8% level (exact below 10 events, Byar's from 10). They are not widened where areas differ by "
    "more than chance."
)
FEWEST_AREAS = 10
LEFT, RIGHT, HEIGHT, FOOT = 44, 334, 230, 34
STEPS = 16  # of a limit's line
DASHES = dict(zip(LEVELS, ("4 3", ""), strict=True))
MOST_PEOPLE_MARKS, MOST_RATE_MARKS = 4, 6
LETTER = 6.2  # pixels of a letter, on the wide side
POINT = 7  # pixels from the middle of a point to where a name may stand


def has_funnel(rates: RatesByArea) -> bool:
    """Return whether a measure has a funnel plot: of ten areas or more, set against a rate."""
    return len(rates.areas) >= FEWEST_AREAS and bool(rates.line)


def title_of_funnel(rates: RatesByArea) -> str:
    """Return what the picture shows, in a line."""
    rate = f"Rate per 100,000 people{ages_words(rates)}"
    return f"{rate} against the number of people, {period_of(rates)}, with funnel limits"


def limits_of(figure: Figure, rates: RatesByArea) -> dict[float, Limits]:
    """Return by level within which rates chance may put an area that is like all areas together."""
    people = figure.rate.population if figure.rate else None
    expected = expected_of(figure, rates.line or 0.0)
    if not people or not expected:
        return {}
    return {level: funnel_limits(expected, level).times(PER / people) for level in LEVELS}


def funnel_as_svg(rates: RatesByArea, name: str, notices: Sequence[Note] = ()) -> str:
    """Return the picture as an SVG element, of the areas that have a rate.

    Args:
        rates: areas and the rate that they are set against.
        name: begins the ids of its parts.
        notices: what must be said with it wherever it goes, such as that the records are made up.
    """
    classed = [by_rate(each) for each in rates.rated]
    keys = kinds_of(classed)
    head = Head(rates.measure, title_of_funnel(rates), notices)
    top = 18.0 + head.height
    bottom = top + HEIGHT
    root = head.begin(name, _description(rates, keys), bottom + FOOT + LINE * (len(keys) + 2) + 4)
    people, rate = _scales(rates, top, bottom)
    _draw_scales(root, people, rate)
    _draw_limits(root, rates, people, rate)
    for area in classed:
        draw_shape(root, area.kind.shape, people.at(_people(area.figure)), rate.at(rate_of(area.figure) or 0.0))
    _name_those_beyond(root, rates, people, rate)
    _draw_key(root, rates, list(keys), bottom + FOOT)
    return svg_as_text(root)


def beyond(rates: RatesByArea, level: float) -> list[Figure]:
    """Return the areas beyond the limits of a level, the farthest beyond first."""
    found = []
    for each in rates.rated:
        count, expected = each.count or 0, expected_of(each, rates.line or 0.0)
        verdict = compare_with_benchmark(count, expected)
        if verdict.level is not None and verdict.level >= level:
            found.append((abs(count - expected) / math.sqrt(expected), each))
    return [each for _, each in sorted(found, key=lambda pair: -pair[0])]


def _description(rates: RatesByArea, keys: dict[AreaClass, list[str]]) -> str:
    counted = [f"{len(beyond(rates, level))} beyond the {show_level(level)} limits" for level in LEVELS]
    classes = [f"{kind.words[0].upper()}{kind.words[1:]}: {', '.join(names)}." for kind, names in keys.items()]
    return " ".join([f"{line_words(rates)}. {len(rates.rated)} areas, {', '.join(counted)}.", *classes])


def _people(figure: Figure) -> int:
    return (figure.rate.population if figure.rate else None) or 0


def _scales(rates: RatesByArea, top: float, bottom: float) -> tuple[Scale, Scale]:
    """Return the scales of what is drawn, and of nothing else: they must not say how large a hidden number is."""
    people = scale_to(max(map(_people, rates.rated)), MOST_PEOPLE_MARKS, LEFT, RIGHT)
    smallest = min(rates.rated, key=_people)
    limits = limits_of(smallest, rates)[LEVELS[0]]
    highest = max([*(rate_of(each) or 0.0 for each in rates.rated), limits.upper or 0.0])
    return people, scale_to(highest, MOST_RATE_MARKS, bottom, top)


def _draw_scales(root: Element, people: Scale, rate: Scale) -> None:
    draw_lines(root, [((LEFT, y), (RIGHT, y)) for y, _ in rate.marks()], PALE)
    rates_texts, people_texts = text_group(root, "end", 11), text_group(root, "middle", 11)
    for y, words in rate.marks():
        draw_text(rates_texts, LEFT - 5, y + 4, words)
    draw_lines(root, [((x, rate.first), (x, rate.first + 4)) for x, _ in people.marks()], INK)
    for x, words in people.marks():
        draw_text(people_texts, min(x, WIDTH - LETTER / 2 * len(words)), rate.first + 16, words)
    draw_line(root, (LEFT, rate.first), (RIGHT, rate.first), INK)
    draw_text(people_texts, (LEFT + RIGHT) / 2, rate.first + 30, "people")


def _draw_limits(root: Element, rates: RatesByArea, people: Scale, rate: Scale) -> None:
    line = rates.line or 0.0
    draw_line(root, (LEFT, rate.at(line)), (RIGHT, rate.at(line)), INK)
    first, last = min(map(_people, rates.rated)), people.highest
    each = [first * (last / first) ** (step / STEPS) for step in range(STEPS + 1)]
    for level in LEVELS:
        found = [(number, funnel_limits(number * line / PER, level).times(PER / number)) for number in each]
        for ends in (
            [(number, limits.lower) for number, limits in found],
            [(number, limits.upper) for number, limits in found],
        ):
            inside = [(number, end) for number, end in ends if end is not None and end <= rate.highest]
            points = " ".join(f"{shown(people.at(number))},{shown(rate.at(end))}" for number, end in inside)
            look = {"points": points, "fill": "none", "stroke": GREY}
            SubElement(root, "polyline", look | ({"stroke-dasharray": DASHES[level]} if DASHES[level] else {}))


def _name_those_beyond(root: Element, rates: RatesByArea, people: Scale, rate: Scale) -> None:
    """Name the areas beyond the wider limits, the farthest first, as long as no name lies on another."""
    points = [(people.at(_people(each)), rate.at(rate_of(each) or 0.0)) for each in rates.rated]
    taken = [(y, x - POINT, x + POINT) for x, y in points]
    texts = clear_text(root)
    for figure in beyond(rates, LEVELS[1]):
        name = textwrap.shorten(figure.area, 24, placeholder=" …")
        x, y, wide = people.at(_people(figure)), rate.at(rate_of(figure) or 0.0), LETTER * len(name)
        left = x + 8 if x + 8 + wide <= WIDTH else x - 8 - wide
        if left < LEFT or any(
            abs(y - other) < LINE and left < end and begin < left + wide for other, begin, end in taken
        ):
            continue
        taken.append((y, left, left + wide))
        draw_text(texts, left, y + 4, name, size=11)


def _draw_key(root: Element, rates: RatesByArea, kinds: Sequence[AreaClass], top: float) -> None:
    draw_text(root, 0, top + LINE, line_words(rates), bold=True)
    x = 10.0
    for level in LEVELS:
        draw_line(root, (x, top + 2 * LINE - 4), (x + 24, top + 2 * LINE - 4), GREY, dashes=DASHES[level])
        words = f"{show_level(level)} limits"
        draw_text(root, x + 30, top + 2 * LINE, words)
        x += 50 + LETTER * len(words)
    for number, kind in enumerate(kinds, 3):
        draw_shape(root, kind.shape, 10, top + LINE * number - 4)
        draw_text(root, 22, top + LINE * number, kind.words)
