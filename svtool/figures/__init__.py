"""From counts to figures: how each compares, what drifted, its rate, and what must be said beside it."""
