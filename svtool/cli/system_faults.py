"""What the system refuses or orders: a full disk, a closed output, no memory, an end. None of it is a bug."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import time
from types import FrameType

from svtool.errors import ExitCode

# A place that takes nothing more; any other fault of the system is of something that was to be read.
_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EBADF}

# The last is Windows', for Ctrl+Break, for a console that is closed, and for the end of a session.
_TO_END = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
TIDYING = 5.0  # seconds that a process has to remove what it wrote, before it may be told to end again
_told: list[tuple[float, int]] = []  # when, and by which signal
_NO_MEMORY = (
    "out of memory error", "cannot allocate memory", "failed to map segment", "can't start new thread",
    "failed to launch worker thread",
)  # fmt: skip


class Terminated(BaseException):
    """The system asks this process to end; what is open is closed and removed on the way out."""


class ClosedOutput(io.TextIOBase):
    """Stands where standard output should be and was closed by whoever started this process: it takes nothing."""

    def write(self, text: str) -> int:
        """Refuse a text.

        Raises:
            OSError: always.
        """
        raise OSError(errno.EBADF, "standard output is closed")


def hold_standard_streams() -> None:
    """See to it that no file of a run is opened in the place of a standard stream that was closed."""
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)
    if sys.stdout is None:
        sys.stdout = ClosedOutput()
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 (for as long as the process lasts)


def end_when_told() -> None:
    """Let the signals to end, and that of a terminal that is gone, end this process with nothing left behind.

    Each is often sent twice, to a process and to its group: what comes while it tidies up does not stop that.
    """

    def end(number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if _told and now - _told[-1][0] < TIDYING:
            return
        _told.append((now, number))
        raise KeyboardInterrupt if number == signal.SIGINT else Terminated

    for number in _signals_to_end():
        if signal.getsignal(number) != signal.SIG_IGN:  # as nohup does, and shells for jobs in the background
            signal.signal(number, end)


def told_to_end() -> tuple[str, ExitCode] | None:
    """Return how a process ends that was told to, in a word, and its exit code; None where it was not.

    Libraries that are interrupted, while they are loaded say, may turn that into errors of their own.
    """
    if not _told:
        return None
    is_by_keyboard = _told[-1][1] == signal.SIGINT
    return ("interrupted", ExitCode.INTERRUPTED) if is_by_keyboard else ("terminated", ExitCode.TERMINATED)


def tell_no_more() -> None:
    """Let no signal change how a run ends that has ended: all is written and removed, its exit code is known."""
    for number in _signals_to_end():
        signal.signal(number, signal.SIG_IGN)


def _signals_to_end() -> list[int]:
    """Return the signals to end that this system has."""
    return [getattr(signal, name) for name in _TO_END if hasattr(signal, name)]


def fault_of_system(error: BaseException) -> tuple[str, ExitCode] | None:
    """Return what a fault of the system is, in a sentence, and the exit code for it; None where it is another fault."""
    if _lacks_memory(error):
        return "there is not enough memory. Allow less with --memory-limit, or end other programs.", ExitCode.UNWRITABLE
    if not isinstance(error, OSError):
        return None
    reason = (error.strerror or "the system gives no reason").lower()
    named = f"{shown(error.filename)}: " if error.filename else ""
    if error.errno == errno.ENOENT and _is_nowhere():
        return "the folder in which this was called is gone. Change to one that is there.", ExitCode.USAGE
    if error.errno == errno.ENOENT and not error.filename:  # as Python says it of its folders for temporary files
        return "no folder for temporary files takes any. Make room, or name one with --temp-dir.", ExitCode.UNWRITABLE
    if error.errno in _UNWRITABLE:
        where = named or "the output: "
        return f"{where}can't be written: {reason}. Make room, and run again.", ExitCode.UNWRITABLE
    return f"{named or 'a file: '}can't be read: {reason}. Mend that, and run again.", ExitCode.UNREADABLE_EXTRACT


def _is_nowhere() -> bool:
    """Return whether the folder in which a command was called was removed since."""
    try:
        os.getcwd()  # noqa: PTH109 (Path.cwd is the same call)
    except FileNotFoundError:
        return True
    return False


def _lacks_memory(error: BaseException) -> bool:
    """Return whether a fault, or the one that it came of, is that no memory or no thread was to be had.

    Libraries tell that by errors of their own, which can be known by their words alone.
    """
    text = str(error).casefold()
    lacks = isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
    if lacks or any(words in text for words in _NO_MEMORY):
        return True
    came_of = error.__cause__ or error.__context__
    return came_of is not None and _lacks_memory(came_of)


def shown(name: object, most: int = 200) -> str:
    """Return a name as it can be printed: of one that is too long the beginning."""
    text = os.fsdecode(name) if isinstance(name, bytes | str) else str(name)
    return text if len(text) <= most else f"{text[:most]}…"
