"""A source whose extracts are one kind of file: from its rows to facts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from svtool.engine.rule_sql import Relation, RuleCompiler
from svtool.engine.seam import Engine
from svtool.gathering.ages import work_out_ages
from svtool.gathering.facts import Facts, People
from svtool.gathering.flat_people import split_flat
from svtool.gathering.no_units import count_no_units, count_outside
from svtool.gathering.overlap import find_superseded, leave_superseded
from svtool.gathering.people_steps import PeopleStep
from svtool.gathering.raw_rows import RawRows
from svtool.gathering.reviewed_values import Settling
from svtool.gathering.revisions import Revision, count_revisions
from svtool.gathering.setting import Setting, parts_of
from svtool.gathering.steps import REVIEWED, TYPED, Step, settled_ledger
from svtool.gathering.units import collapse_incidents, leave_cancelled, leave_out, leave_repeats, spread_intervals
from svtool.records.ledger import ExtractReport, ReviewUse
from svtool.records.load_plan import Loading
from svtool.records.loader import load_extracts
from svtool.records.vocabulary import Vocabularies
from svtool.schema.library import Library
from svtool.schema.mappings import MappingPart, left_out
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import PRESENT
from svtool.schema.sources import RECORDED, Role, Source
from svtool.schema.tables import PROJECT_DEFINITION

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
    report = load_extracts(loading, given, f"{source.id}_{TYPED}", needed | settling.needed)

    typed, superseded = find_superseded(raw.typed(source.id), report.extracts, RECORDED, setting.replace, setting.watch)
    revision = revision_of(typed, superseded, source, setting.library, loading.vocabularies)
    records, use = settling.settle_records(leave_superseded(typed, superseded))
    records = leave_out(leave_cancelled(records), left_out(part, source), loading.vocabularies)
    if part.row == "vehicle":
        records = collapse_incidents(records)
    if part.row in ONE_ROW_EACH:
        records = leave_repeats(records)
    usable = records.count()
    if part.row in ONE_ROW_EACH:
        records = spread_intervals(records)
    records = work_out_ages(records, source, dates_in(source, records.columns))
    if part.row in ONE_ROW_EACH:
        people = _people_in_rows(records, source, part)
    else:
        records, people = split_flat(records, part, source)
    records, people, use = settling.settle_people(records, people, use)
    records = records.settled()
    people = {role: each.settled() for role, each in people.items()}

    of_people = sum(each.step.left[REVIEWED] for each in people.values() if each.step)
    records = replace(records, left=records.left + Counter({REVIEWED: of_people}))
    report = settled_report(report, records, part, usable, use)
    found = {role: each.people for role, each in people.items()}
    columns = frozenset(records.columns)
    return Facts(
        source, records.name, columns, loading.vocabularies, entries, part, found, {source.id: report}, revision,
        count_no_units(records, source, loading.catalogue, loading.vocabularies),
        count_outside(records, loading.vocabularies) if setting.areas else 0,
    )  # fmt: skip


def _people_in_rows(records: Step, source: Source, part: MappingPart) -> dict[Role, PeopleStep]:
    """Return the people that stand in the records' own rows."""
    columns = frozenset(records.columns)
    return {
        role: PeopleStep(People("", columns, within_of(part, role), present=PRESENT[role] in columns))
        for role in source.roles
    }


def within_of(part: MappingPart, role: Role) -> str:
    """Return how far a reference of a person means one person."""
    person = f"{role}_reference"
    return part.columns[person].within if person in part.columns else "file"


def loading_of(setting: Setting, source: Source, raw: RawRows) -> Loading:
    """Return what the extracts of a source are loaded with."""
    return Loading(source, setting.library.catalogue, setting.areas, {}, raw, setting.folder, setting.watch)


def settling_of(setting: Setting, loading: Loading, part: MappingPart) -> Settling:
    """Return the reviews of a source, on their way into its steps."""
    return Settling(loading.source, loading.catalogue, loading.vocabularies, setting.reviews, part.classification)


def revision_of(
    typed: Step, superseded: str, source: Source, library: Library, vocabularies: Vocabularies
) -> Revision | None:
    """Return what re-issued records changed; None when nothing was issued again."""
    if not superseded:
        return None
    definition = library.definition(PROJECT_DEFINITION)
    if definition.source != source.id:
        return count_revisions(typed, superseded)
    compiler = RuleCompiler(source, library.catalogue, vocabularies, Relation("f", frozenset(typed.columns)))
    verdict = compiler.compile(definition.rule)
    for name, table in compiler.lookup_tables().items():
        typed.engine.put(name, table)
    return count_revisions(typed, superseded, verdict, compiler.joins())


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
