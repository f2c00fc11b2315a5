"""Examples in a definition are run: each must meet the clauses that it says, and every clause needs both kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from svtool.errors import InvalidFileError, Problem, nearest
from svtool.meaning.decide import PEOPLE, decide
from svtool.records.cell_values import judge_for
from svtool.schema.definitions import Definition, Example
from svtool.schema.mappings import Column
from svtool.schema.offences import Catalogue, fold_class
from svtool.schema.sources import OFFENCE, OFFENCE_EVIDENCE, Source


@dataclass(frozen=True)
class Failure:
    """An example that comes out otherwise than it says, or a clause that lacks one."""

    line: int
    message: str


def run_examples(definition: Definition, source: Source, catalogue: Catalogue) -> list[Failure]:
    """Return what is wrong with the examples of a definition; an empty list when all is well.

    Raises:
        InvalidFileError: an example names an unknown field or value.
    """
    failures: list[Failure] = []
    met: set[str] = set()
    not_met: set[str] = set()
    for example in definition.examples:
        record = canonical_record(example.record, source, catalogue, definition.file, example.line)
        rules = definition.with_options(example.options).clause_rules
        answers = {clause: decide(rule, record, source, catalogue) for clause, rule in rules.items()}
        found = tuple(clause for clause, answer in answers.items() if answer)
        open_ = tuple(clause for clause, answer in answers.items() if answer is None)
        met |= set(found)
        not_met |= {clause for clause, answer in answers.items() if answer is False}
        failures += _compare(example, found, open_)
    for clause in (*definition.clauses, *(clause for option in definition.options for clause in option.clauses)):
        for seen, what in ((met, "meets"), (not_met, "does not meet")):
            if clause.id not in seen:
                failures.append(Failure(1, f"clause {clause.id} has no example that {what} it; add one"))
    return failures


def _compare(example: Example, found: tuple[str, ...], open_: tuple[str, ...]) -> list[Failure]:
    failures = []
    for what, expected, got in (("meets", example.expect, found), ("leaves open", example.not_known, open_)):
        if set(expected) != set(got):
            failures.append(
                Failure(
                    example.line,
                    f"{example.title}: {what} {', '.join(got) or 'no clause'}; expected "
                    f"{', '.join(expected) or 'no clause'}",
                )
            )
    return failures


def canonical_record(
    written: Mapping[str, Any], source: Source, catalogue: Catalogue, file: str, line: int
) -> dict[str, Any]:
    """Return a record as written in YAML with canonical values.

    Raises:
        InvalidFileError: a field or value is not known.
    """
    record: dict[str, Any] = {}
    lists = {plural: role for role, plural in PEOPLE.items() if role in source.roles}
    for name, value in written.items():
        if name in lists:
            people = [] if value == "none" else value
            record[name] = [canonical_record(each, source, catalogue, file, line) for each in people]
        elif name not in source.by_name:
            raise InvalidFileError(
                [
                    Problem(
                        file,
                        line,
                        f"an example has {name}, which is not a field of {source.id}{nearest(name, source.by_name)}",
                    )
                ]
            )
        elif name not in OFFENCE_EVIDENCE:
            judged = judge_for(source.by_name[name], Column.model_validate({"column": name}), None)(value)
            if judged.fault:
                raise InvalidFileError([Problem(file, line, f"an example has {name}: {value}: {judged.fault}")])
            record[name] = judged.value
    if any(name in written for name in OFFENCE_EVIDENCE):
        code = written.get("offence_class")
        if code and fold_class(code) not in catalogue.atoms_by_class:
            raise InvalidFileError([Problem(file, line, f"an example has class {code}, which is not in the catalogue")])
        record[OFFENCE] = catalogue.read_offence(*(written.get(name) for name in OFFENCE_EVIDENCE))
    return record
