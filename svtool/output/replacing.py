"""A file takes the place of another: written beside it, flushed to the disk, and renamed; or nothing changes.

Whoever looks at the place sees the old file or the new one, whole, even after a loss of power. What a killed run left
half written is removed by the next run that writes into the folder: a lock tells whether a run still has it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from svtool.errors import OutputError, UsageError
from svtool.output.switching import (
    PREFIX,
    SUFFIX,
    alone_in,
    finish_begun,
    looking_through,
    new_file_in,
    still_to_finish,
    sync_folder,
)
from svtool.records.file_locks import hold
from svtool.records.open_files import check_place, remove_open, take_place
from svtool.schema.defaults import OWNER_ONLY
from svtool.schema.running_system import WINDOWS
from svtool.schema.windows_names import refused_by_windows, too_long_for_windows

# What is wrong with the place itself; all else, such as a full disk, is no fault of the command line.
_NO_SUCH_PLACE = {
    errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL, errno.EILSEQ,
}  # fmt: skip


@contextlib.contextmanager
def replacing(
    out: Path, option: str = "--out", *, of_records: bool = False, mode: int | None = OWNER_ONLY
) -> Iterator[IO[bytes]]:
    """Open a file beside `out` that takes its place when the block ends well, and is gone when it does not.

    Args:
        out: the file; where it is a link, the file that it leads to is replaced.
        option: the option that names it.
        of_records: whether it holds records, so that only its owner may read it.
        mode: the rights of a new file; None for those that the system gives.

    Raises:
        UsageError: there can be no such file.
        OutputError: it can't be written.
    """
    with saying(out, option):
        staged = Staged(out, option, of_records=of_records)
        try:
            yield staged.stream
            staged.finish()
            staged.let_read(mode)
            with alone_in(staged.move[1].parent) if WINDOWS else contextlib.nullcontext():
                staged.put_in_place()
        finally:
            staged.remove()


class Staged:
    """A file that is written beside the one whose place it will take."""

    def __init__(
        self, out: Path, option: str = "--out", *, of_records: bool = False, folder: Path | None = None
    ) -> None:
        """Open it.

        Args:
            out: the file whose place it will take.
            option: the option that names it.
            of_records: whether it holds records, so that only its owner may read it.
            folder: where it is written, if that can be renamed into its place; beside that without it.

        Raises:
            UsageError: the place is a folder, a pipe or a device, or can have no such name.
            OSError: it can't be opened.
        """
        if refused := refused_by_windows(out):
            raise UsageError(f"{option} {out}: {refused}. Name another place.")
        self.out, self.option = out, option
        self._target = Path(os.path.realpath(out))  # of a link the file that it leads to; a loop is told as such
        self._before = _mode_of(self._target, out, option)
        self._most = OWNER_ONLY if of_records else 0o777
        beside = _folder_to_write_in(self._target, folder)
        self.left = settle_left_behind(beside)
        handle, self._path = new_file_in(beside)
        try:
            self.stream: IO[bytes] = os.fdopen(handle, "wb")
        except BaseException:
            os.close(handle)
            self._path.unlink(missing_ok=True)
            raise

    def finish(self) -> None:
        """See to it that all of it is on the disk.

        Raises:
            OSError: it can't be written.
        """
        self.stream.flush()
        os.fsync(self.stream.fileno())

    def let_read(self, mode: int | None) -> None:
        """Give it the rights of the file whose place it will take, else those of a new one; until then it has 0600.

        Args:
            mode: of a new file; None for those that the system gives.

        Raises:
            OSError: the system does not.
        """
        new = 0o666 & ~_umask() if mode is None else mode
        rights = (new if self._before is None else self._before) & self._most
        if not WINDOWS:  # where a file has the rights of its folder
            os.fchmod(self.stream.fileno(), rights)

    @property
    def move(self) -> tuple[Path, Path]:
        """Return the file as it is written, and the place that it will take."""
        return self._path, self._target

    def make_ready(self) -> None:
        """See to it that it can take its place, once this process has the folder alone.

        Raises:
            OutputError: another program has the file open that it would replace.
        """
        with _saying_that_it_is_open(self.out, self.option):
            check_place(self._target)
        if WINDOWS:
            self.stream.close()  # no open file is renamed there

    def put_in_place(self) -> None:
        """Let it take its place.

        Raises:
            OSError: it can't.
        """
        if WINDOWS:
            self.stream.close()
        with _saying_that_it_is_open(self.out, self.option):
            take_place(self._path, self._target)
        self.stream.close()
        sync_folder(self._target.parent)

    def remove(self) -> None:
        """Remove it, unless it has taken its place; nothing is left, whatever fails."""
        if WINDOWS:
            with contextlib.suppress(OSError):
                self.stream.close()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.stream.close()


def _mode_of(target: Path, out: Path, option: str) -> int | None:
    """Return the rights of the file that is replaced; None where there is none.

    Raises:
        UsageError: the place is a folder, a pipe or a device.
        OSError: nobody can tell.
    """
    try:
        there = target.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(there):
        kind = "a folder" if stat.S_ISDIR(there) else "no plain file, but a pipe or a device"
        raise UsageError(f"{option} {out}: is {kind}. Name a plain file, or write to standard output.")
    return stat.S_IMODE(there)


def _folder_to_write_in(target: Path, folder: Path | None) -> Path:
    """Return where a file is written until it takes its place: in a folder above that on the same disk, or beside it.

    Raises:
        OSError: the folder beside it can't be made.
    """
    if folder is None:
        return target.parent
    folder = Path(os.path.realpath(folder))
    there = next(each for each in target.parents if each.exists())
    if folder in target.parents and there.stat().st_dev == folder.stat().st_dev:
        return folder
    target.parent.mkdir(parents=True, exist_ok=True)  # a link led elsewhere
    return target.parent


def _umask() -> int:
    """Return which rights new files do not get; there is no way to ask but to set it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@dataclass(frozen=True)
