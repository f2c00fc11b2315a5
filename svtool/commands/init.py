"""The steps of `svtool init`: look, recognise, propose, choose, and write down what is known and what is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from svtool.errors import ExtractError, UsageError
from svtool.proposal.decisions import Ask
from svtool.proposal.file_contents import Folder, look_at_folder
from svtool.proposal.file_patterns import join_layouts, layouts_of
from svtool.proposal.layouts import Layout
from svtool.proposal.mapping_fits import recognise
from svtool.proposal.mapping_proposals import Knowledge, propose
from svtool.proposal.mapping_text import mapping_text
from svtool.proposal.project_choices import (
    choose_areas,
    choose_definition,
    choose_periods,
    choose_tables,
    months_by_source,
)
from svtool.proposal.project_plan import Plan
from svtool.proposal.project_text import ProjectChoices, project_text
from svtool.proposal.source_entries import entries_of, files_of
from svtool.proposal.usual_names import joined_columns, known_columns
from svtool.schema.areas import AreaSet
from svtool.schema.defaults import PROJECT_FILE
from svtool.schema.library import Library
from svtool.schema.offences import fold_class

MAPPINGS = Path("definitions") / "mappings"
FEW_OFFENCES, MANY_RECORDS = 10, 200


def plan_project(folder: Path, ask: Ask, force: bool = False) -> Plan:
    """Return the project file and the mappings for a folder of extracts; nothing is written yet.

    Args:
        folder: the folder; extracts may lie in folders below it.
        ask: answers what only a person can decide, or leaves it for later.
        force: whether a project file that is there may be replaced.

    Raises:
        UsageError: there is no such folder, or a file to be written is there already.
        ExtractError: nothing in it was recognised.
    """
    if (folder / PROJECT_FILE).exists() and not force:
        raise UsageError(
            f"{folder / PROJECT_FILE}: there is one already, and it would be lost. Work with that one, or add --force."
        )
    library = Library(folder)
    looked = look_at_folder(folder, known_columns(library), joined_columns(library))
    areas = [library.areas(each) for each in library.ids("areas")]
    layouts = _recognise_all(looked, Knowledge(library, tuple(areas)))
    plan = Plan(folder, unreadable=looked.unreadable)
    plan.all_files = [look.name for look in looked.looks] + list(looked.unreadable)
    plan.recognised = join_layouts([layout for layout in layouts if layout.source])
    plan.not_recognised = [layout for layout in layouts if not layout.source]
    if not plan.recognised:
        raise ExtractError(_nothing(plan))
    _name_mappings(plan, library)
    _note_few_offences(plan.recognised, library)
    _write_down(plan, library, areas, ask)
    _refuse_to_replace(plan, force)
    return plan


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
    return layouts


def _nothing(plan: Plan) -> str:
    lines = [f"{name}: {why}" for name, why in sorted(plan.unreadable.items())]
    lines += [f"{files_of(each, plan.all_files)}: {'; '.join(each.reasons)}." for each in plan.not_recognised]
    lines.append(
        f"{plan.folder}: nothing here was recognised as an extract, and nothing was written; expected CSV files of "
        "police, emergency-department, ambulance or fire records. Name the folder that holds them."
    )
    return "\n".join(lines)


def _note_few_offences(layouts: list[Layout], library: Library) -> None:
    """Say where an extract holds few kinds of offence: a measure of any other counts 0, which is no finding."""
    for layout in layouts:
        column = layout.columns.get("offence_class")
        found = layout.merged.column(*column.headers) if column and column.headers else None
        if column is None or found is None or layout.records < MANY_RECORDS:
            continue
        codes = {column.values.get(text, text) for text in found.texts}
        known = sorted(code for code in codes if fold_class(code) in library.catalogue.atoms_by_class)
        if 0 < len(known) <= FEW_OFFENCES:
            layout.reasons.append(
                f"it holds only the offence classes {', '.join(known)}: a measure of any other prints 0, which may "
                "only mean that the extract was drawn without it"
            )


def _name_mappings(plan: Plan, library: Library) -> None:
    """Give each proposed mapping an id, from the names of its files."""
    taken = {each for each in library.ids("mappings") if not (plan.folder / MAPPINGS / f"{each}.yaml").exists()}
    for layout in plan.recognised:
        if layout.proposal is None:
            continue
        stem = PurePosixPath(files_of(layout, plan.all_files).split(",")[0]).name.split(".")[0]
        base = re.sub(r"[^a-z0-9]+", "_", re.sub(r"\d+", "", stem.casefold())).strip("_") or layout.proposal.source
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name)
        layout.mapping = layout.proposal.id = name


def _write_down(plan: Plan, library: Library, areas: Sequence[AreaSet], ask: Ask) -> None:
    for layout in plan.recognised:
        if layout.proposal is not None:
            path = plan.folder / MAPPINGS / f"{layout.proposal.id}.yaml"
            plan.texts[path] = mapping_text(layout, layout.proposal, files_of(layout, plan.all_files), ask)
    chosen_areas = choose_areas(plan.recognised, areas)
    entries, plan.left_out = entries_of(
        plan.recognised, library.sources, plan.all_files, bounded=bool(chosen_areas.value)
    )
    plan.recognised = [each for each in plan.recognised if each not in plan.left_out]
    if not entries:
        raise ExtractError(_nothing(plan))
    used = [entry.layout for entry in entries]
    tables, why_tables = choose_tables(used, library)
    periods, why_periods = choose_periods(months_by_source(used, library))
    choices = ProjectChoices(
        chosen_areas,
        choose_definition(str(chosen_areas.value), {str(each.source) for each in used}, library),
        tables, why_tables, periods, why_periods,
    )  # fmt: skip
    others = [(each, each.reasons[-1]) for each in plan.left_out]
    plan.texts[plan.folder / PROJECT_FILE] = project_text(choices, entries, others, plan.all_files, ask)


def _refuse_to_replace(plan: Plan, force: bool) -> None:
    there = sorted(str(path) for path in plan.texts if path.exists())
    if there and not force:
        raise UsageError(f"{', '.join(there)}: there already, and would be lost. Move it away, or add --force.")
