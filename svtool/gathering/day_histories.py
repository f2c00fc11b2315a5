"""How many records each day has, by feed and place: the records as they were sent, left out ones among them.

It is read before reviews and before cancelled records leave, for those belong to what the supplier sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from svtool.dates import Precision, coarsest
from svtool.engine.seam import Engine
from svtool.gathering.steps import Step
from svtool.records.ledger import ExtractReport
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import EXTRACT, OFFENCE_ROW, ROW, SUPPLIER
from svtool.schema.sources import AREA, RECORDED, Role, Source

Numbers = np.ndarray[Any, np.dtype[np.int64]]


def _none() -> Numbers:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class DayCounts:
    """Records by day, as arrays of one length.

    Attributes:
        supplier: the number of the supplier.
        place: the number of the place; 0 is not known.
        file: the number of the file that they stand in; of people that of their offence.
        entry: the place of the entry of the project that names their file.
        day: days since 1970.
        records: how many there are; of counts what they add up to.
    """

    supplier: Numbers = field(default_factory=_none)
    place: Numbers = field(default_factory=_none)
    file: Numbers = field(default_factory=_none)
    entry: Numbers = field(default_factory=_none)
    day: Numbers = field(default_factory=_none)
    records: Numbers = field(default_factory=_none)


@dataclass(frozen=True)
class Window:
    """What the project says of the days of an extract.

    Attributes:
        first, last: the days that it was drawn for; None where nothing is said of that end.
        complete: whether all of it is there, however little; or the first days of the months of which that is said.
        supplier: whose it is; None where its records say so, or nobody.
    """

    first: date | None = None
    last: date | None = None
    complete: bool | tuple[date, ...] = False
    supplier: str | None = None


@dataclass(frozen=True)
class Histories:
    """The histories of a source.

    Attributes:
        records: those of its records.
        people: those of its people that come in files of their own.
        windows: what is said of the days of each entry of records; of people by role.
        kinds: for each file the number of the kinds that it was drawn for.
        precision: how much time the dates name.
    """

    records: DayCounts = field(default_factory=DayCounts)
    people: Mapping[Role, DayCounts] = field(default_factory=dict)
    windows: tuple[Window, ...] = ()
    windows_of_people: Mapping[Role, tuple[Window, ...]] = field(default_factory=dict)
    kinds: tuple[int, ...] = ()
    precision: Precision = "day"

    @property
    def different(self) -> int:
        """Return how many different kinds files were drawn for."""
        return max(self.kinds, default=0) + 1

    def feed_of(self, counts: DayCounts) -> Numbers:
        """Return the number of the feed of each row: of its supplier, and of the kinds that its file was drawn for."""
        kinds: Numbers = np.array(self.kinds or (0,), np.int64)
        return counts.supplier * self.different + kinds[np.minimum(counts.file, len(kinds) - 1)]

    @cached_property
    def feeds(self) -> list[int]:
        """Return the numbers of the feeds that have records, in order."""
        found: list[int] = np.unique(self.feed_of(self.records)).tolist()
        return found

    def feed_sql(self, alias: str = "f") -> str:
        """Return SQL for the number of a record's feed; nothing where there is one feed only."""
        if len(self.feeds) <= 1:
            return ""
        if self.different == 1:
            return f"{alias}.{SUPPLIER}"
        branches = " ".join(f"WHEN {file} THEN {kind}" for file, kind in enumerate(self.kinds) if kind)
        return f"({alias}.{SUPPLIER} * {self.different} + CASE {alias}.{EXTRACT} {branches} ELSE 0 END)"


def selection_date(source: Source, entry: ExtractEntry, columns: Sequence[str]) -> str | None:
    """Return the date by which an extract was drawn, as far as it is read: as declared, else of recording."""
    asked = (entry.selected_on, RECORDED, *source.dates)
    return next((name for name in asked if name in columns), None)


def read_histories(step: Step, source: Source, entries: Sequence[ExtractEntry], report: ExtractReport) -> Histories:
    """Return the histories of records.

    Args:
        step: the records that no later extract issues again.
        source: the source.
        entries: its extracts, as the project names them.
        report: what reading them met.
    """
    of_entry = [each.entry for each in report.extracts]
    days = {number: selection_date(source, entry, step.columns) for number, entry in enumerate(entries)}
    found: list[DayCounts] = []
    names = [name for name in dict.fromkeys(days.values()) if name]
    for name in names:
        extracts = [extract for extract, entry in enumerate(of_entry) if days[entry] == name]
        chosen = f" AND f.{EXTRACT} IN ({', '.join(map(str, extracts))})" if len(names) > 1 else ""
        found.append(_day_counts(step, f"f.{name}", f"FROM {step.name} AS f", chosen, of_entry))
    precision = coarsest(report.coarsest[name] for name in names if name in report.coarsest)
    return Histories(_together(found), {}, windows_of(entries), precision=precision)


def read_people(people: Step, records: Step, day: str, report: ExtractReport) -> DayCounts:
    """Return the history of people in files of their own, by the days and feeds of their offences."""
    if day not in records.columns:
        return DayCounts()
    source = f"FROM {people.name} AS p JOIN {records.name} AS f ON f.{ROW} = p.{OFFENCE_ROW}"
    return _day_counts(records, f"f.{day}", source, "", [each.entry for each in report.extracts], own=f"p.{EXTRACT}")


def windows_of(entries: Sequence[ExtractEntry]) -> tuple[Window, ...]:
    """Return what a project says of the days of extracts."""
    return tuple(Window(each.first, each.last, each.complete, each.supplier) for each in entries)


def _day_counts(
    step: Step, day: str, source: str, where: str, of_entry: Sequence[int], own: str = f"f.{EXTRACT}"
) -> DayCounts:
    area = f"COALESCE(f.{AREA}, 0)" if AREA in step.columns else "0"
    amount = "sum(COALESCE(f.count, 0))" if "count" in step.columns else "count(*)"
    engine: Engine = step.engine
    found = engine.answer(
        f"{step.base}: records of each day, by {day.removeprefix('f.')}",
        f"SELECT f.{SUPPLIER} AS supplier, {area} AS place, f.{EXTRACT} AS file, {own} AS own, {day} AS day, "
        f"CAST({amount} AS BIGINT) AS records {source} WHERE {day} IS NOT NULL{where} GROUP BY 1, 2, 3, 4, 5",
    )
    files = _integers(found, "own")
    entry = np.array(of_entry, np.int64)[files] if len(of_entry) else files
    days: Numbers = found["day"].cast(pa.int32()).to_numpy().astype(np.int64)
    supplier, place, file = (_integers(found, name) for name in ("supplier", "place", "file"))
    return DayCounts(supplier, place, file, entry, days, _integers(found, "records"))


def _integers(table: pa.Table, name: str) -> Numbers:
    found: Numbers = table[name].cast(pa.int64()).to_numpy()
    return found


def _together(found: Sequence[DayCounts]) -> DayCounts:
    if not found:
        return DayCounts()
    return DayCounts(*(np.concatenate([getattr(each, one.name) for each in found]) for one in fields(DayCounts)))
