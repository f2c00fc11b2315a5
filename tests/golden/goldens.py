"""The committed outputs of the sample, and how outputs are compared with them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from svtool.commands.measures import Result

EXPECTED = Path(__file__).parent / "expected"


def only(result: Result, table: str) -> Result:
    """Return the result with one of its tables."""
    return dataclasses.replace(result, tables=[each for each in result.tables if each.id == table])
