"""Quarterly returns of funded interventions: read, checked, and how many of what they reached."""
