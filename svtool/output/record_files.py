"""Records as files, in batches: CSV whose cells no spreadsheet would calculate, or Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from svtool.errors import UsageError
from svtool.output.writing import replacing

FORMULA = r"^[=+@\-\t\r]"  # CWE-1236: a cell that begins so is a formula to a spreadsheet
SUFFIXES = (".csv", ".parquet")


def check_suffix(out: Path) -> None:
    """Check that a file's name says how it is to be written.

    Raises:
        UsageError: its suffix is neither .csv nor .parquet.
    """
    if out.suffix.lower() not in SUFFIXES:
        raise UsageError(f"--out {out}: ends neither in .csv nor in .parquet; name the file so.")


def write_records(schema: pa.Schema, batches: Iterator[pa.RecordBatch], out: Path) -> None:
    """Write records as they come, one batch in memory at a time; the file is replaced whole, or not at all.

    Raises:
        UsageError: the file can't be written.
    """
    check_suffix(out)
    with replacing(out) as stream:
        if out.suffix.lower() == ".parquet":
            with pq.ParquetWriter(stream, schema) as parquet:
                for batch in batches:
                    parquet.write_batch(batch)
            return
        with pa_csv.CSVWriter(stream, schema) as text:
            for batch in batches:
                text.write_batch(_safe(batch))


def _safe(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = []
    for column in batch.columns:
        is_text = pa.types.is_string(column.type)
        formula = pc.match_substring_regex(column, FORMULA) if is_text else None
        if formula is not None and pc.any(formula).as_py():
            columns.append(pc.if_else(formula, pc.binary_join_element_wise("'", column, ""), column))
        else:
            columns.append(column)
    return pa.record_batch(columns, schema=batch.schema)


def as_csv(rows: pd.DataFrame) -> str:
    """Return rows of text as CSV, no cell of which a spreadsheet would calculate."""
    safe = rows.apply(lambda column: column.where(~column.str.contains(FORMULA, na=False), "'" + column))
    text: str = safe.to_csv(index=False, lineterminator="\n")
    return text
