"""A source whose extracts are one kind of file: from its rows to facts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from svtool.engine.seam import Engine
from svtool.gathering.ages import work_out_ages
from svtool.gathering.day_histories import read_histories
from svtool.gathering.disagreeing_rows import REPEATED, SAME_INCIDENT, count_units, merge_repeats
from svtool.gathering.drawn_kinds import count_kinds
from svtool.gathering.facts import Facts, People
from svtool.gathering.flat_people import split_flat
from svtool.gathering.kinds_held import kinds_held
from svtool.gathering.overlap import Comparing, Outdated, find_outdated, leave_outdated
from svtool.gathering.people_steps import PeopleStep, settle
from svtool.gathering.raw_rows import RawRows
from svtool.gathering.reviewed_values import Settling
from svtool.gathering.revisions import Revision
from svtool.gathering.setting import Setting, area_bases_of, parts_of
from svtool.gathering.steps import REVIEWED, TYPED, Step, settled_ledger
from svtool.gathering.units import leave_cancelled, leave_out, spread_intervals
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
from svtool.gathering.versions_compared import comparing_of, fields_of_kinds
from svtool.records.ledger import ExtractReport, ReviewUse
from svtool.records.load_plan import Loading
from svtool.records.loader import load_extracts
from svtool.records.packed_references import PackedReferences
from svtool.records.vocabulary import Vocabularies
from svtool.schema.mappings import MappingPart, left_out
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import PRESENT
from svtool.schema.sources import OFFENCE, PLACE, Role, Source
from svtool.schema.suppliers import SupplierNames

ONE_ROW_EACH = {"record", "vehicle", "offence"}  # other rows are people, of whom an offence may have several


def gather_flat(
    engine: Engine, setting: Setting, source: Source, entries: tuple[ExtractEntry, ...], needed: set[str]
) -> Facts:
    """Return the facts of a source whose extracts are one kind of file.

    Args:
        engine: where the rows go.
        setting: what every source is gathered with.
        source: the source.
        entries: its extracts.
        needed: the fields to read.

    Raises:
        ExtractError: a file can't be read as this extract, or two can't be ordered.
        InvalidFileError: a mapping does not read this source.
    """
    raw = RawRows(engine)
    loading = loading_of(setting, source, raw)
    given = parts_of(setting, entries, source, None)
    part = given[0][1]
    settling = settling_of(setting, loading, part)
    if _may_pack(setting, source, part, raw):
        loading = replace(loading, packed=PackedReferences(setting.threads, setting.temp_dir))
    beside = fields_of_kinds(source, part)
    report = load_extracts(loading, given, f"{source.id}_{TYPED}", needed | settling.needed, beside)

    typed = raw.typed(source.id)
    comparing = comparing_of(setting, typed, source, given, report, loading)
    outdated = find_outdated(typed, comparing)
    library, vocabularies = setting.library, loading.vocabularies
    read = needed | settling.needed | beside | {OFFENCE}
    reading = Reading(library.project_definition, library.catalogue, vocabularies, part, read)
    revision = _revision_of(outdated, comparing, source, reading)
    current = leave_outdated(outdated)
    histories = read_histories(current, source, entries, report)
    records, use = settling.settle_records(current, report.fields)
    records = _to_units(records, source, part, vocabularies, loading.packed)
    records, usable = count_units(records, _further_rows(part))
    records, people = _to_people(records, source, part)
    records, people, use = settling.settle_people(records, people, use)
    records, people = settle(records, people)

    of_people = sum(each.step.left[REVIEWED] for each in people.values() if each.step)
    records = replace(records, left=records.left + Counter({REVIEWED: of_people}))
    report = settled_report(report, records, part, usable, use)
    found = {role: _as_countable(each.people, role, report) for role, each in people.items()}
    columns = frozenset(records.columns)
    found |= places_in(columns, part, source)
    kinds = count_kinds(records, source, report.extracts, entries, vocabularies, library.catalogue)
    return Facts(
        source, records.name, columns, loading.vocabularies, entries, part, found, {source.id: report}, revision,
        kinds.no_units, kinds.outside if setting.areas else 0, histories,
        kinds_held(kinds.files, entries, source, library.catalogue, histories.precision), area_bases_of(given),
    )  # fmt: skip


def _may_pack(setting: Setting, source: Source, part: MappingPart, raw: RawRows) -> bool:
    """Return whether references can be kept out of the way: all that is asked is which of them repeat."""
    is_read = not (setting.watch or setting.kept or raw.engine.reads_in_place)
    return is_read and not setting.names_records and not setting.reviews.of(source.id) and part.row in ONE_ROW_EACH


def _to_units(
    records: Step,
    source: Source,
    part: MappingPart,
    vocabularies: Vocabularies,
    packed: PackedReferences | None = None,
) -> Step:
    """Return the next step: the rows that count, one for each unit where a row is no person."""
    records = leave_out(leave_cancelled(records), left_out(part, source), vocabularies)
    return merge_repeats(records, source, _further_rows(part), packed) if part.row in ONE_ROW_EACH else records


def _further_rows(part: MappingPart) -> str:
    """Return why the further rows of a unit were left out."""
    return SAME_INCIDENT if part.row == "vehicle" else REPEATED


def _to_people(records: Step, source: Source, part: MappingPart) -> tuple[Step, dict[Role, PeopleStep]]:
    """Return the records with ages, and their people."""
    if part.row in ONE_ROW_EACH:
        records = spread_intervals(records)
    records = work_out_ages(records, source, dates_in(source, records.columns))
    if part.row in ONE_ROW_EACH:
        return records, _people_in_rows(records, source, part)
    return split_flat(records, part, source)


def _revision_of(outdated: Outdated, comparing: Comparing, source: Source, reading: Reading) -> Revision | None:
    """Return what re-issued records changed; None when nothing was issued again."""
    if not outdated.rows:
        return None
    reissued = put_reissued(outdated)
    found = {which: rows_of_version(outdated, reissued, which) for which in VERSIONS}
    versions: dict[Which, Version] = {}
    for which, table in found.items():
        units = _to_units(way_of(outdated, table), source, reading.part, reading.vocabularies)
        versions[which] = judge_version(*_to_people(units, source, reading.part), source, reading)
    compared = Rows(found["before"], found["now"], comparing.columns)
    revision = count_revision(outdated, reissued, {source.id: compared}, versions)
    for each in versions.values():
        drop_version(each)
    for table in (reissued, *found.values()):
        outdated.step.engine.drop(table)
    return revision


def _people_in_rows(records: Step, source: Source, part: MappingPart) -> dict[Role, PeopleStep]:
    """Return the people that stand in the records' own rows."""
    columns = frozenset(records.columns)
    return {
        role: PeopleStep(People("", columns, within_of(part, role), present=PRESENT[role] in columns))
        for role in source.roles
    }


