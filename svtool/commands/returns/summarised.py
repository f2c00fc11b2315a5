"""The steps of `svtool returns summary`: read returns, settle them, add up what adds up, and protect small counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from svtool.commands.evidence import Evidence
from svtool.commands.releases import Shelf, open_shelf, release_of_returns
from svtool.commands.returns.need_of_areas import Needs, needs_of
from svtool.commands.returns.opened_returns import OpenedReturns, ReturnsAsked, open_returns
from svtool.commands.scope import check_policy_of
from svtool.errors import ExtractError, UsageError
from svtool.figures.notes import Note
from svtool.figures.notices import INTERNAL, SMALL_CELL, SYNTHETIC
from svtool.findings.finding import Finding, Level
from svtool.interventions.examined import find_in_returns
from svtool.interventions.protected_rows import protect_beside
from svtool.interventions.return_rows import ReturnRow, summarise
from svtool.interventions.settled import Settled
from svtool.schema.policies import NO_POLICY, DisclosurePolicy

SUMMARY = "returns summary"  # what a manifest calls this command


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
        evidence: what the summary stands on.
    """

    settled: Settled
    rows: tuple[ReturnRow, ...]
    needs: Needs
    policy: DisclosurePolicy | None
    findings: tuple[Finding, ...]
    notices: tuple[Note, ...]
    evidence: Evidence

    @property
    def errors(self) -> int:
        """Return how many kinds of errors the returns have."""
        return sum(each.level is Level.ERROR for each in self.findings)


@dataclass(frozen=True)
class HowSummarised:
    """How a summary is made.

    Attributes:
        disclosure: id of the disclosure policy; the project's without it.
    """

    disclosure: str | None = None


def summarise_returns(asked: ReturnsAsked, how: HowSummarised = HowSummarised()) -> ReturnsSummary:
    """Return what returns come to.

    Args:
        asked: which returns, and which register.
        how: how it is made.

    Raises:
        SvtoolError: the command, the project, the register or a return can't be read.
    """
    found = open_returns(asked)
    _refuse(found)
    policy = _policy(found, how.disclosure)
    shelf = _shelf(asked, found, policy)
    rows = summarise(found.settled)
    register = found.settled.register
    needs = needs_of(register, found.project, how.disclosure, asked) if register else Needs(())
    printed, evidence = rows, _evidence(found, needs)
    if policy:
        before = [each.release.named for each in shelf.before] if shelf else []
        protected = protect_beside(rows, policy, before, asked.release or "")
        printed = protected.rows
        release = release_of_returns(shelf, policy.id, protected.kept, evidence.release) if shelf else None
        evidence = replace(evidence, release=release, audited_with=shelf.files if shelf else [])
    return ReturnsSummary(
        found.settled, tuple(printed), needs, policy, tuple(find_in_returns(found.settled)),
        tuple(_notices(found, printed, policy, needs)), evidence,
    )  # fmt: skip


def _shelf(asked: ReturnsAsked, found: OpenedReturns, policy: DisclosurePolicy | None) -> Shelf | None:
    """Return the releases that a summary is audited with; None without a policy, or a project that could have any.

    Raises:
        UsageError: a release is asked for where nothing is protected, or nothing could be kept.
        SvtoolError: an earlier release can't be read.
    """
    check_policy_of(asked.release, policy)
    if found.project is None and asked.release is not None:
        raise UsageError(
            f"--release {asked.release}: is kept beside a project, and none is named. Name one with --project."
        )
    if policy is None or found.project is None:
        return None
    return open_shelf(found.project.folder, asked.release, asked.released_before)


def _evidence(found: OpenedReturns, needs: Needs) -> Evidence:
    """Return what the returns stand on, and the extracts that say what areas need."""
    own = found.evidence
    if needs.result is None:
        return own
    counted = needs.result.evidence
    return replace(
        own,
        inputs=[*own.inputs, *counted.inputs],
        definitions={**own.definitions, **counted.definitions},
        found=own.found.with_states(counted.found),
        ledgers=counted.ledgers,
        spared=own.spared | counted.spared,
        release=counted.release,
    )


def _refuse(found: OpenedReturns) -> None:
    if found.refused:
        raise ExtractError(
            "\n".join(f"{each.file}: {each.message} {each.given_remedy}".rstrip() for each in found.refused)
        )


def _policy(found: OpenedReturns, disclosure: str | None) -> DisclosurePolicy | None:
    of_project = found.project.project.disclosure if found.project else NO_POLICY
    return found.opened.library.disclosure(disclosure or of_project)


def _notices(
    found: OpenedReturns, rows: Sequence[ReturnRow], policy: DisclosurePolicy | None, needs: Needs
) -> list[Note]:
    synthetic = [SYNTHETIC] if found.opened.synthetic else []
    small = any(0 < number < SMALL_CELL for row in rows for number in _counts(row))
    internal = [INTERNAL] if small and policy is None else []
    said = [*synthetic, *internal]
    return [*said, *(each for each in needs.notices if each not in said)]


def _counts(row: ReturnRow) -> list[int]:
    return [each for each in (row.count, row.before, row.after, row.both) if each is not None]
