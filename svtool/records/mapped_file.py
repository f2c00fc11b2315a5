"""A file opened as its mapping reads it: as it stands, or as the records of a table that people publish."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from svtool.files.containers import open_extract
from svtool.files.extract_file import ExtractFile
from svtool.files.published_tables import Shape, as_table, without_totals
from svtool.files.table_totals import CountReading
from svtool.records.load_plan import headers_of
from svtool.schema.mappings import Column, MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import COUNT


def open_mapped(
    path: Path, name: str, entry: ExtractEntry, part: MappingPart, readable: Mapping[str, Column]
) -> ExtractFile:
    """Return the file with its header found, opened as its mapping reads it.

    Args:
        path: the file.
        name: how messages call it.
        entry: the entry of the project that names it.
        part: the mapping.
        readable: the fields that the mapping can read, with how.

    Raises:
        ExtractError: it can't be opened as this extract.
    """
    headers = headers_of(dict(readable))
    if not part.shapes_table:
        file = open_extract(path, name, headers, entry.sheet, entry.member, entry.epoch)
        return without_totals(file, shape_of(part, readable), entry.sheet) if COUNT in readable else file
    listed = part.unpivot.columns if part.unpivot else ()
    opened = open_extract(
        path, name, [*headers, *listed], entry.sheet, entry.member, entry.epoch, several_sheets=bool(part.sheet_name)
    )
    return as_table(opened, shape_of(part, readable), entry.sheet)


def shape_of(part: MappingPart, readable: Mapping[str, Column]) -> Shape:
    """Return what a mapping says of the shape of its tables."""
    count = readable.get(COUNT)
    return Shape(
        labels=[header for name, column in readable.items() if name != COUNT for header in column.headers],
        counts=count.headers if count else (),
        fill_down=part.fill_down,
        unpivot=part.unpivot,
        totals=part.totals,
        sheet_name=part.sheet_name,
        reading=CountReading(count.suppressed, count.rounded_to) if count else CountReading(),
    )
