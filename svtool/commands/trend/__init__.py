"""From a project to monthly series: the steps of `svtool trend`, in order."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.commands.measures import Request, Result, geography, project_path
from svtool.commands.trend.charted import SeriesMaker
from svtool.commands.trend.month_series import Subject
from svtool.commands.trend.series_points import Series, Trend
from svtool.commands.trend.trend_asked import Asked, check_asked, check_dates, check_target, find_cell, find_row
from svtool.counting.source_counts import SourceCounts
from svtool.coverage.held import coverage_of
from svtool.coverage.spans import Coverage
from svtool.engine.embedded import Engine
from svtool.errors import UsageError
from svtool.figures.maker import FigureMaker, Options
from svtool.figures.notices import UNCONTROLLED, notices_of, warnings_of
from svtool.figures.periods_shown import Columns
from svtool.gathering.facts import Facts
from svtool.gathering.source_facts import Wanted, gather
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.policies import NO_POLICY
from svtool.schema.project import Project, provisional_of, read_project
from svtool.schema.tables import Measure


def trend(request: Request, asked: Asked) -> Trend:
    """Return the series of measures of a project, month by month, with their lines and signals.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    check_asked(asked)
    path = project_path(request)
    project = read_project(path)
    check_disclosure(request, project)
    library = Library(path.parent, request.definition or project.definition)
    rows = [
        find_row(library, request.tables or project.tables, name, project) for name in dict.fromkeys(asked.measures)
    ]
    areas = library.areas(project.areas) if project.areas else None
    cell = find_cell(asked.area, areas)
    check_target(asked, rows[0][1].measure)
    with Engine() as engine:
        measures = [row.measure for _, row in rows]
        facts = gather(engine, project, library, path.parent, Wanted(measures, (), request.replace))
        check_dates(facts, measures)
        result = _result(engine, facts, library, project)
        maker = _figure_maker(engine, facts, library, project, areas, measures, result.coverage)
        found: list[Series] = []
        for table, row in rows:
            series_maker = SeriesMaker(maker, facts[row.measure.source], asked, project.synthetic)
            found.append(series_maker.series(Subject(table, row, cell)))
    result.warnings += warnings_of(result.reports, None, measures)
    result.warnings += [f"{each.measure_id}: {each.notes[0]}" for each in found if not each.months]
    notices = [] if project.disclosure == NO_POLICY else [UNCONTROLLED]
    notices += notices_of(result.reports, (), (), project.synthetic)
    return Trend(found, project.synthetic, notices, result.warnings)


def check_disclosure(request: Request, project: Project) -> None:
    """Check that nobody expects small monthly counts to be suppressed.

    Raises:
        UsageError: the command or the project names a disclosure policy.
    """
    policy = request.disclosure or project.disclosure
    if policy != NO_POLICY:
        where = "--disclosure" if request.disclosure else "disclosure in the project file"
        raise UsageError(
            f"{where}: {policy} is for tables; monthly series are not disclosure-controlled. For internal use, run "
            f"with --disclosure {NO_POLICY}; to publish months, use svtool measures --periods month:2021-01..2021-12."
        )


def _result(engine: Engine, facts: dict[str, Facts], library: Library, project: Project) -> Result:
    """Return what the extracts say of themselves, as for a table."""
    return Result(
        tables=[],
        figures=[],
        periods=[],
        by=(),
        definition=library.definition("project"),
        synthetic=project.synthetic,
        reports={name: each.reports for name, each in facts.items()},
        coverage={name: coverage_of(engine, each) for name, each in facts.items()},
    )


def _figure_maker(
    engine: Engine,
    facts: dict[str, Facts],
    library: Library,
    project: Project,
    areas: AreaSet | None,
    measures: Sequence[Measure],
    coverage: dict[str, Coverage],
) -> FigureMaker:
    counts = {
        name: SourceCounts(
            engine, each, library.catalogue, geography(each, areas), [one for one in measures if one.source == name]
        )
        for name, each in facts.items()
    }
    return FigureMaker(
        sources=library.sources,
        counts=counts,
        coverage=coverage,
        area_basis={name: each.area_basis for name, each in facts.items()},
        areas=areas,
        breaks=library.breaks(),
        offences_within=library.catalogue.sets_by_name,
        options=Options(),
        columns=Columns(project.periods),
        provisional={name: provisional_of(entry) for name, entry in project.sources.given().items()},
    )
