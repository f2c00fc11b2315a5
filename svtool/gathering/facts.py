"""Facts: the settled records of a source and its people in the engine, as a value that is made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from svtool.dates import Precision, Span, coarsest
from svtool.engine.rule_sql import Relation
from svtool.engine.seam import Engine, rows
from svtool.gathering.day_histories import Histories
from svtool.gathering.kinds_held import KindsHeld
from svtool.gathering.revisions import Revision
from svtool.records.ledger import ExtractReport
from svtool.records.vocabulary import Vocabularies
from svtool.schema.mappings import MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import COUNT, PRESENT, ROW, SUPPLIER, UNCERTAIN, UNIT_ROW, UNSTATED
from svtool.schema.sources import RECORDED, REFERENCE, Role, Source


@dataclass(frozen=True)
class People:
    """The victims or suspects of a source, or the places of its records, which are told apart in the same way.

    Attributes:
        table: their table; empty when they stand in the offence's own row.
        columns: their canonical columns.
        within: how far a reference means the same person.
        known_days: the recorded days of offences for which people were recorded, in order; none when they never were.
        always_known: whether the file says of every offence if it has such people.
        countable: whether one row is one person in one offence, so that they can be counted.
        present: whether each row says if it has such a person.
    """

    table: str
    columns: frozenset[str]
    within: str = "file"
    known_days: tuple[Span, ...] = ()
    always_known: bool = False
    countable: bool = True
    present: bool = False

    @property
    def unit(self) -> str:
        """Return the column that tells people of one offence apart: their row, or what rows that disagree share."""
        return UNIT_ROW if self.table and UNIT_ROW in self.columns else ROW


@dataclass(frozen=True)
class Facts:
    """A source in the engine, ready to be counted.

    Attributes:
        source: the source.
        table: its settled records.
        columns: their columns.
        vocabularies: what the numbers in them mean.
        entries: its extracts, as the project names them.
        part: the part of the mapping that read the records.
        people: those of each role, and the places of its records where it counts them.
        reports: what reading each kind of file met, and where its rows went.
        revision: what re-issued records changed; None when nothing was issued again.
        no_units: what records are that are no units of some measures → how many.
        outside: how many records certainly lie outside the area.
        histories: how many records of each feed and place, left out ones included, each day has.
        kinds: for which kinds of record its extracts were drawn.
        area_bases: whose areas its extracts have; blank among them for those that nobody said.
    """

    source: Source
    table: str
    columns: frozenset[str]
    vocabularies: Vocabularies
    entries: tuple[ExtractEntry, ...]
    part: MappingPart
    people: Mapping[Role, People]
    reports: dict[str, ExtractReport]
    revision: Revision | None = None
    no_units: Mapping[str, int] = field(default_factory=dict)
    outside: int = 0
    histories: Histories = field(default_factory=Histories)
    kinds: KindsHeld | None = None
    area_bases: tuple[str, ...] = ()

    @cached_property
    def feeds_by_kinds(self) -> Histories:
        """Return the histories, told apart by the kinds that files were drawn for."""
        of_file = self.kinds.of_file if self.kinds else {}
        kinds = tuple(of_file.get(file, 0) for file in range(max(of_file, default=-1) + 1))
        return replace(self.histories, kinds=kinds)

    def knows_again(self, role: Role) -> bool:
        """Return whether a person of one file is known again in others; so is everybody of a single file."""
        people = self.people.get(role)
        report = self.reports.get(f"{role}s") or next(iter(self.reports.values()))
        return people is None or people.within != "file" or len(report.extracts) < 2

    def feed_sql(self) -> str:
        """Return SQL over f for the number of a record's feed; nothing where there is one feed only."""
        return self.feeds_by_kinds.feed_sql()

    @property
    def unit(self) -> str:
        """Return the column that tells records apart: their row, or what rows of one record that disagree share."""
        return UNIT_ROW if UNIT_ROW in self.columns else ROW

    @property
    def area_unknown(self) -> str:
        """Return what an unknown area means: inside, or not known."""
        said = next((entry.area_unknown for entry in self.entries if entry.area_unknown), None)
        return said or self.part.area_unknown

    @property
    def area_basis(self) -> str:
        """Return whose areas it has: of incidents, residences or sites, or of several; blank where nobody says."""
        return " and ".join(self.area_bases) if all(self.area_bases) else ""

    @property
    def is_aggregate(self) -> bool:
        """Return whether a row is a count of several units."""
        return "count" in self.columns

    @property
    def holds_intervals(self) -> bool:
        """Return whether some counts are suppressed or rounded, so that they are the least that they may be.

        Counts of which nothing is stated are none of these: they bear on the figures alone that they belong to.
        """
        values = self.vocabularies[COUNT].values if UNCERTAIN in self.columns else ()
        return any(isinstance(each, tuple) and each[1] - each[0] not in {0, UNSTATED} for each in values)

    @property
    def coarsest(self) -> Precision:
        """Return how much time the least exact date names."""
        return coarsest(each for report in self.reports.values() for each in report.coarsest.values())

    def relation(self, role: Role | None, alias: str = "p") -> Relation:
        """Return how rules reach the fields of the record and of one of its people, whose table has an alias."""
        people = self.people.get(role) if role else None
        if people is None:
            return Relation("f", self.columns, "f", frozenset())
        if not people.table:
            if not role or not people.present:
                return Relation("f", self.columns, "f", people.columns)
            present = PRESENT[role]
            return Relation("f", self.columns, "f", people.columns, f"NOT f.{present}", "TRUE")
        known = ""
        if people.always_known and role == "victim":
            known = "TRUE"
        elif people.known_days and role == "victim":
            spans = (f"f.{RECORDED} BETWEEN DATE '{first}' AND DATE '{last}'" for first, last in people.known_days)
            known = f"({' OR '.join(spans)})"
            if REFERENCE in self.columns:
                # A row of a victim finds its offence by the reference: without one, who was harmed is not known.
                known = f"{known} AND f.{REFERENCE} IS NOT NULL"
        return Relation("f", self.columns, alias, people.columns, f"{alias}.{ROW} IS NULL", known)


def records_by_day(engine: Engine, facts: Facts, day: str) -> dict[int, dict[date, int]]:
    """Return for each supplier (by number) how many records there are on each day of one date."""
    found: dict[int, dict[date, int]] = {}
    for supplier, each, number in rows(
        engine,
        f"{facts.source.id}: records by {day}",
        f"SELECT {SUPPLIER}, {day}, count(*) FROM {facts.table} WHERE {day} IS NOT NULL GROUP BY {SUPPLIER}, {day}",
    ):
        found.setdefault(supplier, {})[each] = number
    return found
