"""The days of a date field, as numbers: 0 is 1 January 1970."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from svtool.records.derivations import NO_DAY
from svtool.records.watch import Block

Days = np.ndarray[Any, np.dtype[np.int32]]
_EPOCH = date(1970, 1, 1)


def number_of(day: date) -> int:
    """Return the number of a day."""
    return (day - _EPOCH).days


class FieldDays:
    """Turns the values of a date field into days; each value once."""

    def __init__(self, name: str) -> None:
        """Remember the field."""
        self.name = name
        self._first = np.zeros(0, np.int32)
        self._exact = np.zeros(0, np.int32)

    def first(self, block: Block) -> Days:
        """Return the first day that each record's date names; NO_DAY where it is not known or the row is rejected."""
        self._extend(block.values[self.name])
        return self._of(block, self._first)

    def exact(self, block: Block) -> Days:
        """Return the day of each record, where its date names one day alone; else NO_DAY."""
        self._extend(block.values[self.name])
        return self._of(block, self._exact)

    def _extend(self, values: Sequence[Any]) -> None:
        if len(values) == len(self._first):
            return
        new = values[len(self._first) :]
        first = [NO_DAY if value is None else number_of(value[0]) for value in new]
        exact = [day if value and is_one_day(value) else NO_DAY for day, value in zip(first, new, strict=True)]
        self._first = np.concatenate([self._first, np.array(first, np.int32)])
        self._exact = np.concatenate([self._exact, np.array(exact, np.int32)])

    def _of(self, block: Block, days: Days) -> Days:
        found: Days = days[block.ids[self.name]]
        if block.rejected is not None:
            found[block.rejected] = NO_DAY
        return found


def is_one_day(value: Any) -> bool:
    """Return whether the value of a date names one day, not a month, a quarter or a range."""
    return bool(value[1] == "day" and value[-1] in {"day", value[0]})
