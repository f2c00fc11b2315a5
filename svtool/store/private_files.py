"""Files and folders that their owner alone can read: they hold records of victims."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from svtool.records.file_locks import is_free_within, let_go
from svtool.schema.defaults import OWNER_ONLY
from svtool.schema.running_system import WINDOWS

OWNERS_FOLDER = 0o700


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are not there yet, for their owner alone."""
    if not folder.is_dir():
        make_private_folder(folder.parent)
        folder.mkdir(mode=OWNERS_FOLDER, exist_ok=True)


@contextmanager
def write_privately(path: Path, *, lasting: bool = True) -> Iterator[BinaryIO]:
    """Open a new file for writing; if it is to last, it is on the disk afterwards, whatever happens to the machine."""
    make_private_folder(path.parent)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), OWNER_ONLY)
    with os.fdopen(number, "wb") as stream:
        yield stream
        stream.flush()
        if lasting:
            os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on the disk; Windows does so itself."""
    if WINDOWS:
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def holding(place: Path, wait: float = 0) -> Iterator[bool]:
    """Hold a place while a block runs; yield whether it was free within some seconds. A killed run holds nothing."""
    number = os.open(place, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    try:
        yield is_free_within(number, wait)
    finally:
        let_go(number)
        os.close(number)
