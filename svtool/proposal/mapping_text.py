"""The text of the files that `svtool init` writes: YAML with the reason above each line."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence

from svtool.errors import listed
from svtool.files.published_tables import Shape
from svtool.proposal.decisions import Answer, Ask, Settled, decide_later, settle
from svtool.proposal.layouts import FieldProposal, Layout, MappingProposal, UnreadColumn

WIDTH = 116
_PLAIN = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./ *()&+-]*(?<! )")

_LINE_ENDS = {ord(each): f"\\u{ord(each):04x}" for each in "\x85\u2028\u2029"}  # YAML ends a line at them


def scalar(text: str) -> str:
    """Return a text as YAML reads it back: plain where that is safe, else in double quotes."""
    is_plain = _PLAIN.fullmatch(text) and text.casefold() != "null"
    return text if is_plain else in_quotes(text)


def flow(value: Answer) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, str):
        return scalar(value)
    if not isinstance(value, Mapping):
        return flow_list(value)
    return f"{{{', '.join(f'{scalar(key)}: {flow(each)}' for key, each in value.items())}}}"


def settled_text(value: Settled, place: str, ask: Ask) -> str:
    """Return a value of a place as it is to be written, settled as far as it can be."""
    return flow(settle(value, place, ask))


def in_quotes(text: str) -> str:
    """Return a text in double quotes: in `{…}` a comma would end a plain one."""
    return json.dumps(text, ensure_ascii=False).translate(_LINE_ENDS)


def comment(text: str, indent: str = "") -> list[str]:
    """Return a comment, wrapped."""
    clean = " ".join(text.split())
    return [f"{indent}# {line}" for line in textwrap.wrap(clean, WIDTH - len(indent), break_long_words=False)]


def flow_list(texts: Sequence[str]) -> str:
    """Return a list on one line."""
    return f"[{', '.join(scalar(text) for text in texts)}]"


def table_lines(table: Shape | None) -> list[str]:
    """Return what a mapping says of a table whose rows are not yet records."""
    if table is None:
        return []
    lines: list[str] = []
    if isinstance(table.fill_down, tuple) and table.fill_down:
        lines += comment("A label of these columns is written once, above blank cells that mean it too.")
        lines.append(f"fill_down: {flow_list(table.fill_down)}")
    if table.sheet_name:
        lines += comment("The sheets have one header, and are read together; this column holds the name of each.")
        lines.append(f"sheet_name: {scalar(table.sheet_name)}")
    if unpivot := table.unpivot:
        which = {"format": unpivot.format} if unpivot.format else {"columns": unpivot.columns}
        told = "named by dates" if unpivot.format else "of numbers below"
        lines += comment(f"The columns {told} become rows: their names and their counts are columns then.")
        keys = [f"{key}: {scalar(value[0]) if len(value) == 1 else flow_list(value)}" for key, value in which.items()]
        lines.append(f"unpivot: {{{', '.join(keys)}, name: {scalar(unpivot.name[0])}, value: {scalar(unpivot.value)}}}")
    return lines


def mapping_text(layout: Layout, proposal: MappingProposal, files: str, ask: Ask) -> str:
    """Return the text of a proposed mapping.

    Args:
        layout: the files that it reads.
        proposal: the mapping.
        files: how the files are called together.
        ask: settles what the values leave open.
    """
    lines = comment(
        f"Proposed by `svtool init` for {files} ({layout.records:,} records) from the names and values of its columns. "
        "Check every line with whoever sent the extract. A value that begins with TO DECIDE stops every command."
    )
    lines += [
        f"id: {proposal.id}",
        f"title: {scalar(f'Columns of {files}')}",
        f"source: {settled_text(proposal.source, f'{proposal.id}.source', ask)}",
    ]
    if proposal.row != "record":
        lines += comment(proposal.row_reason)
        lines.append(f"row: {settled_text(proposal.row, f'{proposal.id}.row', ask)}")
    if any(each.field.startswith("victim_") for each in proposal.fields) and layout.row is None:
        lines += comment("Where blank columns of the victim mean that the offence has none, add: no_victim: blank")
    lines += table_lines(layout.merged.table)
    lines.append("columns:")
    for each in proposal.fields:
        lines += field_lines(each, f"{proposal.id}.columns.{each.field}", ask)
    lines += _unread_lines(proposal.unread)
    return "\n".join(lines) + "\n"


def _unread_lines(unread: Sequence[UnreadColumn]) -> list[str]:
    """Return what is said of columns that are not read, with a line for each that only wants its `#` taken away."""
    if not unread:
        return []
    lines = comment("Not read so far. To read one of these columns, write its line here, or take the # from it.", "  ")
    for each in [each for each in unread if each.holds]:
        likely = f" It may be {listed(each.likely)}." if each.likely else ""
        lines += comment(f"{each.name}: {each.holds}.{likely}", "  ")
        if each.best:
            lines += [f"  #{line.removeprefix('  ')}" for line in _setting_lines(each.best, "", decide_later)]
    named = [each.name for each in unread if not each.holds]
    return lines + (comment(f"Also not read: {', '.join(named)}.", "  ") if named else [])


def field_lines(proposal: FieldProposal, place: str, ask: Ask) -> list[str]:
    """Return the lines of a field, with the reasons above them."""
    reasons = comment(f"{'; '.join(proposal.reasons)}. Confidence: {proposal.confidence}.", "  ")
    return reasons + _setting_lines(proposal, place, ask)


def _setting_lines(proposal: FieldProposal, place: str, ask: Ask) -> list[str]:
    if list(proposal.settings) == ["column"] and isinstance(proposal.settings["column"], str):
        return [f"  {proposal.field}: {scalar(proposal.settings['column'])}"]
    lines = [f"  {proposal.field}:"]
    for key, value in proposal.settings.items():
        if isinstance(value, Mapping):
            lines.append(f"    {key}:")
            lines += [
                f"      {scalar(raw)}: {settled_text(each, f'{place}.{key}.{raw}', ask)}" for raw, each in value.items()
            ]
        elif isinstance(value, tuple):
            lines.append(f"    {key}: {flow_list(value)}")
        elif answer := settle(value, f"{place}.{key}", ask):  # what nobody need answer is not written
            lines.append(f"    {key}: {flow(answer)}")
    return lines
