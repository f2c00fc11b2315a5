"""Definitions of serious violence: clauses with ids, the decisions behind them, and examples that are run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import Field

from svtool.errors import InvalidFileError, Problem
from svtool.schema.defaults import DEFAULT_SOURCE
from svtool.schema.entry import Entry, parse_entry
from svtool.schema.offences import Catalogue
from svtool.schema.rules import AnyOf, Not, Rule, all_of, any_of, parse_rule
from svtool.schema.sources import Source, check_rule
from svtool.schema.text_yaml import Document


class Decision(Entry):
    """A place where the published words leave a choice, and the choice made.

    Attributes:
        choice: what was chosen.
        clause: id of the clause that it concerns.
        reason: why.
    """

    noun: ClassVar[str] = "a decision"
    choice: str
    clause: str | None = None
    reason: str | None = None


class ClauseEntry(Entry):
    """A clause as written.

    Attributes:
        id: its name; a record keeps the id of every clause that it meets.
        title: the clause in words.
        where: the rule.
        note: what else there is to know.
    """

    noun: ClassVar[str] = "a clause"
    id: str
    title: str
    where: Any
    note: str | None = None


class DefinitionEntry(Entry):
    """A definition file as written.

    Attributes:
        id: the name of the file, without `.yaml`.
        title: what it is, in words.
        source: id of the source whose fields its rules ask for.
        published_in: where its words are in print.
        about: what else there is to know.
        extends: id of a definition whose clauses it has too.
        exclude: a rule: what meets it is never in.
        clauses: the clauses; a record is in when it meets one of them.
        decisions: every place where the published words leave a choice, and the choice made.
        example_defaults: fields of every example that does not say otherwise.
        examples: records, each with the clauses that it must meet (`expect`) and those that can't be told
            (`not_known`).
        sources: where the facts in it come from.
    """

    noun: ClassVar[str] = "a definition"
    id: str
    title: str
    source: str = DEFAULT_SOURCE
    published_in: str | None = None
    about: str | None = None
    extends: str | None = None
    exclude: Any = None
    clauses: tuple[ClauseEntry, ...] = ()
    decisions: tuple[Decision, ...] = ()
    example_defaults: dict[str, str] = Field(default_factory=dict)
    examples: tuple[dict[str, Any], ...] = ()
    sources: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Clause:
    """A clause, ready to be asked."""

    id: str
    title: str
    rule: Rule


@dataclass(frozen=True)
class Example:
    """A record and the clauses that it must meet."""

    record: dict[str, Any]
    expect: tuple[str, ...]
    not_known: tuple[str, ...]
    title: str
    line: int


@dataclass(frozen=True)
class Definition:
    """A definition, checked: a record is in when a clause is met and nothing excludes it."""

    id: str
    title: str
    source: str
    clauses: tuple[Clause, ...]
    exclude: Rule | None
    decisions: tuple[Decision, ...]
    examples: tuple[Example, ...]
    published_in: str | None
    about: str | None
    file: str

    @property
    def rule(self) -> Rule:
        """Return the whole definition as one rule."""
        return self._unless_excluded(any_of(tuple(clause.rule for clause in self.clauses)))

    @property
    def clause_rules(self) -> dict[str, Rule]:
        """Return each clause as it decides, exclusion included."""
        return {clause.id: self._unless_excluded(clause.rule) for clause in self.clauses}

    def _unless_excluded(self, rule: Rule) -> Rule:
        return all_of(rule, Not(self.exclude)) if self.exclude else rule


def no_definition(source: str) -> Definition:
    """Return the definition that asks nothing of the records of a source, where nobody names one."""
    return Definition("", "", source, (), None, (), (), None, None, "")


def parse_definition(document: Document, source: Source, catalogue: Catalogue, base: Definition | None) -> Definition:
    """Return the definition of a file.

    Args:
        document: the file as text.
        source: the source whose fields its rules may use.
        catalogue: the offences that its rules may name.
        base: the definition that it extends, already parsed.

    Raises:
        InvalidFileError: with every fault found.
    """
    try:
        entry = parse_entry(DefinitionEntry, document)
    except InvalidFileError as error:
        raise InvalidFileError([*error.problems, *_rule_problems(document, source, catalogue)]) from None
    problems: list[Problem] = []
    clauses = list(base.clauses) if base else []
    for i, written in enumerate(entry.clauses):
        at = ("clauses", i)
        if written.id in {clause.id for clause in clauses}:
            problems.append(document.problem((*at, "id"), f"clause {written.id} is defined twice; rename one"))
        rule = parse_rule(document, written.where, (*at, "where"), problems)
        check_rule(source, catalogue, document, rule, problems)
        clauses.append(Clause(written.id, written.title, rule))
    if not clauses:
        problems.append(document.problem((), "the definition has no clauses; add clauses: or extends:"))
    exclude = base.exclude if base else None
    if entry.exclude is not None:
        own = parse_rule(document, entry.exclude, ("exclude",), problems)
        check_rule(source, catalogue, document, own, problems)
        exclude = AnyOf((exclude, own)) if exclude else own
    examples = _parse_examples(document, entry, {clause.id for clause in clauses}, problems)
    if problems:
        raise InvalidFileError(problems)
    return Definition(
        id=entry.id,
        title=entry.title,
        source=entry.source,
        clauses=tuple(clauses),
        exclude=exclude,
        decisions=(*(base.decisions if base else ()), *entry.decisions),
        examples=tuple(examples),
        published_in=entry.published_in,
        about=entry.about,
        file=document.name,
    )


def _rule_problems(document: Document, source: Source, catalogue: Catalogue) -> list[Problem]:
    """Return the faults of the rules of a file whose shape is wrong, so that all are shown at once."""
    problems: list[Problem] = []
    clauses = document.data.get("clauses") if isinstance(document.data, dict) else None
    for i, written in enumerate(clauses if isinstance(clauses, list) else []):
        if isinstance(written, dict) and "where" in written:
            rule = parse_rule(document, written["where"], ("clauses", i, "where"), problems)
            check_rule(source, catalogue, document, rule, problems)
    return problems


def _parse_examples(
    document: Document, entry: DefinitionEntry, clause_ids: set[str], problems: list[Problem]
) -> list[Example]:
    examples = []
    for i, written in enumerate(entry.examples):
        record = {**entry.example_defaults, **written}
        parts: dict[str, tuple[str, ...]] = {}
        for key in ("expect", "not_known"):
            value = record.pop(key, ())
            parts[key] = () if value in ("none", ()) else (value,) if isinstance(value, str) else tuple(value)
            for name in parts[key]:
                if name not in clause_ids:
                    problems.append(
                        document.problem(
                            ("examples", i, key), f"examples[{i + 1}] names clause {name}, which is not here"
                        )
                    )
        title = record.pop("title", f"example {i + 1}")
        examples.append(Example(record, parts["expect"], parts["not_known"], title, document.line_of(("examples", i))))
    return examples
