"""From files to findings: choose how each is read, read it as `svtool measures` does, check it, judge it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from svtool.dates import PRECISIONS
from svtool.engine.duckdb import Engine
from svtool.engine.facts import Facts
from svtool.engine.gather import Setting, gather_people, gather_source
from svtool.errors import ExtractError, UsageError
from svtool.extracts.ledger import ExtractReport
from svtool.findings.finding import Finding, Level
from svtool.measuring import PROJECT_FILE
from svtool.schema.added_columns import read_added_columns
from svtool.schema.library import Library
from svtool.schema.project import read_project
from svtool.validation.asked import CheckedFile, Request, Validation
from svtool.validation.choosing import Chosen, choose_by_header, choose_from_project, entries_of
from svtool.validation.context import Context
from svtool.validation.costs import Books, add_costs, years_of
from svtool.validation.examiner import Examiner, refusal
from svtool.validation.previous import find_differences
from svtool.validation.series import Series, find_in_series
from svtool.validation.suggestions import suggestions
from svtool.validation.verdict import judge

LEVELS = list(Level)


def validate(request: Request) -> Validation:
    """Return everything that is wrong or notable about some extracts.

    Raises:
        SvtoolError: the command or a file of definitions is wrong; what is wrong with an extract is a finding.
    """
    context = _context(request)
    result = Validation()
    chosen, refused = _choose(context)
    result.findings += [refusal(name, error) for name, error in refused.items()]
    with Engine() as engine:
        for source in dict.fromkeys(each.source for each in chosen):
            _examine(engine, context, [each for each in chosen if each.source == source], result)
    result.findings.sort(key=lambda each: LEVELS.index(each.level))
    result.verdict = judge(result.findings, result.ledgers.values(), request.fail_on, request.max_rejected)
    return result


def _context(request: Request) -> Context:
    if not request.extracts and request.project is None:
        raise UsageError(f"Name the extracts to check, or a project with --project {PROJECT_FILE}.")
    project = read_project(request.project) if request.project else None
    folder = request.project.parent if request.project else Path()
    library = Library(folder, project.definition if project else None)
    if project:
        library.added_columns = read_added_columns(request.maps, request.source, project, library.sources)
    areas = library.areas(project.areas) if project and project.areas else None
    return Context(request, project, library, areas, folder)


def _choose(context: Context) -> tuple[list[Chosen], dict[str, ExtractError]]:
    request = context.request
    if context.project:
        return choose_from_project(context.project, request.extracts, context.folder), {}
    return choose_by_header(request.extracts, context.library, request.source, request.mapping)


def _examine(engine: Engine, context: Context, chosen: list[Chosen], result: Validation) -> None:
    """Read and check the files of one source."""
    source = chosen[0].source
    examiner = Examiner(source, context.library, context.areas)
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
        if not examiner.found:
            result.findings.append(refusal(source, error))
    _note_files(examiner, chosen, result)
    for part, report in reports.items():
        report.ledger.check()
        result.ledgers[source if part == source else f"{source} {part}"] = report.ledger
        result.findings += report.findings
    found = examiner.found
    if facts:
        measures = context.measures_of(facts.source)
        periods = context.project.periods.spans() if context.project else years_of(list(examiner.months.values()))
        books = Books(engine, facts, context.library.catalogue, measures, periods)
        found = add_costs(books, examiner.readings, found, suggestions)
    result.findings += found
    if context.request.previous:
        result.findings += find_differences(engine, context, chosen)
    result.findings += _find_in_series(context, examiner, reports)


def _find_in_series(context: Context, examiner: Examiner, reports: Mapping[str, ExtractReport]) -> list[Finding]:
    """Return what the months of a source tell, supplier by supplier."""
    source = context.library.sources[examiner.source_id]
    measures = context.measures_of(source)
    coarsest = [each for report in reports.values() for each in report.coarsest.values()]
    found: list[Finding] = []
    for months in examiner.months.values():
        months.precision = max(coarsest, key=PRECISIONS.index, default="day")
        found += find_in_series(Series(months, source, measures, context.areas))
    return found


def _note_files(examiner: Examiner, chosen: list[Chosen], result: Validation) -> None:
    by_name = {each.name: each for each in chosen}
    for reading in examiner.readings:
        one, file = by_name[reading.name], reading.file
        result.files.append(
            CheckedFile(
                reading.name, one.source, reading.part.row, one.entry.mapping, one.reason, file.described, file.records
            )
        )
