"""An extract beside the one before it: months that were revised, and references that are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from svtool.engine.embedded import Engine
from svtool.records.load_plan import Loading
from svtool.records.loader import load_extracts
from svtool.schema.mappings import MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import SUPPLIER

REFERENCE = "reference"


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
    for table, given in (("edition_now", now), ("edition_before", before)):
        load_extracts(loading, given, table, {REFERENCE, day})
    counts: dict[date, list[int]] = {}
    for place, table in enumerate(("edition_before", "edition_now")):
        for month, records in engine.rows(
            f"SELECT CAST(date_trunc('month', {day}) AS DATE), count(*) FROM {table} WHERE {day} IS NOT NULL GROUP BY 1"
        ):
            counts.setdefault(month, [0, 0])[place] = records
    had = engine.number("SELECT count(*) FROM edition_before WHERE reference IS NOT NULL AND " + _in_days(day))
    same = f"n.{SUPPLIER} = b.{SUPPLIER} AND n.reference = b.reference"
    known = f"FROM edition_before AS b WHERE b.reference IS NOT NULL AND {_in_days(f'b.{day}', day)}"
    gone = engine.number(f"SELECT count(*) {known} AND NOT EXISTS (SELECT 1 FROM edition_now AS n WHERE {same})")
    moved = engine.number(
        f"SELECT count(*) FROM edition_before AS b JOIN edition_now AS n ON {same} "
        f"WHERE date_trunc('month', n.{day}) <> date_trunc('month', b.{day})"
    )
    return Differences({month: (one, other) for month, (one, other) in sorted(counts.items()) if one}, gone, had, moved)


def _in_days(name: str, day: str | None = None) -> str:
    """Return SQL for whether a date lies in the days of today's extract."""
    day = day or name
    return f"{name} BETWEEN (SELECT min({day}) FROM edition_now) AND (SELECT max({day}) FROM edition_now)"
