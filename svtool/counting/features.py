"""What rules can tell apart in a record: of each of its columns a few classes, each with one answer to every condition.

Kleene's logic in numbers: `all` is the least of its answers, `any` the greatest, and `not` 2 less the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa

from svtool.engine.rule_sql import Relation
from svtool.gathering.facts import Facts
from svtool.meaning.answers import Answer, answer_test
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import UNCERTAIN
from svtool.schema.rules import Compare, Test
from svtool.schema.sources import FLAG_VALUES, OFFENCE, SourceField

Answers = np.ndarray[Any, np.dtype[np.int8]]
NO, MAYBE, YES = 0, 1, 2
NOT_RECORDED = 0  # the class of a record that has no value
NOBODY = {"victim": "no_victim", "suspect": "no_suspect"}
SOMEBODY, NOBODY_FOR_CERTAIN, NOBODY_RECORDED = range(3)  # classes of these


@dataclass(frozen=True)
class Feature:
    """What can be told of a record by one of its fields.

    Attributes:
        class_sql: the number of its class, over f (the record), p (a person) and the lookup; blank where all are of
            one class.
        classes: how many there are.
        answers: condition → the answer of each class.
        key: the column, of f or p, by whose number the class is looked up; blank where the SQL needs no lookup.
        lookup: the number of a value (its place) → its class.
    """

    class_sql: str
    classes: int
    answers: Mapping[Test, Answers] = field(default_factory=dict)
    key: str = ""
    lookup: tuple[int, ...] = ()

    def table(self) -> pa.Table:
        """Return the lookup as a table; every value has a row."""
        numbers = range(1, len(self.lookup))
        return pa.table({"id": pa.array(numbers, pa.int32()), "class": pa.array(self.lookup[1:], pa.int32())})


def features_of(facts: Facts, catalogue: Catalogue, tests: Iterable[Test]) -> dict[str, Feature]:
    """Return what conditions can tell apart, by field.

    Args:
        facts: the records.
        catalogue: the offences.
        tests: the conditions.
    """
    by_field: dict[str, list[Test]] = {}
    for test in dict.fromkeys(tests):
        by_field.setdefault(test.field, []).append(test)
    found = {name: _feature(facts, catalogue, name, own) for name, own in by_field.items()}
    asked = {facts.source.role_of(name) for name in by_field if name != OFFENCE}
    found |= {NOBODY[each]: _nobody(facts.relation(each)) for each in asked if each and facts.relation(each).nobody}
    if UNCERTAIN in facts.columns:
        found[UNCERTAIN] = Feature(f"CASE WHEN f.{UNCERTAIN} THEN 1 ELSE 0 END", 2)
    return found


def as_number(answer: Answer) -> int:
    """Return an answer as a number."""
    return MAYBE if answer is None else YES if answer else NO


def _feature(facts: Facts, catalogue: Catalogue, name: str, tests: Sequence[Test]) -> Feature:
    declared = facts.source.by_name.get(name)
    alias, columns = _where_is(facts, name)
    absent_is_no = declared is not None and declared.absent == "no"
    judge = _Judge(tests, declared, catalogue)
    if any(isinstance(test, Compare) for test in tests):
        return _of_age(judge, f"{alias}.{name}") if f"{name}_lo" in columns else judge.feature("", [None])
    if name not in columns:
        return judge.feature("", ["no" if absent_is_no else None])
    if declared is not None and declared.type == "flag":
        sql = f"CASE WHEN {alias}.{name} IS NULL THEN {NOT_RECORDED} WHEN {alias}.{name} THEN 1 ELSE 2 END"
        return judge.feature(sql, ["no" if absent_is_no else None, *FLAG_VALUES])
    return _of_values(judge, f"{alias}.{name}", facts.vocabularies[name].values)


def _where_is(facts: Facts, name: str) -> tuple[str, frozenset[str]]:
    """Return what SQL calls the rows that have a field, and their columns."""
    role = None if name == OFFENCE else facts.source.role_of(name)
    relation = facts.relation(role)
    return (relation.person, relation.person_columns) if role else (relation.record, relation.columns)


@dataclass(frozen=True)
class _Judge:
    """The conditions on one field, which judge its values."""

    tests: Sequence[Test]
    declared: SourceField | None
    catalogue: Catalogue

    def answers(self, value: Any) -> tuple[int, ...]:
        """Return the answers of a value to every condition."""
        return tuple(as_number(answer_test(test, value, self.declared, self.catalogue)) for test in self.tests)

    def feature(self, sql: str, values: Sequence[Any]) -> Feature:
        """Return a feature with a class for each of these values."""
        return self.of_answers(sql, [self.answers(value) for value in values])

    def of_answers(
        self, sql: str, found: Sequence[tuple[int, ...]], key: str = "", lookup: Sequence[int] = ()
    ) -> Feature:
        """Return a feature with a class for each of these answers."""
        columns = np.array(found, np.int8).reshape(len(found), len(self.tests))
        return Feature(sql, len(found), {test: columns[:, i] for i, test in enumerate(self.tests)}, key, tuple(lookup))


def _of_values(judge: _Judge, column: str, values: Sequence[Any]) -> Feature:
    """Return a feature of a coded column: values that answer alike are of one class, and those not recorded of none."""
    classes: dict[tuple[int, ...], int] = {}
    lookup = [NOT_RECORDED]
    for value in values[1:]:
        lookup.append(classes.setdefault(judge.answers(value), len(classes) + 1))
    found = [judge.answers(None), *classes]
    return judge.of_answers(f"COALESCE({lookup_alias(column)}.class, {NOT_RECORDED})", found, column, lookup)


def _of_age(judge: _Judge, column: str) -> Feature:
    """Return a feature of an age between two ages: only on which side of the bounds both of them lie can matter."""
    edges = sorted({_edge(test) for test in judge.tests if isinstance(test, Compare)})
    ages = [edges[0] - 1, *edges]  # one of each class

    def side(end: str) -> str:
        branches = " ".join(f"WHEN {column}_{end} < {edge} THEN {i}" for i, edge in enumerate(edges))
        return f"CASE {branches} ELSE {len(edges)} END"

    sql = (
        f"CASE WHEN {column}_lo IS NULL OR {column}_hi IS NULL THEN {NOT_RECORDED} "
        f"ELSE 1 + {len(ages)} * ({side('lo')}) + ({side('hi')}) END"
    )
    return judge.feature(sql, [None, *product(ages, ages)])


def _edge(test: Compare) -> int:
    """Return the age from which on a comparison answers otherwise."""
    return test.bound if test.comparison in {"lt", "gte"} else test.bound + 1


def _nobody(relation: Relation) -> Feature:
    known = relation.nobody_known or "FALSE"
    return Feature(
        f"CASE WHEN {relation.nobody} THEN CASE WHEN {known} THEN {NOBODY_FOR_CERTAIN} ELSE {NOBODY_RECORDED} END "
        f"ELSE {SOMEBODY} END",
        3,
    )


def lookup_alias(column: str) -> str:
    """Return what SQL calls the lookup of a column of f or p."""
    return f"class_of_{column.replace('.', '_')}"
