"""Which fields were recorded on which days: a field that no record has is absent, which is not the same as no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svtool.counting.daily_counts import Chosen, Numbers, day_numbers, days_in
from svtool.dates import Span
from svtool.engine.seam import Engine
from svtool.gathering.facts import Facts
from svtool.meaning.decide import could_be_met
from svtool.schema.row_columns import OFFENCE_ROW, ROW
from svtool.schema.rules import fields_of
from svtool.schema.sources import AREA, Role
from svtool.schema.tables import Measure


@dataclass(frozen=True)
class Presence:
    """The days on which there are records, and on which of them any has a field."""

    day: Numbers
    has: Mapping[str, Chosen]


class FieldPresence:
    """Which fields of a source were recorded on which days, asked once for the fields of all measures."""

    def __init__(self, engine: Engine, facts: Facts, measures: Sequence[Measure]) -> None:
        """Prepare it; nothing is asked yet.

        Args:
            engine: where the facts are.
            facts: the source.
            measures: what is counted.
        """
        self._engine, self._facts = engine, facts
        self._names = {AREA, *(name for each in measures for name in fields_asked(each))}
        self._found: dict[tuple[str, Role | None], Presence] = {}

    def absent(self, date_basis: str, names: Sequence[str], days: Sequence[Span]) -> list[str]:
        """Return which of some fields no record of these days has; none of them where there are no records.

        Args:
            date_basis: the date that places records.
            names: the fields.
            days: the days.
        """
        records = self._presence(date_basis, None)
        if not days_in(records.day, days).any():
            return []
        return [name for name in names if not self._is_recorded(date_basis, name, days)]

    def _is_recorded(self, date_basis: str, name: str, days: Sequence[Span]) -> bool:
        declared = self._facts.source.by_name.get(name)
        if declared is not None and declared.absent == "no":
            return True
        presence = self._presence(date_basis, self._whose(name))
        return bool((presence.has[name] & days_in(presence.day, days)).any())

    def _whose(self, name: str) -> Role | None:
        """Return the people in whose table a field is; None for the records'."""
        role = self._facts.source.role_of(name)
        people = self._facts.people.get(role) if role else None
        return role if people and people.table else None

    def _presence(self, date_basis: str, role: Role | None) -> Presence:
        if (date_basis, role) not in self._found:
            self._found[date_basis, role] = self._ask(date_basis, role)
        return self._found[date_basis, role]

    def _ask(self, date_basis: str, role: Role | None) -> Presence:
        names = sorted(name for name in self._names if self._whose(name) == role)
        counts = {name: self._column(name, "p" if role else "f") for name in names}
        listed = "".join(f", count({column}) AS {name}" for name, column in counts.items())
        people = f" JOIN {self._facts.people[role].table} AS p ON p.{OFFENCE_ROW} = f.{ROW}" if role else ""
        found = self._engine.answer(
            f"{self._facts.source.id}: fields that {role or 'record'}s have, by {date_basis}",
            f"SELECT f.{date_basis} AS day{listed} FROM {self._facts.table} AS f{people} GROUP BY f.{date_basis}",
        )
        return Presence(day_numbers(found["day"]), {name: found[name].to_numpy() > 0 for name in names})

    def _column(self, name: str, alias: str) -> str:
        """Return SQL for a field; NULL where nothing has it."""
        role = self._facts.source.role_of(name)
        people = self._facts.people.get(role) if role else None
        columns = people.columns if people else self._facts.columns if role is None else frozenset()
        column = f"{name}_lo" if f"{name}_lo" in columns else name
        return f"{alias}.{column}" if column in columns else "NULL"


def fields_asked(measure: Measure) -> list[str]:
    """Return the fields without which a measure can't be counted."""
    return [*fields_of(measure.rule), *([f"{measure.unit}_reference"] if measure.counts_persons else [])]


def never_certain(measure: Measure, absent: Sequence[str]) -> bool:
    """Return whether no record can meet a measure for certain when these fields are absent."""
    return bool(absent) and not could_be_met(measure.rule, set(absent))
