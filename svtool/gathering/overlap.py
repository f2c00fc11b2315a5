"""Extracts that overlap: the same reference in two files is one record, and the later file knows it better.

Overlap is judged on references, not on months. Which of two files is later is said by `as_at`, or by `--replace` (the
later named wins); two files that share half of a month's references and can't be ordered are refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as changed

import pyarrow as pa

from svtool.engine.embedded import Engine
from svtool.errors import ExtractError, several
from svtool.records.ledger import Extract, ExtractReport
from svtool.records.watch import Watch
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER

SAME_MONTH = 0.5  # of the references of a month, in the file that has fewer
SUPERSEDED = "superseded"
_SAME = f"a.{SUPPLIER} = b.{SUPPLIER} AND a.reference = b.reference"


@dataclass(frozen=True)
class Overlap:
    """Two files that share references.

    Attributes:
        earlier, later: numbers of the files, in the order of their dates, else as they are named.
        months: first days of the months in which they share half of the references or more.
        ordered: whether anybody said which is later.
        shared: how many references they share.
        of_later: the share of the later file's references that these are.
    """

    earlier: int
    later: int
    months: tuple[str, ...]
    ordered: bool
    shared: int = 0
    of_later: float = 0.0


def replace_older(
    engine: Engine, table: str, report: ExtractReport, day: str, replace: bool, watch: Watch | None = None
) -> None:
    """Move the rows that a later extract re-issues to a table of superseded rows, and count them.

    Args:
        engine: where the rows are.
        table: the table of one source, all files together.
        report: its report, which names the files.
        day: the date column that says a record's month; empty for people, who have none.
        replace: whether the later named file wins where no `as_at` orders two files.
        watch: who is told of files that nobody ordered, instead of an error; the later named then wins.

    Raises:
        ExtractError: two files share half of a month's references and nobody said which is later.
    """
    if len(report.extracts) < 2 or "reference" not in engine.columns(table):
        return
    overlaps = find_overlaps(engine, table, report.extracts, day, replace)
    unordered = [each for each in overlaps if each.months and not each.ordered]
    if unordered and watch is None:
        raise ExtractError("\n".join(_refusal(each, report.extracts) for each in unordered), "F13")
    if watch:
        for each in unordered:
            earlier, later = report.extracts[each.earlier].name, report.extracts[each.later].name
            watch.overlapping(earlier, later, each.shared, each.of_later)
    pairs = [each for each in overlaps if each.ordered or each.months]
    if pairs:
        _supersede(engine, table, report, day, pairs)


def _refusal(overlap: Overlap, extracts: Sequence[Extract]) -> str:
    one, other = extracts[overlap.earlier].name, extracts[overlap.later].name
    return (
        f"{one} and {other} share half or more of a month's references, and neither is said to be later; expected one "
        "of them, or an order. Give each its as_at in the project file (or its supplier, if the same references mean "
        "different records), or run with --replace to take the later named."
    )


def find_overlaps(engine: Engine, table: str, extracts: Sequence[Extract], day: str, replace: bool) -> list[Overlap]:
    """Return the pairs of files that share references."""
    month = f"strftime({{}}.{day}, '%Y-%m')" if day else "''"
    shared = engine.rows(
        f"SELECT a.{EXTRACT}, b.{EXTRACT}, {month.format('a')}, count(DISTINCT a.reference) FROM {table} AS a "
        f"JOIN {table} AS b ON {_SAME} AND a.{EXTRACT} < b.{EXTRACT} GROUP BY 1, 2, 3"
    )
    if not shared:
        return []
    sizes = {
        (number, each): count
        for number, each, count in engine.rows(
            f"SELECT {EXTRACT}, {month.format('t')}, count(DISTINCT t.reference) FROM {table} AS t GROUP BY 1, 2"
        )
    }
    months: dict[tuple[int, int], list[str]] = {}
    for one, other, each, count in shared:
        fewer = min(sizes.get((one, each), count), sizes.get((other, each), count))
        found = months.setdefault((one, other), [])
        if count >= SAME_MONTH * fewer:
            found.append(each or "")
    overlaps = [_order(pair, tuple(sorted(found)), extracts, replace) for pair, found in sorted(months.items())]
    together: Counter[frozenset[int]] = Counter()
    for one, other, _, count in shared:
        together[frozenset((one, other))] += count
    all_of: Counter[int] = Counter()
    for (number, _), count in sizes.items():
        all_of[number] += count
    return [
        changed(each, shared=number, of_later=number / max(1, all_of[each.later]))
        for each in overlaps
        for number in [together[frozenset((each.earlier, each.later))]]
    ]


def _order(pair: tuple[int, int], months: tuple[str, ...], extracts: Sequence[Extract], replace: bool) -> Overlap:
    one, other = pair
    dates = extracts[one].as_at, extracts[other].as_at
    if dates[0] and dates[1] and dates[0] != dates[1]:
        earlier, later = (one, other) if dates[0] < dates[1] else (other, one)
        return Overlap(earlier, later, months, ordered=True)
    return Overlap(one, other, months, ordered=replace)


def _supersede(engine: Engine, table: str, report: ExtractReport, day: str, pairs: Sequence[Overlap]) -> None:
    engine.put(
        "later_extracts",
        pa.table(
            {
                "earlier": pa.array([each.earlier for each in pairs], pa.int16()),
                "later": pa.array([each.later for each in pairs], pa.int16()),
            }
        ),
    )
    older = (
        f"SELECT a.{ROW} FROM {table} AS a JOIN {table} AS b ON {_SAME} "
        f"JOIN later_extracts AS o ON o.earlier = a.{EXTRACT} AND o.later = b.{EXTRACT}"
    )
    if day:
        # A re-issued month brings its records without a reference again as well; they can't be matched one by one.
        reissued = [(each.earlier, month) for each in pairs for month in each.months]
        engine.put(
            "reissued_months",
            pa.table(
                {
                    "extract_number": pa.array([number for number, _ in reissued], pa.int16()),
                    "month": pa.array([month for _, month in reissued], pa.string()),
                }
            ),
        )
        older += (
            f" UNION SELECT a.{ROW} FROM {table} AS a JOIN reissued_months AS m ON m.extract_number = a.{EXTRACT} "
            f"AND m.month = strftime(a.{day}, '%Y-%m') WHERE a.reference IS NULL"
        )
    engine.run(f"CREATE TABLE {table}_{SUPERSEDED} AS SELECT * FROM {table} WHERE {ROW} IN ({older})")
    engine.run(f"DELETE FROM {table} WHERE {ROW} IN (SELECT {ROW} FROM {table}_{SUPERSEDED})")
    report.ledger.superseded += engine.number(f"SELECT count(*) FROM {table}_{SUPERSEDED}")
    if not day:
        engine.run(f"DROP TABLE {table}_{SUPERSEDED}")


@dataclass(frozen=True)
class Revision:
    """What re-issued records say that their earlier versions did not.

    Attributes:
        reissued: records that a later extract has again.
        revised: those of them in which something that was read differs.
        cancelled: those that are cancelled only in the later extract.
        left, joined: those that met the definition before and not after, and the other way round.
    """

    reissued: int = 0
    revised: int = 0
    cancelled: int = 0
    left: int = 0
    joined: int = 0

    def words(self, source: str) -> str:
        """Return what re-issued records changed, in one sentence."""
        return (
            f"{source}: later extracts re-issue {several(self.reissued, 'record', 'records')}: "
            f"{self.revised:,} revised, {self.left:,} left the definition, {self.joined:,} joined it, "
            f"{self.cancelled:,} cancelled."
        )


def count_revisions(engine: Engine, table: str, verdict: str = "", joins: str = "") -> Revision | None:
    """Return how re-issued records changed, and drop their earlier versions; None when nothing was re-issued.

    Args:
        engine: where the rows are, cancelled records still among them.
        table: the table of one source.
        verdict: SQL over `f` that is true for records that meet the definition; empty without one.
        joins: the joins that the verdict needs.
    """
    older = f"{table}_{SUPERSEDED}"
    if not engine.has_table(older):
        return None
    columns = [name for name in engine.columns(table) if name not in {ROW, EXTRACT, SUPPLIER, "reference"}]
    differs = " OR ".join(f"a.{name} IS DISTINCT FROM b.{name}" for name in columns) or "FALSE"
    cancelled = "b.cancelled AND NOT COALESCE(a.cancelled, FALSE)" if "cancelled" in columns else "FALSE"
    # Of several earlier versions, the one just before the last is what the last report counted.
    latest = (
        f"SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY {SUPPLIER}, reference ORDER BY {ROW} DESC) AS nth "
        f"FROM {older} WHERE reference IS NOT NULL) WHERE nth = 1"
    )
    before = after = "FALSE"
    sides = f"({latest}) AS a JOIN {table} AS b ON {_SAME}"
    if verdict:
        met = f"SELECT f.{ROW} AS met_row, ({verdict}) AS met FROM {{}} AS f{joins}"
        sides += (
            f" JOIN ({met.format(older)}) AS va ON va.met_row = a.{ROW}"
            f" JOIN ({met.format(table)}) AS vb ON vb.met_row = b.{ROW}"
        )
        before, after = "COALESCE(va.met, FALSE)", f"(COALESCE(vb.met, FALSE) AND NOT ({cancelled}))"
    row = engine.rows(
        f"SELECT count(*), count(*) FILTER (WHERE {differs}), count(*) FILTER (WHERE {cancelled}), "
        f"count(*) FILTER (WHERE {before} AND NOT {after}), count(*) FILTER (WHERE {after} AND NOT {before}) "
        f"FROM {sides}"
    )[0]
    engine.run(f"DROP TABLE {older}")
    return Revision(*row)
