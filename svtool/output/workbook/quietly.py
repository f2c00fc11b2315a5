"""gptables, without the warnings that its version 2.0 gives of itself, which a user can do nothing about."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

with warnings.catch_warnings():
    warnings.simplefilter("ignore", ResourceWarning)  # it leaves its theme's file open
    import gptables


@contextmanager
def quiet_gptables() -> Iterator[None]:
    """Leave out what gptables warns of: its own use of pandas, and that the notes are a table of ours."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning)  # Pandas4Warning is one
        warnings.filterwarnings("ignore", category=FutureWarning)
        warnings.filterwarnings("ignore", message="No note text provided")
        yield


__all__ = ["gptables", "quiet_gptables"]
