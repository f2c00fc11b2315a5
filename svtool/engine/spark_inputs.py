"""Rows that Spark reads where they lie: folders of Parquet or CSV, tables of a catalogue, frames of a notebook.

Each column becomes the text that a CSV export of it would have, as the reader of files makes it, so that one text is
judged alike whoever read it. It is worked out by Spark's own functions; no Python runs for a record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING, Any

from svtool.errors import ExtractError
from svtool.records.cell_values import EXCEL_ERROR
from svtool.records.coded_texts import TIME_AT_END
from svtool.schema.row_columns import ROW

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

TABLE = "table:"  # begins the name of a table of a catalogue, where a file's could stand
PARQUET, CSV = ".parquet", ".csv"
MALFORMED = "_malformed"
TEMPORAL = ("date", "timestamp", "timestamp_ntz")
NO_TEXT = ("binary", "array", "map", "struct", "variant")
CONTROL = "".join(map(chr, [code for code in (*range(32), 127) if code not in {9, 10, 13}]))
# What Unicode calls white space.
BLANKS = "\t\n\x0b\x0c\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"


@dataclass(frozen=True)
class InputTable:
    """Rows that Spark reads where they lie.

    Attributes:
        name: how messages call them.
        frame: the rows.
        header: the names of their columns.
        described: in one line how they are read.
        real_dates: whether columns may hold dates rather than texts.
        malformed: whether the last column says which rows have another number of cells than the header.
    """

    name: str
    frame: DataFrame
    header: list[str]
    described: str
    real_dates: bool = True
    malformed: bool = False


@dataclass(frozen=True)
class TextColumn:
    """A column of texts that is wanted.

    Attributes:
        name: what it is called.
        positions: the columns that it is made of, joined by blanks.
        constant: the text of every row, where it is made of none.
        months_only: whether a date stands for its month.
        without_times: whether a time of day at its end is left out.
        is_reference: whether it is a reference, which is kept folded and may be lacking.
    """

    name: str
    positions: tuple[int, ...] = ()
    constant: str = ""
    months_only: bool = False
    without_times: bool = False
    is_reference: bool = False


def is_in_place(name: str, folder: Path) -> bool:
    """Return whether Spark reads what an entry names where it lies: else it is a file that is read here."""
    if name.startswith(TABLE) or "://" in name:
        return True
    path = folder / name
    return path.suffix == PARQUET or (path.suffix == CSV and path.is_dir())


def open_input(session: SparkSession, name: str, folder: Path) -> InputTable:
    """Return the rows that an entry names.

    Args:
        session: the session that reads them.
        name: a table of a catalogue behind `table:`, or a file or folder whose name ends in .parquet or .csv.
        folder: where names start from.

    Raises:
        ExtractError: there are none, or they can't be read.
    """
    from pyspark.errors import PySparkException  # noqa: PLC0415 (not installed for most)

    # Without file:// a cluster would look for it on its own disk.
    place = name if "://" in name else f"file://{(folder / name).absolute()}"
    try:
        if name.startswith(TABLE):
            return of_frame(name, session.table(name.removeprefix(TABLE)), "a table")
        if name.endswith(CSV):
            return _open_csv(session, name, place)
        return of_frame(name, session.read.parquet(place), "Parquet")
    except PySparkException as error:
        raise ExtractError(
            f"Spark can't open it ({error.getCondition() or type(error).__name__}). Check its name, and that every "
            "worker may read it.",
            "F01",
            file=name,
        ) from error


def of_frame(name: str, frame: DataFrame, described: str) -> InputTable:
    """Return a frame as rows that are read where they lie."""
    return InputTable(name, frame, list(frame.columns), described)


def _open_csv(session: SparkSession, name: str, place: str) -> InputTable:
    """Return the rows of CSV files of one header; each is cut into parts, so no cell may hold a line break."""
    from pyspark.sql import types  # noqa: PLC0415

    # A reader that leaves out columns does not notice that a row has too few of them.
    options: dict[str, Any] = {"header": True, "escape": '"', "mode": "PERMISSIVE", "encoding": "UTF-8"}
    reader = session.read.option("columnPruning", "false")
    header = reader.csv(place, **options).columns
    texts = [types.StructField(each, types.StringType()) for each in header]
    schema = types.StructType([*texts, types.StructField(MALFORMED, types.StringType())])
    frame = reader.csv(place, schema=schema, columnNameOfCorruptRecord=MALFORMED, **options)
    return InputTable(name, frame, header, "CSV, read by Spark", real_dates=False, malformed=True)


def texts_of(table: InputTable, columns: Sequence[TextColumn], present: tuple[str, Sequence[str]]) -> DataFrame:
    """Return the texts of rows, and the number of each row.

    Args:
        table: the rows.
        columns: the columns of texts.
        present: the name of a column that says whether any of some of these holds a text; blank for none.

    Raises:
        ExtractError: a column holds what is no text, number, date, or yes and no.
    """
    from pyspark.sql import functions as f  # noqa: PLC0415

    frame = table.frame.toDF(*(f"c{i}" for i in range(len(table.frame.columns))))
    plain = {each.name: _text_of(table, each) for each in columns}
    made = [(fold(plain[each.name]) if each.is_reference else plain[each.name]).alias(each.name) for each in columns]
    name, fields = present
    if name:
        filled = [f.btrim(plain[each], f.lit(BLANKS)) != "" for each in fields]
        made.append(
            f.greatest(*filled, f.lit(False)).alias(name) if filled else f.lit(None).cast("boolean").alias(name)
        )
    if table.malformed:
        made.append(f.col(f"c{len(table.header)}").isNotNull().alias(MALFORMED))
    return frame.select(f.monotonically_increasing_id().alias(ROW), *made)


def fold(text: Column) -> Column:
    """Return a reference without surrounding blanks and in capitals; blank is NULL, and so is an Excel error."""
    from pyspark.sql import functions as f  # noqa: PLC0415

    folded = f.translate(f.btrim(text, f.lit(BLANKS)), ascii_lowercase, ascii_uppercase)
    is_error = folded.startswith("#") & folded.rlike(f"^(?:{EXCEL_ERROR.pattern})$")
    return f.when((folded != "") & ~is_error, folded)


def _text_of(table: InputTable, wanted: TextColumn) -> Column:
    from pyspark.sql import functions as f  # noqa: PLC0415

    if not wanted.positions:
        return f.lit(wanted.constant)
    parts = [_cell_text(table, position, wanted) for position in wanted.positions]
    text = parts[0] if len(parts) == 1 else f.concat_ws(" ", *parts)
    return f.regexp_replace(text, TIME_AT_END, "") if wanted.without_times else text


def _cell_text(table: InputTable, position: int, wanted: TextColumn) -> Column:
    """Return a column as the text that a CSV export of it would have."""
    from pyspark.sql import functions as f  # noqa: PLC0415

    kind, cell = table.frame.schema[position].dataType.typeName(), f.col(f"c{position}")
    if kind in NO_TEXT:
        raise ExtractError(
            f"column {table.header[position]} holds {kind}; expected texts, numbers, dates or yes and no. Export it "
            "as text.",
            "F03",
            file=table.name,
        )
    if kind.startswith("timestamp"):
        text = f.regexp_replace(f.date_format(cell, "yyyy-MM-dd HH:mm:ss"), " 00:00:00$", "")
    elif kind == "boolean":
        text = f.upper(cell.cast("string"))
    elif kind in ("float", "double"):
        whole = (f.floor(cell) == cell) & (f.abs(cell) < 1e15)
        text = f.when(~f.isnan(cell), f.when(whole, cell.cast("bigint").cast("string")).otherwise(cell.cast("string")))
    elif kind == "decimal":
        text = f.regexp_replace(cell.cast("string"), r"\.0+$", "")
    elif kind == "string":
        text = f.translate(cell, CONTROL, "")
    else:
        text = cell.cast("string")
    if wanted.months_only and kind in TEMPORAL:
        text = f.substring(text, 1, 7)
    return f.coalesce(text, f.lit(""))
