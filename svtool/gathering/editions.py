"""An extract beside the one before it: months that were revised, and references that are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from svtool.engine.seam import Engine, number, rows
from svtool.records.load_plan import Loading
from svtool.records.loader import load_extracts
from svtool.schema.mappings import MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import SUPPLIER

REFERENCE = "reference"
NOW, BEFORE = "edition_now", "edition_before"


@dataclass(frozen=True)
class Differences:
    """How an extract differs from the one before it.

    Attributes:
        months: first day of each month of the earlier extract → its records then and now.
        gone: references of the earlier extract that lie in the days of this one and are not in it.
        had: references of the earlier extract in those days.
        moved: references whose date lies in another month now.
    """

    months: dict[date, tuple[int, int]]
    gone: int
    had: int
    moved: int


def compare_editions(
    engine: Engine,
    loading: Loading,
    now: Sequence[tuple[ExtractEntry, MappingPart]],
    before: Sequence[tuple[ExtractEntry, MappingPart]],
    day: str,
) -> Differences:
    """Return how some files differ from those sent before.

    Args:
        engine: where the rows go; only references and dates are read.
        loading: what the source is loaded with.
        now: the files of today, with what reads them.
        before: those sent before.
        day: the date that says a record's month.

    Raises:
        ExtractError: a file can't be read as this extract.
    """
    for table, given in ((NOW, now), (BEFORE, before)):
        load_extracts(loading, given, table, {REFERENCE, day})
    counts: dict[date, list[int]] = {}
    for place, table in enumerate((BEFORE, NOW)):
        for month, records in rows(
            engine,
            f"months of {table}",
            f"SELECT {_month_of(day)}, count(*) FROM {table} WHERE {day} IS NOT NULL GROUP BY 1",
        ):
            counts.setdefault(month, [0, 0])[place] = records
    same = f"n.{SUPPLIER} = b.{SUPPLIER} AND n.reference = b.reference"
    known = f"FROM {BEFORE} AS b WHERE b.reference IS NOT NULL AND {_in_days(f'b.{day}', day)}"
    had = number(engine, "references of these days before", f"SELECT count(*) {known}")
    gone = number(
        engine,
        "references that are gone",
        f"SELECT count(*) {known} AND NOT EXISTS (SELECT 1 FROM {NOW} AS n WHERE {same})",
    )
    moved = number(
        engine,
        "references in another month",
        f"SELECT count(*) FROM {BEFORE} AS b JOIN {NOW} AS n ON {same} "
        f"WHERE {_month_of(f'n.{day}')} <> {_month_of(f'b.{day}')}",
    )
    return Differences({month: (one, other) for month, (one, other) in sorted(counts.items()) if one}, gone, had, moved)


def _month_of(day: str) -> str:
    return f"CAST(date_trunc('month', {day}) AS DATE)"


def _in_days(name: str, day: str) -> str:
    """Return SQL for whether a date lies in the days of today's extract."""
    return f"{name} BETWEEN (SELECT min({day}) FROM {NOW}) AND (SELECT max({day}) FROM {NOW})"
