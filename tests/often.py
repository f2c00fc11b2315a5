"""Of cases that take long together, those of which every run looks at and those that are slow tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest


def slow_but(every_run: Callable[[Any], bool], cases: Iterable[Any]) -> list[Any]:
    """Return the cases as parameters of a test; those that not every run needs are marked slow.

    Args:
        every_run: which cases every run looks at.
        cases: a value each, or a tuple of values where the test has several parameters.
    """
    return [case if every_run(case) else _slow(*case) if isinstance(case, tuple) else _slow(case) for case in cases]


def _slow(*values: Any) -> Any:
    return pytest.param(*values, marks=pytest.mark.slow)
