"""Proposing a mapping: which column is which field, from names and values; the beginning of one for any other table."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.errors import listed
from svtool.proposal.column_shapes import MOSTLY, date_shape
from svtool.proposal.decisions import Decision, Settled
from svtool.proposal.field_matches import LIKELY, Knowledge, Match, judged_columns, match_fields, role_said
from svtool.proposal.field_proposals import RECENT, describe_column, propose_date_column, propose_for_all
from svtool.proposal.file_contents import ColumnLook, FileLook
from svtool.proposal.further_readings import further_readings
from svtool.proposal.header_lines import NO_HEADER, is_a_record
from svtool.proposal.layouts import FieldProposal, Layout, MappingProposal
from svtool.proposal.mapping_fits import signs_of
from svtool.proposal.records_left_out import add_records_left_out
from svtool.proposal.unread_columns import describe_unread
from svtool.schema.mappings import Column, Row
from svtool.schema.sources import OFFENCE_EVIDENCE, REFERENCE, Source, in_order

OFFENCES: Row = "offences"
VICTIMS: Row = "victims"
SUSPECTS: Row = "suspects"
ROWS_OF_PEOPLE: tuple[Row, ...] = ("offence", "victim", "suspect", "victim_suspect")
MOST_NAMED = 12  # columns in one sentence
CLEARLY = 0.5  # by so much one source must fit better than the next


def propose(layout: Layout, knowledge: Knowledge, linked: bool, said: str | None = None) -> bool:
    """Fill in a layout with a mapping of its own; return whether its source could be told.

    Where it could not, the mapping is a beginning: what was recognised, and its source to be decided. It belongs to the
    likeliest source if something speaks for one, else to none.

    Args:
        layout: the files.
        knowledge: what names and values are held against.
        linked: whether files of victims or suspects lie beside it.
        said: the source, where somebody said it.
    """
    look = layout.merged
    if is_a_record(look, knowledge.column_names):
        layout.reasons.append(NO_HEADER)
        return False
    sources = [each for each in in_order(knowledge.library.sources) if each.has_records and said in {None, each.id}]
    columns, role = judged_columns(look, knowledge), role_said(look.name)
    found = {each.id: match_fields(each, columns, role) for each in sources}
    weights = {each.id: _weight(each, found[each.id], look) for each in sources}
    ranked = sorted(sources, key=lambda each: -weights[each.id])
    enough = [each for each in ranked if said or _is_enough(each, found[each.id], look)]
    likely = [each for each in enough if weights[each.id] > weights[enough[0].id] - CLEARLY]
    if len(likely) == 1:
        _take(layout, likely[0], found[likely[0].id], knowledge, linked)
        return True
    likely = [each for each in ranked if each.id in layout.rivals] or likely
    first = (likely or ranked)[0]
    _take(layout, first, found[first.id], knowledge, linked)
    _begin(layout, likely, ranked, found[first.id])
    return False


def _weight(source: Source, matches: list[Match], look: FileLook) -> float:
    return sum(match.score for match in matches) + signs_of(source, look)


def _is_enough(source: Source, matches: list[Match], look: FileLook) -> bool:
    """Return whether the matches make an extract of a source."""
    names = {match.field.name for match in matches}
    named = [match for match in matches if match.name >= LIKELY or (match.shape or 0) >= MOSTLY]
    dated = bool(names & set(source.dates)) or bool(_dated(look))
    told = bool(names & set(source.signs.fields))
    if source.roles:
        # Files of people are linked to their offences by a reference; a word of a name alone tells nothing.
        of_people = any(source.role_of(name) for name in names) and not names & set(source.dates)
        return len(named) >= 3 and ((told and dated) or (REFERENCE in names and of_people))
    return len(named) >= 3 and dated and (told or signs_of(source, look) > 0)


def _dated(look: FileLook) -> list[ColumnLook]:
    return [column for column in look.own_columns if column.filled and date_shape(column).formats]


def _begin(layout: Layout, likely: Sequence[Source], ranked: Sequence[Source], matches: list[Match]) -> None:
    """Leave the source of a proposal to be decided, and say why; nothing that has no date, or no sign, is of one."""
    proposal, source = layout.proposal, (likely or ranked)[0]
    assert proposal is not None  # noqa: S101 (it was just taken)
    names = {match.field.name for match in matches}
    of_people = any(source.role_of(name) for name in names)
    speaks = names & set(source.signs.fields) or of_people or signs_of(source, layout.merged) > 0
    dated = bool(names & set(source.dates)) or bool(_dated(layout.merged))
    options = tuple(dict.fromkeys(each.id for each in (*likely, *ranked)))
    if likely:
        why = f"could be {listed([each.id for each in likely])}"
    elif speaks:
        why = f"looks most like {source.id}, by few columns"
    else:
        why = "nothing in it says of which source it is"
    proposal.source = Decision(
        "of which source it is", options, why, proposal="" if likely or not speaks else source.id
    )
    columns = listed([column.name for column in layout.merged.own_columns if column.name], MOST_NAMED, "and")
    layout.reasons = [*layout.reasons[:-1], f"no mapping fits it; {why}; its columns are {columns}"]
    if source.roles:
        meaning = "what one row is; record for every source without victims and suspects"
        proposal.row = Decision("what one row is", (*ROWS_OF_PEOPLE, "record"), meaning, proposal=str(proposal.row))
    layout.confidence = "low"
    if likely or not (speaks and dated):
        layout.source, layout.row = None, None


def _take(layout: Layout, source: Source, matches: list[Match], knowledge: Knowledge, linked: bool) -> None:
    row, why, part = _row_of(source, matches, linked, layout.looks)
    fields = [describe_column(match.field, match.column, match.name, knowledge.areas) for match in matches]
    fields += further_readings(source, layout.merged.own_columns, fields)
    fields += _needed_but_missing(source, layout.merged, {each.field for each in fields}, part)
    fields = add_records_left_out(source, _not_read(layout.merged, fields), fields)
    read = {header for each in fields for header in each.headers}
    unread = _not_read(layout.merged, fields)
    layout.source, layout.row = source.id, part
    layout.proposal = MappingProposal(
        "", source.id, row, fields, describe_unread(unread, source, {each.field for each in fields}, knowledge), why
    )
    layout.columns = {
        each.field: Column.model_validate({_key(each): each.headers, "format": list(each.formats), "pivot": RECENT})
        for each in fields
        if each.headers
    }
    layout.confidence = "low" if any(each.confidence == "low" for each in fields) else "medium"
    layout.reasons.append(
        f"no shipped mapping fits; {len(read)} of {len(layout.looks[0].own_columns)} columns look like fields "
        f"of {source.id}"
    )


def _not_read(look: FileLook, fields: Sequence[FieldProposal]) -> list[ColumnLook]:
    read = {header for each in fields for header in each.headers}
    return [column for column in look.own_columns if column.name not in read]


def _key(proposal: FieldProposal) -> str:
    return "columns" if len(proposal.headers) > 1 else "column"


def _row_of(
    source: Source, matches: list[Match], linked: bool, looks: Sequence[FileLook]
) -> tuple[Settled, str, Row | None]:
    """Return what a row is, why, and which linked file it then is (None when it is flat)."""
    by_name = {match.field.name: match for match in matches}
    if not source.roles:
        return "record", "", None
    roles = {source.role_of(name) for name in by_name} - {None}
    told = any(name in by_name for name in (*OFFENCE_EVIDENCE, *source.dates))
    for role, part in (("victim", VICTIMS), ("suspect", SUSPECTS)):
        if roles == {role} and not told:
            return part, f"it has a reference and columns of the {role}, but no offence", part
    if linked and not roles:
        return OFFENCES, "files of victims or suspects lie beside it", OFFENCES
    key = by_name.get(REFERENCE)
    # A file that was sent again repeats what another one has, and nothing of its own.
    inside = [found for look in looks if key and (found := look.column(*key.column.headers))]
    if key is None or not any(each.repeats for each in inside):
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
