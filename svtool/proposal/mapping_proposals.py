"""Proposing a mapping: which column is which field, from names and values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from svtool.proposal.column_shapes import (
    MOSTLY,
    date_shape,
    share_of_codes,
    share_read,
    share_understood,
)
from svtool.proposal.decisions import Decision, Settled
from svtool.proposal.field_proposals import RECENT, describe_column, propose_date_column, propose_for_all
from svtool.proposal.file_contents import ColumnLook, FileLook
from svtool.proposal.force_of_places import best_areas
from svtool.proposal.layouts import FieldProposal, Layout, MappingProposal
from svtool.proposal.mapping_fits import signs_of
from svtool.proposal.usual_names import name_fit
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.mappings import Column, Row
from svtool.schema.sources import OFFENCE_EVIDENCE, REFERENCE, Source, SourceField, in_order

OFFENCES: Row = "offences"
VICTIMS: Row = "victims"
SUSPECTS: Row = "suspects"
LIKELY, ALIKE = 0.7, 0.5  # how well a name must fit when the values can't speak, and when they do
_LSOA = re.compile(r"[EW]01\d{6}")
_SUBCODE = re.compile(r"\d{1,3}\s*/\s*\d{1,2}")


@dataclass(frozen=True)
class Match:
    """A column that may be a field."""

    field: SourceField
    column: ColumnLook
    name: float
    shape: float | None  # share of its cells that the field could hold; None where any text could stand

    @property
    def score(self) -> float:
        """Return how well it fits."""
        return self.name + (self.shape if self.shape is not None else self.name / 2)


@dataclass(frozen=True)
class Knowledge:
    """What values are held against."""

    library: Library
    areas: tuple[AreaSet, ...]


def propose(layout: Layout, knowledge: Knowledge, linked: bool) -> bool:
    """Fill in a layout with a mapping of its own; return whether its source could be told."""
    look = layout.merged
    sources = {each.id: each for each in in_order(knowledge.library.sources) if each.has_records}
    found = {name: _matches(source, look, knowledge) for name, source in sources.items()}
    usable = {name: matches for name, matches in found.items() if _is_enough(sources[name], matches, look)}
    weights = {name: _weight(sources[name], matches, look) for name, matches in usable.items()}
    ranked = sorted(usable, key=lambda name: -weights[name])
    if not ranked:
        layout.reasons.append("no mapping fits it, and too few columns look like fields of a source")
        return False
    for first, second in pairwise(ranked[:2]):
        if weights[first] < weights[second] + 0.5:
            layout.reasons.append(f"could be {first} or {second}: put the word into the file's name")
            return False
    _take(layout, sources[ranked[0]], usable[ranked[0]], knowledge, linked)
    return True


def _matches(source: Source, look: FileLook, knowledge: Knowledge) -> list[Match]:
    """Return the best pairs of field and column, each used once."""
    pairs = [
        match
        for field in source.fields
        for column in look.own_columns
        if (match := _match(source, field, column, knowledge)) is not None
    ]
    taken: list[Match] = []
    for match in sorted(pairs, key=lambda each: -each.score):
        if all(match.field is not other.field and match.column is not other.column for other in taken):
            taken.append(match)
    has_key = any(match.field.type == "reference" for match in taken)
    order = [field.name for field in source.fields]
    kept = [match for match in taken if match.field.type != "count" or not has_key]
    return sorted(kept, key=lambda match: order.index(match.field.name))


def _match(source: Source, field: SourceField, column: ColumnLook, knowledge: Knowledge) -> Match | None:
    name = name_fit(source, field, column.name)
    shape = _shape(field, column, knowledge) if column.filled and (name >= ALIKE or field.type in _TELLING) else None
    if field.type in _TELLING and shape is not None and shape >= _TELLING[field.type]:
        return Match(field, column, name, shape)
    if field.type in {"reference", "person", "label", "flag", "category"}:
        return Match(field, column, name, None) if name >= (0.9 if field.type == "label" else LIKELY) else None
    if field.type in {"date", "birth_date"} and name >= 0.9 and column.filled:
        return Match(field, column, name, shape)
    if name >= ALIKE and shape is not None and shape >= ALIKE:
        return Match(field, column, name, shape)
    return None


# Values that speak for themselves, whatever the column is called, and the share that must do so.
_TELLING = {"offence_class": 0.95, "offence_subcode": 0.95, "offence_title": 0.8, "area": 0.9}


def _shape(field: SourceField, column: ColumnLook, knowledge: Knowledge) -> float | None:
    """Return the share of a column's cells that a field could hold; None where any text could stand."""
    judges: dict[str, Callable[[], float]] = {
        "date": lambda: date_shape(column).share,
        "birth_date": lambda: date_shape(column).share,
        "offence_class": lambda: _share_of_classes(field, column, knowledge),
        "offence_subcode": lambda: share_read(column.usual, lambda text: _SUBCODE.fullmatch(text) is not None),
        "offence_title": lambda: share_of_codes(field, column, knowledge.library.catalogue),
        "area": lambda: _share_of_places(column, knowledge),
        "age": lambda: share_understood(field, Column.model_validate({"column": column.name}), column),
        "count": lambda: share_understood(field, Column.model_validate({"column": column.name}), column),
    }
    return judges[field.type]() if field.type in judges else None


