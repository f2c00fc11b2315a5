"""Small tables that people bring beside their extracts: every row as texts, with the place that messages name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from svtool.errors import ExtractError
from svtool.files.containers import open_extract
from svtool.files.extract_file import DateColumn
from svtool.files.file_names import find_files
from svtool.files.headers import find_columns
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
