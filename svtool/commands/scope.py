"""What a command measures: its request, and what that means for a project, found possible before an extract is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, get_args

from svtool.commands.opening import OpenedProject, open_project, project_file
from svtool.commands.spared import check_spared
from svtool.engine.bounds import USUAL, Bounds
from svtool.errors import InvalidFileError, UsageError, listed, nearest
from svtool.figures.change import Partial
from svtool.figures.periods_shown import Columns
from svtool.schema.breakdowns import CLAUSE, Breakdown
from svtool.schema.library import Library
from svtool.schema.periods import Periods, read_periods
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.project import Project
from svtool.schema.sources import AREA
from svtool.schema.tables import Measure, Table
from svtool.schema.weights import Weights

if TYPE_CHECKING:
    from svtool.commands.releases import Shelf


@dataclass(frozen=True)
class Request:
    """What a command asks for, beyond the project file."""

    project: Path | None = None
    profile: str | None = None
    date_basis: str | None = None
    since_first: bool = False  # years are compared with the first of them too, where no baseline is named
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
    hot: bool = False  # places beside each other: by area, with rates
    rates_of_areas: bool = False  # for pictures, which need the estimates that ship and no option
    disclosure: str | None = None
    release: str | None = None
    released_before: tuple[str, ...] | None = None  # to make again what was audited with these; all without it
    bounds: Bounds = USUAL
    out: Path | None = None


class OwnQuestion(Protocol):
    """What one command is asked beyond a request: a data class whose fields its manifest keeps.

    Attributes:
        command: the command.
    """

    command: ClassVar[str]


@dataclass(frozen=True)
class Scope:
    """What a run measures, found possible before any extract is read.

    Attributes:
        request: what the command asks for.
        opened: the project.
        tables: the tables, each once.
        breakdowns: what the figures are broken down by, in their fixed order.
        columns: the periods.
        policy: the disclosure policy of the command, else of the project.
        shelf: the releases that figures under a policy are audited with; None without a policy.
    """

    request: Request
    opened: OpenedProject
    tables: list[Table]
    breakdowns: tuple[Breakdown, ...]
    columns: Columns
    policy: DisclosurePolicy | None
    shelf: Shelf | None = None

    @property
    def by(self) -> tuple[str, ...]:
        """Return the ids of the breakdowns, as columns are called."""
        return tuple(each.id for each in self.breakdowns)

    @property
    def by_of_tables(self) -> frozenset[str]:
        """Return the breakdowns that nobody asked for: those that some tables have of their own."""
        return frozenset(name for table in self.tables for name in table.by) - {*self.request.by}

    @cached_property
    def measures(self) -> list[Measure]:
        """Return the measures of the tables that are counted or arrive as figures, each once."""
        return list({each.id: each for each in self._every if each.made_of is None}.values())

    @cached_property
    def weights(self) -> list[Weights]:
        """Return the weights by which some of the figures are severity scores, each once."""
        made = (each.made_of for each in self._every)
        return list({each.weights.id: each.weights for each in made if each and each.weights}.values())

    @property
    def _every(self) -> list[Measure]:
        return [each for table in self.tables for each in table.measures]


def open_requested(request: Request) -> OpenedProject:
    """Return the project that a request means.

    Raises:
        SvtoolError: the project or a definition is wrong.
    """
    path = project_file(request.project, request.sample)
    opened = open_project(path, request.definition, request.maps, request.source, request.bounds)
    check_spared(request.out, opened)
    return opened


def find_scope(request: Request, asked: Callable[[OpenedProject], list[Table]] | None = None) -> Scope:
    """Return what a request measures.

    Args:
        request: what the command asks for.
        asked: builds other tables than the project's, from what it names and its definitions.

    Raises:
        SvtoolError: the request, the project or a definition is wrong.
    """
    request = _with_rates_by_area(request)
    check_names(request)
    opened = open_requested(request)
    tables = asked(opened) if asked else opened.tables(request.tables)
    opened.check_definition(tables)
    breakdowns = check_by(request, opened.project, opened.library, tables)
    check_clauses(tables, breakdowns)
    columns = Columns(choose_periods(request, opened.project), request.as_at)
    check_ids(tables)
    check_as_at(columns)
    policy = opened.library.disclosure(request.disclosure or opened.project.disclosure)
    shelf = find_shelf(request, opened, policy, tables)
    return Scope(request, opened, tables, breakdowns, columns, policy, shelf)


def _with_rates_by_area(request: Request) -> Request:
    """Return a request with what places beside each other need, where these are asked for."""
    if not request.hot:
        return request
    return replace(request, rates=True, by=(*request.by, *([] if AREA in request.by else [AREA])))


def find_shelf(
    request: Request, opened: OpenedProject, policy: DisclosurePolicy | None, tables: Sequence[Table]
) -> Shelf | None:
    """Return the releases that a run is audited with; None where no policy suppresses anything.

    Args:
        request: what the command asks for.
        opened: the project.
        policy: the disclosure policy.
        tables: what is printed.

    Raises:
        UsageError: a release is asked for in which nothing would be protected, or that can't be.
        SvtoolError: an earlier release can't be read.
    """
    name = request.release
    check_policy_of(name, policy)
    if policy is None:
        return None
    if name is not None and request.sample:
        raise UsageError("--release: the sample is nobody's figures, and has no releases. Name a project of your own.")
    if name is not None and any(each.sides for table in tables for each in table.measures):
        raise UsageError("--release: definitions beside each other are no figures to publish. Leave it out.")
    # Only who has a policy has releases.
    from svtool.commands.releases import open_shelf  # noqa: PLC0415

    shelf = open_shelf(opened.folder, name, request.released_before)
    if request.as_at and (shelf.before or name is not None):
        raise UsageError(
            "--as-at: counts as known on a day can't be audited with releases, for nobody can tell how they differ. "
            "Leave --as-at out, or print it with --disclosure none for internal use."
        )
    return shelf


def check_policy_of(release: str | None, policy: DisclosurePolicy | None) -> None:
    """Check that something is protected in what is released.

    Raises:
        UsageError: there is no policy.
    """
    if policy is None and release is not None:
        raise UsageError(
            f"--release {release}: needs a disclosure policy, which says what is suppressed. Name one with "
            "--disclosure, such as threshold_5, or in the project."
        )


def check_names(request: Request) -> None:
    """Check what a command line asks for before any file is opened.

    Raises:
        UsageError: a breakdown is not known, or the periods are impossible.
    """
    known = Library(project_file(request.project, request.sample).parent).breakdowns if request.by else {}
    for name in request.by:
        if name not in known:
            raise UsageError(f"--by: {name} is not a breakdown; expected {listed(known)}{nearest(name, known) or '.'}")
    if request.partial not in get_args(Partial):
        raise UsageError(f"partial: {request.partial} is not a way to compare; expected {listed(get_args(Partial))}.")
    if request.periods:
        read_periods(request.periods)


def check_by(
    request: Request, project: Project, library: Library, tables: Sequence[Table] = ()
) -> tuple[Breakdown, ...]:
    """Return the breakdowns that are asked for, and those that tables have of their own, in their fixed order.

    Raises:
        UsageError: areas or rates are asked for and the project names no areas.
    """
    by_area, rates = (f"--by {AREA}", AREA in request.by), ("--rates", request.rates)
    for option, asked in (("--hot", request.hot), by_area, rates):
        if asked and not project.areas:
            raise UsageError(f"{option}: the project names no areas; add a line such as areas: merseyside.")
    wanted = {*request.by, *(name for table in tables for name in table.by)}
    known = library.breakdowns if wanted else {}
    return tuple(each for name, each in known.items() if name in wanted)


def check_clauses(tables: Sequence[Table], by: Sequence[Breakdown]) -> None:
    """Check that something counts by a definition, where clauses are asked for.

    Raises:
        UsageError: nothing does.
    """
    measures = [each for table in tables for each in table.measures if each.is_counted]
    if measures and any(each.id == CLAUSE for each in by) and not any(each.definition for each in measures):
        raise UsageError("--by clause: nothing here counts by a definition; name one with --definition.")


def choose_periods(request: Request, project: Project) -> Periods:
    """Return the periods of the command line, else of the project."""
    found = read_periods(request.periods, project.periods) if request.periods else project.periods
    return found.since_first() if request.since_first else found


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
            if _counts(known) != _counts(each):
                raise InvalidFileError(
                    f"definitions/tables/{table.id}.yaml: measure {each.id} is defined twice, here and in {other.id}, "
                    "and counts different things. Give one of them another id."
                )


def _counts(measure: Measure) -> tuple[object, ...]:
    """Return what a measure counts, or is worked out from."""
    return measure.rule, measure.unit, measure.date_basis, measure.made_of
