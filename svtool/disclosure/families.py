"""The counts behind the figures of a run, in families: one for each subject, in all places and on all days."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from svtool.counting.basis import Basis
from svtool.counting.cells import ALL_LABEL
from svtool.disclosure.day_axes import day_axes
from svtool.disclosure.linked_cells import Key, LinkedCell, LinkedCells
from svtool.disclosure.released_cells import NONE_BEFORE, EarlierReleases, GridLabels, ReleasedCell, on_one_grid
from svtool.figures.contract import BASE_BEFORE, BASE_NOW, COUNT, NOT_KNOWN, SERIES, UNDATED, Figure
from svtool.schema.tables import Measure

POSSIBLE = "possible"  # counted, or not known
NOW = ""  # the run itself, beside the names of releases
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

    `series` are the points of its chart, of the whole, by their days; their counts alone are shown. A count that an
    earlier release suppressed or rounded is None; `counted_now` are the days that the run itself counts. `runs` has for
    each place and days which run's counts they are, and for the days of points: the name of a release, or `NOW`.
    """

    measure: Measure
    known_on: date | None
    values: dict[tuple[Place, Days], dict[str, int | None]] = field(default_factory=dict)
    series: dict[Days, int | None] = field(default_factory=dict)
    counted_now: set[Days] = field(default_factory=set)
    runs: dict[tuple[Place | None, Days], str] = field(default_factory=dict)

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
        if kind != POSSIBLE:
            return found.get(kind)
        count, not_known = found.get(COUNT), found.get(NOT_KNOWN)
        return None if count is None or not_known is None else count + not_known


At = tuple[Family, Place | None, Days]  # without a place, a point of a chart
WHOLE: Place = (("area", ALL_LABEL),)


def are_of_one_run(counts: Iterable[At]) -> bool:
    """Return whether one run counted all of them that there are.

    Between two runs records change, so that what their counts say of each other contradicts no rule and no sum.
    """
    return len({family.runs.get((place, days)) for family, place, days in counts} - {None}) <= 1


