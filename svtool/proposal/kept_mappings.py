"""Mappings that stand in the folder: what a person wrote stays, what is open is asked, missing columns are added."""

from __future__ import annotations

import re
from collections.abc import Sequence

from svtool.files.headers import fold_header
from svtool.proposal.decisions import Ask, Decision
from svtool.proposal.file_contents import FileLook
from svtool.proposal.layouts import FieldProposal
from svtool.proposal.mapping_text import field_lines, flow
from svtool.schema.library import Library
from svtool.schema.placed_yaml import read_placed_yaml
from svtool.schema.text_yaml import TO_DECIDE, show_location

HALF = 0.5
_OPEN = re.compile(rf"{TO_DECIDE}\b\s*(?:\((?P<options>.*?)\))?\s*:?\s*(?P<meaning>.*)", re.DOTALL)


def belongs_to(text: str, look: FileLook, files: str) -> bool:
    """Return whether a mapping was written for such files: half of the columns that it names stand in them.

    One that names no column yet was, if it says so itself.

    Args:
        text: the mapping.
        look: what is in the files.
        files: how they are called.
    """
    named = {fold_header(each) for each in fields_named(text)[1]}
    there = {fold_header(each.name) for each in look.columns}
    return len(named & there) >= HALF * len(named) if named else f"Columns of {files}" in text


def fields_named(text: str) -> tuple[set[str], list[str]]:
    """Return the fields that a mapping reads, and the supplier's columns that it reads them from."""
    fields: set[str] = set()
    headers: list[str] = []
    for each in read_placed_yaml(text).texts:
        if each.place[0] == "columns" and len(each.place) > 1:
            fields.add(str(each.place[1]))
            if len(each.place) == 2 or each.place[2] in {"column", "columns"}:
                headers.append(each.text)
    return fields, [each for each in headers if not each.startswith(TO_DECIDE)]


def can_be_added_to(text: str) -> bool:
    """Return whether fields can be added to a mapping: one part, its columns a line each."""
    columns = read_placed_yaml(text).block("columns")
    return columns is not None and columns.indent is not None


def shipped_text(shipped: str, wanted: str, library: Library) -> str:
    """Return the text of a shipped mapping under another id, to which what it does not read can be added."""
    text = library.open("mappings", shipped).path.read_text(encoding="utf-8")
    return f"# As {shipped}, which ships with svtool, and what it does not read.\n" + re.sub(
        "^id: .*$", f"id: {wanted}", text, count=1, flags=re.MULTILINE
    )


def kept_mapping(text: str, wanted: str, added: Sequence[FieldProposal], ask: Ask) -> str:
    """Return the text of a mapping with fields added to it, and what was open answered as far as somebody answers.

    Args:
        text: the mapping as it stands.
        wanted: its id.
        added: the fields that it lacks.
        ask: answers what is open.
    """
    longer = _with_fields(text, wanted, added, ask)
    for each in reversed(read_placed_yaml(longer).texts):
        found = _OPEN.fullmatch(each.text)
        if found:
            place = f"{wanted}.{show_location(each.place)}"
            options = tuple(re.split(r", | or ", found["options"] or "a value"))
            decision = Decision(show_location(each.place), options, " ".join(found["meaning"].split()), is_free=True)
            answer = ask(place, decision)
            if answer is not None:
                longer = longer[: each.start] + flow(answer) + longer[each.end :]
    return longer


def _with_fields(text: str, wanted: str, added: Sequence[FieldProposal], ask: Ask) -> str:
    columns = read_placed_yaml(text).block("columns")
    if not added or columns is None or columns.indent is None:
        return text
    indent = " " * columns.indent
    new = [f"{indent}# Added by `svtool init`: these columns were not read."]
    for each in added:
        written = field_lines(each, f"{wanted}.columns.{each.field}", ask)
        new += [f"{indent}{line.removeprefix('  ')}" for line in written]
    lines = text.split("\n")
    return "\n".join([*lines[: columns.last + 1], *new, *lines[columns.last + 1 :]])
