"""Which kinds and areas of an earlier extract a later one holds, judged by the records of the days that both hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping

USUAL = 3  # records of a kind from which its lack says something
BY_CHANCE = 0.1  # a lack that is more likely than this says nothing

NOT_KNOWN = -1
Numbers = Mapping[int, int]  # number of a value → records


def held_values(earlier: Numbers, later: Numbers, silent: Collection[int]) -> frozenset[int] | None:
    """Return the values of a field that a later extract holds; None where it holds all that the earlier has.

    A later extract of one borough, or of knife crime alone, lacks values that the earlier one often has: that all its
    records miss them is unlikely unless it was drawn so. It then holds the values of its own records only.

    Args:
        earlier: the earlier extract's records by value.
        later: the later extract's.
        silent: the values that tell nothing, such as those that mean that it is not known; of flags none, for many
            suppliers leave blank what is no.
    """
    if any(all(value == NOT_KNOWN for value, number in side.items() if number) for side in (earlier, later)):
        return None  # one of them lacks the column
    known = {value: number for value, number in earlier.items() if value not in silent}
    drawn = sum(number for value, number in later.items() if value not in silent)
    missing = sum(number for value, number in known.items() if number >= USUAL and not later.get(value))
    if not missing or not drawn:
        return None
    if (1 - missing / sum(known.values())) ** drawn >= BY_CHANCE:
        return None
    return frozenset(value for value, number in later.items() if number)
