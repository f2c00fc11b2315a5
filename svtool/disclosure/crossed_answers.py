"""What measures beside each other say of each: the answers of the same units to two of them add up to each alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from svtool.counting.cells import ALL_LABEL
from svtool.disclosure.families import CellKey, Days, Families, Family, Place
from svtool.figures.contract import ASKED, COUNT, NOT_KNOWN, OPEN, UNDATED
from svtool.schema.breakdowns import CLAUSE


class CrossedAnswers:
    """Links the counts of units by their answers to two measures with the counts of each of these."""

    def __init__(self, families: Families) -> None:
        """Link all of them."""
        self._families, self._linked = families, families.linked
        crossed = [family for family in families if family.measure.sides]
        groups: dict[object, list[Family]] = {}
        for family in crossed:
            asked = tuple(side.measure_id for side in family.measure.sides)
            groups.setdefault((asked, family.known_on), []).append(family)
        for group in groups.values():
            for number, side in enumerate(group[0].measure.sides):
                alone = self._alone(side.measure_id, group[0])
                if alone:
                    self._link(alone, number, group)
        self._link_shares(crossed)

    def _alone(self, measure_id: str, beside: Family) -> Family | None:
        subject = self._families.subjects.get(measure_id)
        found = (each for each in self._families if (each.measure.id, each.known_on) == (subject, beside.known_on))
        return next(found, None)

    def _link(self, alone: Family, number: int, group: Sequence[Family]) -> None:
        """Link one measure with the counts of all who answer yes, or not known, to it."""
        for place in alone.places:
            yes = list(_there(group, number, (True,), place))
            open_ = list(_there(group, number, (None,), place))
            by_clause = dict(place).get(CLAUSE, ALL_LABEL) != ALL_LABEL
            for days in self._families.levels(alone):
                self._relate(alone, place, days, COUNT, [(each, COUNT) for each in yes])
                if by_clause:
                    continue  # who leaves a clause open is not told apart by the other definition
                # What may lie inside is not known to each, whatever it answers.
                wanted = [(each, COUNT) for each in open_] + [(each, NOT_KNOWN) for each in (*yes, *open_)]
                self._relate(alone, place, days, NOT_KNOWN, wanted)
            for days in alone.spans if alone.has_undated and not by_clause else ():
                self._relate(alone, place, days, UNDATED, [(each, UNDATED) for each in (*yes, *open_)])

    def _relate(
        self, alone: Family, place: Place, days: Days, kind: str, parts: Sequence[tuple[tuple[Family, Place], str]]
    ) -> None:
        keys = tuple(self._families.key(family, at, days, each) for (family, at), each in parts)
        self._linked.relate((self._families.key(alone, place, days, kind),), keys)

    def _link_shares(self, crossed: Sequence[Family]) -> None:
        """Link the shares that recording left open: those of two measures are those of the one that has the field."""
        cells = self._linked.cells
        sides = {family.measure.id: family.measure.sides for family in crossed}
        for key in [each for each in cells if isinstance(each, CellKey) and each.subject in sides]:
            if key.kind.partition(" ")[0] in {ASKED, OPEN}:
                subjects = (self._families.subjects.get(each.measure_id, "") for each in sides[key.subject])
                same = (replace(key, subject=each) for each in subjects)
                found = next((each for each in same if each in cells and cells[each].value == cells[key].value), None)
                if found:
                    self._linked.relate((key,), (found,))


def _there(
    group: Sequence[Family], number: int, answers: Sequence[bool | None], place: Place
) -> Iterator[tuple[Family, Place]]:
    """Yield the families of units that answer so to one of two measures, each with what the place is called there."""
    for family in group:
        side = family.measure.sides[number]
        if side.answer in answers:
            named = {clause: label for label, clause in side.clauses.items()}
            at = tuple((name, named.get(value, value) if name == CLAUSE else value) for name, value in place)
            if at in family.places:
                yield family, at
