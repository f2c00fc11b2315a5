"""From a project to figures: read, decide, count, compare. The steps of `svtool measures`, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import get_args

from svtool.commands.tolerances import check_covered, check_rejected
from svtool.counting.source_counts import Geography, SourceCounts
from svtool.coverage.held import coverage_of, recorded_until
from svtool.coverage.spans import Coverage
from svtool.dates import month_end
from svtool.disclosure.answer_patterns import Records
from svtool.engine.embedded import Engine
from svtool.errors import Faults, InvalidFileError, UsageError, listed, nearest
from svtool.figures.change import Partial
from svtool.figures.contract import BY, Figure
from svtool.figures.indicators import Indicator, indicator_figures, read_indicators
from svtool.figures.maker import FigureMaker, Options
from svtool.figures.notices import SYNTHETIC, notices_of, reviews_used, revision_words, tell, warnings_of
from svtool.figures.periods_shown import Columns
from svtool.figures.populations import Populations, read_populations
from svtool.figures.rates import RateMaker
from svtool.gathering.facts import Facts
from svtool.gathering.source_facts import Wanted, gather
from svtool.records.ledger import ExtractReport
from svtool.schema.added_columns import read_added_columns
from svtool.schema.age_bands import FIVE_YEARS
from svtool.schema.areas import AreaSet
from svtool.schema.definitions import Definition
from svtool.schema.library import Library, shipped_folder
from svtool.schema.periods import Period, Periods, read_periods
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.project import PROJECT_FILE, Project, figures_of, provisional_of, read_project
from svtool.schema.tables import Measure, Table

# Asks more of the same counts before the extracts are closed, such as months.
Meanwhile = Callable[[FigureMaker, Mapping[str, Facts], Sequence[Table]], None]


@dataclass(frozen=True)
class Request:
    """What a command asks for, beyond the project file."""

    project: Path | None = None
    tables: tuple[str, ...] = ()
    definition: str | None = None
    periods: str | None = None
    by: tuple[str, ...] = ()
    partial: Partial = "like_for_like"
    max_rejected: float | None = None
    strict: bool = False
    replace: bool = False
    sample: bool = False
    as_at: date | None = None
    maps: tuple[str, ...] = ()
    source: str | None = None
    rates: bool = False
    disclosure: str | None = None


@dataclass
class Result:
    """Everything that was found out, ready to be printed."""

    tables: list[Table]
    figures: list[Figure]
    periods: list[Period]
    by: tuple[str, ...]
    definition: Definition
    synthetic: bool
    reports: dict[str, dict[str, ExtractReport]] = field(default_factory=dict)
    coverage: dict[str, Coverage] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    rates: bool = False
    project: Project | None = None
    library: Library | None = None
    policy: DisclosurePolicy | None = None


def project_path(request: Request) -> Path:
    """Return the project file that a request means: the sample's, the one named, or the one in this folder."""
    if request.sample:
        return shipped_folder("sample_data") / PROJECT_FILE
    return request.project or Path(PROJECT_FILE)


