"""Small tables of text: names at the left, numbers at the right, wrapped to a terminal and whole in a pipe."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from svtool.output.wrapping import on_one_line

GAP = 2
NARROWEST = 12  # of a column of words


def aligned(heads: Sequence[str], rows: Sequence[Sequence[str]], words: set[int], width: int | None) -> list[str]:
    """Return a table as lines, its heads first.

    Args:
        heads: what the columns are called.
        rows: the cells.
        words: which columns hold words, and may be wrapped; the others hold numbers.
        width: columns of the terminal; None in a pipe.
    """
    cells = [[on_one_line(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    if width is not None:
        _shrink(widths, words, width)
    return [line for row in cells for line in _lines(row, widths, words)]


def _shrink(widths: list[int], words: set[int], width: int) -> None:
    """Take width from the widest columns of words until a table fits, or they are as narrow as can be read."""
    while sum(widths) + GAP * (len(widths) - 1) > width:
        widest = max(words, key=lambda column: widths[column])
        if widths[widest] <= NARROWEST:
            return
        widths[widest] -= 1


def _lines(row: Sequence[str], widths: Sequence[int], words: set[int]) -> list[str]:
    parts = [
        textwrap.wrap(cell, widths[column]) or [""] if column in words else [cell] for column, cell in enumerate(row)
    ]
    height = max(map(len, parts))
    lines = []
    for number in range(height):
        texts = [each[number] if number < len(each) else "" for each in parts]
        cells = [
            text.ljust(widths[column]) if column in words else text.rjust(widths[column])
            for column, text in enumerate(texts)
        ]
        lines.append((" " * GAP).join(cells).rstrip())
    return lines
