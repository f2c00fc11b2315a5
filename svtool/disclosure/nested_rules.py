"""How often people were met by a rule, and how often by a wider one beside it: counts of both say more than each.

Whoever was met three times in all and no more than once with a knife was met twice without one.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import permutations, product

from svtool.disclosure.families import POSSIBLE, Days, Families, Family, Place
from svtool.disclosure.linked_cells import Identity, Key
from svtool.disclosure.seldom_met import SeldomMet, Where
from svtool.figures.contract import COUNT
from svtool.meaning.shared_meaning import SharedMeaning, how_often

Often = tuple[int, int]  # how often somebody was met by the narrower rule, and how often by the wider one alone


class NestedRules:
    """Links counts of people and of their incidents by two rules, one of which is a part of the other."""

    def __init__(self, families: Families, meaning: SharedMeaning, seldom: SeldomMet) -> None:
        """Link all pairs of rules by which people of one role are counted, where some must be met more than once."""
        self._families, self._linked, self._meaning = families, families.linked, meaning
        self._seldom = seldom
        groups: dict[Hashable, dict[Hashable, list[Family]]] = {}
        for family in families:
            measure = family.measure
            if measure.counts_persons and measure.again_within_months is None:
                key = (measure.source, measure.role, measure.date_basis, family.known_on)
                groups.setdefault(key, {}).setdefault(measure.rule, []).append(family)
        for of_rules in groups.values():
            for narrow, wide in permutations(of_rules.values(), 2):
                repeated = any(family.measure.having for family in (*narrow, *wide))
                if repeated and meaning.is_within(narrow[0].measure, wide[0].measure):
                    self._link_rules(narrow, wide)

    def _link_rules(self, narrow: Sequence[Family], wide: Sequence[Family]) -> None:
        most = max(how_often(family.measure) for family in (*narrow, *wide))
        places = [place for place in wide[0].places if place in narrow[0].places]
        for place, days, kind in product(places, wide[0].spans, (COUNT, POSSIBLE)):
            found: dict[Often, Key] = {}
            rules = (narrow[0].measure.id, wide[0].measure.id)
            for own, other in product(range(most + 1), range(most + 1)):
                if own or other:
                    found[own, other] = ("met", rules, wide[0].known_on, place, days, kind, own, other)
                    self._linked.add(found[own, other], self._families.unknown(wide[0]))
            for families, by_both in ((narrow, False), (wide, True)):
                for family in families:
                    self._link_people(family, (place, days, kind), found, by_both)
            self._link_incidents(narrow[0], wide[0], (place, days, kind), found)
            where = Where(place, days, kind, wide[0].known_on)
            self._seldom.link_people(narrow[0], where, {key: own for (own, _), key in found.items()})
            self._seldom.link_people(wide[0], where, {key: own + other for (own, other), key in found.items()})

    def _link_people(self, family: Family, at: tuple[Place, Days, str], found: dict[Often, Key], by_both: bool) -> None:
        place, days, kind = at
        if (place, days) not in family.values:
            return
        count, least = self._families.key(family, place, days, kind), how_often(family.measure)
        rest: list[Key] = []
        if family.measure.having and family.measure.having.on_different_days:
            rest = [("on one day", count)]
            self._linked.add(rest[0], self._families.unknown(family))
        met = [key for (own, other), key in found.items() if own + (other if by_both else 0) >= least]
        self._relate((count, *rest), met)

    def _link_incidents(
        self, narrow: Family, wide: Family, at: tuple[Place, Days, str], found: dict[Often, Key]
    ) -> None:
        own = [key for (own, _), key in found.items() for _ in range(own)]
        others = [key for (_, other), key in found.items() for _ in range(other)]
        for inner, outer in product(self._incidents_of(narrow, at), self._incidents_of(wide, at)):
            self._relate((inner,), [*own, self._beyond(narrow, found, inner)])
            self._relate((outer,), [inner, *others, self._beyond(wide, found, outer)])

    def _incidents_of(self, people: Family, at: tuple[Place, Days, str]) -> list[Key]:
        """Return the keys of the counts of incidents of some people, which are sums of their pieces."""
        place, days, kind = at
        keys: list[Key] = []
        for family in self._families:
            same = (family.measure.rule, family.known_on) == (people.measure.rule, people.known_on)
            if same and place in family.places and self._meaning.are_incidents_of(family.measure, people.measure):
                key = self._families.key(family, place, days, kind)
                pieces = self._families.pieces_in(family, days)
                self._linked.relate((key,), tuple(self._families.key(family, place, piece, kind) for piece in pieces))
                keys.append(key)
        return keys

    def _beyond(self, family: Family, found: dict[Often, Key], incidents: Key) -> Key:
        """Return the key of the incidents of nobody known, and of whoever was met more often than is told apart."""
        key: Key = ("beyond those met", incidents, next(iter(found.values())))
        self._linked.add(key, self._families.unknown(family))
        return key

    def _relate(self, total: tuple[Key, ...], parts: Sequence[Key]) -> None:
        self._linked.by_rules[Identity(total, tuple(parts))] = None
