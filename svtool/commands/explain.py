"""Why a record counts or not: every clause tried, the answer, and the measures that count it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from svtool.commands.files_used import check_unchanged
from svtool.commands.opening import OpenedProject, gather_whole, open_engine
from svtool.commands.scope import Request, choose_periods, open_requested
from svtool.commands.shown_record import Had, Record, Shown, ShownRecord
from svtool.counting.cells import Geography
from svtool.errors import UsageError
from svtool.gathering.one_record import find_records
from svtool.meaning.answers import Answer
from svtool.meaning.decide import decide
from svtool.schema.areas import INSIDE, OUTSIDE, AreaSet
from svtool.schema.defaults import DEFAULT_SOURCE
from svtool.schema.periods import Period
from svtool.schema.rules import Rule
from svtool.schema.sources import AREA, Source
from svtool.schema.tables import Measure
from svtool.schema.titled_rules import rule_in_titles


@dataclass(frozen=True)
class Tried:
    """A rule that was put to a record: what it is called, the answer, what it needs, and what the record has."""

    title: str
    answer: Answer
    needs: str
    had: Sequence[Had]


@dataclass(frozen=True)
class MeasureTried:
    """A measure that was put to a record.

    Attributes:
        title: what it is called.
        answer: whether the record meets it.
        period: what the period is called that the record's date lies in; blank where it lies in none.
        of_others: whether it counts people again, who need other records as well.
        wanted: the titles of the fields that leave it open.
    """

    title: str
    answer: Answer
    period: str
    of_others: bool = False
    wanted: Sequence[str] = ()


@dataclass(frozen=True)
class Explained:
    """What there is to say of a record.

    Attributes:
        fields: what was read.
        tried: the clauses of the definition, else the measures.
        definition: what the definition is called; blank where none is of this source.
        answer: whether the record meets it.
        met_by: the ids of the clauses that it meets.
        measures: the measures of the project's tables.
        is_placed: whether it lies where figures are counted; None where that is not known and not counted.
        area: the whole that figures are of.
        synthetic: whether it is made up.
    """

    fields: Sequence[Shown]
    tried: Sequence[Tried]
    definition: str
    answer: Answer
    met_by: Sequence[str]
    measures: Sequence[MeasureTried]
    is_placed: bool | None = True
    area: str = ""
    synthetic: bool = False


def explain(request: Request, reference: str, source_id: str | None) -> list[Explained]:
    """Return what there is to say of the records that have a reference.

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
        geography = gathered.geography(name)
    check_unchanged(opened, gathered.reports)
    if not records:
        raise UsageError(
            f"No usable record of {name} has this reference; it may be cancelled, rejected or in another source. "
            "Check the reference, or name the source with --source."
        )
    periods = choose_periods(request, opened.project).spans()
    return [_explained(each, opened, opened.library.sources[name], geography, periods) for each in records]


def _usual_source(opened: OpenedProject) -> str:
    """Return the source that is meant where none is named: the usual one, else the first that the project has."""
    return DEFAULT_SOURCE if DEFAULT_SOURCE in opened.extracts else next(iter(opened.extracts), "")


def _explained(
    record: Record, opened: OpenedProject, source: Source, geography: Geography, periods: Sequence[Period]
) -> Explained:
    shown = ShownRecord(record, _with_place_names(record, source, opened.areas), source, opened.library.catalogue)
    measures = {one.id: one for table in opened.tables() for one in table.measures if one.source == source.id}
    definition = opened.definition if opened.definition and opened.definition.source == source.id else None
    if definition:
        tried = {each.id: _tried(f"{each.id}  {each.title}", each.rule, shown) for each in definition.clauses}
        left_out = [_tried("What the definition leaves out", definition.exclude, shown)] if definition.exclude else []
    else:
        tried, left_out = {each.id: _tried(each.title, each.rule, shown) for each in measures.values()}, []
    return Explained(
        list(shown.fields()),
        [*tried.values(), *left_out],
        definition.title if definition else "",
        _answer(definition.rule, shown) if definition else None,
        [name for name, each in tried.items() if each.answer],
        [_measure_tried(each, shown, periods) for each in measures.values()],
        _is_placed(record, geography),
        opened.areas.title if opened.areas else "",
        opened.synthetic,
    )


def _answer(rule: Rule, shown: ShownRecord) -> Answer:
    return decide(rule, shown.record, shown.source, shown.catalogue)


def _tried(title: str, rule: Rule, shown: ShownRecord) -> Tried:
    needs = rule_in_titles(rule, shown.source, shown.catalogue)
    return Tried(title, _answer(rule, shown), needs, list(shown.had(rule)))


def _measure_tried(measure: Measure, shown: ShownRecord, periods: Sequence[Period]) -> MeasureTried:
    answer = _answer(measure.rule, shown)
    wanted = shown.open_fields(measure.rule) if answer is None else []
    period = _period_of(shown.record.get(measure.date_basis), periods)
    return MeasureTried(measure.title, answer, period, bool(measure.having or measure.again_within_months), wanted)


def _period_of(value: Any, periods: Sequence[Period]) -> str:
    """Return what the period is called that a day lies in; nothing where it lies in none, or there is no day."""
    day = value.date() if isinstance(value, datetime) else value
    if not isinstance(day, date):
        return ""
    return next((each.label for each in periods if each.start <= day <= each.end), "")


def _is_placed(record: Record, geography: Geography) -> bool | None:
    """Return whether a record counts for the whole area; None where its area is not known, and so is not counted."""
    if not geography.bounded:
        return True
    key = record.get(AREA)
    return None if geography.may_hold_unknown(key) else key in geography.keys_of(None)


def _with_place_names(record: Record, source: Source, areas: AreaSet | None) -> Record:
    """Return a record whose places have the names that every table prints, each with its code behind it."""
    if areas is None:
        return record
    names = {INSIDE: areas.title, OUTSIDE: f"outside {areas.title}"}
    names |= {key: f"{area.name} ({area.code})" if area.code else area.name for key, area in areas.by_key.items()}
    places = {each.name: record.get(each.name) for each in source.of_type("area")}
    return {**record, **{name: names.get(str(key), key) for name, key in places.items()}}
