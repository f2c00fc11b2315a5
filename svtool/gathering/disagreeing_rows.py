"""Rows of one reference: alike they are one, and what one leaves blank another may say; those that disagree all stay.

Which of them is right nobody can tell from their order. Each answers for itself where people are counted, and the
record meets a rule if any of its rows does; the column `unit_row` says which rows are of one record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from svtool.engine.seam import number, rows
from svtool.errors import LedgerError
from svtool.gathering.reference_hashes import suspected_rows
from svtool.gathering.steps import Step, selected
from svtool.records.packed_references import PackedReferences
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER, UNIT_ROW
from svtool.schema.sources import Source

REPEATED, SAME_INCIDENT = "repeated", "further vehicles or calls of an incident"
CANCELLED = "cancelled"
OWN = {ROW, EXTRACT, SUPPLIER, "reference"}


def merge_repeats(step: Step, source: Source, reason: str = REPEATED, packed: PackedReferences | None = None) -> Step:
    """Return the next step: the rows of one supplier and reference as one, or as many as disagree.

    Args:
        step: the rows.
        source: the source.
        reason: why the rows that are then fewer were left out.
        packed: their references, where they are kept out of the way.
    """
    names = step.columns
    is_packed = packed is not None and "reference" not in names
    suspected = _unpacked(step, packed) if packed and is_packed else _suspected(step)
    if not suspected:
        return step
    several = f"{step.base}_several"
    reference = "s.reference" if is_packed else "t.reference"
    step.engine.define(
        several,
        f"SELECT t.*, min(t.{ROW}) OVER (PARTITION BY t.{SUPPLIER}, {reference}) AS {UNIT_ROW} FROM {step.name} AS t "
        f"JOIN {suspected} AS s ON s.{ROW} = t.{ROW}",
        kept=True,
    )
    step.engine.drop(suspected)
    if not is_packed:
        _check_one_extract_each(step, several)
    fields = [name for name in names if name not in OWN]
    filled = f"{step.base}_filled"
    step.engine.define(filled, _filled(several, names, fields, dates_of(source), UNIT_ROW), kept=True)
    first = {ROW: f"min(t.{ROW})", EXTRACT: f"min_by(t.{EXTRACT}, t.{ROW})"}
    merged = f"{step.base}_merged"
    step.engine.define(
        merged,
        f"SELECT {selected('t', [*names, UNIT_ROW], first)} FROM {filled} AS t "
        f"GROUP BY {', '.join(f't.{name}' for name in (UNIT_ROW, *names) if name not in first)}",
        kept=True,
    )
    step.engine.drop(filled)
    [(rows_of_several, kept, units)] = rows(
        step.engine,
        f"rows and units of {merged}",
        f"SELECT (SELECT count(*) FROM {several}), count(*), count(DISTINCT {UNIT_ROW}) FROM {merged}",
    )
    fewer = rows_of_several - kept
    listed = ", ".join([*names, *([UNIT_ROW] if kept > units else [])])
    own = f", t.{ROW} AS {UNIT_ROW}" if kept > units else ""
    # What became of a record, or what each vehicle did, is no disagreement about it.
    told = [name for name in fields if name not in {each.name for each in source.fields if each.leaves_out}]
    disagreeing = step.disagreeing + (_count_disagreeing(step, merged, UNIT_ROW, told) if kept > units else 0)
    beside = replace(step, behind=(*step.behind, several, merged), disagreeing=disagreeing)
    return beside.then(
        "units",
        f"SELECT {listed} FROM (SELECT t.*{own} FROM {step.name} AS t "
        f"WHERE NOT EXISTS (SELECT 1 FROM {several} AS s WHERE s.{ROW} = t.{ROW})) AS alone "
        f"UNION ALL SELECT {listed} FROM {merged}",
        {reason: fewer},
    )


def _check_one_extract_each(step: Step, several_rows: str) -> None:
    """Check that no later extract has a record again: then it has taken its place.

    Raises:
        LedgerError: rows of a record come from two extracts.
    """
    twice = f"SELECT {UNIT_ROW} FROM {several_rows} GROUP BY {UNIT_ROW} HAVING min({EXTRACT}) <> max({EXTRACT})"
    found = number(step.engine, f"units of {several_rows}", f"SELECT count(*) FROM ({twice}) AS twice")
    if found:
        raise LedgerError(f"{step.base}: {found} references are counted from two extracts")


def _suspected(step: Step) -> str:
    """Return the name of a table of the rows that may share their reference with others; empty where none may."""
    return suspected_rows(step, "count(*) > 1") if "reference" in step.columns else ""


def _unpacked(step: Step, packed: PackedReferences) -> str:
    """Return the same with the references of these rows, where they were kept out of the way."""
    repeated = packed.take_repeated()
    if not repeated.num_rows:
        return ""
    step.engine.put(f"{step.base}_suspected", repeated)
    return f"{step.base}_suspected"


def keep_rows_that_disagree(step: Step, unit: str, fields: Sequence[str], source: Source) -> Step:
    """Return the next step, where rows of a unit that disagree belong to records of their own that share a unit.

    Args:
        step: the rows.
        unit: the column that says which rows are of one unit: the number of the first of them. It then says which rows
            are of one record.
        fields: the columns of the record.
        source: the source.
    """
    differs = " OR ".join(f"min({name}) <> max({name})" for name in fields) or "FALSE"
    beside, units = step.with_rows(
        "units_that_disagree", f"SELECT {unit} AS unit FROM {step.name} GROUP BY {unit} HAVING {differs}"
    )
    disagreeing = number(step.engine, f"units of {step.name} whose rows disagree", f"SELECT count(*) FROM {units}")
    if not disagreeing:
        return beside
    several = f"(SELECT t.* FROM {step.name} AS t JOIN {units} AS u ON u.unit = t.{unit})"
    filled = f"({_filled(several, [ROW, unit, *fields], fields, dates_of(source), unit)}) AS filled"
    alike = ", ".join([unit, *fields])
    beside, records = beside.with_rows(
        "rows_that_disagree",
        f"SELECT {', '.join([ROW, *fields])}, min({ROW}) OVER (PARTITION BY {alike}) AS record FROM {filled}",
    )
    columns = step.columns
    instead = {name: f"CASE WHEN r.{ROW} IS NULL THEN t.{name} ELSE r.{name} END" for name in fields}
    instead |= {unit: f"COALESCE(r.record, t.{unit})", UNIT_ROW: f"t.{unit}"}
    sql = (
        f"SELECT {selected('t', columns, instead)} FROM {step.name} AS t LEFT JOIN {records} AS r ON r.{ROW} = t.{ROW}"
    )
    return replace(beside, disagreeing=step.disagreeing + disagreeing).then("each_for_itself", sql, kept=True)


def one_row_each(step: Step, source: Source) -> Step:
    """Return the next step: one row of each record, in which what its rows disagree on is not known.

    People of linked files belong to a record, not to one of its rows.
    """
    columns = step.columns
    if UNIT_ROW not in columns:
        return step
    first = {ROW, SUPPLIER, "reference", *dates_of(source)}
    instead = {
        name: f"min({name})" if name in first else f"CASE WHEN min({name}) = max({name}) THEN min({name}) END"
        for name in columns
        if name != UNIT_ROW
    } | {EXTRACT: f"min_by({EXTRACT}, {ROW})"}
    sql = f"SELECT {selected(step.name, list(instead), instead)} FROM {step.name} GROUP BY {UNIT_ROW}"
    return step.fewer("one_row_each", sql, REPEATED)


def dates_of(source: Source) -> set[str]:
    """Return the names of a source's dates."""
    return {each.name for each in source.of_type("date")}


