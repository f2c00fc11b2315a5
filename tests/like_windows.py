"""svtool as Windows would run it, as far as another system can tell: `like_windows.py "svtool measures --sample"`.

What Windows lacks is gone, and what it refuses is refused: to open a folder, to remove or rename a file that is open
(by whatever library, as the system lists what this process has open), to use any database of time zones but Python's.
That is a likeness, and no proof: it knows no drives, no names that Windows keeps, no other way of writing paths.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import subprocess  # noqa: F401 (before msvcrt is there, by which it tells Windows)
import sys
import tempfile
import types
import warnings
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

LACKING = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "tty", "syslog", "crypt", "spwd", "readline"}
LACKING_OF_OS = (
    "fork", "forkpty", "mkfifo", "getuid", "geteuid", "getgid", "getegid", "fchmod", "fchown", "chown", "lchown",
    "sched_getaffinity", "sched_setaffinity", "sysconf", "statvfs", "fstatvfs", "uname", "getloadavg", "killpg",
    "setsid", "getpgid", "mknod", "posix_fadvise", "posix_fallocate", "sendfile", "wait3", "wait4", "register_at_fork",
    "O_NOFOLLOW", "O_DIRECTORY", "O_CLOEXEC", "O_NONBLOCK", "O_SYNC", "O_DSYNC", "O_TMPFILE", "O_NOATIME",
)  # fmt: skip
LACKING_OF_SIGNALS = ("SIGHUP", "SIGKILL", "SIGPIPE", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGQUIT", "SIGCHLD")
ZONES = ("strftime", "local_timestamp", "assume_timezone", "strptime")  # of pyarrow, which asks a database for UTC too


class _Lacking(MetaPathFinder):
    """Finds no module that Windows lacks."""

    def find_spec(self, name: str, *_: object) -> None:
        if name in LACKING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


class _Less(types.ModuleType):
    """A module that lacks some names for svtool; other libraries know by themselves on what they run."""

    def __getattribute__(self, name: str) -> Any:
        lacking = LACKING_OF_OS if types.ModuleType.__getattribute__(self, "__name__") == "os" else LACKING_OF_SIGNALS
        if name in lacking and sys._getframe(1).f_globals.get("__name__", "").startswith("svtool"):
            raise AttributeError(name)
        return types.ModuleType.__getattribute__(self, name)


def open_files() -> set[str]:
    """Return the files that this process has open, or mapped into its memory."""
    found = set()
    for each in os.listdir("/proc/self/fd"):  # noqa: PTH208 (pathlib is changed here)
        with contextlib.suppress(OSError):
            found.add(os.readlink(f"/proc/self/fd/{each}"))  # noqa: PTH115
    with open("/proc/self/maps", encoding="utf-8") as maps:  # noqa: PTH123
        return found | {line.split(maxsplit=5)[5].rstrip("\n") for line in maps if "/" in line}


def _refuse_open(path: Any, also_in_it: bool = False) -> None:
    if isinstance(path, int):
        return
    whole = os.path.join(os.path.realpath(os.path.dirname(os.path.abspath(path))), os.path.basename(path))  # noqa: PTH100, PTH118, PTH119, PTH120
    for each in open_files():
        if each == whole or (also_in_it and each.startswith(whole + "/")):
            raise PermissionError(errno.EACCES, "The process cannot access the file", os.fspath(path))


def refusing_open(real: Callable[..., Any], paths: int, is_of_folders: bool = False) -> Callable[..., Any]:
    """Return a function of `os` that refuses its first paths where this process has them open."""

    def call(*given: Any, **named: Any) -> Any:
        if "dir_fd" in named and named["dir_fd"] is not None:
            raise NotImplementedError("dir_fd unavailable on this platform")
        for path in given[:paths]:
            _refuse_open(path, is_of_folders)
        return real(*given, **named)

    return call


def _open(real: Callable[..., int]) -> Callable[..., int]:
    def call(path: Any, flags: int, *given: Any, **named: Any) -> int:
        if os.path.isdir(path):  # noqa: PTH112
            raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
        return real(path, flags, *given, **named)

    return call


def _msvcrt(flock: Callable[[int, int], None], alone: int, at_once: int, free: int) -> types.ModuleType:
    """Return Windows' locks, by those of this system."""
    found = types.ModuleType("msvcrt")
    ways = {"LK_LOCK": alone, "LK_NBLCK": alone | at_once, "LK_UNLCK": free}

    def locking(handle: int, way: int, number: int) -> None:
        try:
            flock(handle, way)
        except BlockingIOError:
            raise PermissionError(errno.EACCES, "Permission denied") from None

    for name, way in ways.items():
        setattr(found, name, way)
    found.locking = locking  # type: ignore[attr-defined]
    return found


def become_like_windows() -> None:
    """Let this process find what it would find on Windows, as far as that can be told here."""
    import fcntl  # noqa: PLC0415 (where it is)

    sys.modules["msvcrt"] = _msvcrt(fcntl.flock, fcntl.LOCK_EX, fcntl.LOCK_NB, fcntl.LOCK_UN)
    for name in LACKING:
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, _Lacking())
    os.__class__ = signal.__class__ = _Less
    signal.SIGBREAK = signal.SIGTERM  # type: ignore[attr-defined]
    os.open = _open(os.open)  # type: ignore[assignment]
    os.unlink = os.remove = refusing_open(os.unlink, 1)  # type: ignore[assignment]
    os.rename = refusing_open(os.rename, 2, is_of_folders=True)
    os.replace = refusing_open(os.replace, 2, is_of_folders=True)
    os.rmdir = refusing_open(os.rmdir, 1)
    shutil._use_fd_functions = False  # type: ignore[attr-defined]
    tempfile.TemporaryFile = tempfile.NamedTemporaryFile  # type: ignore[misc]
    import pyarrow.compute as pc  # noqa: PLC0415 (no process of tests waits for it)
    from pyarrow import ArrowInvalid  # noqa: PLC0415

    def no_zone(*_: object, **__: object) -> None:
        raise ArrowInvalid('Cannot locate timezone: Timezone database not found at "Downloads"')

    for name in ZONES:
        setattr(pc, name, no_zone)
    warnings.filterwarnings("error", category=EncodingWarning, module="svtool")  # where the system chooses one
    from svtool.schema import running_system  # noqa: PLC0415 (before all others)

    running_system.WINDOWS = True


if __name__ == "__main__":
    become_like_windows()
    from running import call_command, print_ran

    print_ran([call_command(line, Path()) for line in sys.argv[1:]])
