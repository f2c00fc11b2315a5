"""Measures × periods × areas → counts: certainly met, not known, not met.

Units that add up are tallied by day once; every period, like-for-like span and area is then a sum of days. People do
not add up over days and are counted span by span. This module does not know what a police extract is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from svtool.decide import could_be_met
from svtool.engine.duckdb import Engine
from svtool.engine.facts import Facts
from svtool.engine.tally import AREA, DAY, Breakdown, Grain, breakdown, grain_of, tally, tally_persons
from svtool.errors import LedgerError
from svtool.schema.areas import INSIDE, OUTSIDE
from svtool.schema.offences import Catalogue
from svtool.schema.rules import All, Among, AnyOf, Compare, Not, Rule, all_of, fields_of
from svtool.schema.sources import OFFENCE
from svtool.schema.tables import Measure

Span = tuple[date, date]
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
        self._frames: dict[tuple[str, str], pd.DataFrame] = {}
        self._drift: dict[tuple[str, str], pd.DataFrame] = {}
        self._presence: dict[tuple[str, str], pd.DataFrame] = {}
        for grain in dict.fromkeys(grain_of(measure) for measure in measures if not measure.counts_persons):
            self._tally(grain, [each for each in measures if grain_of(each) == grain])
        self._check(measures)

    def _tally(self, grain: Grain, measures: list[Measure]) -> None:
        dimensions = self._dimensions(grain)
        rules: dict[str, Rule] = {}
        names: dict[str, tuple[str, str]] = {}
        for measure in measures:
            for clause, rule in self._variants(measure).items():
                names[f"v{len(rules)}"] = (measure.id, clause)
                rules[f"v{len(rules)}"] = rule
        conditions: dict[str, str] = {}
        for name in rules:
            conditions |= {f"{name}_met": name, f"{name}_open": f"{name} IS NULL", f"{name}_not": f"NOT {name}"}
        frame = self._place(tally(self._engine, self.facts, self._catalogue, grain, rules, conditions, dimensions))
        keys = [DAY, AREA, *(each.name for each in dimensions)]
        for name, key in names.items():
            own = frame[[*keys, f"{name}_met", f"{name}_open", f"{name}_not"]]
            self._frames[key] = own.set_axis([*keys, "met", "not_known", "not_met"], axis=1)

    def _dimensions(self, grain: Grain) -> list[Breakdown]:
        found = [
            breakdown(name, self.facts, grain.role, self._catalogue) for name in self.by if name not in {AREA, CLAUSE}
        ]
        return [each for each in found if each is not None]

    def _variants(self, measure: Measure) -> dict[str, Rule]:
        variants = {ALL_LABEL: measure.rule}
        if CLAUSE in self.by and measure.definition:
            variants |= {name: all_of(measure.where, rule) for name, rule in measure.definition.clause_rules.items()}
        return variants

    def _place(self, frame: pd.DataFrame) -> pd.DataFrame:
        places = self._places
        frame[AREA] = [None if pd.isna(number) else places[int(number)] for number in frame[AREA]]
        return frame

    def _check(self, measures: Sequence[Measure]) -> None:
        """Check that met, not known and not met account for every record, whatever its date and area."""
        if self.facts.is_aggregate or self.by:
            return
        usable = self.facts.reports[next(iter(self.facts.reports))].ledger.usable
        for measure in measures:
            if measure.unit != self.facts.source.unit or self.facts.part.row not in {"record", "offence", "offences"}:
                continue
            total = self.count(measure, None, Cell("*"))
            if total.met + total.not_known + total.not_met != usable:
                raise LedgerError(f"{measure.id}: {usable} usable rows, {total} accounted for")

    def count(self, measure: Measure, spans: Sequence[Span] | None, cell: Cell = Cell()) -> Counted:
        """Return a measure's counts in some days and one cell; all rows, dated or not, without spans."""
        if measure.counts_persons:
            return self._count_persons(measure, spans or [], cell)
        values = dict(cell.values)
        frame = self._frames.get((measure.id, values.pop(CLAUSE, ALL_LABEL)))
        if frame is None:
            return Counted()
        if spans is not None:
            frame = frame[_within(frame[DAY], spans)]
        for name, value in values.items():
            if value != ALL_LABEL:
                frame = frame[frame[name] == value]
        if cell.area == "*" or not self.geography.bounded:
            return _sum(frame)
        chosen = _sum(frame[_among(frame[AREA], self.geography.keys_of(cell.area))])
        if cell.area is None and not self.geography.unknown_is_inside:
            # Units whose area is not known may be inside: they are not known, whether or not they met the rule.
            elsewhere = _sum(frame[_among(frame[AREA], [None])])
            chosen = Counted(
                chosen.met, chosen.not_known + elsewhere.met + elsewhere.not_known, chosen.not_met + elsewhere.not_met
            )
        return chosen

    def _count_persons(self, measure: Measure, spans: Sequence[Span], cell: Cell) -> Counted:
        if measure.date_basis not in self.facts.columns:
            return Counted()
        where, values = self._row_filter(measure, spans, cell)
        found = tally_persons(self._engine, self.facts, self._catalogue, measure, where, values)
        return Counted(found.met, found.not_known)

    def persons_without_reference(self, measure: Measure, spans: Sequence[Span], cell: Cell) -> tuple[int, int]:
        """Return the rows that met (or may have met) a person measure's rule, and those that name nobody."""
        if measure.date_basis not in self.facts.columns:
            return 0, 0
        where, values = self._row_filter(measure, spans, cell)
        found = tally_persons(self._engine, self.facts, self._catalogue, measure, where, values)
        return found.rows, found.rows_without_reference

    def _row_filter(self, measure: Measure, spans: Sequence[Span], cell: Cell) -> tuple[str, list[object]]:
        parts = [f"f.{measure.date_basis} BETWEEN ? AND ?" for _ in spans]
        values: list[object] = [day for span in spans for day in span]
        where = "(" + (" OR ".join(parts) or "FALSE") + ")"
        if self.geography.bounded and cell.area != "*":
            keys = self.geography.keys_of(cell.area)
            numbers = [i for i, place in enumerate(self._places) if i and place in keys]
            inside = f"f.area IN ({', '.join('?' for _ in numbers)})" if numbers else "FALSE"
            where += f" AND ({inside}{' OR f.area IS NULL' if None in keys else ''})"
            values += numbers
        return where, values

    def drift(self, measure: Measure, name: str, spans: Sequence[Span], cell: Cell) -> tuple[int, int]:
        """Return the records that meet the rule but for one field, and those of them whose answer is not known."""
        key = (measure.id, name)
        if key not in self._drift:
            rules = {"v": measure.rule, "o": favour(measure.rule, name)}
            conditions = {"met": "o", "not_known": "o AND v IS NULL", "not_met": "o AND NOT v"}
            frame = tally(self._engine, self.facts, self._catalogue, grain_of(measure), rules, conditions)
            self._drift[key] = self._place(frame)
        frame = self._drift[key]
        frame = frame[_within(frame[DAY], spans)]
        if self.geography.bounded and cell.area != "*":
            frame = frame[_among(frame[AREA], self.geography.keys_of(cell.area))]
        found = _sum(frame)
        return found.met, found.not_known

    def absent_fields(self, measure: Measure, spans: Sequence[Span]) -> list[str]:
        """Return the fields of a measure's rule (and its unit) that no record of these days has."""
        names = fields_of(measure.rule)
        if measure.counts_persons:
            names = [*names, f"{measure.unit}_reference"]
        if measure.date_basis not in self.facts.columns:
            return [measure.date_basis]
        present = self._presence_of(measure.date_basis, tuple(dict.fromkeys(names)))
        chosen = present[_within(present[DAY], spans)] if not present.empty else present
        if int(chosen["records"].sum()) == 0:
            return []
        return [name for name in names if not int(chosen[name].sum())]

    def _presence_of(self, date_basis: str, names: tuple[str, ...]) -> pd.DataFrame:
        key = (date_basis, ",".join(names))
        if key not in self._presence:
            self._presence[key] = field_presence(self._engine, self.facts, date_basis, names)
        return self._presence[key]

    def labels_of(self, name: str) -> list[str]:
        """Return the values that a breakdown has in the data, in the order of their labels."""
        found: set[str] = set()
        for frame in self._frames.values():
            if name in frame:
                found |= set(frame[name].dropna())
        return sorted(found)


