"""Rows that are not as wide as their header, or that a quote made of several lines: what each is, as it stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from svtool.errors import several
from svtool.files.account import RejectedRow
from svtool.findings.message import Message, counted, numeral, say

SPLIT = "a line break splits the row"
MOST_PARTS = 4  # of a row that line breaks split
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, as an editor counts them; a line break at its end begins no other."""
    lines = _LINE_BREAK.split(text)
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def first_record(text: str, delimiter: str) -> list[str]:
    """Return the cells of the first record of a text."""
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:  # a cell of more than 128 KB; an exception out of a row handler would print the row
        return [text]


@cache  # a file may have a million of them
def wrong_width(cells: int, expected: int) -> Message:
    """Return the reason for which a row of another width than the header is rejected."""
    return say(counted(cells, "cell", "cells"), " instead of ", numeral(str(expected)))


def swallowed_lines(file: str, record: int, lines: Sequence[str]) -> list[RejectedRow]:
    """Return the lines that a quote made into one record, each as a row that was lost: people check lines."""
    reason = f"opens a quote that is not closed on its line: {several(len(lines), 'line', 'lines')} read as one"
    return [RejectedRow(file, record, reason, line, "H10", below=below) for below, line in enumerate(lines)]


def mark_split_rows(rejected: Sequence[RejectedRow], delimiter: str, width: int) -> list[RejectedRow]:
    """Return rejected rows, those marked that make one whole row together with their neighbours.

    Args:
        rejected: rejected rows in the order of the file.
        delimiter: between their cells.
        width: the number of cells of the header.
    """
    marked = list(rejected)
    for start, end in _runs(rejected):
        cells = [len(first_record(row.text, delimiter)) for row in rejected[start:end]]
        at = 0
        while at < len(cells):
            parts = _parts_of_one_row(cells[at : at + MOST_PARTS], width)
            for i in range(start + at, start + at + parts):
                marked[i] = replace(rejected[i], told=SPLIT, kind="R03")
            at += max(parts, 1)
    return marked


def _runs(rejected: Sequence[RejectedRow]) -> Iterable[tuple[int, int]]:
    """Yield where runs of neighbouring rows of the wrong width begin and end."""
    ends = [
        i + 1
        for i, (one, other) in enumerate(pairwise(rejected))
        if other.record != one.record + 1 or {one.kind, other.kind} != {"R02"}
    ]
    for start, end in pairwise([0, *ends, len(rejected)]):
        if end - start > 1:
            yield start, end


def _parts_of_one_row(cells: Sequence[int], width: int) -> int:
    """Return how many of the first rows make one row of the full width; 0 when none do."""
    found = cells[0]
    for number, more in enumerate(cells[1:], start=2):
        found += more - 1  # the line break stands within a cell
        if found == width:
            return number
    return 0
