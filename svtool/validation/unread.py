"""Why no mapping reads a file: which column it lacks, and which columns of its own may be the missing ones."""

from __future__ import annotations

from dataclasses import dataclass

from svtool.dates import DATE_FORMATS
from svtool.errors import ExtractError, InvalidFileError, listed
from svtool.files.headers import fold_header
from svtool.findings.finding import Finding
from svtool.proposal.column_shapes import date_shape
from svtool.proposal.file_contents import ColumnLook, FileLook
from svtool.proposal.layouts import Layout
from svtool.proposal.mapping_fits import fits_of
from svtool.proposal.mapping_proposals import LIKELY, Knowledge, propose
from svtool.proposal.usual_names import name_fit
from svtool.schema.library import Library
from svtool.schema.mappings import MappingPart, fields_read
from svtool.schema.sources import Source, SourceField
from svtool.validation.examiner import refusal

FEWEST_NAMES = 2  # so many known names make a line a header; one may be a word in a record
HALF = 0.5


@dataclass(frozen=True)
class NearFit:
    """A mapping that reads a header but for some columns: field → the column that it lacks."""

    mapping: str
    part: MappingPart
    used: int
    lacks: dict[str, str]


def why_unread(name: str, look: FileLook, library: Library, source: str | None, mapping: str | None) -> Finding:
    """Return why no mapping reads a file, and what to do, naming only columns that somebody is known to use.

    What stands in the first line may be a record: a name that nobody knows is never shown.

    Args:
        name: how messages call the file.
        look: its columns.
        library: the definitions.
        source: the source, if the command says it.
        mapping: the mapping, if the command says it.
    """
    others = [] if source is None and mapping is None else fits_of(look, library, linked=True)
    if others:
        options = sorted({f"--source {each.part.source} --mapping {each.mapping}" for each in others})
        why, remedy = f"it is not what the command says; its header fits {listed(options)}", "Say that, or nothing."
    elif near := _nearest(look, library, source, mapping):
        why, remedy = _lacking(near, look, library)
    else:
        why, remedy = _looking_like(look, library, source)
    return refusal(name, ExtractError(why, "H04"), remedy)


def _nearest(look: FileLook, library: Library, source: str | None, mapping: str | None) -> NearFit | None:
    """Return the mapping that reads most of the columns, where that is half of them."""
    there = look.shape
    found: list[NearFit] = []
    for wanted in [mapping] if mapping else library.ids("mappings"):
        try:
            named = library.mapping(wanted)
        except InvalidFileError:
            continue  # one of the project's own that is not finished
        for part in named.parts or (named,):
            if source not in {None, part.source}:
                continue
            adapted = part.with_columns(library.added_columns.get(part.source, {}))
            fields = fields_read(adapted, library.sources[part.source])
            read = {fold_header(each) for column in fields.values() for each in column.headers} & there
            lacks = {
                field: header
                for field, column in fields.items()
                for header in column.headers
                if not column.optional and fold_header(header) not in there
            }
            found.append(NearFit(wanted, part, len(read), lacks))
    # A part that lacks nothing and still does not fit is one of people, and this is no file of people alone.
    best = max(found, key=lambda each: (each.used, bool(each.lacks), -len(each.lacks)), default=None)
    enough = max(FEWEST_NAMES, HALF * len(look.own_columns))
    return best if best and (best.used >= enough or (mapping and best.used >= FEWEST_NAMES)) else None


def _lacking(near: NearFit, look: FileLook, library: Library) -> tuple[str, str]:
    source = library.sources[near.part.source]
    columns = len(look.own_columns)
    reads = f"mapping {near.mapping} reads {near.used} of its {columns} columns as {source.id}"
    if not near.lacks:
        expected = f"{listed(source.dates)} and an offence"
        return f"{reads}, but nothing in it says what happened and when", f"Export {expected}, each in its own column."
    known = {fold_header(each) for column in fields_read(near.part, source).values() for each in column.headers}
    names = listed(near.lacks.values(), 30, "and")
    likely = {field: column for field in near.lacks if (column := _likely(field, look, source, known))}
    remedy = f"Export {names} too, under that name."
    if len(likely) == len(near.lacks):
        options = " ".join(map_option(column, source.by_name[field]) for field, column in likely.items())
        called = listed([column.name for column in likely.values()], 30, "and")
        remedy = f"If it is what the file calls {called}, add: --source {source.id} {options}. Else export {names} too."
    return f"{reads}, but the file has no column {names}", remedy


def map_option(column: ColumnLook, field: SourceField) -> str:
    """Return the option that reads a field from a column; a date with the format that its values have, if one."""
    formats = date_shape(column).formats if field.type in {"date", "birth_date"} else ()
    written_as = [each for each in formats if not DATE_FORMATS[each].short_year]
    return f'--map "{column.name}={field.name}{f":{written_as[0]}" if len(written_as) == 1 else ""}"'


def _likely(field: str, look: FileLook, source: Source, known: set[str]) -> ColumnLook | None:
    """Return the column that a missing field may be read from, by its name; None where none is likely."""
    fits = [
        (name_fit(source, source.by_name[field], column.name), column)
        for column in look.own_columns
        if column.name and fold_header(column.name) not in known
    ]
    fit, best = max(fits, key=lambda each: each[0], default=(0.0, None))
    return best if fit >= LIKELY else None


def _looking_like(look: FileLook, library: Library, source: str | None) -> tuple[str, str]:
    layout = Layout([look], look)
    proposed = propose(layout, Knowledge(library, tuple(library.areas(each) for each in library.ids("areas"))), False)
    guessed = source or layout.source
    if not (proposed and layout.source and guessed == layout.source):
        return (
            "no mapping knows enough of its columns to tell what it is, and its first line may be no header at all",
            "Put the column names into one line above the records; then say what it is and which column is the date: "
            '--source police --map "Date Reported=recorded_date:DD/MM/YYYY", or let svtool init write a mapping.',
        )
    fields = library.sources[layout.source]
    maps = [
        map_option(found, fields.by_name[field])
        for field, column in layout.columns.items()
        if (found := look.column(*column.headers)) and name_fit(fields, fields.by_name[field], found.name) >= LIKELY
    ]
    if len(maps) < FEWEST_NAMES:
        return (
            f"no mapping reads it; its values look like {layout.source}, but its first line is probably no header",
            "Put the column names into one line above the records.",
        )
    return (
        f"no mapping reads it, but its columns look like {layout.source}",
        f"Check these, and add them: --source {layout.source} {' '.join(maps)}. Or let svtool init write a mapping.",
    )
