"""What no output may replace: all that a run or its project reads, and the manifests of other runs."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from svtool.commands.as_found import files_of_project
from svtool.commands.manifest_files import is_manifest
from svtool.commands.opening import Opened, OpenedProject
from svtool.errors import OutputError, SvtoolError, UsageError
from svtool.schema.defaults import PROJECT_FILE
from svtool.schema.project import Project, read_project

KEPT = ("definitions", "releases")  # folders beside a project whose files are read, whatever they are called


def files_read(opened: Opened) -> frozenset[Path]:
    """Return the files of a project, whether or not a run reads them, and of the definitions beside it."""
    own = _kept_in(opened.folder)
    return frozenset((*own, *(_of_project(opened) if isinstance(opened, OpenedProject) else ())))


def _kept_in(folder: Path) -> Iterator[Path]:
    yield from (path for name in KEPT for path in (folder / name).rglob("*"))


def _project_here() -> Project | None:
    """Return the project of this folder, for a command that was told of none; None if there is none, or it is wrong."""
    with contextlib.suppress(SvtoolError):
        return read_project(Path(PROJECT_FILE)) if Path(PROJECT_FILE).is_file() else None
    return None


def _of_this_folder(project: Project | None) -> Iterator[Path]:
    """Yield what the project of this folder reads; the project file alone if that is wrong."""
    yield from _kept_in(Path())
    yield Path(PROJECT_FILE)
    if project:
        yield from files_of_project(project, Path())


def _of_project(opened: OpenedProject) -> Iterator[Path]:
    yield opened.path
    yield from files_of_project(opened.project, opened.folder)


def check_spared(written: Path | None, opened: Opened | None, also: Iterable[Path] = (), option: str = "--out") -> None:
    """Check that a file to be written is none that is read.

    Args:
        written: the file; None for standard output.
        opened: the project or the definitions of the command.
        also: other files that the command reads.
        option: the option that names the file.

    Raises:
        UsageError: it is one, or lies in the project's store, or is the manifest of another run.
    """
    if written is None:
        return
    _check_place(written, option)
    read = (*(files_read(opened) if opened else ()), *also)
    project: Project | None = None
    folder = Path()
    if isinstance(opened, OpenedProject):
        project, folder = opened.project, opened.folder
    elif written.exists():
        project = _project_here()
        read = (*read, *_of_this_folder(project))
    check_unread(written, read, option)
    if project and project.store:
        _check_store(written, folder / project.store, option)


def _check_store(written: Path, store: Path, option: str) -> None:
    from svtool.store.generations import is_of_store  # noqa: PLC0415 (most projects have no store)

    if is_of_store(written, store):
        raise UsageError(f"{option} {written}: lies in the project's store, which svtool ingest writes. Name another.")


def _check_place(written: Path, option: str) -> None:
    """Check that a file can stand there, before anything is read for it."""
    try:
        there = written.stat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can be called so"
        raise UsageError(f"{option} {written}: can't be written: {reason.lower()}. Name another place.") from None
    if not (stat.S_ISREG(there) or stat.S_ISDIR(there)):
        raise UsageError(f"{option} {written}: is a pipe or a device. Name a plain file, or write to standard output.")


def check_unread(written: Path, read: Iterable[Path], option: str = "--out") -> None:
    """Check that a file to be written is none of some files, by whatever name, and no manifest.

    Raises:
        UsageError: it is one.
        OutputError: it is another account's, so that nobody can tell.
    """
    if any(_is_same(written, each) for each in read):
        raise UsageError(f"{option} {written}: is a file that is read, and would be lost. Name another.")
    if _is_manifest(written, option):
        raise UsageError(f"{option} {written}: is the manifest of another run, and would be lost. Name another.")


def check_manifest(place: Path, option: str = "--out") -> None:
    """Check that where a manifest will be written nothing else stands.

    Raises:
        UsageError: a file stands there that is no manifest.
        OutputError: it is another account's, so that nobody can tell.
    """
    if place.exists() and not _is_manifest(place, option):
        raise UsageError(
            f"{option}: the manifest of the run would take the place of {place}, which is none. Name another place, or "
            "move that file away."
        )


def _is_manifest(place: Path, option: str) -> bool:
    try:
        return is_manifest(place)
    except PermissionError:
        raise OutputError(
            f"{option}: {place} may not be read by this account, so that nobody can tell whether it may be replaced. "
            "Run as its owner, or name another place."
        ) from None


def _is_same(one: Path, other: Path) -> bool:
    """Return whether two paths are of one file, through links too; of one name, where there is no such file."""
    try:
        return one.samefile(other)
    except OSError:
        # Paths, for on Windows names that differ in capitals alone are one; links that lead nowhere are kept.
        return Path(os.path.abspath(one)) == Path(os.path.abspath(other))  # noqa: PTH100