def field_presence(engine: Engine, facts: Facts, date_basis: str, names: Sequence[str]) -> pd.DataFrame:
    """Return for each day how many records there are and how many of them have each field."""
    counts = ["count(*) AS records"]
    joined = ""
    for name in names:
        role = facts.source.role_of(name)
        people = facts.people.get(role) if role else None
        columns = people.columns if people else facts.columns if role is None else frozenset()
        column = f"{name}_lo" if f"{name}_lo" in columns else name
        declared = facts.source.by_name.get(name)
        if declared is not None and declared.absent == "no":
            counts.append(f"count(*) AS {name}")
        elif column not in columns:
            counts.append(f"0 AS {name}")
        elif people and people.table:
            joined = f" LEFT JOIN {people.table} AS p ON p.offence_row = f.row"
            counts.append(f"count(p.{column}) AS {name}")
        else:
            counts.append(f"count(f.{column}) AS {name}")
    return engine.frame(
        f"SELECT f.{date_basis} AS day, {', '.join(counts)} FROM {facts.table} AS f{joined} GROUP BY f.{date_basis}"  # noqa: S608
    )


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


def _within(days: pd.Series[pd.Timestamp], spans: Sequence[Span]) -> pd.Series[bool]:
    inside = pd.Series(False, index=days.index)
    for start, end in spans:
        inside |= (days >= pd.Timestamp(start)) & (days <= pd.Timestamp(end))
    return inside


def _among(areas: pd.Series[str], keys: Sequence[str | None]) -> pd.Series[bool]:
    chosen = areas.isin([key for key in keys if key is not None])
    return chosen | areas.isna() if None in keys else chosen


def _sum(frame: pd.DataFrame) -> Counted:
    return Counted(int(frame["met"].sum()), int(frame["not_known"].sum()), int(frame["not_met"].sum()))


__all__ = [
    "ALL_LABEL", "CLAUSE", "OFFENCE", "OUTSIDE", "Cell", "Counted", "Geography", "SourceCounts", "Span", "favour",
    "never_certain",
]  # fmt: skip
