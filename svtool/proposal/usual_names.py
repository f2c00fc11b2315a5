"""What suppliers call columns and values: by the sources, the mappings, and words that any field may have."""

from __future__ import annotations

from svtool.errors import InvalidFileError
from svtool.schema.library import Library
from svtool.schema.mappings import fields_read
from svtool.schema.offences import fold_title
from svtool.schema.sources import Source, SourceField, UsualNames

# Words of categories that the field's own values do not say, whatever the field; others stand with the field.
SAME_WORDS = {
    "f": "female", "m": "male", "u": "unknown", "unknown": "unknown", "not known": "unknown",
    "not recorded": "unknown", "not stated": "unknown", "nk": "unknown", "n k": "unknown",
}  # fmt: skip


def known_columns(library: Library) -> list[str]:
    """Return every column name that a source, a mapping or a supplier is known to use."""
    names = [each.name for source in library.sources.values() for each in source.fields]
    names += [
        name
        for source in library.sources.values()
        for usual in source.column_names.values()
        for name in (*usual.seen, *usual.assumed)
    ]
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


def name_fit(source: Source, field: SourceField, header: str) -> float:
    """Return how well a column's name says a field: 1 its own name or title, 0.9 a known other name, else less."""
    folded = fold_title(header)
    if folded in {fold_title(field.name), fold_title(field.title)}:
        return 1.0
    usual = source.column_names.get(field.name, UsualNames()).folded
    if folded in usual:
        return 0.9
    words = set(folded.split())
    shared = max((_overlap(words, set(other.split())) for other in usual), default=0.0)
    return 0.8 * max(shared, _overlap(words, set(fold_title(field.title).split())))


def _overlap(words: set[str], others: set[str]) -> float:
    return len(words & others) / len(words | others) if words | others else 0.0
