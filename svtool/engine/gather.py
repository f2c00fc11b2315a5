"""Gather the extracts of a project: read what the measures need, settle it, link it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from svtool.engine.duckdb import Engine
from svtool.engine.facts import (
    Facts,
    People,
    add_ages,
    count_reclassified,
    drop_cancelled,
    drop_repeats,
    link_people,
    settle,
    split_flat,
)
from svtool.engine.units import collapse_incidents, leave_out, spread_intervals
from svtool.errors import ExtractError, InvalidFileError, SvtoolError, listed
from svtool.extracts.ledger import ExtractReport
from svtool.extracts.loading import EXTRACT, PRESENT, ROW, SUPPLIER, Loading, load_extract
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.mappings import MappingPart, Row, left_out
from svtool.schema.project import ExtractEntry, LinkedEntry, Project
from svtool.schema.rules import fields_of
from svtool.schema.sources import INITIAL_EVIDENCE, OFFENCE, OFFENCE_EVIDENCE, Role, Source
from svtool.schema.tables import Measure

ALWAYS = ("reference", "recorded_date", "committed_date", "cancelled", "area", "count")
LINKED_ROLES: dict[Role, Row] = {"victim": "victims", "suspect": "suspects"}


def gather(
    engine: Engine, project: Project, library: Library, folder: Path, measures: list[Measure], by: Iterable[str]
) -> dict[str, Facts]:  # fmt: skip
    """Return the facts of every source that the measures ask about and the project has extracts of.

    Raises:
        SvtoolError: extracts can't be read; every source is looked at first, and the lowest exit code wins.
    """
    areas = library.areas(project.areas) if project.areas else None
    facts: dict[str, Facts] = {}
    faults: list[SvtoolError] = []
    for name, entry in project.sources.given().items():
        of_source = [measure for measure in measures if measure.source == name]
        if not of_source or name == "indicators":
            continue
        needed = fields_needed(library.sources[name], of_source, by)
        try:
            facts[name] = gather_source(engine, library, areas, folder, name, entry, needed)
        except SvtoolError as error:
            faults.append(error)
    if faults:
        worst = min(faults, key=lambda error: error.exit_code)
        raise type(worst)("\n".join(str(error) for error in faults))
    return facts


def fields_needed(source: Source, measures: list[Measure], by: Iterable[str]) -> set[str]:
    """Return the names of the fields that must be read to count these measures by these breakdowns."""
    needed = set(ALWAYS)
    for measure in measures:
        needed |= set(fields_of(measure.rule))
        role = measure.role or ("victim" if "victim" in source.roles else None)
        prefix = f"{role}_" if role else ""
        if measure.role:
            needed |= {f"{measure.role}_reference"}
        if "age_band" in by:
            needed |= {f"{prefix}age"}
        if "sex" in by:
            needed |= {f"{prefix}sex"}
    if "offence_class" in by:
        needed.add(OFFENCE)
    if "crime_type" in by:
        needed.add("crime_type")
    if OFFENCE in needed:
        needed |= {*OFFENCE_EVIDENCE, *INITIAL_EVIDENCE, "reclassified"} & set(source.by_name)
    needed |= {each.name for each in source.of_type("birth_date") if each.becomes in needed}
    return needed


def gather_source(
    engine: Engine,
    library: Library,
    areas: AreaSet | None,
    folder: Path,
    name: str,
    entry: LinkedEntry | ExtractEntry,
    needed: set[str],
) -> Facts:
    """Return the facts of one source, read, settled and linked.

    Raises:
        ExtractError: a file can't be read as this extract.
        InvalidFileError: the mapping does not read this source.
    """
    source = library.sources[name]
    loading = Loading(source, library.catalogue, areas, {}, engine, folder)
    if isinstance(entry, LinkedEntry):
        return _gather_linked(engine, library, loading, entry, needed)
    part = _part_of(library, entry, source, None)
    report = load_extract(loading, entry, part, name, needed)
    facts = Facts(source, name, frozenset(), loading.vocabularies, entry, part, reports={name: report})
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
        facts.people = split_flat(engine, name, part, source, report)
        for people in facts.people.values():
            add_ages(engine, source, name, people.table, _dates_in(source, engine.columns(name)))
            people.columns |= {each for each in engine.columns(people.table) if each.endswith(("_lo", "_hi"))}
    count_reclassified(engine, name, part, report)
    facts.columns = frozenset(engine.columns(name))
    return facts


def _inline_people(engine: Engine, facts: Facts, part: MappingPart) -> dict[Role, People]:
    columns = frozenset(engine.columns(facts.table))
    found: dict[Role, People] = {}
    for role in facts.source.roles:
        person = f"{role}_reference"
        within = part.columns[person].within if person in part.columns else "file"
        found[role] = People("", columns, within, present=PRESENT[role] in columns)
    return found


def _gather_linked(engine: Engine, library: Library, loading: Loading, entry: LinkedEntry, needed: set[str]) -> Facts:
    source = loading.source
    part = _part_of(library, entry.offences, source, "offences")
    own = {name for name in needed if source.role_of(name) is None}
    report = load_extract(loading, entry.offences, part, source.id, own)
    drop_repeats(engine, source.id, report)
    settled = {"offences": report}
    linked: dict[Role, tuple[ExtractEntry, MappingPart, ExtractReport]] = {}
    for role, row in LINKED_ROLES.items():
        given: ExtractEntry | None = getattr(entry, row)
        wanted = {name for name in needed if source.role_of(name) == role}
        if given is None or not wanted:
            continue
        role_part = _part_of(library, given, source, row)
        person = {f"{role}_reference"}
        role_report = load_extract(loading, given, role_part, f"{source.id}_{role}", wanted | person | {"reference"})
        linked[role] = (given, role_part, role_report)
    facts = Facts(source, source.id, frozenset(), loading.vocabularies, entry.offences, part, reports=settled)
    facts.people = _link(engine, source, linked, settled)
    drop_cancelled(engine, source.id, report)
    _drop_people_of_cancelled(engine, source, facts)
    leave_out(engine, source.id, left_out(part, source), loading.vocabularies, report)
    _drop_people_of_left_out(engine, source, facts)
    count_reclassified(engine, source.id, part, report)
    settle(engine, source.id, report)
    facts.columns = frozenset(engine.columns(source.id))
    return facts


def _link(
    engine: Engine,
    source: Source,
    linked: dict[Role, tuple[ExtractEntry, MappingPart, ExtractReport]],
    settled: dict[str, ExtractReport],
) -> dict[Role, People]:
    found: dict[Role, People] = {}
    for role, (_, part, report) in linked.items():
        person = f"{role}_reference"
        within = part.columns[person].within if person in part.columns else "file"
        people = link_people(engine, source.id, f"{source.id}_{role}", role, within, report)
        add_ages(engine, source, source.id, people.table, _dates_in(source, engine.columns(source.id)))
        people.columns = frozenset(engine.columns(people.table))
        found[role] = people
        settled[part.row] = report
    return found


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


def _part_of(library: Library, entry: ExtractEntry, source: Source, row: Row | None) -> MappingPart:
    part = library.mapping(entry.mapping).part_for(source.id, row)
    if part is None:
        what = f"{source.id} {row}" if row else f"a flat {source.id} extract"
        raise InvalidFileError(
            f"definitions/mappings/{entry.mapping}.yaml: mapping {entry.mapping} does not read {what}; "
            f"expected a part with source: {source.id}. Name another mapping in the project file."
        )
    try:
        return part.with_area(entry.area_basis).with_columns(library.added_columns.get(source.id, {}))
    except KeyError:
        raise InvalidFileError(
            f"definitions/mappings/{entry.mapping}.yaml: mapping {entry.mapping} reads areas of "
            f"{listed(part.areas, joiner='and')}; the project asks for {entry.area_basis or 'none of them'}. "
            f"Write area_basis: {listed(part.areas)} on the extract in the project file."
        ) from None


__all__ = ["EXTRACT", "SUPPLIER", "ExtractError", "fields_needed", "gather", "gather_source"]
