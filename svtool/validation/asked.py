"""What `svtool validate` is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from svtool.errors import ExitCode, InvalidFileError
from svtool.findings.finding import Finding
from svtool.records.ledger import Ledger
from svtool.validation.rejects import LostRow

FailOn = Literal["error", "warning", "never"]


@dataclass(frozen=True)
class Request:
    """What a command asks for.

    Attributes:
        extracts: the files; with a project and none, all of the project's.
        project: the project file whose mappings, windows and definitions count.
        source: the source, where the header does not tell it.
        mapping: the mapping, where the header does not tell it.
        maps: columns to read a field from, as in `--map`.
        sheet: the sheet of a workbook to read, where several could be meant.
        previous: the extracts of last time, to compare with.
        replace: whether the later named of two overlapping extracts wins.
        fail_on: from which level on a finding makes the extract unfit.
        max_rejected: the share of a file's rows that may be rejected, or held as not known, without making it unfit.
        rejected: the file to write rejected rows to, each as it was.
        out: the file that the report will be written to; like `rejected`, it replaces no file that is read.
        tell: is told, block by block, how many rows of which file were read.
    """

    extracts: tuple[Path, ...] = ()
    project: Path | None = None
    source: str | None = None
    mapping: str | None = None
    maps: tuple[str, ...] = ()
    sheet: str | None = None
    previous: tuple[Path, ...] = ()
    replace: bool = False
    fail_on: FailOn = "error"
    max_rejected: float = 0.0
    rejected: Path | None = None
    out: Path | None = None
    tell: Callable[[str, int], None] | None = None


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


@dataclass
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
    """

    files: list[CheckedFile] = field(default_factory=list)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rejected: list[LostRow] = field(default_factory=list, repr=False)
    remarks: list[str] = field(default_factory=list)
    invalid: list[InvalidFileError] = field(default_factory=list)
    verdict: Verdict = field(default_factory=lambda: Verdict(True, ExitCode.DONE, "", ""))

    def of_file(self, name: str) -> Sequence[Finding]:
        """Return the findings on a file."""
        return [each for each in self.findings if each.file == name]
