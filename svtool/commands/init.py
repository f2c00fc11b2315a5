"""The steps of `svtool init`: look, recognise, propose, choose, and write down what is known and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from svtool.commands.own_outputs import is_own_output
from svtool.errors import ExtractError, UsageError, listed
from svtool.proposal.answered_dates import with_dates
from svtool.proposal.decisions import Ask, Decision, decide_later, noting
from svtool.proposal.field_matches import Knowledge
from svtool.proposal.file_contents import Folder, look_at_folder
from svtool.proposal.file_patterns import join_layouts, layouts_of
from svtool.proposal.former_project import read_former
from svtool.proposal.layouts import Layout
from svtool.proposal.mapping_drafts import mapping_drafts, name_mappings
from svtool.proposal.mapping_fits import recognise
from svtool.proposal.mapping_proposals import propose
from svtool.proposal.prepared_answers import first_of
from svtool.proposal.project_choices import (
    Choice,
    choose_areas,
    choose_definition,
    choose_periods,
    choose_tables,
    months_by_source,
    tell_left_out,
)
from svtool.proposal.project_plan import Plan
from svtool.proposal.project_text import ProjectChoices, project_text
from svtool.proposal.records_in_common import MOST_MARKS, SharedRecords
from svtool.proposal.source_entries import Entries, entries_of, files_of
from svtool.proposal.usual_names import joined_columns, known_columns
from svtool.proposal.words_not_read import with_unread_words
from svtool.schema.areas import AreaSet
from svtool.schema.defaults import FORMER_FILE, PROJECT_FILE
from svtool.schema.library import Library
from svtool.schema.offences import fold_class
from svtool.schema.sources import in_order

FEW_OFFENCES, MANY_RECORDS = 10, 200


@dataclass(frozen=True)
class Looked:
    """A folder as it was looked at, before anything is proposed.

    Attributes:
        folder: the folder.
        library: the definitions: the folder's own, and those that ship.
        found: what is in its files.
        areas: every set of areas.
        shared: tells which records files have in common.
    """

    folder: Path
    library: Library
    found: Folder
    areas: tuple[AreaSet, ...]
    shared: SharedRecords


def look_around(folder: Path, force: bool = False) -> Looked:
    """Return what is in a folder of extracts; they may lie in folders below it.

    Args:
        folder: the folder.
        force: whether a project file that is there may be replaced.

    Raises:
        UsageError: there is no such folder, or it has a project file.
    """
    if (folder / PROJECT_FILE).exists() and not force:
        raise UsageError(
            f"{folder / PROJECT_FILE}: there is one already, and it would be lost. Work with that one, or add --force."
        )
    library = Library(folder)
    found = look_at_folder(folder, known_columns(library), joined_columns(library), is_own_output)
    every = 1 + max((each.records for each in found.looks), default=0) // MOST_MARKS
    return Looked(folder, library, found, library.area_sets(), SharedRecords(folder, every))


def plan_project(folder: Path, force: bool = False, ask: Ask = decide_later) -> Plan:
    """Return the project file and the mappings for a folder of extracts; nothing is written yet.

    Args:
        folder: the folder.
        force: whether files that are there may be replaced.
        ask: answers what other choices hang on: the areas, and the definition.

    Raises:
        UsageError: there is no such folder, or it has a project file.
        ExtractError: nothing in it was recognised.
    """
    return plan_for(look_around(folder, force), ask)


def plan_for(looked: Looked, ask: Ask = decide_later) -> Plan:
    """Return the project file and the mappings for a folder that was looked at; see `plan_project`."""
    folder, library, found = looked.folder, looked.library, looked.found
    former = read_former(folder / PROJECT_FILE)
    asked: dict[str, Decision] = {}
    ask = noting(first_of([ask, former.ask]), asked)
    knowledge = Knowledge(library, looked.areas)
    layouts = _recognise_all(found, knowledge)
    of_sources = join_layouts([each for each in layouts if each.source])
    named = name_mappings([*of_sources, *(each for each in layouts if not each.source)], folder, found, library)
    named = [_with_source(each, knowledge, ask) for each in named]
    seen = _Seen(folder, found, [each for each in named if not each.source])
    told = [with_dates(each, library.sources[each.source], ask) for each in named if each.source]
    recognised = [_with_few_offences(each, library) for each in told]
    areas = choose_areas(recognised, library, looked.areas, ask)
    planned = entries_of(recognised, library, seen.files, bool(areas.value), looked.shared)
    former.settle(planned.entries)
    begun = mapping_drafts(seen.not_recognised, folder, seen.files, knowledge)
    if not planned.entries and not begun:
        raise ExtractError(_nothing(seen, library))
    used = [each for each in recognised if each not in planned.left_out]
    set_aside = _set_aside(planned, seen)
    drafts, left_out = dict(begun), list[str]()
    if planned.entries:
        drafts |= mapping_drafts(recognised, folder, seen.files, knowledge)
        choices = _choose(used, areas, library, ask)
        left_out = list(choices.told)
        if former.text:
            drafts[folder / FORMER_FILE] = lambda _: former.text
        drafts[folder / PROJECT_FILE] = partial(project_text, choices, planned.entries, set_aside, former, seen.files)
    begins = {name: each.mapping for each in seen.not_recognised if each.proposal for name in each.files}
    return Plan(
        folder, drafts, used, set_aside, begins, found.unreadable, seen.files, found.own_outputs, left_out, asked
    )  # fmt: skip


def _set_aside(planned: Entries, seen: _Seen) -> dict[str, str]:
    """Return the files that count nowhere, each with why."""
    found = dict(seen.looked.unreadable)
    for layout in [*planned.left_out, *seen.not_recognised]:
        why = layout.reasons[-1] if layout in planned.left_out else "; ".join(layout.reasons)
        found |= dict.fromkeys(layout.files, why)
    return found | {name: f"it holds the same records as {other}" for name, other in planned.twice.items()}


@dataclass(frozen=True)
class _Seen:
    """A folder as it was looked at.

    Attributes:
        folder: the folder.
        looked: what is in it.
        not_recognised: the files that are of no source.
    """

    folder: Path
    looked: Folder
    not_recognised: list[Layout]

    @property
    def files(self) -> list[str]:
        """Return the names of all files, those that can't be read last."""
        return self.looked.names


