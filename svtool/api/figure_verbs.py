"""Figures: `measures`, `count`, `trend`, `report`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, Unpack

from svtool.api.asked_bounds import AskedBounds, bounds_of
from svtool.api.named_files import Name, project_of
from svtool.schema.defaults import DEFAULT_SOURCE

if TYPE_CHECKING:
    import pandas as pd


def measures(
    project: Name | None = None,
    *,
    sample: bool = False,
    tables: Sequence[str] = (),
    definition: str | None = None,
    periods: str | None = None,
    by: Sequence[str] = (),
    partial: Literal["like_for_like", "raw", "refuse"] = "like_for_like",
    as_at: date | None = None,
    replace: bool = False,
    rates: bool = False,
    hot: bool = False,
    disclosure: str | None = None,
    maps: Sequence[str] = (),
    source: str | None = None,
    max_rejected: float | None = None,
    strict: bool = False,
    **bounds: Unpack[AskedBounds],
) -> pd.DataFrame:
    """Return the figures of a project: one row a figure, with the columns of the CSV contract.

    Args:
        project: the project file (default: `svtool.yaml` in this folder).
        sample: whether to count the synthetic sample that comes with svtool instead.
        tables: ids of tables (default: those of the project file).
        definition: id of the definition of serious violence to use (default: the project's).
        periods: such as `calendar:2019..2021` (default: those of the project file).
        by: breakdowns: area, age_band, sex, clause, offence_class, crime_type.
        partial: what to do when a period is only partly covered.
        as_at: the day as known on which the last period is counted, and every other with the same maturity.
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        rates: whether to add rates per 100,000 people, in columns after all others.
        hot: whether to say, by area and with rates, which areas are higher than looking at so many explains.
        disclosure: id of a disclosure policy, or `none` (default: the project's).
        maps: columns to read a field from, such as `Date Reported=recorded_date:DD/MM/YYYY`.
        source: the source that `maps` is about, where several have such a field.
        max_rejected: the share of an extract's rows, from 0 to 1, that may be rejected (default: any).
        strict: whether a period that is not wholly covered is an error.
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        A row for each figure, in the order of the tables: counts as `Int64`, values and per cents (0 to 100) as
        `Float64`, days as dates, the rest as text. `attrs["notices"]` and `attrs["warnings"]` are lists of sentences.

    Raises:
        SvtoolError: something that the user can mend, said in plain sentences.
    """
    from svtool.commands.measures import measure
    from svtool.commands.scope import Request
    from svtool.output.frames import figures_as_frame

    asked = Request(
        project=project_of(project, sample),
        tables=tuple(tables),
        definition=definition,
        periods=periods,
        by=tuple(by),
        partial=partial,
        max_rejected=max_rejected,
        strict=strict,
        replace=replace,
        sample=sample,
        as_at=as_at,
        maps=tuple(maps),
        source=source,
        rates=rates,
        hot=hot,
        disclosure=disclosure,
        bounds=bounds_of(**bounds),
    )
    return figures_as_frame(measure(asked))


def count(
    where: str | None = None,
    project: Name | None = None,
    *,
    sample: bool = False,
    source: str = DEFAULT_SOURCE,
    unit: str | None = None,
    date: Literal["recorded", "committed"] = "recorded",
    definition: str | None = None,
    weigh: str | None = None,
    periods: str | None = None,
    by: Sequence[str] = (),
    partial: Literal["like_for_like", "raw", "refuse"] = "like_for_like",
    replace: bool = False,
    rates: bool = False,
    hot: bool = False,
    disclosure: str | None = None,
    **bounds: Unpack[AskedBounds],
) -> pd.DataFrame:
    """Return the answer to one question without a table, with all that a table's figures have.

    Args:
        where: what counts, written as in a table, such as `offence: robbery, victim_age: {lt: 18}` (default:
            everything).
        project: the project file (default: `svtool.yaml` in this folder).
        sample: whether to count the synthetic sample that comes with svtool instead.
        source: the source asked about.
        unit: what is counted, such as `offence` or `victim_incident` (default: the source's own unit).
        date: the date that places a record in a period.
        definition: id of a definition of serious violence; only what meets it is counted.
        weigh: id of weights, such as `css`, by which the offences make a severity score in rows of its own.
        periods: such as `calendar:2019..2021` (default: those of the project file).
        by: breakdowns: area, age_band, sex, clause, offence_class, crime_type.
        partial: what to do when a period is only partly covered.
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        rates: whether to add rates per 100,000 people, in columns after all others.
        hot: whether to say, by area and with rates, which areas are higher than looking at so many explains.
        disclosure: id of a disclosure policy, or `none` (default: the project's).
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        As `measures`: a row for each figure, with the columns of the CSV contract.

    Raises:
        SvtoolError: something that the user can mend, said in plain sentences.
    """
    from svtool.commands.count import Question
    from svtool.commands.count import count as answer
    from svtool.commands.scope import Request
    from svtool.output.frames import figures_as_frame

    question = Question(where, source, unit, date, by_definition=definition is not None, weigh=weigh)
    asked = Request(
        project=project_of(project, sample),
        definition=definition,
        periods=periods,
        by=tuple(by),
        partial=partial,
        replace=replace,
        sample=sample,
        rates=rates,
        hot=hot,
        disclosure=disclosure,
        bounds=bounds_of(**bounds),
    )
    return figures_as_frame(answer(asked, question))


def trend(
    measures: str | Sequence[str],
    project: Name | None = None,
    *,
    sample: bool = False,
    tables: Sequence[str] = (),
    definition: str | None = None,
    disclosure: str | None = None,
    area: str | None = None,
    dialect: Literal["making-data-count", "plotthedots"] = "making-data-count",
    fix_after: int | None = None,
    target: float | None = None,
    replace: bool = False,
    **bounds: Unpack[AskedBounds],
) -> pd.DataFrame:
    """Return measures month by month, with process limits and the signals in them.

    Args:
        measures: the id of a measure, or several.
        project: the project file (default: `svtool.yaml` in this folder).
        sample: whether to count the synthetic sample that comes with svtool instead.
        tables: ids of the tables that have the measures (default: those of the project file).
        definition: id of the definition of serious violence to use (default: the project's).
        disclosure: `none`, for internal use where the project has a disclosure policy: months have none.
        area: one of the project's areas, by name or code (default: the whole).
        dialect: whose limits: of Making Data Count, or with outliers screened as NHSRplotthedots does.
        fix_after: how many of the first points make the limits, 12 or more (default: all).
        target: a number of units in a month; whether the process would meet it is said in the notes.
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        A row for each point of each series: `series` is `month` (counts) or `days_between` (days from one rare event
        to the next); `mean`, `lower` and `upper` are the lines there, in the same unit.

    Raises:
        SvtoolError: something that the user can mend, said in plain sentences.
    """
    from svtool.commands.scope import Request
    from svtool.commands.trend import trend as draw
    from svtool.commands.trend.trend_asked import Asked
    from svtool.output.frames import trend_as_frame

    names = (measures,) if isinstance(measures, str) else tuple(measures)
    request = Request(
        project=project_of(project, sample),
        tables=tuple(tables),
        definition=definition,
        replace=replace,
        sample=sample,
        disclosure=disclosure,
        bounds=bounds_of(**bounds),
    )
    return trend_as_frame(draw(request, Asked(names, area, dialect, fix_after, target)))


def report(
    project: Name | None = None,
    *,
    sample: bool = False,
    tables: Sequence[str] = (),
    definition: str | None = None,
    periods: str | None = None,
    by: Sequence[str] = (),
    partial: Literal["like_for_like", "raw", "refuse"] = "like_for_like",
    as_at: date | None = None,
    replace: bool = False,
    rates: bool = False,
    disclosure: str | None = None,
    **bounds: Unpack[AskedBounds],
) -> str:
    """Return one HTML page: what changed and how sure that is, the tables, charts, areas, and what they stand on.

    Args:
        project: the project file (default: `svtool.yaml` in this folder).
        sample: whether to count the synthetic sample that comes with svtool instead.
        tables: ids of tables (default: those of the project file).
        definition: id of the definition of serious violence to use (default: the project's).
        periods: such as `calendar:2019..2021` (default: those of the project file).
        by: breakdowns: area, age_band, sex, clause, offence_class, crime_type (default: area, where there are areas).
        partial: what to do when a period is only partly covered.
        as_at: the day as known on which the last period is counted, and every other with the same maturity.
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        rates: whether to add rates per 100,000 people, and areas against the whole.
        disclosure: id of a disclosure policy, or `none` (default: the project's).
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        The page as text, to be written as UTF-8; it needs no network and no script.

    Raises:
        SvtoolError: something that the user can mend, said in plain sentences.
    """
    from svtool.commands.report import report as lay_out
    from svtool.commands.scope import Request
    from svtool.output.page.downloads import PAGE
    from svtool.output.page.report_files import files_of_report

    request = Request(
        project=project_of(project, sample),
        tables=tuple(tables),
        definition=definition,
        periods=periods,
        by=tuple(by),
        partial=partial,
        as_at=as_at,
        replace=replace,
        sample=sample,
        rates=rates,
        disclosure=disclosure,
        bounds=bounds_of(**bounds),
    )
    return files_of_report(lay_out(request), alone=True)[PAGE].decode("utf-8")
