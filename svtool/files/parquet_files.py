"""Parquet: every column as the text that a CSV export of the same table would have."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from svtool.errors import ExtractError
from svtool.files.account import Account
from svtool.files.control_characters import without_control
from svtool.files.extract_file import DateColumns, ExtractFile, Wanted, state_of
from svtool.files.headers import find_header
from svtool.files.text_block import Numbering, TextBlock
from svtool.files.workers import Workers

if TYPE_CHECKING:
    import pyarrow.parquet as pq

Opener = Callable[[], Path | io.BytesIO]
ROWS_AT_A_TIME = 1 << 16
ROWS_OF_GROUPS = 1 << 18
MOST_ROWS = 1 << 30  # a few bytes can declare any number of equal rows


@dataclass(frozen=True)
class ParquetFile(ExtractFile):
    """A Parquet file."""

    opener: Opener = Path

    def texts(self, wanted: Wanted, account: Account, workers: Workers) -> Iterator[TextBlock]:
        """Yield the rows as text columns."""
        account.described = "Parquet"
        numbering = Numbering(self.place.end)
        with _open(self.opener, self.name) as file:
            names = [file.schema_arrow.names[position] for position in wanted.positions]
            try:
                for block in _blocks(file, names):
                    columns = [
                        without_control(self._as_text(block.column(name), position, wanted.dates), account)
                        for name, position in zip(names, wanted.positions, strict=True)
                    ]
                    batch = pa.record_batch(columns, [f"c{position}" for position in wanted.positions])
                    yield TextBlock(batch, numbering.number(batch.num_rows))
            except (pa.ArrowException, OSError):
                raise ExtractError(
                    "is damaged or cut off: it can't be read to its end as Parquet. Ask for it again.",
                    "F01",
                    file=self.name,
                ) from None

    def _as_text(self, column: pa.Array, position: int, dates: DateColumns) -> pa.Array:
        if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
            raise ExtractError(
                f"column {self.header[position]} holds {column.type}; expected texts, numbers, dates or "
                "yes and no. Export it as text.",
                "F03",
                file=self.name,
            )
        text = as_text(column)
        try:
            text.validate(full=True)  # Parquet says that its texts are UTF-8, and no reader holds them to it
        except pa.ArrowInvalid:
            raise ExtractError(
                f"column {self.header[position]} holds bytes that are not UTF-8, as texts of Parquet are. Export it "
                "again, or as CSV.",
                "F03",
                file=self.name,
            ) from None
        if position in dates and dates[position].months_only and pa.types.is_temporal(column.type):
            text = pc.utf8_slice_codeunits(text, 0, 7)
        return text


def _blocks(file: pq.ParquetFile, names: list[str]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a file in blocks.

    A few groups of rows are asked for at a time: what pyarrow has read of a file it keeps until it is asked for other
    groups, and of a hundred million rows that is more than a gigabyte.
    """
    groups: list[int] = []
    rows = 0
    for group in range(file.num_row_groups):
        groups.append(group)
        rows += file.metadata.row_group(group).num_rows
        if rows >= ROWS_OF_GROUPS or group == file.num_row_groups - 1:
            yield from file.iter_batches(ROWS_AT_A_TIME, row_groups=groups, columns=names)
            groups, rows = [], 0


def as_text(column: pa.Array) -> pa.Array:
    """Return a column as text: dates as YYYY-MM-DD, whole numbers without a point, nothing as a blank."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_timestamp(kind):
        text = _local_times(column).cast(pa.timestamp("s"), safe=False).cast(pa.string())
        text = pc.replace_substring(text, " 00:00:00", "")
    elif pa.types.is_boolean(kind):
        text = pc.if_else(column, "TRUE", "FALSE")
    elif pa.types.is_floating(kind):
        text = _numbers_as_text(column.cast(pa.float64()))
    elif pa.types.is_decimal(kind):
        text = pc.replace_substring_regex(column.cast(pa.string()), r"\.0+$", "")
    elif pa.types.is_null(kind):
        text = pa.nulls(len(column), pa.string())
    else:
        text = column.cast(pa.string())
    return pc.fill_null(text.cast(pa.string()), "")


def _local_times(column: pa.Array) -> pa.Array:
    """Return times as a clock at their place shows them.

    By Python's time zones: Arrow's own functions ask for a database of zones, which Windows lacks, for UTC too.
    """
    if not column.type.tz:
        return column
    import pandas as pd  # noqa: PLC0415 (few files have a time zone)

    seconds = column.cast(pa.timestamp("s", column.type.tz), safe=False).cast(pa.int64())
    times = pd.to_datetime(seconds.to_numpy(zero_copy_only=False), unit="s", utc=True)
    return pa.array(times.tz_convert(pa.lib.string_to_tzinfo(column.type.tz)).tz_localize(None), pa.timestamp("s"))


def _numbers_as_text(column: pa.Array) -> pa.Array:
    # From 10^15 on a number no longer holds all digits of a reference: it stays as 1e+15 and shows it.
    whole = pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), 1e15))
    column = pc.if_else(pc.is_nan(column), pa.scalar(None, pa.float64()), column)
    digits = pc.if_else(whole, column, 0.0).cast(pa.int64()).cast(pa.string())
    return pc.if_else(whole, digits, column.cast(pa.string()))


def open_parquet(path: Path, name: str, known: Iterable[str], opener: Opener) -> ParquetFile:
    """Return a Parquet file with its columns.

    Raises:
        ExtractError: it is damaged or encrypted, or declares more rows than any extract has.
    """
    with _open(opener, name) as file:
        names, rows = file.schema_arrow.names, file.metadata.num_rows
    if rows > MOST_ROWS:
        raise ExtractError(f"declares {rows:,} rows, more than any extract has; not read.", "F03", file=name)
    header = find_header([names], known)
    return ParquetFile(path, name, header.names, header, real_dates=True, state=state_of(path), opener=opener)


def _open(opener: Opener, name: str) -> pq.ParquetFile:
    import pyarrow.parquet as pq  # noqa: PLC0415 (who reads no Parquet does not wait for it)

    try:
        return pq.ParquetFile(opener())
    except (pa.ArrowException, OSError, UnicodeDecodeError):  # the last of a column's name
        raise ExtractError(
            "can't be opened as Parquet: it is cut off, damaged or encrypted. Ask for it again.", "F01", file=name
        ) from None