def _recognise_all(looked: Folder, knowledge: Knowledge) -> list[Layout]:
    """Return every layout, recognised as far as it can be."""
    layouts = _recognise_each(looked, knowledge, linked=True)
    if any(layout.row in {"victims", "suspects"} for layout in layouts):
        return layouts
    return _recognise_each(looked, knowledge, linked=False)


def _recognise_each(looked: Folder, knowledge: Knowledge, linked: bool) -> list[Layout]:
    layouts = layouts_of(looked.looks)
    for layout in layouts:
        if not recognise(layout, knowledge.library, linked):
            propose(layout, knowledge, linked)
    return [with_unread_words(each, knowledge.library) for each in layouts]


def _with_source(layout: Layout, knowledge: Knowledge, ask: Ask) -> Layout:
    """Return a layout whose source was not told, with the mapping for the source that somebody answers."""
    if layout.source or layout.proposal is None or isinstance(layout.proposal.source, str):
        return layout
    answer = ask(f"{layout.mapping}.source", layout.proposal.source)
    if answer is None:
        return layout
    again = layouts_of(layout.looks)[0]
    propose(again, knowledge, linked=False, said=str(answer))
    if again.proposal is None or not again.source:
        return layout
    return replace(again, mapping=layout.mapping, proposal=replace(again.proposal, id=layout.mapping))


def _nothing(seen: _Seen, library: Library) -> str:
    lines = [f"{name}: {why}" for name, why in sorted(seen.looked.unreadable.items())]
    lines += [f"{files_of(each, seen.files)}: {'; '.join(each.reasons)}." for each in seen.not_recognised]
    titles = [each.title for each in in_order(library.sources) if each.has_records]
    lines.append(
        f"{seen.folder}: nothing here was recognised as an extract, and nothing was written; expected extracts of "
        f"{listed([title[0].lower() + title[1:] for title in titles])}. Name the folder that holds them."
    )
    return "\n".join(lines)


def _with_few_offences(layout: Layout, library: Library) -> Layout:
    """Return a layout that says if it holds few kinds of offence: a measure of any other counts 0, no finding."""
    column = layout.columns.get("offence_class")
    found = layout.merged.column(*column.headers) if column and column.headers else None
    if column is None or found is None or layout.records < MANY_RECORDS:
        return layout
    codes = {column.values.get(text, text) for text in found.texts}
    known = sorted(code for code in codes if fold_class(code) in library.catalogue.atoms_by_class)
    if not 0 < len(known) <= FEW_OFFENCES:
        return layout
    reason = (
        f"it holds only the offence classes {', '.join(known)}: a measure of any other prints 0, which may only mean "
        "that the extract was drawn without it"
    )
    return replace(layout, reasons=[*layout.reasons, reason])


def _choose(used: Sequence[Layout], areas: Choice, library: Library, ask: Ask) -> ProjectChoices:
    """Return what the project file says beside its extracts."""
    area_set = areas.value if isinstance(areas.value, str) else ""
    definition = choose_definition(used, area_set, library, ask)
    tables, why_tables = choose_tables(used, area_set, library, bool(definition.value))
    told = tell_left_out(tables, used, area_set, library, bool(definition.value))
    periods, why_periods = choose_periods(months_by_source(used, library))
    return ProjectChoices(areas, definition, tables, why_tables, periods, why_periods, told)
