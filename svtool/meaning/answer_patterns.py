"""Which answers several measures can give together about one record: what their rules say of each other.

A record without a weapon that is known is "not known" to every measure that asks for one; a patient in the band 18 to
24 is under 25. Whoever reads a table knows that, and may work counts out from it, so disclosure control must know it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

from svtool.meaning.answers import Answer, answer_test
from svtool.meaning.decide import PEOPLE, answer_any, decide
from svtool.schema.breakdowns import Breakdown
from svtool.schema.offences import Catalogue
from svtool.schema.rules import Compare, Test, only_certain, tests_of
from svtool.schema.sources import FLAG_VALUES, Role, Source
from svtool.schema.tables import Measure
from svtool.schema.written_ages import OLDEST

MOST_RECORDS = 5_000  # kinds of record that are told apart; beyond, what rules say of each other is left out
OTHER = "\0other"  # a value that no rule names

Answers = tuple[Answer, ...]
Part = tuple[Breakdown, str]  # a breakdown, and the label of one of its parts
Person = dict[str, Any]


@dataclass(frozen=True)
class Records:
    """What is known of the records of a source.

    Attributes:
        source: their fields.
        recorded: field → the values that occur.
        with_people: whether people stand in lists of their own, so that a record may have several or none.
        perhaps: whether a record may belong to a figure without its being certain: counts are intervals, or an area
            that is not known may be inside.
        breakdowns: what the figures may be broken down by.
    """

    source: Source
    recorded: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    with_people: bool = False
    perhaps: bool = False
    breakdowns: Mapping[str, Breakdown] = field(default_factory=dict)


class AnswerPatterns:
    """The answers that measures can give together, in each part of a breakdown."""

    def __init__(self, measures: Sequence[Measure], records: Records, catalogue: Catalogue, perhaps: bool) -> None:
        """Prepare the fields that matter.

        Args:
            measures: of one source, unit and date; each becomes a place in an answer.
            records: what is known of their source.
            catalogue: the offences.
            perhaps: whether a record may belong to a part of a breakdown without its being certain.
        """
        self._measures, self._records, self._catalogue = measures, records, catalogue
        self._source, self._perhaps = records.source, perhaps
        # A victim incident has one victim; an offence may have several people, where they stand in lists.
        self._of_people = records.with_people and measures[0].unit == records.source.unit
        self._role = next((each.role for each in measures if each.role), None)
        self._tests: dict[str, list[Test]] = {}
        for measure in measures:
            for test in tests_of(measure.rule):
                self._tests.setdefault(test.field, []).append(test)
        self._found: dict[tuple[tuple[str, str], ...], set[Answers] | None] = {}

    def within(self, labels: Sequence[tuple[str, str]]) -> set[Answers] | None:
        """Return the answers of records with these labels of a breakdown; None where there are too many to tell."""
        key = tuple(labels)
        if key not in self._found:
            self._found[key] = self._find(dict(key))
        return self._found[key]

    def _find(self, labels: dict[str, str]) -> set[Answers] | None:
        asked: dict[str, list[Part]] = {}
        for name, label in labels.items():
            breakdown = self._records.breakdowns.get(name)
            field = breakdown.field_in(self._source, self._role) if breakdown else None
            if breakdown is None or field is None:
                return None
            asked.setdefault(field, []).append((breakdown, label))
        values = {field: self._values_of(field, asked.get(field, [])) for field in {*self._tests, *asked}}
        mine = {field: found for field, found in values.items() if self._role_of(field) is None}
        people: dict[Role, list[Person | None]] = {
            role: self._people(role, values, asked) for role in self._source.roles
        }
        if prod(map(len, mine.values())) * prod(len(rows) + 1 for rows in people.values()) > MOST_RECORDS:
            return None
        found: set[Answers] = set()
        for record in product(*mine.values()):
            found |= self._answers(dict(zip(mine, record, strict=True)), people)
        return {each for answers in found for each in self._variants(answers)}

    def _answers(self, record: dict[str, Any], people: Mapping[Role, list[Person | None]]) -> set[Answers]:
        """Return every answer that records with these values can give, whoever their people are."""
        sets: list[set[Answers]] = []
        for role in (None, *self._source.roles):
            asked = [each for each in self._measures if self._asks_about(each) == role]
            if role is None:
                sets.append({tuple(self._decide(each, record, None, None) for each in asked)})
                continue
            rows = {tuple(self._decide(each, record, role, row) for each in asked) for row in people[role]}
            sets.append(_together(rows) if self._of_people else rows)
        order = [
            each.id for role in (None, *self._source.roles) for each in self._measures if self._asks_about(each) == role
        ]
        joined = (dict(zip(order, sum(each, ()), strict=True)) for each in product(*sets))
        return {tuple(answers[measure.id] for measure in self._measures) for answers in joined}

    def _decide(self, measure: Measure, record: dict[str, Any], role: Role | None, person: Person | None) -> Answer:
        if role is None:
            return decide(measure.rule, record, self._source, self._catalogue)
        nobody = person is None
        rows: list[Person] | None = [] if nobody and role == "victim" else None if nobody else [person or {}]
        found = record if rows is None else {**record, PEOPLE[role]: rows}
        return decide(measure.rule, found, self._source, self._catalogue)

    def _asks_about(self, measure: Measure) -> Role | None:
        return next((role for test in tests_of(measure.rule) if (role := self._role_of(test.field))), None)

    def _role_of(self, field: str) -> Role | None:
        return self._source.role_of(field)

    def _people(
        self, role: Role, values: Mapping[str, list[Any]], asked: Mapping[str, list[Part]]
    ) -> list[Person | None]:
        """Return the people of a role that differ to these measures, and nobody where there may be nobody."""
        fields = {field: found for field, found in values.items() if self._role_of(field) == role}
        rows: list[Person | None] = [dict(zip(fields, row, strict=True)) for row in product(*fields.values())]
        parts = [part for field, found in asked.items() if self._role_of(field) == role for part in found]
        if not parts or any(label in breakdown.last_labels for breakdown, label in parts):
            rows.append(None)
        return rows

    def _variants(self, answers: Answers) -> Iterator[Answers]:
        """Yield answers, and with them those of a record that may not belong here: yes becomes not known."""
        yield answers
        if self._perhaps:
            yield tuple(None if answer else answer for answer in answers)

    def _values_of(self, field: str, parts: Sequence[Part]) -> list[Any]:
        """Return values of a field, one for each way in which the tests answer; only those in parts of breakdowns."""
        tests = self._tests.get(field, [])
        declared = self._source.by_name.get(field)
        found: dict[tuple[Answer, ...], Any] = {}
        for value in self._some_values(field, tests, parts):
            if all(breakdown.label_of(value, self._catalogue) == label for breakdown, label in parts):
                answers = tuple(answer_test(test, value, declared, self._catalogue) for test in tests)
                found.setdefault(answers, value)
        return list(found.values())

    def _some_values(self, field: str, tests: Sequence[Test], parts: Sequence[Part]) -> list[Any]:
        """Return values of a field, with at least one for each way in which any value is answered."""
        bounds = [test.bound for test in tests if isinstance(test, Compare)]
        declared = self._source.by_name.get(field)
        is_age = declared is not None and declared.type == "age"
        if field in self._records.recorded and not is_age and not bounds:
            return [*self._records.recorded[field], None]
        if all(map(only_certain, tests)) and not parts:
            return [None]  # no extract has the field, and whoever asks need not have it
        if declared is None:
            return [*self._offences(), None]
        if is_age or bounds:
            edges = {0, *self._edges_of_bands(field), *(bound + more for bound in bounds for more in (-1, 0, 1))}
            ages = sorted(edge for edge in edges if edge >= 0)
            return [*((low, high) for low, high in product(ages, ages) if low <= high), None]
        named = [value for test in tests if not isinstance(test, Compare) for value in test.values]
        words = FLAG_VALUES if declared.type == "flag" else declared.words
        free = [] if words else [OTHER]
        shown = [
            word
            for breakdown, label in parts
            if free and label not in breakdown.last_labels
            for word in (label, *breakdown.labels)
        ]
        return [*dict.fromkeys((*words, *named, *free, *shown)), None]

    def _edges_of_bands(self, field: str) -> set[int]:
        """Return the ages at which the bands of breakdowns by a field begin, and those that follow on them."""
        by_it = [each for each in self._records.breakdowns.values() if each.field_in(self._source, self._role) == field]
        bands = [band for each in by_it for band in each.bands]
        return {band.low for band in bands} | {band.high + 1 for band in bands if band.high < OLDEST}

    def _offences(self) -> list[Any]:
        catalogue = self._catalogue
        read = (catalogue.atoms_by_class, catalogue.atoms_by_subcode, catalogue.atoms_by_title)
        sets = {atoms for found in read for atoms in found.values()} | set(catalogue.atoms_by_category.values())
        singles = {frozenset((atom,)) for each in catalogue.classes for atom in each.atoms}
        return sorted(sets | singles, key=sorted)


def _together(rows: set[Answers]) -> set[Answers]:
    """Return the answers of any number of people together: yes if any is yes, else not known if any is."""
    found = set(rows)
    while True:
        more = {tuple(answer_any(pair) for pair in zip(one, other, strict=True)) for one in found for other in rows}
        if more <= found:
            return found
        found |= more
