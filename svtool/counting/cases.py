"""Cases: records that rules can't tell apart are one case, on which every rule is decided once.

The class of each field is a digit of a number, and the number is the case: a record's case is a little arithmetic in
the engine, and what millions of records answer is worked out on the few cases that there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import count
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa

from svtool.counting.features import (
    MAYBE,
    NO,
    NOBODY,
    NOBODY_FOR_CERTAIN,
    SOMEBODY,
    YES,
    Answers,
    Feature,
    features_of,
    lookup_alias,
)
from svtool.engine.seam import Engine
from svtool.gathering.facts import Facts
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import UNCERTAIN
from svtool.schema.rules import All, Among, Compare, Not, Rule, Test
from svtool.schema.sources import OFFENCE, Role

Numbers = np.ndarray[Any, np.dtype[np.int64]]
MOST, SMALL = 2**62, 2**31  # cases that one number can tell apart, and a small one
IN_TWO_BYTES = 2**15  # numbers that two bytes tell apart
_names = count(1)


@dataclass(frozen=True)
class Cases:
    """The cases of the records of a source, beside whom people of a role may stand.

    Attributes:
        facts: the source.
        name: what the tables of lookups are called after.
        features: what rules can tell apart, by field.
        digits: the fields whose classes are the digits of each number of a case, the lowest first.
        numbers: the numbers of the cases that there are; several columns where one can't tell so many cases apart.
        classes: the class of each of these fields in each case.
    """

    facts: Facts
    name: str
    features: Mapping[str, Feature]
    digits: tuple[tuple[str, ...], ...]
    numbers: tuple[Numbers, ...] = ()
    classes: Mapping[str, Numbers] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, str]:
        """Return SQL over f, p and the lookups for each number of a record's case, by the name of its column."""
        return {f"case_{i}": self._number_sql(digits) for i, digits in enumerate(self.digits)}

    def _number_sql(self, digits: Sequence[str]) -> str:
        cases = prod(self.features[name].classes for name in digits)
        kind = "INTEGER" if cases < SMALL else "BIGINT"
        terms, place = [], 1
        for name in digits:
            terms.append(f"CAST({place} AS {kind}) * {self.features[name].class_sql}")
            place *= self.features[name].classes
        number = " + ".join(terms) or "0"
        return f"CAST({number} AS SMALLINT)" if cases <= IN_TWO_BYTES else number  # each record keeps one

    @property
    def answers_table(self) -> str:
        """Return the name of the table of what cases answer."""
        return f"{self.name}_answers"

    def table(self, columns: Mapping[str, Numbers]) -> pa.Table:
        """Return the cases with columns of their own."""
        return pa.table({**dict(zip(self.columns, self.numbers, strict=True)), **columns})

    def among(self, numbers: Sequence[Numbers]) -> Cases:
        """Return the same with the cases that there are."""
        return replace(self, numbers=tuple(numbers), classes=_classes(self, numbers))

    def joins(self) -> str:
        """Return SQL that joins the lookups."""
        looked_up = {name: self.features[name].key for digits in self.digits for name in digits}
        return "".join(
            f" LEFT JOIN {self.name}_{name} AS {lookup_alias(key)} ON {lookup_alias(key)}.id = {key}"
            for name, key in looked_up.items()
            if key
        )

    def decide(self, rule: Rule, role: Role | None) -> Answers:
        """Return what each case answers to a rule; a record that may not be there does not meet it for certain.

        Args:
            rule: the rule.
            role: whose fields it may use.
        """
        answers = self._decide(rule, role, positive=True)
        if UNCERTAIN in self.classes:
            answers = np.minimum(answers, np.where(self.classes[UNCERTAIN] == 1, MAYBE, YES).astype(np.int8))
        return answers

    def _decide(self, rule: Rule, role: Role | None, positive: bool) -> Answers:
        if isinstance(rule, Among | Compare):
            return self._answer(rule, role, positive)
        if isinstance(rule, Not):
            return YES - self._decide(rule.rule, role, not positive)
        parts = [self._decide(part, role, positive) for part in rule.rules]
        if isinstance(rule, All):
            return reduce(np.minimum, parts, self._every(YES))
        return reduce(np.maximum, parts, self._every(NO))

    def _answer(self, test: Test, role: Role | None, positive: bool) -> Answers:
        of_class = self.features[test.field].answers[test]
        answers = of_class[self.classes[test.field]] if test.field in self.classes else self._every(of_class[0])
        if test.field == OFFENCE or role is None or self.facts.source.role_of(test.field) is None:
            return answers
        nobody = self.classes.get(NOBODY[role])
        if nobody is None:
            return answers
        # Nobody to ask: that there is none may be a fact, and the negation of a condition is one then too.
        fact = NO if positive else YES
        return np.where(nobody == SOMEBODY, answers, np.where(nobody == NOBODY_FOR_CERTAIN, fact, MAYBE)).astype(
            np.int8
        )

    def _every(self, answer: int) -> Answers:
        return np.full(len(self.numbers[0]), answer, np.int8)


def put_cases(engine: Engine, facts: Facts, catalogue: Catalogue, tests: Iterable[Test]) -> Cases:
    """Return how cases are told apart, its lookups in the engine; none are known yet.

    Args:
        engine: where the records are.
        facts: the source.
        catalogue: the offences.
        tests: every condition that will be asked.
    """
    features = features_of(facts, catalogue, tests)
    cases = Cases(facts, f"{facts.source.id}_cases_{next(_names)}", features, _digits(features))
    for digits in cases.digits:
        for each in digits:
            if features[each].key:
                engine.put(f"{cases.name}_{each}", features[each].table())
    return cases


def _digits(features: Mapping[str, Feature]) -> tuple[tuple[str, ...], ...]:
    """Return the fields of each number of a case: as many as it can hold."""
    numbers: list[list[str]] = [[]]
    size = 1
    for name, each in features.items():
        if each.classes == 1:
            continue
        if numbers[-1] and size * each.classes > MOST:
            numbers.append([])
            size = 1
        numbers[-1].append(name)
        size *= each.classes
    return tuple(map(tuple, numbers))


def _classes(cases: Cases, numbers: Sequence[Numbers]) -> dict[str, Numbers]:
    """Return the digits of numbers, by field."""
    found: dict[str, Numbers] = {}
    for digits, number in zip(cases.digits, numbers, strict=True):
        left = number
        for name in digits:
            left, found[name] = np.divmod(left, cases.features[name].classes)
    return found
