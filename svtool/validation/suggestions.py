"""What texts that were not understood probably mean; never applied, only reckoned with and said."""

from __future__ import annotations

from svtool.validation.reading import Reading


def suggestions(reading: Reading) -> dict[str, dict[int, str]]:
    """Return for each field the odd texts, by number, that probably mean one value, and that value."""
    return {name: {} for name in reading.odd}