def measure(
    request: Request, asked: Callable[[Library], list[Table]] | None = None, meanwhile: Meanwhile | None = None
) -> Result:
    """Return the figures of every table that the request asks for.

    Args:
        request: what the command asks for.
        asked: builds other tables, such as a question of the command line, from the project's definitions.
        meanwhile: asks more of the same counts.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    path = project_path(request)
    check_names(request)
    project = read_project(path)
    library = Library(path.parent, request.definition or project.definition)
    library.added_columns = read_added_columns(request.maps, request.source, project.sources.given(), library.sources)
    definition = library.definition("project")
    named = dict.fromkeys(request.tables or project.tables)
    tables = asked(library) if asked else [library.table(name) for name in named]
    by = check_by(request, project)
    columns = Columns(choose_periods(request, project), request.as_at)
    measures = list({each.id: each for table in tables for each in table.measures}.values())
    check_ids(tables)
    check_as_at(columns)
    result = Result(
        tables, [], columns.shown, by, definition, project.synthetic, facts=columns.facts(), rates=request.rates,
        project=project, library=library,
    )  # fmt: skip
    areas = library.areas(project.areas) if project.areas else None
    _choose_policy(result, request, project, library)
    with Engine() as engine:
        faults = Faults()
        facts: dict[str, Facts] = {}
        indicators: list[Indicator] | None = None
        populations: Populations | None = None
        with faults.noting():
            populations = _populations(request, project, path.parent, areas, columns)
        ages = (FIVE_YEARS,) if populations and populations.has_standard_bands else ()
        with faults.noting():
            facts = gather(engine, project, library, path.parent, Wanted(measures, (*by, *ages), request.replace))
        with faults.noting():
            indicators = _read_indicators(project, library, path.parent, measures)
        faults.raise_met()
        if columns.periods.kind != project.periods.kind:
            indicators = []  # they were brought for other columns: 2021-06 is a month there and twelve months here
        check_dates(facts, result.periods)
        result.reports = {name: each.reports for name, each in facts.items()}
        result.coverage = {name: coverage_of(engine, each) for name, each in facts.items()}
        check_rejected(result.reports, request.max_rejected)
        if request.strict:
            check_covered(result.coverage, result.periods)
        counts = {
            name: SourceCounts(
                engine, each, library.catalogue, geography(each, areas),
                [one for one in measures if one.source == name], by, columns.limits(),
            )
            for name, each in facts.items()
        }  # fmt: skip
        maker = _figure_maker(library, facts, counts, result, areas, columns, request)
        maker.recorded_until = {
            name: recorded_until(engine, each, result.coverage[name]) for name, each in facts.items()
        }
        for table in tables:
            found = maker.figures(table, result.periods) + indicator_figures(table, indicators, columns, areas)
            result.figures += sorted(found, key=lambda figure: figure.position)
        rates = _add_rates(result, populations, areas, facts, counts, columns)
        if meanwhile:
            meanwhile(maker, facts, tables)
    records = {name: records_of(each, counts[name], by) for name, each in facts.items()}
    _disclose(result, measures, records, library)
    result.remarks += rates.remarks(result.figures) if rates else []
    _say(result, facts, indicators, measures)
    return result


def _choose_policy(result: Result, request: Request, project: Project, library: Library) -> None:
    """Note the disclosure policy of the command line, else of the project, and say it on every page."""
    policy = result.policy = library.disclosure(request.disclosure or project.disclosure)
    if policy:
        result.facts.append(f"Disclosure control: {policy.title} ({policy.id})")


def _disclose(result: Result, measures: Sequence[Measure], records: dict[str, Records], library: Library) -> None:
    """Leave of the figures what the policy lets be printed."""
    if result.policy:
        # Linear programs take a quarter of a second to load, and most runs have no policy.
        from svtool.disclosure.identities import link_cells  # noqa: PLC0415
        from svtool.disclosure.withholding import disclose  # noqa: PLC0415

        linked = link_cells(result.figures, measures, records, library.catalogue)
        result.figures = disclose(result.figures, linked, result.policy)


def _say(
    result: Result, facts: dict[str, Facts], indicators: list[Indicator] | None, measures: Sequence[Measure]
) -> None:
    """Add what must be said beside the figures, from the figures as they are printed."""
    result.warnings += warnings_of(result.reports, indicators, measures, result.policy)
    result.notices += notices_of(result.reports, result.figures, result.by, result.synthetic, result.policy)
    result.remarks += [
        revision_words(each.revision, name, result.policy) for name, each in facts.items() if each.revision
    ]


def check_names(request: Request) -> None:
    """Check what a command line asks for before any file is opened.

    Raises:
        UsageError: a breakdown is not known, or the periods are impossible.
    """
    for name in request.by:
        if name not in BY:
            raise UsageError(f"--by: {name} is not a breakdown; expected {listed(BY)}{nearest(name, BY) or '.'}")
    if request.partial not in get_args(Partial):
        raise UsageError(f"partial: {request.partial} is not a way to compare; expected {listed(get_args(Partial))}.")
    if request.periods:
        read_periods(request.periods)


def check_by(request: Request, project: Project) -> tuple[str, ...]:
    """Return the breakdowns in their fixed order.

    Raises:
        UsageError: areas or rates are asked for and the project names no areas.
    """
    for option, asked in (("--by area", "area" in request.by), ("--rates", request.rates)):
        if asked and not project.areas:
            raise UsageError(f"{option}: the project names no areas; add a line such as areas: merseyside.")
    return tuple(name for name in BY if name in request.by)


def choose_periods(request: Request, project: Project) -> Periods:
    """Return the periods of the command line, else of the project."""
    return read_periods(request.periods) if request.periods else project.periods


def check_as_at(columns: Columns) -> None:
    """Check that something of the last period could be known on the day that is asked for.

    Raises:
        UsageError: the day lies before the last period begins.
    """
    last = columns.shown[-1]
    if columns.as_at and columns.as_at < last.start:
        raise UsageError(
            f"--as-at {columns.as_at}: lies before the last period, {last.label}, begins; expected a day from "
            f"{last.start} on. Choose a later day, or earlier periods with --periods."
        )


def check_ids(tables: Sequence[Table]) -> None:
    """Check that a measure's id means one thing in all tables of a run.

    Raises:
        InvalidFileError: two tables define it differently.
    """
    seen: dict[str, tuple[Table, Measure]] = {}
    for table in tables:
        for each in table.measures:
            other, known = seen.setdefault(each.id, (table, each))
            if (known.rule, known.unit, known.date_basis) != (each.rule, each.unit, each.date_basis):
                raise InvalidFileError(
                    f"definitions/tables/{table.id}.yaml: measure {each.id} is defined twice, here and in {other.id}, "
                    "and counts different things. Give one of them another id."
                )


def check_dates(facts: dict[str, Facts], periods: Sequence[Period]) -> None:
    """Check that no date is coarser than the periods.

    Raises:
        UsageError: a source's dates are quarters and the periods are months, say.
    """
    for name, each in facts.items():
        months = {"day": 0, "month": 1, "quarter": 3, "year": 12}[each.coarsest]
        if months == 12 and any(period.days < 365 or period.start.month != 4 for period in periods):
            raise UsageError(
                f"The dates of {name} are financial years; choose periods such as financial:2019/20..2020/21."
            )
        ends = [day for period in periods for day in (period.end, period.known_on) if day]
        if months and any(day != month_end(day) or day.month % min(months, 3) for day in ends):
            whole = f"{each.coarsest}s"
            raise UsageError(
                f"The dates of {name} are {whole}; choose periods made of whole {whole}, and such a day --as-at."
            )
        if months == 3 and any(period.days < 89 or period.start.month % 3 != 1 for period in periods):
            raise UsageError(f"The dates of {name} are quarters; choose periods made of whole quarters.")


def geography(facts: Facts, areas: AreaSet | None) -> Geography:
    """Return how a source's records are placed."""
    if areas is None:
        return Geography()
    return Geography(tuple(areas.by_key), facts.area_unknown == "inside", bounded=True)


