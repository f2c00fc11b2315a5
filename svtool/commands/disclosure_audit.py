"""What a table hides and why, before it is published: for the analyst, and for nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from svtool.commands.disclosing import link_counts
from svtool.commands.measures import make_figures, read_material
from svtool.commands.opening import open_engine, project_file
from svtool.commands.releases import ReleaseFile, read_shelf
from svtool.commands.scope import Request, find_scope
from svtool.disclosure.explained_suppression import Explained, explain_suppression
from svtool.disclosure.linked_cells import Key, LinkedCells
from svtool.errors import UsageError
from svtool.figures.contract import COUNT, OWN, Figure
from svtool.schema.policies import DisclosurePolicy


@dataclass(frozen=True)
class Audit:
    """What is suppressed of the tables of a run.

    Attributes:
        tables: what they are called.
        policy: the policy.
        releases: the releases that they were audited with.
        printed: how many counts they print, suppressed ones among them.
        suppressed: those.
        figures: for each count the first figure that prints it, and which of its counts it is.
    """

    tables: tuple[str, ...]
    policy: DisclosurePolicy
    releases: tuple[str, ...]
    printed: int
    suppressed: Sequence[Explained]
    figures: Mapping[Key, tuple[Figure, tuple[str, str]]]


def audit(request: Request) -> Audit:
    """Return what a policy suppresses of the tables that a request asks for, with the reasons.

    Raises:
        UsageError: there is no policy.
        SvtoolError: what the user can mend, with its exit code.
    """
    scope = find_scope(request)
    if scope.policy is None:
        raise UsageError("disclosure audit: without a policy nothing is suppressed. Name one with --disclosure.")
    with open_engine(scope.opened.bounds, kept=scope.opened.kept) as engine:
        material = read_material(engine, scope)
        figures = make_figures(scope, material)
        linked = link_counts(scope, material.counted, figures)
    found = explain_suppression(linked, scope.policy)
    names = tuple(each.release.name for each in scope.shelf.before) if scope.shelf else ()
    printed = sum(each.printed for each in linked.cells.values())
    return Audit(
        tuple(each.title for each in scope.tables), scope.policy, names, printed, found, _behind(figures, linked)
    )


def _behind(figures: Sequence[Figure], linked: LinkedCells) -> dict[Key, tuple[Figure, tuple[str, str]]]:
    """Return for each count the figure that is told of it: one whose own count it is, where there is one."""
    found: dict[Key, tuple[Figure, tuple[str, str]]] = {}
    for figure, behind in zip(figures, linked.behind, strict=True):
        for part, key in behind.items():
            if key not in found or (part == (OWN, COUNT) and found[key][1] != part):
                found[key] = (figure, part)
    return found


def releases_of(project: Path | None) -> list[ReleaseFile]:
    """Return the releases of a project, those withdrawn among them.

    Raises:
        SvtoolError: one can't be read.
    """
    return read_shelf(project_file(project).parent)
