"""The facts of every source that a project has extracts of: read what the measures need, settle it, link it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from svtool.engine.seam import Engine
from svtool.errors import Faults
from svtool.gathering.facts import Facts
from svtool.gathering.flat_source import gather_flat
from svtool.gathering.linked_source import gather_linked
from svtool.gathering.setting import Setting
from svtool.schema.breakdowns import Breakdown
from svtool.schema.project import ExtractEntry, LinkedEntry, fields_held
from svtool.schema.rules import tests_of
from svtool.schema.sources import DERIVED_FROM, INITIAL_EVIDENCE, OFFENCE, OFFENCE_EVIDENCE, Source
from svtool.schema.tables import Measure

ALWAYS = ("reference", "recorded_date", "committed_date", "cancelled", "area", "count")


def gather(
    engine: Engine,
    setting: Setting,
    extracts: Mapping[str, LinkedEntry | tuple[ExtractEntry, ...]],
    measures: Sequence[Measure],
    by: Sequence[Breakdown],
) -> dict[str, Facts]:
    """Return the facts of every source that the measures ask about.

    Args:
        engine: where the rows go.
        setting: what every source is gathered with.
        extracts: the extracts that there are, by source.
        measures: what will be counted.
        by: the breakdowns that it will be counted by.

    Raises:
        SvtoolError: extracts can't be read; every source is looked at first, and the lowest exit code wins.
    """
    facts: dict[str, Facts] = {}
    faults = Faults()
    for name, entry in extracts.items():
        of_source = [measure for measure in measures if measure.source == name]
        if not of_source:
            continue
        needed = fields_needed(setting.library.sources[name], of_source, by)
        if setting.otherwise.with_cancelled:
            needed -= {"cancelled"}
        asked = replace(setting, dates=dates_asked(setting.library.sources[name], of_source, entry, needed))
        with faults.noting():
            facts[name] = gather_source(engine, asked, name, entry, needed)
    faults.raise_met()
    return facts


def fields_needed(source: Source, measures: Sequence[Measure], by: Sequence[Breakdown]) -> set[str]:
    """Return the names of the fields that must be read to count these measures by these breakdowns."""
    needed = set(ALWAYS)
    for measure in measures:
        needed |= {test.field for test in tests_of(measure.rule)}
        if measure.role:
            needed |= {f"{measure.role}_reference"}
        needed |= {field for each in by if (field := each.field_in(source, measure.role))}
    if OFFENCE in needed:
        needed |= {*OFFENCE_EVIDENCE, *INITIAL_EVIDENCE, "reclassified"} & set(source.by_name)
    needed |= {each.name for each in source.of_type("birth_date") if each.becomes in needed}
    return needed


def dates_asked(
    source: Source,
    measures: Sequence[Measure],
    entry: LinkedEntry | tuple[ExtractEntry, ...],
    needed: Iterable[str],
) -> frozenset[str]:
    """Return the dates that measures rest on: by which they count, an extract was selected, or ages are worked out.

    Args:
        source: the source.
        measures: what will be counted.
        entry: its extracts.
        needed: the fields that are read.
    """
    entries = entry if isinstance(entry, tuple) else entry.offences
    asked = {each.date_basis for each in measures} | {each.selected_on for each in entries if each.selected_on}
    asked |= set(source.dates[:1])
    births = {each.name for each in source.of_type("birth_date")} & set(needed)
    derived = [each.derived for name in needed if (each := source.by_name.get(name)) and each.derived]
    of_derived = {name for each in derived for name in DERIVED_FROM[each]}
    dates = {each.name for each in source.of_type("date")}
    # An age is that on the day committed, or else recorded.
    return frozenset(asked | births | (of_derived & dates) | (set(source.dates) if births else set()))


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
    held = fields_held(entry.offences if isinstance(entry, LinkedEntry) else entry)
    needed = needed | set(held) | (set(OFFENCE_EVIDENCE) if OFFENCE in held else set())
    needed |= set(setting.library.sources[name].wanted)
    if isinstance(entry, LinkedEntry):
        return gather_linked(engine, setting, setting.library.sources[name], entry, needed)
    return gather_flat(engine, setting, setting.library.sources[name], entry, needed)
