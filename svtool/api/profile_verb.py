"""What a strategic needs assessment prints: `profile`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, Unpack

from svtool.api.asked_bounds import AskedBounds, bounds_of
from svtool.api.named_files import Name, project_of

if TYPE_CHECKING:
    import pandas as pd


def profile(
    sections: Sequence[str] = (),
    project: Name | None = None,
    *,
    sample: bool = False,
    profile: str | None = None,
    date_basis: Literal["recorded", "committed"] | None = None,
    definition: str | None = None,
    periods: str | None = None,
    by: Sequence[str] = (),
    partial: Literal["like_for_like", "raw", "refuse"] = "like_for_like",
    as_at: date | None = None,
    replace: bool = False,
    rates: bool = False,
    disclosure: str | None = None,
    **bounds: Unpack[AskedBounds],
) -> pd.DataFrame:
    """Return the figures of a profile's sections: what a strategic needs assessment asks of serious violence.

    Args:
        sections: ids of sections (default: all of the profile).
        project: the project file (default: `svtool.yaml` in this folder).
        sample: whether to count the synthetic sample that comes with svtool instead.
        profile: id of the profile (default: `needs_assessment`, which ships).
        date_basis: the date that places offences in a period (default: as the profile says).
        definition: id of the definition of serious violence to use (default: the project's).
        periods: such as `calendar:2019..2021` (default: those of the project file).
        by: breakdowns beside those that sections have: area, age_band, sex, clause, offence_class, crime_type.
        partial: what to do when a period is only partly covered.
        as_at: the day as known on which the last period is counted, and every other with the same maturity.
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        rates: whether to add rates per 100,000 people, in columns after all others.
        disclosure: id of a disclosure policy, or `none` (default: the project's).
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        The columns of the CSV contract; `table` is the section.

    Raises:
        SvtoolError: something that the user can mend, said in plain sentences.
    """
    from svtool.commands.profile import profile as profiled
    from svtool.commands.scope import Request
    from svtool.output.frames import figures_as_frame

    asked = Request(
        project=project_of(project, sample),
        profile=profile,
        tables=tuple(sections),
        date_basis=date_basis,
        since_first=True,
        definition=definition,
        periods=periods,
        by=tuple(by),
        partial=partial,
        replace=replace,
        sample=sample,
        as_at=as_at,
        rates=rates,
        disclosure=disclosure,
        bounds=bounds_of(**bounds),
    )
    return figures_as_frame(profiled(asked))
