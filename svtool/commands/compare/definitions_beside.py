"""Definitions beside each other: what each counts, and how many units every two of them count alike and apart.

A unit answers yes, no or not known to each of two definitions, so that there are nine ways to answer both. The nine
counts add up to what each definition counts alone; a unit's answers are found by the tally that counts the definitions
themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import ClassVar

from svtool.commands.count import Question, table_of
from svtool.commands.opening import OpenedProject
from svtool.errors import UsageError, listed, nearest, several
from svtool.schema.crossings import Side
from svtool.schema.definitions import Definition
from svtool.schema.library import Library
from svtool.schema.rules import all_of, fields_of
from svtool.schema.sources import Role
from svtool.schema.tables import Measure, Table, TableRow

COMPARE = "compare"
UNITS = "all"  # the id of what is counted where no measure is named: all units of the definitions' source
FEWEST, MOST = 2, 8  # definitions
# In the order in which people ask: alike, apart, not known, and neither.
NINE: tuple[tuple[bool | None, bool | None], ...] = (
    (True, True), (True, False), (False, True), (True, None), (None, True), (None, False), (False, None), (None, None),
    (False, False),
)  # fmt: skip
IN_AN_ID = {True: "yes", False: "no", None: "not_known"}


@dataclass(frozen=True)
class Beside:
    """What is set beside each other.

    Attributes:
        definitions: ids of definitions; of one alone, the project's stands before it.
        measures: ids of measures that count by the project's definition; without any, all units of its source.
        records: whether the records that change sides are listed, and not counted.
    """

    command: ClassVar[str] = COMPARE
    definitions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    records: bool = False


def tables_beside(beside: Beside, opened: OpenedProject, tables: Sequence[str]) -> list[Table]:
    """Return the table that sets definitions beside each other.

    Args:
        beside: what is set beside each other.
        opened: the project.
        tables: where measures are looked for; in the project's tables without any.

    Raises:
        UsageError: there are too few or too many definitions, they are of several sources, or a measure can't be
            counted so.
    """
    definitions = _definitions(beside, opened)
    rows = [
        TableRow(0, group, measure)
        for counted in _counted(beside, opened, definitions[0], tables)
        for group, measure in _rows(counted, definitions, opened.library, several=len(beside.measures) > 1)
    ]
    numbered = tuple(replace(row, position=number) for number, row in enumerate(rows, start=1))
    return [Table(COMPARE, "Definitions side by side", False, numbered, (), None)]


def _definitions(beside: Beside, opened: OpenedProject) -> list[Definition]:
    names = list(dict.fromkeys(beside.definitions))
    own = opened.definition
    if len(names) == 1 and own and own.id not in names:
        names.insert(0, own.id)
    if not FEWEST <= len(names) <= MOST:
        raise UsageError(
            f"--definition: names {several(len(names), 'definition', 'definitions')}; expected {FEWEST} to {MOST} that "
            "differ, such as "
            "--definition merseyside --definition west_mercia. svtool definition list says which there are."
        )
    found = [opened.library.definition(name) for name in names]
    other = next((each for each in found if each.source != found[0].source), None)
    if other:
        raise UsageError(
            f"--definition {other.id}: is about {other.source}, and {found[0].id} about {found[0].source}; the same "
            "records can't meet both. Compare definitions of one source."
        )
    return found


def _counted(beside: Beside, opened: OpenedProject, first: Definition, tables: Sequence[str]) -> Iterator[Measure]:
    """Yield the measures that are counted by each definition, without any definition yet."""
    if not beside.measures:
        (row,) = table_of(Question(source=first.source), opened.library).rows
        yield replace(row.measure, id=UNITS)
        return
    names = tables or opened.project.tables
    found = {each.id: each for name in names for each in opened.library.table(name).measures}
    whole = {name: each for name, each in found.items() if each.clause is None}  # a clause is of one definition alone
    by_definition = {name: each for name, each in whole.items() if each.definition or each.lacks_definition}
    for name in dict.fromkeys(beside.measures):
        if name not in by_definition:
            what = "counts by no whole definition" if name in found else f"is not in {listed(names)}"
            there = listed(by_definition, 30) or f"a measure that does, and {listed(names)} has none"
            raise UsageError(
                f"--measure {name}: {what}; expected {there}{nearest(name, by_definition) or '.'} "
                "Name the table with --table."
            )
        measure = by_definition[name]
        if measure.counts_persons:
            raise UsageError(
                f"--measure {name}: counts people over several offences, who do not answer a definition once; expected "
                "a measure that counts records or victim incidents. Name another measure."
            )
        if measure.source != first.source:
            raise UsageError(
                f"--measure {name}: is of {measure.source}, and {first.id} is about {first.source}. Name another "
                "measure."
            )
        yield replace(measure, definition=None, lacks_definition=False, rule=measure.where, part_of=None, target=None)


def _rows(
    counted: Measure, definitions: Sequence[Definition], library: Library, several: bool
) -> Iterator[tuple[str, Measure]]:
    source = library.sources[counted.source]
    role = _role(counted, definitions, library)
    alone = [
        replace(
            counted,
            id=f"{counted.id}.{each.id}",
            title=f"By {each.id}: {each.title}",
            rule=source.of_units(all_of(counted.where, each.rule)),
            definition=each,
            role=role,
        )
        for each in definitions
    ]
    before = f"{counted.title}: " if several else ""
    yield from ((f"{before}by each definition", each) for each in alone)
    for one, other in combinations(alone, 2):
        group = f"{before}{_side(one, True).name} and {_side(other, True).name}"
        yield from ((group, _crossed(counted, (one, other), answers)) for answers in NINE)


def _crossed(counted: Measure, measures: tuple[Measure, Measure], answers: tuple[bool | None, bool | None]) -> Measure:
    """Return the measure of those who answer so to two definitions."""
    one, other = map(_side, measures, answers)
    return replace(
        counted,
        id=".".join([counted.id, *(f"{each.name}_{IN_AN_ID[each.answer]}" for each in (one, other))]),
        title=_title(one, other),
        rule=all_of(*(each.rule for each in measures)),
        role=measures[0].role,
        desired=None,
        published_as=None,
        note=None,
        sides=(one, other),
    )


def _side(measure: Measure, answer: bool | None) -> Side:
    definition = measure.definition
    assert definition is not None  # noqa: S101 (every measure here counts by one)
    return Side(measure.id, definition.id, answer, tuple(each.id for each in definition.clauses), measure.rule)


def _title(one: Side, other: Side) -> str:
    match one.answer, other.answer:
        case True, True:
            return f"In both {one.name} and {other.name}"
        case False, False:
            return f"In neither {one.name} nor {other.name}"
        case None, None:
            return f"Not known in either {one.name} or {other.name}"
    words = {True: "in", False: "not in", None: "not known in"}
    first, second = sorted((one, other), key=lambda each: each.answer is not True)
    if True not in (one.answer, other.answer):
        first, second = sorted((one, other), key=lambda each: each.answer is not None)
    return f"{words[first.answer].capitalize()} {first.name}, {words[second.answer]} {second.name}"


def _role(counted: Measure, definitions: Sequence[Definition], library: Library) -> Role | None:
    """Return whose rows are asked about, the same for all, so that one tally answers for all of them.

    Raises:
        UsageError: they ask about victims and about suspects, who stand in no row together.
    """
    source = library.sources[counted.source]
    asked: dict[Role, str] = {counted.role: counted.id} if counted.role else {}
    for each in definitions:
        for name in fields_of(each.rule):
            if found := source.role_of(name):
                asked.setdefault(found, each.id)
    if len(asked) > 1:
        told = listed([f"{who} asks about the {role}" for role, who in asked.items()], joiner="and")
        raise UsageError(f"--definition: {told}; they can't be told apart on the same rows. Compare others.")
    return next(iter(asked), None)
