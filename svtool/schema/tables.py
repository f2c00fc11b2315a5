"""Tables: measures in printed order, and what each of them counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from svtool.errors import InvalidFileError, Problem, listed
from svtool.schema.compositions import OF_COUNTS, Composition, Written, find_composition
from svtool.schema.crossings import Side
from svtool.schema.definitions import Decision, Definition
from svtool.schema.entry import Entry, parse_entry
from svtool.schema.having import Having, Months
from svtool.schema.measure_rules import Vocabulary, asked_of, narrowed, resolve_rule, role_of_measure
from svtool.schema.measure_targets import Target, fault_of
from svtool.schema.rules import EVERYTHING, Rule
from svtool.schema.sources import COMMITTED, FIGURE, PERSON_UNITS, RECORDED, Role
from svtool.schema.text_yaml import Document, Location, show_location
from svtool.schema.wordings import LocalWording, Wording

Desired = Literal["fall", "rise"]
PROJECT_DEFINITION = "project"
DATE_BASES = {"recorded": RECORDED, "committed": COMMITTED}


class MeasureEntry(Entry):
    """A measure as written; `repeats` prints an earlier one again.

    Attributes:
        id: its name for options and files.
        repeats: id of a measure above, which is printed again here; nothing else may be said then.
        of: id of a measure above, from which the figure is worked out: with `weigh`, or with `per` and `as`.
        per: id of a measure above that `of` is a share of, or is divided by.
        as: `share` where `of` is a part of `per`, else `ratio`; or `monthly`: how many of `of` there are in a month.
        weigh: id of the weights by which the offences of `of` make a severity score.
        title: what the table calls it.
        published_as: what a published table calls it, where that is something else.
        source: id of the source.
        unit: what is counted; one of the units of the source.
        date: which date places a record in a period.
        definition: only what meets this definition counts; `project` is the one of the project file.
        clause: only what meets this clause of the definition counts.
        where: the rule that a record must meet; every record without one.
        having: for people: how often they must appear.
        again_within_months: for people: within how many months of their own first day they must appear again.
        part_of: id of the measure in this table that this one is a part of.
        desired: which way is better.
        value_unit: the unit of an indicator, such as `%`.
        target: what it is to reach, and by when.
        note: what stands in the notes under the table.
    """

    noun: ClassVar[str] = "a measure"
    id: str | None = None
    repeats: str | None = None
    of: str | None = None
    per: str | None = None
    way: Written | None = Field(default=None, alias="as")
    weigh: str | None = None
    title: str | None = None
    published_as: str | None = None
    source: str | None = None
    unit: str | None = None
    date: Literal["recorded", "committed"] = "recorded"
    definition: str | None = None
    clause: str | None = None
    where: Any = None
    having: Having | None = None
    again_within_months: Months | None = None
    part_of: str | None = None
    desired: Desired | None = None
    value_unit: str | None = None
    target: Target | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _check_people(self) -> Self:
        if self.again_within_months and self.unit not in PERSON_UNITS:
            raise ValueError(f"has again_within_months and counts no people; write unit: {' or '.join(PERSON_UNITS)}")
        if self.again_within_months and self.having:
            raise ValueError("has having and again_within_months; keep one")
        return self


class GroupEntry(Entry):
    """Measures under one heading.

    Attributes:
        title: the heading.
        measures: the measures, in printed order.
    """

    noun: ClassVar[str] = "a group of a table"
    title: str
    measures: tuple[MeasureEntry, ...]


class TableEntry(Entry):
    """A table file as written.

    Attributes:
        id: the name of the file, without `.yaml`.
        title: the heading of the table.
        published_in: where a table like this is in print.
        about: what else there is to know.
        areas: id of the set of areas whose own table it is; of anybody without it.
        compares_first_column: whether the first column is compared with the period before it.
        groups: measures under headings.
        decisions: every place where a published table leaves a choice, and the choice made.
        wordings: what the table is called in print in some areas; only there these words stand beside it.
    """

    noun: ClassVar[str] = "a table"
    id: str
    title: str
    published_in: str | None = None
    about: str | None = None
    areas: str | None = None
    compares_first_column: bool = False
    groups: tuple[GroupEntry, ...]
    decisions: tuple[Decision, ...] = Field(default=())
    wordings: tuple[LocalWording, ...] = Field(default=())


@dataclass(frozen=True)
class Measure:
    """What is counted, of whom, by which date, and whether a fall or a rise is desired."""

    id: str
    title: str
    source: str
    unit: str
    date_basis: str
    where: Rule
    rule: Rule
    definition: Definition | None
    role: Role | None
    having: Having | None
    part_of: str | None
    desired: Desired | None
    value_unit: str | None
    published_as: str | None
    note: str | None
    clause: str | None = None  # the only clause of its definition that counts, which `where` then asks
    lacks_definition: bool = False  # it counts by the project's definition, and none is named
    target: Target | None = None
    again_within_months: int | None = None
    made_of: Composition | None = None  # where its figure is worked out from others
    nouns: tuple[str, str] | None = None  # what one and several of its unit are called, where its name does not say it
    sides: tuple[Side, ...] = ()  # it counts units by these answers, and its rule says only what is asked of them

    @property
    def asked(self) -> Rule:
        """Return what it asks of a record, whether or not that is a unit of its source."""
        return asked_of(self.where, self.definition, self.clause)

    @property
    def counts_persons(self) -> bool:
        """Return whether the unit is a person, who can't be added up over days."""
        return self.unit in PERSON_UNITS

    @property
    def counted_people(self) -> Role | None:
        """Return whose rows are counted, which need files of theirs; None where it is records that are counted."""
        return self.role if self.counts_persons or self.unit == "victim_incident" else None

    @property
    def is_indicator(self) -> bool:
        """Return whether the figure arrives as a figure."""
        return self.unit == FIGURE and self.made_of is None

    def made_into(self, made_of: Composition, **said: Any) -> Measure:
        """Return the measure of a figure that is worked out from what this one counts, with what is said of it."""
        blank: dict[str, Any] = dict.fromkeys(("having", "part_of", "published_as", "note", "target", "desired"))
        counted: dict[str, Any] = {"unit": FIGURE, "where": EVERYTHING, "rule": EVERYTHING}
        return replace(self, **{**blank, **counted, **said}, value_unit=made_of.unit, made_of=made_of)

    @property
    def is_counted(self) -> bool:
        """Return whether records are counted for it; else its figure arrives, or is worked out from others."""
        return self.unit != FIGURE


