"""Rounding as people do it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def round_half_away(value: float, digits: int = 0) -> Decimal:
    """Return the value rounded half away from zero, as people round; Python's own round is half to even."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
