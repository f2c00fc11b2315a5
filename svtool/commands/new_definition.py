"""A definition of one's own, begun from another: its clauses, decisions and examples under another id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from svtool.commands.definition import KIND, OFFENCES, definitions_beside
from svtool.errors import InvalidFileError, UsageError, listed, several
from svtool.proposal.mapping_text import comment, in_quotes, scalar
from svtool.schema.defaults import PROJECT_FILE
from svtool.schema.definitions import OPTION_SIGN, Definition
from svtool.schema.placed_yaml import read_placed_yaml
from svtool.schema.tables import PROJECT_DEFINITION
from svtool.schema.windows_names import is_kept_for_device
from svtool.version import __version__

NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
TAKEN = {PROJECT_DEFINITION, OFFENCES}  # words that mean something else where a definition is named
BEGUN_FROM = "begun_from"  # among the sources of a copy
OWN_KEYS = ("id", "title", "published_in", "sources")  # what a copy says of itself


@dataclass(frozen=True)
class NewDefinition:
    """A definition to be written.

    Attributes:
        path: its file.
        text: what the file holds.
        lines: what is to be done with it.
    """

    path: Path
    text: str
    lines: tuple[str, ...]


def new_definition(name: str, base: str, title: str | None = None, project: Path | None = None) -> NewDefinition:
    """Return a definition of one's own, to be written beside the project file; nothing is written yet.

    Args:
        name: its id.
        base: the definition whose clauses, options, decisions and examples it begins with.
        title: what it is called; without it as its base, changed.
        project: the project file (default: the one in this folder, whether it is there or not).

    Raises:
        SvtoolError: there is no such base, or the name can't be one or is taken.
    """
    if not NAME.fullmatch(name) or name in TAKEN or is_kept_for_device(name):
        raise UsageError(
            f"definition new {name}: is not a name for a definition; expected small letters, digits, _ and -, such as "
            "ours."
        )
    if OPTION_SIGN in base:
        plain = base.partition(OPTION_SIGN)[0]
        raise UsageError(f"definition new --from {base}: options are kept as options; expected --from {plain}.")
    library = definitions_beside(project)
    found, text = library.definition(base), library.open(KIND, base).path.read_text(encoding="utf-8-sig")
    path = (project.parent if project else Path()) / "definitions" / KIND / f"{name}.yaml"
    if name in library.ids(KIND) or path.exists():
        raise UsageError(f"definition new {name}: there is one already. Work with that one, or choose another name.")
    begun_from = base if library.is_own(KIND, base) else f"{base} of svtool {__version__}"
    return NewDefinition(path, _copied(name, found, title, text, begun_from), _what_to_do(name, path, found, project))


def _copied(name: str, base: Definition, title: str | None, text: str, begun_from: str) -> str:
    """Return the text of a definition under another id, with what it was begun from among its sources."""
    placed = read_placed_yaml(text)
    lines = text.splitlines()
    firsts = [_with_comment(block.first, lines) for block in placed.blocks]
    if len({*firsts}) < len(firsts):
        raise InvalidFileError(f"{base.file}: has two keys on one line; write each on a line of its own, then copy it.")
    kept = [
        "\n".join(lines[first:end]).rstrip()
        for block, first, end in zip(placed.blocks, firsts, [*firsts[1:], len(lines)], strict=True)
        if block.key not in OWN_KEYS
    ]
    printed = f", published in {base.published_in}" if base.published_in else ""
    known = {key: each for key, each in placed.data.get("sources", {}).items() if key != BEGUN_FROM}
    sources = known | {BEGUN_FROM: f"{begun_from}: {base.title}{printed}"}
    head = [
        *comment(f"Begun from {base.id}. Change what your partnership defines otherwise; each choice is a decision."),
        f"id: {name}",
        f"title: {scalar(title or f'{base.title}, changed as {name}')}",
        "# published_in: where your own words are in print",
        "sources:",
        *(f"  {scalar(key)}: {in_quotes(each)}" for key, each in sources.items()),
    ]
    return "\n\n".join(["\n".join(head), *kept]) + "\n"


def _with_comment(line: int, lines: Sequence[str]) -> int:
    """Return the line at which the comment above a line begins, or the line itself."""
    while line and lines[line - 1].startswith("#"):
        line -= 1
    return line


def _what_to_do(name: str, path: Path, base: Definition, project: Path | None) -> tuple[str, ...]:
    file = project or Path(PROJECT_FILE)
    beside = f" --project {project}" if project else ""
    counts = listed(
        (
            several(len(base.clauses), "clause", "clauses"),
            several(len(base.decisions), "decision", "decisions"),
            several(len(base.examples), "example", "examples"),
        ),
        joiner="and",
    )
    return (
        f"{path}: begun from {base.id}, with its {counts}",
        f"Change it, then check it: svtool definition check {name}{beside}",
        f"See what you changed: svtool definition diff {base.id} {name}{beside}",
        f"Count by it: write definition: {name} into {file}{_named_now(file)}",
    )


def _named_now(project: Path) -> str:
    """Return what a project file says now, as the end of a sentence."""
    if not project.is_file():
        return ", which is not there yet"
    data = read_placed_yaml(project.read_text(encoding="utf-8-sig")).data
    named = data.get("definition") if isinstance(data, dict) else None
    return f", which names {named} now" if named else ", which names no definition now"
