"""Where nobody was met often, few people can't have had many incidents: counts of nil bound what stands beside them.

If nobody was met three times, ten incidents are of five people at least. A reader takes every incident to be of
somebody with a name, as far as the counts bear that out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise, product

from svtool.counting.cells import ALL_LABEL
from svtool.disclosure.families import POSSIBLE, Days, Families, Family, Place, are_of_one_run
from svtool.disclosure.linked_cells import Identity, Key
from svtool.figures.contract import COUNT
from svtool.meaning.shared_meaning import SharedMeaning, how_often


@dataclass(frozen=True)
class Where:
    """Where and when incidents were, whether for certain, and as known on which day."""

    place: Place
    days: Days
    kind: str
    known_on: date | None


@dataclass
class Incidents:
    """The incidents of one measure, and the people who may have had them.

    Attributes:
        family: the incidents.
        people: the families of which somebody with so many of them is one.
        met: where → the number of people who had one of them, two, and so on to the most that anybody had.
    """

    family: Family
    people: list[Family]
    met: dict[Where, list[Key]] = field(default_factory=dict)


class SeldomMet:
    """Links incidents with people of whom nobody was met so often as some measure asks."""

    def __init__(self, families: Families, meaning: SharedMeaning) -> None:
        """Link every count of incidents beside a count of people met often that is nil."""
        self._families, self._linked, self._meaning = families, families.linked, meaning
        self._incidents = [
            Incidents(family, people)
            for family in families
            if not family.measure.counts_persons and (people := list(self._people_of(family)))
        ]
        for each in self._incidents:
            most = self._most_met(each)
            if all(self._is_borne_out(each, where, number) for where, number in most.items()):
                for where, number in most.items():
                    self._link(each, where, number)

    def link_people(self, people: Family, where: Where, met: Mapping[Key, int]) -> None:
        """Link people who are told apart by how often they were met with the incidents that all of them had.

        Args:
            people: a family of the rule by which they were met.
            where: where they were met.
            met: the number of each kind of them → how often each was met.
        """
        for incidents in self._incidents:
            keys = incidents.met.get(where, [])
            if keys and self._are_of(incidents.family, people) and self._is_same(incidents.family, people, where.place):
                for often, key in enumerate(keys, start=1):
                    self._link_no_more(key, tuple(each for each, number in met.items() if number >= often))

    def _people_of(self, incidents: Family) -> Iterator[Family]:
        for family in self._families:
            # Who was met so often on one day alone is not counted, and who is followed may be met on later days.
            having, followed = family.measure.having, family.measure.again_within_months
            if followed or (having and (having.on_different_days or not having.offences.gte)):
                continue
            if family.known_on == incidents.known_on and self._are_of(incidents, family):
                yield family

    def _are_of(self, incidents: Family, people: Family) -> bool:
        return self._meaning.are_of_people(incidents.measure, people.measure)

    def _is_same(self, one: Family, other: Family, place: Place) -> bool:
        """Return whether a breakdown means the same people for both."""
        split = [name for name, value in place if value != ALL_LABEL]
        return self._meaning.people_of(one.measure, split) == self._meaning.people_of(other.measure, split)

    def _there(self, incidents: Incidents, where: Where) -> Iterator[Family]:
        for family in incidents.people:
            if (where.place, where.days) in family.values and self._is_same(incidents.family, family, where.place):
                yield family

    def _most_met(self, incidents: Incidents) -> dict[Where, int]:
        """Return how often somebody was met at most, wherever and whenever a count of people met often is nil."""
        found: dict[Where, int] = {}
        for often in sorted(incidents.people, key=lambda family: how_often(family.measure)):
            for (place, days), kind in product(often.values, (COUNT, POSSIBLE)):
                is_nil = often.measure.having and often.value(place, days, kind) == 0
                if is_nil and place in incidents.family.places and self._is_same(incidents.family, often, place):
                    found.setdefault(Where(place, days, kind, often.known_on), how_often(often.measure) - 1)
        return found

    def _is_borne_out(self, incidents: Incidents, where: Where, most: int) -> bool:
        """Return whether so many incidents can be of these people: one without a name is of none of them."""
        at = where.place, where.days
        there = [
            each for each in self._there(incidents, where) if are_of_one_run([(incidents.family, *at), (each, *at)])
        ]
        known = [(how_often(each.measure), each.value(*at, where.kind)) for each in there]
        count, room = incidents.family.value(*at, where.kind), 0
        for often in range(1, most + 1):
            numbers = [number for least, number in known if least <= often and number is not None]
            if count is None or not numbers:
                return True
            room += min(numbers)
        return count is None or count <= room

    def _link(self, incidents: Incidents, where: Where, most: int) -> None:
        family, at = incidents.family, (where.place, where.days)
        whole = self._families.key(family, *at, where.kind)
        pieces = self._families.pieces_in(family, where.days)
        self._linked.relate(
            (whole,), tuple(self._families.key(family, where.place, piece, where.kind) for piece in pieces)
        )
        keys: list[Key] = [("met so often", family.measure.id, where, often) for often in range(1, most + 1)]
        for key in keys:
            self._linked.add(key, self._families.unknown(family))
        incidents.met[where] = keys
        self._link_no_more(whole, tuple(keys))
        for more, fewer in pairwise(keys):
            self._link_no_more(fewer, (more,))
        for people in self._there(incidents, where):
            if how_often(people.measure) <= most:
                self._link_no_more(keys[how_often(people.measure) - 1], (self._families.key(people, *at, where.kind),))

    def _link_no_more(self, fewer: Key, sum_: tuple[Key, ...]) -> None:
        rest: Key = ("seldom met", fewer, sum_)
        self._linked.add(rest, replace(self._linked.cells[fewer], value=None, printed=False, follows=False))
        self._linked.by_guess[Identity(sum_, (fewer, rest))] = None
