"""Places that are broken down in several ways: by area alone, by age alone, by both; and how they add up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from svtool.counting.cells import ALL_LABEL
from svtool.disclosure.families import Families, Family, Place

Signature = frozenset[str]


def signature_of(place: Place) -> Signature:
    """Return the breakdowns by which a place is one part, and not all."""
    return frozenset(name for name, value in place if value != ALL_LABEL)


class SplitPlaces:
    """The places of several families, by the breakdowns that make them."""

    def __init__(self, group: Sequence[Family], families: Families, breakdowns: Collection[str]) -> None:
        """Take the finest places of each family.

        Args:
            group: the families.
            families: all families, which know what is outside.
            breakdowns: those whose meaning is known; others say nothing of a record's answers.
        """
        self._outside, self._nowhere = families.outside, families.nowhere
        known = {"area", *breakdowns}
        places = dict.fromkeys(place for family in group for place in family.places)
        self._places = [place for place in places if signature_of(place) <= known]
        finest = [_finest({signature_of(place) for place in family.places} or {frozenset()}) for family in group]
        every = {each for own in finest for each in own if each <= known} or {frozenset()}
        self.differ = len(every) > 1 or len(self._places) < len(places)
        self._signatures = every | {one & other for one, other in combinations(every, 2)}

    def all_signatures(self) -> list[Place]:
        """Return the places of every way in which a family is broken down, and of what two ways have in common."""
        return [place for place in self._places if signature_of(place) in self._signatures]

    def totals_with_parts(self) -> Iterator[tuple[Place, list[Place]]]:
        """Yield each place with the places that it is the sum of, for every finer way."""
        chosen = self.all_signatures()
        for total in chosen:
            own = signature_of(total)
            for finer in sorted(self._signatures, key=sorted):
                if own < finer:
                    parts = [each for each in chosen if signature_of(each) == finer and self._is_part(each, total)]
                    if parts:
                        yield total, parts

    def _is_part(self, part: Place, total: Place) -> bool:
        if total[0][1] == ALL_LABEL and part[0] in self._outside:
            return False
        return all(value in (ALL_LABEL, mine) for (_, value), (_, mine) in zip(total, part, strict=True))


def _finest(signatures: set[Signature]) -> set[Signature]:
    return {each for each in signatures if not any(each < other for other in signatures)}
