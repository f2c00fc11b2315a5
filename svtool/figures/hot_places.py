"""Places beside each other: which have a higher rate than the others by more than looking at so many explains.

All of it is made of figures as they are printed, so that under a disclosure policy nothing is said that these do not
say. What is not known may lie in any other place: a place is only called higher if that could not undo it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from svtool.counting.source_counts import SourceCounts
from svtool.coverage.source_coverage import Coverage
from svtool.dates import whole_months
from svtool.figures.contract import OWN, SUPPRESSED, AmongPlaces, Figure
from svtool.figures.place_verdicts import (
    FEWEST_EVENTS,
    HIGHER,
    LOWER,
    NOT_LOOKED_AT,
    NOT_SHOWN,
    NOT_TOLD,
    TOO_FEW,
    UNDONE,
)
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.tables import Measure
from svtool.statistics.many_places import AgainstOthers, compare_with_others, dispersion_over_places

FEWEST_PLACES = 2
FEWEST_MONTHS = 12  # on which it is told how much more than independent events the months of places vary
Group = tuple[object, ...]


@dataclass(frozen=True)
class PlaceLooker:
    """Looks at the places of a run.

    Attributes:
        measures: the counted measures by id.
        counts, coverage: of each source.
        policy: the disclosure policy; None where counts are printed as they are.
    """

    measures: Mapping[str, Measure]
    counts: Mapping[str, SourceCounts]
    coverage: Mapping[str, Coverage]
    policy: DisclosurePolicy | None = None

    def looked_at(self, printed: Sequence[Figure], exact: Sequence[Figure]) -> list[Figure]:
        """Return the figures, each of a place with how it compares with all others together.

        Args:
            printed: the figures as they are printed, those that are worked out from others among them.
            exact: the counted ones as they were counted.
        """
        behind = {_key(each): each for each in exact}
        groups: dict[Group, list[int]] = {}
        for number, figure in enumerate(printed):
            if figure.is_column and _key(figure) in behind:
                groups.setdefault(_group(figure), []).append(number)
        found = list(printed)
        for numbers in groups.values():
            group = _Group([(printed[number], behind[_key(printed[number])]) for number in numbers])
            crowd = self._crowd(group)
            for number in numbers:
                if found[number].place == "part":
                    found[number] = found[number].but(among=crowd.compared(found[number]))
        return found

    def _crowd(self, group: _Group) -> _Crowd:
        """Return the places of a group, with how much more than independent events their months vary."""
        measure = self.measures[group.printed[0].measure_id]
        of_people = measure.counts_persons
        months = None if of_people else self._months(group, measure)
        dispersion = dispersion_over_places(months.counts) if months else None
        if self.policy is None:
            return _Crowd(group, dispersion, of_people)
        # Months of other periods are counts that no table need print, and so are the exact ones behind rounded counts.
        is_told = not (months and months.are_borrowed) and not self.policy.rule_for(measure.source, measure.id).rounds
        # With its digits it would name counts of months; more than it is errs on the side of caution.
        halves = None if dispersion is None else math.ceil(2 * dispersion) / 2
        return _Crowd(group, halves if is_told else None, of_people, is_told)

    def _months(self, group: _Group, measure: Measure) -> _Months | None:
        """Return the months of the places whose counts are printed; None where there are fewer than twelve."""
        shown = [exact for printed, exact in group.pairs if printed.count is not None and _is_looked_at(printed)]
        if not shown:
            return None
        behind = [each.counts[OWN] for each in shown]
        of_each = [whole_months(each.basis.spans) for each in behind]
        months, bases = [each for each in of_each[0] if all(each in others for others in of_each)], None
        if len(months) < FEWEST_MONTHS:
            bases = self.coverage[measure.source].held_ever(None, measure.counted_people)
            bases = bases.on([(date.min, behind[0].known_on)]) if behind[0].known_on else bases
            months = whole_months(bases.spans)
        if len(months) < FEWEST_MONTHS:
            return None
        counts = self.counts[measure.source]
        rows = [
            counts.met_in_each(measure, bases or own.basis, months, exact.cell, own.known_on)
            for exact, own in zip(shown, behind, strict=True)
        ]
        return _Months(rows, are_borrowed=bases is not None)


@dataclass(frozen=True)
class _Months:
    """The monthly counts of places, and whether they are those of other periods too."""

    counts: Sequence[Sequence[int]]
    are_borrowed: bool


@dataclass(frozen=True)
class _Group:
    """A measure in a period, place by place: each figure as it is printed, and as it was counted."""

    pairs: Sequence[tuple[Figure, Figure]]

    @cached_property
    def printed(self) -> list[Figure]:
        """Return the figures as they are printed."""
        return [printed for printed, _ in self.pairs]

    @cached_property
    def places(self) -> list[Figure]:
        """Return the places that have people and a count, be it suppressed."""
        return [each for each in self.of("part") if _is_looked_at(each)]

    def of(self, place: str) -> list[Figure]:
        """Return the figures of the whole, of its parts, or of what lies nowhere."""
        return [each for each in self.printed if each.place == place]


class _Crowd:
    """All places of a group, to compare each with the others."""

    def __init__(
        self, group: _Group, dispersion: float | None, counts_people: bool = False, is_told: bool = True
    ) -> None:
        """Begin with a group; people may count in several places, so that the whole says nothing of the others."""
        self._dispersion, self._is_told = dispersion, is_told
        self._number, shown = len(group.places), [each for each in group.places if each.count is not None]
        self._people = sum(_people(each) for each in group.places)
        self._sum = sum(each.count or 0 for each in shown)
        self._most_shown = _most(shown)
        self._are_all_shown = len(shown) == self._number
        self._nowhere = _most(group.of("nowhere"))
        left_out = sum(each.count or 0 for each in group.of("part") if not _is_looked_at(each))
        whole = None if counts_people else _most(group.of("whole"))
        self._inside = None if whole is None else whole - left_out

    def compared(self, place: Figure) -> AmongPlaces:
        """Return how a place compares with the others."""
        found = AmongPlaces(self._number)
        if not _is_looked_at(place) or self._number < FEWEST_PLACES:
            return replace(found, place_verdict=NOT_LOOKED_AT)
        if place.count is None or not self._is_told:
            return replace(found, place_verdict=NOT_TOLD)
        if self._sum < FEWEST_EVENTS:
            return replace(found, place_verdict=TOO_FEW)
        found = replace(found, places_dispersion=self._dispersion)
        if not self._are_all_shown:
            return replace(found, place_verdict=self._verdict_in_doubt(place))
        certain = self._against(place, place.count, self._sum - place.count)
        verdict = HIGHER if certain.is_higher else LOWER if certain.is_lower else NOT_SHOWN
        if verdict != NOT_SHOWN and self._verdict_in_doubt(place) != verdict:
            verdict = UNDONE
        return replace(
            found,
            rate_ratio=certain.ratio,
            rate_ratio_lower=certain.lower,
            rate_ratio_upper=None if certain.upper == math.inf else certain.upper,
            place_verdict=verdict,
        )

    def _verdict_in_doubt(self, place: Figure) -> str:
        """Return the verdict that holds whatever is not known, and wherever it lies."""
        count, others = place.count or 0, self._sum - (place.count or 0)
        elsewhere, here = self._most_elsewhere(place), self._most_here(place)
        if elsewhere is not None and self._against(place, count, elsewhere).is_higher:
            return HIGHER
        if here is not None and self._against(place, here, others).is_lower:
            return LOWER
        return NOT_SHOWN

    def _most_elsewhere(self, place: Figure) -> int | None:
        """Return how many at most may lie in the other places; None where what is printed sets no bound."""
        own = (place.count or 0) + (_perhaps(place) or 0)
        if self._are_all_shown and self._most_shown is not None and self._nowhere is not None:
            return self._most_shown + self._nowhere - own
        return None if self._inside is None or self._nowhere is None else self._inside + self._nowhere - own

    def _most_here(self, place: Figure) -> int | None:
        perhaps = _perhaps(place)
        return None if perhaps is None or self._nowhere is None else (place.count or 0) + perhaps + self._nowhere

    def _against(self, place: Figure, count: int, others: int) -> AgainstOthers:
        people = _people(place)
        return compare_with_others(
            (count, people), (max(others, 0), self._people - people), self._number, self._dispersion or 1
        )


def _group(figure: Figure) -> Group:
    return figure.table, figure.position, figure.column, *figure.by.values()


def _key(figure: Figure) -> Group:
    return figure.table, figure.position, figure.measure_id, figure.cell, figure.column


def _is_looked_at(figure: Figure) -> bool:
    """Return whether a figure is of a place that has people and a count, be it suppressed."""
    rate = figure.rate
    if figure.place != "part" or rate is None or not rate.population:
        return False
    return figure.status == SUPPRESSED if figure.count is None else rate.rate is not None


def _people(figure: Figure) -> int:
    return (figure.rate.population or 0) if figure.rate else 0


def _perhaps(figure: Figure) -> int | None:
    """Return how many more may belong to a figure; None where that is suppressed."""
    if figure.not_known is None or figure.hides_undated:
        return None
    return figure.not_known + (figure.undated or 0)


def _most(figures: Iterable[Figure]) -> int | None:
    """Return how many some figures hold together at most; None where one is suppressed."""
    total = 0
    for each in figures:
        perhaps = _perhaps(each)
        if each.count is None or perhaps is None:
            return None
        total += each.count + perhaps
    return total
