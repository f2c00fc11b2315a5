"""People who came again after a first day of their own: in the same days, or in those that follow.

Of nine who came again, five of them in the same year, four at least were met in the next: counts of both years say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from svtool.disclosure.families import Days, Families, Family, are_of_one_run
from svtool.disclosure.linked_cells import Key
from svtool.figures.contract import COUNT

TWICE = 2


class PeopleAgain:
    """Links people who came again with those met twice in the same days and all who were met in the next."""

    def __init__(self, families: Families) -> None:
        """Link every family of people who are followed from a first day."""
        self._families, self._linked = families, families.linked
        for again in families:
            if again.measure.again_within_months is None:
                continue
            everybody = next((each for each in self._alike(again) if each.measure.having is None), None)
            twice = next((each for each in self._alike(again) if _is_twice(each)), None)
            if everybody is not None and twice is not None:
                self._link(again, everybody, twice)

    def _alike(self, again: Family) -> Iterator[Family]:
        """Yield the families of the same people, who need not come again."""
        one = again.measure
        for family in self._families:
            other = family.measure
            same = (one.source, one.unit, one.date_basis, one.rule, None, again.known_on)
            asks = (other.source, other.unit, other.date_basis, other.rule, other.again_within_months)
            if (*asks, family.known_on) == same:
                yield family

    def _link(self, again: Family, everybody: Family, twice: Family) -> None:
        for place, now, later in product(again.places, again.spans, everybody.spans):
            if not _follows(later, now):
                continue
            parts = [(again, now), (everybody, later), (twice, now)]
            values = [family.value(place, days, COUNT) for family, days in parts]
            one_run = are_of_one_run((family, place, days) for family, days in parts)
            if None in values or (one_run and (values[0] or 0) > (values[1] or 0) + (values[2] or 0)):
                continue
            key, *others = [self._families.key(family, place, days, COUNT) for family, days in parts]
            fewer: Key = ("fewer again", key, later)
            self._linked.add(fewer, self._families.unknown(again))
            self._linked.relate((key, fewer), tuple(others))


def _is_twice(family: Family) -> bool:
    having = family.measure.having
    return having is not None and having.offences.gte == TWICE


def _follows(later: Days, now: Days) -> bool:
    """Return whether some days begin where others end."""
    return bool(later) and bool(now) and later[0][0] == now[-1][1] + 1
