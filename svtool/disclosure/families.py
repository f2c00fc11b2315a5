"""The counts behind the figures of a run, in families: one for each subject, in all places and on all days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from svtool.counting.cells import ALL_LABEL
from svtool.disclosure.day_axes import day_axes
from svtool.disclosure.linked_cells import Key, LinkedCell, LinkedCells
from svtool.figures.contract import BASE_BEFORE, BASE_NOW, COUNT, NOT_KNOWN, SERIES, UNDATED, Figure
from svtool.schema.tables import Measure

POSSIBLE = "possible"  # counted, or not known
KINDS = (COUNT, NOT_KNOWN)  # what adds up over days; what is undated may belong to all of them

Days = tuple[tuple[int, int], ...]  # on the axis of `day_axes`, on which each part of a source has days of its own
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
    """The counts of one subject, as known on one day: its places, and the days that are printed of them.

    `series` are the points of its chart, of the whole, by their days; their counts alone are shown.
    """

    measure: Measure
    known_on: date | None
    values: dict[tuple[Place, Days], dict[str, int]] = field(default_factory=dict)
    series: dict[Days, int] = field(default_factory=dict)

    @property
    def places(self) -> list[Place]:
        """Return the places, each once."""
        return list(dict.fromkeys(place for place, _ in self.values))

    @property
    def spans(self) -> list[Days]:
        """Return the days, each once."""
        return list(dict.fromkeys(days for _, days in self.values))

    @property
    def has_undated(self) -> bool:
        """Return whether some record of its source has no date."""
        return any(UNDATED in numbers for numbers in self.values.values())

    def value(self, place: Place, days: Days, kind: str) -> int | None:
        """Return a printed count; the possible ones are the counted and the not known."""
        found = self.values.get((place, days))
        if found is None:
            return None
        return found[COUNT] + found[NOT_KNOWN] if kind == POSSIBLE else found.get(kind)


WHOLE: Place = (("area", ALL_LABEL),)


def _is_whole(place: Place) -> bool:
    return all(value == ALL_LABEL for _, value in place)


def place_of(figure: Figure) -> Place:
    """Return where in the breakdowns a figure stands."""
    return (("area", ALL_LABEL if figure.place == "whole" else figure.area), *figure.by.items())


class Families:
    """All families of a run, and the linked cells that are made of them.

    Everything is taken apart into days on which no printed count begins or ends, so that quarters in a year, the
    months compared like for like, and windows that overlap are all sums of the same pieces.
    """

    def __init__(self, figures: Sequence[Figure], measures: Iterable[Measure]) -> None:
        """Take over the counts behind the figures."""
        self.linked = LinkedCells()
        self._measures = {each.id: each for each in measures}
        self.outside = {place_of(figure)[0] for figure in figures if figure.place == "outside"}
        self.nowhere = {place_of(figure)[0] for figure in figures if figure.place == "nowhere"}
        # Points of charts are counted without breakdowns.
        self.whole = next((place for figure in figures if _is_whole(place := place_of(figure))), WHOLE)
        self.subjects = subjects_of(self._measures.values())
        self._families: dict[tuple[str, date | None], Family] = {}
        self._axes = day_axes(figures)
        for figure in figures:
            self._take(figure)
        alike: dict[tuple[str, date | None], list[Family]] = {}
        for family in self._families.values():
            alike.setdefault((family.measure.source, family.known_on), []).append(family)
        self._pieces = {key: _pieces(days for each in found for days in each.spans) for key, found in alike.items()}
        self._of_series = {
            key: _pieces(days for each in found for days in (*each.spans, *each.series)) for key, found in alike.items()
        }

    def __iter__(self) -> Iterator[Family]:
        """Yield every family."""
        return iter(self._families.values())

    def _take(self, figure: Figure) -> None:
        """Take over the counts behind one figure."""
        behind: dict[tuple[str, str], Key] = {}
        for name, counted in figure.counts.items():
            measure = self._measures[self.subjects[figure.measure_id]]
            family = self._families.setdefault((measure.id, counted.known_on), Family(measure, counted.known_on))
            place, days = place_of(figure), self._axes[measure.source].days_of(counted.basis)
            if name == SERIES:
                behind[name, COUNT] = self._take_point(family, days, counted.numbers[COUNT])
                continue
            for kind, number in counted.numbers.items():
                # Against the baseline, what the change would be if all were known is said only where shares moved.
                drifted = bool(figure.baseline_drift_field)
                printed = kind not in {NOT_KNOWN, UNDATED} or name not in {BASE_NOW, BASE_BEFORE} or drifted
                cell = LinkedCell(measure.source, measure.id, number, printed)
                behind[name, kind] = CellKey(measure.id, place, days, counted.known_on, kind)
                self.linked.add(behind[name, kind], cell)
            values = family.values.setdefault((place, days), {})
            values.update({kind: counted.numbers[kind] for kind in (*KINDS, UNDATED) if kind in counted.numbers})
        self.linked.behind.append(behind)

    def _take_point(self, family: Family, days: Days, number: int) -> Key:
        """Take over the count of a point of a chart, and return its key."""
        measure = family.measure
        key = CellKey(measure.id, self.whole, days, family.known_on, COUNT)
        self.linked.add(key, LinkedCell(measure.source, measure.id, number, printed=True))
        family.series[days] = number
        return key

    def key(self, family: Family, place: Place, days: Days, kind: str) -> CellKey:
        """Return the key of a count, which is known from now on; possible ones are the counted and the not known."""
        key = CellKey(family.measure.id, place, days, family.known_on, kind)
        if key not in self.linked.cells:
            self.linked.add(key, LinkedCell(family.measure.source, family.measure.id, None, printed=False))
            if kind == POSSIBLE:
                self.linked.relate((key,), tuple(self.key(family, place, days, each) for each in KINDS))
        return key

    def pieces_in(self, family: Family, days: Days) -> list[Days]:
        """Return the pieces of some days; people do not add up over days, which are then a piece of their own."""
        if family.measure.counts_persons:
            return [days]
        pieces = self._pieces[family.measure.source, family.known_on]
        return [(piece,) for piece in pieces if any(start <= piece[0] and piece[1] <= end for start, end in days)]

    def points_in(self, family: Family, days: Days) -> list[Days]:
        """Return the pieces of some days on which no point of a chart begins or ends either."""
        pieces = self._of_series[family.measure.source, family.known_on]
        return [(piece,) for piece in pieces if any(start <= piece[0] and piece[1] <= end for start, end in days)]

    def levels(self, family: Family) -> list[Days]:
        """Return all days of a family, and their pieces."""
        pieces = (piece for days in family.spans for piece in self.pieces_in(family, days))
        return list(dict.fromkeys((*family.spans, *pieces)))

    def groups(self, family: Family) -> list[tuple[Place, list[Place]]]:
        """Return every place that others are the parts of, in one dimension at a time, with those."""
        found: list[tuple[Place, list[Place]]] = []
        inside = [place for place in family.places if place[0] not in self.outside]
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

    def unknown(self, family: Family) -> LinkedCell:
        """Return a cell of a family that nobody works out."""
        return LinkedCell(family.measure.source, family.measure.id, None, printed=False)


def subjects_of(measures: Iterable[Measure]) -> dict[str, str]:
    """Return for each measure the first that counts the same, so that one count has one name."""
    first: dict[object, str] = {}
    return {each.id: first.setdefault(_counted_alike(each), each.id) for each in measures}


def _counted_alike(measure: Measure) -> tuple[object, ...]:
    often = (measure.having, measure.again_within_months)
    sides = tuple((each.measure_id, each.answer) for each in measure.sides)
    return (measure.source, measure.unit, measure.date_basis, measure.rule, *often, *sides)


def _pieces(spans: Iterable[Days]) -> list[tuple[int, int]]:
    """Return the days between all days on which a span begins or has just ended."""
    edges = {edge for days in spans for start, end in days for edge in (start, end + 1)}
    return [(start, end - 1) for start, end in pairwise(sorted(edges))]
