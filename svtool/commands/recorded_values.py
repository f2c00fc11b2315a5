"""A canonical value as people read it: in explanations, and in worklists that they fill in."""

from __future__ import annotations

from typing import Any

from svtool.schema.sources import OFFENCE


def recorded_value(name: str, value: Any) -> str:
    """Return the value of a field in words; an offence as the codes that it may be of."""
    if value is None:
        return "not known"
    if name == OFFENCE:
        return " or ".join(sorted({f"{code}{f' ({kind})' if kind else ''}" for code, kind in value}))
    if isinstance(value, tuple):
        return str(value[0]) if value[0] == value[1] else f"{value[0]} to {value[1]}"
    return str(value.date() if hasattr(value, "date") else value)
