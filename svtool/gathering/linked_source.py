"""A source whose offences, victims and suspects come in files of their own: from their rows to facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from svtool.engine.seam import Engine, number
from svtool.errors import Faults
from svtool.gathering.ages import work_out_ages
from svtool.gathering.day_histories import Histories, read_histories, read_people, selection_date, windows_of
from svtool.gathering.days_with_people import known_days
from svtool.gathering.disagreeing_rows import merge_repeats, one_row_each
from svtool.gathering.drawn_kinds import count_kinds
from svtool.gathering.facts import Facts, People
from svtool.gathering.flat_source import (
    dates_in,
    loading_of,
    places_in,
    settled_report,
    settling_of,
    within_of,
)
from svtool.gathering.kinds_held import kinds_held
from svtool.gathering.linked_people import leave_repeated_people, link_people
from svtool.gathering.overlap import Comparing, Outdated, find_outdated, leave_outdated
from svtool.gathering.people_editions import (
    PeopleEditions,
    find_outdated_people,
    people_of_version,
    place_people,
    rows_of_people,
)
from svtool.gathering.people_steps import PeopleStep, settle
from svtool.gathering.raw_rows import RawRows
from svtool.gathering.reissued_days import Placing
from svtool.gathering.revisions import Revision
from svtool.gathering.setting import Setting, area_bases_of, parts_of
from svtool.gathering.steps import TYPED, Step, settled_ledger
from svtool.gathering.units import leave_cancelled, leave_out
from svtool.gathering.versions import (
    VERSIONS,
    Reading,
    Rows,
    Version,
    Which,
    count_revision,
    drop_version,
    judge_version,
    put_reissued,
    rows_of_version,
    way_of,
)
from svtool.gathering.versions_compared import Given, comparing_of, comparing_people, fields_of_kinds
from svtool.records.ledger import ExtractReport
from svtool.records.loader import load_extracts
from svtool.records.vocabulary import Vocabularies
from svtool.records.watch import Watch
from svtool.schema.mappings import MappingPart, Row, left_out
from svtool.schema.project import ExtractEntry, LinkedEntry
from svtool.schema.row_columns import OFFENCE_ROW, ROW
from svtool.schema.sources import OFFENCE, Role, Source

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
    needed, beside = needed | settling.needed, fields_of_kinds(source, part)
    reports: dict[str, ExtractReport] = {}
    of_roles: dict[Role, Given] = {}
    faults = Faults()
    with faults.noting():
        own = {name for name in needed if source.role_of(name) is None}
        reports[OFFENCES] = load_extracts(loading, given, f"{source.id}_{TYPED}", own, beside)
    for role, row in FILES_OF.items():
        entries: tuple[ExtractEntry, ...] = getattr(entry, row)
        wanted = {name for name in needed if source.role_of(name) == role}
        if entries and wanted:
            with faults.noting():
                of_roles[role] = parts_of(setting, entries, source, row)
                wanted |= {f"{role}_reference", "reference"}
                reports[row] = load_extracts(loading, of_roles[role], f"{source.id}_{role}_{TYPED}", wanted)
    faults.raise_met()
    parts = {role: each[0][1] for role, each in of_roles.items()}

    typed, vocabularies = raw.typed(source.id), loading.vocabularies
    comparing = comparing_of(setting, typed, source, given, reports[OFFENCES], loading)
    outdated = find_outdated(typed, comparing)
    editions = {
        role: _editions_of(
            raw.typed(f"{source.id}_{role}"), each, reports[FILES_OF[role]], outdated, comparing, setting
        )
        for role, each in of_roles.items()
    }
    library = setting.library
    reading = Reading(library.project_definition, library.catalogue, vocabularies, part, needed | beside | {OFFENCE})
    revision = _revision_of(outdated, editions, parts, comparing, source, reading)
    up_to_date = leave_outdated(outdated)
    histories = read_histories(up_to_date, source, entry.offences, reports[OFFENCES])
    records, use = settling.settle_records(up_to_date, reports[OFFENCES].fields)
    records = _offence_each(records, source)
    current = {role: leave_outdated(each.outdated) for role, each in editions.items()}
    people, notes = _join(current, records, parts, source, setting.watch)
    for role, said in notes.items():
        report = reports[FILES_OF[role]]
        histories = _with_people(histories, people[role], records, role, (entry, source, report))
        reports[FILES_OF[role]] = replace(report, notes=[*report.notes, *said])
    records, people, use = settling.settle_people(records, people, use)
    records, people = _leave_uncounted(records, people, left_out(part, source), vocabularies)
    records, people = settle(records, people)

    reports[OFFENCES] = settled_report(reports[OFFENCES], records, part, records.count(), use)
    for role, each in people.items():
        report, step = reports[FILES_OF[role]], each.rows_or(records)
        reports[FILES_OF[role]] = replace(report, ledger=settled_ledger(report.ledger, step, step.count()))
    found = {role: each.people for role, each in people.items()}
    columns = frozenset(records.columns)
    found |= places_in(columns, part, source)
    kinds = count_kinds(records, source, reports[OFFENCES].extracts, entry.offences, vocabularies, library.catalogue)
    return Facts(
        source, records.name, columns, loading.vocabularies, entry.offences, part, found, reports, revision,
        kinds.no_units, kinds.outside if setting.areas else 0, histories,
        kinds_held(kinds.files, entry.offences, source, library.catalogue, histories.precision), area_bases_of(given),
    )  # fmt: skip


def _with_people(
    histories: Histories,
    people: PeopleStep,
    records: Step,
    role: Role,
    given: tuple[LinkedEntry, Source, ExtractReport],
) -> Histories:
    """Return histories with that of the people of a role; `given` are the extracts and what reading theirs met."""
    entry, source, report = given
    entries: tuple[ExtractEntry, ...] = getattr(entry, FILES_OF[role])
    day = selection_date(source, entry.offences[0], records.columns)
    counts = read_people(people.rows_or(records), records, day or "", report)
    return replace(
        histories,
        people={**histories.people, role: counts},
        windows_of_people={**histories.windows_of_people, role: windows_of(entries)},
    )


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
            people = raw.typed(base)
            comparing = comparing_people(setting, people, source, parts, report, Placing())
            step = leave_outdated(find_outdated(people, comparing))
            reports[row] = replace(report, ledger=settled_ledger(report.ledger, step, step.count()))
    return reports


def _offence_each(records: Step, source: Source) -> Step:
    """Return the next step: each offence as one row, to which its people can be linked."""
    return one_row_each(merge_repeats(records, source), source)


def _editions_of(
    people: Step, given: Given, report: ExtractReport, offences: Outdated, comparing: Comparing, setting: Setting
) -> PeopleEditions:
    """Return the people of one role in all extracts, and which of them are outdated."""
    source, placing = setting.library.sources[report.ledger.source], comparing.placing
    placed = place_people(people, offences.step, placing.day, list(placing.kinds))
    own = comparing_people(setting, people, source, given, report, replace(placing, rows=placed, declared={}))
    found = find_outdated_people(people, own, offences, comparing.extracts)
    people.engine.drop(placed)
    return found


def _join(
    people: Mapping[Role, Step], records: Step, parts: Mapping[Role, MappingPart], source: Source, watch: Watch | None
) -> tuple[dict[Role, PeopleStep], dict[Role, list[str]]]:
    """Return the people beside their offences, with ages, and what must be said of how they were linked."""
    found: dict[Role, PeopleStep] = {}
    notes: dict[Role, list[str]] = {}
    for role, step in people.items():
        linked, notes[role] = _link(step, records, role, parts[role], watch)
        aged = work_out_ages(linked.rows_or(records), source, dates_in(source, records.columns), records.name)
        known = replace(linked.people, columns=frozenset(aged.columns))
        found[role] = replace(linked, people=known).at(aged)
    return found, notes


def _leave_uncounted(
    records: Step, people: dict[Role, PeopleStep], values: Mapping[str, tuple[str, ...]], vocabularies: Vocabularies
) -> tuple[Step, dict[Role, PeopleStep]]:
    """Return the next steps, without offences that are cancelled or left out, and without their people."""
    counted = leave_cancelled(records)
    people = _leave_people_of(people, records, counted, "cancelled")
    kept = leave_out(counted, values, vocabularies)
    return kept, _leave_people_of(people, counted, kept, OF_LEFT_OUT)


def _revision_of(
    outdated: Outdated,
    editions: Mapping[Role, PeopleEditions],
    parts: Mapping[Role, MappingPart],
    comparing: Comparing,
    source: Source,
    reading: Reading,
) -> Revision | None:
    """Return what re-issued offences changed, their people included; None when nothing was issued again."""
    unordered = sum(each.outdated.differing for each in editions.values())
    if not outdated.rows:
        return Revision(unordered=unordered) if unordered else None
    outdated = replace(outdated, differing=outdated.differing + unordered)
    reissued = put_reissued(outdated)
    tables = {which: rows_of_version(outdated, reissued, which) for which in VERSIONS}
    of_people: dict[Role, dict[Which, str]] = {
        role: {which: people_of_version(each, reissued, which) for which in VERSIONS} for role, each in editions.items()
    }
    versions: dict[Which, Version] = {}
    for which, table in tables.items():
        records = _offence_each(way_of(outdated, table), source)
        steps = {role: way_of(outdated, each[which]) for role, each in of_people.items()}
        people = _join(steps, records, parts, source, None)[0]
        counted = _leave_uncounted(records, people, left_out(reading.part, source), reading.vocabularies)
        versions[which] = judge_version(*counted, source, reading)
    compared: dict[str, Rows] = {
        source.id: Rows(tables["before"], tables["now"], comparing.columns),
        **{role: rows_of_people(each, editions[role].columns) for role, each in of_people.items()},
    }
    revision = count_revision(outdated, reissued, compared, versions)
    for version in versions.values():
        drop_version(version)
    for table in (reissued, *tables.values(), *(table for each in of_people.values() for table in each.values())):
        outdated.step.engine.drop(table)
    return revision


def _link(
    step: Step, records: Step, role: Role, part: MappingPart, watch: Watch | None
) -> tuple[PeopleStep, list[str]]:
    """Return the people of a file beside their offences, and what must be said of how they were linked."""
    within = within_of(part, role)
    units = leave_repeated_people(step, f"{role}_reference", within)
    linked, notes = link_people(units, records, role, watch)
    people = People(linked.name, frozenset(linked.columns), within, known_days=known_days(linked, records))
    return PeopleStep(people, linked), notes


def _leave_people_of(
    people: dict[Role, PeopleStep], before: Step, records: Step, reason: str
) -> dict[Role, PeopleStep]:
    """Return the next steps of people: without those whose offence has left between two steps of the records."""
    if records.name == before.name:
        return people
    engine, left = records.engine, f"{records.base}_left"
    stay = f"SELECT 1 FROM {records.name} AS o WHERE o.{ROW} = b.{ROW}"
    engine.define(left, f"SELECT b.{ROW} FROM {before.name} AS b WHERE NOT EXISTS ({stay})", kept=True)
    staying = {role: each.at(_without_people_of(each.rows_or(records), left, reason)) for role, each in people.items()}
    engine.drop(left)
    return staying


def _without_people_of(people: Step, left: str, reason: str) -> Step:
    """Return the next step of people: without those of the offences in a small table."""
    name = f"not_{reason.replace(' ', '_')}"
    found = f"SELECT p.{ROW} FROM {people.name} AS p JOIN {left} AS l ON l.{ROW} = p.{OFFENCE_ROW}"
    beside, leaving = people.with_rows(f"{name}_rows", found)
    gone = number(people.engine, f"rows of {leaving}", f"SELECT count(*) FROM {leaving}")
    return beside.without(leaving, name, {reason: gone}) if gone else beside
