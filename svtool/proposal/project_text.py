"""The text of a project file, with the reason above each choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.proposal.decisions import Ask, Settled, settle
from svtool.proposal.layouts import LINKED, Layout
from svtool.proposal.mapping_text import comment, flow_list, scalar
from svtool.proposal.project_choices import Choice
from svtool.proposal.source_entries import Entry, files_of

HEAD = (
    "Written by `svtool init` from the files in this folder; every line can be changed.",
    "A value that begins with TO DECIDE stops every command until a person who knows the extract has replaced the "
    "whole value, quotes and all.",
)
WINDOW = (
    "selected_on, from, to and as_at may be added to an entry: by which date the extract was drawn, which days it "
    "holds, and on which day. Without them svtool judges from the days recorded."
)


@dataclass(frozen=True)
class ProjectChoices:
    """What the project file says beside its sources."""

    areas: Choice
    definition: Choice
    tables: list[str]
    why_tables: str
    periods: dict[str, Settled | list[str]]
    why_periods: str


def project_text(
    choices: ProjectChoices,
    entries: Sequence[Entry],
    others: Sequence[tuple[Layout, str]],
    all_files: Sequence[str],
    ask: Ask,
) -> str:
    """Return the text of the project file.

    Args:
        choices: areas, definition, tables and periods.
        entries: the extracts.
        others: files that are not in it, with why.
        all_files: every file of the folder.
        ask: settles what is open.
    """
    lines = [line for text in HEAD for line in comment(text)]
    for key, choice in (("definition", choices.definition), ("areas", choices.areas)):
        if choice.why:
            lines += ["", *comment(choice.why)]
        if choice.value:
            lines.append(f"{key}: {scalar(settle(choice.value, ask))}")
        if choice.parts:
            lines.append(f"parts: {choice.parts}")
    lines += ["", *comment(choices.why_tables), f"tables: {flow_list(choices.tables)}"]
    lines += ["", *comment(choices.why_periods), "periods:"]
    for name, value in choices.periods.items():
        lines.append(f"  {name}: {flow_list(value) if isinstance(value, list) else scalar(settle(value, ask))}")
    lines += ["", *comment(WINDOW), "sources:"]
    source = ""
    for entry in entries:
        if entry.place[0] != source:
            source = entry.place[0]
            lines.append(f"  {source}:")
        lines += _entry_lines(entry, all_files, ask)
    for layout, why in others:
        lines += ["", *comment(f"Not in this project: {files_of(layout, all_files)}: {why}.")]
    return "\n".join(lines) + "\n"


def _entry_lines(entry: Entry, all_files: Sequence[str], ask: Ask) -> list[str]:
    linked = entry.place[-1] in LINKED
    lines = [f"    {entry.place[-1]}:"] if linked else []
    indent = "      " if linked else "    "
    layout = entry.layout
    said = f"{files_of(layout, all_files)}: {layout.records:,} records. {'; '.join(layout.reasons)}. "
    lines += comment(f"{said}Confidence: {layout.confidence}.", indent)
    for remark in entry.remarks:
        lines += comment(remark, indent)
    for key, value in entry.settings.items():
        if isinstance(value, list):
            lines += [f"{indent}{key}:", *(f"{indent}  - {scalar(settle(each, ask))}" for each in value)]
        else:
            lines.append(f"{indent}{key}: {scalar(settle(value, ask))}")
    return lines
