"""A program run to its end, and what it took: seconds, processor time, peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Run:
    """What a program took; processor time and memory are None where the system does not tell."""

    seconds: float
    processor: float | None
    megabytes: float | None
    output: str = ""


def run(
    arguments: Sequence[str], expected: Collection[int] = (0,), environment: Mapping[str, str] | None = None
) -> Run:
    """Run Python with these arguments to its end, which one of these exit codes must tell, and measure it."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=output, stderr=errors, cwd=ROOT, env={**os.environ, **(environment or {})},
        )  # fmt: skip
        code, processor, megabytes = wait(process)
        seconds = time.perf_counter() - start
        if code not in expected:
            sys.exit(f"{' '.join(arguments)} ended with exit code {code}:\n{text_of(errors)}")
        return Run(seconds, processor, megabytes, text_of(output))


def wait(process: subprocess.Popen[bytes]) -> tuple[int, float | None, float | None]:
    """Return the exit code of a process, its seconds of processor time, and its peak resident memory."""
    if not hasattr(os, "wait4"):
        return process.wait(), None, None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6


def text_of(stream: IO[bytes]) -> str:
    """Return all that was written to a stream."""
    stream.seek(0)
    return stream.read().decode()


def least(runs: Sequence[Run]) -> Run:
    """Return the least time and the least memory of some runs: what else the machine did only ever adds to it."""
    processor = [each.processor for each in runs if each.processor is not None]
    memory = [each.megabytes for each in runs if each.megabytes is not None]
    return Run(min(each.seconds for each in runs), min(processor, default=None), min(memory, default=None))
