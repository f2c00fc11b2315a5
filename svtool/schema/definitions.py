"""Definitions of serious violence: clauses with ids, the decisions behind them, and examples that are run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from pydantic import Field

from svtool.errors import InvalidFileError, Problem, listed, nearest
from svtool.schema.defaults import DEFAULT_SOURCE
from svtool.schema.entry import Entry, parse_entry
from svtool.schema.offences import Catalogue
from svtool.schema.rules import AnyOf, Not, Rule, all_of, any_of, parse_rule
from svtool.schema.sources import Source, check_rule
from svtool.schema.text_yaml import Document, Location

OPTION_SIGN = "+"  # joins the id of a definition and those of the options chosen


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


class OptionEntry(Entry):
    """A part of a definition that counts only where somebody chooses it.

    Attributes:
        id: what is written after a `+` to choose it: `duty_statutory+alcohol`.
        title: what it changes, as the end of the definition's title: `with alcohol related crime`.
        clauses: the clauses that it adds.
        exclude: a rule: what meets it is then never in.
        not_with: id of an option above that can't be chosen beside it.
    """

    noun: ClassVar[str] = "an option"
    id: str
    title: str
    clauses: tuple[ClauseEntry, ...] = ()
    exclude: Any = None
    not_with: str | None = None


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
        options: parts that count only where somebody chooses them.
        decisions: every place where the published words leave a choice, and the choice made.
        example_defaults: fields of every example that does not say otherwise.
        examples: records, each with the clauses that it must meet (`expect`) and those that can't be told
            (`not_known`), and the options chosen (`with`).
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
    options: tuple[OptionEntry, ...] = ()
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
class Option:
    """A part of a definition that counts only where it is chosen."""

    id: str
    title: str
    clauses: tuple[Clause, ...]
    exclude: Rule | None
    not_with: str | None

    def is_settled_by(self, chosen: Sequence[Option]) -> bool:
        """Return whether it can't be chosen any more: it is, or another is that excludes it."""
        return any(each.id in (self.id, self.not_with) or each.not_with == self.id for each in chosen)


@dataclass(frozen=True)
class Example:
    """A record and the clauses that it must meet, with the options that are chosen for it."""

    record: dict[str, Any]
    expect: tuple[str, ...]
    not_known: tuple[str, ...]
    title: str
    line: int
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """A definition, checked: a record is in when a clause is met and nothing excludes it.

    With options it is another definition, by an id and a title that say so; `options` are those that can still be
    chosen.
    """

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
    options: tuple[Option, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)

    def with_options(self, wanted: Sequence[str]) -> Definition:
        """Return the definition with options chosen, in the order in which it lists them.

        Raises:
            InvalidFileError: one is not an option of it, or two can't be chosen together.
        """
        if not wanted:
            return self
        known = [each.id for each in self.options]
        for name in wanted:
            if name not in known:
                expected = f"expected {listed(known)}{nearest(name, known)}" if known else "it has none"
                raise InvalidFileError(f"{self.file}: {name or 'a blank'} is not an option of {self.id}; {expected}")
        chosen = [each for each in self.options if each.id in wanted]
        for each in chosen:
            if each.not_with in wanted:
                raise InvalidFileError(
                    f"{self.file}: {each.id} and {each.not_with} can't be chosen together; leave one of them out"
                )
        excludes = [rule for rule in (self.exclude, *(each.exclude for each in chosen)) if rule]
        return replace(
            self,
            id=OPTION_SIGN.join([self.id, *(each.id for each in chosen)]),
            title=", ".join([self.title, *(each.title for each in chosen)]),
            clauses=(*self.clauses, *(clause for each in chosen for clause in each.clauses)),
            exclude=any_of(tuple(excludes)) if excludes else None,
            options=tuple(each for each in self.options if not each.is_settled_by(chosen)),
        )

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
    parser = _Parser(document, source, catalogue, [], {each.id for each in base.clauses} if base else set())
    clauses = (*(base.clauses if base else ()), *parser.clauses(entry.clauses, ()))
    if not clauses:
        parser.problem((), "the definition has no clauses; add clauses: or extends:")
    exclude = base.exclude if base else None
    own = parser.exclusion(entry.exclude, ())
    if own:
        exclude = AnyOf((exclude, own)) if exclude else own
    options = (*(base.options if base else ()), *parser.options(entry.options))
    problems = parser.problems
    examples = _parse_examples(document, entry, parser.clause_ids, {each.id for each in options}, problems)
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
        options=options,
        sources={**(base.sources if base else {}), **entry.sources},
    )


