"""From files to findings: choose how each is read, read it as `svtool measures` does, check it, judge it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from svtool.dates import PRECISIONS
from svtool.engine.embedded import Engine
from svtool.errors import ExtractError, InvalidFileError, UsageError
from svtool.findings.finding import Finding
from svtool.gathering.facts import Facts
from svtool.gathering.source_facts import Setting, gather_people, gather_source
from svtool.records.ledger import ExtractReport
from svtool.schema.added_columns import read_added_columns
from svtool.schema.defaults import PROJECT_FILE
from svtool.schema.library import Library
from svtool.schema.project import read_project
from svtool.validation.asked import CheckedFile, Request, Validation
from svtool.validation.choosing import (
    Choice,
    Chosen,
    Hints,
    check_names,
    choose_by_header,
    choose_from_project,
    entries_of,
    groups_of,
)
from svtool.validation.context import Context
from svtool.validation.costs import Books, add_costs, years_of
from svtool.validation.examiner import Examiner
from svtool.validation.missing import find_missing
from svtool.validation.previous import find_differences
from svtool.validation.series import Series, find_in_series
from svtool.validation.suggestions import suggestions
from svtool.validation.verdict import judge, worst_first

MEMORY = "700MB"  # of the engine; ten million records then spill to disk instead of filling a laptop


def validate(request: Request) -> Validation:
    """Return everything that is wrong or notable about some extracts.

    Raises:
        SvtoolError: the command or a file of definitions is wrong; what is wrong with an extract is a finding.
    """
    context = _context(request)
    result = Validation()
    choice = _choose(context)
    _refuse_to_replace(request, [context.folder / each.name for each in choice.chosen])
    result.findings += choice.refused.values()
    result.remarks += choice.remarks
    for group in groups_of(choice.chosen):
        # Groups of one source would have tables of the same names.
        with Engine(MEMORY) as engine:
            _examine(engine, context, group, result)
    result.findings = worst_first(result.findings)
    result.verdict = judge(result, request)
    return result


def _context(request: Request) -> Context:
    if not request.extracts and request.project is None:
        raise UsageError(f"Name the extracts to check, or a project with --project {PROJECT_FILE}.")
    project = read_project(request.project) if request.project else None
    folder = request.project.parent if request.project else Path()
    library = Library(folder, project.definition if project else None)
    check_names(library, request.source, request.mapping)
    given = project.sources.given() if project else dict.fromkeys(library.sources, ())
    library.added_columns = read_added_columns(request.maps, request.source, given, library.sources)
    areas = library.areas(project.areas) if project and project.areas else None
    return Context(request, project, library, areas, folder)


def _choose(context: Context) -> Choice:
    request = context.request
    if context.project:
        of_project = {
            "--mapping": request.mapping, "--sheet": request.sheet,
            "--source": None if request.maps else request.source,
        }  # fmt: skip
        for option, given in of_project.items():
            if given is not None:
                raise UsageError(f"{option}: the project file says it. Leave it out, or leave out --project.")
        return choose_from_project(context.project, request.extracts, context.folder)
    return choose_by_header(request.extracts, Hints(context.library, request.source, request.mapping, request.sheet))


def _refuse_to_replace(request: Request, read: Iterable[Path]) -> None:
    """Check that no file that is read would be replaced by one that is written.

    Raises:
        UsageError: one would, or two of the files to write are one.
    """
    inputs = {
        path.resolve()
        for path in (*read, *request.extracts, *request.previous, *((request.project,) if request.project else ()))
    }
    for option, written in (("--out", request.out), ("--rejected", request.rejected)):
        if written is not None and written.resolve() in inputs:
            raise UsageError(f"{option} {written}: is a file that is read, and would be lost. Name another.")
    if request.out is not None and request.rejected is not None and request.out.resolve() == request.rejected.resolve():
        raise UsageError(f"--rejected {request.rejected}: is the file of --out too. Name another.")


def _examine(engine: Engine, context: Context, chosen: list[Chosen], result: Validation) -> None:
    """Read and check files that are read together: those of one source."""
    source = chosen[0].source
    examiner = Examiner(source, context.library, context.areas, engine, context.request.tell)
    needed = {field.name for field in context.library.sources[source].fields}
    setting = Setting(context.library, context.areas, context.folder, context.request.replace, watch=examiner)
    reports: dict[str, ExtractReport] = {}
    facts: Facts | None = None
    entry = entries_of(chosen)
    try:
        if entry is not None:
            facts = gather_source(engine, setting, source, entry, needed)
            reports = facts.reports
        else:
            people = [(each.row, each.entry) for each in chosen if each.row]
            reports = gather_people(engine, setting, source, people, needed)
    except ExtractError as error:
        result.findings += _of_all_files(source, error, examiner)
    except InvalidFileError as error:
        result.invalid.append(error)
    _note_files(examiner, chosen, result)
    for part, report in reports.items():
        report.ledger.check()
        result.ledgers[_part_name(source, part, result)] = report.ledger
    result.findings += [each for reading in examiner.readings for each in reading.findings]
    measures = context.measures_of(context.library.sources[source])
    found = examiner.found
    if facts:
        periods = context.project.periods.spans() if context.project else years_of(list(examiner.months.values()))
        books = Books(engine, facts, context.library.catalogue, measures, periods)
        found = add_costs(books, examiner.readings, found, suggestions)
    result.findings += found
    for reading in examiner.readings:
        result.findings += find_missing(reading, measures, context.project is not None)
    if context.request.previous:
        result.findings += find_differences(engine, context, chosen)
    result.findings += _find_in_series(context, examiner, reports)
    result.rejected += examiner.rejected


def _find_in_series(context: Context, examiner: Examiner, reports: Mapping[str, ExtractReport]) -> list[Finding]:
    """Return what the months of a source tell, supplier by supplier."""
    source = context.library.sources[examiner.source_id]
    measures = context.measures_of(source)
    coarsest = [each for report in reports.values() for each in report.coarsest.values()]
    found: list[Finding] = []
    for months in examiner.months.values():
        months.precision = max(coarsest, key=PRECISIONS.index, default="day")
        found += find_in_series(Series(months.without_strays(), source, measures, context.areas))
    return found


def _of_all_files(source: str, error: ExtractError, examiner: Examiner) -> list[Finding]:
    """Return the finding on files together, such as two that overlap; what refuses a file alone is told with it."""
    message = str(error)
    for told in examiner.refusals:
        message = message.replace(told, "")
    if not message.strip():
        return []
    names = list(dict.fromkeys(reading.name for reading in examiner.readings))
    return [examiner.together(", ".join(names) or source, message.strip(), error.finding)]


def _part_name(source: str, part: str, result: Validation) -> str:
    """Return what a ledger is called: its source and part, and a number where files of one source are read apart."""
    name = source if part == source else f"{source} {part}"
    same = sum(each == name or each.startswith(f"{name} (") for each in result.ledgers)
    return f"{name} ({same + 1})" if same else name


def _note_files(examiner: Examiner, chosen: list[Chosen], result: Validation) -> None:
    by_name = {each.name: each for each in chosen}
    for reading in examiner.readings:
        one, file = by_name[reading.name], reading.account
        result.files.append(
            CheckedFile(
                reading.name, one.source, reading.part.row, one.entry.mapping, one.reason, file.described, file.records
            )
        )
