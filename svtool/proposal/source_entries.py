"""The `sources:` part of a project file: an entry for each source, or linked part, that was recognised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from svtool.proposal.area_choices import choose_for_areas
from svtool.proposal.decisions import Settled
from svtool.proposal.edition_days import days_made
from svtool.proposal.file_groups import group_files
from svtool.proposal.file_patterns import literal, pattern_of
from svtool.proposal.kinds_drawn_for import Kinds, kinds_of
from svtool.proposal.layouts import LINKED, Layout
from svtool.proposal.mapping_text import flow
from svtool.proposal.records_in_common import Member, SharedRecords
from svtool.proposal.supplier_names import supplier_decisions
from svtool.schema.library import Library
from svtool.schema.sources import Source, in_order


@dataclass
class Entry:
    """One entry: where it stands, what it says, and the files behind it.

    Attributes:
        place: the source, and the linked part.
        layout: how its files are recognised.
        files: their names.
        records: how many records they hold.
        settings: what it says.
        remarks: why, beside the reasons of its layout.
    """

    place: tuple[str, ...]
    layout: Layout
    files: list[str]
    records: int
    settings: dict[str, Settled | list[Settled] | Kinds] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Entries:
    """The entries of a project, and what has no place in it.

    Attributes:
        entries: the entries, in the order of the sources.
        left_out: layouts that can't be used, each with the reason last among its own.
        twice: a file → the file that holds the same records.
    """

    entries: list[Entry]
    left_out: list[Layout]
    twice: dict[str, str]


def entries_of(
    layouts: Sequence[Layout],
    library: Library,
    all_files: Iterable[str],
    bounded: bool,
    shared: SharedRecords,
) -> Entries:
    """Return the entries in the order of the sources, and what has no place in a project.

    Args:
        layouts: what was recognised.
        library: the definitions.
        all_files: every file of the folder; a pattern may match no other of them.
        bounded: whether the project counts within a set of areas.
        shared: tells which records files have in common.
    """
    names = list(all_files)
    found = Entries([], [], {})
    for source in in_order(library.sources):
        slots: dict[str | None, list[Layout]] = {}
        for layout in layouts:
            if layout.source == source.id:
                slots.setdefault(layout.row, []).append(layout)
        if set(slots) & {"victims", "suspects"} and "offences" not in slots:
            for row in ("victims", "suspects"):
                found.left_out.extend(_say(slots.pop(row, []), f"files of {row} need files of offences beside them"))
        if "offences" in slots:
            why = "a source has linked files or flat ones; give this file a project of its own"
            found.left_out.extend(_say(slots.pop(None, []), why))
        places: tuple[str | None, ...] = (*LINKED, None)
        for place in places:
            if place in slots:
                _add(found, source, place, slots[place], _Around(names, bounded, library, shared))
    return found


@dataclass(frozen=True)
class _Around:
    """What entries are written amid: all files, whether areas bound the project, and what files share."""

    names: list[str]
    bounded: bool
    library: Library
    shared: SharedRecords


def _say(layouts: list[Layout], why: str) -> list[Layout]:
    for layout in layouts:
        layout.reasons.append(why)
    return layouts


def _add(found: Entries, source: Source, row: str | None, layouts: list[Layout], around: _Around) -> None:
    """Add the entries of a source, or of one linked part."""
    place = (source.id, row) if row else (source.id,)
    if not source.has_records:
        found.entries.extend(
            _entry(place, [Member(each, look) for look in each.looks], source, around) for each in layouts
        )
        return
    grouped = group_files(layouts, source, around.shared, linked=row is not None)
    found.twice.update(grouped.twice)
    parties = grouped.parties if grouped.apart else [[each for party in grouped.parties for each in party]]
    suppliers = supplier_decisions(parties, source) if grouped.apart else [None]
    for party, supplier in zip(parties, suppliers, strict=True):
        for entry in _entries_of_party(place, party, grouped.sent_again, source, around):
            if supplier:
                entry.settings["supplier"] = supplier
            found.entries.append(entry)


def _entries_of_party(
    place: tuple[str, ...], party: Sequence[Member], sent_again: Sequence[list[Member]], source: Source, around: _Around
) -> list[Entry]:
    """Return the entries of one supplier's files: one for each layout, and for each file that was sent again."""
    editions = [group for group in sent_again if any(each in party for each in group)]
    single = {each.name for group in editions for each in group}
    drawn = {each.name: _kinds(place, each, source, around) for each in party}
    by_layout: dict[tuple[int, str], list[Member]] = {}
    for each in party:
        if each.name not in single:
            by_layout.setdefault((id(each.layout), flow(drawn[each.name])), []).append(each)
    found = [_entry(place, members, source, around) for members in by_layout.values()]
    for group in editions:
        for member, (day, why) in zip(group, days_made(group, source), strict=True):
            entry = _entry(place, [member], source, around)
            entry.settings["as_at"] = day
            entry.remarks += [f"{why}."] if why else []
            found.append(entry)
    for entry in found:
        if kinds := drawn[entry.files[0]]:
            entry.settings["holds"] = kinds
            entry.remarks.append("holds: what it was drawn for, as its records show; of other kinds nothing is known.")
    return found


def _kinds(place: tuple[str, ...], member: Member, source: Source, around: _Around) -> Kinds:
    """Return what a file was drawn for; files of people were drawn as their offences were."""
    if place[-1] in {"victims", "suspects"}:
        return {}
    return kinds_of(member.layout, member.look, source, around.library)


def _entry(place: tuple[str, ...], members: Sequence[Member], source: Source, around: _Around) -> Entry:
    layout = members[0].layout
    files = [each.name for each in members]
    entry = Entry(place, layout, files, sum(each.look.records for each in members))
    entry.settings["files"] = pattern_of(files, around.names) or _one_or_list(files)
    if not source.has_records:
        return entry
    entry.settings["mapping"] = layout.mapping
    if place[-1] in {"victims", "suspects"}:
        return entry
    areas = choose_for_areas(layout, source, around.bounded, around.library)
    said = [(key, value) for key, value in (("area_basis", areas.basis), ("area_unknown", areas.unknown)) if value]
    entry.remarks += [areas.why] if areas.why else []
    entry.settings.update(said)
    return entry


def _one_or_list(files: list[str]) -> Settled | list[Settled]:
    return literal(files[0]) if len(files) == 1 else [literal(name) for name in files]


def files_of(layout: Layout, names: Iterable[str]) -> str:
    """Return the files of a layout as one pattern or, where none fits, one after the other."""
    return pattern_of(layout.files, names) or ", ".join(layout.files)
