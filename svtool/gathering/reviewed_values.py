"""Reviews into the engine: what a person settled takes the place of what was recorded, before any rule runs.

Fields of the record are settled right after loading, so that a settled date or a record found to be cancelled has its
effect on all that follows. Ages and people are settled when people stand beside their offence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from svtool.engine.embedded import Engine
from svtool.errors import InvalidFileError
from svtool.gathering.facts import Facts, People
from svtool.records.canonical_columns import arrow_columns
from svtool.records.ledger import ExtractReport
from svtool.records.reviews import Review, Reviews, settled_offence
from svtool.records.vocabulary import Vocabularies, Vocabulary
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import OFFENCE_ROW, PRESENT, ROW, SUPPLIER
from svtool.schema.sources import OFFENCE, OFFENCE_EVIDENCE, Role, Source

PARTS: dict[Role, str] = {"victim": "victims", "suspect": "suspects"}


@dataclass
class Changes:
    """Values to write into one table: column → row number → value."""

    columns: dict[str, dict[int, Any]] = field(default_factory=dict)

    @property
    def rows(self) -> set[int]:
        """Return the rows that change."""
        return {row for values in self.columns.values() for row in values}

    def set(self, rows: Iterable[int], values: dict[str, Any]) -> None:
        """Write these values into these rows."""
        for column, value in values.items():
            self.columns.setdefault(column, {}).update(dict.fromkeys(rows, value))


@dataclass
class Settling:
    """The reviews of one source on their way into its tables."""

    engine: Engine
    source: Source
    catalogue: Catalogue
    vocabularies: Vocabularies
    reviews: Reviews
    asked: set[str]

    @property
    def needed(self) -> set[str]:
        """Return the references of people that must be read, because reviews name people by them."""
        roles = {self.source.role_of(review.field) for review in self._asked() if review.person_reference}
        return {f"{role}_reference" for role in roles if role}

    def _asked(self) -> list[Review]:
        return [review for review in self.reviews.of(self.source.id) if review.field in self.asked]

    def settle_records(self, table: str, report: ExtractReport) -> None:
        """Settle the fields of records, ages aside, in a table just loaded.

        Raises:
            InvalidFileError: a review may mean records of several suppliers.
        """
        reviews = self.reviews.of(self.source.id)
        if not reviews:
            return
        found = self._find(table, reviews)
        report.reviews.unmatched = [self.reviews.place(review) for review in reviews if not found[review.record]]
        changes = Changes()
        evidence: dict[int, dict[str, str | None]] = {}
        for review in self._asked():
            rows = found[review.record]
            report.reviews.used += bool(rows) and not self._is_late(review)
            if review.field in OFFENCE_EVIDENCE:
                for row in rows:
                    evidence.setdefault(row, {})[review.field] = review.value
            elif not self._is_late(review):
                changes.set(rows, self._canonical(review))
        self._set_offences(table, changes, evidence)
        self._write(table, changes)
        report.ledger.reviewed += len(changes.rows)

    def settle_people(self, facts: Facts) -> None:
        """Settle ages, and the fields of victims and suspects, in the facts of the source.

        Raises:
            InvalidFileError: a review does not say which person it means.
        """
        late = [review for review in self._asked() if self._is_late(review)]
        if not late:
            return
        found = self._find(facts.table, late)
        use = next(iter(facts.reports.values())).reviews
        changes: dict[tuple[str, Role | None], Changes] = {}
        faults: list[str] = []
        for review in late:
            role = self.source.role_of(review.field)
            rows = found[review.record]
            if not rows:
                # Its record was read, and left: cancelled, or the repeat of another.
                use.unmatched = list(dict.fromkeys([*use.unmatched, self.reviews.place(review)]))
                continue
            table, people = facts.table, facts.people.get(role) if role else None
            if role:
                rows = self._people_of(facts, role, people, rows, review)
                table = people.table or facts.table if people else facts.table
                if len(rows) != 1:
                    faults.append(f"{self.reviews.place(review)}: {_which_person(len(rows), role, review)}")
                    continue
            use.used += 1
            changes.setdefault((table, role), Changes()).set(rows, self._canonical(review))
        if faults:
            raise InvalidFileError("\n".join(faults))
        for (table, role), each in changes.items():
            self._write(table, each)
            self._report_of(facts, role).ledger.reviewed += len(each.rows)
            if role:
                facts.people[role].columns |= set(each.columns)

    def _is_late(self, review: Review) -> bool:
        declared = self.source.by_name[review.field]
        return declared.role is not None or declared.type == "age"

    def _report_of(self, facts: Facts, role: Role | None) -> ExtractReport:
        first = next(iter(facts.reports.values()))
        return facts.reports.get(PARTS[role], first) if role else first

    def _find(self, table: str, reviews: list[Review]) -> dict[int, list[int]]:
        """Return the rows that each review is about, by the review's record number."""
        found: dict[int, list[int]] = {review.record: [] for review in reviews}
        if "reference" not in self.engine.columns(table):
            return found
        self.engine.put(
            "reviewed",
            pa.table(
                {
                    "record": pa.array([review.record for review in reviews], pa.int32()),
                    "reference": pa.array([review.reference for review in reviews], pa.string()),
                }
            ),
        )
        suppliers = self.vocabularies.get(SUPPLIER, Vocabulary()).values
        by_record = {review.record: review for review in reviews}
        seen: dict[int, set[int]] = {}
        for record, row, supplier in self.engine.rows(
            f"SELECT r.record, t.{ROW}, t.{SUPPLIER} FROM reviewed AS r JOIN {table} AS t "
            f"ON t.reference = r.reference ORDER BY r.record, t.{ROW}"
        ):
            wanted = by_record[record].supplier
            if not wanted or (suppliers[supplier] or "").casefold() == wanted:
                found[record].append(row)
                seen.setdefault(record, set()).add(supplier)
        faults = [
            f"{self.reviews.place(by_record[record])}: several suppliers have a record with this reference; expected "
            "a supplier. Fill in the column supplier."
            for record, each in seen.items()
            if len(each) > 1
        ]
        if faults:
            raise InvalidFileError("\n".join(faults))
        return found

    def _people_of(
        self, facts: Facts, role: Role, people: People | None, offences: list[int], review: Review
    ) -> list[int]:
        """Return the rows of the people of an offence that a review may mean."""
        if people is None:
            return []
        reference = f"{role}_reference"
        has_reference = reference in self.engine.columns(people.table or facts.table)
        named = reference if has_reference else "CAST(NULL AS VARCHAR)"
        if people.table:
            sql = f"SELECT {ROW}, {named} FROM {people.table} WHERE {OFFENCE_ROW} = ?"
        else:
            present = f" AND {PRESENT[role]}" if people.present else ""
            sql = f"SELECT {ROW}, {named} FROM {facts.table} WHERE {ROW} = ?{present}"
        rows = self.engine.rows(sql, [offences[0]])
        return [row for row, person in rows if not review.person_reference or person == review.person_reference]

    def _canonical(self, review: Review) -> dict[str, Any]:
        kind, value = self.source.by_name[review.field].type, review.value
        if kind == "age":
            low, high = value or (None, None)
            return {f"{review.field}_lo": low, f"{review.field}_hi": high}
        if kind == "flag":
            return {review.field: None if value is None else value == "yes"}
        if kind == "date":
            return {review.field: value}
        return {review.field: self.vocabularies.setdefault(review.field, Vocabulary()).id_of(value) or None}

    def _set_offences(self, table: str, changes: Changes, evidence: dict[int, dict[str, str | None]]) -> None:
        if not evidence:
            return
        vocabulary = self.vocabularies.setdefault(OFFENCE, Vocabulary())
        recorded: dict[int, int] = {}
        if OFFENCE in self.engine.columns(table):
            self.engine.put("reviewed", pa.table({"n": pa.array(list(evidence), pa.int32())}))
            recorded = dict(
                self.engine.rows(f"SELECT t.{ROW}, t.{OFFENCE} FROM {table} AS t JOIN reviewed AS r ON r.n = t.{ROW}")
            )
        for row, settled in evidence.items():
            atoms = settled_offence(self.catalogue, vocabulary.values[recorded.get(row) or 0], settled)
            changes.set([row], {OFFENCE: vocabulary.id_of(atoms) or None})

    def _write(self, table: str, changes: Changes) -> None:
        names = {name.removesuffix("_lo").removesuffix("_hi") for name in changes.columns}
        kinds = {name: kind for name, kind in arrow_columns(self.source, names).items() if name in changes.columns}
        self.engine.add_columns(table, kinds)
        for column, values in changes.columns.items():
            new = pa.table(
                {"n": pa.array(list(values), pa.int32()), "v": pa.array(list(values.values()), kinds[column])}
            )
            self.engine.put("reviewed", new)
            self.engine.run(f"UPDATE {table} SET {column} = r.v FROM reviewed AS r WHERE r.n = {table}.{ROW}")


def _which_person(number: int, role: Role, review: Review) -> str:
    if review.person_reference:
        return f"person_reference names no {role} of this offence; expected one of them. Correct it."
    if not number:
        return f"the offence has no {role} recorded; expected one. Remove the review, or mend the extract."
    return f"the offence has several {role}s; expected a person_reference that names one. Fill it in."
