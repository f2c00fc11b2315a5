"""Parquet: the columns of the contract with a type each, the same whatever the figures are."""

from __future__ import annotations

import io
import json
import math
from typing import Any

import pyarrow as pa

from svtool.commands.measures import Result, remarks_of
from svtool.figures.contract import kind_of
from svtool.output.machine import JSON_FORMAT, columns_of, rows_of
from svtool.output.wording.note_words import notes_in_words
from svtool.version import __version__

TYPES = {"whole": pa.int64(), "number": pa.float64(), "day": pa.date32(), "text": pa.string()}


def figures_as_parquet(result: Result) -> bytes:
    """Return the figures as Parquet by the contract; what holds for all of them stands in the file's metadata."""
    rows = rows_of(result)
    schema = pa.schema([(name, TYPES[kind_of(name)]) for name in columns_of(result)], metadata=_metadata(result))
    columns = [pa.array([plain_value(row[each.name], each.type) for row in rows], each.type) for each in schema]
    return as_parquet(pa.Table.from_arrays(columns, schema=schema))


def as_parquet(table: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file."""
    import pyarrow.parquet as pq  # noqa: PLC0415 (who writes no Parquet does not wait for it)

    stream = io.BytesIO()
    pq.write_table(table, stream)
    return stream.getvalue()


def _metadata(result: Result) -> dict[str, str]:
    return {
        "svtool": __version__,
        "svtool.format": JSON_FORMAT,
        "svtool.definition": result.definition.id if result.definition else "",
        "svtool.synthetic": json.dumps(result.synthetic),
        "svtool.notices": json.dumps(notes_in_words(result.notices), ensure_ascii=False),
        "svtool.remarks": json.dumps(notes_in_words(remarks_of(result)), ensure_ascii=False),
    }


def plain_value(value: Any, kind: pa.DataType) -> Any:
    """Return a value as a column of a type takes it: nothing for what is no number."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return float(value) if pa.types.is_floating(kind) else value
