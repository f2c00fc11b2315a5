"""A report as one HTML page that needs nothing else: no script, font or image of elsewhere; always the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from svtool.commands.report import Report
from svtool.commands.report.changes_since import ChangesSince
from svtool.commands.report.key_changes import NOTHING_COMPARED, latest_with_number
from svtool.commands.trend.series_points import Series, SeriesPoint
from svtool.dates import name_span
from svtool.figures.change_verdict import (
    BETTER,
    CHANGED,
    NO_CLEAR_CHANGE,
    NOT_COMPARABLE,
    NOT_TESTED,
    RECORDING_CHANGED,
    WORSE,
)
from svtool.figures.contract import Figure
from svtool.figures.notes import Note
from svtool.figures.notices import SYNTHETIC
from svtool.output.page import change_picture
from svtool.output.page.anchors import links_of
from svtool.output.page.area_funnel import FUNNEL, has_funnel
from svtool.output.page.area_grids import group_grids
from svtool.output.page.area_map import outlines_as_svg
from svtool.output.page.area_matrix import area_matrix
from svtool.output.page.area_pictures import area_panels, place_areas
from svtool.output.page.change_picture import changes_as_svg, changes_grid, title_of
from svtool.output.page.citation import citation_of
from svtool.output.page.downloads import Download
from svtool.output.page.drawing import LIMITS, SHORTHAND, page_environment
from svtool.output.page.grid import Grid, without_blanks
from svtool.output.page.key_messages import areas_message, finding_of, key_messages, label_of, sources_message
from svtool.output.page.month_panels import panel_of
from svtool.output.page.page_tables import print_table
from svtool.output.page.panels import (
    clauses_grid,
    coverage_grid,
    drift_grid,
    extracts_grid,
    ledger_grid,
    measures_grid,
    received_grid,
)
from svtool.output.rate_rows import RATES
from svtool.output.trend.charts import SLIM, chart_as_svg
from svtool.output.trend.series_rows import rows_of
from svtool.output.trend.trend_chart import chart_of, what_of
from svtool.output.wording.figure_sentences import latest_words, sentence_of
from svtool.output.wording.note_words import note_words, notes_in_words
from svtool.output.wording.publisher_words import publisher_words
from svtool.output.wording.series_words import method_words
from svtool.version import __version__

HEADINGS = {
    BETTER: "Better",
    WORSE: "Worse",
    CHANGED: "Changed",
    NO_CLEAR_CHANGE: "No clear change",
    RECORDING_CHANGED: "No verdict: recording changed",
    NOT_COMPARABLE: "No verdict: not comparable",
    NOT_TESTED: "Not tested",
    NOTHING_COMPARED: "Not compared",
}
NO_SIGNAL = "none"
BASELINE_WORDS = ", the baseline"


def page_as_html(report: Report, downloads: Sequence[Download] = ()) -> str:
    """Return the page of a report, with links to its figures as files."""
    charted = [each for each in report.months if each.series]
    drawn = place_areas(report)
    return page_environment().get_template("report.html").render(
        report=report,
        title=_title(report),
        published=publisher_words(report.result.evidence.publisher),
        finding=finding_of(report.whole, report.since),
        messages=[*key_messages(report.since), *areas_message(report.rates), *sources_message(report.result)],
        pictures=[_picture(each, report, number) for number, each in enumerate(report.since, 1)],
        notices=_notices(report),
        standing=notes_in_words(report.standing),
        tested=note_words(report.changes.tested) if report.changes.tested else "",
        changes=[(HEADINGS[group], _sayings(latest, report)) for group, latest in report.changes.groups.items()],
        tables=[
            print_table(report.result, table, number, report.months)
            for number, table in enumerate(report.result.tables, 1)
        ],
        charts=[_chart(each.series, report, number) for number, each in enumerate(charted, 1) if each.series],
        not_charted=[(each.measure, note_words(each.why_not)) for each in report.months if each.why_not],
        area_panels=area_panels(report, drawn),
        outlines=outlines_as_svg(drawn) if drawn else "",
        groups=group_grids(report.groups) if report.groups else [],
        of_groups=note_words(report.groups.tested) if report.groups and report.groups.tested else "",
        all_areas=area_matrix(report.areas, report.rates),
        of_areas=notes_in_words([*report.areas_tested, *report.no_rates]),
        warnings=notes_in_words(report.result.warnings),
        coverage=coverage_grid(report.result),
        drift=drift_grid(report.result.figures, report.titles),
        measures=measures_grid(report.rules, report.result),
        extracts=extracts_grid(report.result),
        received=received_grid(report.result),
        ledger=None if report.under_policy else ledger_grid(report.result),
        definitions=[each.definition for each in report.clauses],
        clauses=[clauses_grid(each, number) for number, each in enumerate(report.clauses, 1)],
        rates=[
            *(RATES[basis] for basis in dict.fromkeys(_bases(report)) if basis in RATES),
            *([FUNNEL] if any(each and has_funnel(each) for each in report.rates) else []),
        ],
        limits=LIMITS,
        downloads=downloads,
        links=links_of(report),
        citation=citation_of(report),
        shorthand=SHORTHAND,
        version=__version__,
    )  # fmt: skip


def _picture(changes: ChangesSince, report: Report, number: int) -> dict[str, object]:
    """Return the changes since one kind of period as they stand on the page: a picture, and its data."""
    return {
        "label": label_of(changes),
        "heading": f"Change since {label_of(changes)}{BASELINE_WORDS if changes.of_baseline else ''}",
        "title": title_of(changes),
        "svg": changes_as_svg(changes, f"changes-{number}", _alone(report)),
        "slim": changes_as_svg(
            changes, f"changes-{number}-slim", _alone(report), change_picture.SLIM, f"changes-{number}"
        ),
        "grid": changes_grid(changes, f"changes-{number}-data"),
    }


def _alone(report: Report) -> list[Note]:
    """Return what an image says itself, since it may travel alone: that its records are made up."""
    return [SYNTHETIC] if report.result.synthetic else []


def _title(report: Report) -> str:
    periods = report.result.periods
    return f"Success measures: {report.whole}, {name_span(periods[0].start, periods[-1].end)}"


def _notices(report: Report) -> list[tuple[str, bool]]:
    """Return the notices, each with whether every printed page must bear it."""
    return [(note_words(notice), notice in report.standing) for notice in report.result.notices]


def _sayings(latest: Sequence[Figure], report: Report) -> list[tuple[str, str]]:
    """Return measures with their sentences, and the latest number there is where the latest period has none."""
    return [(each.measure, _saying(each, report)) for each in latest]


def _saying(figure: Figure, report: Report) -> str:
    said = sentence_of(figure, report.titles.get(figure.source, {}))
    older = latest_with_number(report.result.figures, figure)
    return f"{said} {latest_words(older)}" if older else said


def _chart(series: Series, report: Report, number: int) -> dict[str, object]:
    """Return a series as it stands on the page: its image, its signals and notes, and its data."""
    # The recording that moved is said in the sentences above it.
    chart = replace(chart_of(series, _alone(report)), warnings=())
    grids = [
        _points_grid(f"months-{number}-{place}", series, points)
        for place, points in enumerate((series.between, series.months), 1)
        if points
    ]
    return {
        "title": series.measure,
        "svg": chart_as_svg(replace(chart, name=f"chart-{number}")),
        "slim": chart_as_svg(replace(chart, name=f"chart-{number}-slim"), SLIM, f"chart-{number}"),
        "method": method_words(series.method),
        "panel": panel_of(series),
        "grids": grids,
    }


def _points_grid(name: str, series: Series, points: Sequence[SeriesPoint]) -> Grid:
    headings, rows = rows_of(points, series.every)
    what = what_of(series) if points is series.charted else "month by month"
    said = [[*cells, signal or NO_SIGNAL] for *cells, signal in rows]
    numbers = frozenset(range(1, len(headings) - 1))
    return without_blanks(Grid(name, f"{series.measure}, {what}: data of the chart", headings, said, numbers))


def _bases(report: Report) -> Iterable[str]:
    of_tables = [each for each in report.result.figures if each.rate and each.rate.rate is not None]
    return (figure.area_basis for figure in [*of_tables, *(each.latest for each in report.rates if each)])
