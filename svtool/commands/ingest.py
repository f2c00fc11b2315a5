"""The extracts of a project into a store: those that are new or changed are judged, the others stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from svtool.commands.measures import measure
from svtool.commands.opening import OpenedProject
from svtool.commands.scope import Request, open_requested
from svtool.errors import Faults, SvtoolError, UsageError
from svtool.files.file_names import show_path
from svtool.gathering.linked_source import FILES_OF, OFFENCES
from svtool.gathering.setting import Setting, parts_of
from svtool.records.load_plan import Loading
from svtool.schema.defaults import SPARK
from svtool.schema.mappings import Row
from svtool.schema.project import ExtractEntry, LinkedEntry
from svtool.schema.sources import AREA
from svtool.store.doubtful_rows import DoubtfulRows
from svtool.store.generations import Generation, read_history
from svtool.store.ingesting import Feed, ingest
from svtool.store.judged_by import Judging
from svtool.store.row_parts import RowParts


def ingest_extracts(opened: OpenedProject, store: Path | None, wait: float = 0) -> Generation:
    """Return what a store holds after it holds all extracts of a project, and what was done with each.

    Args:
        opened: the project.
        store: the folder of the store; the project's own without it.
        wait: for how many seconds another run that is writing the store is waited for.

    Raises:
        SvtoolError: an extract can't be read, or the store not written; then it is as it was.
    """
    judging = Judging(opened.library, opened.project.areas, opened.project.parts)
    return ingest(place_of(opened, store), list(_feeds_of(opened)), judging, wait)


def ingest_project(request: Request, store: Path | None, wait: float = 0) -> tuple[OpenedProject, Generation]:
    """Return a project and what its store holds, after its extracts are in it and its tables were counted once.

    What the engine answered is kept, so that who asks for a table first has it as soon as who asks again.

    Args:
        request: the project.
        store: the folder of the store; the project's own without it. From another one nothing is counted.
        wait: for how many seconds another run that is writing the store is waited for.

    Raises:
        SvtoolError: an extract can't be read, or the store not written; then it is as it was.
    """
    opened = open_requested(request)
    generation = ingest_extracts(opened, store, wait)
    is_own = opened.project.store is not None and place_of(opened, store).resolve() == place_of(opened, None).resolve()
    if is_own and opened.bounds.engine != SPARK:
        with suppress(SvtoolError):  # what can't be counted is told whoever asks for it
            measure(replace(request, by=(AREA,) if opened.areas else ()))
    return opened, generation


def tell_ingest(request: Request, store: Path | None, wait: float = 0) -> list[str]:
    """Return what was done with each extract, as lines, after a store holds them all.

    Args:
        request: the project.
        store: the folder of the store; the project's own without it.
        wait: for how many seconds another run that is writing the store is waited for.

    Raises:
        SvtoolError: an extract can't be read, or the store not written; then it is as it was.
    """
    opened, generation = ingest_project(request, store, wait)
    place = place_of(opened, store)
    lines = [f"{name}: {did}" for name, did in generation.did.items()]
    lines.append(f"{place}: {_summary(generation)}")
    if opened.project.store is None:
        named = show_path(place.resolve(), opened.folder.resolve())
        lines.append(f"Write `store: {named}` into {opened.path.name}, and measures come of it.")
    return lines


def list_generations(request: Request, store: Path | None) -> list[str]:
    """Return what a store held after each run that wrote it, the latest first, a line for each.

    Raises:
        SvtoolError: there is no store, or it is damaged.
    """
    place = place_of(open_requested(request), store)
    return [f"{each.folder.name}: {each.written}: {_summary(each)}" for each in read_history(place)]


def place_of(opened: OpenedProject, store: Path | None) -> Path:
    """Return the folder of a store: the one that is named, or the project's.

    Raises:
        UsageError: nobody names one.
    """
    if store is not None:
        return store
    if opened.project.store is None:
        raise UsageError(f"{opened.path.name} names no store; expected store: in it, or --store with a folder.")
    return opened.folder / opened.project.store


def _summary(generation: Generation) -> str:
    """Return how many files a generation holds, and what its run did with how many."""
    done = Counter(generation.did.values())
    files = sum(len(each.files) for each in generation.entries)
    return f"{files:,} files ({', '.join(f'{number:,} {did}' for did, number in done.items())})"


def _feeds_of(opened: OpenedProject) -> Iterator[Feed]:
    """Yield the entries of all sources of records, in the order in which they are read."""
    setting = opened.setting(replace=False)
    faults = Faults()
    for name, given in opened.extracts.items():
        for row, entries in _entries_of(given):
            with faults.noting():
                yield from _feeds(setting, name, row, entries)
    faults.raise_met()


def _entries_of(given: LinkedEntry | tuple[ExtractEntry, ...]) -> Iterator[tuple[Row | None, tuple[ExtractEntry, ...]]]:
    if not isinstance(given, LinkedEntry):
        yield None, given
        return
    for row in (OFFENCES, *FILES_OF.values()):
        if entries := getattr(given, row):
            yield row, entries


def _feeds(setting: Setting, name: str, row: Row | None, entries: tuple[ExtractEntry, ...]) -> Iterator[Feed]:
    library = setting.library
    source = library.sources[name]
    nowhere = RowParts(Path(), "", "", (), DoubtfulRows(source))
    loading = Loading(source, library.catalogue, setting.areas, {}, nowhere, setting.folder, threads=setting.threads)
    for place, (entry, part) in enumerate(parts_of(setting, entries, source, row), start=1):
        yield Feed(loading, entry, part, place)
