"""Pieces of queries that several questions share: units and their people, and whether any of them meets a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svtool.counting.basis import Basis, Grid
from svtool.dates import Span
from svtool.engine.rule_sql import RuleCompiler
from svtool.engine.seam import Engine
from svtool.gathering.facts import Facts, People
from svtool.schema.row_columns import OFFENCE_ROW, PRESENT, ROW
from svtool.schema.sources import AREA


def any_of(verdict: str, over: str = "") -> str:
    """Return SQL for whether any row of a unit meets a rule, by Kleene's logic.

    Args:
        verdict: SQL that is TRUE, FALSE or NULL for a row.
        over: the window that a unit's rows are, such as ` OVER (PARTITION BY unit)`; empty where they are grouped.
    """
    return (
        f"CASE WHEN bool_or({verdict}){over} THEN TRUE "
        f"WHEN count({verdict}){over} < count(*){over} THEN NULL ELSE FALSE END"
    )


def with_people(records: str, people: str) -> str:
    """Return SQL for records `f` and, where there is a table of them, each of their people `p`."""
    return f"{records} AS f LEFT JOIN {people} AS p ON p.{OFFENCE_ROW} = f.{ROW}" if people else f"{records} AS f"


def is_victim_incident(people: People | None) -> str:
    """Return SQL for whether a row of records and their people is one person's victimisation.

    Linked files may come without one of victims; then no row is a victim's, though there are victims.
    """
    if people is None:
        return "FALSE"
    if people.table:
        return f"p.{ROW} IS NOT NULL"
    return f"f.{PRESENT['victim']}" if people.present else "TRUE"


def put_answers(engine: Engine, compiler: RuleCompiler) -> None:
    """Give the engine the lookup tables of all rules compiled so far."""
    for name, table in compiler.lookup_tables().items():
        engine.put(name, table)


def days_condition(basis: Basis, facts: Facts, day: str) -> tuple[str, list[object]]:
    """Return SQL over f for whether a record counts on its day, with a `?` for each day, and the days.

    Args:
        basis: on which days which records count.
        facts: the records.
        day: the date that places them.
    """
    if basis.grid is None:
        return _any_span(basis.sets[0], day), [each for span in basis.sets[0] for each in span]
    conditions: list[str] = []
    values: list[object] = []
    for number, spans in enumerate(basis.sets):
        among = " OR ".join(_cells(basis.grid, number, facts))
        if spans and among:
            conditions.append(f"({_any_span(spans, day)} AND ({among}))")
            values += [each for span in spans for each in span]
    return f"({' OR '.join(conditions) or 'FALSE'})", values


def _any_span(spans: Sequence[Span], day: str) -> str:
    return f"({' OR '.join(f'f.{day} BETWEEN ? AND ?' for _ in spans) or 'FALSE'})"


def _cells(grid: Grid, number: int, facts: Facts) -> Iterator[str]:
    """Yield SQL for each feed of which some places have a set of days: the places, or those that have another."""
    feed_sql, place_sql = facts.feed_sql(), f"COALESCE(f.{AREA}, 0)" if AREA in facts.columns else "0"
    for feed, row in enumerate(grid):
        has = [place for place, each in enumerate(row.tolist()) if each == number]
        if not has:
            continue
        others = [place for place in range(len(row)) if place not in set(has)]
        fewer, word = (has, "IN") if len(has) < len(others) else (others, "NOT IN")
        where = [f"{feed_sql} = {feed}"] if feed_sql else []
        where += [f"{place_sql} {word} ({', '.join(map(str, fewer))})"] if fewer else []
        yield f"({' AND '.join(where) or 'TRUE'})"
