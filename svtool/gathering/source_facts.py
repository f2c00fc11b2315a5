"""Gather the extracts of a project: read what the measures need, settle it, link it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from svtool.engine.embedded import Engine
from svtool.engine.rule_sql import Relation, RuleCompiler
from svtool.errors import Faults, InvalidFileError, listed
from svtool.gathering.facts import (
    Facts,
    People,
    add_ages,
    count_reclassified,
    drop_cancelled,
    drop_repeats,
    settle,
    split_flat,
)
from svtool.gathering.linked_people import link_people
from svtool.gathering.overlap import Revision, count_revisions, replace_older
from svtool.gathering.reviewed_values import Settling
from svtool.gathering.units import collapse_incidents, leave_out, spread_intervals
from svtool.records.ledger import ExtractReport
from svtool.records.load_plan import Loading
from svtool.records.loader import load_extracts
from svtool.records.reviews import Reviews, reviews_of
from svtool.records.watch import Watch
from svtool.schema.areas import AreaSet
from svtool.schema.breakdowns import Breakdown
from svtool.schema.library import Library
from svtool.schema.mappings import MappingPart, Row, left_out
from svtool.schema.project import ExtractEntry, LinkedEntry, Project
from svtool.schema.row_columns import PRESENT, ROW
from svtool.schema.rules import fields_of
from svtool.schema.sources import INITIAL_EVIDENCE, OFFENCE, OFFENCE_EVIDENCE, Role, Source
from svtool.schema.tables import PROJECT_DEFINITION, Measure

ALWAYS = ("reference", "recorded_date", "committed_date", "cancelled", "area", "count")
LINKED_ROLES: dict[Role, Row] = {"victim": "victims", "suspect": "suspects"}


@dataclass(frozen=True)
class Otherwise:
    """How records would be gathered, to tell what a difference is due to; as they stand without it.

    Attributes:
        as_first_recorded: offences count by the class under which they were first recorded.
        with_cancelled: cancelled, transferred and otherwise left out records count.
    """

    as_first_recorded: bool = False
    with_cancelled: bool = False


AS_IT_STANDS = Otherwise()


@dataclass(frozen=True)
class Wanted:
    """What must be gathered: for which measures and breakdowns, and what to do with extracts that overlap."""

    measures: Sequence[Measure]
    by: Sequence[Breakdown] = ()
    replace: bool = False
    otherwise: Otherwise = AS_IT_STANDS


@dataclass(frozen=True)
class Setting:
    """What every source is gathered with.

    Attributes:
        library: definitions and mappings.
        areas: the areas that records are placed in; None for the whole file.
        folder: the project's folder, which file names start from.
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        reviews: what people settled by hand.
        otherwise: how records would be gathered, to tell what a difference is due to.
        watch: who is told of the reading, when an extract is checked.
    """

    library: Library
    areas: AreaSet | None
    folder: Path
    replace: bool = False
    reviews: Reviews = field(default_factory=Reviews)
    otherwise: Otherwise = AS_IT_STANDS
    watch: Watch | None = None


def gather(engine: Engine, project: Project, library: Library, folder: Path, wanted: Wanted) -> dict[str, Facts]:
    """Return the facts of every source that the measures ask about and the project has extracts of.

    Raises:
        SvtoolError: extracts can't be read; every source is looked at first, and the lowest exit code wins.
    """
    areas = library.areas(project.areas) if project.areas else None
    setting = Setting(library, areas, folder, wanted.replace, reviews_of(project, folder, library), wanted.otherwise)
    facts: dict[str, Facts] = {}
    faults = Faults()
    for name, entry in project.sources.given().items():
        of_source = [measure for measure in wanted.measures if measure.source == name]
        if not of_source or not library.sources[name].has_records:
            continue
        needed = fields_needed(library.sources[name], of_source, wanted.by)
        if wanted.otherwise.with_cancelled:
            needed -= {"cancelled"}
        with faults.noting():
            facts[name] = gather_source(engine, setting, name, entry, needed)
    faults.raise_met()
    return facts


def fields_needed(source: Source, measures: list[Measure], by: Sequence[Breakdown]) -> set[str]:
    """Return the names of the fields that must be read to count these measures by these breakdowns."""
    needed = set(ALWAYS)
    for measure in measures:
        needed |= set(fields_of(measure.rule))
        if measure.role:
            needed |= {f"{measure.role}_reference"}
        needed |= {field for each in by if (field := each.field_in(source, measure.role))}
    if OFFENCE in needed:
        needed |= {*OFFENCE_EVIDENCE, *INITIAL_EVIDENCE, "reclassified"} & set(source.by_name)
    needed |= {each.name for each in source.of_type("birth_date") if each.becomes in needed}
    return needed


def gather_source(
    engine: Engine, setting: Setting, name: str, entry: LinkedEntry | tuple[ExtractEntry, ...], needed: set[str]
) -> Facts:
    """Return the facts of one source, read, settled and linked, with what people settled by hand in its place.

    Args:
        engine: where the rows go.
        setting: what every source is gathered with.
        name: the source.
        entry: its extracts.
        needed: the fields to read.

    Raises:
        ExtractError: a file can't be read as this extract, or two can't be ordered.
        InvalidFileError: a mapping does not read this source.
    """
    library = setting.library
    source = library.sources[name]
    loading = Loading(source, library.catalogue, setting.areas, {}, engine, setting.folder, setting.watch)
    settling = Settling(engine, source, library.catalogue, loading.vocabularies, setting.reviews, needed)
    needed = needed | settling.needed
    if isinstance(entry, LinkedEntry):
        return _gather_linked(engine, setting, loading, entry, needed, settling)
    given = _with_parts(setting, entry, source, None)
    part = given[0][1]
    report = load_extracts(loading, given, name, needed)
    replace_older(engine, name, report, "recorded_date", setting.replace, setting.watch)
    facts = Facts(source, name, frozenset(), loading.vocabularies, entry, part, reports={name: report})
    facts.revision = _revision(engine, library, facts)
    settling.settle_records(name, report)
    drop_cancelled(engine, name, report)
    leave_out(engine, name, left_out(part, source), loading.vocabularies, report)
    if part.row in {"record", "vehicle", "offence"}:
        if part.row == "vehicle":
            collapse_incidents(engine, name, report)
        drop_repeats(engine, name, report)
        settle(engine, name, report)
        spread_intervals(engine, name)
        columns = engine.columns(name)
        add_ages(engine, source, name, name, _dates_in(source, columns))
        facts.people = _inline_people(engine, facts, part)
    else:
        settle(engine, name, report)
        add_ages(engine, source, name, name, _dates_in(source, engine.columns(name)))
        facts.people = split_flat(engine, name, part, source, report)
    settling.settle_people(facts)
    count_reclassified(engine, name, part, report)
    facts.columns = frozenset(engine.columns(name))
    return facts


def gather_people(
    engine: Engine, setting: Setting, name: str, given: Sequence[tuple[Row, ExtractEntry]], needed: set[str]
) -> dict[str, ExtractReport]:
    """Return what reading files of victims or suspects met whose offences are not there, so that nothing is linked.

    Args:
        engine: where the rows go.
        setting: what every source is gathered with.
        name: the source.
        given: the files, each with the kind of row that it has.
        needed: the fields to read.

    Raises:
        ExtractError: a file can't be read as this extract.
    """
    source = setting.library.sources[name]
    loading = Loading(source, setting.library.catalogue, setting.areas, {}, engine, setting.folder, setting.watch)
    reports: dict[str, ExtractReport] = {}
    for role, row in LINKED_ROLES.items():
        entries = tuple(entry for kind, entry in given if kind == row)
        if entries:
            wanted = {each for each in needed if source.role_of(each) == role} | {"reference"}
            table = f"{name}_{role}"
            reports[row] = load_extracts(loading, _with_parts(setting, entries, source, row), table, wanted)
            replace_older(engine, table, reports[row], "", setting.replace, setting.watch)
            settle(engine, table, reports[row])
    return reports


def _with_parts(
    setting: Setting, entries: tuple[ExtractEntry, ...], source: Source, row: Row | None
) -> list[tuple[ExtractEntry, MappingPart]]:
    """Return the entries with the mappings that read them, which must agree on what a row is and where it belongs."""
    given = [(entry, _part_of(setting, entry, source, row)) for entry in entries]
    for what, values in (
        ("what a row is (row)", {part.row for _, part in given}),
        (
            "what an unknown area means (area_unknown)",
            {entry.area_unknown or part.area_unknown for entry, part in given},
        ),
        ("whose area it is (area_basis)", {entry.area_basis or part.area_basis for entry, part in given}),
    ):
        if len(values) > 1:
            raise InvalidFileError(
                f"sources.{source.id}: its extracts do not agree on {what}; expected one answer for all of them. "
                "Say it on each extract in the project file, or use mappings that agree."
            )
    return given


def _revision(engine: Engine, library: Library, facts: Facts) -> Revision | None:
    """Return what re-issued records changed; their earlier versions are then gone."""
    definition = library.definition(PROJECT_DEFINITION)
    if definition.source != facts.source.id:
        return count_revisions(engine, facts.table)
    relation = Relation("f", frozenset(engine.columns(facts.table)))
    compiler = RuleCompiler(facts.source, library.catalogue, facts.vocabularies, relation)
    verdict = compiler.compile(definition.rule)
    for name, table in compiler.lookup_tables().items():
        engine.put(name, table)
    return count_revisions(engine, facts.table, verdict, compiler.joins())


def _inline_people(engine: Engine, facts: Facts, part: MappingPart) -> dict[Role, People]:
    columns = frozenset(engine.columns(facts.table))
    found: dict[Role, People] = {}
    for role in facts.source.roles:
        person = f"{role}_reference"
        within = part.columns[person].within if person in part.columns else "file"
        found[role] = People("", columns, within, present=PRESENT[role] in columns)
    return found


def _gather_linked(
    engine: Engine, setting: Setting, loading: Loading, entry: LinkedEntry, needed: set[str], settling: Settling
) -> Facts:
    source, library = loading.source, setting.library
    given = _with_parts(setting, entry.offences, source, "offences")
    own = {name for name in needed if source.role_of(name) is None}
    reports: dict[str, ExtractReport] = {}
    parts: dict[Role, MappingPart] = {}
    faults = Faults()
    with faults.noting():
        reports["offences"] = load_extracts(loading, given, source.id, own)
    for role, row in LINKED_ROLES.items():
        entries: tuple[ExtractEntry, ...] = getattr(entry, row)
        wanted = {name for name in needed if source.role_of(name) == role}
        if entries and wanted:
            with faults.noting():
                people = _with_parts(setting, entries, source, row)
                parts[role] = people[0][1]
                wanted |= {f"{role}_reference", "reference"}
                reports[row] = load_extracts(loading, people, f"{source.id}_{role}", wanted)
    faults.raise_met()
    facts = Facts(source, source.id, frozenset(), loading.vocabularies, entry.offences, given[0][1], reports=reports)
    report = reports["offences"]
    replace_older(engine, source.id, report, "recorded_date", setting.replace, setting.watch)
    facts.revision = _revision(engine, library, facts)
    settling.settle_records(source.id, report)
    drop_repeats(engine, source.id, report)
    for role, part in parts.items():
        replace_older(engine, f"{source.id}_{role}", reports[LINKED_ROLES[role]], "", setting.replace, setting.watch)
        facts.people[role] = _link(engine, source, role, part, reports[LINKED_ROLES[role]], setting.watch)
    settling.settle_people(facts)
    drop_cancelled(engine, source.id, report)
    _drop_people_of_cancelled(engine, source, facts)
    leave_out(engine, source.id, left_out(given[0][1], source), loading.vocabularies, report)
    _drop_people_of_left_out(engine, source, facts)
    count_reclassified(engine, source.id, given[0][1], report)
    settle(engine, source.id, report)
    facts.columns = frozenset(engine.columns(source.id))
    return facts


def _link(
    engine: Engine, source: Source, role: Role, part: MappingPart, report: ExtractReport, watch: Watch | None
) -> People:
    person = f"{role}_reference"
    within = part.columns[person].within if person in part.columns else "file"
    people = link_people(engine, source.id, f"{source.id}_{role}", role, within, report, watch)
    add_ages(engine, source, source.id, people.table, _dates_in(source, engine.columns(source.id)))
    people.columns = frozenset(engine.columns(people.table))
    return people


def _drop_people_of_cancelled(engine: Engine, source: Source, facts: Facts) -> None:
    for role, people in facts.people.items():
        report = facts.reports[LINKED_ROLES[role]]
        gone = f"offence_row NOT IN (SELECT {ROW} FROM {source.id})"
        report.ledger.cancelled += engine.number(f"SELECT count(*) FROM {people.table} WHERE {gone}")
        engine.run(f"DELETE FROM {people.table} WHERE {gone}")
        settle(engine, people.table, report)


def _drop_people_of_left_out(engine: Engine, source: Source, facts: Facts) -> None:
    for role, people in facts.people.items():
        report = facts.reports[LINKED_ROLES[role]]
        gone = f"offence_row NOT IN (SELECT {ROW} FROM {source.id})"
        left = engine.number(f"SELECT count(*) FROM {people.table} WHERE {gone}")
        if left:
            report.ledger.left_out["of an offence left out"] += left
            engine.run(f"DELETE FROM {people.table} WHERE {gone}")
            settle(engine, people.table, report)


def _dates_in(source: Source, columns: list[str]) -> list[str]:
    """Return the dates to take ages at: committed, else recorded."""
    return [name for name in reversed(source.dates) if name in columns]


def _part_of(setting: Setting, entry: ExtractEntry, source: Source, row: Row | None) -> MappingPart:
    library = setting.library
    part = library.mapping(entry.mapping).part_for(source.id, row)
    if part is None:
        what = f"{source.id} {row}" if row else f"a flat {source.id} extract"
        raise InvalidFileError(
            f"definitions/mappings/{entry.mapping}.yaml: mapping {entry.mapping} does not read {what}; "
            f"expected a part with source: {source.id}. Name another mapping in the project file."
        )
    try:
        found = part.with_area(entry.area_basis).with_columns(library.added_columns.get(source.id, {}))
    except KeyError:
        raise InvalidFileError(
            f"definitions/mappings/{entry.mapping}.yaml: mapping {entry.mapping} reads areas of "
            f"{listed(part.areas, joiner='and')}; the project asks for {entry.area_basis or 'none of them'}. "
            f"Write area_basis: {listed(part.areas)} on the extract in the project file."
        ) from None
    return _as_otherwise(found, source, setting.otherwise)


def _as_otherwise(part: MappingPart, source: Source, otherwise: Otherwise) -> MappingPart:
    update: dict[str, object] = {}
    if otherwise.as_first_recorded:
        update["classification"] = "initial"
    if otherwise.with_cancelled:
        update["leave_out"] = dict.fromkeys(left_out(part, source), ())
    return part.model_copy(update=update)
