"""A star of Parquet files, as reporting programs want it: figures in the middle, and around them what they are about.

A figure points with a whole number to its measure, area, period and to each part that it is broken down by. Together
the files say what one row of the contract says, no more: what a policy hides is in none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from svtool.commands.measures import Result, remarks_of
from svtool.figures.contract import STATUSES, kind_of
from svtool.output.machine import columns_of, notes_of, rows_of
from svtool.output.parquet import TYPES, as_parquet, plain_value
from svtool.output.wording.note_words import notes_in_words
from svtool.schema.policies import NO_POLICY
from svtool.version import __version__

FIGURES, STATUS, NOTES, RUN = "figures", "statuses", "notes", "run"
KEY, BY = "_key", "by_"
# What figures are about: the columns of the contract that stand once for each of them. Breakdowns have one each too.
AROUND = {
    "measures": (
        "table", "position", "group", "measure_id", "measure", "source", "unit", "definition", "date_basis",
        "value_unit", "desired",
    ),
    "areas": ("area_basis", "area_code", "area"),
    "periods": ("period", "period_start", "period_end", "days"),
}  # fmt: skip
ONE_OF = {"measures": "measure", "areas": "area", "periods": "period"}
Row = Mapping[str, Any]


def star_of(result: Result) -> dict[str, pa.Table]:
    """Return the tables of a star, by their names: the figures first."""
    rows = rows_of(result)
    around = AROUND | {f"{BY}{name}": (name,) for name in result.by if name != "area"}
    keys = {name: _numbered(rows, columns) for name, columns in around.items()}
    pointed = {name for columns in around.values() for name in columns}
    own = [name for name in columns_of(result) if name not in pointed and name != "notes"]
    figures = {"figure_key": pa.array(range(1, len(rows) + 1), pa.int64())}
    for name, columns in around.items():
        numbers = [keys[name][_parts(row, columns)] for row in rows]
        figures[key_of(name)] = pa.array(numbers, pa.int64())
    figures |= {name: _column((row[name] for row in rows), name) for name in own}
    found = {FIGURES: pa.table(figures)}
    found |= {name: _around(name, columns, keys[name]) for name, columns in around.items()}
    return found | {STATUS: _statuses(), NOTES: _notes(result), RUN: _run(result)}


def key_of(name: str) -> str:
    """Return the column in which figures point to a table around them."""
    return f"{ONE_OF.get(name, name.removeprefix(BY))}{KEY}"


def star_as_files(result: Result) -> dict[str, bytes]:
    """Return the tables of a star as Parquet, by their names."""
    return {name: as_parquet(table) for name, table in star_of(result).items()}


def _parts(row: Row, columns: Iterable[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in columns)


def _numbered(rows: Iterable[Row], columns: tuple[str, ...]) -> dict[tuple[Any, ...], int]:
    """Return each thing that figures are about with its number, from 1 on, in the order of the figures."""
    different = dict.fromkeys(_parts(row, columns) for row in rows)
    return {parts: number for number, parts in enumerate(different, start=1)}


def _around(name: str, columns: tuple[str, ...], keys: Mapping[tuple[Any, ...], int]) -> pa.Table:
    cells = list(zip(*keys, strict=True)) if keys else [()] * len(columns)
    own = {each: _column(of_column, each) for each, of_column in zip(columns, cells, strict=True)}
    return pa.table({key_of(name): pa.array(keys.values(), pa.int64()), **own})


def _column(cells: Iterable[Any], name: str) -> pa.Array:
    kind = TYPES[kind_of(name)]
    return pa.array([plain_value(cell, kind) for cell in cells], kind)


def _statuses() -> pa.Table:
    """Return what stands in `status`, `change_status` and `rate_status`."""
    return pa.table({"status": ["", *STATUSES], "meaning": ["a figure like any other", *STATUSES.values()]})


def _notes(result: Result) -> pa.Table:
    """Return the notes of all figures, a row each."""
    found = [
        (number, place, note)
        for number, figure in enumerate(result.figures, start=1)
        for place, note in enumerate(notes_of(figure, result), start=1)
    ]
    numbers, places, notes = zip(*found, strict=True) if found else ((), (), ())
    return pa.table({
        "figure_key": pa.array(numbers, pa.int64()), "position": pa.array(places, pa.int64()),
        "note": pa.array(notes, pa.string()),
    })  # fmt: skip


def _run(result: Result) -> pa.Table:
    """Return what holds for all figures, a row each: what must be said of them, by which definition and policy."""
    told = [
        ("svtool", __version__),
        ("definition", result.definition.id if result.definition else ""),
        ("disclosure", result.policy.id if result.policy else NO_POLICY),
        ("synthetic", "yes" if result.synthetic else "no"),
        *(("notice", words) for words in notes_in_words(result.notices)),
        *(("remark", words) for words in notes_in_words(remarks_of(result))),
    ]
    names, values = zip(*told, strict=True)
    return pa.table({"name": pa.array(names, pa.string()), "value": pa.array(values, pa.string())})
