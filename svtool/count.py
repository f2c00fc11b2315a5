"""Measures × periods × areas → counts: certainly met, not known, not met.

Units that add up are tallied by day once; every period, like-for-like span and area is then a sum of days. People do
not add up over days and are counted span by span. This module does not know what a police extract is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from svtool.decide import could_be_met
from svtool.engine.duckdb import Engine
from svtool.engine.facts import Facts
from svtool.engine.tally import (
    AREA,
    BAND_LABELS,
    DAY,
    NOBODY_LABEL,
    NOT_KNOWN_LABEL,
    Grain,
    PersonTally,
    breakdown,
    grain_of,
    presence_by_day,
    tally,
    tally_persons,
)
from svtool.errors import LedgerError
from svtool.schema.areas import INSIDE, OUTSIDE
from svtool.schema.offences import Catalogue
from svtool.schema.rules import All, Among, AnyOf, Compare, Not, Rule, all_of, fields_of
from svtool.schema.sources import OFFENCE
from svtool.schema.tables import Measure

Span = tuple[date, date]
Numbers = np.ndarray[Any, np.dtype[np.int64]]
Chosen = np.ndarray[Any, np.dtype[np.bool_]]
EPOCH = date(1970, 1, 1)
NO_DAY = np.iinfo(np.int64).min
CLAUSE = "clause"
ALL_LABEL = "all"


@dataclass(frozen=True)
class Counted:
    """How many units met a rule for certain, how many may have, and how many certainly did not."""

    met: int = 0
    not_known: int = 0
    not_met: int = 0

    def __add__(self, other: Counted) -> Counted:
        """Return both together."""
        return Counted(self.met + other.met, self.not_known + other.not_known, self.not_met + other.not_met)


@dataclass(frozen=True)
class Cell:
    """Where in a breakdown a figure stands: an area (None: the whole) and a value of each other dimension."""

    area: str | None = None
    values: tuple[tuple[str, str], ...] = ()


WHOLE = Cell()


@dataclass
class Geography:
    """Which areas are inside, and whether an unknown area counts as inside."""

    inside: tuple[str, ...] = ()
    unknown_is_inside: bool = True
    bounded: bool = False

    def keys_of(self, area: str | None) -> list[str | None]:
        """Return the keys of records that count for an area; None among them stands for area not known."""
        if not self.bounded:
            return []
        if area is not None:
            return [None, INSIDE] if area == "" else [area]
        return [*self.inside, INSIDE, *([None] if self.unknown_is_inside else [])]


@dataclass(frozen=True)
class Days:
    """Counts by day, place and breakdowns, as arrays of one length.

    Attributes:
        day: days since 1970; NO_DAY where the date is not known.
        place: numbers in the vocabulary of areas; 0 is not known.
        labels: breakdown → label of each row.
        counts: one row per condition: met, not known, not met.
    """

    day: Numbers
    place: Numbers
    labels: dict[str, np.ndarray[Any, Any]]
    counts: Numbers

    def sum(self, chosen: Chosen) -> Counted:
        """Return the counts of the chosen rows."""
        met, open_, not_met = self.counts[:, chosen].sum(axis=1).tolist()
        return Counted(met, open_, not_met)

    def within(self, spans: Sequence[Span] | None) -> Chosen:
        """Return which rows lie in these spans; all rows, dated or not, without spans."""
        if spans is None:
            return np.ones(len(self.day), bool)
        chosen = np.zeros(len(self.day), bool)
        for start, end in spans:
            chosen |= (self.day >= (start - EPOCH).days) & (self.day <= (end - EPOCH).days)
        return chosen


def _as_days(frame: pd.DataFrame, names: Sequence[str], labels: Sequence[str]) -> Days:
    day = frame[DAY].to_numpy("datetime64[D]")
    numbers = np.where(np.isnat(day), NO_DAY, day.astype("int64"))
    counts = np.vstack([frame[name].to_numpy("int64") for name in names])
    return Days(
        numbers,
        frame[AREA].fillna(0).to_numpy("int64") if AREA in frame else np.zeros(len(frame), "int64"),
        {name: frame[name].to_numpy(object) for name in labels},
        counts,
    )


class SourceCounts:
    """The counts of every measure of one source."""

    def __init__(
        self,
        engine: Engine,
        facts: Facts,
        catalogue: Catalogue,
        geography: Geography,
        measures: Sequence[Measure],
        by: Sequence[str] = (),
    ) -> None:
        """Tally all measures by day, area and breakdowns, in one query for each unit and date.

        Raises:
            LedgerError: the tallies do not account for every usable row.
        """
        self.facts, self.geography, self.by = facts, geography, tuple(by)
        self._engine, self._catalogue = engine, catalogue
        self._places = facts.vocabularies[AREA].values if AREA in facts.vocabularies else [None]
        self._measures = [measure for measure in measures if not measure.counts_persons]
        self._days: dict[tuple[str, str, tuple[str, ...]], Days] = {}
        self._drift: dict[str, dict[str, Days]] = {}
        self._presence: dict[tuple[str, tuple[str, ...]], pd.DataFrame] = {}
        self._persons: dict[tuple[str, Cell, tuple[Span, ...]], PersonTally] = {}
        for grain in dict.fromkeys(grain_of(measure) for measure in self._measures):
            self._tally(grain, ())
        self._check(measures)

    def _days_of(self, measure: Measure, clause: str, dimensions: tuple[str, ...]) -> Days | None:
        """Return the tally of a measure by some dimensions.

        Every set of dimensions has a tally of its own: an offence with two victims is in two age bands, and once in
        the total.
        """
        if (measure.id, ALL_LABEL, dimensions) not in self._days:
            self._tally(grain_of(measure), dimensions)
        return self._days.get((measure.id, clause, dimensions))

    def _tally(self, grain: Grain, names_of_dimensions: tuple[str, ...]) -> None:
        dimensions = [breakdown(name, self.facts, grain.role, self._catalogue) for name in names_of_dimensions]
        measures = [measure for measure in self._measures if grain_of(measure) == grain]
        rules: dict[str, Rule] = {}
        names: dict[str, tuple[str, str]] = {}
        for measure in measures:
            for clause, rule in self._variants(measure).items():
                names[f"v{len(rules)}"] = (measure.id, clause)
                rules[f"v{len(rules)}"] = rule
        conditions: dict[str, str] = {}
        for name in rules:
            conditions |= {f"{name}_met": name, f"{name}_open": f"{name} IS NULL", f"{name}_not": f"NOT {name}"}
        frame = tally(self._engine, self.facts, self._catalogue, grain, rules, conditions, dimensions)
        labels = [each.name for each in dimensions]
        for name, key in names.items():
            days = _as_days(frame, [f"{name}_met", f"{name}_open", f"{name}_not"], labels)
            self._days[(*key, names_of_dimensions)] = days

    def _variants(self, measure: Measure) -> dict[str, Rule]:
        variants = {ALL_LABEL: measure.rule}
        if CLAUSE in self.by and measure.definition:
            variants |= {name: all_of(measure.where, rule) for name, rule in measure.definition.clause_rules.items()}
        return variants

    def _check(self, measures: Sequence[Measure]) -> None:
        """Check that met, not known and not met account for every record, whatever its date and area."""
        if self.facts.is_aggregate or self.facts.part.row not in {"record", "vehicle", "offence", "offences"}:
            return
        usable = self.facts.reports[next(iter(self.facts.reports))].ledger.usable
        for measure in measures:
            if measure.unit != self.facts.source.unit:
                continue
            days = self._days[(measure.id, ALL_LABEL, ())]
            total = days.sum(days.within(None))
            if total.met + total.not_known + total.not_met != usable:
                raise LedgerError(f"{measure.id}: {usable} usable rows, {total} accounted for")

    def count(self, measure: Measure, spans: Sequence[Span] | None, cell: Cell = WHOLE) -> Counted:
        """Return a measure's counts in some days and one cell; all rows, dated or not, without spans."""
        if measure.counts_persons:
            found = self.count_persons(measure, spans or [], cell)
            return Counted(found.met, found.not_known)
        values = dict(cell.values)
        clause = values.pop(CLAUSE, ALL_LABEL)
        split = {name: value for name, value in values.items() if value != ALL_LABEL}
        days = self._days_of(measure, clause, tuple(split))
        if days is None:
            return Counted()
        chosen = days.within(spans)
        for name, value in split.items():
            chosen &= days.labels[name] == value
        counted = days.sum(chosen & self._in_area(days, cell.area))
        if cell.area is None and self.geography.bounded and not self.geography.unknown_is_inside:
            # Units whose area is not known may be inside: they are not known, whether or not they met the rule.
            nowhere = days.sum(chosen & (days.place == 0))
            counted = Counted(
                counted.met, counted.not_known + nowhere.met + nowhere.not_known, counted.not_met + nowhere.not_met
            )
        return counted

    def _in_area(self, days: Days, area: str | None) -> Chosen:
        if not self.geography.bounded:
            return np.ones(len(days.place), bool)
        return np.isin(days.place, self._numbers_of(area))

    def _numbers_of(self, area: str | None) -> list[int]:
        """Return the vocabulary numbers of the places that count for an area; 0 is area not known."""
        keys = self.geography.keys_of(area)
        return [number for number, place in enumerate(self._places) if place in keys]

    def count_persons(self, measure: Measure, spans: Sequence[Span], cell: Cell) -> PersonTally:
        """Return how many people a person measure counts in some days and one cell."""
        key = (measure.id, cell, tuple(spans))
        if key not in self._persons:
            found = PersonTally(0, 0, 0, 0)
            if measure.date_basis in self.facts.columns:
                where, values = self._row_filter(measure, spans, cell)
                found = tally_persons(self._engine, self.facts, self._catalogue, measure, where, values)
            self._persons[key] = found
        return self._persons[key]

    def _row_filter(self, measure: Measure, spans: Sequence[Span], cell: Cell) -> tuple[str, list[object]]:
        parts = [f"f.{measure.date_basis} BETWEEN ? AND ?" for _ in spans]
        values: list[object] = [day for span in spans for day in span]
        where = "(" + (" OR ".join(parts) or "FALSE") + ")"
        if self.geography.bounded and AREA in self.facts.columns:
            numbers = self._numbers_of(cell.area)
            where += f" AND COALESCE(f.area, 0) IN ({', '.join('?' for _ in numbers) or 'NULL'})"
            values += numbers
        return where, values

    def open_shares(self, measure: Measure, spans: Sequence[Span], cell: Cell) -> dict[str, tuple[int, int]]:
        """Return for each field of the rule: records that meet the other conditions, and those of them not known."""
        if measure.id not in self._drift:
            self._drift[measure.id] = self._tally_open(measure)
        shares: dict[str, tuple[int, int]] = {}
        for name, days in self._drift[measure.id].items():
            found = days.sum(days.within(spans) & self._in_area(days, cell.area))
            shares[name] = (found.met, found.not_known)
        return shares

    def _tally_open(self, measure: Measure) -> dict[str, Days]:
        rules: dict[str, Rule] = {"v": measure.rule}
        conditions: dict[str, str] = {}
        names = fields_of(measure.rule)
        for i, name in enumerate(names):
            rules[f"o{i}"] = favour(measure.rule, name)
            conditions |= {f"o{i}_met": f"o{i}", f"o{i}_open": f"o{i} AND v IS NULL", f"o{i}_not": f"o{i} AND NOT v"}
        frame = tally(self._engine, self.facts, self._catalogue, grain_of(measure), rules, conditions)
        return {name: _as_days(frame, [f"o{i}_met", f"o{i}_open", f"o{i}_not"], ()) for i, name in enumerate(names)}

    def absent_fields(self, measure: Measure, spans: Sequence[Span]) -> list[str]:
        """Return the fields of a measure's rule (and its unit) that no record of these days has."""
        names = fields_of(measure.rule)
        if measure.counts_persons:
            names = [*names, f"{measure.unit}_reference"]
        if self.geography.bounded and not self.geography.unknown_is_inside:
            names = [*names, AREA]
        if measure.date_basis not in self.facts.columns:
            return [measure.date_basis]
        key = (measure.date_basis, tuple(dict.fromkeys(names)))
        if key not in self._presence:
            self._presence[key] = field_presence(self._engine, self.facts, *key)
        present = self._presence[key]
        days = _as_days(present, ["records"], ())
        chosen = days.within(spans)
        if not days.counts[0, chosen].sum():
            return []
        return [name for name in key[1] if not present[name].to_numpy("int64")[chosen].sum()]

    def labels_of(self, measure: Measure, name: str) -> list[str]:
        """Return the values that a breakdown of a measure has in the data, in the order in which people read them."""
        days = self._days_of(measure, ALL_LABEL, (name,))
        found = set(days.labels[name][days.counts[:2].any(axis=0)]) if days else set()
        last = [label for label in (NOBODY_LABEL, NOT_KNOWN_LABEL) if label in found]
        first = [label for label in (*BAND_LABELS, *sorted(found)) if label in found and label not in last]
        return [*dict.fromkeys(first), *last]


