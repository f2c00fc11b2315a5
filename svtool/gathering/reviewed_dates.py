"""What is worked out from the dates of a record follows a date that a person settled."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from svtool.engine.seam import rows
from svtool.gathering.steps import Step
from svtool.records.derivations import NON_RECENT_DAYS, WEEKDAYS
from svtool.schema.row_columns import ROW
from svtool.schema.sources import COMMITTED, COMMITTED_TO, RECORDED

NON_RECENT, WEEKDAY = "non_recent", "committed_weekday"
DATES = (RECORDED, COMMITTED, COMMITTED_TO)
Settled = Mapping[str, Mapping[int, Any]]  # column → row → value


def follow_dates(
    step: Step, settled: Settled, read: Collection[str], number_of_weekday: Callable[[str], int]
) -> dict[str, dict[int, Any]]:
    """Return column → row → value of what was worked out from dates, in rows where a date was settled.

    Args:
        step: the records.
        settled: what persons settled; what they settled itself is not worked out again.
        read: the fields that some file has; what a file says is not worked out.
        number_of_weekday: gives the number of a day of the week among the values of its field.
    """
    columns = step.columns
    derived = [name for name in (COMMITTED_TO, NON_RECENT, WEEKDAY) if name in columns and name not in read]
    changed = sorted({row for name in DATES for row in settled.get(name, {})})
    if not derived or not changed:
        return {}
    asked, dates = f"{step.base}_of_settled_dates", [name for name in DATES if name in columns]
    step.engine.put(asked, pa.table({"n": pa.array(changed, pa.int32())}))
    listed = ", ".join(f"t.{name}" for name in (ROW, *dates))
    sql = f"SELECT {listed} FROM {step.name} AS t JOIN {asked} AS r ON r.n = t.{ROW}"
    found: dict[str, dict[int, Any]] = {name: {} for name in derived}
    for row, *recorded in rows(step.engine, f"dates of {step.name} that reviews settle", sql):
        known = dict(zip(dates, recorded, strict=True))
        known |= {name: settled[name][row] for name in DATES if row in settled.get(name, {})}
        if COMMITTED_TO in derived and row in settled.get(COMMITTED, {}) and row not in settled.get(COMMITTED_TO, {}):
            known[COMMITTED_TO] = found[COMMITTED_TO][row] = known[COMMITTED]
        if NON_RECENT in derived and row not in settled.get(NON_RECENT, {}):
            first = known.get(COMMITTED)
            last = known.get(COMMITTED_TO) if COMMITTED_TO in known else first
            found[NON_RECENT][row] = _is_non_recent(known.get(RECORDED), first, last)
        if WEEKDAY in derived and row not in settled.get(WEEKDAY, {}):
            day = known.get(COMMITTED)
            of_one = day is not None and known.get(COMMITTED_TO) in {None, day}
            found[WEEKDAY][row] = number_of_weekday(WEEKDAYS[day.weekday()]) if day and of_one else None
    step.engine.drop(asked)
    return {name: values for name, values in found.items() if values}


def _is_non_recent(recorded: date | None, first: date | None, last: date | None) -> bool | None:
    """Return whether a year or more lies between both; None where the days leave it open."""
    if recorded is None or first is None:
        return None
    if last is not None and (recorded - last).days >= NON_RECENT_DAYS:
        return True
    return False if (recorded - first).days < NON_RECENT_DAYS else None
