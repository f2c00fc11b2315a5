"""Steps and questions of a run, listed on standard error where somebody looks for where its time goes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from svtool.errors import DEBUG


def steps_are_listed() -> bool:
    """Return whether the environment asks for it."""
    return bool(os.environ.get(DEBUG))


@contextmanager
def listed_step(name: str, is_listed: bool) -> Iterator[list[int]]:
    """Time a step that succeeds, and list it with the sum of the rows that are put into what is yielded.

    Args:
        name: the step.
        is_listed: whether it is listed at all.
    """
    told: list[int] = []
    start = time.perf_counter()
    yield told
    if is_listed:
        seconds = time.perf_counter() - start
        sys.stderr.write(f"step {name:48} {sum(told):12,} rows {seconds:9.3f} s\n")
