"""Which returns, and which register, a command means: those that it names, else those of a project."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from svtool.commands.evidence import Evidence, evidence_of
from svtool.commands.opening import Opened, OpenedProject, open_definitions, open_project
from svtool.commands.spared import check_spared
from svtool.engine.bounds import USUAL, Bounds
from svtool.errors import UsageError
from svtool.files.file_names import find_files
from svtool.findings.finding import Finding
from svtool.interventions.register import Register, read_register
from svtool.interventions.return_files import find_returns, read_returns
from svtool.interventions.settled import Settled, settle
from svtool.interventions.terms import SOURCE
from svtool.schema.defaults import PROJECT_FILE
from svtool.schema.sources import Source

NO_REGISTER = "without a register of interventions: which projects and quarters lack is not looked at (--register)"


@dataclass(frozen=True)
class ReturnsAsked:
    """What a command asks for.

    Attributes:
        files: the returns; with a project and none, all of the project's.
        project: the project file; without it and without files, the one in this folder.
        register: the register; the project's without it.
        year: the year in which the financial year begins of quarters that name none.
        release: what the summary is released as; None where it is no release.
        released_before: the releases that it was audited with, to make it again; all that are there without it.
        out: the file that will be written; it replaces no file that is read.
        bounds: what counting may take of the machine, where a project's extracts are counted.
    """

    files: tuple[Path, ...] = ()
    project: Path | None = None
    register: Path | None = None
    year: int | None = None
    release: str | None = None
    released_before: tuple[str, ...] | None = None
    out: Path | None = None
    bounds: Bounds = USUAL


@dataclass(frozen=True)
class OpenedReturns:
    """Returns as they were read.

    Attributes:
        settled: the returns, with their register.
        refused: what keeps files from being read.
        remarks: what was assumed, and what could not be checked.
        opened: the project; without one, the definitions of this folder.
        inputs: the files that were read.
    """

    settled: Settled
    refused: tuple[Finding, ...]
    remarks: tuple[str, ...]
    opened: Opened
    inputs: tuple[Path, ...]

    @property
    def project(self) -> OpenedProject | None:
        """Return the project; None without one."""
        return self.opened if isinstance(self.opened, OpenedProject) else None

    @property
    def evidence(self) -> Evidence:
        """Return what was read."""
        return evidence_of(self.opened, {}, self.inputs).as_far_as_read()


def open_returns(asked: ReturnsAsked) -> OpenedReturns:
    """Return the returns that are asked for.

    Raises:
        SvtoolError: the project or the register is wrong, or there are no returns to look at.
    """
    project = _project(asked)
    opened: Opened = open_project(project, bounds=asked.bounds) if project else open_definitions()
    source = opened.library.sources[SOURCE]
    files = _files(asked, opened)
    register_path = asked.register or register_of(opened)
    inputs = (*(path for path, _ in files), *([register_path] if register_path else []))
    check_spared(asked.out, opened, inputs)
    opened = replace(opened, found=opened.found.and_now(inputs))
    register = _register(register_path, source)
    read, refused = read_returns(files, source, asked.year)
    return OpenedReturns(settle(read, register), tuple(refused), () if register else (NO_REGISTER,), opened, inputs)


def _project(asked: ReturnsAsked) -> Path | None:
    """Return the project that is named, else the one in this folder where no returns are named either."""
    here = Path(PROJECT_FILE)
    return asked.project or (here if not asked.files and here.is_file() else None)


def _files(asked: ReturnsAsked, opened: Opened) -> list[tuple[Path, str]]:
    if asked.files:
        return find_returns([str(each) for each in asked.files], Path())
    given = opened.project.sources.given().get(SOURCE) if isinstance(opened, OpenedProject) else None
    if not isinstance(given, tuple):
        where = (
            f"{opened.path}: names no returns (sources: returns:)"
            if isinstance(opened, OpenedProject)
            else "no returns are named"
        )
        raise UsageError(f"{where}. Name the files of returns, or a project that has them with --project.")
    return [found for entry in given for found in find_files(entry, opened.folder)]


def register_of(opened: Opened | None) -> Path | None:
    """Return the register that a project names; None where it names none."""
    named = opened.project.interventions if isinstance(opened, OpenedProject) else None
    return opened.folder / named if opened and named else None


def _register(path: Path | None, source: Source) -> Register:
    return read_register(path, source) if path else Register()