def _share_of_classes(field: SourceField, column: ColumnLook, knowledge: Knowledge) -> float:
    # Numbers alone may be ages or counts: classes have letters among them.
    lettered = any(re.fullmatch(r"\d+[A-Za-z]", text) for text in column.texts)
    share = share_of_codes(field, column, knowledge.library.catalogue)
    return share if lettered else min(share, MOSTLY)


def _share_of_places(column: ColumnLook, knowledge: Knowledge) -> float:
    named = best_areas(column.usual, knowledge.areas).share
    return max(named, share_read(column.usual, lambda text: _LSOA.fullmatch(text) is not None))


def _is_enough(source: Source, matches: list[Match], look: FileLook) -> bool:
    """Return whether the matches make an extract of a source."""
    names = {match.field.name for match in matches}
    named = [match for match in matches if match.name >= LIKELY or (match.shape or 0) >= MOSTLY]
    dated = bool(names & set(source.dates)) or bool(_dated(look))
    told = bool(names & set(source.signs.fields))
    if source.roles:
        # Files of people are linked to their offences by a reference; a word of a name alone tells nothing.
        of_people = any(source.role_of(name) for name in names)
        return len(named) >= 3 and ((told and dated) or (REFERENCE in names and of_people))
    return len(named) >= 3 and dated and (told or signs_of(source, look) > 0)


def _dated(look: FileLook) -> list[ColumnLook]:
    return [column for column in look.own_columns if column.filled and date_shape(column).formats]


def _weight(source: Source, matches: list[Match], look: FileLook) -> float:
    return sum(match.score for match in matches) + signs_of(source, look)


def _take(layout: Layout, source: Source, matches: list[Match], knowledge: Knowledge, linked: bool) -> None:
    row, why, part = _row_of(source, matches, linked)
    fields = [describe_column(match.field, match.column, match.name, knowledge.areas) for match in matches]
    read = {match.column.name for match in matches}
    fields += _needed_but_missing(source, layout.merged, {match.field.name for match in matches}, part)
    unread = [column.name for column in layout.looks[0].own_columns if column.name not in read]
    layout.source, layout.row = source.id, part
    layout.proposal = MappingProposal("", source.id, row, fields, unread, why)
    layout.columns = {
        each.field: Column.model_validate({"column": each.headers[0], "format": list(each.formats), "pivot": RECENT})
        for each in fields
        if each.headers
    }
    layout.confidence = "low" if any(each.confidence == "low" for each in fields) else "medium"
    layout.reasons.append(
        f"no shipped mapping fits; {len(matches)} of {len(layout.looks[0].own_columns)} columns look like fields "
        f"of {source.id}"
    )


def _row_of(source: Source, matches: list[Match], linked: bool) -> tuple[Settled, str, Row | None]:
    """Return what a row is, why, and which linked file it then is (None when it is flat)."""
    by_name = {match.field.name: match for match in matches}
    if not source.roles:
        return "record", "", None
    roles = {source.role_of(name) for name in by_name} - {None}
    told = any(name in by_name for name in OFFENCE_EVIDENCE)
    for role, part in (("victim", VICTIMS), ("suspect", SUSPECTS)):
        if roles == {role} and not told:
            return part, f"it has a reference and columns of the {role}, but no offence", part
    if linked and not roles:
        return OFFENCES, "files of victims or suspects lie beside it", OFFENCES
    key = by_name.get(REFERENCE)
    if key is None or not key.column.repeats:
        return "offence", "no reference repeats" if key else "it has no reference", None
    if not roles:
        return "offence", "references repeat, but nothing tells persons apart; a repeated reference counts once", None
    options = {"offence", "victim_suspect"} | {str(role) for role in roles}
    choice = Decision("what one row is", tuple(sorted(options)), "references repeat, so a row is not one offence")
    return choice, "references repeat", None


def _needed_but_missing(source: Source, look: FileLook, names: set[str], part: Row | None) -> list[FieldProposal]:
    """Return proposals for what the source needs and no column's name says."""
    found: list[FieldProposal] = []
    if part not in {VICTIMS, SUSPECTS} and not names & set(source.dates):
        dated = tuple(column.name for column in _dated(look))
        found.append(propose_date_column(source.by_name[source.dates[0]], look, dated))
    drawn_for = [each for each in source.fields if each.drawn_for and each.name not in names]
    return found + [propose_for_all(each, source) for each in drawn_for]
