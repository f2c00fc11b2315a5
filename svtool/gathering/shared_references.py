"""Which references several extracts of one supplier have, and in which pairs of extracts they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.engine.seam import rows
from svtool.gathering.reference_hashes import suspected_rows
from svtool.gathering.steps import Step
from svtool.records.ledger import Extract
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER


@dataclass(frozen=True)
class Pair:
    """Two extracts in which references of one supplier stand.

    Attributes:
        supplier: the supplier, by its number.
        earlier, later: numbers of the extracts, in the order of their dates, else as they are named.
        ordered: whether anybody said which is later.
        shared: how many references stand in both.
    """

    supplier: int
    earlier: int
    later: int
    ordered: bool
    shared: int


def find_shared(typed: Step) -> str:
    """Return the name of a table of the rows whose supplier and reference may stand in several extracts."""
    shared = f"{typed.base}_shared"
    suspected = suspected_rows(typed, f"min({EXTRACT}) <> max({EXTRACT})", [EXTRACT])
    is_suspected = f"{ROW} IN (SELECT {ROW} FROM {suspected})" if suspected else "FALSE"
    typed.engine.define(
        shared,
        f"SELECT {ROW}, {EXTRACT}, {SUPPLIER}, reference FROM {typed.name} WHERE {is_suspected}",
        kept=True,
    )
    if suspected:
        typed.engine.drop(suspected)
    return shared


def ranks_of(extracts: Sequence[Extract]) -> list[int]:
    """Return for each extract its place in the order of all: by `as_at` where both of two have one, else as named.

    One order for all, so that of three extracts no one is later than the next all round.
    """
    order: list[int] = []
    for number, extract in enumerate(extracts):
        place = len(order)
        if extract.as_at:
            later = [i for i, each in enumerate(order) if (day := extracts[each].as_at) and day > extract.as_at]
            place = min(later, default=place)
        order.insert(place, number)
    return [order.index(number) for number in range(len(extracts))]


def pairs_of(typed: Step, shared: str, extracts: Sequence[Extract], replace: bool) -> list[Pair]:
    """Return the pairs of extracts that have references of one supplier in common, in the order of all extracts.

    Args:
        typed: the rows of one source, all extracts together.
        shared: the table of rows whose references may stand in several extracts.
        extracts: the extracts.
        replace: whether the later named wins where no `as_at` orders two extracts.
    """
    found = rows(
        typed.engine,
        f"references that extracts of {typed.base} share",
        f"SELECT a.{SUPPLIER}, a.{EXTRACT}, b.{EXTRACT}, count(DISTINCT a.reference) FROM {shared} AS a "
        f"JOIN {shared} AS b ON a.{SUPPLIER} = b.{SUPPLIER} AND a.reference = b.reference "
        f"AND a.{EXTRACT} < b.{EXTRACT} GROUP BY a.{SUPPLIER}, a.{EXTRACT}, b.{EXTRACT}",
    )
    ranks = ranks_of(extracts)
    pairs = []
    for supplier, one, other, number in sorted(found):
        earlier, later = sorted((one, other), key=lambda each: ranks[each])
        days = extracts[one].as_at, extracts[other].as_at
        is_said = bool(days[0] and days[1] and days[0] != days[1])
        pairs.append(Pair(supplier, earlier, later, replace or is_said, number))
    return sorted(pairs, key=lambda each: (each.supplier, ranks[each.earlier], ranks[each.later]))
