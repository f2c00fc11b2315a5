"""However a table of counts is laid out, its counts are the same, and no total is among them.

The table is drawn as a list of counts; each layout is written by plain Python, with totals that are right or, for one
of them, wrong by one.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from svtool.files.containers import open_extract
from svtool.files.published_tables import Shape, as_table
from svtool.schema.table_shapes import Unpivot

AREAS, KINDS, MONTHS = ("Wirral", "Sefton", "St. Helens"), ("Knife", "Gun"), ("Apr-21", "May-21", "Jun-21")
NUMBERS = st.lists(st.integers(0, 5_000), min_size=18, max_size=18)
Row = Sequence[str | int]
Counts = dict[tuple[str, str, str], int]
BY_MONTH = Unpivot(format=("Mon-YY",), name=("Month",), value="Count")
BY_KIND = Unpivot(columns=KINDS, name=("Kind",), value="Count")
BOTH = Unpivot(format=("Mon-YY",), name=("Kind", "Month"), value="Count")
LABELS = ["Area", "Kind", "Month"]


def drawn(numbers: Sequence[int]) -> Counts:
    keys = [(area, kind, month) for area in AREAS for kind in KINDS for month in MONTHS]
    return dict(zip(keys, numbers, strict=True))


def total(counts: Counts, *labels: str) -> int:
    return sum(number for key, number in counts.items() if set(labels) <= set(key))


def months_across(counts: Counts) -> list[Row]:
    rows: list[Row] = [("Some counts",), ("Area", "Kind", *MONTHS, "Total")]
    for area in AREAS:
        for kind in KINDS:
            cells = [counts[area, kind, month] for month in MONTHS]
            rows.append((area if kind == KINDS[0] else "", kind, *cells, sum(cells)))
        rows.append((f"{area} total", "", *(total(counts, area, month) for month in MONTHS), total(counts, area)))
    grand = [total(counts, month) for month in MONTHS]
    return [*rows, ("Total", "", *grand, sum(grand)), (), ("Source: made up",)]


def kinds_across(counts: Counts) -> list[Row]:
    rows: list[Row] = [("Area", "Month", *KINDS, "All weapons")]
    for area in (*AREAS, "All areas"):
        of_area = () if area == "All areas" else (area,)
        for month in MONTHS:
            cells = [total(counts, *of_area, kind, month) for kind in KINDS]
            rows.append((area, month, *cells, sum(cells)))
    return rows


def both_across(counts: Counts) -> list[Row]:
    groups = [kind if month == MONTHS[0] else "" for kind in KINDS for month in MONTHS]
    rows: list[Row] = [("", *groups), ("Area", *MONTHS * len(KINDS))]
    return [*rows, *((area, *(counts[area, kind, month] for kind in KINDS for month in MONTHS)) for area in AREAS)]


LAYOUTS = {
    "months across": (months_across, Shape(LABELS, ["Count"], fill_down=True, unpivot=BY_MONTH)),
    "kinds across": (kinds_across, Shape(LABELS, ["Count"], unpivot=BY_KIND)),
    "both across": (both_across, Shape(LABELS, ["Count"], unpivot=BOTH)),
}


def write(folder: Path, rows: Sequence[Row], container: str) -> Path:
    path = folder / f"table.{container}"
    width = max(map(len, rows))
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    if container == "csv":
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows(full)
        return path
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Counts")
        for number, row in enumerate(full):
            sheet.write_row(number, 0, row)
    return path


def read(rows: Sequence[Row], shape: Shape, container: str) -> tuple[list[tuple[Any, ...]], list[str]]:
    """Return the counts that are read, in the order of their labels, and which findings speak of totals."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), rows, container)
        file = as_table(open_extract(path, path.name, shape.known), shape)
        blocks = file.blocks([file.header.index(each) for each in (*LABELS, "Count")])
        found = [row for block in blocks for row in zip(*block.columns.to_pydict().values(), strict=True)]
    return sorted(found), [each.kind.id for each in blocks.account.findings if each.kind.id == "S07"]


@settings(max_examples=15)
@given(NUMBERS, st.sampled_from(sorted(LAYOUTS)), st.sampled_from(["csv", "xlsx"]))
def test_every_layout_holds_the_same_counts(numbers: list[int], layout: str, container: str) -> None:
    counts = drawn(numbers)
    lay_out, shape = LAYOUTS[layout]
    found, differing = read(lay_out(counts), shape, container)
    assert found == sorted((*key, str(number)) for key, number in counts.items())
    assert differing == []


@settings(max_examples=15)
@given(NUMBERS, st.integers(0, 15))
def test_a_total_that_is_wrong_by_one_is_told_and_changes_no_count(numbers: list[int], which: int) -> None:
    counts = drawn(numbers)
    rows = [list(row) for row in months_across(counts)]
    places = [(i, j) for i, row in enumerate(rows) for j in range(2, len(row)) if i > 1]
    totals = [(i, j) for i, j in places if str(rows[i][0]).casefold().endswith("total") or j == 5]
    row, column = totals[which]
    rows[row][column] = int(rows[row][column]) + 1
    found, differing = read(rows, LAYOUTS["months across"][1], "csv")
    assert found == sorted((*key, str(number)) for key, number in counts.items())
    assert differing == ["S07"]
