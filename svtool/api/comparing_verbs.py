"""What is set beside each other: `compare`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, Unpack

from svtool.api.asked_bounds import AskedBounds, bounds_of
from svtool.api.named_files import Name, project_of

if TYPE_CHECKING:
    import pandas as pd


def compare(
    definitions: str | Sequence[str] = (),
    project: Name | None = None,
    *,
    sample: bool = False,
    change_at: date | None = None,
    area: str | None = None,
    against: str | Sequence[str] = (),
    measures: str | Sequence[str] = (),
    tables: Sequence[str] = (),
    periods: str | None = None,
    by: Sequence[str] = (),
    partial: Literal["like_for_like", "raw", "refuse"] = "like_for_like",
    as_at: date | None = None,
    replace: bool = False,
    rates: bool = False,
    disclosure: str | None = None,
    **bounds: Unpack[AskedBounds],
) -> pd.DataFrame:
    """Return what definitions count of the same records, and how many every two of them count alike and apart.

    Or, with `change_at`, an area before and after a day, beside others.

    Args:
        definitions: ids of definitions of serious violence; of one alone, the project's stands before it.
        project: the project file (default: `svtool.yaml` in this folder).
        sample: whether to count the synthetic sample that comes with svtool instead.
        change_at: the day from which something was otherwise in one area, which is then set beside others.
        area: that area, by name or code.
        against: the areas beside it.
        measures: ids of measures that count by the project's definition, or any around a day (default: all offences, or
            those that meet the definition).
        tables: ids of the tables that have these (default: those of the project file).
        periods: such as `calendar:2019..2021` (default: those of the project file).
        by: breakdowns: area, age_band, sex, clause, offence_class, crime_type.
        partial: what to do when a period is only partly covered.
        as_at: the day as known on which the last period is counted, and every other with the same maturity.
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        rates: whether to add rates per 100,000 people, in columns after all others.
        disclosure: id of a disclosure policy, or `none` (default: the project's).
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        The columns of the CSV contract, then `definition_a`, `answer_a`, `definition_b`, `answer_b`: a row for each
        definition alone, and for every two of them one for each of the nine ways to answer both. Around a day, the
        columns of `svtool compare --change-at`.

    Raises:
        SvtoolError: something that the user can mend, said in plain sentences.
    """
    from svtool.commands.compare import compare as set_beside
    from svtool.commands.compare import compare_around
    from svtool.commands.compare.changed_at import ask_around
    from svtool.commands.compare.definitions_beside import Beside
    from svtool.commands.scope import Request
    from svtool.output.frames import around_as_frame, figures_as_frame

    request = Request(
        project=project_of(project, sample),
        tables=tuple(tables),
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
    if change_at is None and area is None and not against:
        return figures_as_frame(set_beside(request, Beside(_names(definitions), _names(measures))))
    asked, around = ask_around(request, _names(definitions), change_at, area, _names(against), _names(measures))
    return around_as_frame(compare_around(asked, around))


def _names(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