def field_presence(engine: Engine, facts: Facts, date_basis: str, names: Sequence[str]) -> pd.DataFrame:
    """Return for each day how many records there are and how many of them have each field."""
    counts: dict[str, str] = {"records": "count(*)"}
    joined = ""
    for name in names:
        role = facts.source.role_of(name)
        people = facts.people.get(role) if role else None
        columns = people.columns if people else facts.columns if role is None else frozenset()
        column = f"{name}_lo" if f"{name}_lo" in columns else name
        declared = facts.source.by_name.get(name)
        if declared is not None and declared.absent == "no":
            counts[name] = "count(*)"
        elif column not in columns:
            counts[name] = "0"
        elif people and people.table:
            joined = f" LEFT JOIN {people.table} AS p ON p.offence_row = f.row"
            counts[name] = f"count(p.{column})"
        else:
            counts[name] = f"count(f.{column})"
    return presence_by_day(engine, facts.table + " AS f" + joined, f"f.{date_basis}", counts)


def favour(rule: Rule, name: str, positive: bool = True) -> Rule:
    """Return the rule with every condition on one field answered in its favour."""
    if isinstance(rule, Among | Compare):
        if rule.field != name:
            return rule
        return All(()) if positive else AnyOf(())
    if isinstance(rule, Not):
        return Not(favour(rule.rule, name, not positive))
    parts = tuple(favour(part, name, positive) for part in rule.rules)
    return All(parts) if isinstance(rule, All) else AnyOf(parts)


def never_certain(measure: Measure, absent: Sequence[str]) -> bool:
    """Return whether no record can meet a measure for certain when these fields are absent."""
    return bool(absent) and not could_be_met(measure.rule, set(absent))


__all__ = [
    "ALL_LABEL",
    "CLAUSE",
    "NOT_KNOWN_LABEL",
    "OFFENCE",
    "OUTSIDE",
    "Cell",
    "Counted",
    "Geography",
    "SourceCounts",
    "Span",
    "favour",
    "never_certain",
]  # fmt: skip
