"""Records as files, in batches: CSV whose cells no spreadsheet would calculate, or Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from svtool.errors import UsageError
from svtool.figures.notes import Note
from svtool.output.csv_rows import rows_as_csv
from svtool.output.wording.note_words import notes_in_words
from svtool.records.inert_cells import FORMULA_STARTS, MARK

FORMULA = "^[" + "".join(rf"\x{{{ord(letter):x}}}" for letter in FORMULA_STARTS) + "]"  # as Arrow writes patterns
NOTES = "notes"
SUFFIXES = (".csv", ".parquet")


def format_of(out: Path) -> str:
    """Return how a file is to be written, as its name says.

    Raises:
        UsageError: its suffix is neither .csv nor .parquet.
    """
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"--out {out}: ends neither in .csv nor in .parquet; name the file so.")
    return suffix.removeprefix(".")


def write_records(
    schema: pa.Schema, batches: Iterator[pa.RecordBatch], stream: IO[bytes], format_: str, standing: Sequence[Note] = ()
) -> None:
    """Write records as they come, one batch in memory at a time.

    Args:
        schema: the columns of the records.
        batches: the records.
        stream: what they are written to.
        format_: `csv` or `parquet`.
        standing: what must stand with every record, because a record may travel alone.
    """
    if format_ == "parquet":
        with pq.ParquetWriter(stream, schema) as parquet:
            for batch in with_notes(batches, standing):
                parquet.write_batch(batch)
        return
    with pa_csv.CSVWriter(stream, schema) as text:
        for batch in with_notes(batches, standing):
            text.write_batch(_safe(batch))


def with_notes(batches: Iterator[pa.RecordBatch], standing: Sequence[Note]) -> Iterator[pa.RecordBatch]:
    """Yield records with what must stand with each in their column of notes."""
    words = " ".join(notes_in_words(standing))
    for batch in batches:
        place = batch.schema.get_field_index(NOTES)
        notes = pa.array([words] * batch.num_rows, pa.string())
        yield batch.set_column(place, batch.schema.field(place), notes) if words else batch


def _safe(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = []
    for column in batch.columns:
        is_text = pa.types.is_string(column.type)
        formula = pc.match_substring_regex(column, FORMULA) if is_text else None
        if formula is not None and pc.any(formula).as_py():
            columns.append(pc.if_else(formula, pc.binary_join_element_wise(MARK, column, ""), column))
        else:
            columns.append(column)
    return pa.record_batch(columns, schema=batch.schema)


def noted(rows: pd.DataFrame, standing: Sequence[Note]) -> pd.DataFrame:
    """Return rows with what must stand with each, in a last column of notes."""
    return rows.assign(**{NOTES: " ".join(notes_in_words(standing))})


def as_csv(rows: pd.DataFrame, standing: Sequence[Note] = ()) -> str:
    """Return rows of text as CSV, no cell of which a spreadsheet would calculate.

    Args:
        rows: the records.
        standing: what must stand with every record, in a column of its own.
    """
    rows = noted(rows, standing)
    return rows_as_csv(rows.columns, rows.itertuples(index=False))
