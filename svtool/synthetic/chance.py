"""Draws that are the same on every platform and Python version.

Only ``random.Random.random`` promises an unchanging sequence; ``choices``, ``shuffle`` and ``sample`` may
change between versions of Python, and functions of the C library differ between platforms. So every draw
here is made from ``random`` by whole numbers.
"""

import random
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Values with whole-number weights, to draw from."""

    def __init__(self, weights: Iterable[tuple[T, int]]) -> None:
        """Keep the values whose weight is above zero."""
        self._pairs = [(value, weight) for value, weight in weights if weight > 0]
        self._ends = list(accumulate(weight for _, weight in self._pairs))

    def find(self, fraction: float) -> T:
        """Return the value at a fraction, 0 to 1, of the total weight."""
        return self._pairs[bisect_right(self._ends, int(fraction * self._ends[-1]))][0]

    def restrict(self, allows: Callable[[T], bool]) -> "Weighted[T]":
        """Return the values that are allowed, with the same weights."""
        return Weighted((value, weight) for value, weight in self._pairs if allows(value))


class Chance:
    """A stream of draws from one seed."""

    def __init__(self, seed: int) -> None:
        """Start the stream."""
        self.fraction = random.Random(seed).random  # noqa: S311 - reproducible on purpose, guards nothing

    def below(self, end: int) -> int:
        """Return a whole number from 0 up to, not including, the end."""
        return int(self.fraction() * end)

    def happens(self, share: float) -> bool:
        """Return whether something with this share of cases happens."""
        return self.fraction() < share

    def pick(self, weighted: Weighted[T]) -> T:
        """Return one value, by weight."""
        return weighted.find(self.fraction())

    def choose(self, values: Sequence[T]) -> T:
        """Return one value, all equally likely."""
        return values[self.below(len(values))]

    def shuffle(self, values: list[T]) -> None:
        """Put a list into random order, in place."""
        for last in range(len(values) - 1, 0, -1):
            other = self.below(last + 1)
            values[last], values[other] = values[other], values[last]

    def mix_evenly(self, counts: Iterable[tuple[T, int]]) -> list[T]:
        """Return each value as often as counted, every value spread evenly over the whole list."""
        keyed = [
            ((number + self.fraction()) / count, position, value)
            for position, (value, count) in enumerate(counts)
            for number in range(count)
        ]
        keyed.sort(key=lambda entry: entry[:2])
        return [value for _, _, value in keyed]


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """Divide a total into whole parts in proportion to weights, the largest remainders rounded up."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
