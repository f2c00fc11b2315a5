"""From rows to units: rows that don't count leave, rows of one incident become one, cells that may be several numbers
are spread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyarrow as pa

from svtool.engine.seam import number, rows
from svtool.gathering.steps import Step, selected
from svtool.records.canonical_columns import MORE
from svtool.records.vocabulary import Vocabularies
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER, UNCERTAIN

SAME_INCIDENT = "further vehicles or calls of an incident"
HASH_PARTS = 6  # of the references, one at a time, so that five million of them need little memory


def leave_cancelled(step: Step) -> Step:
    """Return the next step: without cancelled and transferred records."""
    if "cancelled" not in step.columns:
        return step
    left = step.count("cancelled")
    return step.where("NOT COALESCE(cancelled, FALSE)", "not_cancelled", {"cancelled": left}) if left else step


def leave_out(step: Step, values: Mapping[str, tuple[str, ...]], vocabularies: Vocabularies) -> Step:
    """Return the next step: without records that don't count (transferred, false alarms …), counted by value.

    Args:
        step: the records.
        values: field → its values that leave a record out.
        vocabularies: the numbers of values.
    """
    columns = step.columns
    for name, unwanted in values.items():
        if name not in columns:
            continue
        numbers = {i: value for i, value in enumerate(vocabularies[name].values) if value in unwanted}
        if not numbers:
            continue
        is_one = f"{name} IN ({', '.join(map(str, numbers))})"
        found = rows(
            step.engine,
            f"rows of {step.name} left out by {name}",
            f"SELECT {name}, count(*) FROM {step.name} WHERE {is_one} GROUP BY {name}",
        )
        left: Counter[str] = Counter()
        for value, count in found:
            left[(numbers[value] or "").replace("_", " ")] += count
        if left:
            step = step.where(f"({name} IS NULL OR NOT {is_one})", f"without_{name}", left)
    return step


def leave_repeats(step: Step) -> Step:
    """Return the next step: without rows that repeat the supplier and reference of an earlier row.

    References whose hash occurs once can't repeat; only the few others are compared letter by letter.
    """
    columns = step.columns
    if "reference" not in columns:
        return step
    suspects = [
        found
        for part in range(HASH_PARTS)
        for (found,) in rows(
            step.engine,
            f"references of {step.name} that may repeat, part {part + 1}",
            f"SELECT h FROM (SELECT xxhash64({SUPPLIER}, reference) AS h FROM {step.name} WHERE reference IS NOT NULL) "
            f"AS hashes WHERE abs(h % {HASH_PARTS}) = {part} GROUP BY h HAVING count(*) > 1",
        )
    ]
    if not suspects:
        return step
    suspected = f"{step.base}_suspected"
    step.engine.put(suspected, pa.table({"h": pa.array(suspects, pa.int64())}))
    # Of a record that stands both cancelled and not, the one that is not is kept, in whatever order they come.
    order = f"COALESCE(cancelled, FALSE), {ROW}" if "cancelled" in columns else ROW
    step, repeated = step.with_rows(
        "repeated",
        f"SELECT {ROW} FROM (SELECT {ROW}, "
        f"row_number() OVER (PARTITION BY {SUPPLIER}, reference ORDER BY {order}) AS nth "
        f"FROM {step.name} WHERE xxhash64({SUPPLIER}, reference) IN (SELECT h FROM {suspected}) "
        "AND reference IS NOT NULL) AS numbered WHERE nth > 1",
    )
    step.engine.drop(suspected)
    left = number(step.engine, f"rows of {repeated}", f"SELECT count(*) FROM {repeated}")
    return step.without(repeated, "units", {"repeated": left}) if left else step


def collapse_incidents(step: Step) -> Step:
    """Return the next step: one row of the vehicles and calls that bear one incident number."""
    columns = step.columns
    if "reference" not in columns:
        return step
    group = f"{SUPPLIER}, reference, CASE WHEN reference IS NULL THEN {ROW} END"
    fields = [name for name in columns if name not in {ROW, EXTRACT, SUPPLIER, "reference"}]
    disagreeing = step.disagreeing + count_disagreeing(step, group, fields)
    instead = {name: first_known(name) for name in fields}
    instead |= {ROW: f"min({ROW})", EXTRACT: f"min_by({EXTRACT}, {ROW})"}
    sql = f"SELECT {selected(step.name, columns, instead)} FROM {step.name} GROUP BY {group}"
    return replace(step, disagreeing=disagreeing).fewer("incidents", sql, SAME_INCIDENT)


def first_known(name: str) -> str:
    """Return SQL for the first known value of a field among the rows of a group."""
    return f"min_by({name}, {ROW}) FILTER (WHERE {name} IS NOT NULL)"


def count_disagreeing(step: Step, group: str, fields: Iterable[str]) -> int:
    """Return of how many units the rows say different things, both known, in one of these fields."""
    differs = " OR ".join(f"min({name}) <> max({name})" for name in fields)
    if not differs:
        return 0
    return number(
        step.engine,
        f"units of {step.name} whose rows disagree",
        f"SELECT count(*) FROM (SELECT 1 AS one FROM {step.name} GROUP BY {group} HAVING {differs}) AS disagreeing",
    )


def spread_intervals(step: Step) -> Step:
    """Return the next step: counts that may be several numbers split into what is certain and what may be there too.

    A suppressed cell of 1 to 7 is 1 for certain and 6 not known, so that the truth lies between count and
    count + not known.
    """
    columns = step.columns
    if MORE not in columns:
        return step
    names = [name for name in columns if name != MORE]
    if not step.count(f"{MORE} > 0"):
        return step.then("counts", f"SELECT {selected('t', names)} FROM {step.name} AS t")
    certain = selected("t", names, {UNCERTAIN: "FALSE"})
    perhaps = selected("t", names, {"count": f"t.{MORE}", UNCERTAIN: "TRUE"})
    return step.then(
        "counts",
        f"SELECT {certain} FROM {step.name} AS t UNION ALL SELECT {perhaps} FROM {step.name} AS t WHERE t.{MORE} > 0",
    )
