"""Small tables that people bring beside their extracts: every row as texts, with the place that messages name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from svtool.errors import ExtractError, listed, nearest
from svtool.files.containers import open_extract
from svtool.files.extract_file import DateColumn, ExtractFile
from svtool.files.file_names import find_files
from svtool.files.headers import find_columns, fold_header
from svtool.schema.project import ExtractEntry

DAY_NUMBERS = range(30_000, 50_000)


def read_rows(
    entry: ExtractEntry, folder: Path, names: Sequence[str], dates: Sequence[str] = (), optional: Sequence[str] = ()
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield for each row that has any text where it stands and its texts by column; a missing column gives blanks.

    Args:
        entry: the files.
        folder: where file names start from.
        names: the columns.
        dates: those among them that are dates.
        optional: those that may be missing.

    Raises:
        ExtractError: a file can't be read, lacks a column, or has a row that does not fit.
    """
    for path, name in find_files(entry, folder):
        file = open_extract(path, name, list(names), entry.sheet, entry.member, entry.epoch)
        _check_columns(file, [each for each in names if each not in optional], name)
        found = find_columns(file, {each: (each,) for each in names}, set(optional))
        places = {each: positions[0] for each, positions in found.items()}
        ordered = sorted(places.values())
        days = {places[each]: DateColumn(DAY_NUMBERS) for each in dates if each in places}
        blocks = file.blocks(ordered, days)
        for block in blocks:
            columns = [column.to_pylist() for column in block.columns.columns]
            for record, *cells in zip(block.places.tolist(), *columns, strict=True):
                texts = {each: cells[ordered.index(place)].strip() for each, place in places.items()}
                if any(texts.values()):
                    yield f"{name}, record {record}", {**dict.fromkeys(names, ""), **texts}
        for row in blocks.account.rejected:
            raise ExtractError(f"{name}, record {row.record}: {row.reason}. Correct the row.", row.kind)


def _check_columns(file: ExtractFile, needed: Sequence[str], name: str) -> None:
    """Check that a file has the columns that it needs, which no mapping says.

    Raises:
        ExtractError: it lacks some.
    """
    there = {fold_header(each) for each in file.header}
    lacking = [each for each in needed if fold_header(each) not in there]
    if not lacking:
        return
    if len(lacking) == len(needed) and not any(nearest(each, file.header) for each in lacking):
        # What was taken for the header may be a record: its cells are not shown.
        raise ExtractError(
            f"the first line has none of the columns; expected a header with {listed(needed, joiner='and')}. Put the "
            "column names into the first line.",
            "H04",
            file=name,
        )
    raise ExtractError(
        f"no column {listed(lacking)}; found {listed(filter(None, file.header), 30, 'and')}"
        f"{nearest(lacking[0], file.header) or '.'} Name the columns so in its first line.",
        "H04",
        file=name,
    )
