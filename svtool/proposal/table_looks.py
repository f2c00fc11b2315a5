"""A file looked at as a mapping of the project reads it, where that says that its rows are not yet records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from svtool.errors import ExtractError
from svtool.files.headers import fold_header
from svtool.proposal.file_contents import FileLook, look_into
from svtool.records.mapped_file import open_mapped, shape_of
from svtool.schema.library import Library
from svtool.schema.mappings import Column, MappingPart, fields_read
from svtool.schema.project import ExtractEntry


def look_as_mapped(
    path: Path, name: str, library: Library, joined: Sequence[tuple[str, ...]], said: tuple[str | None, str | None]
) -> FileLook | None:
    """Return the start of a file as the records of the table that a mapping says it is; None where none reads it.

    Args:
        path: the file.
        name: how messages call it.
        library: the mappings.
        joined: columns that some mapping reads together.
        said: the mapping and the sheet, where they are said.
    """
    wanted, sheet = said
    for part in _parts_of_tables(library, wanted):
        readable = fields_read(part, library.sources[part.source])
        try:
            file = open_mapped(path, name, ExtractEntry(files=(name,), sheet=sheet), part, readable)
            if _has_all(file.header, readable):
                return look_into(file, joined, 1, shape_of(part, readable))
        except ExtractError:  # another mapping may read it, and what is wrong with it is told as it stands
            continue
    return None


def _parts_of_tables(library: Library, wanted: str | None) -> list[MappingPart]:
    """Return what mappings say of tables whose rows are not yet records."""
    found: list[MappingPart] = []
    for mapping in library.finished_mappings(wanted):
        found += [part for part in mapping.parts or (mapping,) if part.shapes_table]
    return found


def _has_all(header: Sequence[str], readable: dict[str, Column]) -> bool:
    there = {fold_header(each) for each in header}
    needed = [column for column in readable.values() if column.headers and not column.optional]
    return all(fold_header(each) in there for column in needed for each in column.headers)
