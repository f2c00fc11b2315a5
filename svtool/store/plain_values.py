"""Values of fields as JSON and back: texts, numbers, dates, and the tuples and sets that are made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

DATE, TUPLE, SET = "day", "in order", "any of"


def as_plain(value: Any) -> Any:
    """Return a value in words of JSON."""
    if isinstance(value, date):
        return {DATE: value.isoformat()}
    if isinstance(value, tuple):
        return {TUPLE: [as_plain(each) for each in value]}
    if isinstance(value, frozenset):
        # In a fixed order, so that the same values make the same bytes.
        return {SET: sorted((as_plain(each) for each in value), key=repr)}
    return value


def from_plain(value: Any) -> Any:
    """Return the value that words of JSON say.

    Raises:
        KeyError: they say none.
    """
    if not isinstance(value, dict):
        return value
    ((kind, given),) = value.items()
    return _MADE_OF[kind](given)


_MADE_OF: dict[str, Callable[[Any], Any]] = {
    DATE: date.fromisoformat,
    TUPLE: lambda given: tuple(from_plain(each) for each in given),
    SET: lambda given: frozenset(from_plain(each) for each in given),
}
