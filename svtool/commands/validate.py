"""From files to findings: choose how each is read, read it as `svtool measures` does, check it, judge it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from svtool.commands.checkup import Checkup, Request
from svtool.commands.evidence import evidence_of
from svtool.commands.opening import (
    Opened,
    OpenedProject,
    coverage_in,
    open_definitions,
    open_engine,
    open_project,
)
from svtool.commands.spared import check_spared
from svtool.coverage.source_coverage import Coverage
from svtool.dates import coarsest
from svtool.engine.seam import Engine
from svtool.errors import ExtractError, InvalidFileError, UsageError
from svtool.files.file_names import show_path
from svtool.findings.finding import Finding
from svtool.gathering.facts import Facts
from svtool.gathering.linked_source import FILES_OF, gather_people
from svtool.gathering.source_facts import dates_asked, fields_needed, gather_source
from svtool.records.ledger import ExtractReport, Ledger
from svtool.schema.defaults import PROJECT_FILE
from svtool.schema.library import Library
from svtool.schema.project import receipts_of
from svtool.schema.sources import Source
from svtool.schema.tables import Measure
from svtool.validation.changed_columns import ChangedColumns, columns_of
from svtool.validation.checks import refusal
from svtool.validation.days_held import find_uncovered, months_held
from svtool.validation.examiner import Examined, Examiner, refusal_together
from svtool.validation.finding_costs import Books, add_costs, years_of
from svtool.validation.mapping_choice import (
    Choice,
    Chosen,
    Hints,
    check_names,
    choose_by_header,
    choose_from_project,
    entries_of,
    groups_of,
)
from svtool.validation.missing_columns import MissingColumns
from svtool.validation.monthly_series import Series, find_in_series
from svtool.validation.plausible_days import OF_THE_DAY
from svtool.validation.previous_edition import choose_previous, find_differences
from svtool.validation.ranking import worst_first
from svtool.validation.row_checks import LostRow
from svtool.validation.verdict import CheckedFile, Tolerance, Validation, judge


def validate(request: Request) -> Validation:
    """Return everything that is wrong or notable about some extracts.

    Raises:
        SvtoolError: the command or a file of definitions is wrong; what is wrong with an extract is a finding.
    """
    return check_up(request).validation


def check_up(request: Request) -> Checkup:
    """Return everything that is wrong or notable about some extracts, and what that stands on.

    Raises:
        SvtoolError: the command or a file of definitions is wrong; what is wrong with an extract is a finding.
    """
    request = replace(request, today=request.today or date.today())
    opened = _open(request)
    choice = _choose(opened, request)
    earlier = choose_previous(Hints(opened.library, request.source), choice.chosen, request.previous)
    _refuse_to_replace(request, opened, [opened.folder / each.name for each in choice.chosen])
    groups = [_check_group(opened, request, each, earlier.chosen) for each in groups_of(choice.chosen)]
    files = tuple(file for each in groups for file in each.files)
    found = [*choice.refused, *earlier.refused, *(found for each in groups for found in each.findings)]
    findings = tuple(worst_first([*found, *_find_changed(opened, request, choice.chosen, found)]))
    invalid = tuple(each.invalid for each in groups if each.invalid)
    tolerance = Tolerance(request.fail_on, request.max_rejected)
    validation = Validation(
        files,
        _named_apart(ledger for each in groups for ledger in each.ledgers),
        findings,
        tuple(row for each in groups for row in each.rejected),
        _remarks_on_read(choice, findings),
        invalid,
        judge(files, findings, invalid, tolerance, request.project, request.maps),
        receipts_of(opened.project) if isinstance(opened, OpenedProject) else (),
    )
    evidence = evidence_of(opened, {}, [*(opened.folder / each.name for each in choice.chosen), *_named(request)])
    hangs_on_day = any(each.kind.id == OF_THE_DAY for each in findings)
    return Checkup(validation, evidence.as_far_as_read(), request.today if hangs_on_day else None)


def _named(request: Request) -> tuple[Path, ...]:
    """Return the files that the command names."""
    return (*request.extracts, *request.previous)


def _open(request: Request) -> Opened:
    """Return the project, or the definitions of this folder, and the extracts as they are found.

    Raises:
        UsageError: what the command names is in none of them.
    """
    if not request.extracts and request.project is None:
        raise UsageError(f"Name the extracts to check, or a project with --project {PROJECT_FILE}.")
    if request.source or request.mapping:  # a name that is wrong is told before what would be read by it
        folder = request.project.parent if request.project else Path()
        check_names(Library(folder), request.source, request.mapping)
    opened: Opened
    if request.project:
        opened = open_project(request.project, maps=request.maps, source=request.source, bounds=request.bounds)
    else:
        opened = open_definitions(maps=request.maps, source=request.source, bounds=request.bounds)
    return replace(opened, found=opened.found.and_now(_named(request)))


def _choose(opened: Opened, request: Request) -> Choice:
    if not isinstance(opened, OpenedProject):
        hints = Hints(opened.library, request.source, request.mapping, request.sheet)
        return choose_by_header(request.extracts, hints)
    of_project = {
        "--mapping": request.mapping, "--sheet": request.sheet,
        "--source": None if request.maps else request.source,
    }  # fmt: skip
    for option, given in of_project.items():
        if given is not None:
            raise UsageError(f"{option}: the project file says it. Leave it out, or leave out --project.")
    return choose_from_project(opened.project, opened.library.sources, request.extracts, opened.folder)


def _remarks_on_read(choice: Choice, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return what was assumed of the files that could be read; of one that could not, its finding says why."""
    refused = tuple(f"{each.file}: " for each in findings if each.refused)
    return tuple(each for each in choice.remarks if not each.startswith(refused))


