"""Reviews take the place of what was recorded, before any rule runs: a step of the records, and one of people.

Fields of the record are settled right after loading, so that a settled date or a record found to be cancelled has its
effect on all that follows. Ages and people are settled when people stand beside their offence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from svtool.engine.seam import rows as rows_of
from svtool.errors import InvalidFileError
from svtool.gathering.people_steps import PeopleStep
from svtool.gathering.reviewed_dates import WEEKDAY, follow_dates
from svtool.gathering.steps import REVIEWED, Step, selected
from svtool.records.canonical_columns import EVIDENCE, arrow_columns
from svtool.records.ledger import ReviewUse
from svtool.records.reviews import Review, Reviews, settled_offence
from svtool.records.vocabulary import Vocabularies, Vocabulary
from svtool.schema.mappings import Classification
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import OFFENCE_ROW, PRESENT, ROW, SUPPLIER
from svtool.schema.sources import INITIAL_EVIDENCE, OFFENCE, OFFENCE_EVIDENCE, Role, Source
from svtool.schema.suppliers import SupplierNames


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


@dataclass(frozen=True)
class Settling:
    """The reviews of one source on their way into its steps."""

    source: Source
    catalogue: Catalogue
    vocabularies: Vocabularies
    reviews: Reviews
    classification: Classification = "current"
    names: SupplierNames = field(default_factory=SupplierNames)

    @property
    def needed(self) -> set[str]:
        """Return the fields that must be read, because a person settled them or names people by them.

        All of them, whatever a run asks about: a status leaves records out of every figure, and the same reviews are
        used by every command.
        """
        reviews = self.reviews.of(self.source.id)
        named = {review.field for review in reviews}
        if named & {*OFFENCE_EVIDENCE, *INITIAL_EVIDENCE}:
            named |= {*OFFENCE_EVIDENCE, *INITIAL_EVIDENCE} & set(self.source.by_name)
        roles = {self.source.role_of(review.field) for review in reviews if review.person_reference}
        return named | {f"{role}_reference" for role in roles if role}

    def _evidence_of(self, review: Review) -> str | None:
        """Return which evidence of the offence that counts a review settles; None where it settles no such thing."""
        counted = dict(zip(EVIDENCE[self.classification], OFFENCE_EVIDENCE, strict=True))
        return counted.get(review.field)

    def settle_records(self, step: Step, read: Collection[str]) -> tuple[Step, ReviewUse]:
        """Return the next step, the fields of records settled, ages aside; and what became of the reviews.

        Args:
            step: the records.
            read: the fields that some file has.

        Raises:
            InvalidFileError: a review may mean records of several suppliers.
        """
        reviews = self.reviews.of(self.source.id)
        if not reviews:
            return step, ReviewUse()
        found = self._find(step, reviews)
        unmatched = [self.reviews.place(review) for review in reviews if not found[review.record]]
        used = 0
        changes = Changes()
        evidence: dict[int, dict[str, str | None]] = {}
        for review in reviews:
            rows = found[review.record]
            used += bool(rows) and not self._is_late(review)
            if named := self._evidence_of(review):
                for row in rows:
                    evidence.setdefault(row, {})[named] = review.value
            elif not self._is_late(review) and review.field not in {*OFFENCE_EVIDENCE, *INITIAL_EVIDENCE}:
                changes.set(rows, self._canonical(review))
        for column, values in follow_dates(step, changes.columns, read, self._number_of_weekday).items():
            changes.columns.setdefault(column, {}).update(values)
        self._set_offences(step, changes, evidence)
        return self._with(step, changes, REVIEWED), ReviewUse(used, unmatched)

    def _number_of_weekday(self, value: str) -> int:
        return self.vocabularies.setdefault(WEEKDAY, Vocabulary()).id_of(value)

    def settle_people(
        self, records: Step, people: Mapping[Role, PeopleStep], use: ReviewUse
    ) -> tuple[Step, dict[Role, PeopleStep], ReviewUse]:
        """Return the next steps of records and people, with ages and the fields of people settled.

        Args:
            records: the records.
            people: their people by role.
            use: what became of the reviews so far; what became of all comes back.

        Raises:
            InvalidFileError: a review does not say which person it means.
        """
        late = [review for review in self.reviews.of(self.source.id) if self._is_late(review)]
        settled = dict(people)
        if not late:
            return records, settled, use
        found = self._find(records, late)
        used, unmatched = use.used, list(use.unmatched)
        changes: dict[Role | None, Changes] = {}
        faults: list[str] = []
        for review in late:
            role = self.source.role_of(review.field)
            rows = found[review.record]
            if not rows or (role and role not in people):
                # Its record was read, and left: cancelled, or the repeat of another; or no file has such people.
                unmatched.append(self.reviews.place(review))
                continue
            if role:
                rows = self._people_of(records, role, people.get(role), rows, review)
                # Several rows of one offence may name the same person, where they disagree on something else.
                if not rows or (len(rows) > 1 and not review.person_reference):
                    faults.append(f"{self.reviews.place(review)}: {_which_person(len(rows), role, review)}")
                    continue
            used += 1
            changes.setdefault(role, Changes()).set(rows, self._canonical(review))
        if faults:
            raise InvalidFileError("\n".join(faults))
        for role, each in changes.items():
            of_role = settled.get(role) if role else None
            if of_role is None or of_role.step is None:
                records = self._with(records, each, f"{REVIEWED}_{role or 'ages'}")
            else:
                of_role = of_role.at(self._with(of_role.step, each, REVIEWED))
            if role and of_role:
                known = replace(of_role.people, columns=of_role.people.columns | set(each.columns))
                settled[role] = replace(of_role, people=known)
        return records, settled, ReviewUse(used, list(dict.fromkeys(unmatched)))

    def _is_late(self, review: Review) -> bool:
        declared = self.source.by_name[review.field]
        return declared.role is not None or declared.type == "age"

    def _find(self, step: Step, reviews: list[Review]) -> dict[int, list[int]]:
        """Return the rows that each review is about, by the review's record number."""
        found: dict[int, list[int]] = {review.record: [] for review in reviews}
        if "reference" not in step.columns:
            return found
        asked = f"{step.base}_asked_for"
        step.engine.put(
            asked,
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
        for record, row, supplier in rows_of(
            step.engine,
            f"records of {step.name} that reviews are about",
            f"SELECT r.record, t.{ROW}, t.{SUPPLIER} FROM {asked} AS r JOIN {step.name} AS t "
            f"ON t.reference = r.reference ORDER BY r.record, t.{ROW}",
        ):
            if by_record[record].means(suppliers[supplier], self.names):
                found[record].append(row)
                seen.setdefault(record, set()).add(supplier)
        step.engine.drop(asked)
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
        self, records: Step, role: Role, people: PeopleStep | None, offences: list[int], review: Review
    ) -> list[int]:
        """Return the rows of the people of an offence that a review may mean."""
        if people is None:
            return []
        step = people.rows_or(records)
        reference = f"{role}_reference"
        named = reference if reference in step.columns else "CAST(NULL AS STRING)"
        # Rows of one reference that disagree are an offence each, with people of their own.
        of_offence = OFFENCE_ROW if people.step else ROW
        where = f"{of_offence} IN ({', '.join('?' for _ in offences)})"
        where += f" AND {PRESENT[role]}" if not people.step and people.people.present else ""
        sql = f"SELECT {ROW}, {named} FROM {step.name} WHERE {where}"
        found = rows_of(step.engine, f"people of {step.name} that a review is about", sql, offences)
        return [row for row, person in found if not review.person_reference or person == review.person_reference]

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

    def _set_offences(self, step: Step, changes: Changes, evidence: dict[int, dict[str, str | None]]) -> None:
        if not evidence:
            return
        vocabulary = self.vocabularies.setdefault(OFFENCE, Vocabulary())
        recorded: dict[int, int] = {}
        if OFFENCE in step.columns:
            asked = f"{step.base}_asked_for"
            step.engine.put(asked, pa.table({"n": pa.array(list(evidence), pa.int64())}))
            sql = f"SELECT t.{ROW}, t.{OFFENCE} FROM {step.name} AS t JOIN {asked} AS r ON r.n = t.{ROW}"
            recorded = dict(rows_of(step.engine, f"offences of {step.name} that reviews are about", sql))
            step.engine.drop(asked)
        for row, settled in evidence.items():
            atoms = settled_offence(self.catalogue, vocabulary.values[recorded.get(row) or 0], settled)
            changes.set([row], {OFFENCE: vocabulary.id_of(atoms) or None})

    def _with(self, step: Step, changes: Changes, name: str) -> Step:
        """Return the next step, where changed values stand in place of those recorded."""
        rows = sorted(changes.rows)
        if not rows:
            return step
        names = {each.removesuffix("_lo").removesuffix("_hi") for each in changes.columns}
        kinds = arrow_columns(self.source, names)
        settled = {"n": pa.array(rows, pa.int64())}
        columns, instead = step.columns, {}
        for column, values in changes.columns.items():
            settled[column] = pa.array([values.get(row) for row in rows], kinds[column])
            settled[f"is_{column}"] = pa.array([row in values for row in rows], pa.bool_())
            recorded = f" ELSE t.{column}" if column in columns else ""
            instead[column] = f"CASE WHEN r.is_{column} THEN r.{column}{recorded} END"
        table = f"{step.base}_{name}_values"
        step.engine.put(table, pa.table(settled))
        beside = replace(step, behind=(*step.behind, table))
        listed = selected("t", columns, instead)
        sql = f"SELECT {listed} FROM {step.name} AS t LEFT JOIN {table} AS r ON r.n = t.{ROW}"
        return beside.then(name, sql, {REVIEWED: len(rows)}, kept=True)


def _which_person(number: int, role: Role, review: Review) -> str:
    if review.person_reference:
        return f"person_reference names no {role} of this offence; expected one of them. Correct it."
    if not number:
        return f"the offence has no {role} recorded; expected one. Remove the review, or mend the extract."
    return f"the offence has several {role}s; expected a person_reference that names one. Fill it in."