def places_in(columns: frozenset[str], part: MappingPart, source: Source) -> dict[Role, People]:
    """Return the places that records name in their own rows; nothing where the source counts no places."""
    return {PLACE: People("", columns, within_of(part, PLACE))} if PLACE in source.units else {}


def _as_countable(people: People, role: Role, report: ExtractReport) -> People:
    """Return people with whether they can be counted: where no file has a column of theirs, no row is one of them."""
    is_told = any(role in extract.roles for extract in report.extracts)
    countable = people.countable and (is_told or bool(people.table))
    return replace(people, countable=countable, always_known=people.always_known and is_told)


def within_of(part: MappingPart, role: Role) -> str:
    """Return how far a reference of a person, or of a place, means the same one."""
    person = f"{role}_reference"
    return part.columns[person].within if person in part.columns else "file"


def loading_of(setting: Setting, source: Source, raw: RawRows) -> Loading:
    """Return what the extracts of a source are loaded with."""
    names, kept = SupplierNames(setting.suppliers), setting.kept
    if raw.engine.reads_in_place and kept is None and setting.watch is None:
        # It knows what a frame of Spark's is, which nearly nobody has.
        from svtool.gathering.reading_in_place import ReadingInPlace  # noqa: PLC0415

        kept = ReadingInPlace(raw, setting.folder)
    return Loading(
        source, setting.library.catalogue, setting.areas, {}, raw, setting.folder, setting.watch, names, setting.dates,
        threads=setting.threads, kept=kept,
    )  # fmt: skip


def settling_of(setting: Setting, loading: Loading, part: MappingPart) -> Settling:
    """Return the reviews of a source, on their way into its steps."""
    return Settling(
        loading.source, loading.catalogue, loading.vocabularies, setting.reviews, part.classification, loading.suppliers
    )


def dates_in(source: Source, columns: list[str]) -> list[str]:
    """Return the dates to take ages at: committed, else recorded."""
    return [name for name in reversed(source.dates) if name in columns]


def settled_report(
    report: ExtractReport, records: Step, part: MappingPart, usable: int, use: ReviewUse
) -> ExtractReport:
    """Return what reading an extract met once its records are settled, the ledger closed.

    Args:
        report: what reading its files met.
        records: the last step.
        part: what read them.
        usable: how many rows count.
        use: what became of the reviews.
    """
    moved = records.count("reclassified") if "reclassified" in records.columns else report.reclassified
    return replace(
        report,
        ledger=settled_ledger(report.ledger, records, usable),
        reviews=use,
        disagreeing=report.disagreeing + records.disagreeing,
        reclassified=moved,
        classification=part.classification,
    )
