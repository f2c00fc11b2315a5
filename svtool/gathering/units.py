"""From rows to units: rows that don't count leave, rows of one incident become one, cells that may be several numbers
are spread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from svtool.engine.seam import rows
from svtool.gathering.steps import Step, selected
from svtool.records.canonical_columns import MORE
from svtool.records.vocabulary import Vocabularies
from svtool.schema.row_columns import ROW, UNCERTAIN


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


def first_known(name: str) -> str:
    """Return SQL for the first known value of a field among the rows of a group."""
    return f"min_by({name}, {ROW}) FILTER (WHERE {name} IS NOT NULL)"


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
