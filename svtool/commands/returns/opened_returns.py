"""Which returns, and which register, a command means: those that it names, else those of a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from svtool.commands.opening import OpenedProject, open_project
from svtool.commands.spared import check_spared
from svtool.errors import UsageError
from svtool.files.file_names import find_files
from svtool.findings.finding import Finding
from svtool.interventions.register import Register, read_register
from svtool.interventions.return_files import find_returns, read_returns
from svtool.interventions.settled import Settled, settle
from svtool.interventions.terms import SOURCE
from svtool.schema.library import Library
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Source

NO_REGISTER = "without a register of interventions: which projects and quarters lack is not looked at (--register)"


@dataclass(frozen=True)
class ReturnsAsked:
    """What a command asks for.

    Attributes:
        files: the returns; with a project and none, all of the project's.
        project: the project file.
        register: the register; the project's without it.
        year: the year in which the financial year begins of quarters that name none.
        out: the file that will be written; it replaces no file that is read.
    """

    files: tuple[Path, ...] = ()
    project: Path | None = None
    register: Path | None = None
    year: int | None = None
    out: Path | None = None


@dataclass(frozen=True)
class OpenedReturns:
    """Returns as they were read.

    Attributes:
        settled: the returns, with their register.
        refused: what keeps files from being read.
        remarks: what was assumed, and what could not be checked.
        opened: the project; None without one.
        inputs: the files that were read.
    """

    settled: Settled
    refused: tuple[Finding, ...]
    remarks: tuple[str, ...]
    opened: OpenedProject | None
    inputs: tuple[Path, ...]


def open_returns(asked: ReturnsAsked) -> OpenedReturns:
    """Return the returns that are asked for.

    Raises:
        SvtoolError: the project or the register is wrong, or there are no returns to look at.
    """
    opened = open_project(asked.project) if asked.project else None
    source = (opened.library if opened else Library(Path())).sources[SOURCE]
    files = _files(asked, opened)
    register_path = asked.register or _register_of(opened)
    inputs = (*(path for path, _ in files), *([register_path] if register_path else []))
    check_spared(asked.out, opened, inputs)
    register = _register(register_path, source)
    read, refused = read_returns(files, source, asked.year)
    return OpenedReturns(
        settle(read, register), tuple(refused), () if register else (NO_REGISTER,), opened, tuple(inputs)
    )


def _files(asked: ReturnsAsked, opened: OpenedProject | None) -> list[tuple[Path, str]]:
    if asked.files:
        return find_returns([str(each) for each in asked.files], Path())
    entries: Sequence[ExtractEntry] = opened.project.sources.given().get(SOURCE, ()) if opened else ()  # type: ignore[assignment]
    if not entries or opened is None:
        where = f"{asked.project}: names no returns (sources: returns:)" if asked.project else "no returns are named"
        raise UsageError(f"{where}. Name the files of returns, or a project that has them with --project.")
    return [found for entry in entries for found in find_files(entry, opened.folder)]


def _register_of(opened: OpenedProject | None) -> Path | None:
    return opened.folder / opened.project.interventions if opened and opened.project.interventions else None


def _register(path: Path | None, source: Source) -> Register:
    return read_register(path, path.name, source) if path else Register()