@dataclass(frozen=True)
class TableRow:
    """A measure at its place in a table."""

    position: int
    group: str
    measure: Measure


@dataclass(frozen=True)
class Table:
    """A table, ready to be counted.

    Attributes:
        by: the breakdowns that it has whatever else is asked for.
        section_of: the title of the profile that it is a section of; empty for a table of its own.
    """

    id: str
    title: str
    compares_first_column: bool
    rows: tuple[TableRow, ...]
    decisions: tuple[Decision, ...]
    published_in: str | None
    wordings: tuple[LocalWording, ...] = ()
    areas: str | None = None
    by: tuple[str, ...] = ()
    section_of: str = ""

    @property
    def measures(self) -> list[Measure]:
        """Return the measures, each once."""
        return list({row.measure.id: row.measure for row in self.rows}.values())

    def called_by(self, areas: str | None, own: Wording | None) -> Table:
        """Return the table as it is called in print in a set of areas, or as a project calls it.

        Raises:
            InvalidFileError: the project's wording names a measure that the table has not.
        """
        local = next((wording for wording in self.wordings if wording.areas == areas), None)
        table = self._called(local) if local else self
        return table._called(own) if own else table

    def with_targets(self, targets: Mapping[str, Target]) -> Table:
        """Return the table with a project's targets, by the ids of the measures; they go before its own."""
        return replace(
            self,
            rows=tuple(
                replace(row, measure=replace(row.measure, target=targets.get(row.measure.id, row.measure.target)))
                for row in self.rows
            ),
        )

    def _called(self, wording: Wording) -> Table:
        """Return the table in other words, which count the same."""
        known = [measure.id for measure in self.measures]
        for name in wording.measures:
            if name not in known:
                raise InvalidFileError(
                    f"wordings of the project: table {self.id} has no measure {name}; expected {listed(known)}. "
                    "Correct the name."
                )
        return replace(
            self,
            title=wording.title or self.title,
            published_in=wording.published_in or self.published_in,
            decisions=wording.decisions or self.decisions,
            rows=tuple(replace(row, measure=_called(row.measure, wording)) for row in self.rows),
        )


def _called(measure: Measure, wording: Wording) -> Measure:
    words = wording.measures.get(measure.id)
    if words is None:
        return measure
    return replace(
        measure,
        title=words.title or measure.title,
        published_as=words.published_as or measure.published_as,
        note=words.note or measure.note,
    )