def count_units(step: Step, reason: str = REPEATED) -> tuple[Step, int]:
    """Return the step and how many units its rows are; the further rows of a unit count as left out in the ledger."""
    if UNIT_ROW not in step.columns:
        return step, step.count()
    units = number(step.engine, f"units of {step.name}", f"SELECT count(DISTINCT {UNIT_ROW}) FROM {step.name}")
    left = step.left.copy()
    left[reason] += step.count() - units
    return replace(step, left=left), units


def _filled(table: str, names: Sequence[str], fields: Iterable[str], dates: set[str], unit: str) -> str:
    """Return a query of rows in which a blank says what all other rows of the unit say; of dates, the first one."""
    of_unit = f"OVER (PARTITION BY t.{unit})"
    instead = {}
    for name in fields:
        least, most = f"min(t.{name}) {of_unit}", f"max(t.{name}) {of_unit}"
        other = f"COALESCE(t.{name}, {least})" if name in dates else f"t.{name}"
        instead[name] = f"CASE WHEN {least} = {most} THEN {least} ELSE {other} END"
        if name == CANCELLED:  # of a record that stands both cancelled and not, the row that is not counts
            instead[name] = f"min(COALESCE(t.{name}, FALSE)) {of_unit}"
    listed = selected("t", [*dict.fromkeys([*names, unit])], instead)
    return f"SELECT {listed} FROM {table} AS t"


def _count_disagreeing(step: Step, table: str, unit: str, fields: Sequence[str]) -> int:
    """Return how many units have rows that disagree on one of these fields."""
    differs = " OR ".join(f"min({name}) <> max({name})" for name in fields) or "FALSE"
    units = f"SELECT {unit} FROM {table} GROUP BY {unit} HAVING {differs}"
    return number(step.engine, f"units of {step.name} whose rows disagree", f"SELECT count(*) FROM ({units}) AS units")
