"""An area beside others around a day, in words: what its change comes to, and what that does not show."""

from __future__ import annotations

from svtool.commands.compare.changed_at import (
    AFTER,
    APART,
    BEFORE,
    BREAK,
    FEWEST_MONTHS,
    NO_VERDICT,
    RECORDING,
    TOO_FEW,
    TOO_SHORT,
    ChangedAt,
    differs,
)
from svtool.errors import listed
from svtool.statistics.ratio_of_ratios import RatioOfRatios
from svtool.statistics.rounding import round_half_away

NO_CAUSE = (
    "This does not show that the intervention caused it: what else happened in one area and not in the others is in "
    "the difference too."
)
WHY_NOT = {
    TOO_SHORT: f"fewer than {FEWEST_MONTHS} months on either side are held by all areas and may no longer grow",
    BREAK: "a break in recording lies amid the months compared",
    RECORDING: "what is not known moved by 5 points or more from the one side to the other",
    TOO_FEW: "one of the four counts is 0",
    APART: "the area did not move as the others did before the day already",
}
HIGHEST = 100  # times, beyond which a limit says nothing


def ratio_words(ratio: float | None, lower: float | None, upper: float | None) -> str:
    """Return a ratio with its interval as a change in per cent: `12% lower (95%: 24% lower to 2% higher)`."""
    if ratio is None:
        return "not known"
    if lower is None or upper is None:
        return _per_cent(ratio)
    return f"{_per_cent(ratio)} (95%: {_per_cent(lower)} to {_per_cent(upper)})"


def _per_cent(ratio: float) -> str:
    if ratio > HIGHEST:
        return f"more than {HIGHEST} times as high"
    change = round_half_away(100 * (ratio - 1), 0)
    if not change:
        return "the same"
    return f"{abs(change):,.0f}% {'higher' if change > 0 else 'lower'}"


def verdict_sentence(found: ChangedAt) -> str:
    """Return the verdict with its reason."""
    if found.verdict == NO_VERDICT:
        return f"No verdict: {WHY_NOT[found.why_not]}."
    return f"Verdict: {found.verdict} than in the others." if differs(found.ratio) else f"Verdict: {found.verdict}."


def difference_sentence(found: ChangedAt) -> str:
    """Return how the area's change compares with that of the others."""
    if found.ratio.ratio is None:
        return "After: not known how it compares, for that can't be worked out from a count of 0."
    words = ratio_words(found.ratio.ratio, found.ratio.lower, found.ratio.upper)
    return f"After: {words} than if {found.area.name} had changed as the others did."


def before_sentence(found: ChangedAt) -> str:
    """Return whether the area moved as the others did before the day."""
    slope: RatioOfRatios = found.slope
    if slope.ratio is None:
        return "Before: too few to tell whether they moved alike."
    ending = "they did not move alike" if differs(slope) else "no clear difference in how they moved"
    return f"Before: each year {ratio_words(slope.ratio, slope.lower, slope.upper)} than as the others moved; {ending}."


def notes_of_changed(found: ChangedAt) -> list[str]:
    """Return what must be said of a comparison; that it shows no cause comes first, always."""
    number = len(found.area.months(BEFORE))
    notes = [
        NO_CAUSE,
        f"{number} months before and {len(found.area.months(AFTER))} after are compared: as many of each month of the "
        "year on both sides, the nearest that every area holds whole.",
        "The interval allows for how much the area's share of each month varies beyond chance "
        f"({round_half_away(found.ratio.dispersion, 1)} times).",
    ]
    if found.breaks:
        notes.append(
            f"Recording changed amid these months: {listed(found.breaks, 10, 'and')}. Only what it changed alike in "
            "all areas is compared away."
        )
    if found.drifted:
        told = listed([f"{title} in {area}" for area, title in found.drifted], 10, "and")
        notes.append(f"What is not known moved by 5 points or more: {told}.")
    if any(found.without_area):
        before, after = found.without_area
        notes.append(f"In no known area, and counted in none: {before:,} before and {after:,} after.")
    if found.undated:
        told = listed([f"{number:,} in {area}" for area, number in found.undated], 10, "and")
        notes.append(f"Without a date that can be read, perhaps of these months, and counted in none: {told}.")
    return notes
