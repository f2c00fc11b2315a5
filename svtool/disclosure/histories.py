"""Where people were met, and how often in each place: what counts of people say of each other beyond their sums.

Whoever was met in two areas was met twice in all, and where nobody was, everybody who was met twice was met so in one
of them. Somebody's history is how often he was met in each place: every count of people is a sum over histories.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product
from operator import itemgetter

from svtool.disclosure.families import POSSIBLE, Days, Families, Family, Place, are_of_one_run
from svtool.disclosure.linked_cells import Identity, Key
from svtool.disclosure.seldom_met import SeldomMet, Where
from svtool.figures.contract import COUNT
from svtool.meaning.shared_meaning import SharedMeaning, how_often

MOST_HISTORIES = 100  # of a place and its parts; beyond, only what their numbers say together is known

History = tuple[int, ...]


@dataclass(frozen=True)
class Scene:
    """Of which people histories are: those of a rule, met in a place that parts make up, on some days.

    `kind` says whether they were met for certain, or may have been. Whoever was met more often than is told apart
    counts as met so often.
    """

    people: Family
    total: Place
    parts: tuple[Place, ...]
    days: Days
    kind: str
    histories: Sequence[History]

    def key(self, history: History) -> Key:
        """Return the key of the number of people with a history."""
        return ("history", self.people.measure.id, self.people.known_on, self.parts, self.days, self.kind, history)


class Histories:
    """Links counts of people and of their incidents, in a place and in its parts."""

    def __init__(self, families: Families, meaning: SharedMeaning, seldom: SeldomMet) -> None:
        """Link the families that count people of one role by the same dates, where there are several."""
        self._families, self._linked, self._meaning = families, families.linked, meaning
        self._seldom = seldom
        groups: dict[Hashable, list[Family]] = {}
        for family in families:
            measure = family.measure
            if measure.counts_persons and measure.again_within_months is None:
                key = (measure.source, measure.role, measure.date_basis, family.known_on)
                groups.setdefault(key, []).append(family)
        for group in groups.values():
            if len(group) > 1:
                self._link_group(group)

    def _link_group(self, group: Sequence[Family]) -> None:
        most = max(how_often(family.measure) for family in group)
        of_rules: dict[Hashable, list[Family]] = {}
        for family in group:
            of_rules.setdefault(family.measure.rule, []).append(family)
        scenes = [scene for people in of_rules.values() for scene in self._scenes_of(people, most)]
        for scene in scenes:
            for each in scene.histories:
                self._linked.add(scene.key(each), self._families.unknown(scene.people))
            people = of_rules[scene.people.measure.rule]
            self._link_people(scene, people)
            self._link_incidents(scene)
            self._link_seldom_met(scene)
        for narrow, wide in permutations(scenes, 2):
            self._link_narrower(narrow, wide, most)

    def _scenes_of(self, people: Sequence[Family], most: int) -> Iterator[Scene]:
        """Yield the scenes of the people of one rule, those with few enough histories."""
        for (total, parts), kind in product(self._places_of(people), (COUNT, POSSIBLE)):
            kept = self._parts_that_make(people, total, parts, kind)
            if (most + 1) ** len(kept) > MOST_HISTORIES:
                self._link_numbers(people, total, kept, kind)
                continue
            histories = [each for each in product(range(most + 1), repeat=len(kept)) if any(each)]
            for days in dict.fromkeys(days for family in people for days in family.spans):
                yield Scene(people[0], total, tuple(kept), days, kind, histories)

    def _places_of(self, people: Sequence[Family]) -> Iterator[tuple[Place, list[Place]]]:
        """Yield each place with its parts, where an incident is in one of these alone."""
        found: dict[Place, list[list[Place]]] = {}
        for family in people:
            for total, parts in self._families.groups(family):
                name = next(name for (name, value), (_, part) in zip(total, parts[0], strict=True) if value != part)
                if self._meaning.is_in_one_part(family.measure, name):
                    found.setdefault(total, []).append(parts)
        # A family with fewer parts has nobody in the others.
        for total, choices in found.items():
            yield total, max(choices, key=len)

    def _parts_that_make(self, people: Sequence[Family], total: Place, parts: list[Place], kind: str) -> list[Place]:
        """Return the parts in which everybody of the whole was met; where an area is not known is one, if it counts."""
        somewhere = [place for place in parts if place[0] not in self._families.nowhere]
        everybody = [family for family in people if how_often(family.measure) == 1]
        for family in everybody:
            for days in family.spans:
                whole = family.value(total, days, kind)
                if not are_of_one_run((family, place, days) for place in (total, *somewhere)):
                    continue
                if whole is not None and whole > sum(family.value(place, days, kind) or 0 for place in somewhere):
                    return parts
        return somewhere

    def _link_numbers(self, people: Sequence[Family], total: Place, parts: list[Place], kind: str) -> None:
        """Link people met more than once with how many were met in several of many parts, which bounds them.

        Whoever was met twice in all and in no part was met in two; and so was whoever was met twice in two of them.
        """
        everybody = next((family for family in people if not family.measure.having), None)
        if everybody is None:
            return
        for repeated in (family for family in people if family.measure.having):
            for days in repeated.spans:
                if not all((place, days) in each.values for place in (total, *parts) for each in (everybody, repeated)):
                    continue
                all_, twice = (
                    [self._families.key(each, place, days, kind) for place in (total, *parts)]
                    for each in (everybody, repeated)
                )
                for name, low, high in (
                    ("not in a part", (twice[0], all_[0]), (*twice[1:], *all_[1:])),
                    ("in several parts", (*twice[1:], all_[0]), (twice[0], *all_[1:])),
                ):
                    rest: Key = (name, twice[0], kind)
                    self._linked.add(rest, self._families.unknown(repeated))
                    self._relate((*low, rest), high)

    def _link_people(self, scene: Scene, people: Sequence[Family]) -> None:
        for family in people:
            least = how_often(family.measure)
            for place in (scene.total, *scene.parts):
                if (place, scene.days) not in family.values:
                    continue
                met = sum if place == scene.total else itemgetter(scene.parts.index(place))
                count = self._families.key(family, place, scene.days, scene.kind)
                rest: list[Key] = []
                if family.measure.having and family.measure.having.on_different_days:
                    rest = [("on one day", count)]
                    self._linked.add(rest[0], self._families.unknown(family))
                self._relate((count, *rest), [scene.key(each) for each in scene.histories if met(each) >= least])

    def _link_incidents(self, scene: Scene) -> None:
        for family in self._families:
            same = (family.measure.rule, family.known_on) == (scene.people.measure.rule, scene.people.known_on)
            if not (same and self._meaning.are_incidents_of(family.measure, scene.people.measure)):
                continue
            for i, place in enumerate(scene.parts):
                whole = self._families.key(family, place, scene.days, scene.kind)
                pieces = self._families.pieces_in(family, scene.days)
                wanted = tuple(self._families.key(family, place, piece, scene.kind) for piece in pieces)
                self._linked.relate((whole,), wanted)
                beyond: Key = ("beyond histories", whole)
                self._linked.add(beyond, self._families.unknown(family))
                keys = [key for each in scene.histories for key in [scene.key(each)] * each[i]]
                self._relate((whole,), [*keys, beyond])

    def _link_seldom_met(self, scene: Scene) -> None:
        for place in (scene.total, *scene.parts):
            met = sum if place == scene.total else itemgetter(scene.parts.index(place))
            where = Where(place, scene.days, scene.kind, scene.people.known_on)
            self._seldom.link_people(scene.people, where, {scene.key(each): met(each) for each in scene.histories})

    def _link_narrower(self, narrow: Scene, wide: Scene, most: int) -> None:
        """Link the people of two rules: who was met often by the narrower one was met so by the wider."""
        alike = (narrow.total, narrow.parts, narrow.days, narrow.kind) == (wide.total, wide.parts, wide.days, wide.kind)
        if not (alike and self._meaning.is_within(narrow.people.measure, wide.people.measure)):
            return
        for i, chosen in enumerate(_often_in_places(narrow, most)):
            others: Key = ("by the wider rule alone", narrow.key((i,)), wide.people.measure.id)
            self._linked.add(others, self._families.unknown(wide.people))
            self._relate(tuple(wide.key(each) for each in chosen), [*(narrow.key(each) for each in chosen), others])

    def _relate(self, total: tuple[Key, ...], parts: Sequence[Key]) -> None:
        self._linked.by_rules[Identity(total, tuple(parts))] = None


def _often_in_places(scene: Scene, most: int) -> Iterator[list[History]]:
    """Yield the histories of whoever was met so often in all, in a part, or in each of two parts."""
    often, parts = range(1, most + 1), range(len(scene.parts))
    yield from ([each for each in scene.histories if sum(each) >= least] for least in often)
    for i, least in product(parts, often):
        yield [each for each in scene.histories if each[i] >= least]
    for (i, k), one, other in product(combinations(parts, 2), often, often):
        yield [each for each in scene.histories if each[i] >= one and each[k] >= other]
