"""A line chart with process limits as SVG: text stays text, shapes differ as well as colours, the same bytes every run.

Written with xml.etree, which escapes what it is given; docs/explanation/charts.md measures it beside matplotlib.
Colours are those of the Analysis Function's palette for charts.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from svtool.output.svg_marks import (
    BLUE,
    GREY,
    INK,
    PALE,
    Shape,
    draw_dots,
    draw_line,
    draw_lines,
    draw_shape,
    draw_shapes,
    draw_text,
    shown,
    svg_as_text,
    svg_root,
)

KeyShape = Shape | Literal["gap", "hidden", "break", "line", "limit", "target"]

SMALL_PLOT, AXIS, GAP_BETWEEN, KEY_LINE = 50, 34, 30, 20
LABEL_LINE = 14
HIDDEN = "c"  # stands where a value is suppressed, as it does in tables
MOST_TICKS = 5
BREAK_DASHES, LIMIT_DASHES, TARGET_DASHES = "2 3", "6 4", "10 3 2 3"


@dataclass(frozen=True)
class Room:
    """How wide a chart is drawn, in pixels, and how many letters surely fit on its lines.

    Attributes:
        width, left, right: of all, and beside the plot.
        plot: how high the plot is.
        title_size, title_line: of the letters of the title, and of its lines.
        letters: on a line of the title; small_letters: on one of the lines below it.
        keys: how many entries of the key stand side by side; key_left: where they begin; key_width: of each.
        names_beside: whether the lines are named where they end; else in the key.
    """

    width: int
    left: int
    right: int
    plot: int
    title_size: int
    title_line: int
    letters: int
    small_letters: int
    keys: int
    key_left: int
    key_width: int
    names_beside: bool


WIDE = Room(720, 56, 130, 200, 15, 20, 88, 110, 3, 56, 220, names_beside=True)
# For phones, and three side by side on paper.
SLIM = Room(340, 42, 8, 140, 13, 16, 46, 54, 2, 10, 165, names_beside=False)


@dataclass(frozen=True)
class Mark:
    """A point of a chart: its value, None for a gap; its shape; the lines there; whether the gap is a hidden value."""

    value: float | None
    shape: Shape = "circle"
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class LineChart:
    """What a chart shows.

    Attributes:
        name: begins the ids of its parts, so that several may stand on one page.
        title: what it shows, in a line.
        description: what it shows, in sentences, for those who do not see it.
        marks: the points in order.
        ticks: place and label of marks on the axis.
        breaks: places at which the lines begin anew.
        key: what each shape means, for the shapes that it has.
        below: the title and values of a small chart of bars below, such as what is not known.
        middle: the name of the line between the limits.
        warnings: what must be seen with it, in sentences below the title.
        target: what the points are to reach.
    """

    name: str
    title: str
    description: str
    marks: Sequence[Mark]
    ticks: Sequence[tuple[int, str]]
    breaks: Sequence[int] = ()
    key: dict[Shape, str] = field(default_factory=dict)
    below: tuple[str, Sequence[float | None]] | None = None
    middle: str = "Mean"
    warnings: Sequence[str] = ()
    target: float | None = None


@dataclass(frozen=True)
class _Plot:
    """A box with its scale: from zero at the bottom to `highest` at the top."""

    top: float
    height: float
    highest: float
    places: int
    room: Room

    @property
    def left(self) -> int:
        return self.room.left

    @property
    def right(self) -> int:
        return self.room.width - self.room.right

    def x(self, place: float) -> float:
        return self.left + (place + 0.5) * (self.right - self.left) / max(self.places, 1)

    def y(self, value: float) -> float:
        return self.top + self.height * (1 - min(max(value, 0), self.highest) / self.highest)


def chart_as_svg(chart: LineChart, room: Room = WIDE, said_by: str = "") -> str:
    """Return a chart as an SVG element, ready to stand in a page or in a file of its own.

    Args:
        chart: what it shows.
        room: how wide it is drawn.
        said_by: the name of another drawing of it on the same page, whose title and description say it for both.
    """
    lines = textwrap.wrap(chart.title, room.letters)
    warnings = [line for each in chart.warnings for line in textwrap.wrap(each, room.small_letters)]
    below_title = 10 + room.title_line * len(lines)
    top = below_title + LABEL_LINE * len(warnings) + 8
    values = [value for mark in chart.marks for value in (mark.value, mark.upper) if value is not None]
    step, highest = _scale(max([0, *values, *([chart.target] if chart.target is not None else [])]))
    plot = _Plot(top, room.plot, highest, len(chart.marks), room)
    bottom = top + room.plot + AXIS
    small = _Plot(bottom + GAP_BETWEEN, SMALL_PLOT, 1, len(chart.marks), room)
    bottom += GAP_BETWEEN + SMALL_PLOT if chart.below else 0
    height = round(bottom + 12 + KEY_LINE * -(-len(_key_entries(chart, room)) // room.keys))
    root = svg_root(chart.name, chart.title, chart.description, room.width, height, said_by)
    for number, line in enumerate(lines):
        draw_text(root, 10, 10 + room.title_line * (number + 1) - 5, line, size=room.title_size, bold=True)
    for number, line in enumerate(warnings):
        draw_text(root, 10, below_title + LABEL_LINE * (number + 1) - 4, line)
    _draw_gaps(root, chart, plot)
    _draw_scale(root, plot, step)
    _draw_axis(root, chart, plot)
    _draw_lines(root, chart, plot)
    _draw_series(root, chart, plot)
    if chart.below:
        _draw_bars(root, chart.below, small)
    _draw_key(root, chart, bottom + KEY_LINE, room)
    return svg_as_text(root)


def _scale(highest: float) -> tuple[float, float]:
    """Return the step between marks of a scale, 1, 2 or 5 times a power of ten, and its end."""
    step = 1.0
    while highest > step * MOST_TICKS:
        step *= 2 if f"{step:.0f}"[0] in "15" else 2.5
    number = -(-highest // step)
    return step, step * max(number, 1)


def _draw_scale(root: Element, plot: _Plot, step: float) -> None:
    values = [step * number for number in range(round(plot.highest / step) + 1)]
    draw_lines(root, [((plot.left, plot.y(value)), (plot.right, plot.y(value))) for value in values], PALE)
    for value in values:
        draw_text(root, plot.left - 8, plot.y(value) + 4, f"{value:,.0f}", anchor="end")


def _draw_axis(root: Element, chart: LineChart, plot: _Plot) -> None:
    bottom = plot.top + plot.height
    marks = [((plot.x(place), bottom), (plot.x(place), bottom + 5)) for place, _ in chart.ticks]
    draw_lines(root, [((plot.left, bottom), (plot.right, bottom)), *marks], INK)
    free_from = 0.0
    for place, label in chart.ticks:
        x = plot.x(place)
        if x >= free_from:
            draw_text(root, x, bottom + 18, label, anchor="middle")
            free_from = x + 8 * len(label)


def _draw_gaps(root: Element, chart: LineChart, plot: _Plot) -> None:
    half = (plot.x(1) - plot.x(0)) / 2
    for place, mark in enumerate(chart.marks):
        if mark.value is None:
            box = {"x": plot.x(place) - half, "y": plot.top, "width": 2 * half, "height": plot.height}
            if mark.is_hidden:
                draw_text(root, plot.x(place), plot.top + plot.height - 6, HIDDEN, anchor="middle")
                continue
            SubElement(root, "rect", {**{name: shown(value) for name, value in box.items()}, "fill": PALE})
    for place in chart.breaks:
        x = plot.x(place) - half
        draw_line(root, (x, plot.top), (x, plot.top + plot.height), INK, dashes=BREAK_DASHES)


def _draw_lines(root: Element, chart: LineChart, plot: _Plot) -> None:
    """Draw mean and limits, stepped where they begin anew, each named at its right end."""
    half = (plot.x(1) - plot.x(0)) / 2
    for name, dashes in (("upper", LIMIT_DASHES), ("mean", ""), ("lower", LIMIT_DASHES)):
        levels = [getattr(mark, name) for mark in chart.marks]
        place = 0
        for level, run in groupby(levels):
            first, place = place, place + len(list(run))
            if level is not None:
                ends = (plot.x(first) - half, plot.y(level)), (plot.x(place - 1) + half, plot.y(level))
                draw_line(root, *ends, GREY, dashes=dashes)
    if chart.target is not None:
        y = plot.y(chart.target)
        draw_line(root, (plot.left, y), (plot.right, y), INK, dashes=TARGET_DASHES)
    if plot.room.names_beside:
        _name_lines(root, chart, plot)


def _name_lines(root: Element, chart: LineChart, plot: _Plot) -> None:
    lowest = -float(LABEL_LINE)
    named = [*_last_lines(chart), *([("Target", chart.target)] if chart.target is not None else [])]
    for y, label in sorted((plot.y(level), f"{name} {level:,.1f}") for name, level in named):
        lowest = max(y, lowest + LABEL_LINE)
        draw_text(root, plot.right + 8, lowest + 4, label)


def _last_lines(chart: LineChart) -> list[tuple[str, float]]:
    """Return the lines at the end of the chart, each with its name."""
    last = chart.marks[-1] if chart.marks else Mark(None)
    levels = (("Upper", last.upper), (chart.middle, last.mean), ("Lower", last.lower))
    return [(name, level) for name, level in levels if level is not None]


def _draw_series(root: Element, chart: LineChart, plot: _Plot) -> None:
    spots = [None if mark.value is None else (plot.x(i), plot.y(mark.value)) for i, mark in enumerate(chart.marks)]
    for is_known, run in groupby(spots, key=lambda spot: spot is not None):
        known = [spot for spot in run if spot is not None] if is_known else []
        if len(known) > 1:
            points = " ".join(f"{shown(x)},{shown(y)}" for x, y in known)
            SubElement(root, "polyline", {"points": points, "fill": "none", "stroke": BLUE, "stroke-width": "2"})
    plain = [spot for mark, spot in zip(chart.marks, spots, strict=True) if spot and mark.shape == "circle"]
    if plain:
        draw_dots(root, plain, BLUE, 7)
    marked = [(mark.shape, spot) for mark, spot in zip(chart.marks, spots, strict=True) if spot]
    for shape, alike in groupby((each for each in marked if each[0] != "circle"), key=lambda each: each[0]):
        draw_shapes(root, shape, [spot for _, spot in alike])


def _draw_bars(root: Element, below: tuple[str, Sequence[float | None]], box: _Plot) -> None:
    title, values = below
    highest = max([1.0, *(value for value in values if value is not None)])
    plot = _Plot(box.top, box.height, highest, box.places, box.room)
    draw_text(root, plot.left, plot.top - 8, title, bold=True)
    for value in (0.0, highest):
        draw_line(root, (plot.left, plot.y(value)), (plot.right, plot.y(value)), PALE if value else INK)
        draw_text(root, plot.left - 8, plot.y(value) + 4, f"{value:,.0f}", anchor="end")
    bottom = shown(plot.top + plot.height)
    bars = "".join(
        f"M{shown(plot.x(place))} {bottom}V{shown(plot.y(known))}" for place, known in enumerate(values) if known
    )
    if bars:
        width = shown(0.7 * (plot.x(1) - plot.x(0)))
        SubElement(root, "path", {"d": bars, "stroke": GREY, "stroke-width": width})


def _key_entries(chart: LineChart, room: Room) -> list[tuple[KeyShape, str]]:
    shapes = {mark.shape for mark in chart.marks if mark.value is not None}
    found: list[tuple[KeyShape, str]] = [(shape, words) for shape, words in chart.key.items() if shape in shapes]
    if any(mark.value is None and not mark.is_hidden for mark in chart.marks):
        found.append(("gap", "not available"))
    if any(mark.is_hidden for mark in chart.marks):
        found.append(("hidden", "suppressed"))
    if chart.breaks:
        found.append(("break", "recording changed"))
    return found if room.names_beside else [*found, *_line_entries(chart)]


def _line_entries(chart: LineChart) -> list[tuple[KeyShape, str]]:
    """Return the lines at the end of the chart for its key: the middle, and both limits in one."""
    lines = dict(_last_lines(chart))
    middle = lines.pop(chart.middle, None)
    limits = " to ".join(f"{level:,.1f}" for level in sorted(lines.values()))
    found: list[tuple[KeyShape, str]] = []
    if middle is not None:
        found.append(("line", f"{chart.middle} {middle:,.1f}"))
    if limits:
        found.append(("limit", f"Limits {limits}"))
    if chart.target is not None:
        found.append(("target", f"Target {chart.target:,.1f}"))
    return found


def _draw_key(root: Element, chart: LineChart, top: float, room: Room) -> None:
    for number, (shape, words) in enumerate(_key_entries(chart, room)):
        x, y = room.key_left + room.key_width * (number % room.keys), top + KEY_LINE * (number // room.keys)
        if shape == "gap":
            look = {"x": shown(x - 6), "y": shown(y - 10), "width": "12", "height": "12", "fill": PALE, "stroke": GREY}
            SubElement(root, "rect", look)
        elif shape == "hidden":
            draw_text(root, x, y, HIDDEN, anchor="middle")
        elif shape == "break":
            draw_line(root, (x, y - 12), (x, y + 2), INK, dashes=BREAK_DASHES)
        elif shape == "line":
            draw_line(root, (x - 6, y - 4), (x + 8, y - 4), GREY)
        elif shape == "limit":
            draw_line(root, (x - 6, y - 4), (x + 8, y - 4), GREY, dashes=LIMIT_DASHES)
        elif shape == "target":
            draw_line(root, (x - 6, y - 4), (x + 8, y - 4), INK, dashes=TARGET_DASHES)
        else:
            draw_shape(root, shape, x, y - 4)
        draw_text(root, x + 12, y, words)
