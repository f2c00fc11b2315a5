"""From a project to monthly series: the steps of `svtool trend`, in order."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.commands.counted import count_gathered
from svtool.commands.evidence import evidence_of
from svtool.commands.files_used import check_unchanged
from svtool.commands.opening import Gathered, OpenedProject, gather_measured, open_engine
from svtool.commands.scope import Request, open_requested
from svtool.commands.trend.charted import SeriesMaker
from svtool.commands.trend.month_series import Subject
from svtool.commands.trend.series_points import Series, Trend
from svtool.commands.trend.trend_asked import Asked, check_asked, check_months, check_target, find_cell, find_row
from svtool.errors import UsageError
from svtool.figures.maker import Options
from svtool.figures.notes import Kind, Note
from svtool.figures.notices import UNCONTROLLED, notices_of, warnings_of
from svtool.figures.periods_shown import Columns
from svtool.schema.policies import NO_POLICY
from svtool.schema.project import Project
from svtool.schema.tables import Measure


def trend(request: Request, asked: Asked) -> Trend:
    """Return the series of measures of a project, month by month, with their lines and signals.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    check_asked(asked)
    opened = open_requested(request)
    check_disclosure(request, opened.project)
    rows = [find_row(opened, request.tables, name) for name in dict.fromkeys(asked.measures)]
    cell = find_cell(asked.area, opened.areas)
    check_target(asked, rows[0][1].measure)
    measures = [row.measure for _, row in rows]
    with open_engine(opened.bounds, kept=opened.kept) as engine:
        gathered = gather_measured(engine, opened, measures, replace=request.replace)
        check_months(gathered.facts, measures)
        counted = count_gathered(gathered, measures)
        maker = counted.figure_maker(Options(), Columns(opened.project.periods))
        drawn = [
            SeriesMaker(maker, gathered.facts[row.measure.source], asked, opened.synthetic).series(
                Subject(table, row, cell)
            )
            for table, row in rows
        ]
    check_unchanged(opened, gathered.reports)
    warnings = _warnings(gathered, measures, drawn)
    return Trend(drawn, opened.synthetic, _notices(gathered), warnings, evidence_of(opened, gathered.reports))


def _notices(gathered: Gathered) -> list[Note]:
    opened = gathered.opened
    uncontrolled = isinstance(opened, OpenedProject) and opened.project.disclosure != NO_POLICY
    return [*([UNCONTROLLED] if uncontrolled else []), *notices_of(gathered.reports, (), (), opened.synthetic)]


def _warnings(gathered: Gathered, measures: Sequence[Measure], drawn: Sequence[Series]) -> list[Note]:
    """Return what the analyst must know of the extracts, and which measures have no month at all."""
    empty = [Note(Kind.OF_SERIES, {"id": each.measure_id, "note": each.notes[0]}) for each in drawn if not each.months]
    return [*warnings_of(gathered.reports, None, measures), *empty]


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
