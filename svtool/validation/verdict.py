"""The verdict: fit to send or not, why, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.errors import ExitCode, listed, several
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding, Level
from svtool.validation.asked import FailOn, Request, Validation, Verdict

COUNTED_AGAINST: dict[FailOn, set[Level]] = {
    "error": {Level.ERROR},
    "warning": {Level.ERROR, Level.WARNING},
    "never": set(),
}
LEVELS = list(Level)
KIND_ORDER = list(KINDS)
PERSONAL = "P"
LONG = 120  # a remedy with a whole command in it is not said twice


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings in the order in which they matter.

    By level; then what keeps a file from being read; then what must not be sent, as it is personal; then by the number
    of units that the measures lose; then as the catalogue lists them.
    """
    return sorted(
        findings,
        key=lambda each: (
            LEVELS.index(each.level),
            not each.refused,
            not each.kind.id.startswith(PERSONAL),
            -sum(cost.because for cost in each.costs),
            KIND_ORDER.index(each.kind.id),
        ),
    )


def judge(validation: Validation, request: Request) -> Verdict:
    """Return the verdict on what was found.

    A share of rows is tolerated file by file: a hundred bad rows of a small file do not vanish in a large one.

    Args:
        validation: everything that was found, the findings in the order in which they matter.
        request: what the command asks, tolerance included.
    """
    if validation.invalid:
        return _not_checked(validation)
    against = _against(validation, request)
    words = _words(validation)
    if any(each.refused for each in against):
        refused = {each.file for each in against if each.refused}
        told = f"not fit to send: {several(len(refused), 'file', 'files')} can't be read as an extract ({words})"
        return Verdict(False, ExitCode.UNREADABLE_EXTRACT, told, _mend(against[0]))
    if against:
        return Verdict(False, ExitCode.DATA_ERRORS, f"not fit to send: {words}", _mend(against[0]))
    has_errors = any(each.level is Level.ERROR for each in validation.findings)
    if has_errors and request.fail_on == "never":
        told = f"not fit to send, and --fail-on never lets it pass: {words}"
        return Verdict(False, ExitCode.DONE, told, _mend(validation.findings[0]))
    tolerated = ", within what --max-rejected tolerates" if has_errors else ""
    return Verdict(True, ExitCode.DONE, f"fit to send{tolerated}: {words}", _go_on(validation, request))


def _not_checked(validation: Validation) -> Verdict:
    words = f"not checked as a whole: a mapping or definition is invalid ({_words(validation)} in what was checked)"
    return Verdict(False, ExitCode.INVALID_FILE, words, "Mend it where standard error says, and run this again.")


def _against(validation: Validation, request: Request) -> list[Finding]:
    """Return the findings that make the extracts unfit."""
    serious = [each for each in validation.findings if each.level in COUNTED_AGAINST[request.fail_on]]
    records = {file.name: file.records for file in validation.files}
    spoilt: dict[str, int] = {}
    for each in serious:
        if each.kind.tolerable:
            spoilt[each.file] = spoilt.get(each.file, 0) + each.count
    tolerated = {name for name, count in spoilt.items() if count <= request.max_rejected * records.get(name, 0)}
    return [each for each in serious if not (each.kind.tolerable and not each.refused and each.file in tolerated)]


def _words(validation: Validation) -> str:
    counts = {level: sum(each.level is level for each in validation.findings) for level in LEVELS}
    return listed(
        (
            several(counts[Level.ERROR], "error", "errors"),
            several(counts[Level.WARNING], "warning", "warnings"),
            several(counts[Level.NOTE], "note", "notes"),
        ),
        joiner="and",
    )


def _mend(finding: Finding) -> str:
    where = f"{finding.kind.id} in {finding.file or 'the extract'}"
    if len(finding.remedy) > LONG:
        return f"First mend {where} as said there, then run this again."
    return f"First mend {where}: {finding.remedy} Then run this again."


def _go_on(validation: Validation, request: Request) -> str:
    if request.project is not None:
        named = str(request.project)
        quoted = f'"{named}"' if " " in named else named
        return f"Next: svtool measures --project {quoted}"
    if any(each.level is Level.WARNING for each in validation.findings):
        return "Next: read the warnings, then send it. To ask the supplier about them, add --reply to this command."
    return "Next: send it."