def records_of(facts: Facts, counts: SourceCounts, by: Sequence[str]) -> Records:
    """Return what is known of the records of a source."""
    may_be_inside = "area" not in by and not counts.geography.unknown_is_inside
    return Records(
        facts.source,
        {name: each.values[1:] for name, each in facts.vocabularies.items()},
        with_people=any(people.table for people in facts.people.values()),
        perhaps=facts.holds_intervals or may_be_inside,
    )


def _read_indicators(
    project: Project, library: Library, folder: Path, measures: Sequence[Measure]
) -> list[Indicator] | None:
    entries = figures_of(project, library.sources)
    if not entries or not any(each.is_indicator for each in measures):
        return None
    return [each for source, entry in entries for each in read_indicators(entry, folder, source)]


def _figure_maker(
    library: Library,
    facts: dict[str, Facts],
    counts: dict[str, SourceCounts],
    result: Result,
    areas: AreaSet | None,
    columns: Columns,
    request: Request,
) -> FigureMaker:
    basis = {name: each.area_basis for name, each in facts.items()}
    named = columns.periods.baseline
    baseline = next((period for period in result.periods if period.key == named), None)
    maker = FigureMaker(
        sources=library.sources,
        counts=counts,
        coverage=result.coverage,
        area_basis=basis,
        areas=areas,
        breaks=library.breaks(),
        offences_within=library.catalogue.sets_by_name,
        options=Options(request.partial, result.by, named, baseline.label if baseline else None),
        columns=columns,
    )
    given = result.project.sources.given() if result.project else {}
    maker.provisional = {name: provisional_of(entry) for name, entry in given.items()}
    return maker


def _populations(
    request: Request, project: Project, folder: Path, areas: AreaSet | None, columns: Columns
) -> Populations | None:
    return read_populations(project, folder, areas, columns.shown) if request.rates and areas else None


def _add_rates(
    result: Result,
    populations: Populations | None,
    areas: AreaSet | None,
    facts: dict[str, Facts],
    counts: dict[str, SourceCounts],
    columns: Columns,
) -> RateMaker | None:
    """Add rates to the figures, and return what made them; None without populations."""
    if populations is None or areas is None:
        return None
    maker = RateMaker(populations, areas, facts, counts, result.coverage, columns)
    for table in result.tables:
        maker.add(table, [figure for figure in result.figures if figure.table == table.id])
    result.facts += maker.facts_of_populations()
    return maker


def readings_of(result: Result) -> list[str]:
    """Return how files were read that are not plain CSV, in one line each."""
    return [words for reports in result.reports.values() for report in reports.values() for words in report.readings()]


def standing_notes(result: Result, figure: Figure) -> list[str]:
    """Return what every row of a source must say, because a row may travel alone."""
    used = reviews_used(result.reports, figure.source)
    return [
        *([SYNTHETIC] if result.synthetic else []),
        *([f"Disclosure policy: {result.policy.id}."] if result.policy else []),
        *([f"Reviews used: {tell(used, result.policy)}."] if used else []),
    ]
