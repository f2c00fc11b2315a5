"""The identities among the counts of a run: what adds up over areas, breakdowns, days, and measures that are parts.

Everything is taken apart into days on which no printed count begins or ends, so that quarters in a year, the months
compared like for like, and windows that overlap are all sums of the same pieces.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise, product

from svtool.answer_patterns import AnswerPatterns, Answers, Records
from svtool.contract import BASE_BEFORE, BASE_NOW, COUNT, NOT_KNOWN, Figure
from svtool.count import ALL_LABEL, CLAUSE
from svtool.linked_cells import Identity, Key, LinkedCell, LinkedCells
from svtool.rule_parts import is_part
from svtool.schema.offences import Catalogue
from svtool.schema.tables import Measure

POSSIBLE = "possible"  # counted, or not known
KINDS = (COUNT, NOT_KNOWN)
OF_PEOPLE = frozenset({"age_band", "sex"})
ONE_DAY = timedelta(days=1)
MOST_PATTERNS = 10_000  # beyond, what rules say of each other is left out, and what adds up remains

Days = tuple[tuple[date, date], ...]
Place = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CellKey:
    """What a count is of: a subject in a place on some days, as known on a day; and which of its counts."""

    subject: str
    place: Place
    days: Days
    known_on: date | None
    kind: str


@dataclass
class Family:
    """The counts of one subject, as known on one day: its places, and the days that are printed of them."""

    measure: Measure
    known_on: date | None
    values: dict[tuple[Place, Days], dict[str, int]] = field(default_factory=dict)

    @property
    def places(self) -> list[Place]:
        """Return the places, each once."""
        return list(dict.fromkeys(place for place, _ in self.values))

    @property
    def spans(self) -> list[Days]:
        """Return the days, each once."""
        return list(dict.fromkeys(days for _, days in self.values))

    def value(self, place: Place, days: Days, kind: str) -> int | None:
        """Return a printed count; the possible ones are the counted and the not known."""
        found = self.values.get((place, days))
        if found is None:
            return None
        return found[COUNT] + found[NOT_KNOWN] if kind == POSSIBLE else found[kind]


def link_cells(
    figures: Sequence[Figure], measures: Iterable[Measure], records: Mapping[str, Records], catalogue: Catalogue
) -> LinkedCells:
    """Return every count behind the figures, and the identities among them.

    Args:
        figures: all figures of a run, whatever their table: a measure in two tables is one count.
        measures: what they count.
        records: source → what is known of its records.
        catalogue: the offences.
    """
    return _Linker(figures, {each.id: each for each in measures}, records, catalogue).linked


def place_of(figure: Figure) -> Place:
    """Return where in the breakdowns a figure stands."""
    return (("area", ALL_LABEL if figure.place == "whole" else figure.area), *figure.by.items())


class _Linker:
    def __init__(
        self,
        figures: Sequence[Figure],
        measures: dict[str, Measure],
        records: Mapping[str, Records],
        catalogue: Catalogue,
    ) -> None:
        self.linked = LinkedCells()
        self._measures, self._records, self._catalogue = measures, records, catalogue
        self._outside = {place_of(figure)[0] for figure in figures if figure.place == "outside"}
        self._nowhere = {place_of(figure)[0] for figure in figures if figure.place == "nowhere"}
        self.subjects = subjects_of(measures.values())
        self._families: dict[tuple[str, date | None], Family] = {}
        for figure in figures:
            self._take(figure)
        self._pieces = {
            (source, known_on): _pieces(
                days
                for family in self._families.values()
                if (family.measure.source, family.known_on) == (source, known_on)
                for days in family.spans
            )
            for source, known_on in {(each.measure.source, each.known_on) for each in self._families.values()}
        }
        for family in self._families.values():
            self._link_days(family)
            self._link_places(family)
        self._link_parts()
        for group in self._groups_of_families():
            self._link_patterns(group)

    def _take(self, figure: Figure) -> None:
        """Take over the counts behind one figure."""
        behind: dict[tuple[str, str], Key] = {}
        for name, counted in figure.counts.items():
            measure = self._measures[self.subjects[figure.measure_id]]
            family = self._families.setdefault((measure.id, counted.known_on), Family(measure, counted.known_on))
            place, days = place_of(figure), tuple(counted.days)
            for kind, number in counted.numbers.items():
                # Of the counts against the baseline, the change alone is printed, not what it would be if known.
                printed = kind != NOT_KNOWN or name not in {BASE_NOW, BASE_BEFORE}
                cell = LinkedCell(measure.source, measure.id, number, printed)
                behind[name, kind] = CellKey(measure.id, place, days, counted.known_on, kind)
                self.linked.add(behind[name, kind], cell)
            values = family.values.setdefault((place, days), {})
            values.update({kind: counted.numbers[kind] for kind in KINDS})
        self.linked.behind.append(behind)

    def _key(self, family: Family, place: Place, days: Days, kind: str) -> CellKey:
        """Return the key of a count, which is known from now on; possible ones are the counted and the not known."""
        key = CellKey(family.measure.id, place, days, family.known_on, kind)
        if key not in self.linked.cells:
            self.linked.add(key, LinkedCell(family.measure.source, family.measure.id, None, printed=False))
            if kind == POSSIBLE:
                self.linked.relate((key,), tuple(self._key(family, place, days, each) for each in KINDS))
        return key

    def _pieces_in(self, family: Family, days: Days) -> list[Days]:
        """Return the pieces of some days; people do not add up over days, which are then a piece of their own."""
        if family.measure.counts_persons:
            return [days]
        pieces = self._pieces[family.measure.source, family.known_on]
        return [(piece,) for piece in pieces if any(start <= piece[0] and piece[1] <= end for start, end in days)]

    def _levels(self, family: Family) -> list[Days]:
        """Return all days of a family, and their pieces."""
        pieces = (piece for days in family.spans for piece in self._pieces_in(family, days))
        return list(dict.fromkeys((*family.spans, *pieces)))

    def _link_days(self, family: Family) -> None:
        for (place, days), kind in product(family.values, KINDS):
            pieces = self._pieces_in(family, days)
            self.linked.relate(
                (self._key(family, place, days, kind),),
                tuple(self._key(family, place, piece, kind) for piece in pieces),
            )
        for place in family.places:
            spans = [days for days in family.spans if (place, days) in family.values]
            for whole, part in product(spans, spans):
                if _within(part, whole):
                    self._link_rest_of_days(family, place, whole, part)

    def _link_rest_of_days(self, family: Family, place: Place, whole: Days, part: Days) -> None:
        """Link what is left of some days when others are taken from them, as anybody can."""
        pieces = [piece for piece in self._pieces_in(family, whole) if piece not in self._pieces_in(family, part)]
        for kind in KINDS:
            value = (family.value(place, whole, kind) or 0) - (family.value(place, part, kind) or 0)
            if value <= 0:
                continue
            cell = LinkedCell(family.measure.source, family.measure.id, value, printed=False, follows=True)
            if family.measure.counts_persons:
                key: Key = (CellKey(family.measure.id, place, whole, family.known_on, kind), "without", part)
                self.linked.add(key, cell)
                inner = self._key(family, place, part, kind)
                self.linked.relate((self._key(family, place, whole, kind),), (inner, key))
                continue
            key = ("rest", CellKey(family.measure.id, place, tuple(days[0] for days in pieces), family.known_on, kind))
            self.linked.add(key, cell)
            self.linked.relate((key,), tuple(self._key(family, place, piece, kind) for piece in pieces))

    def _link_places(self, family: Family) -> None:
        for total, parts in self._groups(family):
            if family.measure.counts_persons:
                self._link_each_part(family, total, parts)
                continue
            # Where an unknown area may be inside, its people may be of the whole, but do not count.
            somewhere = [place for place in parts if place[0] not in self._nowhere]
            loose = [
                kind for kind in (COUNT, POSSIBLE) if not self._link_exactly(family, total, (parts, somewhere), kind)
            ]
            for kind in loose:
                self._link_loosely(family, total, parts, kind)
            if loose:
                self._link_each_part(family, total, parts)

    def _link_exactly(self, family: Family, total: Place, choices: Sequence[list[Place]], kind: str) -> bool:
        """Link a total and the first choice of parts that add up to it; return whether there is one."""
        for parts in choices:
            if not any(self._residuals(family, total, parts, kind)):
                for days in self._levels(family):
                    wanted = tuple(self._key(family, place, days, kind) for place in parts)
                    self.linked.relate((self._key(family, total, days, kind),), wanted)
                return True
        return False

    def _groups(self, family: Family) -> list[tuple[Place, list[Place]]]:
        """Return every place that others are the parts of, in one dimension at a time, with those."""
        found: list[tuple[Place, list[Place]]] = []
        inside = [place for place in family.places if place[0] not in self._outside]
        for total in family.places:
            for i, (name, value) in enumerate(total):
                others = inside if name == "area" else family.places
                parts = [
                    place
                    for place in others
                    if place[i][1] != ALL_LABEL and place[:i] + place[i + 1 :] == total[:i] + total[i + 1 :]
                ]
                if value == ALL_LABEL and parts:
                    found.append((total, parts))
        return found

    def _residuals(self, family: Family, total: Place, parts: list[Place], kind: str) -> list[int]:
        """Return by how much a total is more than its parts, for all days of which everything is printed.

        What adds up in all of them is taken to add up, for whoever reads the table will take it so.
        """
        found = []
        for days in family.spans:
            values = [family.value(place, days, kind) for place in (total, *parts)]
            if None not in values:
                whole, *rest = [value or 0 for value in values]
                found.append(whole - sum(rest))
        return found

    def _link_loosely(self, family: Family, total: Place, parts: list[Place], kind: str) -> None:
        """Link parts that overlap, or that leave something out, by what is twice and what is left."""
        residuals = self._residuals(family, total, parts, kind)
        twice, left = any(each < 0 for each in residuals), any(each > 0 for each in residuals)
        for days in self._levels(family):
            key = self._key(family, total, days, kind)
            more = [("twice", key, parts[0])] if twice else []
            rest = [("left", key, parts[0])] if left else []
            for each in (*more, *rest):
                self.linked.add(each, LinkedCell(family.measure.source, family.measure.id, None, printed=False))
            wanted = tuple(self._key(family, place, days, kind) for place in parts)
            self.linked.relate((key, *more), (*wanted, *rest))

    def _link_each_part(self, family: Family, total: Place, parts: list[Place]) -> None:
        """Link each part by itself: it is no more than the total, as far as the numbers bear that out."""
        for kind, part in product((COUNT, POSSIBLE), parts):
            pairs = [(family.value(total, days, kind), family.value(part, days, kind)) for days in family.spans]
            if all(whole is None or value is None or value <= whole for whole, value in pairs):
                for days in self._levels(family):
                    rest: Key = ("not in", self._key(family, total, days, kind), part)
                    self.linked.add(rest, LinkedCell(family.measure.source, family.measure.id, None, printed=False))
                    wanted = (self._key(family, part, days, kind), rest)
                    self.linked.relate((self._key(family, total, days, kind),), wanted)

    def _link_parts(self) -> None:
        families = list(self._families.values())
        for whole, part in product(families, families):
            if whole is not part and whole.known_on == part.known_on and self._is_part(part.measure, whole.measure):
                for place in part.places:
                    if place in whole.places and _of_the_same_people(part.measure, whole.measure, place):
                        self._link_part(whole, part, place)

    def _is_part(self, part: Measure, whole: Measure) -> bool:
        declared = part.part_of and self.subjects.get(part.part_of) == whole.id
        return bool(declared) or is_part(part, whole, self._catalogue.sets_by_name)

    def _link_part(self, whole: Family, part: Family, place: Place) -> None:
        """Link a measure and its part by what is left of the one without the other, as anybody can work it out."""
        shared = [days for days in part.spans if (place, days) in part.values and (place, days) in whole.values]
        for kind in (COUNT, POSSIBLE):
            left = {
                days: (whole.value(place, days, kind) or 0) - (part.value(place, days, kind) or 0) for days in shared
            }
            if any(value < 0 for value in left.values()):
                continue
            for days, value in left.items():
                rest = self._rest(whole, part, place, days, kind)
                self.linked.cells[rest] = LinkedCell(whole.measure.source, whole.measure.id, value, False, True)
                pieces = self._pieces_in(whole, days)
                for piece in pieces:
                    inner = self._rest(whole, part, place, piece, kind)
                    wanted = (self._key(part, place, piece, kind), inner)
                    self.linked.relate((self._key(whole, place, piece, kind),), wanted)
                self.linked.relate((rest,), tuple(self._rest(whole, part, place, piece, kind) for piece in pieces))

    def _groups_of_families(self) -> list[list[Family]]:
        """Return the families that count the same records, by the same dates and in the same parts of a breakdown."""
        groups: dict[Hashable, list[Family]] = {}
        for family in self._families.values():
            measure = family.measure
            dimensions = {name for place in family.places for name, _ in place}
            whose = (measure.role or "victim") if dimensions & OF_PEOPLE else ""
            key = (measure.source, measure.unit, measure.date_basis, family.known_on, whose)
            if not measure.counts_persons and CLAUSE not in dimensions:
                groups.setdefault(key, []).append(family)
        return [group for group in groups.values() if len(group) > 1]

    def _link_patterns(self, group: list[Family]) -> None:
        """Link the counts of several measures by the records that they share: those with the same answers to all."""
        records = self._records[group[0].measure.source]
        perhaps = records.perhaps or group[0].known_on is not None
        patterns = AnswerPatterns([family.measure for family in group], records, self._catalogue, perhaps)
        wanted: list[tuple[Place, Days, list[Answers]]] = []
        for place in self._finest(group, records.with_people):
            answers = patterns.within(place[1:])
            if answers is None:
                return
            possible = self._possible(group, place, answers)
            wanted += [(place, days, possible) for days in self._levels_of(group)]
        if sum(len(possible) for _, _, possible in wanted) <= MOST_PATTERNS:
            for place, days, possible in wanted:
                self._link_pattern(group, place, days, possible)

    def _levels_of(self, group: list[Family]) -> list[Days]:
        found = (days for family in group for each in family.spans for days in self._pieces_in(family, each))
        return list(dict.fromkeys(found))

    def _finest(self, group: list[Family], with_people: bool) -> list[Place]:
        """Return the places that are not the sum of others; a record with several people may be in several bands."""
        places = list(dict.fromkeys(place for family in group for place in family.places))
        by_area = any(place[0][1] != ALL_LABEL for place in places)
        found = [place for place in places if not by_area or place[0][1] != ALL_LABEL]
        if with_people and any(name in OF_PEOPLE for name, _ in places[0]):
            return found
        split = {name for place in places for name, value in place if name != "area" and value != ALL_LABEL}
        return [place for place in found if all(value != ALL_LABEL for name, value in place if name in split)]

    def _possible(self, group: list[Family], place: Place, answers: set[Answers]) -> list[Answers]:
        """Return the answers for a place by the families that have it; one that has no such band counts nobody there."""
        nowhere = place[0] in self._nowhere | self._outside
        shown = [place in family.places for family in group]
        found: dict[Answers, None] = {}
        for each in sorted(answers, key=repr):
            if not nowhere and any(answer is not False and not has for answer, has in zip(each, shown, strict=True)):
                continue
            kept = tuple(answer if has else False for answer, has in zip(each, shown, strict=True))
            if any(answer is not False for answer in kept):
                found[kept] = None
        return list(found)

    def _link_pattern(self, group: list[Family], place: Place, days: Days, possible: list[Answers]) -> None:
        measure = group[0].measure
        keys: dict[Answers, Key] = {}
        for answers in possible:
            keys[answers] = ("answers", group[0].measure.id, group[0].known_on, place, days, answers)
            self.linked.add(keys[answers], LinkedCell(measure.source, measure.id, None, printed=False))
        for i, family in enumerate(group):
            if place in family.places:
                for kind, answer in ((COUNT, True), (NOT_KNOWN, None)):
                    parts = tuple(key for answers, key in keys.items() if answers[i] is answer)
                    self.linked.by_rules[Identity((self._key(family, place, days, kind),), parts)] = None

    def _rest(self, whole: Family, part: Family, place: Place, days: Days, kind: str) -> Key:
        key = ("without", CellKey(whole.measure.id, place, days, whole.known_on, kind), part.measure.id)
        self.linked.add(key, LinkedCell(whole.measure.source, whole.measure.id, None, printed=False))
        return key


def subjects_of(measures: Iterable[Measure]) -> dict[str, str]:
    """Return for each measure the first that counts the same, so that one count has one name."""
    first: dict[object, str] = {}
    return {
        each.id: first.setdefault((each.source, each.unit, each.date_basis, each.rule, each.having), each.id)
        for each in measures
    }


def _of_the_same_people(part: Measure, whole: Measure, place: Place) -> bool:
    """Return whether a breakdown means the same people in both: a victim's age band is not a suspect's."""
    split = any(name in OF_PEOPLE and value != ALL_LABEL for name, value in place)
    return not split or (part.role or "victim") == (whole.role or "victim")


def _pieces(spans: Iterable[Days]) -> list[tuple[date, date]]:
    """Return the days between all days on which a span begins or has just ended."""
    edges = {edge for days in spans for start, end in days for edge in (start, end + ONE_DAY)}
    return [(start, end - ONE_DAY) for start, end in pairwise(sorted(edges))]


def _within(part: Days, whole: Days) -> bool:
    return part != whole and all(any(s <= start and end <= e for s, e in whole) for start, end in part)
