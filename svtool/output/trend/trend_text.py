"""A trend for people: a chart of plain characters, the signals in words, the table, the notes."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from svtool.commands.trend.series_points import MONTH, Series, SeriesPoint, Trend
from svtool.output.terminal import line_of, open_console, written
from svtool.output.trend.series_rows import rows_of
from svtool.output.wording.note_words import notes_in_words
from svtool.output.wording.number_words import show_number
from svtool.output.wording.series_words import method_words
from svtool.output.wrapping import HOLD
from svtool.statistics.rounding import round_half_away

HEIGHT = 13  # rows of a chart
EDGE = 8  # columns left of a chart, for the numbers
LABEL = 18  # columns right of it, for the names of the lines
# Signs that every console has: Windows-1252 and old ones too.
SIGNS = {"": "o", "up": "^", "down": "v"}
MEAN_SIGN, LIMIT_SIGN, PROVISIONAL_SIGN, GAP_SIGN = "-", ".", "p", "x"
KEY = "o month  ^ signal, up  v signal, down  p provisional  x not available  - mean  . limits"
BETWEEN_KEY = "o days since the event before  ^ signal, up  v signal, down  x not available  - centre  . limits"


def trend_as_text(trend: Trend, width: int | None, colour: bool = False) -> str:
    """Return every series as text.

    Args:
        trend: the series.
        width: columns of the terminal; None in a pipe, where lines are as long as they need to be.
        colour: whether to emphasise headings.
    """
    stream = io.StringIO()
    console = open_console(stream, width, colour)
    for number, series in enumerate(trend.series):
        if number:
            console.print()
        _print_series(console, series, trend, width)
    return written(stream)


def _print_series(console: Console, series: Series, trend: Trend, width: int | None) -> None:
    for notice in notes_in_words([*trend.notices, *series.notices]):
        console.print(line_of(notice, "bold"))
    console.print(line_of(f"{series.measure}, month by month", "bold"))
    for fact in _facts(series):
        console.print(line_of(fact))
    if series.months:
        console.print()
        for line in draw(series.charted, width):
            console.print(Text(each_together(line) if line in (KEY, BETWEEN_KEY) else line))
    if series.months:
        _print_list(console, "Signals", notes_in_words(series.signals) or ["None."])
        for points in (series.between, series.months):
            if points:
                console.print()
                console.print(_grid(points))
    _print_list(console, "Notes", notes_in_words(series.notes))
    for notice in notes_in_words([*trend.notices, *series.notices]):
        console.print(line_of(notice, "bold"))


def each_together(key: str) -> str:
    """Return a key in which no line ends between a sign and what it means."""
    return "  ".join(item.replace(" ", HOLD) for item in key.split("  "))


def _facts(series: Series) -> list[str]:
    wanted = f"A {series.desired} is desired" if series.desired else "Neither a fall nor a rise is desired"
    area = [f"Area: {series.area}"] if series.area else []
    return [*area, f"Method: {method_words(series.method)}", wanted]


def _print_list(console: Console, heading: str, lines: Sequence[str]) -> None:
    if lines:
        console.print()
        console.print(line_of(heading, "bold"))
    for line in lines:
        console.print(line_of(line))


def draw(points: Sequence[SeriesPoint], width: int | None) -> list[str]:
    """Return a chart of plain characters, from zero to the highest point or limit, and its key.

    Args:
        points: months, or days between events.
        width: columns of the terminal; a longer series shows its latest points.
    """
    room = (width - EDGE - LABEL) if width else 2 * len(points)
    shown = points[-max(room, 1) :]
    step = 2 if 2 * len(shown) <= room else 1
    top = max([0, *(each for point in shown for each in (point.value, point.upper) if each is not None)]) or 1
    rows = [[" "] * (step * len(shown)) for _ in range(HEIGHT)]
    for place, point in enumerate(shown):
        _draw_lines(rows, point, step * place, step, top)
    for place, point in enumerate(shown):
        _draw_point(rows, point, step * place, top)
    names = _line_names(shown[-1], top)
    chart = [
        f"{_edge(number, top):>{EDGE - 2}} |{''.join(row)} {names.get(number, '')}".rstrip()
        for number, row in enumerate(rows)
    ]
    chart += _axis(shown, step)
    chart.append(KEY if points[0].series == MONTH else BETWEEN_KEY)
    if len(shown) < len(points):
        chart.append(f"The chart shows the last {len(shown)} of {len(points)}; the table has all.")
    return chart


def _row_of(value: float, top: float) -> int:
    return HEIGHT - 1 - int(round_half_away(min(max(value, 0), top) / top * (HEIGHT - 1)))


def _draw_lines(rows: list[list[str]], point: SeriesPoint, column: int, step: int, top: float) -> None:
    for value, sign in ((point.upper, LIMIT_SIGN), (point.lower, LIMIT_SIGN), (point.mean, MEAN_SIGN)):
        if value is not None:
            for each in range(column, column + step):
                rows[_row_of(value, top)][each] = sign


def _draw_point(rows: list[list[str]], point: SeriesPoint, column: int, top: float) -> None:
    if point.value is None:
        rows[-1][column] = GAP_SIGN
        return
    sign = PROVISIONAL_SIGN if point.status else SIGNS[point.direction]
    rows[_row_of(point.value, top)][column] = sign


def _line_names(last: SeriesPoint, top: float) -> dict[int, str]:
    """Return the name of each line at its row on the right; of two on one row both."""
    names: dict[int, str] = {}
    middle = "mean" if last.series == MONTH else "centre"
    for name, value in (("upper", last.upper), (middle, last.mean), ("lower", last.lower)):
        if value is not None:
            row = _row_of(value, top)
            names[row] = f"{names[row]}, {name}" if row in names else f"{name} {show_number(value)}"
    return names


def _edge(row: int, top: float) -> str:
    return show_number(top * (HEIGHT - 1 - row) / (HEIGHT - 1)) if row % 4 == 0 else ""


def _axis(points: Sequence[SeriesPoint], step: int) -> list[str]:
    """Return the axis with a mark at the first point of every year, and the years where there is room for them."""
    years = [point.month[:4] for point in points]
    firsts = [place for place, year in enumerate(years) if place == 0 or year != years[place - 1]]
    marks, labels = ["-"] * (step * len(points)), [" "] * (step * len(points) + 5)
    for place in firsts:
        marks[step * place] = "+"
    # The first year may be a short one, whose label would stand in the way of the next.
    for place in [*firsts[1:], firsts[0]]:
        column = step * place
        if not "".join(labels[max(column - 1, 0) : column + 5]).strip():
            labels[column : column + 4] = years[place]
    return [f"{'':>{EDGE - 2}} +{''.join(marks)}", f"{'':>{EDGE}}{''.join(labels)}".rstrip()]


def _grid(points: Sequence[SeriesPoint]) -> RichTable:
    grid = RichTable(box=None, show_header=True, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    headings, rows = rows_of(points)
    for place, heading in enumerate(headings[:-1]):
        # Headings wrap where there is little room, numbers never.
        widest = max([len(cells[place]) for cells in rows] + [len(word) for word in heading.split()])
        grid.add_column(heading, justify="right" if place else "left", min_width=widest, vertical="top")
    grid.add_column(headings[-1], overflow="fold")
    for cells in rows:
        grid.add_row(*(line_of(cell) for cell in cells))
    return grid
