"""Which fields were recorded on which days: a field that no record has is absent, which is not the same as no."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from svtool.counting.tally import DAY
from svtool.counting.unit_sql import with_people
from svtool.engine.seam import Engine
from svtool.gathering.facts import Facts


def field_presence(engine: Engine, facts: Facts, date_basis: str, names: Sequence[str]) -> pa.Table:
    """Return for each day how many records there are and how many of them have each field."""
    counts: dict[str, str] = {"records": "count(*)"}
    persons = ""
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
            persons = people.table
            counts[name] = f"count(p.{column})"
        else:
            counts[name] = f"count(f.{column})"
    listed = ", ".join(f"{sql} AS {name}" for name, sql in counts.items())
    day = f"f.{date_basis}"
    sql = f"SELECT {day} AS {DAY}, {listed} FROM {with_people(facts.table, persons)} GROUP BY {day}"
    return engine.answer(f"{facts.source.id}: fields that records have, by {date_basis}", sql)
