"""The permanent address of each figure on a page: made of its table, measure and area, and the same in every run.

`home_office.ed_knife_or_sharp` is the row of a measure in a table, `home_office.ed_knife_or_sharp.E08000012` its row in
the table of areas; groups of a breakdown follow the area.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svtool.commands.report import Report
from svtool.commands.report.measures_by_area import latest_of
from svtool.counting.cells import ALL_LABEL
from svtool.figures.contract import Figure
from svtool.schema.tables import Table


@dataclass(frozen=True)
class Links:
    """Where the rows of a measure stand.

    Attributes:
        measure: its title.
        rows: what a row is called, and the id of its place on the page; the whole first.
    """

    measure: str
    rows: Sequence[tuple[str, str]]


def anchor_of(figure: Figure) -> str:
    """Return the id of a figure's row: its table, measure, area and groups, joined with points."""
    area = [] if figure.place == "whole" else [figure.area_code or plain(figure.area)]
    groups = [plain(value) for value in figure.by.values() if value != ALL_LABEL]
    return ".".join([figure.table, figure.measure_id, *area, *groups])


def anchors_of_rows(table: Table) -> list[str]:
    """Return the id of each row of a table; a measure that stands in it again is numbered."""
    found: list[str] = []
    for row in table.rows:
        name = f"{table.id}.{row.measure.id}"
        again = sum(each == name or each.startswith(f"{name}.") for each in found)
        found.append(f"{name}.{again + 1}" if again else name)
    return found


def anchors_of_parts(by_part: Mapping[str, Sequence[Figure]]) -> list[str]:
    """Return the id of each row of a table of areas or groups; none for the whole, whose place is in its table."""
    _, *parts = by_part.values()
    return ["", *(anchor_of(latest_of(figures)) for figures in parts)]


def links_of(report: Report) -> list[Links]:
    """Return where the figures of a page stand, in the order of the tables."""
    parts: dict[tuple[str, str], list[tuple[str, str]]] = {}
    of_groups = [each.by_group for each in report.groups.measures] if report.groups else []
    for by_part in (*(each.by_area for each in report.areas), *of_groups):
        first = next(iter(by_part.values()))[0]
        rows = [pair for pair in zip(by_part, anchors_of_parts(by_part), strict=True) if pair[1]]
        parts.setdefault((first.table, first.measure_id), []).extend(rows)
    return [
        Links(row.measure.title, [(report.whole, name), *parts.pop((table.id, row.measure.id), [])])
        for table in report.result.tables
        for row, name in zip(table.rows, anchors_of_rows(table), strict=True)
    ]


def plain(text: str) -> str:
    """Return a name as a part of an id: its letters and figures, with hyphens between."""
    return re.sub(r"\W+", "-", text.lower()).strip("-")
