"""How much more than independent events counts vary from month to month.

Source: the quasi-Poisson estimate (McCullagh and Nelder, Generalized Linear Models, 2nd ed. 1989, section 6.2.3):
Pearson's chi-square over its degrees of freedom.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

Stretch = tuple[int, int]  # a count and the days that it covers


def dispersion_of(periods: Sequence[Sequence[Stretch]]) -> float | None:
    """Return how many times as much as chance alone the counts vary around their own period's mean of a day.

    A season that comes back every year counts as variation too, which errs on the side of caution.

    Args:
        periods: of each period its stretches (months): counts and days.

    Returns:
        At least 1; None where no period with any event has two stretches.
    """
    chi_square, freedom = 0.0, 0
    for stretches in periods:
        total, days = (sum(values) for values in zip(*stretches, strict=True)) if stretches else (0, 0)
        if not total or len(stretches) < 2:
            continue
        means = [total / days * length for _, length in stretches]
        # Versions of Python differ in how they add; the exact sum is the same in all.
        chi_square += fsum((count - mean) ** 2 / mean for (count, _), mean in zip(stretches, means, strict=True))
        freedom += len(stretches) - 1
    return max(1.0, chi_square / freedom) if freedom else None
