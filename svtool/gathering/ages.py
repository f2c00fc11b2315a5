"""Dates of birth become ages, and are then gone: no later step has them."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.gathering.steps import Step, selected
from svtool.schema.row_columns import OFFENCE_ROW, ROW
from svtool.schema.sources import Source


def work_out_ages(step: Step, source: Source, dates: Sequence[str], records: str = "") -> Step:
    """Return the next step: with ages at the committed (else recorded) date; an age that was recorded stands.

    Args:
        step: records, or people.
        source: the source.
        dates: the dates to take ages at, the first known one of them.
        records: where the dates are, when the step's are people with a table of their own.
    """
    columns = step.columns
    births = [each for each in source.of_type("birth_date") if each.name in columns and each.becomes]
    if not births:
        return step
    alias = "o" if records else "t"
    day = f"COALESCE({', '.join(f'{alias}.{name}' for name in dates)})"
    ages: dict[str, str] = {}
    for birth in births:
        age = _age(f"t.{birth.name}", day)
        for column in (f"{birth.becomes}_lo", f"{birth.becomes}_hi"):
            recorded = f"COALESCE(t.{column}, {age})" if column in columns else age
            ages[column] = f"CAST({recorded} AS SMALLINT)"
    names = [name for name in columns if name not in {birth.name for birth in births}]
    joined = f" JOIN {records} AS o ON o.{ROW} = t.{OFFENCE_ROW}" if records else ""
    # Worked out now, so that the tables with dates of birth can go.
    return step.then("aged", f"SELECT {selected('t', names, ages)} FROM {step.name} AS t{joined}", kept=True)


def _age(born: str, day: str) -> str:
    """Return SQL for the whole years from a birth to a day; NULL where nobody has that age."""
    years = (
        f"(year({day}) - year({born}) - CASE WHEN month({day}) * 100 + day({day}) < "
        f"month({born}) * 100 + day({born}) THEN 1 ELSE 0 END)"
    )
    return f"CASE WHEN {years} BETWEEN 0 AND 120 THEN {years} END"
