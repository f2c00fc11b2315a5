"""Two files of results held against each other: the places that differ, and never what stands there."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from svtool.figures.contract import columns
from svtool.output.content import cells_fingerprint, places_that_differ

ROW = {
    **dict.fromkeys(columns(("area", "sex")), ""),
    "table": "ours", "position": "1", "measure_id": "thefts", "area": "Wirral", "sex": "all", "period": "2021",
    "period_start": "2021-01-01", "count": "5",
}  # fmt: skip
OTHER = {**ROW, "sex": "female", "count": "3"}
THEFTS = "table ours, measure thefts, area Wirral, sex all, period 2021"


def as_csv(*rows: dict[str, Any]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(ROW), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def as_json(*rows: dict[str, Any], **rest: Any) -> bytes:
    return json.dumps({"figures": rows, **rest}).encode()


def as_parquet(*rows: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows)), stream)
    return stream.getvalue()


WRITERS = {"csv": as_csv, "json": as_json, "parquet": as_parquet}


@pytest.mark.parametrize("format_", WRITERS)
def test_a_figure_that_differs_is_named_by_its_place(format_: str) -> None:
    write = WRITERS[format_]
    assert places_that_differ(format_, write(ROW, OTHER), write(ROW, OTHER)) == []
    changed = {**ROW, "count": "", "status": "c"}
    assert places_that_differ(format_, write(ROW, OTHER), write(changed, OTHER)) == [f"{THEFTS}: count, status"]


@pytest.mark.parametrize("format_", WRITERS)
def test_a_row_that_only_one_has_is_named(format_: str) -> None:
    write = WRITERS[format_]
    assert places_that_differ(format_, write(ROW, OTHER), write(OTHER)) == [f"{THEFTS}: only in the file"]
    assert places_that_differ(format_, write(OTHER), write(ROW, OTHER)) == [f"{THEFTS}: not in the file"]


def test_what_is_no_figure_is_named_as_such() -> None:
    assert places_that_differ("json", as_json(ROW, ledgers=1), as_json(ROW, ledgers=2)) == ["ledgers (no figure)"]


def test_lines_of_text_are_named_by_their_numbers() -> None:
    assert places_that_differ("table", b"a\nb\n", b"a\nc\nd\n") == ["line 2", "line 3"]


@pytest.mark.parametrize("format_", ["csv", "json", "parquet", "xlsx", "ods"])
@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"[1]", b"a,b\n1,2\n"])
def test_what_is_not_of_its_format_is_told_in_a_word(format_: str, content: bytes) -> None:
    whole = WRITERS[format_](ROW) if format_ in WRITERS else b""
    with pytest.raises(ValueError, match=f"can't be read as {format_}"):
        places_that_differ(format_, content, whole)


def test_a_fingerprint_of_what_is_no_workbook() -> None:
    with pytest.raises(ValueError, match="can't be read as a workbook"):
        cells_fingerprint(b"nothing")
