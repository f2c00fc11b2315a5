"""What people and their incidents say of each other: a person has one incident at least, and some have several.

With `d` incidents more than people, no more than `d` people can have been met twice. Where everybody is met once,
there are as many people as incidents.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby

from svtool.counting.cells import ALL_LABEL
from svtool.disclosure.families import POSSIBLE, Days, Families, Family, Place, are_counted_now, are_of_one_run
from svtool.disclosure.linked_cells import Key, LinkedCell
from svtool.figures.contract import COUNT, UNDATED
from svtool.meaning.shared_meaning import SharedMeaning
from svtool.schema.tables import Measure

At = tuple[Place, Days]


class PeopleAndIncidents:
    """Links counts of people with those of their incidents, and incidents with offences."""

    def __init__(self, families: Families, meaning: SharedMeaning) -> None:
        """Link every count of incidents with the people who had them."""
        self._families, self._linked, self._meaning = families, families.linked, meaning
        self._beyond: dict[tuple[str, At, str], Key] = {}
        every = list(families)
        for known_on in dict.fromkeys(family.known_on for family in every):
            self._link_all([family for family in every if family.known_on == known_on])
            self._beyond.clear()

    def _link_all(self, every: Sequence[Family]) -> None:
        """Link all families that are counted as known on one day."""
        people_of = [(incidents, self._people_of(incidents, every)) for incidents in every]
        for incidents, groups in people_of:
            for people in groups:
                for place in incidents.places:
                    self._link_people(incidents, [each for each in people if self._has(each, incidents, place)], place)
            for fewer in every:
                if self._meaning.are_no_more(fewer.measure, incidents.measure):
                    self._link_fewer(incidents, fewer)
        for incidents, groups in people_of:
            for people in groups:
                self._link_repeated_of_a_narrower_rule(incidents, people)
            for other in every:
                self._link_incidents_of_a_narrower_rule(incidents, other)

    def _people_of(self, incidents: Family, every: Sequence[Family]) -> list[list[Family]]:
        """Return the families of people who had some incidents: those of one rule together, by how often it was."""
        groups: dict[Hashable, list[Family]] = {}
        # Those who were met on different days are no more than those who were met as often.
        for each in sorted(every, key=lambda each: _how_often(each.measure)):
            followed = each.measure.again_within_months is not None  # whose later incidents may lie beyond these days
            if not followed and self._meaning.are_incidents_of(incidents.measure, each.measure):
                groups.setdefault(each.measure.rule, []).append(each)
        return [_each_number_once(group) for group in groups.values()]

    def _has(self, family: Family, other: Family, place: Place) -> bool:
        """Return whether a family has a place, in which a breakdown means the same people as in the other."""
        split = [name for name, value in place if value != ALL_LABEL]
        whose = (self._meaning.people_of(each.measure, split) for each in (family, other))
        return place in family.places and next(whose) == next(whose)

    def _link_people(self, incidents: Family, people: Sequence[Family], place: Place) -> None:
        for days in dict.fromkeys(days for each in people for days in each.spans if (place, days) in each.values):
            there = [each for each in people if (place, days) in each.values]
            for kind in (COUNT, POSSIBLE):
                self._link_numbers(incidents, there, (place, days), kind)
            self._link_undated(incidents, there, (place, days))

    def _link_numbers(self, incidents: Family, people: Sequence[Family], at: At, kind: str) -> None:
        """Link incidents with all people, and what these leave with those who had two and more.

        Of those who had three each had a second before, so that those who had two, three and more add up.
        """
        printed = incidents.value(*at, kind)
        known = [each.value(*at, kind) for each in people]
        if None in known or not are_counted_now((each, *at) for each in (incidents, *people)):
            printed = None  # an earlier release may not show all of them, so that nothing is known to be left
        numbers = [number or 0 for number in known]
        steps = _steps([_how_often(each.measure)[0] for each in people])
        left = None if printed is None else printed - sum(n * step for n, step in zip(numbers, steps, strict=True))
        if left is not None and left < 0:
            return
        whole = self._incidents(incidents, at, kind)
        keys: list[Key] = [self._families.key(each, *at, kind) for each in people]
        if _how_often(people[0].measure)[0] == 1:
            beyond = None if printed is None else printed - numbers[0]
            whole = self._incidents_beyond(incidents, people, (whole, keys[0]), beyond)
            if people[0].measure.rule == incidents.measure.rule:
                self._beyond[incidents.measure.id, at, kind] = whole
            keys, steps, numbers = keys[1:], steps[1:], numbers[1:]
        repeated = [key for key, step in zip(keys, steps, strict=True) for _ in range(step)]
        if repeated:
            self._link_no_more(whole, repeated, incidents)

    def _link_undated(self, incidents: Family, people: Sequence[Family], at: At) -> None:
        """Link what is possible and what is undated of incidents and people, where both may belong to some days."""
        every = [incidents, *people]
        values = [(each.value(*at, POSSIBLE), each.value(*at, UNDATED)) for each in every]
        sums = [None if None in value else sum(number or 0 for number in value) for value in values]
        steps = _steps([_how_often(each.measure)[0] for each in people])
        if None in sums:
            return
        one_run = are_of_one_run((each, *at) for each in every)
        if one_run and (sums[0] or 0) < sum((n or 0) * step for n, step in zip(sums[1:], steps, strict=True)):
            return
        whole, *keys = [[self._families.key(each, *at, kind) for kind in (POSSIBLE, UNDATED)] for each in every]
        parts = [key for both, step in zip(keys, steps, strict=True) for _ in range(step) for key in both]
        self._incidents(incidents, at, POSSIBLE)
        more: Key = ("undated beyond people", tuple(whole), people[0].measure.id)
        self._linked.add(more, self._families.unknown(incidents))
        self._linked.relate(tuple(whole), (*parts, more))

    def _incidents_beyond(
        self, incidents: Family, people: Sequence[Family], keys: tuple[Key, Key], value: int | None
    ) -> Key:
        """Return the key of the incidents beyond the first of each person, which anybody can work out."""
        whole, persons = keys
        everybody, *repeated = people
        key: Key = ("beyond the first", whole, everybody.measure.id)
        # A narrower measure's people have incidents that are none of its own. That nobody was met twice is known only
        # where it is printed; a name that lacks would else make a person of no incident.
        follows = everybody.measure.rule == incidents.measure.rule and (value != 0 or bool(repeated))
        known = value if follows else None
        self._linked.add(key, LinkedCell(incidents.measure.source, everybody.measure.id, known, False, follows))
        self._linked.relate((whole,), (persons, key))
        return key

    def _link_repeated_of_a_narrower_rule(self, incidents: Family, people: Sequence[Family]) -> None:
        """Link the incidents beyond each person's first with those who were met more than once by a narrower rule."""
        repeated = [each for each in people if _how_often(each.measure)[0] > 1]
        if not repeated or people[0].measure.rule == incidents.measure.rule:
            return
        for (subject, at, kind), beyond in self._beyond.items():
            there = [each for each in repeated if at in each.values and self._has(each, incidents, at[0])]
            if subject == incidents.measure.id and there:
                steps = _steps([1, *(_how_often(each.measure)[0] for each in there)])[1:]
                keys = [self._families.key(each, *at, kind) for each in there]
                parts = [key for key, step in zip(keys, steps, strict=True) for _ in range(step)]
                self._link_no_more(beyond, parts, incidents)

    def _link_incidents_of_a_narrower_rule(self, incidents: Family, other: Family) -> None:
        """Link the incidents beyond each person's first with those of a narrower rule, which are some of them."""
        one, all_ = other.measure, incidents.measure
        if other is incidents or (one.unit, one.role) != (all_.unit, all_.role):
            return
        if not self._meaning.is_within(one, all_):
            return
        for (subject, at, kind), beyond in self._beyond.items():
            inner = self._beyond.get((one.id, at, kind))
            if subject == all_.id and inner and self._has(other, incidents, at[0]):
                self._link_no_more(beyond, [inner], incidents)

    def _link_no_more(self, whole: Key, parts: Sequence[Key], family: Family) -> None:
        """Link counts with one that they are no more than, together."""
        more: Key = ("more than", whole, tuple(parts))
        self._linked.add(more, self._families.unknown(family))
        self._linked.relate((whole,), (*parts, more))

    def _incidents(self, incidents: Family, at: At, kind: str) -> Key:
        """Return the key of a count of incidents, which is the sum of its pieces also where it is not printed."""
        place, days = at
        key = self._families.key(incidents, place, days, kind)
        pieces = self._families.pieces_in(incidents, days)
        self._linked.relate((key,), tuple(self._families.key(incidents, place, piece, kind) for piece in pieces))
        return key

    def _link_fewer(self, more: Family, fewer: Family) -> None:
        """Link two families of which one is no more than the other, and equal where it is so wherever both stand."""
        shared = [at for at in fewer.values if at in more.values and self._has(fewer, more, at[0])]
        for kind in (COUNT, POSSIBLE):
            pairs = [
                (more.value(*at, kind), fewer.value(*at, kind))
                for at in shared
                if are_of_one_run((each, *at) for each in (more, fewer))
            ]
            left = [whole - part for whole, part in pairs if whole is not None and part is not None]
            if any(each < 0 for each in left):
                continue
            for at in shared:
                rest: tuple[Key, ...] = (("no more", self._families.key(fewer, *at, kind), more.measure.id),)
                rest = rest if any(left) else ()
                for each in rest:
                    self._linked.add(each, self._families.unknown(more))
                wanted = (self._incidents(fewer, at, kind), *rest)
                self._linked.relate((self._incidents(more, at, kind),), wanted)


def _how_often(measure: Measure) -> tuple[int, bool]:
    """Return how often people must be met to be counted, and whether on different days."""
    having = measure.having
    return (having.offences.gte, having.on_different_days) if having else (1, False)


def _each_number_once(people: Iterable[Family]) -> list[Family]:
    """Return one family for each number of times, the first; where 0 times are enough, that says nothing."""
    return [
        next(group) for number, group in groupby(people, key=lambda each: _how_often(each.measure)[0]) if number > 0
    ]


def _steps(numbers: Sequence[int]) -> list[int]:
    """Return by how much each number is more than the one before it."""
    return [number - before for number, before in zip(numbers, (0, *numbers), strict=False)]
