"""Numbers → pixels, from nothing to a round end, with marks at round steps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

ROUND = (1, 2, 5, 10)


@dataclass(frozen=True)
class Scale:
    """A scale from nothing on.

    Attributes:
        step: between its marks.
        highest: where it ends.
        first, last: the pixels of nothing and of the highest.
    """

    step: float
    highest: float
    first: float
    last: float

    def at(self, value: float) -> float:
        """Return the pixel of a value, at an end where it lies beyond."""
        inside = min(max(value, 0.0), self.highest)
        return self.first + (self.last - self.first) * inside / self.highest

    def marks(self) -> Iterator[tuple[float, str]]:
        """Yield the pixel of each mark, with its number in words."""
        for number in range(round(self.highest / self.step) + 1):
            yield self.at(number * self.step), self._words(number * self.step)

    def _words(self, value: float) -> str:
        decimals = max(0, -math.floor(math.log10(self.step)))
        return f"{value:,.{decimals}f}" if value else "0"


def scale_to(highest: float, most: int, first: float, last: float) -> Scale:
    """Return a scale that holds a number, with some marks at most after nothing."""
    highest = highest if highest > 0 else 1.0
    wanted = highest / most
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next(factor * power for factor in ROUND if factor * power >= wanted * (1 - 1e-9))
    return Scale(step, step * max(math.ceil(highest / step - 1e-9), 1), first, last)
