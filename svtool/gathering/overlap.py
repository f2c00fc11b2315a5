"""Extracts that overlap: the same reference in two files is one record, and the later file knows it better.

Overlap is judged on references, not on months. Which of two files is later is said by `as_at`, or by `--replace` (the
later named wins); two files that share half of a month's references and can't be ordered are refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import date

import pyarrow as pa

from svtool.engine.seam import number, rows
from svtool.errors import ExtractError
from svtool.gathering.steps import Step
from svtool.records.ledger import Extract
from svtool.records.watch import Watch
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER

SAME_MONTH = 0.5  # of the references of a month, in the file that has fewer
SUPERSEDED = "superseded"
SAME_RECORD = f"a.{SUPPLIER} = b.{SUPPLIER} AND a.reference = b.reference"


@dataclass(frozen=True)
class Overlap:
    """Two files that share references.

    Attributes:
        earlier, later: numbers of the files, in the order of their dates, else as they are named.
        months: first days of the months in which they share half of the references or more; None for no date.
        ordered: whether anybody said which is later.
        shared: how many references they share.
        of_later: the share of the later file's references that these are.
    """

    earlier: int
    later: int
    months: tuple[date | None, ...]
    ordered: bool
    shared: int = 0
    of_later: float = 0.0


def find_superseded(
    typed: Step, extracts: Sequence[Extract], day: str, replace: bool, watch: Watch | None = None
) -> tuple[Step, str]:
    """Return the step with the rows that a later extract re-issues beside it, and the name of that table.

    The name is empty when nothing is issued again.

    Args:
        typed: the rows of one source, all files together.
        extracts: the files.
        day: the date column that says a record's month; empty for people, who have none.
        replace: whether the later named file wins where no `as_at` orders two files.
        watch: who is told of files that nobody ordered, instead of an error; the later named then wins.

    Raises:
        ExtractError: two files share half of a month's references and nobody said which is later.
    """
    if len(extracts) < 2 or "reference" not in typed.columns:
        return typed, ""
    overlaps = find_overlaps(typed, extracts, day, replace)
    unordered = [each for each in overlaps if each.months and not each.ordered]
    if unordered and watch is None:
        raise ExtractError("\n".join(_refusal(each, extracts) for each in unordered), "F13")
    if watch:
        for each in unordered:
            earlier, later = extracts[each.earlier].name, extracts[each.later].name
            watch.overlapping(earlier, later, each.shared, each.of_later)
    pairs = [each for each in overlaps if each.ordered or each.months]
    if not pairs:
        return typed, ""
    later, reissued = f"{typed.base}_later_extracts", f"{typed.base}_reissued_months"
    _put_pairs(typed, pairs, later, reissued)
    found = typed.with_rows(SUPERSEDED, _superseded_rows(typed, day, later, reissued))
    typed.engine.drop(later)
    typed.engine.drop(reissued)
    return found


def leave_superseded(typed: Step, superseded: str) -> Step:
    """Return the next step: the rows that no later extract re-issues."""
    if not superseded:
        return typed
    left = number(typed.engine, f"rows of {superseded}", f"SELECT count(*) FROM {superseded}")
    return typed.without(superseded, "current", {SUPERSEDED: left}, kept=True)


def _refusal(overlap: Overlap, extracts: Sequence[Extract]) -> str:
    one, other = extracts[overlap.earlier].name, extracts[overlap.later].name
    return (
        f"{one} and {other} share half or more of a month's references, and neither is said to be later; expected one "
        "of them, or an order. Give each its as_at in the project file (or its supplier, if the same references mean "
        "different records), or run with --replace to take the later named."
    )


def find_overlaps(typed: Step, extracts: Sequence[Extract], day: str, replace: bool) -> list[Overlap]:
    """Return the pairs of files that share references."""
    month = _month_of("{}", day) if day else "CAST(NULL AS DATE)"
    shared = rows(
        typed.engine,
        f"references that files of {typed.base} share",
        f"SELECT a.{EXTRACT}, b.{EXTRACT}, {month.format('a')}, count(DISTINCT a.reference) FROM {typed.name} AS a "
        f"JOIN {typed.name} AS b ON {SAME_RECORD} AND a.{EXTRACT} < b.{EXTRACT} GROUP BY 1, 2, 3",
    )
    if not shared:
        return []
    sizes = {
        (extract, each): count
        for extract, each, count in rows(
            typed.engine,
            f"references in files of {typed.base}",
            f"SELECT {EXTRACT}, {month.format('t')}, count(DISTINCT t.reference) FROM {typed.name} AS t GROUP BY 1, 2",
        )
    }
    months: dict[tuple[int, int], list[date | None]] = {}
    for one, other, each, count in shared:
        fewer = min(sizes.get((one, each), count), sizes.get((other, each), count))
        found = months.setdefault((one, other), [])
        if count >= SAME_MONTH * fewer:
            found.append(each)
    overlaps = [_order(pair, tuple(found), extracts, replace) for pair, found in sorted(months.items())]
    together: Counter[frozenset[int]] = Counter()
    for one, other, _, count in shared:
        together[frozenset((one, other))] += count
    all_of: Counter[int] = Counter()
    for (extract, _), count in sizes.items():
        all_of[extract] += count
    return [
        changed(each, shared=both, of_later=both / max(1, all_of[each.later]))
        for each in overlaps
        for both in [together[frozenset((each.earlier, each.later))]]
    ]


def _month_of(alias: str, day: str) -> str:
    return f"CAST(date_trunc('month', {alias}.{day}) AS DATE)"


def _order(
    pair: tuple[int, int], months: tuple[date | None, ...], extracts: Sequence[Extract], replace: bool
) -> Overlap:
    one, other = pair
    dates = extracts[one].as_at, extracts[other].as_at
    if dates[0] and dates[1] and dates[0] != dates[1]:
        earlier, later = (one, other) if dates[0] < dates[1] else (other, one)
        return Overlap(earlier, later, months, ordered=True)
    return Overlap(one, other, months, ordered=replace)


def _put_pairs(typed: Step, pairs: Sequence[Overlap], later: str, reissued: str) -> None:
    """Give the engine small tables of which extract is later than which, and of the months that are issued again."""
    typed.engine.put(
        later,
        pa.table(
            {
                "earlier": pa.array([each.earlier for each in pairs], pa.int16()),
                "later": pa.array([each.later for each in pairs], pa.int16()),
            }
        ),
    )
    months = [(each.earlier, month) for each in pairs for month in each.months]
    typed.engine.put(
        reissued,
        pa.table(
            {
                "extract_number": pa.array([extract for extract, _ in months], pa.int16()),
                "month": pa.array([month for _, month in months], pa.date32()),
            }
        ),
    )


def _superseded_rows(typed: Step, day: str, later: str, reissued: str) -> str:
    """Return the query of the rows that a later extract re-issues."""
    sql = (
        f"SELECT a.{ROW} FROM {typed.name} AS a JOIN {typed.name} AS b ON {SAME_RECORD} "
        f"JOIN {later} AS o ON o.earlier = a.{EXTRACT} AND o.later = b.{EXTRACT}"
    )
    if not day:
        return f"SELECT DISTINCT {ROW} FROM ({sql}) AS older"
    # A re-issued month brings its records without a reference again as well; they can't be matched one by one.
    return (
        f"{sql} UNION SELECT a.{ROW} FROM {typed.name} AS a JOIN {reissued} AS m ON m.extract_number = a.{EXTRACT} "
        f"AND m.month = {_month_of('a', day)} WHERE a.reference IS NULL"
    )
