"""How far a long reading is, on a terminal: one line that is written over, and gone at the end."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TextIO

FIRST_AFTER = 1.0  # seconds: what is quicker needs no word
EVERY = 0.25


class Progress:
    """Writes how many rows of a file were read so far; nothing where the stream is no terminal."""

    def __init__(self, stream: TextIO | None = None, silent: bool = False) -> None:
        """Begin the clock; without a stream it is standard error. One that is silent writes nothing anywhere."""
        self._stream = stream or sys.stderr
        self._silent = silent or not self._stream.isatty()
        self._next = time.monotonic() + FIRST_AFTER
        self._width = 0

    def __enter__(self) -> Progress:
        """Return itself for a `with` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clear the line."""
        if self._width:
            self._stream.write(f"\r{' ' * self._width}\r")
            self._stream.flush()

    def __call__(self, name: str, rows: int) -> None:
        """Tell that so many rows of a file were read."""
        now = time.monotonic()
        if self._silent or now < self._next:
            return
        self._next = now + EVERY
        text = f"{name}: {rows:,} rows"
        self._stream.write(f"\r{text.ljust(self._width)}")
        self._stream.flush()
        self._width = len(text)
