"""A CSV that stands beside the YAML file that names it: where it is, and its rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from svtool.errors import InvalidFileError, listed, nearest
from svtool.schema.plain_files import plain
from svtool.schema.text_yaml import Document, Location


def path_beside(document: Document, at: Location, file: str) -> Path:
    """Return where a CSV stands.

    Args:
        document: the YAML file.
        at: where it names the CSV.
        file: the name.

    Raises:
        InvalidFileError: the name has a folder.
    """
    if Path(file).name != file:
        message = f"file is {file}; expected the name of a CSV beside it, without folder"
        raise InvalidFileError([document.problem(at, message)])
    return document.path.parent / file


def columns_beside(path: Path, name: str) -> list[str]:
    """Return what the columns of a CSV are called.

    Args:
        path: the file.
        name: how messages call it.

    Raises:
        InvalidFileError: it is not there, or can't be read.
    """
    with _opened(path, name, ()) as reader:
        return list(reader.fieldnames or ())


def rows_beside(path: Path, name: str, columns: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows of a CSV, each with its line: what stands in some columns, without blanks around it.

    Args:
        path: the file.
        name: how messages call it.
        columns: the columns that it must have.

    Raises:
        InvalidFileError: it is not there, can't be read, or lacks columns.
    """
    with _opened(path, name, columns) as reader:
        _check_columns(name, columns, reader.fieldnames or ())
        for row in reader:
            yield reader.line_num, {each: (row[each] or "").strip() for each in columns}


@contextmanager
def _opened(path: Path, name: str, columns: Sequence[str]) -> Iterator[csv.DictReader[str]]:
    try:
        with plain(path).open(encoding="utf-8-sig", newline="") as file:
            yield csv.DictReader(file)
    except FileNotFoundError:
        raise InvalidFileError(f"{name}: there is no such file. Put it beside its YAML file.") from None
    except (OSError, UnicodeDecodeError, csv.Error):
        expected = f"; expected the columns {listed(columns, joiner='and')}" if columns else ""
        raise InvalidFileError(f"{name}: can't be read as CSV in UTF-8{expected}. Save it so.") from None


def _check_columns(name: str, columns: Sequence[str], header: Sequence[str]) -> None:
    lacking = [each for each in columns if each not in header]
    if lacking:
        raise InvalidFileError(
            f"{name}: has no column {listed(lacking)}; it has {listed(header, 12, 'and')}"
            f"{nearest(lacking[0], header) or '.'} Name the columns so in its first line."
        )
