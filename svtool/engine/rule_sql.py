"""A rule as SQL: Kleene's logic is SQL's own, and every condition on a coded field is one probe of a lookup table.

No value of a user enters the text. The names in it are those of our fields; values are rows of lookup tables or whole
numbers that the schema has checked. Only words that DuckDB and Spark both understand are used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from svtool.meaning.answers import answer_test
from svtool.records.vocabulary import Vocabularies, Vocabulary
from svtool.schema.offences import Catalogue
from svtool.schema.rules import All, Among, Compare, Not, Rule, Test, only_certain
from svtool.schema.sources import OFFENCE, Source

NOT_KNOWN = "CAST(NULL AS BOOLEAN)"
_OPERATORS = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


@dataclass(frozen=True)
class Relation:
    """How rules reach the fields of a source: aliases for the record and for one of its people.

    Attributes:
        record: the alias of the records (offences, attendances …).
        columns: the canonical columns that the records have.
        person: the alias of the people, the same as `record` in a flat file.
        person_columns: the canonical columns that the people have.
        nobody: SQL that is true where the record has nobody in this role; empty when that can't be.
        nobody_known: SQL that is true where having nobody is a fact; empty when it never is.
    """

    record: str
    columns: frozenset[str]
    person: str = ""
    person_columns: frozenset[str] = frozenset()
    nobody: str = ""
    nobody_known: str = ""


@dataclass
class RuleCompiler:
    """Compiles the rules of one query, or of several, and collects the lookup tables that they need.

    Attributes:
        source: whose fields the rules ask about.
        catalogue: the offences.
        vocabularies: the values of the fields.
        relation: how the rules reach the fields.
        lookups: how the names of its lookup tables begin: those of compilers that are in use at once must differ.
    """

    source: Source
    catalogue: Catalogue
    vocabularies: Vocabularies
    relation: Relation
    lookups: str = "is"
    _answers: dict[str, dict[Test, str]] = field(default_factory=dict)

    def compile(self, rule: Rule) -> str:
        """Return SQL whose value is TRUE, FALSE or NULL: met, not met, not known."""
        return self._compile(rule, positive=True)

    def _compile(self, rule: Rule, positive: bool) -> str:
        if isinstance(rule, Among | Compare):
            return self._test(rule, positive)
        if isinstance(rule, Not):
            return f"(NOT {self._compile(rule.rule, not positive)})"
        if not rule.rules:
            return "TRUE" if isinstance(rule, All) else "FALSE"
        joiner = " AND " if isinstance(rule, All) else " OR "
        return "(" + joiner.join(self._compile(part, positive) for part in rule.rules) + ")"

    def lacking(self, rule: Rule) -> dict[str, str]:
        """Return for each field of a rule the SQL that is true where its answer is not known and leaves the rule open.

        A condition that others have already decided lacks nothing: an unknown flag of a clause that the offence
        answers with no is not worth finding out.
        """
        return {name: f"({sql})" for name, sql in self._lacking(rule, positive=True).items()}

    def _lacking(self, rule: Rule, positive: bool) -> dict[str, str]:
        if isinstance(rule, Not):
            return self._lacking(rule.rule, not positive)
        is_open = f"{self._compile(rule, positive)} IS NULL"
        if isinstance(rule, Among | Compare):
            return {} if only_certain(rule) else {rule.field: is_open}
        found: dict[str, list[str]] = {}
        for part in rule.rules:
            for name, sql in self._lacking(part, positive).items():
                found.setdefault(name, []).append(sql)
        return {name: f"({is_open} AND ({' OR '.join(sqls)}))" for name, sqls in found.items()}

    def _test(self, test: Test, positive: bool) -> str:
        if test.field == OFFENCE or self.source.role_of(test.field) is None:
            return self._answer(test, self.relation.record, self.relation.columns)
        answer = self._answer(test, self.relation.person, self.relation.person_columns)
        if not self.relation.nobody:
            return answer
        nobody = NOT_KNOWN
        if self.relation.nobody_known:
            fact = "FALSE" if positive else "TRUE"
            nobody = f"CASE WHEN {self.relation.nobody_known} THEN {fact} END"
        return f"(CASE WHEN {self.relation.nobody} THEN {nobody} ELSE {answer} END)"

    def _answer(self, test: Test, alias: str, columns: frozenset[str]) -> str:
        declared = self.source.by_name.get(test.field)
        if isinstance(test, Compare):
            if f"{test.field}_lo" not in columns:
                return NOT_KNOWN
            return self._compare(test, alias)
        if test.field not in columns:
            absent_is_no = declared is not None and declared.absent == "no"
            return self._constant(answer_test(test, "no" if absent_is_no else None, declared, self.catalogue))
        is_flag = declared is not None and declared.type == "flag"
        absent_is_no = declared is not None and declared.absent == "no"
        answer = self._flag(test, f"{alias}.{test.field}", absent_is_no) if is_flag else self._lookup(test, alias)
        return f"COALESCE({answer}, FALSE)" if test.certain else answer

    @staticmethod
    def _constant(answer: bool | None) -> str:
        return NOT_KNOWN if answer is None else "TRUE" if answer else "FALSE"

    @staticmethod
    def _flag(test: Among, column: str, absent_is_no: bool) -> str:
        column = f"COALESCE({column}, FALSE)" if absent_is_no else column
        wanted = set(test.values)
        if wanted == {"yes", "no"}:
            return f"({column} OR NOT {column})"
        return column if wanted == {"yes"} else f"(NOT {column})"

    @staticmethod
    def _compare(test: Compare, alias: str) -> str:
        low, high = f"{alias}.{test.field}_lo", f"{alias}.{test.field}_hi"
        operator = _OPERATORS[test.comparison]
        return (
            f"(CASE WHEN {low} {operator} {test.bound} AND {high} {operator} {test.bound} THEN TRUE "
            f"WHEN NOT ({low} {operator} {test.bound}) AND NOT ({high} {operator} {test.bound}) THEN FALSE END)"
        )

    def _lookup(self, test: Among, alias: str) -> str:
        key = f"{alias}.{test.field}"
        answers = self._answers.setdefault(key, {})
        name = answers.setdefault(test, f"a{len(answers)}")
        return f"{self._lookup_alias(key)}.{name}"

    def _lookup_alias(self, key: str) -> str:
        return f"{self.lookups}_{key.replace('.', '_')}"

    def joins(self, within: str | None = None) -> str:
        """Return the joins to the lookup tables of all rules compiled so far.

        Args:
            within: SQL of some of the rules, where only these are asked.
        """
        return "".join(
            f" LEFT JOIN {self._lookup_alias(key)}_answers AS {self._lookup_alias(key)}"
            f" ON {self._lookup_alias(key)}.id = {key}"
            for key in self._answers
            if within is None or f"{self._lookup_alias(key)}." in within
        )

    def lookup_tables(self) -> dict[str, pa.Table]:
        """Return the lookup tables: the number of a value → its answer to each condition.

        Every value of the vocabulary has a row; a table that held only members would turn no into not known.
        """
        tables: dict[str, pa.Table] = {}
        for key, answers in self._answers.items():
            name = key.split(".")[1]
            declared = self.source.by_name.get(name)
            values = self.vocabularies.get(name, Vocabulary()).values[1:]
            columns: dict[str, Any] = {"id": pa.array(range(1, len(values) + 1), pa.int32())}
            for test, column in answers.items():
                found = [answer_test(test, value, declared, self.catalogue) for value in values]
                columns[column] = pa.array(found, pa.bool_())
            tables[f"{self._lookup_alias(key)}_answers"] = pa.table(columns)
        return tables
