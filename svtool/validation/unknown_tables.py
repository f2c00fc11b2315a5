"""Tables that no mapping reads: which columns were looked at, and the command that goes on from there (H04)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from svtool.dates import DATE_FORMATS
from svtool.errors import InvalidFileError, listed
from svtool.files.headers import fold_header
from svtool.findings.message import Message
from svtool.proposal.column_shapes import date_shape
from svtool.proposal.field_matches import DATES, LIKELY, Knowledge
from svtool.proposal.file_contents import ColumnLook, FileLook
from svtool.proposal.layouts import Layout
from svtool.proposal.mapping_proposals import propose
from svtool.proposal.usual_names import name_fit
from svtool.schema.defaults import PROJECT_FILE
from svtool.schema.library import Library
from svtool.schema.sources import Source, SourceField


@dataclass(frozen=True)
class Why:
    """Why no mapping reads a file, what to do, and what its supplier is told of it."""

    told: Message | str
    remedy: str
    to_supplier: str = ""


MOST_NAMED = 20  # columns
HALF = 0.5
FEWEST_NAMES = 2  # so many known names make a line a header; one may be a word in a record
NO_HEADER = Why(
    "no mapping reads it, and its first line looks like a record, not like names of columns",
    "Put the column names into one line above the records.",
)


def told_of_unknown(name: str, look: FileLook, library: Library, source: str | None) -> Why:
    """Return why no mapping reads a file, with the columns that were looked at, and what to do.

    Args:
        name: how messages call the file.
        look: its columns.
        library: the definitions.
        source: its source, if the command says it.
    """
    layout = Layout([look], look)
    propose(layout, Knowledge(library, library.area_sets()), False, source)
    if layout.proposal is None:
        return NO_HEADER
    columns = listed([column.name for column in look.own_columns if column.name], MOST_NAMED, "and")
    looked_at = f"looked at its columns {columns}"
    if begun := _begun_for(look, library):
        return Why(f"no finished mapping reads it; {looked_at}", begun)
    like = f", but they look like {layout.source}" if layout.source else ""
    # Columns that are dates or numbers become rows by a mapping alone, never by --map.
    maps = _maps(layout, look, library.sources[layout.source]) if layout.source and not look.table else []
    begin = f"run {_init(name)}: it writes a mapping with what it recognises and every column"
    if maps:
        options = f"--source {layout.source} {' '.join(maps)}"
        return Why(f"no mapping reads it; {looked_at}{like}", f"Check these, and add them: {options}. Or {begin}.")
    return Why(f"no mapping reads it; {looked_at}{like}", f"{begin[0].upper()}{begin[1:]}; decide its lines.")


def _begun_for(look: FileLook, library: Library) -> str:
    """Return which lines are to be decided of a mapping that was begun for these columns; blank where there is none."""
    names = [column.name for column in look.own_columns if column.name]
    for wanted in library.ids("mappings"):
        try:
            library.mapping(wanted)
        except InvalidFileError as error:
            path = library.find(f"definitions/mappings/{wanted}.yaml")
            if path and error.problems and _names_most(path, names):
                lines = listed(map(str, dict.fromkeys(each.line for each in error.problems)), MOST_NAMED, "and")
                where = f"{'lines' if len(error.problems) > 1 else 'line'} {lines} of {error.problems[0].file}"
                return f"A mapping is begun for it: decide what is open in {where}."
    return ""


def _names_most(path: Path, names: list[str]) -> bool:
    text = fold_header(path.read_text(encoding="utf-8-sig"))
    named = [each for each in names if re.search(rf"\b{re.escape(fold_header(each))}\b", text)]
    return len(named) > HALF * len(names)


def _maps(layout: Layout, look: FileLook, source: Source) -> list[str]:
    """Return the options that read a file, where they make a date; its other fields as far as names say them."""
    found: list[str] = []
    dated = False
    for field, column in layout.columns.items():
        one = look.column(*column.headers)
        if one is None or one.parts or name_fit(source, source.by_name[field], one.name) < LIKELY:
            continue
        option = map_option(one, source.by_name[field])
        dated = dated or (field in source.dates and ":" in option)
        found.append(option)
    return found if dated and len(found) >= FEWEST_NAMES else []


def map_option(column: ColumnLook, field: SourceField) -> str:
    """Return the option that reads a field from a column; a date with the format that its values have, if one."""
    formats = date_shape(column).formats if field.type in DATES else ()
    written_as = [each for each in formats if not DATE_FORMATS[each].needs_pivot]
    return f'--map "{column.name}={field.name}{f":{written_as[0]}" if len(written_as) == 1 else ""}"'


def _init(name: str) -> str:
    folder = Path(name).parent
    words = [] if folder == Path() else [f'"{folder.as_posix()}"' if " " in name else folder.as_posix()]
    # A project file that is there is written anew only on demand.
    return " ".join(["svtool init", *words, *(["--force"] if (folder / PROJECT_FILE).exists() else [])])
