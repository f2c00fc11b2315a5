"""Values of fields as JSON and back: texts, numbers, dates, and the tuples and sets that are made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

DATE, TUPLE, SET = "day", "in order", "any of"
DATES, NAMED = "days", "each names"


def as_plain_list(values: Sequence[Any]) -> Any:
    """Return the values of a field in words of JSON; dates, of which there are thousands, by their numbers."""
    kinds = {type(each) is tuple and len(each) == 2 and type(each[0]) is date and each[1] for each in values}
    if len(kinds) == 1 and isinstance(named := next(iter(kinds)), str):
        return {DATES: [each[0].toordinal() for each in values], NAMED: named}
    return [as_plain(each) for each in values]


def from_plain_list(values: Any) -> list[Any]:
    """Return the values of a field that words of JSON say."""
    if isinstance(values, dict):
        named = values[NAMED]
        return [(date.fromordinal(each), named) for each in values[DATES]]
    return [from_plain(each) for each in values]


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
