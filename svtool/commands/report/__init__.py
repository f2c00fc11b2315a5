"""From a project to what stands on the page: the steps of `svtool report`, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from svtool.commands.composing import compose_figures
from svtool.commands.disclosing import Disclosed
from svtool.commands.measures import Result, make_figures, read_material, tell_result
from svtool.commands.opening import open_engine
from svtool.commands.report.changes_since import ChangesSince, changes_since
from svtool.commands.report.counting_rules import ClauseRules, CountingRule, rule_of, rules_of
from svtool.commands.report.key_changes import Changes, group_changes
from svtool.commands.report.measures_by_area import MeasureByArea, compare_areas, is_of_whole
from svtool.commands.report.measures_by_group import Groups, compare_groups
from svtool.commands.report.monthly_panels import Months, draw_months
from svtool.commands.report.rates_by_area import RatesByArea, rates_by_area
from svtool.commands.report.shown_panels import disclose_page
from svtool.commands.scope import Request, Scope, find_scope
from svtool.figures.area_names import WHOLE_FILE
from svtool.figures.notes import NO_RATE, Kind, Note
from svtool.figures.notices import INTERNAL, SYNTHETIC
from svtool.figures.rates import compared_rates
from svtool.schema.areas import AreaSet
from svtool.schema.boundaries import Ring, boundary_licence, outlines_of
from svtool.schema.library import Library
from svtool.schema.sources import AREA, OFFENCE


@dataclass(frozen=True)
class Report:
    """What stands on the page.

    Attributes:
        whole: the name of the whole area.
        result: its figures.
        every: the figures of everything on the page, by area and by what else is asked for.
        changes: the latest figures by what can be said of them.
        since: the same measures with their change since the baseline, and since the period before.
        months: every counted measure month by month, or as far as a disclosure policy lets it be shown.
        areas: every measure by area; empty for a project without areas.
        rates: the latest rates of each of these, which are drawn whether or not tables have them; None without any.
        groups: every measure by what else is asked for, such as age bands; None where nothing is.
        areas_tested: what must be said of all areas, such as how many results chance alone would give.
        no_rates: why figures have no rate, each reason once.
        titles: source → field → how people call it.
        rules, clauses: how the measures and the definitions of the tables count, each once.
        under_policy: whether a disclosure policy hides counts, so that none may come from elsewhere than a figure.
        outlines: the boundary of each area by its name, for a small map; empty where some area has none.
        map_licence: what must be said under a map that is drawn of them.
    """

    whole: str
    result: Result
    every: Result
    changes: Changes
    since: Sequence[ChangesSince]
    months: Sequence[Months]
    areas: Sequence[MeasureByArea]
    rates: Sequence[RatesByArea | None]
    groups: Groups | None
    areas_tested: Sequence[Note]
    no_rates: Sequence[Note]
    titles: Mapping[str, Mapping[str, str]]
    rules: Sequence[CountingRule]
    clauses: Sequence[ClauseRules]
    under_policy: bool
    outlines: Mapping[str, Sequence[Ring]] = field(default_factory=dict)
    map_licence: str = ""

    @property
    def standing(self) -> list[Note]:
        """Return the notices that every printed page must bear."""
        return [notice for notice in self.result.notices if notice in (SYNTHETIC, INTERNAL)]


def report(request: Request) -> Report:
    """Return what stands on the page of a project: its tables, by what is asked for, else by area where it has areas.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    scope = find_scope(request)
    scope = scope if request.by else _by_area(scope)
    scope = replace(scope, request=replace(scope.request, rates_of_areas=AREA in scope.by))
    with open_engine(scope.opened.bounds, kept=scope.opened.kept) as engine:
        material = read_material(engine, scope)
        exact = make_figures(scope, material)
        if scope.policy:
            shown, months = disclose_page(scope, material, exact, scope.policy)
        else:
            shown, months = Disclosed(exact), draw_months(scope, material.counted)
        figures = compose_figures(scope, material.counted, exact, shown.figures)
    return arrange(scope, tell_result(scope, material, figures, shown.release), months)