class LeftBehind:
    """What runs that were killed left in a folder: files that took their places now, and half-written ones removed."""

    finished: int = 0
    removed: int = 0


def settle_left_behind(folder: Path) -> LeftBehind:
    """Finish what killed runs had begun in a folder, and remove what they left half written."""
    if not _left_in(folder):
        return LeftBehind()
    with looking_through(folder) as free:
        if not free:
            return LeftBehind()
        finished, removed = finish_begun(folder), 0
        waiting = still_to_finish(folder)
        for path in _left_in(folder, SUFFIX):
            if path.name not in waiting:
                with contextlib.suppress(OSError):
                    _remove_left(path)
                    removed += 1
    return LeftBehind(finished, removed)


def _left_in(folder: Path, suffix: str = "") -> list[Path]:
    with contextlib.suppress(OSError):
        return [path for path in folder.iterdir() if path.name.startswith(PREFIX) and path.name.endswith(suffix)]
    return []


def _remove_left(path: Path) -> None:
    """Remove a file that no run has any more.

    Raises:
        OSError: one has.
    """
    if WINDOWS:
        path.unlink()  # refused where it is open
        return
    handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        hold(handle, wait=False)
    except OSError:
        os.close(handle)
        raise
    remove_open(path, handle)


@contextlib.contextmanager
def _saying_that_it_is_open(out: Path, option: str) -> Iterator[None]:
    """Say why a file can't be replaced where new ones can be written: another program has it."""
    try:
        yield
    except PermissionError as error:
        if not WINDOWS or not out.exists():
            raise
        raise OutputError(
            f"{option} {out}: can't be written: another program has it open, or it may only be read. Close it in Excel "
            "and run again."
        ) from error


@contextlib.contextmanager
def saying(out: Path, option: str = "--out") -> Iterator[None]:
    """Say in a sentence why a file can't be written."""
    try:
        yield
    except OSError as error:
        reason = f"{option} {out}: can't be written: {why(error)}."
        if error.errno in _NO_SUCH_PLACE:
            raise UsageError(f"{reason} Name another place.{too_long_for_windows(out)}") from None
        raise OutputError(f"{reason} Check the folder, or close the file in Excel and run again.") from None


def why(error: OSError) -> str:
    """Return the system's reason for a fault, in its words."""
    return (error.strerror or "the system gives no reason").lower()
