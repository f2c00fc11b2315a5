"""The text of a project file, with the reason above each choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from svtool.errors import several
from svtool.proposal.decisions import Ask, Settled
from svtool.proposal.file_patterns import pattern_of
from svtool.proposal.former_project import FormerProject
from svtool.proposal.layouts import LINKED
from svtool.proposal.mapping_text import comment, flow, flow_list, in_quotes, settled_text
from svtool.proposal.project_choices import Choice
from svtool.proposal.source_entries import Entry

HEAD = (
    "Written by `svtool init` from the files in this folder; every line can be changed.",
    "A value that begins with TO DECIDE stops every command until a person who knows the extract has replaced the "
    "whole value, quotes and all.",
)
WINDOW = (
    "selected_on, from, to and as_at may be added to an entry: by which date the extract was drawn, which days it "
    "holds, and on which day. Without them svtool judges from the days recorded."
)

SET_ASIDE = (
    "These files count nowhere. Every command says so until a file is named under sources, is gone, or has settled: "
    "yes beside it."
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
    told: Sequence[str] = ()  # what is said of tables that are left out, and of sources that none of them counts


def project_text(
    choices: ProjectChoices,
    entries: Sequence[Entry],
    set_aside: Mapping[str, str],
    former: FormerProject,
    all_files: Sequence[str],
    ask: Ask,
) -> str:
    """Return the text of the project file.

    Args:
        choices: areas, definition, tables and periods.
        entries: the extracts.
        set_aside: files that are not in it, with why.
        former: the project file that it replaces.
        all_files: every file of the folder.
        ask: settles what is open.
    """
    lines = [line for text in HEAD for line in comment(text)]
    for key, choice in (("definition", choices.definition), ("areas", choices.areas)):
        if choice.why:
            lines += ["", *comment(choice.why)]
        if choice.value:
            lines.append(f"{key}: {settled_text(choice.value, key, ask)}")
        if choice.parts:
            lines.append(f"parts: {choice.parts}")
    lines += ["", *comment(choices.why_tables), f"tables: {flow_list(choices.tables)}"]
    lines += ["", *comment(choices.why_periods), "periods:"]
    for name, value in choices.periods.items():
        said = flow_list(value) if isinstance(value, list) else settled_text(value, f"periods.{name}", ask)
        lines.append(f"  {name}: {said}")
    lines += ["", *comment(WINDOW), "sources:"]
    lines += _source_lines(entries, all_files, ask)
    if set_aside:
        lines += ["", *comment(SET_ASIDE), "set_aside:"]
        for name, why in sorted(set_aside.items()):
            settled = ", settled: yes" if name in former.settled else ""
            lines.append(f"  - {{files: {in_quotes(name)}, why: {in_quotes(why)}{settled}}}")
    if former.own:
        lines += ["", *comment("As the project file said before."), *former.own]
    return "\n".join(lines) + "\n"


def _source_lines(entries: Sequence[Entry], all_files: Sequence[str], ask: Ask) -> list[str]:
    """Return the lines of all entries: of each place one entry, or a list."""
    lines: list[str] = []
    source = ""
    for place, together in groupby(entries, key=lambda each: each.place):
        group = list(together)
        if place[0] != source:
            source = place[0]
            lines.append(f"  {source}:")
        indent = "    "
        if place[-1] in LINKED:
            lines.append(f"    {place[-1]}:")
            indent = "      "
        at = ".".join(("sources", *place))
        for number, entry in enumerate(group, 1):
            is_first = number == 1 or group[number - 2].layout is not entry.layout
            lines += _remark_lines(entry, all_files, indent, is_first)
            said = _setting_lines(entry, f"{at}[{number}]" if len(group) > 1 else at, ask)
            marks = ["- ", *["  "] * len(said)] if len(group) > 1 else [""] * len(said)
            lines += [f"{indent}{mark}{line}" for mark, line in zip(marks, said, strict=False)]
    return lines


def _remark_lines(entry: Entry, all_files: Sequence[str], indent: str, is_first: bool) -> list[str]:
    layout = entry.layout
    files = pattern_of(entry.files, all_files) or ", ".join(entry.files)
    reasons = f"{'; '.join(layout.reasons)}. Confidence: {layout.confidence}." if is_first else "Read as the one above."
    remarks = [f"{files}: {several(entry.records, 'record', 'records')}. {reasons}", *entry.remarks]
    return [line for remark in remarks for line in comment(remark, indent)]


def _setting_lines(entry: Entry, place: str, ask: Ask) -> list[str]:
    lines: list[str] = []
    for key, value in entry.settings.items():
        if isinstance(value, dict):
            lines.append(f"{key}: {flow(dict(value))}")
        elif isinstance(value, list):
            lines.append(f"{key}:")
            lines += [f"  - {settled_text(each, f'{place}.{key}[{i}]', ask)}" for i, each in enumerate(value, 1)]
        else:
            lines.append(f"{key}: {settled_text(value, f'{place}.{key}', ask)}")
    return lines
