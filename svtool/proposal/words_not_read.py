"""A shipped mapping that leaves words aside which leave records out: a mapping of one's own reads these as well."""

from __future__ import annotations

from dataclasses import replace

from svtool.errors import listed
from svtool.files.headers import fold_header
from svtool.proposal.file_contents import ColumnLook
from svtool.proposal.kept_mappings import can_be_added_to, fields_named
from svtool.proposal.layouts import FieldProposal, Layout, MappingProposal
from svtool.proposal.records_left_out import Leaving, leaving_of, readings_that_leave_out
from svtool.schema.library import Library
from svtool.schema.mappings import Column
from svtool.schema.offences import fold_title


def with_unread_words(layout: Layout, library: Library) -> Layout:
    """Return a layout by a mapping of its own, where the shipped one that fits does not read what says what counts."""
    if layout.proposal is not None or not layout.mapping or library.is_own("mappings", layout.mapping):
        return layout
    text = library.open("mappings", layout.mapping).path.read_text(encoding="utf-8")
    named = fields_named(text)[0] | layout.columns.keys()
    source = library.sources[str(layout.source)]
    unread = _readings(layout, leaving_of(source, named))
    if not unread:
        return layout
    columns = listed(list(dict.fromkeys(column for each in unread for column in each.headers)), joiner="and")
    why = f"{layout.mapping} does not read all words of {columns}, and some leave records out"
    added = {each.field: each for each in unread if each.field not in named}
    if not added or not can_be_added_to(text):
        return replace(layout, reasons=[*layout.reasons, why])
    part = library.mapping(layout.mapping).part_for(source.id, layout.row)
    row = part.row if part else "record"
    proposal = MappingProposal("", source.id, row, list(added.values()), [], based_on=layout.mapping)
    read = {field: Column.model_validate({"column": each.headers}) for field, each in added.items()}
    columns_read = {**layout.columns, **read}
    return replace(layout, columns=columns_read, proposal=proposal, confidence="low", reasons=[*layout.reasons, why])


def _readings(layout: Layout, categories: list[Leaving]) -> list[FieldProposal]:
    """Return how columns that are not read, and words that a mapping counts with all others, may leave records out."""
    read = {fold_header(header) for column in layout.columns.values() for header in column.headers}
    found: list[FieldProposal] = []
    for column in layout.merged.own_columns:
        if fold_header(column.name) not in read:
            found += readings_that_leave_out(column, categories)
            continue
        for leaving in categories:
            if _counts_with_others(layout.columns.get(leaving.field.name), column, leaving):
                found += readings_that_leave_out(column, [leaving])
    return found


def _counts_with_others(known: Column | None, column: ColumnLook, leaving: Leaving) -> bool:
    """Return whether a column is read as a category, and words of it that leave records out are among all others."""
    if known is None or known.otherwise is None or fold_header(column.name) not in map(fold_header, known.headers):
        return False
    listed_words = {fold_title(each) for each in known.values}
    return any(leaving.said_in(text) for text in column.texts if fold_title(text) not in listed_words)
