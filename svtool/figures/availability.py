"""What can be told of a measure on which days: those held, the fields that are there, what was known, what may grow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from svtool.counting.basis import Basis
from svtool.counting.daily_counts import Counted
from svtool.counting.field_presence import never_certain
from svtool.counting.source_counts import SourceCounts
from svtool.coverage.covers import Cover, Pair
from svtool.coverage.source_coverage import Coverage
from svtool.dates import Span
from svtool.errors import listed
from svtool.figures.notes import Kind, Note, Part
from svtool.gathering.facts import Facts
from svtool.schema.areas import OUTSIDE
from svtool.schema.having import followed_until
from svtool.schema.periods import Period
from svtool.schema.project import Provisional
from svtool.schema.rules import fields_of
from svtool.schema.sources import AREA, OFFENCE, RECORDED, Role, Source
from svtool.schema.tables import Measure

MOST_KINDS = 3  # that a note names


@dataclass(frozen=True)
class Availability:
    """What can be told of measures.

    Attributes:
        sources: the sources, which name their fields.
        counts, coverage: what was counted of each, and on which days.
        provisional: source → part → what may still grow.
        recorded_until: source → the day until which all of its suppliers hold what was recorded.
    """

    sources: Mapping[str, Source]
    counts: Mapping[str, SourceCounts]
    coverage: Mapping[str, Coverage]
    provisional: Mapping[str, Mapping[Role | None, Sequence[Provisional]]]
    recorded_until: Mapping[str, date]

    def cover(self, measure: Measure, period: Period, area: str | None = None) -> Cover:
        """Return what the extracts of a measure's source hold of a period, in an area or as a whole."""
        coverage = self.coverage.get(measure.source)
        if coverage is None:
            return Cover()
        return coverage.of_period(period, area, measure.counted_people, self._kinds_of(measure))

    def pair(self, measure: Measure, periods: tuple[Period, Period], area: str | None = None) -> Pair:
        """Return on what a period can be compared with an earlier one."""
        return self.coverage[measure.source].of_pair(*periods, area, measure.counted_people, self._kinds_of(measure))

    def _kinds_of(self, measure: Measure) -> frozenset[int] | None:
        """Return the kinds of files that a measure rests on; None for all."""
        kinds = self.counts[measure.source].facts.kinds if measure.source in self.counts else None
        return kinds.bearing_kinds(measure.rule) if kinds else None

    def why_no_days(self, measure: Measure, period: Period, cover: Cover) -> Note | None:
        """Return why nothing of a period can be counted, whatever the fields say; None where something can."""
        if measure.source not in self.counts:
            return Note(Kind.NO_EXTRACT, {"source": measure.source})
        if cover.is_empty:
            return Note(Kind.NO_DAYS, {"source": measure.source, "period": period.label})
        return self.why_not_known_on(measure, period.known_on) if period.known_on else None

    def why_not_followed(self, measure: Measure, period: Period, area: str | None) -> Note | None:
        """Return why people can't be followed from all days of a period; None where they can, or are not."""
        months = measure.again_within_months
        if months is None or measure.role is None:
            return None
        if not self.counts[measure.source].facts.knows_again(measure.role):
            return Note(Kind.NOT_KNOWN_AGAIN, {"role": measure.role})
        until = followed_until(period.end, months)
        after = Period(period.key, period.label, period.end + timedelta(days=1), until)
        own, later = self.cover(measure, period, area), self.cover(measure, after, area)
        parts: dict[str, Part] = {"source": measure.source, "months": months, "first": period.start, "until": until}
        known = period.known_on is None or period.known_on >= until
        if own.days < period.days or later.days < after.days or not known:
            return Note(Kind.NOT_FOLLOWED, parts)
        needed = {measure.date_basis, f"{measure.unit}_reference"}
        lacking = [name for name in self.counts[measure.source].absent_fields(measure, later.basis) if name in needed]
        titles = tuple(self.field_title(measure, name) for name in lacking)
        about: dict[str, Part] = {"titles": titles, "months": months, "period": period.label}
        return Note(Kind.NO_FIELD_AFTER, about) if titles else None

    def why_no_count(self, measure: Measure, basis: Basis, found: Counted, area: str | None) -> Note | None:
        """Return why a count of some days would mean nothing; None where it means something.

        Args:
            measure: what is counted.
            basis: the days.
            found: the count.
            area: the area that it is of; None for the whole, blank for what lies in no known one.
        """
        counts = self.counts[measure.source]
        is_countable = _is_countable(counts, measure)
        if is_countable and found.met and area != "":
            return None  # whoever met the rule for certain had what it asks for, and lay somewhere
        absent = counts.absent_fields(measure, basis)
        impossible = {AREA, measure.date_basis, f"{measure.unit}_reference"} & set(absent)
        undecidable = found.not_known and never_certain(measure, absent)
        return self._lacking(measure, absent) if impossible or undecidable or not is_countable else None

    def why_not_by_area(self, measure: Measure, area: str | None) -> Note | None:
        """Return why a part of the area has no figure; None where it has, and for the whole."""
        facts = self.counts[measure.source].facts if measure.source in self.counts else None
        if area is None or facts is None:
            return None
        if area not in ("", OUTSIDE) and AREA in facts.source.by_name and AREA not in facts.columns:
            return Note(Kind.NO_FIELD, {"titles": (self.field_title(measure, AREA),)})
        if len(facts.area_bases) <= 1:
            return None
        return Note(Kind.NOT_BY_AREA, {"source": measure.source, "bases": facts.area_basis})

    def why_not_by(self, measure: Measure, names: Sequence[str]) -> Note | None:
        """Return which field no extract has, by which a table breaks a measure down; None where all are there."""
        counts = self.counts.get(measure.source)
        for name in names if counts else ():
            lacked = counts.lacked_by(measure, name) if counts else None
            if lacked is not None:
                return self._lacking(measure, [lacked]) if lacked else Note(Kind.NO_FIELD, {"titles": (name,)})
        return None

    def why_not_drawn(self, measure: Measure, spans: Sequence[Span]) -> Note | None:
        """Return for which other kinds of record the extracts of some days were drawn; None where a count has sense."""
        kinds = self.counts[measure.source].facts.kinds
        holds = kinds.why_not(measure.rule, spans) if kinds else ()
        return Note(Kind.NOT_DRAWN, {"source": measure.source, "holds": _listed(holds)}) if holds else None

    def parts_drawn(self, measure: Measure, spans: Sequence[Span]) -> list[Note]:
        """Return of which part a count of some days is, where the extracts hold a part of what it asks for alone."""
        kinds = self.counts[measure.source].facts.kinds
        if kinds is None:
            return []
        several = len({each.supplier for each in kinds.drawn}) > 1
        found: list[Note] = []
        for supplier, holds in kinds.part(measure.rule, spans).items():
            whose = supplier if several else ""
            found.append(Note(Kind.PART_DRAWN, {"source": measure.source, "supplier": whose, "holds": _listed(holds)}))
        for supplier, holds in kinds.without(measure.rule, spans).items():
            found.append(Note(Kind.SUPPLIER_NOT_DRAWN, {"supplier": supplier, "holds": _listed(holds)}))
        return found

    def left_open(self, measure: Measure, found: Counted) -> list[Note]:
        """Return which fields of a measure no extract has, where that leaves something open."""
        # Of measures beside each other only the area is not known; what a field leaves open has a count of its own.
        if not found.not_known or measure.sides:
            return []
        names = self.counts[measure.source].fields_without_column(measure)
        of_others = [
            name for name in _fields_of_others(measure, self.counts[measure.source].facts) if name not in names
        ]
        notes = []
        if names:
            titles = tuple(self.field_title(measure, name) for name in names)
            notes.append(Note(Kind.LEFT_OPEN, {"source": measure.source, "titles": titles}))
        if of_others:
            titles = tuple(self.field_title(measure, name) for name in of_others)
            notes.append(Note(Kind.ASKS_OF_OTHERS, {"role": str(measure.role), "titles": titles}))
        return notes

    def why_not_known_on(self, measure: Measure, day: date) -> Note | None:
        """Return why it can't be told what was known on a day; None where it can."""
        if RECORDED not in self.counts[measure.source].facts.columns:
            return self._lacking(measure, [RECORDED])
        until = self.recorded_until.get(measure.source, day)
        if measure.date_basis != RECORDED and until < day:
            return Note(Kind.NOTHING_RECORDED_SINCE, {"source": measure.source, "until": until, "known_on": day})
        return None

    def as_known(self, measure: Measure, day: date) -> Note:
        """Return as known on which day a figure is counted, and by which date where that of recording is no other."""
        if self.counts[measure.source].facts.source.dates == (RECORDED,):
            return Note(Kind.AS_KNOWN_BY_EVENT, {"day": day, "title": self.field_title(measure, RECORDED)})
        return Note(Kind.AS_KNOWN_ON, {"day": day})

    def provisional_since(self, measure: Measure, period: Period) -> date | None:
        """Return the first day that may still grow in a measure's records or in those of its people."""
        coverage = self.coverage.get(measure.source)
        spans = coverage.spans if coverage else ()
        if not spans:
            return None
        last = min(spans[-1][1], period.known_on or date.max)
        parts = self.provisional.get(measure.source, {})
        found = [each for role, entries in parts.items() if role in (None, measure.role) for each in entries]
        return min((each.begins(last) for each in found), default=None)

    def field_title(self, measure: Measure, name: str) -> str:
        """Return what people call a field of a measure's source."""
        return "offence code" if name == OFFENCE else self.sources[measure.source].by_name[name].title

    def _lacking(self, measure: Measure, absent: list[str]) -> Note:
        # One field that alone makes the figure impossible says it best, the offence code before all others.
        needed = (measure.date_basis, AREA, f"{measure.unit}_reference")
        decisive = [name for name in absent if name in needed or never_certain(measure, [name])]
        names = [OFFENCE] if OFFENCE in decisive else decisive[:1] or absent
        if OFFENCE not in names and measure.role and measure.role not in self.counts[measure.source].facts.people:
            return Note(Kind.NO_FILE_OF_PEOPLE, {"source": measure.source, "role": measure.role})
        titles = tuple(self.field_title(measure, name) for name in names)
        if not titles:
            people = self.counts[measure.source].facts.people.get(measure.role) if measure.role else None
            kind = Kind.NO_PEOPLE_TOLD_APART if people and people.table else Kind.NO_COLUMN_OF_PEOPLE
            return Note(kind, {"role": str(measure.role)})
        return Note(Kind.NO_FIELD, {"titles": titles})


def _fields_of_others(measure: Measure, facts: Facts) -> list[str]:
    """Return the fields of a measure's rule that are of other people than those it counts, who stand apart."""
    people = facts.people.get(measure.role) if measure.role else None
    here = facts.columns | (people.columns if people else frozenset())
    roles = {name: facts.source.role_of(name) for name in fields_of(measure.rule)}
    return [
        name
        for name, role in roles.items()
        if measure.role and role and role != measure.role and not {name, f"{name}_lo"} & here
    ]


def _listed(titles: Sequence[str]) -> str:
    more = len(titles) - MOST_KINDS
    return listed([*titles[:MOST_KINDS], f"{more} more"] if more > 1 else titles, MOST_KINDS + 1, "and")


def _is_countable(counts: SourceCounts, measure: Measure) -> bool:
    people = counts.facts.people.get(measure.role) if measure.role else None
    by_person = measure.counts_persons or measure.unit == "victim_incident"
    return not by_person or (people is not None and people.countable)
