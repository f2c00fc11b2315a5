"""From a project to figures: read, decide, count, compare. The steps of `svtool measures`, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svtool.commands.brought_beside import read_indicators_of, read_populations_of
from svtool.commands.composing import compose_figures, weights_used
from svtool.commands.counted import Counted, count_gathered
from svtool.commands.disclosing import disclose_figures
from svtool.commands.evidence import NO_EVIDENCE, Evidence, evidence_of, rows_of_reports
from svtool.commands.files_used import Reports, check_unchanged
from svtool.commands.opening import (
    Gathered,
    OpenedProject,
    gather_measured,
    open_engine,
)
from svtool.commands.scope import Request, Scope, find_scope
from svtool.commands.tolerances import check_covered, check_dates, check_rejected
from svtool.counting.measure_ledger import MeasureLedger, ledger_of
from svtool.coverage.source_coverage import Coverage
from svtool.engine.seam import Engine
from svtool.errors import Faults
from svtool.figures.contract import Figure
from svtool.figures.indicators import Indicator, indicator_figures
from svtool.figures.maker import Options
from svtool.figures.notes import Kind, Note
from svtool.figures.notices import notices_of, standing_notes_of, unmatched_reviews, warnings_of
from svtool.figures.populations import Populations
from svtool.figures.rates import RateMaker, compared_rates, populations_used
from svtool.figures.said_of_sources import said_of_sources
from svtool.files.file_names import find_files
from svtool.records.ledger import ExtractReport
from svtool.schema.breakdowns import FIVE_YEARS
from svtool.schema.definitions import Definition
from svtool.schema.periods import Period
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.project import figures_of
from svtool.schema.sources import Source
from svtool.schema.tables import Table
from svtool.schema.weight_bands import bands_of
from svtool.statistics.special_functions import load_beside

if TYPE_CHECKING:
    from svtool.commands.releases import KeptRelease

MEASURES = "measures"  # what a manifest calls this command


@dataclass(frozen=True)
class Result:
    """Everything that was found out, ready to be printed.

    Attributes:
        tables: the tables that were asked for, in their order.
        figures: the figures of the tables, as they may be printed.
        periods: the periods that are shown, in time order.
        by: the breakdowns, in their fixed order.
        definition: the definition of serious violence that the project names, if it names one.
        synthetic: whether the records are made up.
        reports: what became of every row, by source and part.
        measure_ledgers: measure → where the usable rows of its source went, where it counts rows.
        coverage: which days each source covers.
        notices: what every page must say.
        warnings: what the analyst must know about the extracts.
        remarks: what is said under all tables.
        said: source → what its extracts say that bears on its figures, and is said beside every one of them.
        facts: what is said above them.
        rates: whether the figures have rates.
        hot: whether places are set beside each other.
        policy: the disclosure policy; None where counts are printed as they are.
        titles: what each breakdown is called.
        source_titles: what each source is called.
        date_titles: source → date basis → what that date is called, the usual one first.
        evidence: what the run stands on.
    """

    tables: list[Table]
    figures: list[Figure]
    periods: list[Period]
    by: tuple[str, ...]
    definition: Definition | None
    synthetic: bool
    reports: Mapping[str, Mapping[str, ExtractReport]] = field(default_factory=dict)
    measure_ledgers: Mapping[str, MeasureLedger] = field(default_factory=dict)
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    notices: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)
    said: Mapping[str, Sequence[Note]] = field(default_factory=dict)
    facts: list[Note] = field(default_factory=list)
    rates: bool = False
    hot: bool = False
    policy: DisclosurePolicy | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    source_titles: Mapping[str, str] = field(default_factory=dict)
    date_titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    evidence: Evidence = NO_EVIDENCE

    @property
    def compares_definitions(self) -> bool:
        """Return whether definitions stand beside each other on the same records."""
        return any(each.sides for table in self.tables for each in table.measures)

    @property
    def profile(self) -> str:
        """Return the title of the profile whose sections the tables are; nothing where they are no sections."""
        return self.tables[0].section_of if self.tables else ""

    @property
    def works_out(self) -> bool:
        """Return whether some figures are worked out from others: shares, ratios and scores."""
        return any(row.measure.made_of for table in self.tables for row in table.rows)


@dataclass(frozen=True)
class Material:
    """What the figures of a run are made of.

    Attributes:
        counted: the records, counted.
        indicators: the figures that arrive as figures; None where nothing asks for any.
        populations: who lives where; None where no rate is asked for.
    """

    counted: Counted
    indicators: list[Indicator] | None
    populations: Populations | None


def measure(request: Request, asked: Callable[[OpenedProject], list[Table]] | None = None) -> Result:
    """Return the figures of every table that the request asks for.

    Args:
        request: what the command asks for.
        asked: builds other tables, such as a question of the command line, from the project and its definitions.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    scope = find_scope(request, asked)
    with open_engine(scope.opened.bounds, kept=scope.opened.kept) as engine:
        material = read_material(engine, scope)
        exact = make_figures(scope, material)
        shown = disclose_figures(scope, material.counted, exact)
        figures = compose_figures(scope, material.counted, exact, shown.figures)
        figures = _beside_each_other(scope, material.counted, figures, exact) if scope.request.hot else figures
    return tell_result(scope, material, figures, shown.release)


