"""What a user can mend, each with the exit code that tells a scheduled job what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from typing import TypeVar

DEBUG = "SVTOOL_DEBUG"  # in the environment: show the traceback of a bug, and list steps with their times


class ExitCode(IntEnum):
    """The exit codes of every command, declared once for code, documentation and tests."""

    DONE = 0
    BUG = 1
    USAGE = 2
    INVALID_FILE = 10
    UNREADABLE_EXTRACT = 11
    DATA_ERRORS = 12
    EXAMPLE_FAILED = 13
    INCOMPLETE = 14
    DIFFERENCE = 15
    UNWRITABLE = 16
    INTERRUPTED = 130
    TERMINATED = 143


EXIT_MEANINGS: dict[ExitCode, str] = {
    ExitCode.DONE: "done",
    ExitCode.BUG: "a bug in svtool",
    ExitCode.USAGE: "wrong command line",
    ExitCode.INVALID_FILE: "a definition, mapping or project file is invalid",
    ExitCode.UNREADABLE_EXTRACT: "a file can't be read as this extract",
    ExitCode.DATA_ERRORS: "read, but with errors above tolerance",
    ExitCode.EXAMPLE_FAILED: "a definition's example failed",
    ExitCode.INCOMPLETE: "`--strict`, and coverage is incomplete",
    ExitCode.DIFFERENCE: "`verify` or `check` found a difference",
    ExitCode.UNWRITABLE: "the output can't be written: a full disk, no permission",
    ExitCode.INTERRUPTED: "interrupted",
    ExitCode.TERMINATED: "terminated",
}


class SvtoolError(Exception):
    """Something that the user can mend; its text is one or more plain sentences."""

    exit_code = ExitCode.BUG
    parts: tuple[SvtoolError, ...] = ()

    @property
    def causes(self) -> tuple[SvtoolError, ...]:
        """Return the errors that were joined in this one; itself where it is one alone."""
        return tuple(cause for part in self.parts for cause in part.causes) or (self,)


AnyError = TypeVar("AnyError", bound=SvtoolError)


class UsageError(SvtoolError):
    """The command line asks for something impossible."""

    exit_code = ExitCode.USAGE


class OutputError(SvtoolError):
    """The output can't be written though the command line is right: a full disk, a quota, no permission."""

    exit_code = ExitCode.UNWRITABLE


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a YAML file, at its line."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """Return `file:line: message`, which editors turn into a link."""
        return f"{self.file}:{self.line}: {self.message}"


class InvalidFileError(SvtoolError):
    """A definition, mapping or project file is invalid; holds every problem found."""

    exit_code = ExitCode.INVALID_FILE

    def __init__(self, problems: Sequence[Problem] | str) -> None:
        """Keep the problems, sorted by file and line, as the text."""
        self.problems = [] if isinstance(problems, str) else sorted(set(problems))
        super().__init__(
            problems if isinstance(problems, str) else "\n".join(str(problem) for problem in self.problems)
        )


class ExtractError(SvtoolError):
    """A file can't be read as the extract it is said to be.

    Attributes:
        reason: why not, in sentences.
        finding: the id of its kind of fault.
        file: how messages call the file, where the reason is of one alone.
        remedy: what to do, where that is told apart from the reason.
        line: the line of the file at which it stands, where one is known; else 0.
        columns: the columns that are at fault, where it is told of some.
    """

    exit_code = ExitCode.UNREADABLE_EXTRACT

    def __init__(
        self,
        reason: str,
        finding: str = "",
        file: str = "",
        remedy: str = "",
        *,
        line: int = 0,
        columns: tuple[str, ...] = (),
    ) -> None:
        """Keep the reason; the text of the error has the file's name before each of its lines."""
        self.reason, self.finding, self.file, self.remedy = reason, finding, file, remedy
        self.line, self.columns = line, columns
        told = f"{reason} {remedy}" if remedy else reason
        super().__init__("\n".join(f"{file}: {line}" for line in told.split("\n")) if file else told)

    def of(self, file: str) -> str:
        """Return what is told beside the name of a file: it is not said again."""
        return self.reason if self.file == file else str(self)


class TooManyRejectedError(SvtoolError):
    """More rows were rejected than the command tolerates."""

    exit_code = ExitCode.DATA_ERRORS


class ExampleFailedError(SvtoolError):
    """An example written in a definition comes out otherwise than it says."""

    exit_code = ExitCode.EXAMPLE_FAILED


class IncompleteError(SvtoolError):
    """The extracts do not cover the periods, and the command was told to be strict."""

    exit_code = ExitCode.INCOMPLETE


class Faults:
    """Faults met while everything is looked at, so that a user sees all of them at once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._met: list[SvtoolError] = []

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Keep a fault and go on."""
        try:
            yield
        except SvtoolError as error:
            self._met.append(error)

    def raise_met(self) -> None:
        """Raise what was met as one error, with the lowest exit code.

        Raises:
            SvtoolError: at least one fault was met.
        """
        if self._met:
            raise join_errors(self._met)


def join_errors(errors: Sequence[AnyError]) -> AnyError:
    """Return several errors as one that has the lowest exit code of them, and knows them."""
    lowest = min(errors, key=lambda error: error.exit_code)
    told = dict.fromkeys(str(error) for error in errors)  # what is wrong with each of them alike is said once
    joined = type(lowest)("\n".join(told))
    joined.parts = tuple(errors)
    return joined


class LedgerError(Exception):
    """The ledger does not balance: a bug in svtool, never the user's."""


def nearest(found: str, allowed: Iterable[str]) -> str:
    """Return `; did you mean NAME?` for the nearest allowed name, or nothing when none is near."""
    names = sorted(set(allowed))
    folded = {name.casefold(): name for name in names}
    close = get_close_matches(found.casefold(), list(folded), n=1, cutoff=0.6)
    return f"; did you mean {folded[close[0]]}?" if close else ""


def listed(names: Iterable[str], most: int = 12, joiner: str = "or") -> str:
    """Return names as `a, b or c`, shortened when there are many."""
    items = list(names)
    if len(items) > most:
        return ", ".join(items[:most]) + f" … ({len(items)} in all)"
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + f" {joiner} " + items[-1] if items else "nothing"


def several(number: int, one: str, many: str) -> str:
    """Return a number with its noun: `1 row repeats`, `2 rows repeat`."""
    return f"{number:,} {one if number == 1 else many}"
