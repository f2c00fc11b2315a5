"""Headers of published tables: one row or several, found by the columns that are named and those that become rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from svtool.files.headers import MOST_LINES_ABOVE, fold_header
from svtool.files.record_lines import FirstLines
from svtool.files.table_cells import Grid
from svtool.files.workbooks import as_text
from svtool.schema.table_shapes import Unpivot
from svtool.schema.written_counts import read_count, without_mark

MOST_HEADER_ROWS = 3
ENOUGH_NUMBERS = 0.5  # of the filled cells of a column that becomes rows because it holds numbers
Cell = Any


@dataclass(frozen=True)
class Head:
    """What stands above a column.

    Attributes:
        position: the column's.
        parts: the texts of the rows of the header, from the top, those of a group repeated; real dates as they are.
        name: the column's name: the parts one after the other, or the last where the mapping knows that.
    """

    position: int
    parts: tuple[Cell, ...]
    name: str


@dataclass(frozen=True)
class TableHeader:
    """The header of a table.

    Attributes:
        first: how many rows stand above it.
        rows: how many rows it takes.
        heads: what stands above each column.
        found: how many of its columns the mapping names, or become rows.
    """

    first: int = 0
    rows: int = 1
    heads: tuple[Head, ...] = field(default=())
    found: int = 0

    @property
    def end(self) -> int:
        """Return how many rows stand above the first row of the table."""
        return self.first + self.rows


def find_table_header(grid: Grid, known: Collection[str], unpivot: Unpivot | None) -> TableHeader:
    """Return the header of a table: the rows above its columns that name most of those that are asked for.

    Args:
        grid: the cells.
        known: the columns that the mapping names, folded.
        unpivot: which columns become rows.
    """
    best = TableHeader()
    lines = _first_lines(grid, unpivot)
    given = len(unpivot.name) if unpivot else 1
    sizes = range(1, MOST_HEADER_ROWS + 1) if given == 1 else [given]
    for rows in sizes:
        for first in range(min(MOST_LINES_ABOVE + 1, len(grid.rows) - rows + 1)):
            heads = _heads(grid, first, rows, known)
            found = sum(fold_header(head.name) in known or becomes_rows(head, unpivot) for head in heads)
            if found > best.found and not lines.has_better(first, rows, found):
                best = TableHeader(first, rows, heads, found)
    return _told_apart(grid, best, known)


def _first_lines(grid: Grid, unpivot: Unpivot | None) -> FirstLines:
    """Return the lines among which the header is, and some records below it; what becomes rows is a name there."""
    above = grid.rows[: MOST_LINES_ABOVE + 1 + MOST_HEADER_ROWS]
    dates = {text_of(cell) for row in above for cell in row if isinstance(cell, date)} if unpivot else set()

    def names(text: str) -> bool:
        return text in dates or becomes_rows(Head(0, (text,), text), unpivot)

    return FirstLines([[text_of(cell) for cell in row] for row in above], names)


def _told_apart(grid: Grid, header: TableHeader, known: Collection[str]) -> TableHeader:
    """Return a header of one row in which names stand twice with the row above it, where that tells them apart."""
    if header.rows > 1 or not header.first or not _stand_twice(header.heads):
        return header
    heads = _heads(grid, header.first - 1, 2, known)
    several = {head.name for head in _stand_twice(heads)}
    joined = [" ".join(filter(None, dict.fromkeys(map(text_of, head.parts)))) for head in heads]
    named = [
        replace(head, name=name) if head.name in several else head for head, name in zip(heads, joined, strict=True)
    ]
    return header if _stand_twice(named) else TableHeader(header.first - 1, 2, tuple(named), header.found)


def _stand_twice(heads: Sequence[Head]) -> list[Head]:
    """Return what stands above columns that have one name."""
    names = Counter(fold_header(head.name) for head in heads if head.name)
    return [head for head in heads if names[fold_header(head.name)] > 1]


def becomes_rows(head: Head, unpivot: Unpivot | None) -> bool:
    """Return whether a column is named as one that becomes rows."""
    if unpivot is None:
        return False
    texts = {head.name, *map(text_of, head.parts)} - {""}
    if unpivot.columns:
        listed = {fold_header(each) for each in unpivot.columns}
        return any(fold_header(each) in listed for each in texts)
    if not unpivot.format:
        return False
    return any(isinstance(each, date) for each in head.parts) or any(map(unpivot.names_date, texts))


def holds_numbers(grid: Grid, header: TableHeader, position: int) -> bool:
    """Return whether the cells of a column are mostly numbers, or symbols in their place."""
    cells = [as_text(row[position]).strip() for row in grid.rows[header.end :] if position < len(row)]
    read = [read_count(cell) for cell in cells if cell]
    numbers = sum(each is not None and each.least is not None for each in read)
    return bool(numbers) and sum(each is not None for each in read) >= ENOUGH_NUMBERS * len(read)


def text_of(cell: Cell) -> str:
    """Return a cell of a header as text, without the marks of footnotes."""
    return without_mark(" ".join(as_text(cell).split()))


def _heads(grid: Grid, first: int, rows: int, known: Collection[str]) -> tuple[Head, ...]:
    above = grid.rows[first : first + rows]
    width = max(map(len, above))
    lines = [[*row, *[""] * (width - len(row))] for row in above]
    for number, line in enumerate(lines[:-1], first):
        _spread(line, grid, number)
    return tuple(_head(position, [line[position] for line in lines], known) for position in range(width))


def _spread(line: list[Cell], grid: Grid, number: int) -> None:
    """Write the text of a group into each of its columns: those that are merged with it, or blank ones at its right."""
    merged = [(left, right) for (top, left), (_, right) in grid.merged if top == number and right > left]
    for left, right in merged:
        for place in range(left, min(right + 1, len(line))):
            line[place] = line[left]
    if not merged:
        for place in range(1, len(line)):
            line[place] = line[place] if as_text(line[place]).strip() else line[place - 1]


def _head(position: int, parts: Sequence[Cell], known: Collection[str]) -> Head:
    """Return what stands above a column; a name that the mapping knows is not joined to its group's."""
    whole = [" ".join(as_text(part).split()) for part in parts]
    bare = [text_of(part) for part in parts]
    alone = [each for each in (*reversed(whole), *reversed(bare)) if fold_header(each) in known]
    together = list(dict.fromkeys(" ".join(filter(None, each)) for each in (whole, bare)))
    joined = [each for each in together if fold_header(each) in known]
    name = next(iter([*joined, *alone]), together[-1])
    return Head(position, tuple(part if isinstance(part, date) else text_of(part) for part in parts), name)
