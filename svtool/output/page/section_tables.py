"""The tables of a profile's section on a page: its figures, and how sure they are, a row for each line of the text."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.commands.measures import Result
from svtool.figures.contract import Figure
from svtool.output.layout import NOT_KNOWN, Page
from svtool.output.page.anchors import anchor_of, plain
from svtool.output.page.grid import Grid, not_known_cell, without_blanks
from svtool.output.page.page_tables import Block, blocks_of, detail_columns, heading_of
from svtool.schema.tables import Table

OF_PARTS = ("undated", "no reference")  # how the details of a part begin, which stand beside its figures
HOW_SURE = "verdicts and limits"


def section_grids(result: Result, table: Table, page: Page) -> list[Grid]:
    """Return the tables of a section: every figure with what is not known, and what else is said of the whole.

    Args:
        result: the figures.
        table: the section.
        page: the section as it is laid out.
    """
    figures = [each for each in result.figures if each.table == table.id]
    cells = [found for row in table.rows for found in _by_cell(figures, row.position)]
    blocks = blocks_of(page.lines)
    found = [_figures(table, page, blocks, cells)]
    sure = _how_sure(table, page, blocks)
    return [*found, sure] if sure else found


def _by_cell(figures: Sequence[Figure], position: int) -> list[list[Figure]]:
    """Return the figures of a row that have columns, those of the whole first and then those of each part."""
    found: dict[tuple[str, ...], list[Figure]] = {}
    for each in figures:
        if each.position == position:
            found.setdefault((each.area, *each.by.values()), []).append(each)
    return [[each for each in own if each.is_column] for own in found.values()]


def _figures(table: Table, page: Page, blocks: Sequence[Block], cells: Sequence[Sequence[Figure]]) -> Grid:
    periods = page.headings[1:]
    beside = [each for each in detail_columns(blocks, periods) if each[0].startswith(OF_PARTS)]
    headings = [
        page.headings[0], *periods, *(f"Not known, {each}" for each in periods),
        *(heading_of(label, periods[place]) for label, place in beside),
    ]  # fmt: skip
    rows = []
    for (line, below), own in zip(blocks, cells, strict=True):
        unknown = below.get(NOT_KNOWN) or [not_known_cell(each) for each in own]
        rows.append([line.label.strip(), *line.cells, *unknown, *_details(below, beside)])
    numbers = frozenset(range(1 + len(periods), 1 + 2 * len(periods)))
    every = [anchor_of(own[0]) if own else "" for own in cells]
    anchors = ["" if each in every[:place] else each for place, each in enumerate(every)]
    name, caption = f"figures-{plain(table.id)}", f"{page.title}: figures"
    return without_blanks(Grid(name, caption, headings, rows, numbers, len(periods), anchors))


def _how_sure(table: Table, page: Page, blocks: Sequence[Block]) -> Grid | None:
    """Return what is said of figures beside what is not known; None where all of it stands in a section above."""
    periods = page.headings[1:]
    columns = [each for each in detail_columns(blocks, periods) if not each[0].startswith(OF_PARTS)]
    rows = [[line.label, *_details(below, columns)] for line, below in blocks if any(_details(below, columns))]
    if not rows:
        return None
    headings = [page.headings[0], *(heading_of(label, periods[place]) for label, place in columns)]
    return without_blanks(Grid(f"sure-{plain(table.id)}", f"{page.title}: {HOW_SURE}", headings, rows))


def _details(below: dict[str, list[str]], columns: Sequence[tuple[str, int]]) -> list[str]:
    return [below[label][place] if label in below else "" for label, place in columns]
