"""Disclosure control: which counts are suppressed so that none of them can be worked out, and what follows."""
