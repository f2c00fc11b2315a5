"""What files of results hold, read back: to tell whether two of them say the same, and where they do not.

Places are named (table, measure, area, period, column; sheet and cell), never what stands there: one of two files may
show what the other suppresses.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from svtool.figures.contract import AFTER_BY, KEY_BEFORE_BY
from svtool.output.workbook.sheet_words import CONTACT, COVER

Rows = dict[tuple[str, ...], Mapping[str, Any]]
NAMED = ("table", "measure_id", "area")
PLACED = ("table", "position", "area")


def cells_fingerprint(workbook: bytes) -> str:
    """Return the SHA-256 of a workbook's sheets and cells, whatever else is in its file, and whoever is to be asked.

    Raises:
        ValueError: it can't be read.
    """
    cells = json.dumps(list(_sheets(workbook).items()), ensure_ascii=False, default=str)
    return hashlib.sha256(cells.encode("utf-8")).hexdigest()


def places_that_differ(format_: str, before: bytes, after: bytes) -> list[str]:
    """Return where two files of one format say different things, in the order of the first; nothing where they agree.

    Raises:
        ValueError: one of them can't be read as this format.
    """
    try:
        return COMPARED[format_](before, after)
    except (ValueError, KeyError, TypeError, csv.Error, pa.ArrowException) as error:
        raise ValueError(f"can't be read as {format_}") from error


def _lines(before: bytes, after: bytes) -> list[str]:
    one, other = (content.decode("utf-8").splitlines() for content in (before, after))
    longest = max(len(one), len(other))
    one, other = (lines + [""] * (longest - len(lines)) for lines in (one, other))
    return [f"line {number}" for number, pair in enumerate(zip(one, other, strict=True), start=1) if len({*pair}) > 1]


def _csv(before: bytes, after: bytes) -> list[str]:
    return _compare_rows(_csv_rows(before), _csv_rows(after))


def _csv_rows(content: bytes) -> Rows:
    reader = csv.DictReader(io.StringIO(content.decode("utf-8")))
    if not {*PLACED} <= {*(reader.fieldnames or ())}:
        raise KeyError(PLACED)
    return _by_key(list(reader))


def _parquet(before: bytes, after: bytes) -> list[str]:
    import pyarrow.parquet as pq  # noqa: PLC0415 (writing results waits for no reader of them)

    return _compare_rows(*(_by_key(pq.read_table(pa.BufferReader(each)).to_pylist()) for each in (before, after)))


def _star(before: bytes, after: bytes) -> list[str]:
    import pyarrow.parquet as pq  # noqa: PLC0415 (writing results waits for no reader of them)

    one, other = (pq.read_table(pa.BufferReader(each)) for each in (before, after))
    if one.schema != other.schema:
        return ["columns"]
    pairs = zip_longest(one.to_pylist(), other.to_pylist())
    return [f"row {number}" for number, (row, again) in enumerate(pairs, start=1) if row != again]


def _json(before: bytes, after: bytes) -> list[str]:
    one, other = json.loads(before), json.loads(after)
    rest = [name for name in {**one, **other} if name != "figures" and one.get(name) != other.get(name)]
    return _compare_rows(_by_key(one["figures"]), _by_key(other["figures"])) + [f"{name} (no figure)" for name in rest]


def _by_key(rows: list[dict[str, Any]]) -> Rows:
    """Return rows by what they are about: table, position, area, breakdowns, period."""
    found: Rows = {}
    for row in rows:
        found[tuple(str(row[name]) for name in (*PLACED, *_breakdowns(row), "period_start", "period"))] = row
    return found


def _breakdowns(row: Mapping[str, Any]) -> list[str]:
    names = list(row)
    return names[names.index(KEY_BEFORE_BY[-1]) + 1 : names.index(AFTER_BY[0])]


def _compare_rows(before: Rows, after: Rows) -> list[str]:
    found: list[str] = []
    for key, row in before.items():
        if key not in after:
            found.append(f"{_name_row(row)}: only in the file")
            continue
        names = [name for name in {**row, **after[key]} if row.get(name) != after[key].get(name)]
        if names:
            found.append(f"{_name_row(row)}: {', '.join(names)}")
    return found + [f"{_name_row(row)}: not in the file" for key, row in after.items() if key not in before]


def _name_row(row: Mapping[str, Any]) -> str:
    parts = [f"{name.removesuffix('_id')} {row[name]}" for name in NAMED]
    parts += [f"{name} {row[name]}" for name in _breakdowns(row)]
    return ", ".join([*parts, f"period {row['period']}"])


def _workbook(before: bytes, after: bytes) -> list[str]:
    one, other = _sheets(before), _sheets(after)
    found: list[str] = []
    for name in {**one, **other}:
        if name not in one or name not in other:
            found.append(f"sheet {name}: {'only' if name in one else 'not'} in the file")
            continue
        cells, others = _by_place(one[name]), _by_place(other[name])
        found += [
            f"sheet {name}: cell {place}" for place in {**cells, **others} if cells.get(place) != others.get(place)
        ]
    return found


def _sheets(workbook: bytes) -> dict[str, list[list[Any]]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
        found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except CalamineError as error:
        raise ValueError("can't be read as a workbook") from error
    return {name: _without_contact(rows) if name == COVER else rows for name, rows in found.items()}


def _without_contact(cover: list[list[Any]]) -> list[list[Any]]:
    """Return the rows of a cover down to the heading below which a person may write, as wide as what stands there."""
    end = next((place for place, row in enumerate(cover) if row[:1] == [CONTACT]), len(cover))
    kept = cover[:end]
    width = max((j for row in kept for j, cell in enumerate(row, start=1) if cell != ""), default=0)
    return [row[:width] for row in kept] + [[CONTACT]] * (end < len(cover))


def _by_place(rows: list[list[Any]]) -> dict[str, Any]:
    return {f"{_letters(j)}{i}": cell for i, row in enumerate(rows, 1) for j, cell in enumerate(row) if cell != ""}


def _letters(column: int) -> str:
    """Return how a spreadsheet calls a column: A, B … Z, AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


COMPARED: dict[str, Callable[[bytes, bytes], list[str]]] = {
    "table": _lines,
    "html": _lines,
    "text": _lines,
    "svg": _lines,
    "reply": _lines,
    "rejected": _lines,
    "csv": _csv,
    "json": _json,
    "xlsx": _workbook,
    "ods": _workbook,
    "parquet": _parquet,
    "star": _star,
}
