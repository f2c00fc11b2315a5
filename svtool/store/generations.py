"""Generations: what a store held after each run that wrote it. One of them is current; a new one is whole or not there.

DIR/current                     the number of the generation that counts, and the fingerprint of its list
DIR/generation-0002/store.json  its list: entries of the project, their files, what judged them
DIR/generation-0002/source=…    the rows, as Parquet
DIR/generation-0002/files/…     what reading each file met
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from svtool.errors import ExtractError, OutputError, UsageError
from svtool.store.judged_by import Judges
from svtool.store.private_files import holding, make_private_folder, sync_folder, write_privately
from svtool.store.row_parts import Part

FORMAT = "svtool.store/1"
GENERATION = "generation-"
CURRENT, LIST, LOCK, WRITING = "current", "store.json", "lock", ".writing"
AGAIN = "Run svtool ingest."


@dataclass(frozen=True)
class KeptFile:
    """A file as it was when it was judged.

    Attributes:
        name: how messages call it.
        bytes, modified, sha256: its size, the time at which it was written (in nanoseconds), and its fingerprint.
        rows: the number of the row behind its last.
        parts: its rows.
        account: the file that says what reading it met, and its fingerprint.
    """

    name: str
    bytes: int
    modified: int
    sha256: str
    rows: int
    parts: tuple[Part, ...]
    account: tuple[str, str]


@dataclass(frozen=True)
class KeptFiles:
    """The files of an entry of the project.

    Attributes:
        source, row: whose and which kind of rows they have.
        patterns: what the project calls them by.
        sheet, member: which part of a file is meant.
        judged_by: what judged their cells.
        left: how many other files stood in their folders.
        files: the files, in the order in which they are read.
    """

    source: str
    row: str
    patterns: tuple[str, ...]
    sheet: str | None
    member: str | None
    judged_by: Judges
    left: int
    files: tuple[KeptFile, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """Return by what the project's entry is known."""
        return (self.source, self.row, self.patterns, self.sheet, self.member)


@dataclass(frozen=True)
class Generation:
    """What a store held after a run that wrote it.

    Attributes:
        folder: where it is.
        number: its number, from 1.
        written: when, as the clock said.
        did: what the run did with each file: name → added, replaced, judged again, kept, removed.
        entries: what it holds.
    """

    folder: Path
    number: int
    written: str = ""
    did: dict[str, str] = field(default_factory=dict)
    entries: tuple[KeptFiles, ...] = ()


def folder_of(store: Path, number: int) -> Path:
    """Return the folder of a generation."""
    return store / f"{GENERATION}{number:04}"


def read_current(store: Path) -> Generation:
    """Return the generation of a store that counts.

    Raises:
        ExtractError: there is none, or it is damaged.
    """
    number, expected = _pointed_at(store)
    return _read(store, number, expected)


def current_number(store: Path) -> int:
    """Return the number of the current generation; 0 where there is none yet."""
    return _pointed_at(store)[0] if (store / CURRENT).exists() else 0


def read_history(store: Path) -> list[Generation]:
    """Return the generations of a store that are still there, the latest first."""
    last, expected = _pointed_at(store)
    there = [number for number in range(last, 0, -1) if folder_of(store, number).is_dir()]
    return [_read(store, number, expected if number == last else "") for number in there]


def _pointed_at(store: Path) -> tuple[int, str]:
    try:
        number, fingerprint = (store / CURRENT).read_text(encoding="ascii").split()
        return int(number), fingerprint
    except FileNotFoundError:
        raise ExtractError(f"there is no store here yet; expected one that svtool ingest wrote. {AGAIN}",
                           file=str(store)) from None  # fmt: skip
    except (OSError, ValueError):
        raise damaged(store, CURRENT) from None


