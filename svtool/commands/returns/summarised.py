"""The steps of `svtool returns summary`: read returns, settle them, add up what adds up, and protect small counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from svtool.commands.opening import OpenedProject
from svtool.commands.returns.need_of_areas import Needs, needs_of
from svtool.commands.returns.opened_returns import OpenedReturns, ReturnsAsked, open_returns
from svtool.errors import ExtractError
from svtool.figures.notes import Note
from svtool.figures.notices import INTERNAL, SMALL_CELL, SYNTHETIC
from svtool.findings.finding import Finding, Level
from svtool.interventions.examined import find_in_returns
from svtool.interventions.protected_rows import protect
from svtool.interventions.return_rows import ReturnRow, summarise
from svtool.interventions.settled import Settled
from svtool.schema.library import Library
from svtool.schema.policies import NO_POLICY, DisclosurePolicy


@dataclass(frozen=True)
class ReturnsSummary:
    """What returns come to, ready to be printed.

    Attributes:
        settled: the returns, with their register.
        rows: the figures, as they may be printed.
        needs: what is funded in each area, beside its need.
        policy: the disclosure policy; None where counts are printed as they are.
        findings: what is wrong or notable about the returns.
        notices: what every page must say.
        inputs: the files that went in.
        opened: the project; None without one.
    """

    settled: Settled
    rows: tuple[ReturnRow, ...]
    needs: Needs
    policy: DisclosurePolicy | None
    findings: tuple[Finding, ...]
    notices: tuple[Note, ...]
    inputs: tuple[Path, ...]
    opened: OpenedProject | None

    @property
    def errors(self) -> int:
        """Return how many kinds of errors the returns have."""
        return sum(each.level is Level.ERROR for each in self.findings)


def summarise_returns(asked: ReturnsAsked, disclosure: str | None = None) -> ReturnsSummary:
    """Return what returns come to.

    Args:
        asked: which returns, and which register.
        disclosure: id of the disclosure policy; the project's without it.

    Raises:
        SvtoolError: the command, the project, the register or a return can't be read.
    """
    found = open_returns(asked)
    _refuse(found)
    policy = _policy(found.opened, disclosure)
    rows = summarise(found.settled)
    printed = protect(rows, policy) if policy else rows
    needs = needs_of(found.settled.register, found.opened, disclosure) if found.settled.register else Needs(())
    return ReturnsSummary(
        found.settled, tuple(printed), needs, policy, tuple(find_in_returns(found.settled)),
        tuple(_notices(found, printed, policy, needs)), found.inputs, found.opened,
    )  # fmt: skip


def _refuse(found: OpenedReturns) -> None:
    if found.refused:
        raise ExtractError("\n".join(f"{each.file}: {each.message} {each.remedy}" for each in found.refused))


def _policy(opened: OpenedProject | None, disclosure: str | None) -> DisclosurePolicy | None:
    library = opened.library if opened else Library(Path())
    return library.disclosure(disclosure or (opened.project.disclosure if opened else NO_POLICY))


def _notices(
    found: OpenedReturns, rows: Sequence[ReturnRow], policy: DisclosurePolicy | None, needs: Needs
) -> list[Note]:
    synthetic = [SYNTHETIC] if found.opened and found.opened.synthetic else []
    small = any(0 < number < SMALL_CELL for row in rows for number in _counts(row))
    internal = [INTERNAL] if small and policy is None else []
    said = [*synthetic, *internal]
    return [*said, *(each for each in needs.notices if each not in said)]


def _counts(row: ReturnRow) -> list[int]:
    return [each for each in (row.count, row.before, row.after, row.both) if each is not None]
