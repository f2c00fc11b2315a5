"""Why a record counts or not: every clause tried, what it needed, and what the record had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svtool.commands.files_used import check_unchanged
from svtool.commands.opening import OpenedProject, gather_whole, open_engine
from svtool.commands.scope import Request, open_requested
from svtool.errors import UsageError
from svtool.gathering.one_record import find_records
from svtool.meaning.answers import Answer
from svtool.meaning.decide import PEOPLE, decide
from svtool.schema.areas import AreaSet
from svtool.schema.defaults import DEFAULT_SOURCE
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import SUPPLIER
from svtool.schema.rules import Rule, fields_of, show_rule, tests_of
from svtool.schema.sources import OFFENCE, Source

ANSWERS = {True: "met", False: "not met", None: "not known"}


def explain(request: Request, reference: str, source_id: str | None) -> list[str]:
    """Return the explanation of a record as lines.

    Args:
        request: the project and definition.
        reference: the record's reference.
        source_id: the source that it is in; the only one, or police, without it.

    Raises:
        SvtoolError: the extracts can't be read, or no usable record has the reference.
    """
    opened = open_requested(request)
    name = source_id or _usual_source(opened)
    entry = opened.entry_of(name)
    with open_engine(opened.bounds, kept=opened.kept) as engine:
        gathered = gather_whole(engine, opened, name, entry, request.replace)
        records = find_records(engine, gathered.facts[name], reference)
    check_unchanged(opened, gathered.reports)
    if not records:
        raise UsageError(
            f"No usable record of {name} has this reference; it may be cancelled, rejected or in another source. "
            "Check the reference, or name the source with --source."
        )
    lines = ["SYNTHETIC record"] if opened.synthetic else []
    source, catalogue = opened.library.sources[name], opened.library.catalogue
    rules = _rules(opened, name)
    for record in records:
        shown = _with_place_names(record, source, opened.areas)
        lines += _record_lines(record, source, catalogue, shown)
        for title, rule in rules.items():
            lines += _rule_lines(title, rule, record, source, catalogue, shown)
    return lines


def _usual_source(opened: OpenedProject) -> str:
    """Return the source that is meant where none is named: the usual one, else the first that the project has."""
    return DEFAULT_SOURCE if DEFAULT_SOURCE in opened.extracts else next(iter(opened.extracts), "")


def _rules(opened: OpenedProject, source: str) -> dict[str, Rule]:
    definition = opened.definition
    if definition and definition.source == source:
        found = {f"{clause.id}  {clause.title}": clause.rule for clause in definition.clauses}
        if definition.exclude:
            found["exclusion"] = definition.exclude
        return {**found, f"whole definition  {definition.title}": definition.rule}
    measures = {one.id: one for table in opened.tables() for one in table.measures if one.source == source}
    return {f"{one.id}  {one.title}": one.rule for one in measures.values()}


def _with_place_names(record: dict[str, Any], source: Source, areas: AreaSet | None) -> dict[str, Any]:
    """Return a record whose places have the names that every table prints, each with its code behind it."""
    by_key = areas.by_key if areas else {}
    named = {
        each.name: f"{area.name} ({area.code})" if area.code else area.name
        for each in source.of_type("area")
        if (area := by_key.get(str(record.get(each.name))))
    }
    return {**record, **named}


def _record_lines(record: dict[str, Any], source: Source, catalogue: Catalogue, shown: dict[str, Any]) -> list[str]:
    lines = ["The record, as read:"]
    for name, value in record.items():
        if name in PEOPLE.values():
            people = [each for each in value or [] if each is not record]
            lines += (
                [f"  {name}: {len(people) if value is not None else 'not recorded'}"] if people or not value else []
            )
            lines += [f"    {_show_person(each, source, catalogue)}" for each in people]
        elif name == OFFENCE or (name in source.by_name and (name != SUPPLIER or value)):
            lines.append(f"  {name}: {show_value(name, shown[name], catalogue)}")
    return [*lines, ""]


def _show_person(person: dict[str, Any], source: Source, catalogue: Catalogue) -> str:
    shown = [f"{name}: {show_value(name, value, catalogue)}" for name, value in person.items() if source.role_of(name)]
    return ", ".join(shown)


def show_value(name: str, value: Any, catalogue: Catalogue) -> str:
    """Return a canonical value in words."""
    if value is None:
        return "not known"
    if name == OFFENCE:
        return " or ".join(sorted({f"{code}{f' ({kind})' if kind else ''}" for code, kind in value}))
    if isinstance(value, tuple):
        return str(value[0]) if value[0] == value[1] else f"{value[0]} to {value[1]}"
    return str(value.date() if hasattr(value, "date") else value)


def _rule_lines(
    title: str, rule: Rule, record: dict[str, Any], source: Source, catalogue: Catalogue, shown: dict[str, Any]
) -> list[str]:
    answer: Answer = decide(rule, record, source, catalogue)
    lines = [f"{ANSWERS[answer].upper():10}{title}", f"          needs: {show_rule(rule)}"]
    had = ", ".join(_had(rule, record, source, catalogue, shown))
    return [*lines, f"          has:   {had}", ""]


def _had(
    rule: Rule, record: dict[str, Any], source: Source, catalogue: Catalogue, shown: dict[str, Any]
) -> Iterator[str]:
    for name in fields_of(rule):
        role = source.role_of(name)
        if role is None:
            answers = {decide(test, record, source, catalogue) for test in tests_of(rule) if test.field == name}
            outcome = ANSWERS[answers.pop()] if len(answers) == 1 else "several"
            yield f"{name} = {show_value(name, shown.get(name), catalogue)} ({outcome})"
        else:
            people = record.get(PEOPLE[role])
            values = [show_value(name, each.get(name), catalogue) for each in people or []]
            yield f"{name} = {'; '.join(values) if values else f'no {role} recorded'}"
