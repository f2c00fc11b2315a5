"""Vocabularies: the distinct values of a field, each with a number that records keep in its place."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import numpy as np


class Vocabulary:
    """The distinct values of a field, numbered from 1; 0 is not known."""

    def __init__(self) -> None:
        """Begin with no values."""
        self.values: list[Any] = [None]
        self._ids: dict[Hashable, int] = {}
        self._arrays: dict[str, Any] = {}

    def as_array(self, name: str, make: Callable[[list[Any]], Any]) -> Any:
        """Return an array made of the values, each by itself; only those that are new are made again.

        Args:
            name: what it says of them.
            make: makes an array of some values.
        """
        known = self._arrays.get(name)
        if known is None:
            known = self._arrays[name] = make(self.values)
        elif len(known) < len(self.values):
            known = self._arrays[name] = np.concatenate([known, make(self.values[len(known) :])])
        return known

    def id_of(self, value: Hashable | None) -> int:
        """Return the number of a value, giving it one if it is new."""
        if value is None:
            return 0
        if value not in self._ids:
            self._ids[value] = len(self.values)
            self.values.append(value)
        return self._ids[value]


Vocabularies = dict[str, Vocabulary]
