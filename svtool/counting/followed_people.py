"""Follow people: who met a rule in some days, and again on a later day within so many months of the first of them.

Everybody is followed equally long from a first day of his own, which reaches beyond the days in which first days lie.
Like people met more than once, they are asked for in each part of a breakdown by itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pyarrow as pa

from svtool.counting.basis import Basis
from svtool.counting.person_tally import Part, PersonRows, PersonTally, Where, part_of
from svtool.counting.unit_sql import days_condition
from svtool.dates import Span
from svtool.engine.seam import Engine, rows
from svtool.schema.having import followed_until

_LATER = "ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING"
_ONE_DAY = timedelta(days=1)


def follow_people(engine: Engine, persons: PersonRows, where: Where, basis: Basis) -> dict[Part, PersonTally]:
    """Return how many people met a rule in some days and again within the months of the measure, by part.

    Rows that name nobody are not known: each may be somebody's first day, or a later one.

    Args:
        engine: where the rows are.
        persons: the rows, of a measure that follows people.
        where: which of them are asked.
        basis: the days in which first days lie.
    """
    windows = f"{persons.step}_windows"
    engine.put(windows, _windows(basis, persons.measure.again_within_months or 0))
    asked, values = _asked(persons, where, basis)
    keys = ", ".join(["place", *_parts(persons)])
    question = f"{persons.facts.source.id}: {persons.measure.id}, person by person"
    met = rows(engine, question, _met(asked, keys, persons, windows), values)
    seen = rows(
        engine,
        f"{question}: rows",
        f"SELECT {keys}, sum(seen), COALESCE(sum(CASE WHEN person IS NULL THEN seen END), 0) "
        f"FROM ({asked}) AS asked GROUP BY {keys}",
        values,
    )
    found = {part_of(key, persons.by): (int(certain), int(open_)) for *key, certain, open_ in met}
    tallies: dict[Part, PersonTally] = {}
    for *key, number, nameless in seen:
        part = part_of(key, persons.by)
        certain, open_ = found.get(part, (0, 0))
        tallies[part] = PersonTally(certain, open_ + int(nameless), int(number), int(nameless))
    return tallies


def _windows(basis: Basis, months: int) -> pa.Table:
    """Return for each day on which a first one may lie the last day on which its person is followed."""
    first, last = _ends(basis)
    days = [first + number * _ONE_DAY for number in range((last - first).days + 1)]
    until = [followed_until(day, months) for day in days]
    return pa.table({"first_day": pa.array(days, pa.date32()), "until": pa.array(until, pa.date32())})


def _ends(basis: Basis) -> Span:
    spans = basis.every_day
    return min(start for start, _ in spans), max(end for _, end in spans)


def _parts(persons: PersonRows) -> list[str]:
    return [f"b{i}" for i in range(len(persons.by))]


def _asked(persons: PersonRows, where: Where, basis: Basis) -> tuple[str, list[object]]:
    """Return SQL for the rows of some days and of those after, with a `?` for each value, and the values."""
    facts, day = persons.facts, f"f.{persons.measure.date_basis}"
    inside, days = days_condition(basis, facts, persons.measure.date_basis)
    first, last = _ends(basis)
    followed = Basis.of([(first, followed_until(last, persons.measure.again_within_months or 0))])
    condition, placed = replace(where, basis=followed).condition(facts, persons.measure.date_basis)
    place, verdict, known = where.place_and_verdict(facts)
    listed = ", ".join(f"f.{name}" for name in (*_parts(persons), "person", "seen", *persons.scope_columns))
    sql = (
        f"SELECT {place} AS place, {listed}, {day} AS day, {verdict} AS v, COALESCE({inside}, FALSE) AS inside "
        f"FROM {persons.step} AS f{where.joins()} WHERE {condition}"
    )
    return sql, [*known, *days, *placed]


def _met(asked: str, keys: str, persons: PersonRows, windows: str) -> str:
    """Return SQL for how many people of each part met the rule again for certain, and how many more may have."""
    person = ", ".join([keys, *persons.scope_columns, "person"])
    own = f"PARTITION BY {person}"
    by_day = (
        f"SELECT {person}, day, COALESCE(bool_or(v), FALSE) AS certain, bool_or(inside) AS inside, count(*) AS several "
        f"FROM ({asked}) AS asked WHERE person IS NOT NULL GROUP BY {person}, day"
    )
    # A record without a date stands before all days, and may be of any.
    later = (
        f"SELECT by_day.*, min(day) OVER ({own} ORDER BY day NULLS FIRST {_LATER}) AS next_day, "
        f"min(CASE WHEN certain THEN day END) OVER ({own} ORDER BY day NULLS FIRST {_LATER}) AS next_certain, "
        f"min(CASE WHEN certain AND inside THEN day END) OVER ({own}) AS first_certain, "
        f"COALESCE(sum(CASE WHEN day IS NULL THEN several END) OVER ({own}), 0) AS undated FROM ({by_day}) AS by_day"
    )
    # Whoever may have been met before his first certain day was met again on that one, if so.
    certain = "inside AND day = first_certain AND next_certain <= until"
    possible = "inside AND (first_certain IS NULL OR day <= first_certain) AND next_day <= until"
    undated = "max(undated) > 1 OR (max(undated) > 0 AND bool_or(inside))"
    people = (
        f"SELECT {person}, COALESCE(bool_or({certain}), FALSE) AS certain, "
        f"COALESCE(bool_or({possible}), FALSE) OR {undated} AS possible "
        f"FROM ({later}) AS later LEFT JOIN {windows} AS w ON w.first_day = later.day GROUP BY {person}"
    )
    return (
        f"SELECT {keys}, count(CASE WHEN certain THEN 1 END), count(CASE WHEN possible AND NOT certain THEN 1 END) "
        f"FROM ({people}) AS people GROUP BY {keys}"
    )
