"""What measures have in common: one is a part of another, and all of a kind count the same records."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import permutations, product

from svtool.counting.cells import ALL_LABEL
from svtool.disclosure.families import (
    POSSIBLE,
    CellKey,
    Days,
    Families,
    Family,
    Place,
    are_counted_now,
    are_of_one_run,
    have_no_more_undated,
    is_within,
)
from svtool.disclosure.linked_cells import Identity, Key, LinkedCell
from svtool.disclosure.split_places import SplitPlaces, signature_of
from svtool.figures.contract import COUNT, NOT_KNOWN, UNDATED
from svtool.meaning.answer_patterns import Answers
from svtool.meaning.shared_meaning import SharedMeaning
from svtool.schema.breakdowns import CLAUSE
from svtool.schema.tables import Measure

MOST_BESIDE_RELEASES = 40_000
MOST_PATTERNS = 10_000  # beyond, the measure with the most conditions is left out, until few enough remain


class SharedRecords:
    """Links the counts of different families."""

    def __init__(self, families: Families, meaning: SharedMeaning) -> None:
        """Link measures with their parts, and measures that count the same records."""
        self._families, self._linked = families, families.linked
        self._meaning = meaning
        self._link_parts()
        self.groups = self._groups_of_families()
        for group in self.groups:
            while len(group) > 1 and not self._link_patterns(group):
                group.remove(max(group, key=lambda family: meaning.conditions_of(family.measure)))

    def _link_parts(self) -> None:
        families = list(self._families)
        for whole, part in product(families, families):
            if self.is_part(part, whole):
                for place in part.places:
                    if place in whole.places and self._of_the_same_people(part.measure, whole.measure, place):
                        self._link_part(whole, part, place)

    def _of_the_same_people(self, part: Measure, whole: Measure, place: Place) -> bool:
        """Return whether a breakdown means the same people in both: a victim's age band is not a suspect's."""
        split = [name for name, value in place if value != ALL_LABEL]
        return self._meaning.people_of(part, split) == self._meaning.people_of(whole, split)

    def is_part(self, part: Family, whole: Family) -> bool:
        """Return whether all that a family counts another counts too, as declared or by their rules."""
        if whole is part or whole.known_on != part.known_on:
            return False
        declared = part.measure.part_of and self._families.subjects.get(part.measure.part_of) == whole.measure.id
        return bool(declared) or self._meaning.is_part(part.measure, whole.measure)

    def _link_part(self, whole: Family, part: Family, place: Place) -> None:
        """Link a measure and its part by what is left of the one without the other, as anybody can work it out."""
        shared = [days for days in part.spans if (place, days) in part.values and (place, days) in whole.values]
        for kind in (COUNT, POSSIBLE, *((UNDATED,) if whole.has_undated and part.has_undated else ())):
            left = {days: _less(whole.value(place, days, kind), part.value(place, days, kind)) for days in shared}
            both = {days: [(family, place, days) for family in (whole, part)] for days in shared}
            if any(value is not None and value < 0 and are_of_one_run(both[days]) for days, value in left.items()):
                continue
            for days, value in left.items():
                rest = self._rest(whole, part, place, days, kind)
                known = value if are_counted_now(both[days]) else None
                follows = value is not None
                self._linked.cells[rest] = LinkedCell(whole.measure.source, whole.measure.id, known, False, follows)
                pieces = [days] if kind == UNDATED else self._families.pieces_in(whole, days)
                for piece in pieces:
                    inner = self._rest(whole, part, place, piece, kind)
                    wanted = (self._families.key(part, place, piece, kind), inner)
                    self._linked.relate((self._families.key(whole, place, piece, kind),), wanted)
                self._linked.relate((rest,), tuple(self._rest(whole, part, place, piece, kind) for piece in pieces))

    def _groups_of_families(self) -> list[list[Family]]:
        """Return the families that count the same records, by the same dates and in the same parts of a breakdown."""
        groups: dict[Hashable, list[Family]] = {}
        for family in self._families:
            measure = family.measure
            dimensions = {name for place in family.places for name, _ in place}
            whose = self._meaning.people_of(measure, dimensions)
            key = (measure.source, measure.unit, measure.date_basis, family.known_on, whose)
            if not measure.counts_persons and not measure.sides and CLAUSE not in dimensions:
                groups.setdefault(key, []).append(family)
        return [group for group in groups.values() if len(group) > 1]

    def _link_patterns(self, group: list[Family]) -> bool:
        """Link several measures by the records that answer alike to all; return whether the answers are few enough."""
        records = self._meaning.records[group[0].measure.source]
        patterns = self._meaning.patterns([family.measure for family in group], group[0].known_on is not None)
        places = SplitPlaces(group, self._families, set(self._meaning.breakdowns_of(group[0].measure)))
        chosen = self.finest(group, records.with_people)
        if places.differ:
            # Some were broken down otherwise by an earlier release.
            chosen = places.all_signatures()
        wanted: dict[tuple[Place, Days], list[Answers]] = {}
        in_places: dict[Place, list[Answers]] = {}
        for place in chosen:
            answers = patterns.within([each for each in place[1:] if each[1] != ALL_LABEL])
            if answers is None:
                return False
            may_be_elsewhere = places.differ and place[0][1] == ALL_LABEL and not self._families.unknown_is_inside
            in_places[place] = self.possible(group, place, answers | _perhaps(answers) if may_be_elsewhere else answers)
            wanted |= {(place, days): in_places[place] for days in self._levels_of(group)}
        if sum(map(len, wanted.values())) > (MOST_BESIDE_RELEASES if places.differ else MOST_PATTERNS):
            return False
        keys = {at: self.link_pattern(group, *at, possible) for at, possible in wanted.items()}
        for place, possible in in_places.items():
            self._link_undated(group, place, possible)
        if places.differ and not self._may_have_several_people(group):
            for total, parts in places.totals_with_parts():
                # What no measure counts in the parts may lie in others, which have no row for it.
                split = [i for i, family in enumerate(group) if not set(parts).isdisjoint(family.places)]
                told = [each for each in in_places[total] if any(each[i] is not False for i in split)]
                for days in self._levels_of(group):
                    whole = {answers: keys[total, days][answers] for answers in told}
                    self._link_answers(total, whole, [(part, keys[part, days]) for part in parts])
        return True

    def _link_undated(self, group: list[Family], place: Place, possible: list[Answers]) -> None:
        """Link what is undated of several measures by the records that answer alike to all: those that may be met."""
        on_days: dict[Days, dict[Answers, Key]] = {}
        for days in dict.fromkeys(days for family in group for days in family.spans):
            there = [i for i, family in enumerate(group) if UNDATED in family.values.get((place, days), {})]
            if len(there) < 2:
                continue
            keys = on_days[days] = {
                answers: ("undated answers", group[0].measure.id, group[0].known_on, place, days, answers)
                for answers in possible
            }
            for key in keys.values():
                self._linked.add(key, self._families.unknown(group[0]))
            for i in there:
                parts = tuple(key for answers, key in keys.items() if answers[i] is not False)
                total = self._families.key(group[i], place, days, UNDATED)
                self._linked.by_rules[Identity((total,), parts)] = None
        for whole, part in permutations(on_days, 2):
            if is_within(part, whole):
                self._link_undated_days(group[0], on_days[whole], on_days[part], self._linked.by_rules)
            elif have_no_more_undated(group, part, whole):
                self._link_undated_days(group[0], on_days[whole], on_days[part], self._linked.by_guess)

    def _link_undated_days(
        self, family: Family, whole: dict[Answers, Key], part: dict[Answers, Key], among: dict[Identity, None]
    ) -> None:
        """Link what is undated on some days with that on others, which is no less of any kind of record."""
        for answers, key in whole.items():
            rest: Key = ("undated answers without", key, part[answers])
            self._linked.add(rest, self._families.unknown(family))
            among[Identity((key,), (part[answers], rest))] = None

    def _link_answers(
        self, total: Place, whole: dict[Answers, Key], parts: Sequence[tuple[Place, dict[Answers, Key]]]
    ) -> None:
        """Link the records that answer alike in a place with those in its parts."""
        for answers, key in whole.items():
            found: list[Key] = []
            for part, keys in parts:
                if part[0] == total[0] or part[0] not in self._families.nowhere or self._families.unknown_is_inside:
                    found += [keys[answers]] if answers in keys else []
                elif True not in answers:
                    # Who may be inside is not known there, whatever else is.
                    found += [each for own, each in keys.items() if _less_certain(own) == answers]
            self._linked.by_rules[Identity((key,), tuple(found))] = None

    def _levels_of(self, group: list[Family]) -> list[Days]:
        found = (days for family in group for each in family.spans for days in self._families.pieces_in(family, each))
        return list(dict.fromkeys(found))

    def finest(self, group: list[Family], with_people: bool) -> list[Place]:
        """Return the places that are not the sum of others; a record with several people may be in several bands."""
        places = list(dict.fromkeys(place for family in group for place in family.places))
        by_area = any(place[0][1] != ALL_LABEL for place in places)
        found = [place for place in places if not by_area or place[0][1] != ALL_LABEL]
        breakdowns = self._meaning.breakdowns_of(group[0].measure)
        if with_people and any(name in breakdowns and breakdowns[name].is_of_people for name, _ in places[0]):
            return found
        split = {name for place in places for name, value in place if name != "area" and value != ALL_LABEL}
        return [place for place in found if all(value != ALL_LABEL for name, value in place if name in split)]

    def _may_have_several_people(self, group: list[Family]) -> bool:
        """Return whether a record may be in several parts of a breakdown."""
        breakdowns = self._meaning.breakdowns_of(group[0].measure)
        of_people = any(
            name in breakdowns and breakdowns[name].is_of_people
            for family in group
            for place in family.places
            for name, _ in place
        )
        return of_people and self._meaning.records[group[0].measure.source].with_people

    def possible(self, group: list[Family], place: Place, answers: set[Answers]) -> list[Answers]:
        """Return the answers in a place, of the families that have it; one without such a band counts nobody there."""
        nowhere = place[0] in self._families.nowhere | self._families.outside
        split = signature_of(place)
        shown = [
            place in family.places or split not in {signature_of(each) for each in family.places} for family in group
        ]
        found: dict[Answers, None] = {}
        for each in sorted(answers, key=repr):
            if not nowhere and any(answer is not False and not has for answer, has in zip(each, shown, strict=True)):
                continue
            kept = tuple(answer if has else False for answer, has in zip(each, shown, strict=True))
            if any(answer is not False for answer in kept):
                found[kept] = None
        return list(found)

    def link_pattern(
        self, group: list[Family], place: Place, days: Days, possible: list[Answers]
    ) -> dict[Answers, Key]:
        """Link several measures on some days by records that answer alike; return what each such number is called."""
        measure = group[0].measure
        keys: dict[Answers, Key] = {}
        for answers in possible:
            keys[answers] = ("answers", group[0].measure.id, group[0].known_on, place, days, answers)
            self._linked.add(keys[answers], LinkedCell(measure.source, measure.id, None, printed=False))
        for i, family in enumerate(group):
            if place in family.places:
                for kind, answer in ((COUNT, True), (NOT_KNOWN, None)):
                    parts = tuple(key for answers, key in keys.items() if answers[i] is answer)
                    self._linked.by_rules[Identity((self._families.key(family, place, days, kind),), parts)] = None
        return keys

    def _rest(self, whole: Family, part: Family, place: Place, days: Days, kind: str) -> Key:
        key = ("without", CellKey(whole.measure.id, place, days, whole.known_on, kind), part.measure.id)
        self._linked.add(key, LinkedCell(whole.measure.source, whole.measure.id, None, printed=False))
        return key


def _less_certain(answers: Answers) -> Answers:
    return tuple(None if answer else answer for answer in answers)


def _perhaps(answers: set[Answers]) -> set[Answers]:
    """Return answers of records that may be elsewhere, which count for certain nowhere."""
    return {_less_certain(each) for each in answers}


def _less(whole: int | None, part: int | None) -> int | None:
    return None if whole is None or part is None else whole - part
