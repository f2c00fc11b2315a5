"""What no output may replace: all that a run or its project reads, and the manifests of other runs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from svtool.commands.as_found import files_of_project
from svtool.commands.manifest_files import is_manifest
from svtool.commands.opening import Opened, OpenedProject
from svtool.errors import UsageError


def files_read(opened: Opened) -> frozenset[Path]:
    """Return the files of a project, whether or not a run reads them, and of the definitions beside it."""
    own = (opened.folder / "definitions").rglob("*")
    return frozenset((*own, *(_of_project(opened) if isinstance(opened, OpenedProject) else ())))


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
    _check_name(written, option)
    check_unread(written, (*(files_read(opened) if opened else ()), *also), option)
    if isinstance(opened, OpenedProject) and opened.project.store:
        _check_store(written, opened.folder / opened.project.store, option)


def _check_store(written: Path, store: Path, option: str) -> None:
    from svtool.store.generations import is_of_store  # noqa: PLC0415 (most projects have no store)

    if is_of_store(written, store):
        raise UsageError(f"{option} {written}: lies in the project's store, which svtool ingest writes. Name another.")


def _check_name(written: Path, option: str) -> None:
    try:
        written.is_file()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can be called so"
        raise UsageError(f"{option} {written}: can't be written: {reason.lower()}. Name another place.") from None


def check_unread(written: Path, read: Iterable[Path], option: str = "--out") -> None:
    """Check that a file to be written is none of some files, by whatever name, and no manifest.

    Raises:
        UsageError: it is one.
    """
    if any(_is_same(written, each) for each in read):
        raise UsageError(f"{option} {written}: is a file that is read, and would be lost. Name another.")
    if is_manifest(written):
        raise UsageError(f"{option} {written}: is the manifest of another run, and would be lost. Name another.")


def check_manifest(place: Path, option: str = "--out") -> None:
    """Check that where a manifest will be written nothing else stands.

    Raises:
        UsageError: a file stands there that is no manifest.
    """
    if place.exists() and not is_manifest(place):
        raise UsageError(
            f"{option}: the manifest of the run would take the place of {place}, which is none. Name another place, or "
            "move that file away."
        )


def _is_same(one: Path, other: Path) -> bool:
    """Return whether two paths are of one file, through links too; of one name, where there is no such file."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.abspath(one) == os.path.abspath(other)  # noqa: PTH100 (links that lead nowhere are kept)