def _read(store: Path, number: int, expected: str) -> Generation:
    folder = folder_of(store, number)
    try:
        content = (folder / LIST).read_bytes()
        if expected and hashlib.sha256(content).hexdigest() != expected:
            raise ValueError
        found = json.loads(content)
        if found["format"] != FORMAT:
            raise ExtractError(f"was written as {found['format']}, and this svtool reads {FORMAT}. {AGAIN}",
                               file=str(store))  # fmt: skip
        entries = tuple(_entry_of(each) for each in found["entries"])
        return Generation(folder, number, found["written"], found["did"], entries)
    except (OSError, ValueError, KeyError, TypeError):
        raise damaged(store, f"{folder.name}/{LIST}") from None


def _entry_of(found: dict[str, Any]) -> KeptFiles:
    files = tuple(
        KeptFile(**{**each, "parts": tuple(Part(**part) for part in each["parts"]), "account": tuple(each["account"])})
        for each in found["files"]
    )
    return KeptFiles(**{**found, "patterns": tuple(found["patterns"]), "files": files})


def damaged(store: Path, file: str) -> ExtractError:
    """Return the error of a file of a store that is missing or not as it was written."""
    return ExtractError(
        f"{file} of the store is missing or damaged; expected it as svtool ingest wrote it. Remove the store, and run "
        "svtool ingest again.",
        file=str(store),
    )


@contextmanager
def writing(store: Path, wait: float = 0) -> Iterator[Path]:
    """Yield an empty folder for the next generation of a store; it is removed where no generation becomes of it.

    Args:
        store: the store.
        wait: for how many seconds another run that is writing the store is waited for.

    Raises:
        UsageError: a file is in its place.
        OutputError: another run is writing, or the disk refuses.
    """
    try:
        make_private_folder(store)
        with holding(store / LOCK, wait) as free:
            if not free:
                raise OutputError(
                    f"{store}: another svtool ingest is writing this store. Run again when it has ended, or add --wait."
                )
            _remove_leftovers(store)
            folder = store / WRITING
            make_private_folder(folder)
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except (FileExistsError, NotADirectoryError):
        raise UsageError(f"{store}: can't be a store: a file is in its place. Name another folder.") from None
    except OSError as error:
        reason = (error.strerror or "it can't be written").lower()
        raise OutputError(f"{store}: can't be written: {reason}. The store is as it was.") from None


def _remove_leftovers(store: Path) -> None:
    """Remove what a run left that was stopped before its generation was current."""
    shutil.rmtree(store / WRITING, ignore_errors=True)
    (store / f"{CURRENT}.new").unlink(missing_ok=True)
    shutil.rmtree(folder_of(store, current_number(store) + 1), ignore_errors=True)


def commit(store: Path, folder: Path, generation: Generation) -> Generation:
    """Make a folder that is written the current generation: until the last step, the one before it stays so.

    Args:
        store: the store.
        folder: the folder, as `writing` yielded it.
        generation: what it holds.
    """
    listed = {"format": FORMAT, "written": generation.written, "did": generation.did,
              "entries": [asdict(each) for each in generation.entries]}  # fmt: skip
    content = (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    with write_privately(folder / LIST) as stream:
        stream.write(content)
    for each, _, _ in os.walk(folder):
        sync_folder(Path(each))
    folder.rename(generation.folder)
    sync_folder(store)
    pointer = store / f"{CURRENT}.new"
    with write_privately(pointer) as stream:
        stream.write(f"{generation.number} {hashlib.sha256(content).hexdigest()}\n".encode("ascii"))
    pointer.replace(store / CURRENT)
    sync_folder(store)
    return generation


def is_of_store(path: Path, store: Path) -> bool:
    """Return whether a path is one of those that a store is made of; others may lie in its folder too."""
    try:
        parts = path.resolve().relative_to(store.resolve()).parts
    except ValueError:
        return False
    first = parts[0].casefold() if parts else ""  # names that differ in capitals are one on many systems
    return first.startswith(GENERATION) or first in {CURRENT, LOCK}
