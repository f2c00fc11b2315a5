"""What can be said of a place among many, and from how many events on."""

from __future__ import annotations

HIGHER, LOWER, NOT_SHOWN, UNDONE = "higher", "lower", "not shown", "undone"
TOO_FEW, NOT_LOOKED_AT, NOT_TOLD = "too few", "not looked at", "not told"
# Of all places together: of fewer, events that come in threes can't be told from places that differ (1,000 maps of 15
# places with 7 events named one in 17 of 100; with 30 events in 1).
FEWEST_EVENTS = 20
