"""People of linked files find their offence: by reference and supplier, as far as both files know the supplier."""

from __future__ import annotations

from svtool.dates import add_months, month_end
from svtool.engine.embedded import Engine
from svtool.errors import several
from svtool.gathering.facts import People, drop_repeated_people
from svtool.records.ledger import ExtractReport
from svtool.records.watch import FIRST_PLACES, Watch
from svtool.schema.row_columns import EXTRACT, OFFENCE_ROW, ROW, SUPPLIER
from svtool.schema.sources import Role

NO_SUPPLIER = 0


def link_people(
    engine: Engine, offences: str, raw: str, role: Role, within: str, report: ExtractReport, watch: Watch | None = None
) -> People:
    """Return the people of a linked file, joined to their offences; rows without one are unlinked and counted.

    Args:
        engine: where the rows are.
        offences: the table of offences, each reference of a supplier once.
        raw: the table of the people's rows, which is gone afterwards.
        role: who they are.
        within: how far a reference of a person means one person.
        report: their report.
        watch: is told of the rows whose offence is in no file.
    """
    drop_repeated_people(engine, raw, f"{role}_reference", within, report)
    table = f"{raw}_linked"
    names = [name for name in engine.columns(raw) if name not in {"reference", SUPPLIER}]
    listed = ", ".join(f"p.{name}" for name in names)
    suppliers = f"CASE WHEN p.{SUPPLIER} = {NO_SUPPLIER} THEN o.{SUPPLIER} ELSE p.{SUPPLIER} END AS {SUPPLIER}"
    if _must_link_loosely(engine, offences, raw):
        _pair_loosely(engine, offences, raw, role, report)
        engine.run(
            f"CREATE TABLE {table} AS SELECT {listed}, o.{ROW} AS {OFFENCE_ROW}, {suppliers} FROM {raw} AS p "
            f"JOIN {raw}_pairs AS k ON k.person_row = p.{ROW} JOIN {offences} AS o ON o.{ROW} = k.offence_row"
        )
        engine.run(f"DROP TABLE {raw}_pairs")
    else:
        engine.run(
            f"CREATE TABLE {table} AS SELECT {listed}, o.{ROW} AS {OFFENCE_ROW}, {suppliers} "
            f"FROM {raw} AS p JOIN {offences} AS o ON p.reference = o.reference AND p.{SUPPLIER} = o.{SUPPLIER}"
        )
    loaded = engine.number(f"SELECT count(*) FROM {raw}")
    report.ledger.usable = engine.number(f"SELECT count(*) FROM {table}")
    report.ledger.unlinked += loaded - report.ledger.usable
    report.ledger.check()
    if watch and report.ledger.unlinked:
        watch.unlinked(raw, _unlinked_rows(engine, offences, raw))
    engine.run(f"DROP TABLE {raw}")
    first, last = engine.rows(
        f"SELECT min(o.recorded_date), max(o.recorded_date) FROM {table} AS p "
        f"JOIN {offences} AS o ON o.{ROW} = p.{OFFENCE_ROW}"
    )[0]
    return People(
        table,
        frozenset(engine.columns(table)),
        within,
        known_from=add_months(first, 0) if first else None,
        known_to=month_end(last) if last else None,
    )


def _unlinked_rows(engine: Engine, offences: str, raw: str) -> list[tuple[int, int, list[int]]]:
    """Return for each extract its number, how many of its rows name an offence in no file, and the first of them.

    An offence of another supplier is none of theirs; without a supplier, any offence with the reference may be.
    """
    return engine.rows(
        f"SELECT {EXTRACT}, count(*), list_sort(list({ROW}))[1:{FIRST_PLACES}] FROM {raw} AS p "
        f"WHERE reference IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {offences} AS o "
        f"WHERE p.reference = o.reference AND (p.{SUPPLIER} = o.{SUPPLIER} "
        f"OR p.{SUPPLIER} = {NO_SUPPLIER} OR o.{SUPPLIER} = {NO_SUPPLIER})) GROUP BY {EXTRACT} ORDER BY {EXTRACT}"
    )


def _must_link_loosely(engine: Engine, offences: str, raw: str) -> bool:
    """Return whether some rows have a supplier and others, which might belong to them, have none."""
    least, most = engine.rows(
        f"SELECT min({SUPPLIER}), max({SUPPLIER}) FROM (SELECT DISTINCT {SUPPLIER} FROM {offences} "
        f"UNION SELECT DISTINCT {SUPPLIER} FROM {raw})"
    )[0]
    return bool(least == NO_SUPPLIER and most != NO_SUPPLIER)


def _pair_loosely(engine: Engine, offences: str, raw: str, role: Role, report: ExtractReport) -> None:
    """Make a table of which person's row is of which offence, where one of them may have no supplier.

    The same supplier goes before none, and a row that could be of offences of several suppliers is of none.
    """
    exact = f"p.{SUPPLIER} = o.{SUPPLIER}"
    engine.run(
        f"CREATE TABLE {raw}_candidates AS SELECT p.{ROW} AS person_row, o.{ROW} AS offence_row, {exact} AS exact, "
        f"count(*) OVER (PARTITION BY p.{ROW}) AS candidates, "
        f"sum(CASE WHEN {exact} THEN 1 ELSE 0 END) OVER (PARTITION BY p.{ROW}) AS exactly "
        f"FROM {raw} AS p JOIN {offences} AS o ON p.reference = o.reference "
        f"WHERE {exact} OR p.{SUPPLIER} = {NO_SUPPLIER} OR o.{SUPPLIER} = {NO_SUPPLIER}"
    )
    alone = "exactly = 0 AND candidates = 1"
    engine.run(
        f"CREATE TABLE {raw}_pairs AS SELECT person_row, offence_row FROM {raw}_candidates WHERE exact OR ({alone})"
    )
    by_reference, ambiguous = engine.rows(
        f"SELECT count(*) FILTER (WHERE {alone}), count(DISTINCT person_row) FILTER (WHERE exactly = 0 AND "
        f"candidates > 1) FROM {raw}_candidates"
    )[0]
    engine.run(f"DROP TABLE {raw}_candidates")
    if by_reference:
        report.notes.append(
            f"{several(by_reference, 'row is', 'rows are')} linked by the reference alone, as only one of the {role} "
            "and the offence has a supplier"
        )
    if ambiguous:
        report.notes.append(
            f"{several(ambiguous, 'row has', 'rows have')} no supplier and a reference of several; not linked. Give "
            "the file its supplier"
        )
