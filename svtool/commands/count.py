"""One question without a table: a rule of the command line becomes a table of one measure, counted like any other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request
from svtool.errors import InvalidFileError, Problem, UsageError, listed, nearest
from svtool.schema.compositions import find_composition
from svtool.schema.defaults import DEFAULT_SOURCE
from svtool.schema.definitions import Definition
from svtool.schema.library import Library
from svtool.schema.rules import EVERYTHING, Rule, all_of, fields_of, parse_rule
from svtool.schema.sources import ROLE_UNITS, Role, Source, check_rule
from svtool.schema.tables import DATE_BASES, Measure, Table, TableRow
from svtool.schema.text_yaml import Document, parse_text_yaml
from svtool.schema.titled_rules import rule_in_titles

COUNT = "count"


@dataclass(frozen=True)
class Question:
    """What is asked: the text of `--where` and how to count.

    Attributes:
        where: a rule as it stands in a table, without the outer braces; every record without it.
        source: the source asked about.
        unit: what is counted; the source's own unit without it.
        date: recorded or committed.
        by_definition: whether only records that meet the definition count.
        weigh: id of the weights by which they make a severity score; no score without.
    """

    command: ClassVar[str] = COUNT
    where: str | None = None
    source: str = DEFAULT_SOURCE
    unit: str | None = None
    date: str = "recorded"
    by_definition: bool = False
    weigh: str | None = None


def count(request: Request, question: Question) -> Result:
    """Return the figures that answer a question, with everything that a table's figures have.

    Raises:
        UsageError: the question names something that is not there.
        SvtoolError: what else the user can mend, with its exit code.
    """
    return measure(request, lambda opened: [table_of(question, opened.library)])


def table_of(question: Question, library: Library) -> Table:
    """Return the table whose one measure is the question.

    Raises:
        UsageError: the rule, source, unit, date or definition is not one that can be asked about.
    """
    source = library.sources.get(question.source)
    if source is None or not source.has_records:
        names = [name for name, each in library.sources.items() if each.has_records]
        raise UsageError(
            f"--source {question.source}: is not a source of records; expected {listed(names)}"
            f"{nearest(question.source, names) or '.'}"
        )
    unit = question.unit or source.unit
    if unit not in source.units:
        raise UsageError(f"--unit {unit}: is not counted in {source.id}; expected {listed(source.units)}.")
    where = read_where(question.where, source, library)
    definition = _definition(library, source) if question.by_definition else None
    rule = source.of_units(all_of(where, definition.rule) if definition else where)
    asked = Measure(
        id=COUNT,
        title=_title(source.nouns_of(unit)[1], where, definition, source, library),
        source=source.id,
        unit=unit,
        date_basis=_date_basis(question.date, source),
        where=where,
        rule=rule,
        definition=definition,
        role=_role(unit, rule, source),
        having=None,
        part_of=None,
        desired=None,
        value_unit=None,
        published_as=None,
        note=None,
        nouns=source.nouns_of(unit),
    )
    score = [_score(question.weigh, asked, library)] if question.weigh else []
    rows = tuple(TableRow(number, "", each) for number, each in enumerate([asked, *score], start=1))
    return Table(COUNT, "Count", False, rows, (), None)


def _score(weigh: str, asked: Measure, library: Library) -> Measure:
    """Return the severity score of what is asked.

    Raises:
        UsageError: there are no such weights, or what is asked counts no offences.
    """
    if weigh not in library.ids("weights"):
        known = library.ids("weights")
        raise UsageError(
            f"--weigh {weigh}: is no set of weights; expected {listed(known)}{nearest(weigh, known) or '.'}"
        )
    made_of = find_composition(asked.id, None, None, weigh, {asked.id: asked}, library.weights)
    if isinstance(made_of, str):
        raise UsageError(f"--weigh {weigh}: offences are weighed, not {(asked.nouns or ('', asked.unit))[1]}.")
    return asked.made_into(
        made_of, id=f"{COUNT}_severity", title=f"Severity of {asked.title[0].lower()}{asked.title[1:]}"
    )


def read_where(text: str | None, source: Source, library: Library) -> Rule:
    """Return the rule that a text says, in the grammar of tables and definitions.

    Raises:
        UsageError: it is not a rule, or names a field, value or offence that is not there; with the place.
    """
    if text is None or not text.strip():
        return EVERYTHING
    written = text.strip()
    document = Document(Path("--where"), "--where")
    problems: list[Problem] = []
    try:
        parse_text_yaml(written if written.startswith("{") else f"{{{written}}}", document)
        rule = parse_rule(document, document.data, (), problems)
        check_rule(source, library.catalogue, document, rule, problems)
    except InvalidFileError as error:
        problems += error.problems
    if problems:
        sentences = dict.fromkeys(f"--where: {problem.message}" for problem in problems)
        raise UsageError("\n".join(sentences) + '\nWrite it as in a table, such as "offence: robbery, knife: yes".')
    return rule


def _definition(library: Library, source: Source) -> Definition:
    definition = library.project_definition
    if definition is None:
        raise UsageError(f"no definition is named; {library.expected_definitions('Name one with --definition')}")
    if definition.source != source.id:
        raise UsageError(
            f"--definition {definition.id}: is about {definition.source}, not {source.id}. Leave one of them out."
        )
    return definition


def _date_basis(date: str, source: Source) -> str:
    if DATE_BASES[date] not in source.dates:
        raise UsageError(f"--date {date}: {source.id} has no {date} date; leave the option out.")
    return DATE_BASES[date]


def _role(unit: str, rule: Rule, source: Source) -> Role | None:
    of_unit = ROLE_UNITS.get(unit)
    of_rule = next((role for name in fields_of(rule) if (role := source.role_of(name))), None)
    if of_unit and of_rule and of_unit != of_rule:
        raise UsageError(f"--unit {unit}: counts {of_unit}s, and --where asks about the {of_rule}; ask about one.")
    return of_unit or of_rule


def _title(many: str, where: Rule, definition: Definition | None, source: Source, library: Library) -> str:
    asked = [definition.title] if definition else []
    asked += [] if where == EVERYTHING else [rule_in_titles(where, source, library.catalogue)]
    return f"{many.capitalize()}{': ' if asked else ''}{'; '.join(asked)}"
