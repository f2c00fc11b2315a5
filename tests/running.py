"""Commands of svtool run in this process; as a script, in a process that takes svtool from another checkout."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from svtool.cli import run


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


def call(work: Callable[[], int], folder: Path) -> Ran:
    """Return what a piece of work in this process comes to, in a folder."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = work()
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]
    return Ran(code, *texts)


def call_command(line: str, folder: Path) -> Ran:
    """Return what a command of svtool comes to, in a folder."""
    return call(lambda: run(shlex.split(line)[1:]), folder)


def call_like_windows(lines: Sequence[str], folder: Path, temp_dir: Path) -> list[Ran]:
    """Return what commands come to in a folder where Windows' rules hold: one process for all of them."""
    temp_dir.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", Path(__file__).with_name("like_windows.py"), *lines],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(temp_dir), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Ran(*each) for each in json.loads(done.stdout)]


def print_ran(every: Sequence[Ran]) -> None:
    """Write what commands came to, for another process."""
    sys.stdout.write(json.dumps([(each.code, each.out, each.err) for each in every]))


def call_in_checkout(lines: Sequence[str], checkout: Path) -> list[Ran]:
    """Return what commands come to in a checkout, whose svtool it is that runs: one process for all of them."""
    done = subprocess.run(
        [sys.executable, __file__, *lines],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [Ran(*each) for each in json.loads(done.stdout)]


if __name__ == "__main__":
    print_ran([call_command(line, Path()) for line in sys.argv[1:]])
