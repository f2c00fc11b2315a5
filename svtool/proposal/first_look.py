"""The one place where `svtool init` opens an extract: change it here when another kind of file can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from svtool.files.containers import open_extract

Found = TypeVar("Found")


def read_through(
    path: Path,
    name: str,
    known: Iterable[str],
    look: Callable[[list[str], Iterable[pa.RecordBatch], bool], Found],
    sheet: str | None = None,
) -> Found:
    """Return what a function finds in the header and the blocks of text of an extract.

    Args:
        path: the file.
        name: how messages call it.
        known: column names that mappings know; they tell the header and the delimiter.
        look: is given the header, the blocks, and whether cells may be dates rather than text.
        sheet: the sheet of a workbook, where somebody said it.

    Raises:
        ExtractError: the file can't be read as a table.
    """
    file = open_extract(path, name, known, sheet)
    return look(file.header, file.blocks(list(range(len(file.header)))), file.real_dates)
