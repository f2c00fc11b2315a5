"""The facts of every source that a project has extracts of: read what the measures need, settle it, link it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svtool.engine.seam import Engine
from svtool.errors import Faults
from svtool.gathering.facts import Facts
from svtool.gathering.flat_source import gather_flat
from svtool.gathering.linked_source import gather_linked
from svtool.gathering.setting import Setting
from svtool.schema.breakdowns import Breakdown
from svtool.schema.project import ExtractEntry, LinkedEntry
from svtool.schema.rules import tests_of
from svtool.schema.sources import INITIAL_EVIDENCE, OFFENCE, OFFENCE_EVIDENCE, Source
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
        with faults.noting():
            facts[name] = gather_source(engine, setting, name, entry, needed)
    faults.raise_met()
    return facts


def fields_needed(source: Source, measures: list[Measure], by: Sequence[Breakdown]) -> set[str]:
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
    if isinstance(entry, LinkedEntry):
        return gather_linked(engine, setting, setting.library.sources[name], entry, needed)
    return gather_flat(engine, setting, setting.library.sources[name], entry, needed)
