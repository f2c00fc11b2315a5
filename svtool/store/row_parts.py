"""The rows of a judged file as Parquet, a part for each month, so that a month can be read, and replaced, alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from svtool.records.load_plan import KnownRows
from svtool.schema.row_columns import EXTRACT
from svtool.store.doubtful_rows import DoubtfulRows
from svtool.store.private_files import write_privately

ROWS_AT_A_TIME = 1 << 20  # how many wait for their months: a block of a file has few of each
NO_MONTH = "__HIVE_DEFAULT_PARTITION__"  # as readers of partitioned folders write that there is none
NO_DAY = "NaT"


@dataclass(frozen=True)
class Part:
    """A file of rows.

    Attributes:
        file: where it is, from the folder of its generation.
        bytes: its size.
    """

    file: str
    bytes: int


class RowParts:
    """Takes the blocks of one file, and writes them by months. Of a file that is read anew the last reading counts."""

    def __init__(self, generation: Path, folder: str, key: str, days: tuple[str, ...], doubtful: DoubtfulRows) -> None:
        """Begin with no rows.

        Args:
            generation: the folder of the generation.
            folder: where in it the months of the file's feed stand.
            key: what the parts of this file are called.
            days: the dates by the first of which, that the file has, months are told.
            doubtful: looks at the rows.
        """
        self.doubtful = doubtful
        self._generation, self._folder, self._key, self._days = generation, folder, key, days
        self._waiting: list[pa.Table] = []
        self.parts: list[Part] = []
        self.columns: list[str] = []

    def append(self, table: str, rows: pa.Table) -> None:
        """Add a block."""
        self.doubtful.look(rows)
        self._waiting.append(rows.drop_columns([EXTRACT]))
        if sum(each.num_rows for each in self._waiting) >= ROWS_AT_A_TIME:
            self.write()

    def append_known(self, table: str, rows: KnownRows) -> None:
        """Add rows."""
        for block in rows.blocks():
            self.append(table, block)

    def take_back(self, table: str, first: int) -> None:
        """Forget all rows: the file is read anew."""
        for part in self.parts:
            (self._generation / part.file).unlink()
        self._waiting, self.parts = [], []

    def finish(self, table: str, columns: dict[str, pa.DataType]) -> None:
        """Write what waits."""
        self.write()

    def write(self) -> None:
        """Write the rows that wait, by their months."""
        if not self._waiting:
            return
        import pyarrow.parquet as pq  # noqa: PLC0415 (who reads a store knows its parts, and writes none)

        rows = pa.concat_tables(self._waiting)
        self.columns = rows.column_names
        self._waiting = []
        for month, of_month in self._by_month(rows):
            folder = self._generation / self._folder / f"month={month}"
            path = folder / f"{self._key}-{len(self.parts)}.parquet"
            with write_privately(path) as stream:
                pq.write_table(of_month, stream, compression="snappy", write_page_checksum=True)
            size = path.stat().st_size
            self.parts.append(Part(path.relative_to(self._generation).as_posix(), size))

    def _by_month(self, rows: pa.Table) -> list[tuple[str, pa.Table]]:
        """Return the rows of each month, in the order of the months."""
        day = next((name for name in self._days if name in rows.column_names), None)
        if day is None:
            return [(NO_MONTH, rows)] if rows.num_rows else []
        months = rows[day].to_numpy().astype("datetime64[M]")
        order = np.argsort(months, kind="stable")
        ordered, sorted_months = rows.take(pa.array(order)), months[order]
        named, starts = np.unique(sorted_months.astype(np.int64), return_index=True)
        ends = [*starts[1:].tolist(), len(order)]
        found = []
        for start, end in zip(starts.tolist(), ends, strict=True):
            month = str(sorted_months[start])
            found.append((NO_MONTH if month == NO_DAY else month, ordered.slice(start, end - start)))
        assert len(found) == len(named)  # noqa: S101 (for the reader: one run of rows for each month)
        return found


def link_file(before: Path, now: Path) -> None:
    """Give a file a second name where the disk can, else copy it."""
    now.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.link(before, now)
    except OSError:
        with write_privately(now) as stream:
            stream.write(before.read_bytes())
