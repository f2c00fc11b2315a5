"""A table of the project as one would paste it into a document: a row for each measure, one row of headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from svtool.commands.measures import Result
from svtool.commands.report.monthly_panels import Months
from svtool.figures.contract import NOT_APPLICABLE, Figure
from svtool.output.layout import NOT_KNOWN, Line, Page, lay_out
from svtool.output.page.anchors import anchors_of_rows
from svtool.output.page.grid import ARRIVES, Grid, mark, not_known_cell, without_blanks
from svtool.output.page.sparklines import sparklines_of
from svtool.output.page.value_rows import values_grid
from svtool.output.page_notes import PageNote
from svtool.schema.tables import Table

ALL_DAYS = "all"
AS_BROUGHT = "as brought"
MARK = re.compile(r"\[\d+\]")
PICTURE = "Over time"
Block = tuple[Line, dict[str, list[str]]]  # the line of a figure, and the details below it by their label


@dataclass(frozen=True)
class Printed:
    """A table of the project on the page.

    Attributes:
        title, facts: its heading, and what stands before it.
        grid: the table to paste.
        notes: the numbered notes and those of each mark, each with what belongs to it.
        values: the same figures with one value in each column.
    """

    title: str
    facts: Sequence[str]
    grid: Grid
    notes: Sequence[PageNote]
    values: Grid


def print_table(result: Result, table: Table, number: int, months: Sequence[Months] = ()) -> Printed:
    """Return a table of the project as it stands on the page.

    Args:
        result: the figures of the whole area.
        table: one of its tables.
        number: its place on the page.
        months: the measures month by month, as far as these may be shown.
    """
    figures = [figure for figure in result.figures if figure.table == table.id]
    # Rates, and how much monthly counts vary, stand with the values: a pasted table would be too wide for them.
    narrow = replace(result, figures=[replace(figure, rate=None, dispersion=None) for figure in figures])
    page = lay_out(narrow, table)
    title = f"Table {number}: {table.title}"
    values = values_grid(figures, f"values-{number}", f"{title}, with one value in each column")
    grid = _grid(page, figures, table, f"table-{number}", title)
    return Printed(title, page.facts, _with_pictures(grid, len(page.headings), figures, months), page.notes, values)


def _with_pictures(grid: Grid, behind: int, figures: Sequence[Figure], months: Sequence[Months]) -> Grid:
    """Return the table with a picture of each row over time, behind so many columns, where any row has one."""
    pictures = sparklines_of(figures, months)
    if not pictures:
        return grid
    statuses = {figure.position: figure.status for figure in figures if figure.is_column}
    cells = [pictures.get(place) or mark(status or NOT_APPLICABLE) for place, status in statuses.items()]
    rows = [[*row[:behind], cell, *row[behind:]] for row, cell in zip(grid.rows, cells, strict=True)]
    headings = [*grid.headings[:behind], PICTURE, *grid.headings[behind:]]
    numbers = frozenset(place + (place >= behind) for place in grid.numbers)
    return replace(grid, headings=headings, rows=rows, numbers=numbers)


def _grid(page: Page, figures: Sequence[Figure], table: Table, name: str, title: str) -> Grid:
    periods = page.headings[1:]
    blocks = blocks_of(page.lines)
    details = detail_columns(blocks, periods)
    headings = [
        "Measure", *periods, *(f"Not known, {each}" for each in periods), "Days covered",
        *(heading_of(label, periods[place]) for label, place in details), "Group",
    ]  # fmt: skip
    rows = []
    for row, (line, below) in zip(table.rows, blocks, strict=True):
        marks = dict.fromkeys(MARK.findall(" ".join(below.get(NOT_KNOWN, ()))))
        own = [each for each in figures if each.position == row.position and each.is_column]
        rows.append([
            " ".join([line.label, *marks]), *line.cells, *(not_known_cell(each) for each in own), _days(own),
            *(below[label][place] if label in below else "" for label, place in details), row.group,
        ])  # fmt: skip
    numbers = frozenset(range(1 + len(periods), 1 + 2 * len(periods)))
    return without_blanks(Grid(name, title, headings, rows, numbers, len(periods), anchors_of_rows(table)))


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """Return the line of every figure with the details below it by their label."""
    blocks: list[Block] = []
    for line in lines:
        if line.kind == "figure":
            blocks.append((line, {}))
        elif line.kind == "detail":
            blocks[-1][1][line.label.strip()] = line.cells
    return blocks


def heading_of(detail: str, period: str) -> str:
    """Return the heading of a column of details."""
    return f"{detail[0].upper()}{detail[1:]} {period}"


def detail_columns(blocks: Sequence[Block], periods: Sequence[str]) -> list[tuple[str, int]]:
    """Return which details beside what is not known any figure has, each with the place of its period, in order."""
    labels = dict.fromkeys(label for _, below in blocks for label in below if label != NOT_KNOWN)
    return [
        (label, place)
        for label in labels
        for place in range(len(periods))
        if any(label in below and below[label][place] for _, below in blocks)
    ]


def _days(figures: Sequence[Figure]) -> str:
    """Return whether all days of all periods are covered, and of which periods how many are not."""
    if any(figure.unit == ARRIVES for figure in figures):
        return AS_BROUGHT
    parts = [figure for figure in figures if figure.days_covered < figure.days]
    return "; ".join(f"{each.period}: {each.days_covered:,} of {each.days:,}" for each in parts) or ALL_DAYS
