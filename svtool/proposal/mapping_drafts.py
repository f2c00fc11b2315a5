"""The mappings of a folder as they are to be written: new ones, and those that stand there with what they lack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from svtool.files.headers import fold_header
from svtool.proposal.decisions import Draft
from svtool.proposal.field_matches import Knowledge
from svtool.proposal.file_contents import Folder
from svtool.proposal.file_patterns import layouts_of
from svtool.proposal.kept_mappings import belongs_to, can_be_added_to, fields_named, kept_mapping, shipped_text
from svtool.proposal.layouts import LINKED, FieldProposal, Layout
from svtool.proposal.mapping_proposals import propose
from svtool.proposal.mapping_text import mapping_text
from svtool.proposal.source_entries import files_of
from svtool.schema.library import Library
from svtool.schema.windows_names import is_kept_for_device

MAPPINGS = Path("definitions") / "mappings"


def name_mappings(layouts: Sequence[Layout], folder: Path, looked: Folder, library: Library) -> list[Layout]:
    """Return layouts whose proposed mappings have ids, from the names of their files.

    A mapping of that name that stands in the folder is the one that is meant, if it was written for such files.
    """
    taken = {each for each in library.ids("mappings") if not mapping_file(folder, each).exists()}
    found: list[Layout] = []
    for layout in layouts:
        if layout.proposal is None:
            found.append(layout)
            continue
        files = files_of(layout, looked.names)
        stem = PurePosixPath(files.split(",")[0]).name.split(".")[0]
        base = re.sub(r"[^a-z0-9]+", "_", re.sub(r"\d+", "", stem.casefold())).strip("_") or layout.source or "extract"
        name, number = base, 1
        while name in taken or is_kept_for_device(name) or not _may_be_called(name, layout, folder, files):
            number += 1
            name = f"{base}_{number}"
        taken.add(name)
        found.append(replace(layout, mapping=name, proposal=replace(layout.proposal, id=name)))
    return found


def mapping_file(folder: Path, name: str) -> Path:
    """Return the file of a mapping of the folder's own."""
    return folder / MAPPINGS / f"{name}.yaml"


def _may_be_called(name: str, layout: Layout, folder: Path, files: str) -> bool:
    path = mapping_file(folder, name)
    return not path.exists() or belongs_to(path.read_text(encoding="utf-8-sig"), layout.merged, files)


def mapping_drafts(
    layouts: Sequence[Layout], folder: Path, names: list[str], knowledge: Knowledge
) -> dict[Path, Draft]:
    """Return the mappings that are to be written, by their files; one that stands there keeps what a person wrote.

    Args:
        layouts: the layouts with what reads them; what is added to a mapping is noted in their reasons.
        folder: the folder.
        names: every file of it.
        knowledge: what names and values are held against.
    """
    found: dict[Path, Draft] = {}
    for each in layouts:
        path = mapping_file(folder, each.mapping) if each.mapping else folder
        if not path.is_file():
            if each.proposal is not None and each.proposal.based_on:
                text = shipped_text(each.proposal.based_on, each.mapping, knowledge.library)
                found[path] = partial(kept_mapping, text, each.mapping, each.proposal.fields)
            elif each.proposal is not None:
                found[path] = partial(mapping_text, each, each.proposal, files_of(each, names))
            continue
        text = path.read_text(encoding="utf-8-sig")
        added = _fields_to_add(text, each, knowledge)
        named = ", ".join(f"{field.field} from {' and '.join(field.headers)}" for field in added)
        if added and can_be_added_to(text):
            each.reasons.append(f"added to your mapping {each.mapping}: {named}")
        elif added:
            each.reasons.append(f"your mapping {each.mapping} could also read {named}: write it there")
            added = []
        if added or each.proposal is not None:
            found[path] = partial(kept_mapping, text, each.mapping, added)
    return found


def _fields_to_add(text: str, layout: Layout, knowledge: Knowledge) -> list[FieldProposal]:
    """Return the fields that a mapping of the folder's own does not read, and that columns are surely named for."""
    proposal = layout.proposal
    if proposal is None:
        fresh = layouts_of(layout.looks)[0]
        propose(fresh, knowledge, linked=layout.row in LINKED, said=layout.source)
        proposal = fresh.proposal
    fields, headers = fields_named(text)
    read = {fold_header(header) for header in headers}
    read |= {fold_header(header) for column in layout.columns.values() for header in column.headers
             if layout.proposal is None}  # fmt: skip
    return [
        each
        for each in (proposal.fields if proposal else [])
        if each.field not in fields
        and each.headers
        and not {fold_header(header) for header in each.headers} & read
        and (each.confidence == "high" or each.field == "area")
    ]
