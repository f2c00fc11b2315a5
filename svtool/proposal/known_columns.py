"""Every column name that sources, mappings and suppliers are known to use."""

from __future__ import annotations

from svtool.errors import InvalidFileError
from svtool.proposal.column_names import NAMES
from svtool.schema.library import Library
from svtool.schema.mappings import fields_read


def known_columns(library: Library) -> list[str]:
    """Return every column name that a source, a mapping or a supplier is known to use."""
    names = [each.name for source in library.sources.values() for each in source.fields]
    names += [other for fields in NAMES.values() for others in fields.values() for other in others]
    return names + [header for headers in _headers_read(library) for header in headers]


def joined_columns(library: Library) -> list[tuple[str, ...]]:
    """Return the columns that some mapping reads together, such as a year and a month."""
    return sorted({headers for headers in _headers_read(library) if len(headers) > 1})


def _headers_read(library: Library) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for wanted in library.ids("mappings"):
        try:
            mapping = library.mapping(wanted)
        except InvalidFileError:
            continue  # one of the project's own that is not finished
        for part in mapping.parts or (mapping,):
            found += [column.headers for column in fields_read(part, library.sources[part.source]).values()]
    return found