def are_counted_now(counts: Iterable[At]) -> bool:
    """Return whether the run itself counts them all, so that what they leave is known."""
    return all(family.runs.get((place, days)) == NOW for family, place, days in counts)


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

    def __init__(
        self, figures: Sequence[Figure], measures: Iterable[Measure], before: EarlierReleases = NONE_BEFORE
    ) -> None:
        """Take over the counts behind the figures, and those of earlier releases."""
        self.linked = LinkedCells()
        self._measures = {each.id: each for each in measures}
        self.outside = {place_of(figure)[0] for figure in figures if figure.place == "outside"} | before.outside
        self.nowhere = {place_of(figure)[0] for figure in figures if figure.place == "nowhere"} | before.nowhere
        sources = dict.fromkeys(figure.source for figure in figures)
        released = [each for each in before.cells if each.measure.source in sources]
        self._split = _dimensions(figures, released)
        # Points of charts are counted without breakdowns.
        self.whole = next((place for figure in figures if _is_whole(place := self._place_of(figure))), WHOLE)
        self._rename_other_rules(released)
        self.subjects = subjects_of(self._measures.values())
        self._families: dict[tuple[str, date | None], Family] = {}
        self._before, self._labels = before, {source: before.labels_together(source) for source in sources}
        own = {(figure.source, each.basis) for figure in figures for each in figure.counts.values()}
        self._axes = day_axes(
            [
                *((source, self._on_grid(source, basis)) for source, basis in own),
                *(
                    (each.measure.source, self._on_grid(each.measure.source, each.basis, each.labels))
                    for each in released
                ),
            ]
        )
        for figure in figures:
            self._take(figure)
        for each in released:
            self._take_released(each)
        alike: dict[tuple[str, date | None], list[Family]] = {}
        for family in self._families.values():
            alike.setdefault((family.measure.source, family.known_on), []).append(family)
        self._pieces = {key: _pieces(days for each in found for days in each.spans) for key, found in alike.items()}
        self._of_series = {
            key: _pieces(days for each in found for days in (*each.spans, *each.series)) for key, found in alike.items()
        }

    @cached_property
    def unknown_is_inside(self) -> bool:
        """Return whether those of whom nobody knows the area count for the whole, as far as the counts tell."""
        for family in self:
            for total, parts in self.groups(family):
                if total[0][1] != ALL_LABEL or not any(place[0] in self.nowhere for place in parts):
                    continue
                for days in family.spans:
                    if not are_of_one_run((family, place, days) for place in (total, *parts)):
                        continue
                    whole, *rest = (family.value(place, days, COUNT) for place in (total, *parts))
                    if whole is not None and whole < sum(each or 0 for each in rest):
                        return False
        return True

    def __iter__(self) -> Iterator[Family]:
        """Yield every family."""
        return iter(self._families.values())

    def _take(self, figure: Figure) -> None:
        """Take over the counts behind one figure."""
        behind: dict[tuple[str, str], Key] = {}
        for name, counted in figure.counts.items():
            measure = self._measures[self.subjects[figure.measure_id]]
            family = self._families.setdefault((measure.id, counted.known_on), Family(measure, counted.known_on))
            basis = self._on_grid(measure.source, counted.basis)
            place, days = self._place_of(figure), self._axes[measure.source].days_of(basis)
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
            family.counted_now.add(days)
            family.runs[place, days] = NOW
        self.linked.behind.append(behind)

    def _place_of(self, figure: Figure) -> Place:
        """Return where a figure stands in all breakdowns, those of earlier releases too."""
        return self._in_all(place_of(figure))

    def _in_all(self, place: Iterable[tuple[str, str]]) -> Place:
        said = dict(place)
        return tuple((name, said.get(name, ALL_LABEL)) for name in self._split)

    def _on_grid(self, source: str, basis: Basis, labels: GridLabels | None = None) -> Basis:
        """Return a basis whose rows and columns are those of the run and of all releases together."""
        run = self._before.labels.get(source, GridLabels())
        if not self._before.cells:
            return basis
        return on_one_grid(basis, labels or run, self._labels[source], run)

    def _rename_other_rules(self, released: Iterable[ReleasedCell]) -> None:
        """Give each measure of a release that counts what no measure of the run does an id of its own."""
        known = {what_is_counted(each): each.id for each in self._measures.values()}
        for measure in {id(each.measure): each.measure for each in released}.values():
            if what_is_counted(measure) not in known:
                name = measure.id
                while name in self._measures:
                    name += " before"
                self._measures[name] = replace(measure, id=name, part_of=None)
                known[what_is_counted(measure)] = name
        self._by_what = known

    def _take_released(self, cell: ReleasedCell) -> None:
        """Take over a count of an earlier release: of what is rounded or suppressed nobody knows the value."""
        measure = self._measures[self.subjects[self._by_what[what_is_counted(cell.measure)]]]
        family = self._families.setdefault((measure.id, None), Family(measure, None))
        basis = self._on_grid(measure.source, cell.basis, cell.labels)
        place, days = self._in_all(cell.place), self._axes[measure.source].days_of(basis)
        key = CellKey(measure.id, place, days, None, cell.kind)
        self.linked.add(key, LinkedCell(measure.source, cell.measure.id, None, printed=False))
        self.linked.released.setdefault(key, []).append(cell.shown)
        exact = None if cell.shown.rule.rounds else cell.shown.value
        if cell.is_point:
            family.series.setdefault(days, exact)
            family.runs.setdefault((None, days), cell.shown.release)
        elif cell.kind in {*KINDS, UNDATED}:
            family.values.setdefault((place, days), {}).setdefault(cell.kind, exact)
            family.runs.setdefault((place, days), cell.shown.release)

    def _take_point(self, family: Family, days: Days, number: int) -> Key:
        """Take over the count of a point of a chart, and return its key."""
        measure = family.measure
        key = CellKey(measure.id, self.whole, days, family.known_on, COUNT)
        self.linked.add(key, LinkedCell(measure.source, measure.id, number, printed=True))
        family.series[days] = number
        family.runs[None, days] = NOW
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
    return {each.id: first.setdefault(what_is_counted(each), each.id) for each in measures}


def what_is_counted(measure: Measure) -> Hashable:
    """Return what makes two measures count the same."""
    having = measure.having
    often = (having.offences.gte, having.on_different_days) if having else None
    sides = tuple((each.measure_id, each.answer) for each in measure.sides)
    again = measure.again_within_months
    return (measure.source, measure.unit, measure.date_basis, measure.rule, often, again, *sides)


def _dimensions(figures: Iterable[Figure], released: Iterable[ReleasedCell]) -> tuple[str, ...]:
    """Return by what anything is broken down: as the figures are, and then as earlier releases were."""
    own = [name for figure in figures for name, _ in place_of(figure)]
    return tuple(dict.fromkeys((*own, *sorted({name for each in released for name, _ in each.place}))))


def _pieces(spans: Iterable[Days]) -> list[tuple[int, int]]:
    """Return the days between all days on which a span begins or has just ended."""
    edges = {edge for days in spans for start, end in days for edge in (start, end + 1)}
    return [(start, end - 1) for start, end in pairwise(sorted(edges))]


def is_within(part: Days, whole: Days) -> bool:
    """Return whether all of some days are among others, which are more."""
    return part != whole and all(any(first <= start and end <= last for first, last in whole) for start, end in part)


def have_no_more_undated(families: Iterable[Family], part: Days, whole: Days) -> bool:
    """Return whether nothing has more undated on some days than on others, and something less, as far as is shown."""
    pairs = (
        (family.value(place, part, UNDATED), family.value(place, whole, UNDATED))
        for family in families
        for place in family.places
    )
    shown = [(less, more) for less, more in pairs if less is not None and more is not None]
    return all(less <= more for less, more in shown) and any(less < more for less, more in shown)
