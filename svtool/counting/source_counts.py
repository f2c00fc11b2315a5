"""Measures × periods × areas → counts: certainly met, not known, not met.

Units that add up are tallied by day once; every period, like-for-like span and area is then a sum of days. People do
not add up over days and are counted span by span. This module does not know what a police extract is.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from svtool.counting.basis import Basis, as_basis
from svtool.counting.cells import ALL_LABEL, WHOLE, Cell, Geography
from svtool.counting.daily_counts import NO_DAY, NO_DAYS, Chosen, Counted, Days, Span
from svtool.counting.field_presence import FieldPresence, fields_asked
from svtool.counting.followed_people import follow_people
from svtool.counting.measure_ledger import PlacedRows
from svtool.counting.person_tally import (
    EVERYWHERE,
    NOBODY,
    Part,
    PersonRows,
    PersonTally,
    Where,
    any_undated,
    keep_person_rows,
    tally_persons,
)
from svtool.counting.tallies import Tallies
from svtool.counting.undated import MAY_LIE, Undated, find_undated
from svtool.dates import day_of, month_end
from svtool.engine.seam import Engine
from svtool.errors import LedgerError
from svtool.gathering.facts import Facts
from svtool.schema.breakdowns import CLAUSE, Breakdown
from svtool.schema.offences import Catalogue
from svtool.schema.rules import fields_of
from svtool.schema.sources import AREA
from svtool.schema.tables import Measure


class SourceCounts:
    """The counts of every measure of one source."""

    def __init__(
        self,
        engine: Engine,
        facts: Facts,
        catalogue: Catalogue,
        geography: Geography,
        measures: Sequence[Measure],
        by: Sequence[Breakdown] = (),
        limits: Sequence[date] = (),
    ) -> None:
        """Tally all measures by day, area and breakdowns, in one query for each unit and date.

        Args:
            engine: where the facts are.
            facts: the source.
            catalogue: the offences.
            geography: which areas are inside.
            measures: what is counted.
            by: breakdowns.
            limits: in order, the days as known on which figures are asked for.

        Raises:
            LedgerError: the tallies do not account for every usable row.
        """
        self.facts, self.geography, self._limits = facts, geography, tuple(limits)
        self.breakdowns = {each.id: each for each in by if each.is_shown}
        self._engine, self._catalogue = engine, catalogue
        self._places = facts.vocabularies[AREA].values if AREA in facts.vocabularies else [None]
        self._tallies = Tallies(engine, facts, catalogue, measures, {each.id: each for each in by}, self._limits)
        self._presence = FieldPresence(engine, facts, measures)
        self._undated: dict[str, Undated | None] = {}
        self._persons: dict[tuple[str, Cell, Basis, date | None], PersonTally] = {}
        # One part of a breakdown is asked for because all are, one after the other.
        self._person_rows: dict[Hashable, PersonRows] = {}
        self._tallied_persons: dict[Hashable, dict[Part, PersonTally]] = {}
        self._with_undated: dict[tuple[str, str], bool] = {}
        # The same months are asked for again by every comparison of a period, and by a series.
        self._counted: dict[tuple[str, Cell, Basis | None, date | None], Counted] = {}
        self._parts: dict[Hashable, Days] = {}  # the rows of one cell are asked for on many days
        self._in_each: dict[Hashable, list[int]] = {}
        self._shares: dict[Hashable, dict[str, tuple[int, int]]] = {}
        self._check(measures)

    def _without_date(self, measure: Measure) -> Undated | None:
        """Return the records without the date of a measure, found once; None where all have one."""
        basis = measure.date_basis
        if basis not in self._undated:
            of_records = not measure.counts_persons and measure.unit == self.facts.source.unit
            all_dated = of_records and not (self._days_of(measure).day == NO_DAY).any()
            self._undated[basis] = None if all_dated else find_undated(self._engine, self.facts, basis)
        return self._undated[basis]

    def rows_of(self, measure: Measure) -> PlacedRows | None:
        """Return the rows of a measure by day and where they count; None where its units are no rows of the source."""
        if not self._are_rows or measure.unit != self.facts.source.unit:
            return None
        days = self._days_of(measure)
        perhaps = self.geography.may_hold_unknown(None) & (days.place == 0)
        return PlacedRows(days, self._in_area(days, None), perhaps)

    @property
    def _are_rows(self) -> bool:
        rows = {"record", "vehicle", "offence", "offences"}
        return not self.facts.is_aggregate and self.facts.part.row in rows

    def _check(self, measures: Sequence[Measure]) -> None:
        """Check that met, not known and not met account for every record, whatever its date and area."""
        if not self._are_rows:
            return
        usable = self.facts.reports[next(iter(self.facts.reports))].ledger.usable
        for measure in measures:
            if measure.unit != self.facts.source.unit:
                continue
            days = self._days_of(measure)
            total = days.sum(days.within(None))
            accounted = total.met + total.not_known + total.not_met
            if accounted != usable:
                raise LedgerError(f"{measure.id}: {usable} usable rows, {accounted} accounted for")

    def count(
        self, measure: Measure, days: Basis | Sequence[Span] | None, cell: Cell = WHOLE, known_on: date | None = None
    ) -> Counted:
        """Return a measure's counts in some days and one cell; all rows, dated or not, without days.

        Args:
            measure: what is counted.
            days: the days, of every record or of each part of the source.
            cell: where in the breakdowns.
            known_on: one of the limits: the day as known on which units are counted; None for all known now.
        """
        if measure.counts_persons:
            found = self.count_persons(measure, days or [], cell, known_on)
            undated = self._undated_persons(measure, as_basis(days or []), cell, known_on)
            return Counted(found.met, found.not_known, undated=undated)
        basis = None if days is None else as_basis(days)
        key = (measure.id, cell, basis, known_on)
        if key not in self._counted:
            undated = self._sum_undated(measure, basis, cell, known_on)
            self._counted[key] = replace(self._sum(measure, basis, cell, known_on), undated=undated)
        return self._counted[key]

    def _sum(self, measure: Measure, basis: Basis | None, cell: Cell, known_on: date | None) -> Counted:
        inside = self._part(measure, cell, known_on)
        if inside is None:
            return Counted()
        counted = inside.sum(inside.within(basis))
        if self.geography.may_hold_unknown(cell.area):
            # Units whose area is not known may be inside: they are not known, whether or not they met the rule.
            outside = self._part(measure, cell, known_on, nowhere=True) or NO_DAYS
            nowhere = outside.sum(outside.within(basis))
            counted = Counted(
                counted.met, counted.not_known + nowhere.met + nowhere.not_known, counted.not_met + nowhere.not_met,
                unstated=counted.unstated + nowhere.unstated,
            )  # fmt: skip
        return counted

    def _part(self, measure: Measure, cell: Cell, known_on: date | None, nowhere: bool = False) -> Days | None:
        """Return a measure's counts by day in one cell, as known on a day; None without such a clause.

        Args:
            measure: the measure.
            cell: where.
            known_on: the day.
            nowhere: of what lies in no known area instead.
        """
        key = (measure.id, cell, known_on, nowhere)
        if key not in self._parts:
            days = self._tallies.days(measure, cell.clause, tuple(cell.split))
            if days is None:
                return None
            placed = days.place == 0 if nowhere else self._in_area(days, cell.area)
            self._parts[key] = days.those(days.labelled(cell.split) & placed).as_known_on(known_on)
        return self._parts[key]

    def _sum_undated(self, measure: Measure, basis: Basis | None, cell: Cell, known_on: date | None) -> int | None:
        """Return how many units without a date may count in some days and a cell; None where all have one."""
        undated = self._without_date(measure) if basis is not None else None
        if undated is None or basis is None:
            return None
        days = self._tallies.days(measure, cell.clause, tuple(cell.split), undated)
        if days is None:
            return 0
        days = days.as_known_on(known_on)
        may_lie = days.labels[MAY_LIE].among(set(undated.within(basis.every_day)))
        inside = self._in_area(days, cell.area)
        if self.geography.may_hold_unknown(cell.area):
            inside |= days.place == 0
        found = days.sum(may_lie & days.labelled(cell.split) & inside)
        return found.met + found.not_known

    def by_day(self, measure: Measure, spans: Basis | Sequence[Span], cell: Cell = WHOLE) -> dict[date, int]:
        """Return on which days of some spans how many units met a measure for certain, days without any left out.

        Args:
            measure: what is counted; not people, who can't be added up over days.
            spans: the days.
            cell: an area, or the whole.
        """
        days = self._days_of(measure)
        chosen = days.within(spans) & self._in_area(days, cell.area)
        day, place = np.unique(days.day[chosen], return_inverse=True)
        met = np.bincount(place, days.counts[0, chosen], len(day)).astype("int64")
        return {day_of(number): count for number, count in zip(day.tolist(), met.tolist(), strict=True) if count}

    def met_in_each(
        self, measure: Measure, basis: Basis, spans: Sequence[Span], cell: Cell, known_on: date | None
    ) -> list[int]:
        """Return how many units (not people, who don't add up) met a measure for certain in spans of a basis."""
        key = (measure.id, basis, tuple(spans), cell, known_on)
        found = self._in_each.get(key)
        if found is None:
            days = self._part(measure, cell, known_on)
            found = [0] * len(spans) if days is None else days.met_in_each(spans, days.within(basis))
            self._in_each[key] = found
        return found

    def _days_of(self, measure: Measure) -> Days:
        """Return a measure's counts by day, of the whole; none where it is not among those that are counted."""
        return self._tallies.days(measure, ALL_LABEL, ()) or NO_DAYS

    def _in_area(self, days: Days, area: str | None) -> Chosen:
        if not self.geography.bounded:
            return np.ones(len(days.place), bool)
        is_inside = np.zeros(len(self._places), bool)
        is_inside[self._numbers_of(area)] = True
        return is_inside[days.place]

    def _numbers_of(self, area: str | None) -> list[int]:
        """Return the vocabulary numbers of the places that count for an area; 0 is area not known."""
        keys = self.geography.keys_of(area)
        return [number for number, place in enumerate(self._places) if place in keys]

    def count_persons(
        self, measure: Measure, days: Basis | Sequence[Span], cell: Cell, known_on: date | None = None
    ) -> PersonTally:
        """Return how many people a person measure counts in some days and one cell, as known on a day."""
        basis = as_basis(days)
        key = (measure.id, cell, basis, known_on)
        if key not in self._persons:
            found = NOBODY
            if measure.date_basis in self.facts.columns and measure.role in self.facts.people:
                found = self._tally_persons(measure, basis, cell, self._numbers_of(cell.area), known_on)
                if self.geography.may_hold_unknown(cell.area):
                    # Offences whose area is not known may be inside, and make a person count who else would not.
                    widest = self._tally_persons(measure, basis, cell, [0, *self._numbers_of(None)], known_on)
                    found = replace(found, not_known=widest.met + widest.not_known - found.met)
            self._persons[key] = found
        return self._persons[key]

    def _undated_persons(self, measure: Measure, basis: Basis, cell: Cell, known_on: date | None) -> int | None:
        """Return how many more people may count, were the records that have no date of these days; None without any."""
        undated = self._without_date(measure)
        if undated is None or measure.role not in self.facts.people:
            return None
        within = undated.within(basis.every_day)
        if not within or not self._any_undated(measure, cell, undated):
            return 0
        numbers = self._numbers_of(cell.area)
        if self.geography.may_hold_unknown(cell.area):
            numbers = [0, *numbers]
        dated = self.count_persons(measure, basis, cell, known_on)
        widest = self._tally_persons(measure, basis, cell, numbers, known_on, (undated.facts.table, tuple(within)))
        return max(widest.met + widest.not_known - dated.met - dated.not_known, 0)

    def _any_undated(self, measure: Measure, cell: Cell, undated: Undated) -> bool:
        """Return whether anybody at all is of a record without a date, and met the measure or may have."""
        rows, table = self._rows_of_persons(measure, cell.clause, tuple(cell.split)), undated.facts.table
        key = (rows.step, table)
        if key not in self._with_undated:
            self._with_undated[key] = any_undated(self._engine, rows, table)
        return self._with_undated[key]

    def _tally_persons(
        self,
        measure: Measure,
        basis: Basis,
        cell: Cell,
        numbers: Sequence[int],
        known_on: date | None,
        undated: tuple[str, tuple[str, ...]] | None = None,
    ) -> PersonTally:
        split, bounded = cell.split, self.geography.bounded and AREA in self.facts.columns
        areas, by_area = numbers if bounded else None, bounded and len(numbers) == 1
        where = Where(basis, None if by_area else areas, known_on, by_area, undated)
        place = by_area or tuple(areas or ())
        key = (measure.id, cell.clause, tuple(split), basis, known_on, place, undated is not None)
        if key not in self._tallied_persons:
            rows = self._rows_of_persons(measure, cell.clause, tuple(split))
            follows = measure.again_within_months is not None
            self._tallied_persons[key] = (
                follow_people(self._engine, rows, where, basis) if follows else tally_persons(self._engine, rows, where)
            )
        return self._tallied_persons[key].get((numbers[0] if by_area else EVERYWHERE, *split.values()), NOBODY)

    def _rows_of_persons(self, measure: Measure, clause: str | None, names: tuple[str, ...]) -> PersonRows:
        """Return the rows that a person measure, or one clause of it, rests on by some breakdowns, worked out once."""
        key = (measure.id, clause, names)
        if key not in self._person_rows:
            variants = self._tallies.variants(measure, names)
            asked = replace(measure, rule=variants[clause] if clause else measure.rule)
            by = self._tallies.dimensions(measure, names)
            self._person_rows[key] = keep_person_rows(self._engine, self.facts, self._catalogue, asked, by)
        return self._person_rows[key]

    def open_shares(
        self, measure: Measure, days: Basis | Sequence[Span], cell: Cell, known_on: date | None = None
    ) -> dict[str, tuple[int, int]]:
        """Return for each field of the rule: records that meet the other conditions, and those of them not known."""
        basis = as_basis(days)
        asked = (measure.id, basis, cell.area, known_on)
        if asked not in self._shares:
            self._shares[asked] = self._find_shares(measure, basis, cell, known_on)
        return self._shares[asked]

    def _find_shares(
        self, measure: Measure, basis: Basis, cell: Cell, known_on: date | None
    ) -> dict[str, tuple[int, int]]:
        # Months are quicker to ask than days, where the spans are made of them; a year to date may end amid one.
        monthly = all(start.day == 1 and end == month_end(end) for start, end in basis.every_day)
        shares: dict[str, tuple[int, int]] = {}
        for name, tallied in self._tallies.drift(measure, monthly).items():
            key = (measure.id, name, monthly, cell.area, known_on)
            if key not in self._parts:
                self._parts[key] = tallied.those(tallied.known_by(known_on) & self._in_area(tallied, cell.area))
            part = self._parts[key]
            found = part.sum(part.within(basis))
            shares[name] = (found.met, found.not_known)
        return shares

    def count_parts(
        self, measure: Measure, name: str, basis: Basis, cell: Cell, known_on: date | None
    ) -> dict[str, Counted]:
        """Return the counts of one cell by the labels of a breakdown that is not shown; not of people."""
        cells = {
            label: replace(cell, values=(*cell.values, (name, label))) for label in self.labels_counted(measure, name)
        }
        return {label: self.count(measure, basis, one, known_on) for label, one in cells.items()}

    def absent_fields(self, measure: Measure, days: Basis | Sequence[Span]) -> list[str]:
        """Return the fields of a measure's rule (and its unit) that no record of these days has."""
        names = fields_asked(measure)
        if self.geography.bounded and not self.geography.unknown_is_inside:
            names = [*names, AREA]
        if measure.date_basis not in self.facts.columns:
            return [measure.date_basis, *(name for name in names if not self._has_column(name))]
        return self._presence.absent(measure.date_basis, names, as_basis(days).every_day)

    def fields_without_column(self, measure: Measure) -> list[str]:
        """Return the fields of a measure's rule that no extract has a column of; unlike others, that needs no query."""
        return [name for name in fields_of(measure.rule) if not self._has_column(name)]

    def _has_column(self, name: str) -> bool:
        role = self.facts.source.role_of(name)
        people = self.facts.people.get(role) if role else None
        columns = people.columns if people else self.facts.columns
        declared = self.facts.source.by_name.get(name)
        return bool({name, f"{name}_lo"} & columns) or (declared is not None and declared.absent == "no")

    def lacked_by(self, measure: Measure, name: str) -> str | None:
        """Return the field of a breakdown that no extract has; blank: its source has none; None: it is there."""
        breakdown = self.breakdowns[name]
        if breakdown.of in {AREA, CLAUSE}:
            return None
        field = breakdown.field_in(self.facts.source, measure.role)
        if field is None:
            return ""
        return None if self._has_column(field) else field

    def labels_of(self, measure: Measure, name: str) -> list[str]:
        """Return the values that a breakdown of a measure has in the data, in the order in which people read them."""
        if name == CLAUSE:
            of_sides = [clause for side in measure.sides for clause in side.clauses]
            return of_sides or ([each.id for each in measure.definition.clauses] if measure.definition else [])
        found = self._labels_of_people(measure, name) if measure.counts_persons else self.labels_counted(measure, name)
        breakdown = self.breakdowns[name]
        last = [label for label in breakdown.last_labels if label in found]
        first = [label for label in (*breakdown.first_labels, *sorted(found)) if label in found and label not in last]
        return [*dict.fromkeys(first), *last]

    def labels_counted(self, measure: Measure, name: str) -> set[str]:
        """Return the labels of a breakdown of which there is any unit; not of people."""
        days = self._tallies.days(measure, ALL_LABEL, (name,))
        if days is None:
            return set()
        met, open_, _ = days.counts
        return days.labels[name].those_of((met != 0) | (open_ != 0))

    def _labels_of_people(self, measure: Measure, name: str) -> set[str]:
        if measure.role not in self.facts.people or measure.date_basis not in self.facts.columns:
            return set()
        found = tally_persons(self._engine, self._rows_of_persons(measure, None, (name,)), Where(None))
        return {labels[0] for (_, *labels), tallied in found.items() if tallied.rows}
