"""svtool: success measures of serious violence, by a definition that anyone can read.

The same verbs as the commands, returning pandas data frames with the columns of the contract.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

__version__ = "0.1.0"
__all__ = ["__version__", "measures", "validate"]


def measures(  # noqa: PLR0913 (one keyword for each option of the command)
    project: str | PathLike[str] = "svtool.yaml",
    *,
    tables: Sequence[str] = (),
    definition: str | None = None,
    periods: str | None = None,
    by: Sequence[str] = (),
    partial: Literal["like_for_like", "raw", "refuse"] = "like_for_like",
    as_at: date | None = None,
    replace: bool = False,
    rates: bool = False,
    disclosure: str | None = None,
) -> pd.DataFrame:
    """Return the figures of a project: one row a figure, with the columns of the CSV contract.

    Args:
        project: the project file.
        tables: ids of tables (default: those of the project file).
        definition: id of the definition of serious violence to use (default: the project's).
        periods: such as `calendar:2019..2021` (default: those of the project file).
        by: breakdowns: area, age_band, sex, clause, offence_class, crime_type.
        partial: what to do when a period is only partly covered.
        as_at: the day as known on which the last period is counted, and every other with the same maturity.
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        rates: whether to add rates per 100,000 people, in columns after all others.
        disclosure: id of a disclosure policy, or `none` (default: the project's).

    Raises:
        SvtoolError: something that the user can mend, said in plain sentences.
    """
    import pandas as pd  # noqa: PLC0415 (importing svtool stays quick)

    from svtool.commands.measures import measure  # noqa: PLC0415
    from svtool.commands.scope import Request  # noqa: PLC0415
    from svtool.figures.contract import NUMBERS, RATE_NUMBERS, RATE_WHOLE_NUMBERS, WHOLE_NUMBERS, columns  # noqa: PLC0415
    from svtool.output.machine import rows_of  # noqa: PLC0415

    request = Request(
        project=Path(project),
        tables=tuple(tables),
        definition=definition,
        periods=periods,
        by=tuple(by),
        partial=partial,
        as_at=as_at,
        replace=replace,
        rates=rates,
        disclosure=disclosure,
    )
    result = measure(request)
    frame = pd.DataFrame(rows_of(result), columns=list(columns(result.by, rates)))
    kinds = {**dict.fromkeys(WHOLE_NUMBERS, "Int64"), **dict.fromkeys(NUMBERS, "Float64")}
    if rates:
        kinds |= {**dict.fromkeys(RATE_WHOLE_NUMBERS, "Int64"), **dict.fromkeys(RATE_NUMBERS, "Float64")}
    # An indicator's change may be a fraction; whole numbers stay whole where all are.
    for name, kind in kinds.items():
        numbers = pd.to_numeric(frame[name])
        whole = kind == "Int64" and (numbers.dropna() % 1 == 0).all()
        frame[name] = numbers.astype("Int64" if whole else "Float64")
    for name in ("period_start", "period_end"):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def validate(
    *extracts: str | PathLike[str],
    project: str | PathLike[str] | None = None,
    source: str | None = None,
    mapping: str | None = None,
    maps: Sequence[str] = (),
    sheet: str | None = None,
    previous: Sequence[str | PathLike[str]] = (),
    replace: bool = False,
) -> pd.DataFrame:
    """Return what is wrong or notable about some extracts: one row a finding, the worst first.

    No row shows a reference, name, date, age, place or free text of a record.

    Args:
        extracts: the files; with a project and none, all of the project's.
        project: the project file whose mappings, windows and definitions count.
        source: the source, where the header does not tell it.
        mapping: the mapping, where the header does not tell it.
        maps: columns to read a field from, such as `Date Reported=recorded_date:DD/MM/YYYY`.
        sheet: the sheet of a workbook to read, where several could be meant.
        previous: the extracts of last time, to compare with.
        replace: whether the later named of two overlapping extracts wins when neither says it is later.

    Raises:
        SvtoolError: something that the user can mend, said in plain sentences; never what is wrong with an extract.
    """
    import pandas as pd  # noqa: PLC0415 (importing svtool stays quick)

    from svtool.commands.validate import validate as check  # noqa: PLC0415
    from svtool.figures.contract import FINDING_COLUMNS  # noqa: PLC0415
    from svtool.output.findings_machine import rows_of_findings  # noqa: PLC0415
    from svtool.validation.asked import Request  # noqa: PLC0415

    request = Request(
        extracts=tuple(map(Path, extracts)),
        project=None if project is None else Path(project),
        source=source,
        mapping=mapping,
        maps=tuple(maps),
        sheet=sheet,
        previous=tuple(map(Path, previous)),
        replace=replace,
    )
    frame = pd.DataFrame(rows_of_findings(check(request)), columns=list(FINDING_COLUMNS))
    frame["count"] = frame["count"].astype("Int64")
    return frame