def read_material(engine: Engine, scope: Scope) -> Material:
    """Return what a run's figures are made of; every source is read before the first fault is told.

    Raises:
        SvtoolError: an extract can't be read, or is worse than the request tolerates.
    """
    opened, request, periods = scope.opened, scope.request, scope.columns.shown
    if len(periods) > 1:  # changes between them will be tested
        load_beside()
    gathered = Gathered(opened, engine, {})
    populations: Populations | None = None
    indicators: list[Indicator] | None = None
    faults = Faults()
    with faults.noting():
        populations = read_populations_of(scope)
    weighed_by = [bands_of(each) for each in scope.weights]
    ages = (FIVE_YEARS,) if populations and scope.request.rates and populations.has_standard_bands else ()
    with faults.noting():
        split = (*scope.breakdowns, *ages, *weighed_by)
        gathered = gather_measured(engine, opened, scope.measures, split, request.replace)
    with faults.noting():
        indicators = read_indicators_of(scope)
    faults.raise_met()
    if scope.columns.periods.kind != opened.project.periods.kind:
        indicators = []  # they were brought for other columns: 2021-06 is a month there and twelve months here
    check_dates(gathered.facts, periods)
    check_rejected(gathered.reports, request.max_rejected, scope.measures)
    if request.strict:
        check_covered(gathered.coverage, periods)
    counted = count_gathered(gathered, scope.measures, (*scope.breakdowns, *weighed_by), scope.columns.limits())
    return Material(counted, indicators, populations)


def make_figures(scope: Scope, material: Material) -> list[Figure]:
    """Return the figures of every table, in the order of the tables."""
    periods = scope.columns.shown
    maker = material.counted.figure_maker(_options(scope), scope.columns)
    figures: list[Figure] = []
    for table in scope.tables:
        found = maker.figures(table, periods)
        found += indicator_figures(table, material.indicators, scope.columns, scope.opened.areas)
        figures += sorted(found, key=lambda figure: figure.position)
    return _rated(scope, material, figures)


def _options(scope: Scope) -> Options:
    named = scope.columns.periods.baseline
    baseline = next((period for period in scope.columns.shown if period.key == named), None)
    label = baseline.label if baseline else None
    return Options(scope.request.partial, scope.by, named, label, scope.by_of_tables)


def _rated(scope: Scope, material: Material, figures: list[Figure]) -> list[Figure]:
    """Return the figures with their rates; as they are without populations."""
    areas, gathered = scope.opened.areas, material.counted.gathered
    if material.populations is None or areas is None:
        return figures
    maker = RateMaker(
        material.populations, areas, gathered.facts, material.counted.counts, gathered.coverage, scope.columns,
        {each.id: each for each in scope.breakdowns}, with_standardised=scope.request.rates,
    )  # fmt: skip
    return [
        each
        for table in scope.tables
        for each in maker.rated(table, [figure for figure in figures if figure.table == table.id])
    ]


def _beside_each_other(
    scope: Scope, counted: Counted, printed: Sequence[Figure], exact: Sequence[Figure]
) -> list[Figure]:
    """Return the figures with how each place compares with all others together."""
    # Few runs ask for places, and most of them for no number of theirs.
    from svtool.figures.hot_places import PlaceLooker  # noqa: PLC0415

    measures = {each.id: each for each in scope.measures}
    return PlaceLooker(measures, counted.counts, counted.gathered.coverage, scope.policy).looked_at(printed, exact)


def _of_places(scope: Scope, figures: Sequence[Figure]) -> list[Note]:
    if not scope.request.hot:
        return []
    from svtool.figures.place_notes import places_found  # noqa: PLC0415 (as above)

    return places_found(figures)


def _date_titles(source: Source) -> dict[str, str]:
    return {name.removesuffix("_date"): source.by_name[name].title for name in source.dates}


