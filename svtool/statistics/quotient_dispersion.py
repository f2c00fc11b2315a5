"""How much more than chance shares, ratios and scores vary from month to month.

Source: the quasi-likelihood estimate (McCullagh and Nelder, Generalized Linear Models, 2nd ed. 1989, sections 4.5 and
6.2.3): Pearson's chi-square over its degrees of freedom, of a binomial for shares, of a compound Poisson for scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from svtool.statistics.quotients import Quotient, sized_together
from svtool.statistics.severity import WeightedCount

LEAST = 1.0
Month = tuple[WeightedCount, WeightedCount | None, int]  # what it is of, what it is divided by, days


def dispersion_of_months(periods: Sequence[Sequence[Month]], is_share: bool) -> float | None:
    """Return how many times as much as chance the figures of months vary around that of their own period.

    Args:
        periods: of each period its months.
        is_share: whether the one holds the other, where there are two.

    Returns:
        At least 1; None where no period with any event has two months.
    """
    chi_square, freedom = 0.0, 0
    for months in periods:
        each = _of_quotients(months, is_share) if months and months[0][1] is not None else _of_scores(months)
        if len(each) > 1:
            chi_square += fsum(each)
            freedom += len(each) - 1
    return max(LEAST, chi_square / freedom) if freedom else None


def _of_scores(months: Sequence[Month]) -> list[float]:
    """Return Pearson's terms of sums of weights: each over its expected variance."""
    total, days = fsum(of.total for of, _, _ in months), sum(length for *_, length in months)
    variance = fsum(of.variance for of, _, _ in months)
    if not variance:
        return []
    return [(of.total - total * length / days) ** 2 / (variance * length / days) for of, _, length in months]


def _of_quotients(months: Sequence[Month], is_share: bool) -> list[float]:
    """Return Pearson's terms of shares of alike events, of months that have any."""
    sizes = sized_together([Quotient(of, per, is_share) for of, per, _ in months if per is not None])
    sizes = [(part, whole) for part, whole in sizes if whole > 0]
    part, whole = (fsum(values) for values in zip(*sizes, strict=True)) if sizes else (0.0, 0.0)
    if not 0 < part < whole:
        return []
    share = part / whole
    return [(each - share * size) ** 2 / (size * share * (1 - share)) for each, size in sizes]
