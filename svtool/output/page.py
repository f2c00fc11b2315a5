"""A report as one HTML page that needs nothing else: no script, font or image of elsewhere; always the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from jinja2 import Environment, PackageLoader, StrictUndefined

from svtool import __version__
from svtool.commands.report import Report
from svtool.commands.report.grid import Grid, without_blanks
from svtool.commands.report.key_changes import HEADINGS
from svtool.commands.report.panels import clauses_grid
from svtool.commands.trend.series_points import Series, SeriesPoint
from svtool.figures.change import DRIFT_POINTS, DRIFT_RECORDS, ENOUGH_MONTHS, SIGNIFICANT
from svtool.figures.contract import STATUSES
from svtool.figures.notices import SYNTHETIC
from svtool.output.charts import chart_as_svg
from svtool.output.layout import RATES
from svtool.output.page_tables import print_table
from svtool.output.trend_chart import chart_of
from svtool.output.trend_text import rows_of
from svtool.statistics.process_limits import RUN

SHORTHAND = {**STATUSES, "u": "low reliability: limits of few points"}
MARK = re.compile(r"\[([a-z])\]")
P_VALUE = re.compile(r"p [<=] [\d.]+")
NO_SIGNAL = "none"
NO_BREAK = "\N{NO-BREAK SPACE}"


def page_as_html(report: Report) -> str:
    """Return the page of a report."""
    environment = Environment(
        loader=PackageLoader("svtool.output", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(key_of=key_of, unbroken=unbroken)
    charted = [each for each in report.months if each.series]
    return environment.get_template("report.html").render(
        report=report,
        headings=HEADINGS,
        tables=[print_table(report.result, table, number) for number, table in enumerate(report.result.tables, 1)],
        charts=[_chart(each.series, report, number) for number, each in enumerate(charted, 1) if each.series],
        not_charted=[each for each in report.months if not each.series],
        clauses=[clauses_grid(each, number) for number, each in enumerate(report.definitions, 1)],
        rates=[RATES[basis] for basis in dict.fromkeys(_bases(report)) if basis in RATES],
        limits={
            "points": DRIFT_POINTS, "records": DRIFT_RECORDS, "months": ENOUGH_MONTHS, "p": SIGNIFICANT, "run": RUN,
        },
        shorthand=SHORTHAND,
        version=__version__,
    )  # fmt: skip


def key_of(grid: Grid) -> list[str]:
    """Return what the marks in a table's cells mean, each as `[x] not available`."""
    found = {letter for row in grid.rows for cell in row for letter in MARK.findall(cell)}
    return [f"[{letter}] {SHORTHAND[letter]}" for letter in sorted(found & set(SHORTHAND))]


def unbroken(cell: str) -> str:
    """Return a cell in which no p-value is broken at the end of a line."""
    return P_VALUE.sub(lambda found: found[0].replace(" ", NO_BREAK), cell)


def _chart(series: Series, report: Report, number: int) -> dict[str, object]:
    """Return a series as it stands on the page: its image, its signals and notes, and its data."""
    # An image may travel alone: it says itself that its records are made up.
    chart = chart_of(series, [SYNTHETIC] if report.result.synthetic else [])
    grids = [
        _points_grid(f"months-{number}-{place}", series, points)
        for place, points in enumerate((series.between, series.months), 1)
        if points
    ]
    return {
        "title": series.measure,
        "svg": chart_as_svg(replace(chart, name=f"chart-{number}")),
        "method": series.method,
        "signals": series.signals,
        "notes": series.notes,
        "grids": grids,
    }


def _points_grid(name: str, series: Series, points: Sequence[SeriesPoint]) -> Grid:
    headings, rows = rows_of(points)
    what = "month by month" if points is series.months else "days between events"
    said = [[*cells, signal or NO_SIGNAL] for *cells, signal in rows]
    numbers = frozenset(range(1, len(headings) - 1))
    return without_blanks(Grid(name, f"{series.measure}, {what}: data of the chart", headings, said, numbers))


def _bases(report: Report) -> Iterable[str]:
    return (figure.area_basis for figure in report.result.figures if figure.rate and figure.rate.rate is not None)
