"""Periods as a sentence names them."""

from __future__ import annotations


def name_period(label: str) -> str:
    """Return a period's label inside a sentence: `2020`, `the year ending 31 August 2023`, `the 12 months to Dec`."""
    if label.startswith("Year ending"):
        return f"the y{label[1:]}"
    return f"the {label}" if label.startswith("12 months") else label
