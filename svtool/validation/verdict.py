"""The verdict: fit to send or not, why, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from svtool.errors import ExitCode, several
from svtool.extracts.ledger import Ledger
from svtool.findings.finding import Finding, Level
from svtool.validation.asked import FailOn, Verdict


def judge(findings: Sequence[Finding], ledgers: Iterable[Ledger], fail_on: FailOn, max_rejected: float) -> Verdict:
    """Return the verdict on what was found.

    Args:
        findings: everything that was found.
        ledgers: where the rows went.
        fail_on: from which level on a finding counts.
        max_rejected: the share of rows that may be rejected or held.
    """
    refused = [each for each in findings if each.refused]
    if refused and fail_on != "never":
        words = f"{several(len(refused), 'file', 'files')} can't be read as an extract"
        return Verdict(False, ExitCode.UNREADABLE_EXTRACT, words, refused[0].remedy)
    levels = {"error": {Level.ERROR}, "warning": {Level.ERROR, Level.WARNING}, "never": set()}[fail_on]
    serious = [each for each in findings if each.level in levels]
    tolerable = [each for each in serious if each.kind.tolerable]
    rows = sum(ledger.read for ledger in ledgers)
    within = rows > 0 and sum(each.count for each in tolerable) <= max_rejected * rows
    against = [each for each in serious if not (within and each.kind.tolerable)]
    errors = sum(each.level is Level.ERROR for each in findings)
    warnings = sum(each.level is Level.WARNING for each in findings)
    counted = f"{several(errors, 'error', 'errors')}, {several(warnings, 'warning', 'warnings')}"
    if against:
        return Verdict(False, ExitCode.DATA_ERRORS, f"not fit to send: {counted}", against[0].remedy)
    return Verdict(True, ExitCode.DONE, f"fit to send: {counted}", "Send it.")
