"""From files to a canonical table in the engine: every file of some entries of a project, one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from svtool.dates import Precision, coarsest
from svtool.errors import ExtractError, join_errors, listed, several
from svtool.files.file_names import find_files, left_in_folders
from svtool.findings.finding import Level
from svtool.records.canonical_columns import arrow_columns
from svtool.records.file_loader import EMPTY, FileLoader, source_to_map
from svtool.records.freed_memory import give_back_memory
from svtool.records.judgement import Fault
from svtool.records.ledger import Extract, ExtractReport, Ledger
from svtool.records.load_plan import KeptEntry, Loading, Plan, Target
from svtool.records.mapped_file import open_mapped
from svtool.records.watch import LoadedFile
from svtool.records.written_columns import refuse_contradicting, together
from svtool.schema.gazetteer import is_code
from svtool.schema.mappings import MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import COUNT, EXTRACT, PRESENT, ROW, SUPPLIER
from svtool.schema.sources import REFERENCE


@dataclass(frozen=True)
class _Outcome:
    """What became of a file: it was loaded, or there is a problem; or what is notable of the folder it is in."""

    extract: Extract | None = None
    loaded: LoadedFile | None = None
    problem: ExtractError | None = None
    note: str = ""


@dataclass(frozen=True)
class _Entry:
    """An entry of the project with its mapping, what is read by it, its files, and what keeps them, if anything."""

    given: tuple[ExtractEntry, MappingPart]
    plan: Plan
    kept: KeptEntry | None
    files: Sequence[tuple[Path, str]]

    def load(self, path: Path, name: str, loading: Loading, target: Target) -> LoadedFile:
        """Load a file."""
        if self.kept:
            return self.kept.load(name, loading, self.plan, target)
        (entry, part), plan = self.given, self.plan
        file = open_mapped(path, name, entry, part, plan.readable)
        return FileLoader(loading, entry, part, file, plan).load_into(target)

    def left(self, loading: Loading) -> int:
        """Return how many other files stand in the folders that it names as a whole."""
        if self.kept:
            return self.kept.left
        return left_in_folders(self.given[0], loading.folder, (path for path, _ in self.files))


def load_extracts(
    loading: Loading,
    given: Sequence[tuple[ExtractEntry, MappingPart]],
    table: str,
    needed: Iterable[str],
    beside: Iterable[str] = (),
) -> ExtractReport:
    """Return what reading several entries met, after the rows of all their files are in one table.

    Args:
        loading: what every extract of the source is loaded with.
        given: the entries, each with the mapping that reads it; all of one kind of row.
        table: the table to make.
        needed: names of the fields to read, as far as the files have them.
        beside: fields to read too where there are several files, which may overlap; no file must have them, and nothing
            is told of their cells.

    Raises:
        ExtractError: a file can't be read as this extract; all files are looked at first.
    """
    kept = [loading.kept.entry(loading.source, *each) if loading.kept else None for each in given]
    found = [
        each.files if each else find_files(entry, loading.folder) for each, (entry, _) in zip(kept, given, strict=True)
    ]
    others = set(beside) if sum(map(len, found)) > 1 else set()
    of_counts = any(COUNT in part.columns and not part.columns[COUNT].optional for _, part in given)
    plans = [Plan(loading.source, part, set(needed), others, of_counts) for _, part in given]
    columns = {ROW: pa.int32(), EXTRACT: pa.int16(), SUPPLIER: pa.int32()}
    for plan in plans:
        columns |= plan.columns
    if loading.packed and sum(map(len, found)) > 1:  # they may overlap, which their references tell
        loading = replace(loading, packed=None)
    to_load = [_Entry(*each) for each in zip(given, plans, kept, found, strict=True)]
    outcomes = list(_load_files(loading, to_load, table, columns))
    give_back_memory()
    report = _report(loading, given[0][1], plans, outcomes)
    problems = [each.problem for each in outcomes if each.problem]
    if not problems:
        _check_columns(given, outcomes)
    if not problems and not loading.watch:  # who watches is told of every file and row
        _check_records(report)
    if problems and (not loading.watch or len(problems) == len(report.extracts)):
        raise join_errors(problems)
    # A table has the columns that some file had, whether or not any of its rows could be kept.
    had = {name for plan in plans for name in plan.stored(set(plan.wanted) - report.absent)}
    own = {ROW, EXTRACT, SUPPLIER, *arrow_columns(loading.source, had), *PRESENT.values()}
    own -= {REFERENCE} if loading.packed else set()
    loading.store.finish(table, {name: kind for name, kind in columns.items() if name in own})
    if loading.watch:
        loading.watch.loaded(table)
    return report


def _load_files(
    loading: Loading, entries: Sequence[_Entry], table: str, columns: dict[str, pa.DataType]
) -> Iterator[_Outcome]:
    """Load one file after another, and yield what became of each."""
    number = next_row = 0
    for place, each in enumerate(entries):
        entry = each.given[0]
        for path, name in each.files:
            extract = Extract(
                name, entry.as_at, entry.first, entry.last, entry.selected_on, is_alone=len(each.files) == 1,
                entry=place,
            )  # fmt: skip
            try:
                loaded = each.load(path, name, loading, Target(table, columns, number, next_row))
            except ExtractError as error:
                loading.store.take_back(table, next_row)  # those of its records that came before the fault
                if loading.watch:
                    loading.watch.refused(name, error)
                yield _Outcome(extract, problem=error)
            else:
                if loading.watch:
                    loading.watch.closed(loaded)
                next_row = loaded.next_row
                yield _Outcome(replace(extract, fields=frozenset(loaded.fields), roles=frozenset(loaded.roles)), loaded)
            number += 1
        left = each.left(loading)
        if left:
            yield _Outcome(note=f"{several(left, 'other file', 'other files')} in the folder of extracts not read")


def _check_columns(given: Sequence[tuple[ExtractEntry, MappingPart]], outcomes: Sequence[_Outcome]) -> None:
    """Check that no column of dates contradicts its mapping in all files together, each of which has too few dates."""
    alike: dict[tuple[str, str, str], list[LoadedFile]] = {}
    for each in outcomes:
        if each.loaded and each.extract:
            mapping = given[each.extract.entry][0].mapping
            for name, written in each.loaded.written.items():
                alike.setdefault((name, mapping, repr(written.column)), []).append(each.loaded)
    source = source_to_map(given[0][1])
    for (name, mapping, _), found in alike.items():
        written = together(file.written[name] for file in found)
        names = listed((file.file.name for file in found), 3, "and")
        refuse_contradicting({name: written}, mapping, source, names)


def _report(loading: Loading, part: MappingPart, plans: Sequence[Plan], outcomes: Sequence[_Outcome]) -> ExtractReport:
    """Return the account of all files together."""
    files = [each.loaded for each in outcomes if each.loaded]
    met: dict[str, list[Precision]] = {}
    for file in files:
        for name, precision in file.coarsest.items():
            met.setdefault(name, []).append(precision)
    return ExtractReport(
        Ledger(
            loading.source.id,
            part.row,
            read=sum(file.account.rows_read for file in files),
            rejected=sum(len(file.rejected) for file in files),
            not_records=sum(file.account.not_records for file in files),
        ),
        extracts=[each.extract for each in outcomes if each.extract],
        rejected=[row for file in files for row in file.rejected],
        faults=sum((file.faults for file in files), Counter()),
        unplaced=_unplaced(files),
        described={file.file.name: file.account.described for file in files},
        notes=[
            note
            for each in outcomes
            for note in ([each.note] if each.note else each.loaded.messages(Level.WARNING) if each.loaded else [])
        ],
        errors=[error for file in files for error in file.messages(Level.ERROR)],
        coarsest={name: coarsest(found) for name, found in met.items()},
        undated=sum((file.undated for file in files), Counter()),
        absent={name for plan in plans for name in plan.wanted} - {name for file in files for name in file.fields},
    )


def _unplaced(files: Sequence[LoadedFile]) -> Counter[str]:
    """Return the codes of no place with their counts; what else is in no list may be something of a record."""
    found: Counter[str] = Counter()
    for each in (odd for file in files for texts in file.odd.values() for odd in texts):
        if each.judged.fault is Fault.UNKNOWN_PLACE and is_code(each.text):
            found[each.text.upper()] += each.count
    return found


def _check_records(report: ExtractReport) -> None:
    """Check that the files of an extract hold records, and that one of them at least can be read."""
    names = listed((extract.name for extract in report.extracts), joiner="and")
    records = report.ledger.read - report.ledger.not_records
    if not records:
        raise ExtractError(f"no records; expected at least one. {EMPTY}", "F02", file=names)
    if report.ledger.rejected == records:
        first = report.rejected[0]
        raise ExtractError(
            f"none of {several(records, 'row', 'rows')} can be read (first: {first.file}, record "
            f"{first.record}: {first.reason}). Export the extract again.",
            file=names,
        )
