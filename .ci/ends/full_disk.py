"""Run whole commands on disks that are full at many sizes, and look at what they left.

A run that finds no room ends with exit code 16 and a sentence; the old outputs are there, whole, and nothing else is.
Tried twice: with a limit of the size of a file, which every system has, and on a small disk in memory, where this
process may mount one.

    python .ci/ends/full_disk.py --sizes 20
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desk import CASES, FILLER, Case, Desk, Ended

FULL = 16
PAGE = 4_096
DISK = 256 << 20  # bytes of the small disk


def main() -> None:
    """Try as many sizes as were asked for, and say what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, default=20)
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], help="some of the cases")
    asked = parser.parse_args()
    harmful = sum(tried(name, CASES[name], asked.sizes) for name in asked.cases or CASES)
    sys.exit(1 if harmful else 0)


def tried(name: str, case: Case, sizes: int) -> int:
    """Run a command with less and less room, say how it went, and return how many runs did harm."""
    with tempfile.TemporaryDirectory() as folder, small_disk(Path(folder)) as disk:
        desk = Desk(case, Path(folder))
        largest = max((desk.work / each).stat().st_size for each in desk.after)
        harmful = tried_at(f"{name}, limit of a file", desk, steps(largest, sizes), lambda room: limited(desk, room))
        if disk:
            # Nearly all is written beside what is there, so that both need room at once.
            room_for_all = 2 * sum((desk.work / each).stat().st_size for each in desk.after) + 8 * PAGE
            rooms = steps(room_for_all, sizes)
            harmful += tried_at(f"{name}, a small disk", desk, rooms, lambda room: on_disk(desk, disk, room))
    return harmful


def tried_at(name: str, desk: Desk, rooms: list[int], run: Callable[[int], Ended]) -> int:
    """Run a command with each room, say how it went, and return how many runs did harm."""
    codes: Counter[int] = Counter()
    harmful = 0
    for room in rooms:
        ended = run(room)
        faults = faults_of(desk, ended)
        codes[ended.code] += 1
        harmful += bool(faults)
        for fault in faults:
            sys.stdout.write(f"  {name}: room for {room:,} bytes: {fault}\n")
    ends = ", ".join(f"{times} with {code}" for code, times in sorted(codes.items()))
    sys.stdout.write(f"{name}: {len(rooms)} sizes up to {max(rooms):,} bytes, ended {ends}; {harmful} did harm\n")
    sys.stdout.flush()
    return harmful


def steps(most: int, number: int) -> list[int]:
    """Return sizes from none to a little more than the most, more of them small."""
    return sorted({round(1.1 * most * (each / (number - 1)) ** 2) for each in range(number)})


def limited(desk: Desk, room: int) -> Ended:
    """Run the command where no file may be longer."""
    desk.lay()
    return desk.end(desk.start(limit=room))


def on_disk(desk: Desk, disk: Path, room: int) -> Ended:
    """Run the command on a disk that is full but for some room."""
    desk.lay(disk)
    left = _free(disk) - room // PAGE * PAGE
    with (disk / FILLER).open("wb") as stream:
        for at in range(0, left, PAGE):
            stream.write(b"x" * min(PAGE, left - at))
    return desk.end(desk.start())


def faults_of(desk: Desk, ended: Ended) -> list[str]:
    """Return what is wrong after a run that may have found no room."""
    faults = [*desk.faults(), *desk.left()]
    if ended.code not in (FULL, desk.case.code):
        faults.append(f"ended with {ended.code}: {ended.said[-500:]}")
    if ended.code == FULL and not desk.is_old():
        faults.append("the old outputs are not there")
    if ended.code == desk.case.code and not desk.is_new():
        faults.append("the new outputs are not there")
    return faults


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """Mount a small disk in memory; there is none where this process may not."""
    disk = folder / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(disk)]
    try:
        mounted = subprocess.run(words, check=False, capture_output=True).returncode == 0  # noqa: S603 (our own words)
    except OSError:
        mounted = False
    try:
        yield disk if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)  # noqa: S603, S607 (the same)


def _free(disk: Path) -> int:
    told = os.statvfs(disk)
    return told.f_bavail * told.f_frsize


if __name__ == "__main__":
    main()
