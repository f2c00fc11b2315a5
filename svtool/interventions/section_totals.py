"""How many a section of a return comes to: a number, or bounds where one person may stand in several categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from svtool.interventions.amounts import Amount, added
from svtool.interventions.entered import Entered
from svtool.interventions.terms import APART, TOTAL, is_unknown
from svtool.schema.written_ages import read_band

Band = tuple[int, int]


@dataclass(frozen=True)
class SectionTotal:
    """A section of a return, of one project, quarter, unit and kind of beneficiaries.

    Attributes:
        section: by what they are told apart.
        entries: its numbers.
        amount: how many they are.
        is_apart: whether nobody stands in two of its categories.
    """

    section: str
    entries: tuple[Entered, ...]
    amount: Amount
    is_apart: bool

    @property
    def has_unknown(self) -> bool:
        """Return whether those of whom the category is not known have one of their own."""
        return any(is_unknown(each.category) for each in self.entries)

    @property
    def is_open(self) -> bool:
        """Return whether nobody can tell how many they are because one may stand in several categories."""
        return not self.is_apart and self.amount.least != self.amount.most


def section_totals(entries: Iterable[Entered]) -> list[SectionTotal]:
    """Return the sections of a return, in the order in which it has them."""
    found: dict[str, list[Entered]] = defaultdict(list)
    for each in entries:
        found[each.section].append(each)
    return [_total(section, those) for section, those in found.items()]


def _total(section: str, entries: Sequence[Entered]) -> SectionTotal:
    """Return how many a section comes to.

    A person has one age, so that bands of ages add up; a parent of 30 may stand under parents and under 25+.
    """
    bands, others = _with_band(entries), [each for each in entries if read_band(each.category) is None]
    declared = section in (TOTAL, *APART) or all(each.may_overlap is False for each in entries)
    if declared or not others or len(entries) == 1:
        whole = declared or not others  # one role alone says how many have it, and not that all have
        return SectionTotal(section, tuple(entries), added(each.amount for each in entries), is_apart=whole)
    by_age = added(each.amount for each, _ in bands)
    every = by_age + added(each.amount for each in others)
    least = max(by_age.least, *(each.amount.least for each in others))
    return SectionTotal(section, tuple(entries), Amount(least, every.most, every.is_about), is_apart=False)


def overlapping_bands(entries: Iterable[Entered]) -> list[tuple[Entered, Entered]]:
    """Return the bands of ages that share an age, each with the one before it.

    Open bands such as 25+ overlap with what they begin in; a band that stands twice overlaps with nothing.
    """
    found = sorted(_with_band(entries), key=lambda each: each[1])
    distinct = list({band: (each, band) for each, band in reversed(found)}.values())[::-1]
    return [(one, other) for (one, (_, last)), (other, (first, _)) in pairwise(distinct) if first <= last]


def _with_band(entries: Iterable[Entered]) -> list[tuple[Entered, Band]]:
    return [(each, band) for each in entries if (band := read_band(each.category)) is not None]
