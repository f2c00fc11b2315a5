"""Quotes that swallow rows: a cell that opens one by mistake reads on until another quote closes it, or for good.

A line break inside quotes is legal, so the parser sees nothing wrong. What gives the mistake away is the shape of the
cell: cut at its line breaks, it is the end of one row, whole rows, and the beginning of another.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from svtool.files.text_stream import TextStream

_LINE_END = re.compile(r"\r\n|\r|\n")
_END = "\x00 end"  # no text has it: NUL characters are removed on the way


@dataclass(frozen=True)
class Swallowed:
    """A row in which a quote swallowed those after it.

    Attributes:
        place: how many well-formed rows stand before it.
        record: how many rows of any kind do.
        lines: the lines that it takes.
    """

    place: int
    record: int
    lines: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class QuotedLines:
    """What quotes did to the rows below a header.

    Attributes:
        swallowed: the rows in which a quote that is closed later swallowed others.
        left_open: the lines of the last row if its quote is never closed; none when every quote is.
        well_formed: how many rows have as many cells as the header.
    """

    swallowed: tuple[Swallowed, ...]
    left_open: tuple[str, ...] = field(repr=False)
    well_formed: int


def look_at_quotes(stream: TextStream, delimiter: str, columns: int) -> QuotedLines:
    """Return what quotes did to the rows of a stream, read to its end.

    Args:
        stream: the text below the header.
        delimiter: what separates its cells.
        columns: how many cells a well-formed row has.
    """
    text = io.TextIOWrapper(stream, "utf-8", newline="")  # type: ignore[type-var]
    # A last line of our own tells whether a quote is still open: it is then part of the last cell.
    waiting: list[str] = []
    reader = csv.reader(_kept(itertools.chain(text, [_END]), waiting), delimiter=delimiter)
    found: list[Swallowed] = []
    well_formed = 0
    try:
        for record, row in enumerate(reader):
            if row and row[-1].endswith(_END):
                return QuotedLines(tuple(found), _bare(waiting[:-1]), well_formed)
            if len(row) == columns:
                if len(waiting) > 1 and any(holds_rows(cell, delimiter, columns) for cell in row):
                    found.append(Swallowed(well_formed, record, _bare(waiting)))
                well_formed += 1
            waiting.clear()
    except csv.Error:  # a cell of more than 128 KB
        return QuotedLines(tuple(found), _bare([*waiting, *text]), well_formed)
    return QuotedLines(tuple(found), (), well_formed)


def _kept(lines: Iterable[str], waiting: list[str]) -> Iterator[str]:
    """Yield lines, and keep them for whoever empties the list when they made a record."""
    for line in lines:
        waiting.append(line)
        yield line


def _bare(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.rstrip("\r\n") for line in lines)


def holds_rows(cell: str, delimiter: str, columns: int) -> bool:
    """Return whether a cell is the end of one row, whole rows, and the beginning of another.

    A cell of prose may have as many commas by chance, but prose has a blank after most of them.
    """
    first, *others = [line.count(delimiter) for line in _LINE_END.split(cell)]
    if not others or columns == 1:
        return False
    *between, last = others
    of_prose = cell.count(f"{delimiter} ") * 2 > cell.count(delimiter)
    return first + last == columns - 1 and all(each == columns - 1 for each in between) and not of_prose
