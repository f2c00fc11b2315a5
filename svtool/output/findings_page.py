"""The catalogue of findings as text: what one means, or all of them, which is the page docs/findings.md."""

from __future__ import annotations

from collections.abc import Iterable

from svtool.errors import UsageError, nearest
from svtool.findings.catalogue import FAMILIES, KINDS
from svtool.findings.finding import Family, Handling, Kind, Level

ALL = "all"

LEVELS = {
    Level.ERROR: "makes an extract unfit to send: exit code 12, or 11 where the file can't be read",
    Level.WARNING: "does not, unless `--fail-on warning` is given",
    Level.NOTE: "never does",
}


def kinds_explained(wanted: str) -> str:
    """Return what a kind of finding means, by its id such as `V21`; of `all`, every kind.

    Raises:
        UsageError: there is no such kind.
    """
    if wanted.casefold() == ALL:
        return kinds_as_text(FAMILIES)
    if wanted.upper() not in KINDS:
        near = nearest(wanted, KINDS) or "."
        raise UsageError(
            f"--explain {wanted}: there is no such finding{near} svtool validate --explain all lists them."
        )
    return kind_as_text(KINDS[wanted.upper()])


def kind_as_text(kind: Kind) -> str:
    """Return what a kind of finding means, what svtool does, and what to do."""
    return "\n".join([f"{kind.id} {kind.title}", "", *_body(kind)]) + "\n"


def kinds_as_text(families: Iterable[Family]) -> str:
    """Return every kind of finding as one page of Markdown."""
    lines = [
        "# Findings of svtool validate",
        "",
        "This page is what `svtool validate --explain all` prints. A level is the usual one; in a place a finding may",
        "be more or less serious, and says so.",
        "",
        *(f"- **{level}** {meaning}" for level, meaning in LEVELS.items()),
    ]
    for family in families:
        lines += ["", f"## {family.letter}: {family.title}"]
        for kind in family.kinds:
            lines += ["", f"### {kind.id} {kind.title}", "", *_body(kind)]
    return "\n".join(lines) + "\n"


def _body(kind: Kind) -> list[str]:
    tolerated = "; a share is tolerated with --max-rejected" if kind.tolerable and kind.level is Level.ERROR else ""
    handling = "the file is not read" if kind.handling is Handling.REFUSED else kind.handling
    return [
        f"{kind.level.capitalize()}: {handling}{tolerated}.",
        "",
        kind.meaning,
        "",
        f"What to do: {kind.remedy}",
    ]
