"""A lock on an open file, by which runs know of each other: the system takes it from one that is killed.

A number of a process would not do: the next process may get it again, and containers share folders but no numbers.
"""

from __future__ import annotations

import contextlib
import time
from importlib import import_module

from svtool.schema.running_system import WINDOWS

AGAIN = 0.05  # seconds after which it is tried again


def hold(handle: int, *, wait: bool) -> None:
    """Lock a file for as long as this process has it open.

    Raises:
        BlockingIOError: another process has it, and this one does not wait.
        OSError: this file system has no locks.
    """
    if WINDOWS:
        msvcrt = import_module("msvcrt")  # by name: type checkers of other systems do not know what is in it
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(*error.args) from None
    else:
        import fcntl  # noqa: PLC0415 (Windows lacks it)

        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


def let_go(handle: int) -> None:
    """Give a file back before it is closed: Windows does so at the close, but says that it may take its time."""
    if WINDOWS:
        msvcrt = import_module("msvcrt")
        with contextlib.suppress(OSError):  # it was never held
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)


def is_free(handle: int) -> bool:
    """Return whether no other process has a file, which this one has from now on.

    Where a file system has no locks nobody can be told apart, and everybody goes on.
    """
    try:
        hold(handle, wait=False)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def is_free_within(handle: int, seconds: float) -> bool:
    """Return whether no other process has a file, once those that have it were waited for."""
    until = time.monotonic() + seconds
    while not is_free(handle):
        if time.monotonic() >= until:
            return False
        time.sleep(AGAIN)
    return True
