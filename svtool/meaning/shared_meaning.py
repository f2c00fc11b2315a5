"""What measures mean for each other: which is a part of which, and how one record may answer to several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from svtool.meaning.answer_patterns import AnswerPatterns, Records
from svtool.meaning.rule_parts import is_part
from svtool.schema.breakdowns import Breakdown
from svtool.schema.offences import Catalogue
from svtool.schema.rules import tests_of
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
        return is_part(part, whole, self.catalogue.sets_by_name)

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
