"""The one place where `svtool init` opens an extract: change it here when another kind of file can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from svtool.extracts.reading import WrongEncodingError, next_encoding, open_csv, read_blocks

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".gz", ".zip")
Found = TypeVar("Found")


def read_through(
    path: Path, name: str, known: Iterable[str], look: Callable[[list[str], Iterable[pa.RecordBatch]], Found]
) -> Found:
    """Return what a function finds in the header and the blocks of text of an extract.

    Args:
        path: the file.
        name: how messages call it.
        known: column names that mappings know; they tell the header and the delimiter.
        look: is given the header and the blocks; called again from the start when the encoding was wrong.

    Raises:
        ExtractError: the file can't be read as a table.
    """
    file = open_csv(path, name, known)
    while True:
        try:
            return look(file.header, read_blocks(file, list(range(len(file.header)))))
        except WrongEncodingError:
            file.encoding = next_encoding(file.encoding)
