"""The `sources:` part of a project file: an entry for each source, or linked part, that was recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from svtool.proposal.column_shapes import NOT_RECORDED
from svtool.proposal.decisions import Decision, Settled
from svtool.proposal.file_patterns import literal, overlapping, pattern_of
from svtool.proposal.layouts import LINKED, Layout
from svtool.schema.sources import Source, in_order

OWN_AREA = (
    "where a record belongs whose area is not recorded: inside if this is the own extract of the force or service of "
    "the area, not_known if it may hold others' records"
)
BASIS = "what the area of a record is: where it happened, where the person lives, or where the site is"


@dataclass
class Entry:
    """One entry: where it stands, what it says, and the layout behind it."""

    place: tuple[str, ...]
    layout: Layout
    settings: dict[str, Settled | list[Settled]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def entries_of(
    layouts: Sequence[Layout], sources: Mapping[str, Source], all_files: Iterable[str], bounded: bool
) -> tuple[list[Entry], list[Layout]]:
    """Return the entries in the order of the sources, and the layouts that have no place in a project.

    Args:
        layouts: what was recognised.
        sources: every source.
        all_files: every file of the folder; a pattern may match no other of them.
        bounded: whether the project counts within a set of areas.
    """
    names = list(all_files)
    found: list[Entry] = []
    left_out: list[Layout] = []
    for source in in_order(sources):
        of_source = [layout for layout in layouts if layout.source == source.id]
        slots: dict[str | None, list[Layout]] = {}
        for layout in of_source:
            slots.setdefault(layout.row, []).append(layout)
        if set(slots) & {"victims", "suspects"} and "offences" not in slots:
            for row in ("victims", "suspects"):
                left_out += _say(slots.pop(row, []), f"files of {row} need files of offences beside them")
        if "offences" in slots and None in slots:
            slots["offences"] += slots.pop(None)
        places: tuple[str | None, ...] = (*LINKED, None)
        found += [_entry(source, place, slots[place], names, bounded) for place in places if place in slots]
    return found, left_out


def _say(layouts: list[Layout], why: str) -> list[Layout]:
    for layout in layouts:
        layout.reasons.append(why)
    return layouts


def _entry(source: Source, row: str | None, layouts: list[Layout], names: list[str], bounded: bool) -> Entry:
    first = max(layouts, key=lambda layout: (layout.row == row, layout.records))
    entry = Entry((source.id, row) if row else (source.id,), first)
    entry.settings["files"] = _files(first, layouts, names)
    for other in layouts:
        if other is not first:
            entry.remarks.append(f"{files_of(other, names)} has other columns and is read by {_reader(other)}.")
    if not source.has_records:
        return entry
    entry.settings["mapping"] = first.mapping
    if row in {"victims", "suspects"}:
        return entry
    if "area" in first.columns and first.area_basis is None:
        basis = Decision(f"the areas of {source.id}", ("incident", "residence", "site"), BASIS)
        entry.settings["area_basis"] = basis
    elif first.area_basis is not None:
        entry.settings["area_basis"] = first.area_basis
    if bounded and not first.knows_area_unknown:
        meaning = f"{OWN_AREA}; {_how_many(_share_without_area(first))}"
        entry.settings["area_unknown"] = Decision(f"whose extract {source.id} is", ("inside", "not_known"), meaning)
    return entry


def _files(first: Layout, layouts: list[Layout], names: list[str]) -> Settled | list[Settled]:
    if len(layouts) > 1:
        options = tuple(files_of(layout, names) for layout in [first, *(one for one in layouts if one is not first)])
        meaning = f"a source has one layout here, and these differ; mapping {first.mapping} reads the first"
        return Decision(f"the files of {first.source}", options, meaning)
    twice = overlapping(first)
    if twice:
        return _without_overlap(first, twice)
    pattern = pattern_of(first.files, names)
    return pattern if pattern else _one_or_list(first)


def _without_overlap(layout: Layout, twice: list[tuple[str, str, float]]) -> list[Settled]:
    """Return the files with a decision for each that shares half its references with another."""
    doubled = {name for pair in twice for name in pair[:2]}
    found: list[Settled] = [literal(name) for name in layout.files if name not in doubled]
    share = max(pair[2] for pair in twice)
    meaning = f"they share {share:.0%} of their references and would count records twice; keep the later one"
    return [*found, Decision("files that overlap", tuple(sorted(literal(name) for name in doubled)), meaning)]


def _one_or_list(layout: Layout) -> Settled | list[Settled]:
    return literal(layout.files[0]) if len(layout.files) == 1 else [literal(name) for name in layout.files]


def files_of(layout: Layout, names: Iterable[str]) -> str:
    """Return the files of a layout as one pattern or, where none fits, one after the other."""
    return pattern_of(layout.files, names) or ", ".join(layout.files)


def _reader(layout: Layout) -> str:
    return f"mapping {layout.mapping}" if layout.mapping else "no mapping"


def _how_many(share: float) -> str:
    if share == 0:
        return "none of these records so far"
    return "every one of these records" if share == 1 else f"{share:.1%} of these records"


def _share_without_area(layout: Layout) -> float:
    column = layout.columns.get("area")
    found = layout.merged.column(*column.headers) if column else None
    if found is None:
        return 1.0
    unsaid = sum(number for text, number in found.texts.items() if text.casefold() in NOT_RECORDED)
    looked_at = found.blank + found.filled
    return (found.blank + unsaid) / looked_at if looked_at else 0.0
