"""From rows to units: rows that don't count leave, rows of one incident become one, cells that may be several numbers
are spread.

Every row that leaves is counted in the ledger of its extract.
"""

from __future__ import annotations

from collections.abc import Iterable

from svtool.engine.embedded import Engine
from svtool.records.canonical_columns import MORE
from svtool.records.ledger import ExtractReport
from svtool.records.vocabulary import Vocabularies
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER, UNCERTAIN

SAME_INCIDENT = "further vehicles or calls of an incident"


def leave_out(
    engine: Engine,
    table: str,
    values: dict[str, tuple[str, ...]],
    vocabularies: Vocabularies,
    report: ExtractReport,
) -> None:
    """Delete records that don't count (cancelled, transferred, false alarms …), and count them by value.

    Args:
        engine: where the table is.
        table: the records.
        values: field → its values that leave a record out.
        vocabularies: the numbers of values.
        report: whose ledger counts them.
    """
    columns = engine.columns(table)
    for name, unwanted in values.items():
        if name not in columns:
            continue
        for number, value in enumerate(vocabularies[name].values):
            if value not in unwanted:
                continue
            left = engine.number(f"SELECT count(*) FROM {table} WHERE {name} = ?", [number])
            engine.run(f"DELETE FROM {table} WHERE {name} = ?", [number])
            if value == "cancelled":
                report.ledger.cancelled += left
            elif left:
                report.ledger.left_out[value.replace("_", " ")] += left


def collapse_incidents(engine: Engine, table: str, report: ExtractReport) -> None:
    """Make one row of the vehicles and calls that bear one incident number, and count the further ones."""
    if "reference" not in engine.columns(table):
        return
    before = engine.number(f"SELECT count(*) FROM {table}")
    group = f"{SUPPLIER}, reference, CASE WHEN reference IS NULL THEN {ROW} END"
    fields = [name for name in engine.columns(table) if name not in {ROW, EXTRACT, SUPPLIER, "reference"}]
    report.disagreeing += count_disagreeing(engine, table, group, fields)
    _merge(engine, table, table, group, [])
    further = before - engine.number(f"SELECT count(*) FROM {table}")
    if further:
        report.ledger.left_out[SAME_INCIDENT] += further


def merge_offences(engine: Engine, rows: str, table: str, group: str, fields: Iterable[str]) -> None:
    """Make a table with one row for each offence of a joined export, from all rows that have something to say of it."""
    others = [name for name in engine.columns(rows) if name not in set(fields)]
    _merge(engine, rows, table, group, others)


def _merge(engine: Engine, rows: str, table: str, group: str, of_first: Iterable[str]) -> None:
    """Group rows: the first known value of each field, but the first row's own value of those in `of_first`."""
    own = {ROW, EXTRACT, *of_first}
    listed = ", ".join(
        f"min({name}) AS {name}"
        if name == ROW
        else f"first({name} ORDER BY {ROW}) AS {name}"
        if name in own
        else f"first({name} ORDER BY {ROW}) FILTER (WHERE {name} IS NOT NULL) AS {name}"
        for name in engine.columns(rows)
    )
    engine.run(f"CREATE TABLE {table}_merged AS SELECT {listed} FROM {rows} GROUP BY {group}")
    if rows == table:
        engine.run(f"DROP TABLE {table}")
    engine.run(f"ALTER TABLE {table}_merged RENAME TO {table}")


def count_disagreeing(engine: Engine, table: str, group: str, fields: Iterable[str]) -> int:
    """Return of how many units the rows say different things, both known, in one of these fields."""
    differs = " OR ".join(f"min({name}) <> max({name})" for name in fields)
    if not differs:
        return 0
    return engine.number(f"SELECT count(*) FROM (SELECT 1 FROM {table} GROUP BY {group} HAVING {differs})")


def spread_intervals(engine: Engine, table: str) -> None:
    """Split counts that may be several numbers into what is certain and what may be there too.

    A suppressed cell of 1 to 7 is 1 for certain and 6 not known, so that the truth lies between count and
    count + not known.
    """
    if MORE not in engine.columns(table):
        return
    if engine.number(f"SELECT count(*) FROM {table} WHERE {MORE} > 0"):
        engine.run(f"ALTER TABLE {table} ADD COLUMN {UNCERTAIN} BOOLEAN DEFAULT FALSE")
        engine.run(
            f"INSERT INTO {table} SELECT * REPLACE ({MORE} AS count, TRUE AS {UNCERTAIN}) FROM {table} WHERE {MORE} > 0"
        )
    engine.drop_columns(table, [MORE])
