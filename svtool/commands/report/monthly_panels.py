"""The measures of a page month by month: the series, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from svtool.commands.counted import Counted
from svtool.commands.scope import Scope
from svtool.commands.trend.charted import SeriesMaker
from svtool.commands.trend.month_series import Subject
from svtool.commands.trend.series_points import Series
from svtool.commands.trend.trend_asked import Asked
from svtool.counting.cells import Cell
from svtool.dates import LONGER_THAN_MONTHS
from svtool.figures.maker import FigureMaker, Options
from svtool.figures.notes import Kind, Note
from svtool.gathering.facts import Facts
from svtool.schema.tables import Measure


@dataclass(frozen=True)
class Months:
    """A measure month by month; without a series, why not."""

    measure: str
    series: Series | None
    why_not: Note | None = None


def subjects_of(scope: Scope) -> list[Subject]:
    """Return every measure of the tables that is counted from records, each once, at its first place."""
    tables = scope.tables
    places = {row.measure.id: (table, row) for table in reversed(tables) for row in table.rows[::-1]}
    in_order = dict.fromkeys(measure.id for table in tables for measure in table.measures)
    rows = [places[name] for name in in_order if places[name][1].measure.is_counted]
    return [Subject(table, row, Cell()) for table, row in rows]


def draw_months(scope: Scope, counted: Counted) -> list[Months]:
    """Return every measure of the tables that is counted from records, each once, month by month."""
    maker = counted.figure_maker(Options(), scope.columns)
    return [_draw(maker, counted.gathered.facts, each, scope.opened.synthetic) for each in subjects_of(scope)]


def _draw(maker: FigureMaker, facts: Mapping[str, Facts], subject: Subject, synthetic: bool) -> Months:
    measure = subject.row.measure
    why_not = why_no_months(measure, facts)
    if why_not:
        return Months(measure.title, None, why_not)
    series = SeriesMaker(maker, facts[measure.source], Asked((measure.id,)), synthetic).series(subject)
    if not series.months:
        return Months(measure.title, None, Note(Kind.NO_MONTH_COVERED))
    unavailable = [note for note in series.notes if note.kind is Kind.UNAVAILABLE_MONTHS]
    if unavailable and all(point.count is None for point in series.months):
        return Months(measure.title, None, unavailable[0])
    return Months(measure.title, series)


def why_no_months(measure: Measure, facts: Mapping[str, Facts]) -> Note | None:
    """Return why a measure has no months whatever they hold; None where it has."""
    if measure.source not in facts:
        return Note(Kind.SOURCE_NOT_SENT)
    if measure.counts_persons:
        return Note(Kind.PEOPLE_DO_NOT_ADD_UP)
    return Note(Kind.DATES_TOO_COARSE) if facts[measure.source].coarsest in LONGER_THAN_MONTHS else None
