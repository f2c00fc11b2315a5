"""From files to findings: choose how each is read, read it as `svtool measures` does, check it, judge it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from svtool.engine.duckdb import Engine
from svtool.engine.facts import Facts
from svtool.engine.gather import Setting, gather_people, gather_source
from svtool.errors import ExtractError, UsageError
from svtool.extracts.ledger import ExtractReport
from svtool.findings.finding import Level
from svtool.initialising.planning import PROJECT_FILE
from svtool.schema.added_columns import read_added_columns
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.project import Project, read_project
from svtool.validation.asked import CheckedFile, Request, Validation
from svtool.validation.choosing import Chosen, choose_by_header, choose_from_project, entries_of
from svtool.validation.examiner import Examiner, refusal
from svtool.validation.verdict import judge

LEVELS = list(Level)


@dataclass(frozen=True)
class Context:
    """What every file is checked with.

    Attributes:
        request: what the command asks.
        project: the project, where one is named.
        library: the definitions.
        areas: the areas that places are judged by; None without a project that names some.
        folder: where file names start from.
    """

    request: Request
    project: Project | None
    library: Library
    areas: AreaSet | None
    folder: Path


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
    result.findings += examiner.found


def _note_files(examiner: Examiner, chosen: list[Chosen], result: Validation) -> None:
    by_name = {each.name: each for each in chosen}
    for reading in examiner.readings:
        one, file = by_name[reading.name], reading.file
        result.files.append(
            CheckedFile(
                reading.name, one.source, reading.part.row, one.entry.mapping, one.reason, file.described, file.records
            )
        )
