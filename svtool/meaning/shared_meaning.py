"""What measures mean for each other: which is a part of which, and how one record may answer to several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from svtool.meaning.answer_patterns import AnswerPatterns, Records
from svtool.meaning.rule_parts import is_part, is_within
from svtool.schema.breakdowns import CLAUSE, Breakdown
from svtool.schema.offences import Catalogue
from svtool.schema.rules import tests_of
from svtool.schema.sources import PLACE, ROLE_UNITS
from svtool.schema.tables import Measure


@dataclass(frozen=True)
class SharedMeaning:
    """What the rules of the measures of a run say of each other.

    Attributes:
        records: source → what is known of its records.
        catalogue: the offences.
    """

    records: Mapping[str, Records]
    catalogue: Catalogue

    def is_part(self, part: Measure, whole: Measure) -> bool:
        """Return whether a measure counts nothing but what another counts too, as far as their rules show it."""
        if part.sides or whole.sides:
            return False  # their rules say what is asked, and not what is answered
        return is_part(part, whole, self.catalogue.sets_by_name)

    def is_within(self, part: Measure, whole: Measure) -> bool:
        """Return whether what meets one measure's rule meets another's, whatever they count of it."""
        return not (part.sides or whole.sides) and is_within(part, whole, self.catalogue.sets_by_name)

    def are_incidents_of(self, incidents: Measure, people: Measure) -> bool:
        """Return whether some units are of one person each at most, and of all whom another measure counts."""
        if incidents.counts_persons or not people.counts_persons or not self.is_within(people, incidents):
            return False
        if incidents.unit in ROLE_UNITS:
            return incidents.role == people.role
        # A record has one place at most, and where people have no lists of their own, one of them.
        return people.role == PLACE or not self.records[incidents.source].with_people

    def are_of_people(self, incidents: Measure, people: Measure) -> bool:
        """Return whether each unit has one at least of the people of another measure's rule, unless the name lacks."""
        if incidents.counts_persons or not people.counts_persons or not self.is_within(incidents, people):
            return False
        # An offence that meets a rule about victims has a victim who does; of a place it has one.
        if incidents.role == people.role or (people.role == PLACE and incidents.unit not in ROLE_UNITS):
            return True
        return incidents.unit not in ROLE_UNITS and not self.records[incidents.source].with_people

    def are_no_more(self, fewer: Measure, more: Measure) -> bool:
        """Return whether each unit of one measure has one of the other's, of another kind, which no other has."""
        if fewer.counts_persons or more.counts_persons or (fewer.unit in ROLE_UNITS) == (more.unit in ROLE_UNITS):
            return False
        if not self.is_within(fewer, more):
            return False
        with_people = self.records[fewer.source].with_people
        if more.unit in ROLE_UNITS:
            # An offence that meets a rule about victims has a victim who does.
            return with_people and fewer.role == more.role
        return not with_people

    def is_in_one_part(self, measure: Measure, name: str) -> bool:
        """Return whether each unit is in one part of a breakdown alone: by its own area or field, or its person's."""
        if name == CLAUSE:
            return False
        return all(role == measure.role for _, role in self.people_of(measure, [name]))

    def conditions_of(self, measure: Measure) -> int:
        """Return how many conditions a measure's rule has."""
        return len(list(tests_of(measure.rule)))

    def people_of(self, measure: Measure, dimensions: Iterable[str]) -> tuple[tuple[str, str | None], ...]:
        """Return of whom each breakdown is, for a measure: its age bands may be those of suspects."""
        known = self.breakdowns_of(measure)
        of_people = sorted(name for name in dimensions if name in known and known[name].is_of_people)
        source = self.records[measure.source].source if of_people else None
        return tuple((name, known[name].role_in(source, measure.role)) for name in of_people if source)

    def patterns(self, measures: Sequence[Measure], as_known: bool) -> AnswerPatterns:
        """Return the answers that measures of one source can give together.

        Args:
            measures: of one source, unit and date.
            as_known: whether they are counted as known on a day, so that a record may not belong yet.
        """
        records = self.records[measures[0].source]
        return AnswerPatterns(measures, records, self.catalogue, records.perhaps or as_known)

    def breakdowns_of(self, measure: Measure) -> Mapping[str, Breakdown]:
        """Return the breakdowns that the records of a measure are counted by."""
        records = self.records.get(measure.source)
        return records.breakdowns if records else {}


def how_often(measure: Measure) -> int:
    """Return how often a person must be met to be counted by a measure."""
    return measure.having.offences.gte if measure.having else 1
