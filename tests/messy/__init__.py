"""Messy extracts with known truth: clean ones of four agencies, defects planted in them, and ways to write them."""
