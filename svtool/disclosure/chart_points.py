"""The points of charts: counts of the whole in short days, which add up to those of the tables.

Between the days that tables show, points cut finer pieces, of the whole alone: areas and bands need none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from svtool.disclosure.families import (
    POSSIBLE,
    CellKey,
    Days,
    Families,
    Family,
    Place,
    are_counted_now,
    are_of_one_run,
)
from svtool.disclosure.linked_cells import Identity, Key, LinkedCell
from svtool.disclosure.shared_records import MOST_PATTERNS, SharedRecords
from svtool.figures.contract import COUNT, NOT_KNOWN
from svtool.meaning.answer_patterns import Answers
from svtool.meaning.shared_meaning import SharedMeaning


class ChartPoints:
    """Links the points of charts with the counts of tables, and among themselves."""

    def __init__(self, families: Families, shared: SharedRecords, meaning: SharedMeaning) -> None:
        """Link the points of every family that has some."""
        self._families, self._linked = families, families.linked
        self._shared, self._meaning = shared, meaning
        charted = [family for family in families if family.series]
        for family in charted:
            self._link_days(family)
            self._link_rests_of_days(family)
        for one, other in permutations(charted, 2):
            self._link_pair(one, other)
        for group in shared.groups:
            if any(family.series for family in group) and len(group) > 1:
                self._link_records(group)

    def _link_days(self, family: Family) -> None:
        """Link every point, and every piece of the days of tables, with the finer pieces in it."""
        place = self._families.whole
        spans = [days for days in family.spans if (place, days) in family.values]
        pieces = [piece for days in spans for piece in self._families.pieces_in(family, days)]
        for days in dict.fromkeys((*family.series, *pieces)):
            for kind in (COUNT, NOT_KNOWN):
                self._link_finer(family, place, days, kind)

    def _link_finer(self, family: Family, place: Place, days: Days, kind: str) -> None:
        finer = tuple(self._families.key(family, place, each, kind) for each in self._families.points_in(family, days))
        self._linked.relate((self._families.key(family, place, days, kind),), finer)

    def _link_rests_of_days(self, family: Family) -> None:
        """Link what is left of the days of a table when a point is taken from them, where points show it."""
        place = self._families.whole
        for whole in family.spans:
            total = family.value(place, whole, COUNT)
            inside = self._families.points_in(family, whole)
            for days, number in family.series.items():
                pieces = self._families.points_in(family, days)
                if total is None or number is None or days == whole or not set(pieces) < set(inside) or total <= number:
                    continue
                known = are_counted_now([(family, place, whole), (family, None, days)])
                key: Key = ("rest of points", CellKey(family.measure.id, place, whole, family.known_on, COUNT), days)
                self._follow(key, family, total - number, known)
                left = tuple(
                    self._families.key(family, place, each, COUNT) for each in inside if each not in set(pieces)
                )
                self._linked.relate((key,), left)

    def _link_pair(self, more: Family, fewer: Family) -> None:
        """Link the points of two measures, one of which counts no more than the other."""
        is_part = self._shared.is_part(fewer, more)
        if not is_part and not (
            more.known_on == fewer.known_on and self._meaning.are_no_more(fewer.measure, more.measure)
        ):
            return
        shared = [days for days in more.series if days in fewer.series]
        left = {days: _less(more.series[days], fewer.series[days]) for days in shared}
        both = {days: [(family, None, days) for family in (more, fewer)] for days in shared}
        if any(value is not None and value < 0 and are_of_one_run(both[days]) for days, value in left.items()):
            return
        for days in shared:
            rest: Key = ("rest of point", self._key(more, days), fewer.measure.id)
            # What is left of a measure without its part is a count too; of another kind of unit it is none.
            self._follow(rest, more, left[days] if is_part else None, are_counted_now(both[days]))
            self._linked.relate((self._key(more, days),), (self._key(fewer, days), rest))

    def _key(self, family: Family, days: Days) -> Key:
        return self._families.key(family, self._families.whole, days, COUNT)

    def _follow(self, key: Key, family: Family, value: int | None, known: bool) -> None:
        """Add a count that a reader works out from points; of other runs than this one its value is not known."""
        follows, value = value is not None, value if known else None
        self._linked.add(key, LinkedCell(family.measure.source, family.measure.id, value, False, follows))

    def _link_records(self, group: list[Family]) -> None:
        """Link measures by the records that answer alike to all of them, in every finer piece of the whole."""
        place = self._families.whole
        if any(place not in family.places for family in group):
            return
        measures = [family.measure for family in group]
        answers = self._meaning.patterns(measures, group[0].known_on is not None).within([])
        pieces = list(dict.fromkeys(days for family in group for days in self._pieces_of(family, place)))
        finer = {days: self._families.points_in(group[0], days) for days in pieces}
        charted = [
            each for family in group for days in family.series for each in self._families.points_in(family, days)
        ]
        points = list(dict.fromkeys((*charted, *(each for found in finer.values() for each in found))))
        if answers is None or len(answers) * len(points) > MOST_PATTERNS:
            return
        parts = self._parts_that_make(group, place)
        possible = self._shared.possible(group, place, answers if parts else _perhaps(answers))
        numbers = {days: self._shared.link_pattern(group, place, days, possible) for days in points}
        for family in group:
            for days in pieces:
                for kind in (COUNT, NOT_KNOWN):
                    self._link_finer(family, place, days, kind)
        for days in pieces:
            self._link_places(group, [numbers[each] for each in finer[days]], parts or [], days)

    def _pieces_of(self, family: Family, place: Place) -> Iterator[Days]:
        spans = (days for days in family.spans if (place, days) in family.values)
        return (piece for days in spans for piece in self._families.pieces_in(family, days))

    def _parts_that_make(self, group: list[Family], place: Place) -> list[Place] | None:
        """Return the places in which the records of the whole are told apart, where these add up to it."""
        with_people = self._meaning.records[group[0].measure.source].with_people
        finest = [each for each in self._shared.finest(group, with_people) if each[0] not in self._families.outside]
        adds_up = all(
            _adds_up(family.value(place, days, kind), [family.value(each, days, kind) for each in finest])
            for family in group
            for days in family.spans
            if (place, days) in family.values and are_of_one_run((family, each, days) for each in (place, *finest))
            for kind in (COUNT, POSSIBLE)
        )
        return finest if adds_up else None

    def _link_places(
        self, group: list[Family], finer: Sequence[dict[Answers, Key]], parts: Sequence[Place], days: Days
    ) -> None:
        """Link the records that answer alike in the pieces of some days with those in the parts of the whole."""
        for answers in finer[0] if parts and finer else ():
            keys = [("answers", group[0].measure.id, group[0].known_on, place, days, answers) for place in parts]
            known = tuple(key for key in keys if key in self._linked.cells)
            if known:
                self._linked.by_rules[Identity(tuple(each[answers] for each in finer), known)] = None


def _less(more: int | None, fewer: int | None) -> int | None:
    return None if more is None or fewer is None else more - fewer


def _adds_up(whole: int | None, parts: Sequence[int | None]) -> bool:
    """Return whether parts make a whole; what an earlier release does not show says nothing against it."""
    return whole is None or whole == sum(each or 0 for each in parts)


def _perhaps(answers: set[Answers]) -> set[Answers]:
    """Return answers with those of records that may be elsewhere, which count for certain nowhere."""
    return answers | {tuple(None if answer else answer for answer in each) for each in answers}
