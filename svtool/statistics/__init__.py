"""Exact statistics of counts: intervals, rates, comparisons; each formula with its source."""