@dataclass(frozen=True)
class _Parser:
    """Makes clauses of what is written, and gathers what is wrong with them."""

    document: Document
    source: Source
    catalogue: Catalogue
    problems: list[Problem]
    clause_ids: set[str]

    def problem(self, at: Location, message: str) -> None:
        self.problems.append(self.document.problem(at, message))

    def clauses(self, entries: Sequence[ClauseEntry], below: Location) -> tuple[Clause, ...]:
        found = []
        for i, written in enumerate(entries):
            at = (*below, "clauses", i)
            if written.id in self.clause_ids:
                self.problem((*at, "id"), f"clause {written.id} is defined twice; rename one")
            self.clause_ids.add(written.id)
            found.append(Clause(written.id, written.title, self._rule(written.where, (*at, "where"))))
        return tuple(found)

    def exclusion(self, written: Any, below: Location) -> Rule | None:
        return None if written is None else self._rule(written, (*below, "exclude"))

    def options(self, entries: Sequence[OptionEntry]) -> tuple[Option, ...]:
        found: list[Option] = []
        for i, written in enumerate(entries):
            at = ("options", i)
            above = [each.id for each in found]
            self._check_option(written, at, above)
            clauses = self.clauses(written.clauses, at)
            found.append(
                Option(written.id, written.title, clauses, self.exclusion(written.exclude, at), written.not_with)
            )
        return tuple(found)

    def _check_option(self, written: OptionEntry, at: Location, above: Sequence[str]) -> None:
        if written.id in above:
            self.problem((*at, "id"), f"option {written.id} is defined twice; rename one")
        if OPTION_SIGN in written.id:
            self.problem((*at, "id"), f"option {written.id} has a {OPTION_SIGN}, which joins options; leave it out")
        if not written.clauses and written.exclude is None:
            self.problem(at, f"option {written.id} changes nothing; add clauses: or exclude:")
        if written.not_with and written.not_with not in above:
            self.problem((*at, "not_with"), f"option {written.not_with} does not stand above {written.id}")

    def _rule(self, written: Any, at: Location) -> Rule:
        rule = parse_rule(self.document, written, at, self.problems)
        check_rule(self.source, self.catalogue, self.document, rule, self.problems)
        return rule


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
    document: Document, entry: DefinitionEntry, clause_ids: set[str], option_ids: set[str], problems: list[Problem]
) -> list[Example]:
    examples = []
    for i, written in enumerate(entry.examples):
        record = {**entry.example_defaults, **written}
        parts: dict[str, tuple[str, ...]] = {}
        for key, noun in (("expect", "clause"), ("not_known", "clause"), ("with", "option")):
            value = record.pop(key, ())
            parts[key] = () if value in ("none", ()) else (value,) if isinstance(value, str) else tuple(value)
            for name in parts[key]:
                if name not in (option_ids if key == "with" else clause_ids):
                    problems.append(
                        document.problem(
                            ("examples", i, key), f"examples[{i + 1}] names {noun} {name}, which is not here"
                        )
                    )
        title = record.pop("title", f"example {i + 1}")
        line = document.line_of(("examples", i))
        examples.append(Example(record, parts["expect"], parts["not_known"], title, line, parts["with"]))
    return examples
