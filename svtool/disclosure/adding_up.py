"""What adds up: days to longer days, areas and other parts of a breakdown to their whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from svtool.disclosure.families import (
    KINDS,
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
from svtool.figures.contract import COUNT, UNDATED


class AddingUp:
    """Links the counts of each family among themselves."""

    def __init__(self, families: Families) -> None:
        """Link days and places of every family."""
        self._families, self._linked = families, families.linked
        for family in families:
            self._link_days(family)
            self._link_places(family)
            self._link_undated(family)

    def _link_days(self, family: Family) -> None:
        for (place, days), kind in product(family.values, KINDS):
            pieces = self._families.pieces_in(family, days)
            self._linked.relate(
                (self._families.key(family, place, days, kind),),
                tuple(self._families.key(family, place, piece, kind) for piece in pieces),
            )
        for place in family.places:
            spans = [days for days in family.spans if (place, days) in family.values]
            for whole, part in product(spans, spans):
                # What two earlier releases leave was looked at when the later of them was.
                if is_within(part, whole) and not family.counted_now.isdisjoint((whole, part)):
                    self._link_rest_of_days(family, place, whole, part)

    def _link_undated(self, family: Family) -> None:
        """Link what is undated of all days among themselves: it does not add up, for a record may be of any of them.

        Where nothing bounds when records may lie, it is the same for all days, and each gives the others away.
        """
        if not family.has_undated:
            return
        values = {days: [family.value(place, days, UNDATED) for place in family.places] for days in family.spans}
        different: list[Days] = []
        for days in family.spans:
            # What a release does not show a reader may take for the same as that of days around its own, or among them.
            near = (
                different
                if days in family.counted_now
                else [each for each in different if is_within(each, days) or is_within(days, each)]
            )
            same = next((each for each in near if _are_same(values[each], values[days])), None)
            if same is None:
                different.append(days)
                continue
            for place in family.places:
                keys = [self._families.key(family, place, each, UNDATED) for each in (same, days)]
                self._linked.relate((keys[0],), (keys[1],))
        for whole, part in product(different, different):
            guessed = not is_within(part, whole)
            if guessed and not have_no_more_undated([family], part, whole):
                continue
            for place in family.places:
                self._link_rest_of_undated(family, place, whole, part, guessed)

    def _link_rest_of_undated(self, family: Family, place: Place, whole: Days, part: Days, guessed: bool) -> None:
        """Link what is undated of some days with that of more days, which is no less."""
        total, inner = (self._families.key(family, place, days, UNDATED) for days in (whole, part))
        rest: Key = ("undated without", total, part)
        self._linked.add(rest, self._families.unknown(family))
        among = self._linked.by_guess if guessed else self._linked.identities
        among[Identity((total,), (inner, rest))] = None

    def _link_rest_of_days(self, family: Family, place: Place, whole: Days, part: Days) -> None:
        """Link what is left of some days when others are taken from them, as anybody can."""
        pieces = [
            piece
            for piece in self._families.pieces_in(family, whole)
            if piece not in self._families.pieces_in(family, part)
        ]
        for kind in KINDS:
            total, taken = family.value(place, whole, kind), family.value(place, part, kind)
            if total is None or taken is None or total <= taken:
                continue
            known = are_counted_now((family, place, days) for days in (whole, part))
            value = total - taken if known else None
            cell = LinkedCell(family.measure.source, family.measure.id, value, printed=False, follows=True)
            if family.measure.counts_persons:
                key: Key = (CellKey(family.measure.id, place, whole, family.known_on, kind), "without", part)
                self._linked.add(key, cell)
                inner = self._families.key(family, place, part, kind)
                self._linked.relate((self._families.key(family, place, whole, kind),), (inner, key))
                continue
            key = ("rest", CellKey(family.measure.id, place, tuple(days[0] for days in pieces), family.known_on, kind))
            self._linked.add(key, cell)
            self._linked.relate((key,), tuple(self._families.key(family, place, piece, kind) for piece in pieces))

    def _link_places(self, family: Family) -> None:
        for total, parts in self._families.groups(family):
            if family.measure.having or family.measure.again_within_months:
                # Who was met twice in all need not have been met twice anywhere; everybody else was met somewhere.
                self._link_each_part(family, total, parts)
                continue
            # Where an unknown area may be inside, its people may be of the whole, but do not count.
            nowhere = self._families.nowhere - {total[0]}
            somewhere = [place for place in parts if place[0] not in nowhere]
            kinds = (COUNT, POSSIBLE, *((UNDATED,) if family.has_undated else ()))
            likely = {COUNT: (parts, somewhere) if self._families.unknown_is_inside else (somewhere, parts)}
            choices = {kind: likely.get(kind, (parts, somewhere)) for kind in kinds}
            loose = [kind for kind in kinds if not self._link_exactly(family, total, choices[kind], kind)]
            for kind in loose:
                self._link_loosely(family, total, parts, kind)
            if loose:
                self._link_each_part(family, total, parts)

    def _link_exactly(self, family: Family, total: Place, choices: Sequence[list[Place]], kind: str) -> bool:
        """Link a total and the first choice of parts that add up to it; return whether there is one."""
        for parts in choices:
            if not any(self._residuals(family, total, parts, kind)):
                for days in self._families.levels(family):
                    wanted = tuple(self._families.key(family, place, days, kind) for place in parts)
                    self._linked.relate((self._families.key(family, total, days, kind),), wanted)
                return True
        return False

    def _residuals(self, family: Family, total: Place, parts: list[Place], kind: str) -> list[int]:
        """Return by how much a total is more than its parts, for all days of which everything is printed.

        What adds up in all of them is taken to add up, for whoever reads the table will take it so.
        """
        found = []
        for days in family.spans:
            values = [family.value(place, days, kind) for place in (total, *parts)]
            if None not in values and are_of_one_run((family, place, days) for place in (total, *parts)):
                whole, *rest = [value or 0 for value in values]
                found.append(whole - sum(rest))
        return found

    def _link_loosely(self, family: Family, total: Place, parts: list[Place], kind: str) -> None:
        """Link parts that overlap, or that leave something out, by what is twice and what is left."""
        residuals = self._residuals(family, total, parts, kind)
        twice, left = any(each < 0 for each in residuals), any(each > 0 for each in residuals)
        for days in self._families.levels(family):
            key = self._families.key(family, total, days, kind)
            more = [("twice", key, parts[0])] if twice else []
            rest = [("left", key, parts[0])] if left else []
            for each in (*more, *rest):
                self._linked.add(each, LinkedCell(family.measure.source, family.measure.id, None, printed=False))
            wanted = tuple(self._families.key(family, place, days, kind) for place in parts)
            self._linked.relate((key, *more), (*wanted, *rest))

    def _link_each_part(self, family: Family, total: Place, parts: list[Place]) -> None:
        """Link each part by itself: it is no more than the total, as far as the numbers bear that out."""
        kinds = (COUNT, POSSIBLE, *((UNDATED,) if family.has_undated else ()))
        for kind, part in product(kinds, parts):
            pairs = [
                (family.value(total, days, kind), family.value(part, days, kind))
                for days in family.spans
                if are_of_one_run((family, place, days) for place in (total, part))
            ]
            if all(whole is None or value is None or value <= whole for whole, value in pairs):
                for days in self._families.levels(family):
                    rest: Key = ("not in", self._families.key(family, total, days, kind), part)
                    self._linked.add(rest, LinkedCell(family.measure.source, family.measure.id, None, printed=False))
                    wanted = (self._families.key(family, part, days, kind), rest)
                    self._linked.relate((self._families.key(family, total, days, kind),), wanted)


Shown = Sequence[int | None]


def _are_same(one: Shown, other: Shown) -> bool:
    """Return whether counts are the same, as far as they are shown."""
    return all(a == b for a, b in zip(one, other, strict=True) if a is not None and b is not None)
