"""Threads that work on the blocks of a file, in whose order their results come whichever is ready first."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Self, TypeVar

One = TypeVar("One")
Other = TypeVar("Other")


class Workers:
    """A few threads for the blocks of one file; with one thread all work is done by whoever asks for it."""

    def __init__(self, threads: int | None = None) -> None:
        """Make ready.

        Args:
            threads: how many blocks are worked on at once; None for as many as the machine has cores.
        """
        self.threads = threads or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self.threads, "svtool-blocks") if self.threads > 1 else None

    def __enter__(self) -> Self:
        """Return them."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let them end what they are at, and begin nothing more."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def in_order(self, work: Callable[[One], Other], items: Iterable[One]) -> Iterator[Other]:
        """Yield what work makes of each item, in their order; only a few items are asked for ahead.

        Args:
            work: a function that changes nothing that another block's work looks at.
            items: the blocks.
        """
        if self._pool is None:
            yield from map(work, items)
            return
        waiting: deque[Future[Any]] = deque()
        try:
            for item in items:
                waiting.append(self._pool.submit(work, item))
                while waiting and (len(waiting) > self.threads or waiting[0].done()):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()