def _by_area(scope: Scope) -> Scope:
    """Return the same by area, where the project has areas."""
    return replace(scope, breakdowns=(scope.opened.library.breakdowns[AREA],)) if scope.opened.areas else scope


def arrange(scope: Scope, result: Result, months: list[Months]) -> Report:
    """Return what stands on the page of a result by area."""
    whole = _whole_area(scope, result)
    areas, tested = compare_areas(result, whole)
    rates = [rates_by_area(each) for each in areas]
    if not result.rates:
        result = _without_rates(result, rates)
        areas, _ = compare_areas(result, whole)
    figures = [figure for figure in result.figures if is_of_whole(figure, whole)]
    of_areas = [each for each in result.remarks if each.kind is Kind.RATES_COMPARED]
    of_whole = replace(
        result,
        figures=figures,
        by=(),
        notices=_notices(result, months),
        remarks=[each for each in result.remarks if each not in of_areas],
    )
    definitions = {each.definition.id: each.definition for each in scope.measures if each.definition}
    return Report(
        whole=whole,
        result=of_whole,
        every=result,
        changes=group_changes(figures),
        since=changes_since(figures),
        months=months,
        areas=areas,
        rates=rates,
        groups=compare_groups(result, whole),
        areas_tested=[*tested, *of_areas],
        no_rates=_no_rates(result),
        titles=_titles(scope.opened.library),
        rules=[rule_of(each, scope.opened.library) for each in scope.measures],
        clauses=[rules_of(each, scope.opened.library) for each in definitions.values()],
        under_policy=scope.policy is not None,
        outlines=_outlines(scope.opened.areas),
        map_licence=boundary_licence(),
    )


def _without_rates(result: Result, drawn: Sequence[RatesByArea | None]) -> Result:
    """Return a result whose tables have no rates, and which says of comparisons only what those that are drawn say."""
    facts = [each for each in result.facts if each.kind not in (Kind.POPULATIONS, Kind.SEVERAL_SERIES)]
    remarks = [each for each in result.remarks if each.kind is not Kind.RATES_COMPARED]
    compared = compared_rates([figure for rates in drawn if rates for figure in rates.rated])
    figures = [each.but(rate=None) for each in result.figures]
    return replace(result, figures=figures, facts=facts, remarks=[*remarks, *compared])


def _outlines(areas: AreaSet | None) -> dict[str, list[Ring]]:
    """Return the boundary of each area by its name; nothing where some area has none."""
    if areas is None:
        return {}
    found = outlines_of(areas.whole_areas)
    return {each.name: found[each.key] for each in areas.areas} if len(found) == len(areas.areas) else {}


def _notices(result: Result, months: Sequence[Months]) -> list[Note]:
    """Return what every page must say: months under 5 make it internal as any small cell of a breakdown does."""
    has_small = any(INTERNAL in each.series.notices for each in months if each.series)
    return [*result.notices, *([INTERNAL] if has_small and INTERNAL not in result.notices else [])]


def _titles(library: Library) -> dict[str, dict[str, str]]:
    """Return how people call the fields of every source."""
    return {
        name: {OFFENCE: "offence code", **{each.name: each.title for each in source.fields}}
        for name, source in library.sources.items()
    }


def _whole_area(scope: Scope, result: Result) -> str:
    """Return the name of the whole area: that of the first figure of a row, which those of its areas follow."""
    return result.figures[0].area if scope.opened.areas and result.figures else WHOLE_FILE


def _no_rates(result: Result) -> list[Note]:
    rates = [figure.rate for figure in result.figures if figure.rate and figure.rate.rate is None]
    return list(dict.fromkeys(note for rate in rates for note in rate.rate_notes if note.kind in NO_RATE))
