"""The steps of `svtool compare`: definitions beside each other, or an area beside others around a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from svtool.commands.compare.changed_at import AroundChange, AroundMaker, ChangedAt
from svtool.commands.compare.definitions_beside import Beside, tables_beside
from svtool.commands.count import Question, table_of
from svtool.commands.counted import count_gathered
from svtool.commands.evidence import Evidence, evidence_of
from svtool.commands.files_used import check_unchanged
from svtool.commands.measures import Result, measure
from svtool.commands.opening import Gathered, OpenedProject, gather_measured, open_engine
from svtool.commands.scope import Request, open_requested
from svtool.commands.trend import check_disclosure
from svtool.commands.trend.month_series import Subject
from svtool.commands.trend.trend_asked import check_months, find_cell, find_row
from svtool.counting.cells import Cell
from svtool.dates import name_spans
from svtool.errors import UsageError
from svtool.figures.maker import Options
from svtool.figures.notes import Note
from svtool.figures.notices import INTERNAL, SMALL_CELL, UNCONTROLLED, notices_of, warnings_of
from svtool.figures.periods_shown import Columns
from svtool.schema.policies import NO_POLICY
from svtool.schema.tables import Measure, Table, TableRow


def compare(request: Request, beside: Beside) -> Result:
    """Return what definitions count of the same records, and how many they count alike and apart.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    return measure(request, lambda opened: tables_beside(beside, opened, request.tables))


@dataclass(frozen=True)
class Around:
    """Measures of an area beside others around a day.

    Attributes:
        measures: each measure's comparison.
        synthetic: whether the records are made up.
        notices: what every page must say.
        warnings: what the analyst must know about the extracts.
        evidence: what the run stands on.
    """

    measures: Sequence[ChangedAt]
    synthetic: bool
    notices: Sequence[Note]
    warnings: Sequence[Note]
    evidence: Evidence


def compare_around(request: Request, asked: AroundChange) -> Around:
    """Return measures of an area before and after a day, beside other areas.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    opened = open_requested(request)
    check_disclosure(request, opened.project)
    cell, others = _cells(asked, opened)
    rows = _rows(asked, opened, request)
    measures = [row.measure for _, row in rows]
    with open_engine(opened.bounds, kept=opened.kept) as engine:
        gathered = gather_measured(engine, opened, measures, replace=request.replace)
        check_months(gathered.facts, measures)
        _check_covered(gathered, measures, asked)
        maker = count_gathered(gathered, measures).figure_maker(Options(), Columns(opened.project.periods))
        makers = (AroundMaker(maker, Subject(table, row, cell), others, asked.change_at) for table, row in rows)
        found = [each.changed() for each in makers]
    check_unchanged(opened, gathered.reports)
    for each in found:
        _check_there(each)
    return Around(
        found,
        opened.synthetic,
        _notices(opened, gathered, found),
        warnings_of(gathered.reports, None, measures),
        evidence_of(opened, gathered.reports),
    )


def _notices(opened: OpenedProject, gathered: Gathered, found: Sequence[ChangedAt]) -> list[Note]:
    points = [point for each in found for area in (each.area, *each.others) for point in area.points]
    small = any(0 < (point.count or 0) < SMALL_CELL for point in points)
    uncontrolled = UNCONTROLLED if opened.project.disclosure != NO_POLICY else INTERNAL if small else None
    return [*([uncontrolled] if uncontrolled else []), *notices_of(gathered.reports, (), (), opened.synthetic)]


def _cells(asked: AroundChange, opened: OpenedProject) -> tuple[Cell, list[Cell]]:
    """Return the area and those beside it.

    Raises:
        UsageError: one is no area of the project, or stands on both sides.
    """
    if not asked.against:
        raise UsageError(
            "--against: names no area; name those beside which it is set, such as --against Sefton,Wirral."
        )
    area, *others = (
        _part_of_whole(name, opened, option)
        for name, option in ((asked.area, "--area"), *((name, "--against") for name in asked.against))
    )
    if area in others or len(set(others)) < len(others):
        raise UsageError("--against: an area is named twice; name each once, and none that --area names.")
    return area, others


def _part_of_whole(name: str, opened: OpenedProject, option: str) -> Cell:
    """Return one of the areas of the project, as an option names it.

    Raises:
        UsageError: it is none of them, or all of them together.
    """
    cell = find_cell(name, opened.areas, option)
    if cell.area is None:
        raise UsageError(f"{option} {name}: is the whole, which holds every area; name one of its areas.")
    return cell


def _rows(asked: AroundChange, opened: OpenedProject, request: Request) -> list[tuple[Table, TableRow]]:
    if not asked.measures:
        table = table_of(Question(by_definition=True), opened.library)
        (row,) = table.rows
        named = replace(row.measure, id=row.measure.definition.id if row.measure.definition else row.measure.id)
        return [(table, replace(row, measure=named))]
    found = [find_row(opened, request.tables, name) for name in dict.fromkeys(asked.measures)]
    for _, row in found:
        if row.measure.counts_persons:
            raise UsageError(
                f"--measure {row.measure.id}: counts people, who do not add up over months; expected one that counts "
                "records or victim incidents. Name another measure."
            )
    return found


def _check_covered(gathered: Gathered, measures: Sequence[Measure], asked: AroundChange) -> None:
    """Check that there are days before and after.

    Raises:
        UsageError: the extracts hold days on one side only.
    """
    for each in measures:
        spans = gathered.coverage[each.source].days_of(role=each.counted_people)
        if not spans or not spans[0][0] < asked.change_at <= spans[-1][1]:
            held = name_spans(spans) if spans else "no days"
            raise UsageError(
                f"--change-at {asked.change_at}: lies outside the days that the extracts of {each.source} hold "
                f"({held}); expected a day with months before and after it. Choose another day."
            )


def _check_there(found: ChangedAt) -> None:
    """Check that the extracts know the areas.

    Raises:
        UsageError: nothing at all is counted in one of them.
    """
    for each in (found.area, *found.others):
        if not any(point.count for point in each.points):
            raise UsageError(
                f"{each.name}: the extracts of {found.measure.source} have nothing there, in any month, that "
                f"{found.measure.id} counts. Name an area that they hold, or another measure."
            )
