"""Tables for people: fitted to a terminal, at full width in a pipe, so that nothing is ever cut."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from svtool.commands.measures import Result
from svtool.output.layout import Page, lay_out
from svtool.output.page_notes import PageNote
from svtool.output.sections import SectionedPage, lay_out_sections
from svtool.output.wrapping import NARROWEST_CELL, held, released

if TYPE_CHECKING:
    from svtool.output.definition_matrix import Matrix

PIPE_WIDTH = 100_000
NARROWEST = 60
LABEL_SHARE, PERIOD_SHARE = 7, 4  # of the width of a terminal: the column of measures, and that of a period
NOTES_OF_ALL = "Notes on several sections"
BELOW = 4  # columns by which what belongs to a note is indented


def tables_as_text(result: Result, width: int | None, colour: bool = False) -> str:
    """Return every table as text.

    Args:
        result: the figures.
        width: columns of the terminal; None in a pipe, where lines are as long as they need to be.
        colour: whether to emphasise headings.
    """
    stream = io.StringIO()
    console, fitted = open_console(stream, width, colour), width is not None
    if result.profile and len(result.tables) > 1:
        _print_sections(console, lay_out_sections(result), fitted)
        return written(stream)
    for number, table in enumerate(result.tables):
        if number:
            console.print()
        _print_page(console, lay_out(result, table), fitted)
    return written(stream)


def open_console(stream: io.StringIO, width: int | None, colour: bool) -> Console:
    """Return a console that writes into a stream at the width of the terminal, or as wide as need be."""
    return Console(
        file=stream,
        width=max(width, NARROWEST) if width else PIPE_WIDTH,
        force_terminal=colour,
        no_color=not colour,
        highlight=False,
        legacy_windows=False,
        color_system="standard" if colour else None,
    )


def written(stream: io.StringIO) -> str:
    """Return what was written, without blanks at the ends of lines."""
    return released(stream.getvalue())


def line_of(text: str, style: str = "") -> Text:
    """Return a line as a console wraps it."""
    return Text(held(text), style=style)


def _print_sections(console: Console, page: SectionedPage, fitted: bool) -> None:
    _print_head(console, page)
    for section in page.sections:
        console.print()
        _print_page(console, section, fitted)
    if page.notes:
        console.print()
        _print_notes(console, NOTES_OF_ALL, page.notes)
    for notice in page.notices:
        console.print(line_of(notice, "bold"))


def _print_head(console: Console, page: Page | SectionedPage) -> None:
    for notice in page.notices:
        console.print(line_of(notice, "bold"))
    console.print(line_of(page.title, "bold"))
    for fact in page.facts:
        console.print(line_of(fact))


def _print_page(console: Console, page: Page, fitted: bool) -> None:
    _print_head(console, page)
    for columns in _blocks(len(page.headings) - 1, console.width if fitted else None):
        console.print()
        console.print(_grid(page, columns, fitted))
    for matrix in page.matrices:
        console.print()
        console.print(line_of(matrix.title, "bold"))
        console.print(_small_grid(matrix))
    notes = [*page.notes, *([PageNote(page.without_row)] if page.without_row else [])]
    if notes:
        console.print()
        _print_notes(console, "Notes", notes)
    for notice in page.notices:
        console.print(line_of(notice, "bold"))


def _print_notes(console: Console, heading: str, notes: Sequence[PageNote]) -> None:
    console.print(line_of(heading, "bold"))
    for note in notes:
        console.print(line_of(note.text))
        for line in note.below:
            console.print(Padding(line_of(line), (0, 0, 0, BELOW)))


def _small_grid(matrix: Matrix) -> RichTable:
    grid = RichTable(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for number, heading in enumerate(matrix.headings):
        grid.add_column(line_of(heading), justify="right" if number else "left", overflow="fold", vertical="bottom")
    for row in matrix.rows:
        grid.add_row(*map(line_of, row))
    return grid


def _blocks(periods: int, width: int | None) -> list[range]:
    """Return the periods that stand beside each other; more than a terminal has room for stand below."""
    if not width or not periods:
        return [range(periods)]
    room = max((width * PERIOD_SHARE // NARROWEST_CELL - LABEL_SHARE) // PERIOD_SHARE, 1)
    number = -(-periods // room)
    most = -(-periods // number)  # as many in each, as far as they go
    return [range(first, min(first + most, periods)) for first in range(0, periods, most)]


def _grid(page: Page, periods: range, fitted: bool) -> RichTable:
    grid = RichTable(
        box=None, show_header=True, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0), expand=False
    )
    shares = [LABEL_SHARE, *([PERIOD_SHARE] * len(periods))]
    headings = [page.headings[0], *(page.headings[1 + each] for each in periods)]
    for heading, share in zip(headings, shares, strict=True):
        grid.add_column(line_of(heading), ratio=share if fitted else None, overflow="fold", vertical="top")
    if fitted:
        grid.expand = True
    for line in page.lines:
        cells = [line.cells[each] for each in periods] if line.cells else []
        if line.kind == "detail" and not any(cells):
            continue
        style = {"group": "bold", "detail": "dim"}.get(line.kind, "")
        if line.kind == "group":
            grid.add_row("")
        label: Text | Padding = line_of(line.label.strip(), style)
        indent = len(line.label) - len(line.label.lstrip())
        grid.add_row(Padding(label, (0, 0, 0, indent)), *(line_of(cell, style) for cell in cells))
    return grid