def _refuse_to_replace(request: Request, opened: Opened, read: Sequence[Path]) -> None:
    """Check that no file that is read would be replaced by one that is written.

    Raises:
        UsageError: one would, or two of the files to write are one.
    """
    for option, written in (("--out", request.out), ("--rejected", request.rejected)):
        check_spared(written, opened, (*read, *_named(request)), option)
    if request.out is not None and request.rejected is not None and request.out.resolve() == request.rejected.resolve():
        raise UsageError(f"--rejected {request.rejected}: is the file of --out too. Name another.")


@dataclass(frozen=True)
class CheckedGroup:
    """What was found in files that are read together: those of one source.

    Attributes:
        files: those that could be read.
        ledgers: where every row went, each by its source and part.
        findings: what is wrong or notable.
        rejected: the rows that were rejected.
        invalid: the mapping or definition that is wrong, if one is.
    """

    files: tuple[CheckedFile, ...]
    ledgers: tuple[tuple[str, Ledger], ...]
    findings: tuple[Finding, ...]
    rejected: tuple[LostRow, ...]
    invalid: InvalidFileError | None


def _check_group(opened: Opened, request: Request, chosen: Sequence[Chosen], earlier: Sequence[Chosen]) -> CheckedGroup:
    source = opened.library.sources[chosen[0].source]
    # Groups of one source would have tables of the same names: each has an engine of its own.
    with open_engine(opened.bounds.beside_checks()) as engine:
        examiner = Examiner(source.id, opened.library, opened.areas, engine, request.tell, request.today)
        measures = _measures_of(opened, source)
        gathered = _gather(engine, opened, request.replace, examiner, chosen, measures)
        examined = examiner.examined()
        previous = [each for each in earlier if each.source == source.id]
        coverage = coverage_in(opened, gathered.facts) if gathered.facts else None
        findings = (
            *(refusal_together(examined, gathered.error, source.id) if gathered.error else ()),
            *(found for reading in examined.readings for found in reading.findings()),
            *_with_costs(engine, opened, gathered.facts, examined, measures),
            *_find_missing(examined, measures, isinstance(opened, OpenedProject)),
            *_find_differences(engine, opened, chosen, previous, examined),
            *_find_in_series(opened, source, measures, examined, gathered.reports, coverage),
            *_find_uncovered(engine, gathered.facts, coverage, examined),
        )
    return CheckedGroup(
        _files_checked(examined, chosen),
        tuple(_ledgers_of(source.id, gathered.reports)),
        findings,
        examined.rejected,
        gathered.invalid,
    )


@dataclass(frozen=True)
class _Gathered:
    """The records of a source, as far as they could be gathered, and what stood against it."""

    facts: Facts | None = None
    reports: Mapping[str, ExtractReport] = field(default_factory=dict)
    error: ExtractError | None = None
    invalid: InvalidFileError | None = None


def _gather(
    engine: Engine,
    opened: Opened,
    replaces: bool,
    examiner: Examiner,
    chosen: Sequence[Chosen],
    measures: Sequence[Measure],
) -> _Gathered:
    source, entry = chosen[0].source, entries_of(chosen)
    declared = opened.library.sources[source]
    needed = {each.name for each in declared.fields}
    # All is read, but a date that no measure rests on keeps no file from being used.
    asked = dates_asked(declared, measures, entry or (), fields_needed(declared, measures, ()))
    setting = replace(opened.setting(replaces, watch=examiner), dates=asked)
    try:
        if entry is None:  # people without their offences
            people = [(each.row, each.entry) for each in chosen if each.row]
            return _Gathered(reports=gather_people(engine, setting, source, people, needed))
        facts = gather_source(engine, setting, source, entry, needed)
        return _Gathered(facts, facts.reports)
    except ExtractError as error:
        return _Gathered(error=error)
    except InvalidFileError as error:
        return _Gathered(invalid=error)


