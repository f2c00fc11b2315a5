"""Standard output whose reader may go away: what is printed from then on goes nowhere, and the run ends as it would.

A script that reads the first line of a report must still learn from the exit code whether the extract is fit.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

# Windows says of a pipe that nobody reads that the argument is invalid.
GONE = (BrokenPipeError, OSError) if sys.platform == "win32" else (BrokenPipeError,)


class _Outlived:
    """A stream that takes what is written to it whether anybody reads it or not."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @property
    def buffer(self) -> _Outlived:
        """Return the stream of bytes beneath, which outlives its reader too."""
        return _Outlived(self._stream.buffer)

    def write(self, written: Any) -> int:
        """Write, and return how much was taken."""
        try:
            return int(self._stream.write(written))
        except GONE:
            _to_nowhere(self._stream)
            return len(written)

    def flush(self) -> None:
        """Hand on what is kept back."""
        try:
            self._stream.flush()
        except GONE:
            _to_nowhere(self._stream)


def _to_nowhere(stream: Any) -> None:
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        stream.flush()


@contextmanager
def outliving_its_reader() -> Iterator[None]:
    """Let standard output outlive its reader while a command runs."""
    plain = sys.stdout
    if plain is None:
        yield
        return
    sys.stdout = _Outlived(plain)
    try:
        yield
        sys.stdout.flush()
    finally:
        sys.stdout = plain
