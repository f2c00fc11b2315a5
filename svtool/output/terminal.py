"""Tables for people: fitted to a terminal, at full width in a pipe, so that nothing is ever cut."""

from __future__ import annotations

import io

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from svtool.commands.measures import Result
from svtool.output.layout import Page, PageNote, lay_out

PIPE_WIDTH = 100_000
NARROWEST = 60
BELOW = 4  # columns by which what belongs to a note is indented


def tables_as_text(result: Result, width: int | None, colour: bool = False) -> str:
    """Return every table as text.

    Args:
        result: the figures.
        width: columns of the terminal; None in a pipe, where lines are as long as they need to be.
        colour: whether to emphasise headings.
    """
    stream = io.StringIO()
    console = open_console(stream, width, colour)
    for number, table in enumerate(result.tables):
        if number:
            console.print()
        _print_page(console, lay_out(result, table), fitted=width is not None)
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
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _print_page(console: Console, page: Page, fitted: bool) -> None:
    for notice in page.notices:
        console.print(Text(notice, style="bold"))
    console.print(Text(page.title, style="bold"))
    for fact in page.facts:
        console.print(Text(fact))
    console.print()
    console.print(_grid(page, fitted))
    notes = [*page.notes, *([PageNote(page.without_row)] if page.without_row else [])]
    if notes:
        console.print()
        console.print(Text("Notes", style="bold"))
        for note in notes:
            console.print(Text(note.text))
            for line in note.below:
                console.print(Padding(Text(line), (0, 0, 0, BELOW)))
    for notice in page.notices:
        console.print(Text(notice, style="bold"))


def _grid(page: Page, fitted: bool) -> RichTable:
    grid = RichTable(
        box=None, show_header=True, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0), expand=False
    )
    shares = [7, *([4] * (len(page.headings) - 1))]
    for heading, share in zip(page.headings, shares, strict=True):
        grid.add_column(heading, ratio=share if fitted else None, overflow="fold", vertical="top")
    if fitted:
        grid.expand = True
    for line in page.lines:
        style = {"group": "bold", "detail": "dim"}.get(line.kind, "")
        if line.kind == "group":
            grid.add_row("")
        label: Text | Padding = Text(line.label.strip(), style=style)
        indent = len(line.label) - len(line.label.lstrip())
        grid.add_row(Padding(label, (0, 0, 0, indent)), *(Text(cell, style=style) for cell in line.cells))
    return grid
