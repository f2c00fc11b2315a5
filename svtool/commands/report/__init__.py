"""From a project to what stands on the page: the steps of `svtool report`, in order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from svtool.commands.measures import Result, disclose_figures, make_figures, read_material, tell_result
from svtool.commands.opening import open_engine
from svtool.commands.report.area_tables import compare_areas, is_of_whole
from svtool.commands.report.grid import Grid
from svtool.commands.report.key_changes import Changes, say_changes
from svtool.commands.report.monthly_panels import Months, draw_months
from svtool.commands.report.panels import coverage_grid, drift_grid, extracts_grid, ledger_grid, measures_grid
from svtool.commands.scope import Request, Scope, find_scope
from svtool.dates import name_span
from svtool.figures.maker import WHOLE_FILE
from svtool.figures.notices import INTERNAL, SYNTHETIC
from svtool.figures.words import RATES_COMPARED
from svtool.schema.definitions import Definition
from svtool.schema.library import Library
from svtool.schema.sources import AREA, OFFENCE

NO_RATE = "No rate: "


@dataclass(frozen=True)
class Report:
    """What stands on the page.

    Attributes:
        title: what the page is about.
        result: the figures of the whole area.
        changes: the latest figures in sentences.
        months: every counted measure month by month; empty under a disclosure policy.
        areas: a table of areas for every measure; empty for a project without areas.
        areas_tested: what must be said of all areas, such as how many results chance alone would give.
        no_rates: why figures have no rate, each reason once.
        under_policy: whether a disclosure policy hides counts, so that none may come from elsewhere than a figure.
        ledger: where every row went; None under a disclosure policy.
    """

    title: str
    result: Result
    changes: Changes
    months: list[Months]
    areas: list[Grid]
    areas_tested: list[str]
    no_rates: list[str]
    coverage: Grid
    drift: Grid | None
    measures: Grid
    definitions: list[Definition]
    extracts: Grid
    ledger: Grid | None
    under_policy: bool

    @property
    def standing(self) -> list[str]:
        """Return the notices that every printed page must bear."""
        return [notice for notice in self.result.notices if notice in (SYNTHETIC, INTERNAL)]


def report(request: Request) -> Report:
    """Return what stands on the page of a project: its tables, by area where the project has areas.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    scope = _by_area(find_scope(replace(request, by=())))
    with open_engine() as engine:
        material = read_material(engine, scope)
        made = make_figures(scope, material)
        # Months are a breakdown that no policy covers.
        months = [] if scope.policy else draw_months(scope, material.counted)
    printed = disclose_figures(scope, material, made.figures)
    return lay_out(scope, tell_result(scope, material, printed, made.rates), months)


def _by_area(scope: Scope) -> Scope:
    """Return the same by area, where the project has areas."""
    return replace(scope, breakdowns=(scope.opened.library.breakdowns[AREA],)) if scope.opened.areas else scope


def lay_out(scope: Scope, result: Result, months: list[Months]) -> Report:
    """Return what stands on the page of a result by area."""
    whole = _whole_area(scope, result)
    titles = _titles(scope.opened.library)
    areas, tested = compare_areas(result, whole)
    figures = [figure for figure in result.figures if is_of_whole(figure, whole)]
    of_areas = [each for each in result.remarks if RATES_COMPARED in each]
    of_whole = replace(
        result, figures=figures, by=(), remarks=[each for each in result.remarks if each not in of_areas]
    )
    definitions = {each.definition.id: each.definition for each in scope.measures if each.definition}
    return Report(
        title=_title(result, whole),
        result=of_whole,
        changes=say_changes(figures, titles),
        months=months,
        areas=areas,
        areas_tested=[*tested, *of_areas],
        no_rates=_no_rates(result),
        coverage=coverage_grid(result),
        drift=drift_grid(figures, titles),
        measures=measures_grid(scope.measures),
        definitions=list(definitions.values()),
        extracts=extracts_grid(result),
        ledger=None if scope.policy else ledger_grid(result),
        under_policy=scope.policy is not None,
    )


def _titles(library: Library) -> dict[str, dict[str, str]]:
    """Return how people call the fields of every source."""
    return {
        name: {OFFENCE: "offence code", **{each.name: each.title for each in source.fields}}
        for name, source in library.sources.items()
    }


def _whole_area(scope: Scope, result: Result) -> str:
    """Return the name of the whole area: that of the first figure of a row, which those of its areas follow."""
    return result.figures[0].area if scope.opened.areas and result.figures else WHOLE_FILE


def _no_rates(result: Result) -> list[str]:
    rates = [figure.rate for figure in result.figures if figure.rate and figure.rate.rate is None]
    notes = [note for rate in rates for note in rate.rate_notes if note.startswith(NO_RATE)]
    return list(dict.fromkeys(notes))


def _title(result: Result, whole: str) -> str:
    span = name_span(result.periods[0].start, result.periods[-1].end)
    return f"Success measures: {whole}, {span}"