def tell_result(scope: Scope, material: Material, figures: list[Figure], release: KeptRelease | None = None) -> Result:
    """Return the figures as they are printed, with what must be said beside them, and what is kept of a release.

    Raises:
        ExtractError: a file that was read is another now.
    """
    opened, policy, gathered = scope.opened, scope.policy, material.counted.gathered
    brought, audited_with = _brought_beside(scope), scope.shelf.files if scope.shelf else []
    check_unchanged(opened, gathered.reports, [*brought, *audited_with])
    evidence = replace(
        evidence_of(opened, gathered.reports, brought),
        ledgers=_ledgers_under(policy, gathered.reports),
        release=release,
        audited_with=audited_with,
    )
    return Result(
        tables=scope.tables,
        figures=figures,
        periods=scope.columns.shown,
        by=scope.by,
        definition=opened.definition,
        synthetic=opened.synthetic,
        reports=gathered.reports,
        measure_ledgers=_measure_ledgers(scope, material.counted),
        coverage=gathered.coverage,
        notices=notices_of(gathered.reports, figures, scope.by, opened.synthetic, policy),
        warnings=[
            *warnings_of(gathered.reports, material.indicators, scope.measures, policy, scope.columns),
            *unmatched_reviews({}, opened.reviews.places_without(opened.extracts)),
        ],
        remarks=[*compared_rates(figures), *_of_places(scope, figures)],
        said=said_of_sources(gathered.facts, gathered.coverage, policy),
        facts=[
            *scope.columns.facts(),
            *([Note(Kind.DISCLOSURE_CONTROL, {"title": policy.title, "id": policy.id})] if policy else []),
            *weights_used(scope),
            *(populations_used(figures, material.populations) if material.populations else []),
        ],
        rates=scope.request.rates,
        hot=scope.request.hot,
        policy=policy,
        titles={each.id: each.title for each in scope.breakdowns},
        source_titles={name: each.title for name, each in opened.library.sources.items()},
        date_titles={name: _date_titles(each) for name, each in opened.library.sources.items()},
        evidence=evidence,
    )


def _measure_ledgers(scope: Scope, counted: Counted) -> dict[str, MeasureLedger]:
    """Return where the usable rows of its source went, for each measure that counts rows.

    Raises:
        LedgerError: they do not add up.
    """
    found: dict[str, MeasureLedger] = {}
    for measure in scope.measures:
        counts = counted.counts.get(measure.source)
        rows = counts.rows_of(measure) if counts else None
        if counts is None or rows is None:
            continue
        facts, coverage = counts.facts, counted.gathered.coverage[measure.source]
        usable = facts.reports[next(iter(facts.reports))].ledger.usable
        drawn_by = {each.selected_on or facts.source.dates[0] for each in facts.entries}
        periods = [coverage.of_period(period, None, measure.counted_people).basis for period in scope.columns.shown]
        held = coverage.held_ever() if drawn_by == {measure.date_basis} else None
        found[measure.id] = ledger_of(measure, rows, usable, periods, held)
    return found


def _brought_beside(scope: Scope) -> list[Path]:
    """Return the files of figures that arrive as figures, and of populations, that a run reads."""
    project, folder = scope.opened.project, scope.opened.folder
    found: list[Path] = []
    if any(each.is_indicator for each in scope.measures):
        figures = figures_of(project, scope.opened.library.sources)
        found += [path for _, entry in figures for path, _ in find_files(entry, folder)]
    return found + ([folder / project.populations] if project.populations and scope.request.rates else [])


def readings_of(result: Result) -> list[str]:
    """Return how files were read that are not plain CSV, in one line each."""
    return [words for reports in result.reports.values() for report in reports.values() for words in report.readings()]


def standing_notes(result: Result, figure: Figure) -> list[Note]:
    """Return what every row of a source must say, because a row may travel alone."""
    beside = result.said.get(figure.source, ())
    return standing_notes_of(result.reports, figure.source, result.synthetic, result.policy, beside)


def remarks_under(result: Result, table: Table) -> list[Note]:
    """Return what is said under a table: of all figures together, then of the extracts of each of its sources."""
    sources = dict.fromkeys(row.measure.source for row in table.rows)
    own = [each for each in result.remarks if each.parts.get("table", table.id) == table.id]
    return [*own, *(note for name in sources for note in result.said.get(name, ()))]


def remarks_of(result: Result) -> list[Note]:
    """Return what is said under any of the tables, each once."""
    return list(dict.fromkeys(note for table in result.tables for note in remarks_under(result, table)))


def ledgers_of(result: Result) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the ledger of every extract, by source and part; none under a policy, for it would tell what is hidden."""
    return _ledgers_under(result.policy, result.reports)


def _ledgers_under(policy: DisclosurePolicy | None, reports: Reports) -> dict[str, dict[str, dict[str, Any]]]:
    return {} if policy else rows_of_reports(reports)


def measure_ledgers_of(result: Result) -> dict[str, dict[str, int]]:
    """Return the ledger of every measure that counts rows; none under a policy."""
    return {} if result.policy else {name: vars(ledger) for name, ledger in result.measure_ledgers.items()}
