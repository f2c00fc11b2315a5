"""The bands that ages are shown in."""

from __future__ import annotations

BANDS = ((0, 9), (10, 17), (18, 24), (25, 120))
BAND_LABELS = ("0–9", "10–17", "18–24", "25+")
FIVE_YEARS = "five_year_band"  # the ages of standard populations
FIVE_YEAR_BANDS = (*((low, low + 4) for low in range(0, 90, 5)), (90, 120))
FIVE_YEAR_LABELS = (*(f"{low}–{high}" for low, high in FIVE_YEAR_BANDS[:-1]), "90+")
AGE_BANDS = {"age_band": (BANDS, BAND_LABELS), FIVE_YEARS: (FIVE_YEAR_BANDS, FIVE_YEAR_LABELS)}
