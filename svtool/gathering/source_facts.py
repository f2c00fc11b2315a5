"""The facts of every source that a project has extracts of: read what the measures need, settle it, link it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from svtool.engine.seam import Engine
from svtool.errors import Faults
from svtool.gathering.facts import Facts
from svtool.gathering.flat_source import gather_flat
from svtool.gathering.linked_source import gather_linked
from svtool.gathering.setting import AS_IT_STANDS, Otherwise, Setting
from svtool.records.reviews import reviews_of
from svtool.schema.breakdowns import Breakdown
from svtool.schema.library import Library
from svtool.schema.project import ExtractEntry, LinkedEntry, Project
from svtool.schema.rules import fields_of
from svtool.schema.sources import INITIAL_EVIDENCE, OFFENCE, OFFENCE_EVIDENCE, Source
from svtool.schema.tables import Measure

ALWAYS = ("reference", "recorded_date", "committed_date", "cancelled", "area", "count")


@dataclass(frozen=True)
class Wanted:
    """What must be gathered: for which measures and breakdowns, and what to do with extracts that overlap."""

    measures: Sequence[Measure]
    by: Sequence[Breakdown] = ()
    replace: bool = False
    otherwise: Otherwise = AS_IT_STANDS


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
    if isinstance(entry, LinkedEntry):
        return gather_linked(engine, setting, setting.library.sources[name], entry, needed)
    return gather_flat(engine, setting, setting.library.sources[name], entry, needed)
