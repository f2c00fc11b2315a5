"""The measures of a page month by month: the series, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from svtool.commands.opening import Counted
from svtool.commands.scope import Scope
from svtool.commands.trend.charted import SeriesMaker
from svtool.commands.trend.month_series import Subject
from svtool.commands.trend.series_points import Series
from svtool.commands.trend.trend_asked import Asked
from svtool.counting.source_counts import Cell
from svtool.figures.maker import FigureMaker, Options
from svtool.figures.notices import INTERNAL
from svtool.gathering.facts import Facts
from svtool.schema.tables import Measure, Table, TableRow

NO_EXTRACT = "The project has no extract of its source."
COARSE = "The dates of its source are quarters or years."
PEOPLE = "It counts people, who are counted anew in every month: their months don't add up to a year."
NO_MONTHS = "No month is covered."
SMALL = (
    "Months have counts under 5, which no disclosure policy covers. For internal use, svtool trend --measure {id} "
    "shows them."
)


@dataclass(frozen=True)
class Months:
    """A measure month by month; without a series, why not."""

    measure: str
    series: Series | None
    why_not: str = ""


def draw_months(scope: Scope, counted: Counted) -> list[Months]:
    """Return every measure of the tables that is counted from records, each once, month by month."""
    tables, facts = scope.tables, counted.gathered.facts
    maker = counted.figure_maker(Options(), scope.columns)
    places = {row.measure.id: (table, row) for table in reversed(tables) for row in table.rows[::-1]}
    in_order = dict.fromkeys(measure.id for table in tables for measure in table.measures)
    rows = [places[name] for name in in_order if not places[name][1].measure.is_indicator]
    return [_draw(maker, facts, table, row, scope.opened.synthetic) for table, row in rows]


def _draw(maker: FigureMaker, facts: Mapping[str, Facts], table: Table, row: TableRow, synthetic: bool) -> Months:
    measure = row.measure
    why_not = _why_not(measure, facts)
    if why_not:
        return Months(measure.title, None, why_not)
    series_maker = SeriesMaker(maker, facts[measure.source], Asked((measure.id,)), synthetic)
    series = series_maker.series(Subject(table, row, Cell()))
    if not series.months:
        return Months(measure.title, None, NO_MONTHS)
    if INTERNAL in series.notices:
        return Months(measure.title, None, SMALL.format(id=measure.id))
    return Months(measure.title, series)


def _why_not(measure: Measure, facts: Mapping[str, Facts]) -> str:
    if measure.source not in facts:
        return NO_EXTRACT
    if measure.counts_persons:
        return PEOPLE
    return COARSE if facts[measure.source].coarsest in {"quarter", "year"} else ""
