"""What later extracts say of a record that earlier ones did not: how many were revised, left or joined a definition."""

from __future__ import annotations

from dataclasses import dataclass

from svtool.engine.seam import rows
from svtool.gathering.overlap import SAME_RECORD
from svtool.gathering.steps import Step
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER


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


def count_revisions(typed: Step, superseded: str, verdict: str = "", joins: str = "") -> Revision | None:
    """Return how re-issued records changed; None when nothing was issued again.

    Args:
        typed: the rows of one source, all files together, cancelled records still among them.
        superseded: the table of the rows that a later extract re-issues; empty when there are none.
        verdict: SQL over `f` that is true for records that meet the definition; empty without one.
        joins: the joins that the verdict needs.
    """
    if not superseded:
        return None
    columns = [name for name in typed.columns if name not in {ROW, EXTRACT, SUPPLIER, "reference"}]
    differs = " OR ".join(f"a.{name} IS DISTINCT FROM b.{name}" for name in columns) or "FALSE"
    cancelled = "b.cancelled AND NOT COALESCE(a.cancelled, FALSE)" if "cancelled" in columns else "FALSE"
    is_older = f"EXISTS (SELECT 1 FROM {superseded} AS s WHERE s.{ROW} = t.{ROW})"
    # Of several earlier versions, the one just before the last is what the last report counted.
    latest = (
        f"SELECT * FROM (SELECT t.*, row_number() OVER (PARTITION BY {SUPPLIER}, reference ORDER BY {ROW} DESC) AS nth "
        f"FROM {typed.name} AS t WHERE reference IS NOT NULL AND {is_older}) AS versions WHERE nth = 1"
    )
    now = f"SELECT t.* FROM {typed.name} AS t WHERE NOT {is_older}"
    before = after = "FALSE"
    sides = f"({latest}) AS a JOIN ({now}) AS b ON {SAME_RECORD}"
    if verdict:
        met = f"(SELECT f.{ROW} AS met_row, ({verdict}) AS met FROM {typed.name} AS f{joins})"
        sides += f" JOIN {met} AS va ON va.met_row = a.{ROW} JOIN {met} AS vb ON vb.met_row = b.{ROW}"
        before, after = "COALESCE(va.met, FALSE)", f"(COALESCE(vb.met, FALSE) AND NOT ({cancelled}))"
    found = rows(
        typed.engine,
        f"revisions of {typed.base}",
        f"SELECT count(*), count(*) FILTER (WHERE {differs}), count(*) FILTER (WHERE {cancelled}), "
        f"count(*) FILTER (WHERE {before} AND NOT {after}), count(*) FILTER (WHERE {after} AND NOT {before}) "
        f"FROM {sides}",
    )
    return Revision(*found[0])
