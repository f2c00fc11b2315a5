"""A source whose offences, victims and suspects come in files of their own: from their rows to facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from svtool.dates import add_months, month_end
from svtool.engine.seam import Engine
from svtool.errors import Faults
from svtool.gathering.ages import work_out_ages
from svtool.gathering.facts import Facts, People
from svtool.gathering.flat_source import (
    dates_in,
    loading_of,
    revision_of,
    settled_report,
    settling_of,
    within_of,
)
from svtool.gathering.linked_people import leave_repeated_people, link_people, recorded_days
from svtool.gathering.no_units import count_no_units, count_outside
from svtool.gathering.overlap import find_superseded, leave_superseded
from svtool.gathering.people_steps import PeopleStep
from svtool.gathering.raw_rows import RawRows
from svtool.gathering.setting import Setting, parts_of
from svtool.gathering.steps import TYPED, Step, settled_ledger
from svtool.gathering.units import leave_cancelled, leave_out, leave_repeats
from svtool.records.ledger import ExtractReport
from svtool.records.loader import load_extracts
from svtool.schema.mappings import MappingPart, Row, left_out
from svtool.schema.project import ExtractEntry, LinkedEntry
from svtool.schema.row_columns import OFFENCE_ROW, ROW
from svtool.schema.sources import RECORDED, Role, Source

FILES_OF: dict[Role, Row] = {"victim": "victims", "suspect": "suspects"}
OFFENCES: Row = "offences"
OF_LEFT_OUT = "of an offence left out"


def gather_linked(engine: Engine, setting: Setting, source: Source, entry: LinkedEntry, needed: set[str]) -> Facts:
    """Return the facts of a source whose people come in files of their own.

    Args:
        engine: where the rows go.
        setting: what every source is gathered with.
        source: the source.
        entry: its extracts.
        needed: the fields to read.

    Raises:
        ExtractError: a file can't be read as this extract, or two can't be ordered.
        InvalidFileError: a mapping does not read this source.
    """
    raw = RawRows(engine)
    loading = loading_of(setting, source, raw)
    given = parts_of(setting, entry.offences, source, OFFENCES)
    part = given[0][1]
    settling = settling_of(setting, loading, part)
    needed = needed | settling.needed
    reports: dict[str, ExtractReport] = {}
    parts: dict[Role, MappingPart] = {}
    faults = Faults()
    with faults.noting():
        own = {name for name in needed if source.role_of(name) is None}
        reports[OFFENCES] = load_extracts(loading, given, f"{source.id}_{TYPED}", own)
    for role, row in FILES_OF.items():
        entries: tuple[ExtractEntry, ...] = getattr(entry, row)
        wanted = {name for name in needed if source.role_of(name) == role}
        if entries and wanted:
            with faults.noting():
                of_people = parts_of(setting, entries, source, row)
                parts[role] = of_people[0][1]
                wanted |= {f"{role}_reference", "reference"}
                reports[row] = load_extracts(loading, of_people, f"{source.id}_{role}_{TYPED}", wanted)
    faults.raise_met()

    extracts = reports[OFFENCES].extracts
    typed, superseded = find_superseded(raw.typed(source.id), extracts, RECORDED, setting.replace, setting.watch)
    revision = revision_of(typed, superseded, source, setting.library, loading.vocabularies)
    records, use = settling.settle_records(leave_superseded(typed, superseded))
    records = leave_repeats(records)
    people: dict[Role, PeopleStep] = {}
    for role, read_by in parts.items():
        report = reports[FILES_OF[role]]
        step = _current_people(raw.typed(f"{source.id}_{role}"), report, setting)
        people[role], notes = _link(step, records, role, read_by, setting)
        aged = work_out_ages(people[role].rows_or(records), source, dates_in(source, records.columns), records.name)
        known = replace(people[role].people, columns=frozenset(aged.columns))
        people[role] = replace(people[role], people=known).at(aged)
        reports[FILES_OF[role]] = replace(report, notes=[*report.notes, *notes])
    records, people, use = settling.settle_people(records, people, use)
    all_records, records = records, leave_cancelled(records)
    people = _leave_people_of(people, all_records, records, "cancelled")
    all_records, records = records, leave_out(records, left_out(part, source), loading.vocabularies)
    people = _leave_people_of(people, all_records, records, OF_LEFT_OUT)
    records = records.settled()
    people = {role: each.settled() for role, each in people.items()}

    reports[OFFENCES] = settled_report(reports[OFFENCES], records, part, records.count(), use)
    for role, each in people.items():
        report, step = reports[FILES_OF[role]], each.rows_or(records)
        reports[FILES_OF[role]] = replace(report, ledger=settled_ledger(report.ledger, step, step.count()))
    found = {role: each.people for role, each in people.items()}
    columns = frozenset(records.columns)
    return Facts(
        source, records.name, columns, loading.vocabularies, entry.offences, part, found, reports, revision,
        count_no_units(records, source, loading.catalogue, loading.vocabularies),
        count_outside(records, loading.vocabularies) if setting.areas else 0,
    )  # fmt: skip


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
    raw = RawRows(engine)
    loading = loading_of(setting, source, raw)
    reports: dict[str, ExtractReport] = {}
    for role, row in FILES_OF.items():
        entries = tuple(entry for kind, entry in given if kind == row)
        if entries:
            wanted = {each for each in needed if source.role_of(each) == role} | {"reference"}
            base = f"{name}_{role}"
            parts = parts_of(setting, entries, source, row)
            report = load_extracts(loading, parts, f"{base}_{TYPED}", wanted)
            step = _current_people(raw.typed(base), report, setting)
            reports[row] = replace(report, ledger=settled_ledger(report.ledger, step, step.count()))
    return reports


def _current_people(typed: Step, report: ExtractReport, setting: Setting) -> Step:
    """Return the next step of people: the rows that no later extract re-issues."""
    typed, superseded = find_superseded(typed, report.extracts, "", setting.replace, setting.watch)
    return leave_superseded(typed, superseded)


def _link(step: Step, records: Step, role: Role, part: MappingPart, setting: Setting) -> tuple[PeopleStep, list[str]]:
    """Return the people of a file beside their offences, and what must be said of how they were linked."""
    within = within_of(part, role)
    units = leave_repeated_people(step, f"{role}_reference", within)
    linked, notes = link_people(units, records, role, setting.watch)
    first, last = recorded_days(linked, records)
    people = People(
        linked.name,
        frozenset(linked.columns),
        within,
        known_from=add_months(first, 0) if first else None,
        known_to=month_end(last) if last else None,
    )
    return PeopleStep(people, linked), notes


def _leave_people_of(
    people: dict[Role, PeopleStep], before: Step, records: Step, reason: str
) -> dict[Role, PeopleStep]:
    """Return the next steps of people: without those whose offence has left between two steps of the records."""
    if records.name == before.name:
        return people
    name = f"not_{reason.replace(' ', '_')}"
    stays = f"EXISTS (SELECT 1 FROM {records.name} AS o WHERE o.{ROW} = p.{OFFENCE_ROW})"
    staying: dict[Role, PeopleStep] = {}
    for role, each in people.items():
        step = each.rows_or(records)
        staying[role] = each.at(step.fewer(name, f"SELECT p.* FROM {step.name} AS p WHERE {stays}", reason))
    return staying
