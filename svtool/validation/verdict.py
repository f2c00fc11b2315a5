"""What a validation comes to: files, findings with the worst first, and the verdict: fit to send or not, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from svtool.errors import ExitCode, InvalidFileError, listed, several
from svtool.findings.finding import Finding, Level
from svtool.findings.kinds_of_rows import PERSONAL
from svtool.records.ledger import Ledger
from svtool.schema.receipts import Receipt
from svtool.validation.ranking import LEVELS, Outlook, look_ahead
from svtool.validation.row_checks import LostRow

FailOn = Literal["error", "warning", "never"]
COUNTED_AGAINST: dict[FailOn, set[Level]] = {
    "error": {Level.ERROR},
    "warning": {Level.ERROR, Level.WARNING},
    "never": set(),
}
LONG = 120  # a remedy with a whole command in it is not said twice


@dataclass(frozen=True)
class Tolerance:
    """What is let pass.

    Attributes:
        fail_on: from which level on a finding makes the extract unfit.
        max_rejected: the share of a file's rows that may be rejected, or held as not known, without making it unfit.
    """

    fail_on: FailOn = "error"
    max_rejected: float = 0.0


@dataclass(frozen=True)
class CheckedFile:
    """A file that could be read: what it was taken for, and how it was read."""

    name: str
    source: str
    row: str
    mapping: str
    reason: str
    described: str
    records: int


@dataclass(frozen=True)
class Verdict:
    """Whether the extracts are fit to send, why, and what to do next.

    Attributes:
        fit: whether nothing stands against sending them.
        exit_code: what a scheduled job is told.
        words: the verdict in a sentence, without its full stop.
        next_step: the next command, or what to mend first, in sentences.
    """

    fit: bool
    exit_code: ExitCode
    words: str
    next_step: str


@dataclass(frozen=True)
class Validation:
    """Everything that was found.

    Attributes:
        files: the files that could be read.
        ledgers: where every row went, by source and part.
        findings: what is wrong or notable, the worst first.
        rejected: the rows that were rejected, as they stand; only for the file that is asked for.
        remarks: what was assumed, and what could not be checked.
        invalid: mappings and definitions that are wrong: what they read could not be checked, and is not at fault.
        verdict: fit or not.
        received: how the extracts came, as far as a project says so.
    """

    files: tuple[CheckedFile, ...]
    ledgers: Mapping[str, Ledger]
    findings: tuple[Finding, ...]
    rejected: tuple[LostRow, ...] = field(repr=False)
    remarks: tuple[str, ...]
    invalid: tuple[InvalidFileError, ...]
    verdict: Verdict
    received: tuple[Receipt, ...] = ()

    @property
    def outlook(self) -> Outlook:
        """Return what is back once the findings that lose most are mended."""
        return look_ahead(self.findings)

    def of_file(self, name: str) -> Sequence[Finding]:
        """Return the findings on a file."""
        return [each for each in self.findings if each.file == name]


def renamed(validation: Validation, path: str, name: str) -> Validation:
    """Return a validation that calls a file by another name, in its messages too.

    Args:
        validation: what was found.
        path: what it calls the file.
        name: what the user calls it.
    """

    def told(text: str) -> str:
        return text.replace(path, name)

    verdict = validation.verdict
    return replace(
        validation,
        files=tuple(replace(each, name=told(each.name)) for each in validation.files),
        findings=tuple(
            replace(each, file=told(each.file), told=told(each.message), given_remedy=told(each.given_remedy))
            for each in validation.findings
        ),
        rejected=tuple(replace(each, file=told(each.file)) for each in validation.rejected),
        remarks=tuple(map(told, validation.remarks)),
        verdict=replace(verdict, words=told(verdict.words), next_step=told(verdict.next_step)),
    )


def judge(
    files: Sequence[CheckedFile],
    findings: Sequence[Finding],
    invalid: Sequence[InvalidFileError] = (),
    tolerance: Tolerance = Tolerance(),
    project: Path | None = None,
    maps: Sequence[str] = (),
) -> Verdict:
    """Return the verdict on what was found.

    A share of rows is tolerated file by file: a hundred bad rows of a small file do not vanish in a large one.

    Args:
        files: the files that could be read.
        findings: what was found, in the order in which it matters.
        invalid: mappings and definitions that are wrong.
        tolerance: what is let pass.
        project: the project file, if one is named.
        maps: how `--map` says that columns are read. Whoever receives the file does not know it, so that without a
            project it is not fit to send as it is, however right it is with it.
    """
    words = _words(findings)
    if invalid:
        return _not_checked(words)
    against = _against(files, findings, tolerance)
    if any(each.refused for each in against):
        refused = {each.file for each in against if each.refused}
        told = f"not fit to send: {several(len(refused), 'file', 'files')} can't be read as an extract ({words})"
        return Verdict(False, ExitCode.UNREADABLE_EXTRACT, told, _mend(against[0]))
    if against:
        return Verdict(False, ExitCode.DATA_ERRORS, f"not fit to send: {words}", _mend(against[0]))
    has_errors = any(each.level is Level.ERROR for each in findings)
    if has_errors and tolerance.fail_on == "never":
        told = f"not fit to send, and --fail-on never lets it pass: {words}"
        return Verdict(False, ExitCode.DONE, told, _mend(findings[0]))
    return _let_pass(words, findings, tolerance, project, maps)


def _let_pass(
    words: str, findings: Sequence[Finding], tolerance: Tolerance, project: Path | None, maps: Sequence[str]
) -> Verdict:
    """Return the verdict on extracts of which nothing found stands against sending them."""
    personal = [each for each in findings if each.kind in PERSONAL.kinds and each.level is not Level.NOTE]
    if maps and project is None:
        return _fit_with_a_note(words, maps, tolerance, _look(personal[0]) if personal else "")
    has_errors = any(each.level is Level.ERROR for each in findings)
    tolerated = ", within what --max-rejected tolerates" if has_errors else ""
    if personal:
        told = f"fit to be counted{tolerated}, and not yet to be sent, as something may be personal: {words}"
        return Verdict(True, ExitCode.DONE, told, _go_on(findings, project) if project else _look(personal[0]))
    return Verdict(True, ExitCode.DONE, f"fit to send{tolerated}: {words}", _go_on(findings, project))


def _not_checked(found: str) -> Verdict:
    words = f"not checked as a whole: a mapping or definition is invalid ({found} in what was checked)"
    return Verdict(False, ExitCode.INVALID_FILE, words, "Mend it where standard error says, and run this again.")


def _against(files: Sequence[CheckedFile], findings: Sequence[Finding], tolerance: Tolerance) -> list[Finding]:
    """Return the findings that make the extracts unfit."""
    serious = [each for each in findings if each.level in COUNTED_AGAINST[tolerance.fail_on]]
    records = {file.name: file.records for file in files}
    spoilt: dict[str, int] = {}
    for each in serious:
        if each.kind.tolerable:
            spoilt[each.file] = spoilt.get(each.file, 0) + each.count
    tolerated = {name for name, count in spoilt.items() if count <= tolerance.max_rejected * records.get(name, 0)}
    return [each for each in serious if not (each.kind.tolerable and not each.refused and each.file in tolerated)]


def _words(findings: Sequence[Finding]) -> str:
    counts = {level: sum(each.level is level for each in findings) for level in LEVELS}
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


def _look(finding: Finding) -> str:
    what = finding.column or finding.file
    return f"Next: look at {what} ({finding.kind.id} in {finding.file}): {finding.remedy} Then run this again."


def _go_on(findings: Sequence[Finding], project: Path | None) -> str:
    if project is not None:
        named = str(project)
        quoted = f'"{named}"' if " " in named else named
        return f"Next: svtool measures --project {quoted}"
    if any(each.level is Level.WARNING for each in findings):
        return "Next: read the warnings, then send it. To ask the supplier about them, add --reply to this command."
    return "Next: send it."


def _fit_with_a_note(words: str, maps: Sequence[str], tolerance: Tolerance, first: str) -> Verdict:
    """Return that the extracts are right but for what nothing in them tells, and only their receiver can mend."""
    said = listed(maps, joiner="and")
    what = "with dates as YYYY-MM-DD, or column names that a mapping knows" if any(":" in each for each in maps) else ""
    again = f"export it again {what or 'with column names that a mapping knows'}"
    told = f"not fit to send as it is: whoever receives it must be told what --map says here ({said}). Read so: {words}"
    code = ExitCode.DONE if tolerance.fail_on == "never" else ExitCode.DATA_ERRORS
    then = f"Next: {again}; or send it with a note of what --map says, for their mapping."
    return Verdict(False, code, told, first or then)
