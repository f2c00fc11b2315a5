"""Exact statistics of counts: intervals, rates, comparisons; each formula with its source."""

from svtool.statistics.ratio_test import RatioTest, compare_counts
from svtool.statistics.rounding import round_half_away

__all__ = ["RatioTest", "compare_counts", "round_half_away"]
