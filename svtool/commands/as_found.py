"""Files as they were found before any was read, so that what is told of them is told of the bytes that were counted."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from svtool.errors import ExtractError, Faults, several
from svtool.files.extract_file import ABSENT, FileState, state_of
from svtool.files.file_names import find_files, show_path
from svtool.schema.project import Project, entries_of
from svtool.schema.release_folder import release_files
from svtool.schema.shipped import shipped_folder


@dataclass(frozen=True)
class AsFound:
    """The states of files before they were read.

    Attributes:
        folder: where the names that messages call them by start from.
        states: file → its state; one that is not among them was not there.
    """

    folder: Path = Path()
    states: Mapping[Path, FileState] = field(default_factory=dict)

    def and_now(self, files: Iterable[Path]) -> AsFound:
        """Return the same with the states of more files as they are now."""
        return replace(self, states={**self.states, **{each: state_of(each) for each in files}})

    def with_states(self, other: AsFound) -> AsFound:
        """Return the same with the states of the files that another knows."""
        return replace(self, states={**self.states, **other.states})

    def check(self, path: Path) -> None:
        """Check that a file is still as it was found.

        Raises:
            ExtractError: it changed, came or went away.
        """
        before, now = self.states.get(path, ABSENT), state_of(path)
        if before != now:
            raise ExtractError(_what_happened(before, now), "F01", file=self._name_of(path))

    def _name_of(self, path: Path) -> str:
        shipped = shipped_folder("definitions")
        return show_path(path, shipped.parent if path.is_relative_to(shipped) else self.folder)

    def check_all(self, files: Iterable[Path]) -> None:
        """Check that files are still as they were found; all that are not are told.

        Raises:
            ExtractError: one changed, came or went away.
        """
        faults = Faults()
        for path in dict.fromkeys(files):
            with faults.noting():
                self.check(path)
        faults.raise_met()


def find_definitions(folder: Path) -> AsFound:
    """Return the definitions of a project's folder and those that ship, as they are before any is read."""
    of_both = (folder / "definitions", shipped_folder("definitions"))
    return AsFound(folder).and_now(path for each in of_both for path in each.rglob("*"))


def files_of_project(project: Project, folder: Path) -> Iterator[Path]:
    """Yield the files of a project, read or not: extracts, reviews, register, populations and releases."""
    yield from release_files(folder)
    yield from (folder / name for name in (project.reviews, project.interventions, project.populations) if name)
    for entry in entries_of(project):
        for pattern in entry.files:  # one that matches nothing hides none of the others
            with contextlib.suppress(ExtractError):
                yield from (path for path, _ in find_files(entry.model_copy(update={"files": (pattern,)}), folder))


def _what_happened(before: FileState, now: FileState) -> str:
    if now == ABSENT:
        return "went away while svtool was running; expected it to stay until the end. Put it back, and run again."
    if before == ABSENT:
        happened = "came while svtool was running"
    elif before.bytes != now.bytes:
        sizes = f"from {before.bytes:,} to {several(now.bytes, 'byte', 'bytes')}"
        happened = f"changed while svtool was running, {sizes}"
    else:
        happened = "was written again while svtool was running"
    return f"{happened}; expected a finished file. Wait until it is written, and run again."