def parse_table(document: Document, words: Vocabulary) -> Table:
    """Return the table of a file.

    Raises:
        InvalidFileError: with every fault found.
    """
    entry = parse_entry(TableEntry, document)
    problems: list[Problem] = []
    rows: list[TableRow] = []
    known: dict[str, Measure] = {}
    for g, group in enumerate(entry.groups):
        for m, written in enumerate(group.measures):
            at = ("groups", g, "measures", m)
            measure = resolve_measure(document, at, written, known, words, problems)
            if measure:
                rows.append(TableRow(len(rows) + 1, group.title, measure))
                known[measure.id] = measure
    for g, group in enumerate(entry.groups):
        for m, written in enumerate(group.measures):
            if written.part_of and written.part_of not in known:
                here = ("groups", g, "measures", m, "part_of")
                message = f"{written.id} is part_of {written.part_of}, which is not in this table"
                problems.append(document.problem(here, message))
    problems += [
        document.problem(("wordings", w, "measures", name), f"there is no measure {name}; expected {listed(known)}")
        for w, wording in enumerate(entry.wordings)
        for name in wording.measures
        if name not in known
    ]
    if problems:
        raise InvalidFileError(problems)
    return Table(
        entry.id, entry.title, entry.compares_first_column, tuple(rows), entry.decisions, entry.published_in,
        entry.wordings, entry.areas,
    )  # fmt: skip


def resolve_measure(
    document: Document,
    at: Location,
    written: MeasureEntry,
    known: dict[str, Measure],
    words: Vocabulary,
    problems: list[Problem],
) -> Measure | None:
    """Return a measure as written at a place of a file; None where it is none, which the problems then say."""
    if written.repeats:
        if written.repeats not in known:
            problems.append(document.problem(at, f"repeats {written.repeats}, which does not stand above"))
        return known.get(written.repeats)
    if written.of:
        return _compose(document, at, written, known, words, problems)
    lacking = [key for key in ("id", "title", "source", "unit") if getattr(written, key) is None]
    if lacking or written.id is None or written.title is None or written.source is None or written.unit is None:
        problems.append(document.problem(at, f"{show_location(at)} lacks {listed(lacking)}; add it"))
        return None
    if written.id in known:
        problems.append(document.problem((*at, "id"), f"measure {written.id} is defined twice; rename one"))
    source = words.sources.get(written.source)
    if source is None:
        problems.append(
            document.problem((*at, "source"), f"source {written.source} is not known; expected {listed(words.sources)}")
        )
        return None
    if written.unit not in source.units:
        problems.append(
            document.problem(
                (*at, "unit"), f"unit {written.unit} is not of {source.id}; expected {listed(source.units)}"
            )
        )
    fault = fault_of(written.target, written.desired, written.unit == FIGURE) if written.target else ""
    if fault:
        problems.append(document.problem((*at, "target"), f"{show_location((*at, 'target'))} {fault}"))
    where, definition = resolve_rule(document, at, written.where, written.definition, source, words, problems)
    where = narrowed(document, at, where, definition, written.clause, problems)
    rule = source.of_units(asked_of(where, definition, written.clause))
    return Measure(
        id=written.id,
        title=written.title,
        source=source.id,
        unit=written.unit,
        date_basis=DATE_BASES[written.date] if DATE_BASES[written.date] in source.dates else RECORDED,
        where=where,
        rule=rule,
        definition=definition,
        clause=written.clause,
        lacks_definition=written.definition is not None and definition is None,
        role=role_of_measure(document, at, written.unit, source, (where, rule), problems),
        having=written.having,
        part_of=written.part_of,
        desired=written.desired,
        value_unit=written.value_unit,
        published_as=written.published_as,
        note=written.note,
        target=written.target,
        again_within_months=written.again_within_months,
        nouns=source.nouns_of(written.unit),
    )


def _compose(
    document: Document,
    at: Location,
    written: MeasureEntry,
    known: dict[str, Measure],
    words: Vocabulary,
    problems: list[Problem],
) -> Measure | None:
    """Return a measure whose figure is worked out from others; None where it can't be."""
    lacking = [key for key in ("id", "title") if getattr(written, key) is None]
    said = [key for key in OF_COUNTS if getattr(written, key) is not None]
    fault = f"lacks {listed(lacking)}; add it" if lacking else ""
    if written.id in known:
        fault = f"is called {written.id}, as one above it; rename one"
    if said:
        fault = f"is worked out from {written.of} and has {listed(said, joiner='and')}; leave out what is counted"
    made_of: Composition | str = fault
    if not fault:
        try:
            made_of = find_composition(written.of or "", written.per, written.way, written.weigh, known, words.weights)
        except InvalidFileError as error:
            problems.extend(error.problems or [document.problem((*at, "weigh"), str(error))])
            return None
    if isinstance(made_of, str):
        problems.append(document.problem(at, f"{show_location(at)} {made_of}"))
        return None
    return known[made_of.counted].made_into(
        made_of, id=written.id, title=written.title, desired=written.desired, note=written.note, target=written.target
    )
