"""Pieces of queries that several questions share: units and their people, and whether any of them meets a rule."""

from __future__ import annotations

from svtool.engine.rule_sql import RuleCompiler
from svtool.engine.seam import Engine
from svtool.gathering.facts import People
from svtool.schema.row_columns import OFFENCE_ROW, PRESENT, ROW


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