def _measures_of(opened: Opened, source: Source) -> list[Measure]:
    """Return the measures of a source: those of the project's tables, else of every table that ships."""
    library = opened.library
    if isinstance(opened, OpenedProject):
        tables = opened.tables()
    else:
        tables = [library.table(name) for name in library.ids("tables")]
    found = [measure for table in tables for measure in table.measures if not measure.lacks_definition]
    return list({each.id: each for each in found if each.source == source.id}.values())


def _with_costs(
    engine: Engine, opened: Opened, facts: Facts | None, examined: Examined, measures: Sequence[Measure]
) -> Sequence[Finding]:
    """Return what was found in rows and cells, with what it costs the measures where records could be counted."""
    if facts is None:
        return examined.findings
    of_project = opened.project.periods.spans() if isinstance(opened, OpenedProject) else None
    periods = of_project if of_project is not None else years_of(examined.months)
    books = Books(engine, facts, opened.library.catalogue, measures, periods)
    return add_costs(books, examined.readings, examined.findings)


def _find_differences(
    engine: Engine, opened: Opened, chosen: Sequence[Chosen], previous: Sequence[Chosen], examined: Examined
) -> Iterator[Finding]:
    """Yield how a source's extracts differ from those of last time, in their records and in their columns."""
    if not previous:
        return
    library = opened.library
    yield from find_differences(engine, library, opened.folder, chosen, previous)
    with open_engine(opened.bounds.beside_checks()) as other:
        examiner = Examiner(chosen[0].source, library, opened.areas, other)
        _gather(other, opened, True, examiner, previous, ())
        earlier = examiner.examined()
    now, before = (columns_of(each.readings, each.months) for each in (examined, earlier))
    if now and before:
        yield from ChangedColumns(now, before).findings()


def _find_changed(
    opened: Opened, request: Request, chosen: Sequence[Chosen], known: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield which files are others now than those that were checked, where that was not met while they were read."""
    refused = {each.file for each in known if each.refused}
    names = {opened.folder / each.name: each.name for each in chosen} | {
        each: show_path(each, Path()) for each in request.previous
    }
    for path, name in names.items():
        try:
            opened.found.check(path)
        except ExtractError as error:
            if name not in refused:
                yield refusal(name, ExtractError(error.reason, error.finding))


def _find_missing(examined: Examined, measures: Sequence[Measure], asked_for: bool) -> Iterator[Finding]:
    for reading in examined.readings:
        yield from MissingColumns(reading, measures, asked_for).findings()


def _find_in_series(
    opened: Opened,
    source: Source,
    measures: Sequence[Measure],
    examined: Examined,
    reports: Mapping[str, ExtractReport],
    coverage: Coverage | None,
) -> Iterator[Finding]:
    """Yield what the months of a source tell, supplier by supplier; those beyond the days held are strays."""
    held = months_held(coverage) if coverage else None
    precision = coarsest(each for report in reports.values() for each in report.coarsest.values())
    for each in examined.months:
        months = replace(each, precision=precision).without_strays(held)
        yield from find_in_series(Series(months, source, measures, opened.areas))


def _find_uncovered(
    engine: Engine, facts: Facts | None, coverage: Coverage | None, examined: Examined
) -> Iterator[Finding]:
    """Yield what coverage tells of the files, where their records could be counted together."""
    if facts is None or coverage is None:
        return
    readings = [each for each in examined.readings if each.part.row not in FILES_OF.values()]
    yield from find_uncovered(engine, facts, coverage, readings)


def _files_checked(examined: Examined, chosen: Sequence[Chosen]) -> tuple[CheckedFile, ...]:
    by_name = {each.name: each for each in chosen}
    return tuple(
        CheckedFile(
            reading.name, by_name[reading.name].source, reading.part.row, by_name[reading.name].entry.mapping,
            by_name[reading.name].reason, reading.loaded.account.described, reading.loaded.account.records,
        )
        for reading in examined.readings
    )  # fmt: skip


def _ledgers_of(source: str, reports: Mapping[str, ExtractReport]) -> Iterator[tuple[str, Ledger]]:
    """Yield the ledgers of a source, each called by its source and part.

    Raises:
        LedgerError: one does not balance.
    """
    for part, report in reports.items():
        report.ledger.check()
        yield source if part == source else f"{source} {part}", report.ledger


def _named_apart(ledgers: Iterable[tuple[str, Ledger]]) -> dict[str, Ledger]:
    """Return ledgers by name, with a number where files of one source are read apart."""
    times: Counter[str] = Counter()
    found: dict[str, Ledger] = {}
    for name, ledger in ledgers:
        times[name] += 1
        found[f"{name} ({times[name]})" if times[name] > 1 else name] = ledger
    return found
