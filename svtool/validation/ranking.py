"""The order in which findings matter: causes before what they cause; and what is back once the first are mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding, Handling, Level
from svtool.findings.kinds_of_rows import PERSONAL

LEVELS = list(Level)
KIND_ORDER = list(KINDS)
MOST_FIRST = 3
ENOUGH = 0.8  # of what is lost


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings in the order in which they matter.

    By level; then what keeps a file from being read; then what rejects rows, by how many, and what shifts cells, for
    either may be the cause of all that follows; then what must not be sent, as it is personal; then by the number of
    units that the measures lose; then as the catalogue lists them.
    """
    return sorted(findings, key=_rank)


def _rank(finding: Finding) -> tuple[object, ...]:
    rejects = rejects_rows(finding)
    return (
        LEVELS.index(finding.level),
        not finding.refused,
        not rejects,
        -finding.count if rejects else 0,
        not finding.kind.causes,
        finding.kind not in PERSONAL.kinds,
        -sum(cost.because for cost in finding.costs),
        KIND_ORDER.index(finding.kind.id),
    )


def rejects_rows(finding: Finding) -> bool:
    """Return whether rows are lost because of a finding."""
    return finding.kind.handling is Handling.REJECTED


def lost_by(finding: Finding) -> int:
    """Return how many rows are rejected, or hold a cell that is not known, because of a finding."""
    of_rows = rejects_rows(finding) or (finding.kind.handling is Handling.HELD and bool(finding.records))
    return finding.count if of_rows and finding.level is not Level.NOTE and not finding.refused else 0


@dataclass(frozen=True)
class Outlook:
    """What is back once the findings that lose most are mended.

    Attributes:
        first: these findings, in the order in which they matter.
        back: the rows and cells that they lose.
        lost: the rows and cells that all findings lose.
    """

    first: tuple[Finding, ...] = ()
    back: int = 0
    lost: int = 0


def look_ahead(findings: Sequence[Finding]) -> Outlook:
    """Return the few findings that lose most, as many as it takes for most of what is lost.

    Args:
        findings: what was found, in the order in which it matters.
    """
    losing = sorted(filter(lost_by, findings), key=lost_by, reverse=True)
    lost = sum(map(lost_by, losing))
    chosen: list[Finding] = []
    for each in losing[:MOST_FIRST]:
        if sum(map(lost_by, chosen)) < ENOUGH * lost:
            chosen.append(each)
    first = tuple(each for each in findings if any(each is other for other in chosen))
    return Outlook(first, sum(map(lost_by, first)), lost)
