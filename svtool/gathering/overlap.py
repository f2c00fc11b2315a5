"""Extracts that overlap: the same reference in two of them is one record, and the later extract knows it better.

Which of two extracts is later is said by `as_at`, or by `--replace` (the later named wins). Two that issue days again
and that nobody ordered are refused, unless it makes no difference which is later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from svtool.dates import join_spans, name_spans
from svtool.engine.seam import number, rows
from svtool.errors import ExtractError, LedgerError, several
from svtool.gathering.reissued_days import Compared, Edition, Placing, Reissue, compare_days
from svtool.gathering.shared_references import Pair, find_shared, pairs_of, ranks_of
from svtool.gathering.steps import Step
from svtool.records.ledger import Extract
from svtool.records.watch import Watch
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER

SUPERSEDED, REPEATED = "superseded", "repeated"
# Why a row leaves, by what stands in the table of those that do; of several reasons the first counts.
ISSUED_AGAIN, WITHDRAWN, NOT_ORDERED, ALIKE = range(4)
SAME_RECORD = f"a.{SUPPLIER} = b.{SUPPLIER} AND a.reference = b.reference"


@dataclass(frozen=True)
class Comparing:
    """How the extracts of a source are compared.

    Attributes:
        extracts: the extracts.
        placing: by what their rows are placed.
        columns: the columns by which two versions of a record may differ.
        by_name: whether the later named wins where no `as_at` orders two extracts.
        watch: who is told of extracts that nobody ordered, instead of an error; the later named then wins.
    """

    extracts: Sequence[Extract]
    placing: Placing
    columns: tuple[str, ...] = ()
    by_name: bool = False
    watch: Watch | None = None


@dataclass(frozen=True)
class Outdated:
    """The rows that later extracts take the place of.

    Attributes:
        step: the rows of all extracts; the tables stand beside it.
        rows: the name of the table of the rows that leave, and why; empty where none does.
        versions: the name of the table of the references that several extracts have, with the places of the last two
            of these in the order of all.
        places: the name of the table of the place of each extract in that order.
        ranks: the same places, by the number of the extract.
        differing: how many references stand in extracts without an order, in rows that differ.
    """

    step: Step
    rows: str = ""
    versions: str = ""
    places: str = ""
    ranks: tuple[int, ...] = ()
    differing: int = 0


def find_outdated(typed: Step, comparing: Comparing) -> Outdated:
    """Return the rows that later extracts take the place of; the step has their table beside it.

    Args:
        typed: the rows of one source, all extracts together.
        comparing: how they are compared.

    Raises:
        ExtractError: two extracts issue days again, and nobody said which is later.
    """
    if len(comparing.extracts) < 2 or "reference" not in typed.columns:
        return Outdated(typed)
    shared = find_shared(typed)
    pairs = pairs_of(typed, shared, comparing.extracts, comparing.by_name)
    if not pairs:
        typed.engine.drop(shared)
        return Outdated(typed)
    _put_pairs(typed, pairs, comparing)
    days = compare_days(typed, shared, pairs, comparing.extracts, comparing.placing)
    differing = _find_differing(typed, shared, comparing.columns)
    reissues = _ask_for_order(typed, days.reissues, differing, comparing)
    _put_pairs(typed, [each.pair for each in reissues], comparing)
    found = _keep_outdated(typed, shared, days, reissues)
    days.close()
    for each in (shared, _pairs_table(typed), _differing_table(typed)):
        typed.engine.drop(each)
    return replace(found, ranks=tuple(ranks_of(comparing.extracts)), differing=sum(differing.values()))


def leave_outdated(outdated: Outdated) -> Step:
    """Return the next step: the rows that no later extract takes the place of."""
    if not outdated.rows:
        return outdated.step
    step, left = outdated.step, {SUPERSEDED: 0, REPEATED: 0}
    for why, count in rows(
        step.engine, f"rows of {outdated.rows}", f"SELECT why, count(*) FROM {outdated.rows} GROUP BY why"
    ):
        left[REPEATED if why == ALIKE else SUPERSEDED] += count
    return step.without(outdated.rows, "current", {why: count for why, count in left.items() if count}, kept=True)


def _pairs_table(typed: Step) -> str:
    return f"{typed.base}_pairs_of_extracts"


def _differing_table(typed: Step) -> str:
    return f"{typed.base}_differing"


def _put_pairs(typed: Step, pairs: Sequence[Pair], comparing: Comparing) -> None:
    """Give the engine small tables of the pairs, and of the places of the extracts in the order of all."""
    columns = {
        "pair": (pa.int32(), range(len(pairs))),
        "of_supplier": (pa.int32(), [each.supplier for each in pairs]),
        "earlier": (pa.int16(), [each.earlier for each in pairs]),
        "later": (pa.int16(), [each.later for each in pairs]),
        "ordered": (pa.bool_(), [each.ordered for each in pairs]),
    }
    typed.engine.put(
        _pairs_table(typed), pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})
    )
    ranks = ranks_of(comparing.extracts)
    typed.engine.put(
        f"{typed.base}_places",
        pa.table({"extract_number": pa.array(range(len(ranks)), pa.int16()), "place": pa.array(ranks, pa.int16())}),
    )


def _find_differing(typed: Step, shared: str, columns: Sequence[str]) -> dict[int, int]:
    """Return for each pair that nobody ordered how many references stand in rows that differ; their table is kept."""
    listed = "".join(f", t.{name}" for name in columns)
    typed.engine.define(
        _differing_table(typed),
        f"SELECT DISTINCT pair, {SUPPLIER}, reference FROM (SELECT p.pair, t.{SUPPLIER}, t.reference{listed}, "
        f"sum(CASE WHEN t.{EXTRACT} = p.earlier THEN 1 ELSE -1 END) AS more FROM (SELECT DISTINCT p.*, a.reference "
        f"FROM {_pairs_table(typed)} AS p JOIN {shared} AS a ON a.{SUPPLIER} = p.of_supplier "
        f"AND a.{EXTRACT} = p.earlier JOIN {shared} AS b ON {SAME_RECORD} AND b.{EXTRACT} = p.later "
        f"WHERE NOT p.ordered) AS p JOIN {shared} AS s ON s.{SUPPLIER} = p.of_supplier AND s.reference = p.reference "
        f"AND s.{EXTRACT} IN (p.earlier, p.later) JOIN {typed.name} AS t ON t.{ROW} = s.{ROW} "
        f"GROUP BY p.pair, t.{SUPPLIER}, t.reference{listed}) AS versions WHERE more <> 0",
        kept=True,
    )
    return dict(
        rows(
            typed.engine,
            f"references of {typed.base} in rows that differ",
            f"SELECT pair, count(*) FROM {_differing_table(typed)} GROUP BY pair",
        )
    )


def _ask_for_order(
    typed: Step, reissues: Sequence[Reissue], differing: Mapping[int, int], comparing: Comparing
) -> list[Reissue]:
    """Return the pairs of extracts, those told to who watches ordered as they are named.

    Raises:
        ExtractError: two issue days again, nobody said which is later, it makes a difference, and nobody watches.
    """
    unordered = {i: each for i, each in enumerate(reissues) if each.is_either and not each.pair.ordered}
    if comparing.watch:
        for names, pairs in _by_extracts(unordered).items():
            _tell(typed, names, [reissues[i].pair for i in pairs], comparing)
        return [replace(each, pair=replace(each.pair, ordered=True)) if i in unordered else each
                for i, each in enumerate(reissues)]  # fmt: skip
    asked = {i: each for i, each in unordered.items() if each.needs_an_order or differing.get(i)}
    if asked:
        told = [
            _refusal(names, [reissues[i] for i in pairs], sum(differing.get(i, 0) for i in pairs), comparing)
            for names, pairs in _by_extracts(asked).items()
        ]
        raise ExtractError("\n".join(told), "F13")
    return list(reissues)


def _by_extracts(reissues: Mapping[int, Reissue]) -> dict[tuple[int, int], list[int]]:
    """Return the pairs of each two extracts: one for each supplier that is in both."""
    found: dict[tuple[int, int], list[int]] = {}
    for i, each in reissues.items():
        found.setdefault((each.pair.earlier, each.pair.later), []).append(i)
    return found


def _tell(typed: Step, extracts: tuple[int, int], pairs: Sequence[Pair], comparing: Comparing) -> None:
    """Tell who watches that two extracts share references."""
    all_of = number(
        typed.engine,
        f"references of an extract of {typed.base}",
        f"SELECT count(*) FROM (SELECT DISTINCT {SUPPLIER}, reference FROM {typed.name} "
        f"WHERE {EXTRACT} = ? AND reference IS NOT NULL) AS of_extract",
        [extracts[1]],
    )
    shared = sum(each.shared for each in pairs)
    earlier, later = (comparing.extracts[extract].name for extract in extracts)
    if comparing.watch:
        comparing.watch.overlapping(earlier, later, shared, shared / max(1, all_of))


def _refusal(extracts: tuple[int, int], pairs: Sequence[Reissue], differing: int, comparing: Comparing) -> str:
    one, other = (comparing.extracts[extract].name for extract in extracts)
    spans = join_spans([span for each in pairs for span in each.spans])
    days = f" ({name_spans(spans)})" if comparing.placing.day else ""
    shared = several(sum(each.pair.shared for each in pairs), "reference stands", "references stand")
    gone = [several(sum(map(_count_withdrawn, each)), "record", "records")
            for each in ([pair.earlier for pair in pairs], [pair.later for pair in pairs])]  # fmt: skip
    return (
        f"{one} and {other} hold the same days{days}, and neither is said to be later; expected one of them, or an "
        f"order. {shared} in both, {differing:,} of them in rows that differ. As the later one, {other} withdraws "
        f"{gone[0]} of {one}; {one} withdraws {gone[1]} of {other}. Give each its as_at in the project file (or its "
        "supplier, if the same references mean different records), or run with --replace to take the later named."
    )


def _count_withdrawn(each: Edition) -> int:
    return each.references - each.again + each.unnamed if each.is_issued_again else 0


def _keep_outdated(typed: Step, shared: str, days: Compared, reissues: Sequence[Reissue]) -> Outdated:
    """Return the rows that leave, and the references that several extracts have, as tables beside the step."""
    places, pairs = f"{typed.base}_places", _pairs_table(typed)
    step, versions = replace(typed, behind=(*typed.behind, places)).with_rows(
        "versions",
        f"SELECT t.{SUPPLIER}, t.reference, t.last_place, max(r.place) AS place_before FROM "
        f"(SELECT s.{SUPPLIER}, s.reference, max(r.place) AS last_place FROM {shared} AS s "
        f"JOIN {places} AS r ON r.extract_number = s.{EXTRACT} GROUP BY s.{SUPPLIER}, s.reference "
        f"HAVING min(r.place) < max(r.place)) AS t JOIN {shared} AS s "
        f"ON s.{SUPPLIER} = t.{SUPPLIER} AND s.reference = t.reference "
        f"JOIN {places} AS r ON r.extract_number = s.{EXTRACT} AND r.place < t.last_place "
        f"GROUP BY t.{SUPPLIER}, t.reference, t.last_place",
    )
    issued_again = (
        f"SELECT s.{ROW}, CASE WHEN p.ordered THEN {ISSUED_AGAIN} WHEN d.reference IS NOT NULL THEN {NOT_ORDERED} "
        f"ELSE {ALIKE} END AS why "
        f"FROM {shared} AS s JOIN {versions} AS v ON s.{SUPPLIER} = v.{SUPPLIER} AND s.reference = v.reference "
        f"JOIN {places} AS w ON w.place = v.last_place "
        f"JOIN {pairs} AS p ON p.of_supplier = s.{SUPPLIER} AND p.earlier = s.{EXTRACT} AND p.later = w.extract_number "
        f"LEFT JOIN {_differing_table(typed)} AS d ON d.pair = p.pair AND d.reference = s.reference"
    )
    leaving = " UNION ALL ".join([issued_again, *_withdrawn_rows(days, reissues)])
    step, outdated = step.with_rows(
        "outdated", f"SELECT {ROW}, min(why) AS why FROM ({leaving}) AS leaving GROUP BY {ROW}"
    )
    _check_one_extract_each(typed, shared, outdated)
    return Outdated(step, outdated, versions, places)


def _check_one_extract_each(typed: Step, shared: str, outdated: str) -> None:
    """Check that what stays of a reference comes from one extract.

    Raises:
        LedgerError: a row that should leave does not.
    """
    staying = (
        f"SELECT {SUPPLIER}, reference FROM {shared} AS s WHERE NOT EXISTS "
        f"(SELECT 1 FROM {outdated} AS o WHERE o.{ROW} = s.{ROW}) "
        f"GROUP BY {SUPPLIER}, reference HAVING min({EXTRACT}) <> max({EXTRACT})"
    )
    several = number(typed.engine, f"references of {outdated}", f"SELECT count(*) FROM ({staying}) AS staying")
    if several:
        raise LedgerError(f"{typed.base}: {several} references are counted from two extracts")


def _withdrawn_rows(days: Compared, reissues: Sequence[Reissue]) -> Iterator[str]:
    """Yield queries of the rows that a later extract no longer has in days that it issues again."""
    again = {i for i, each in enumerate(reissues) if each.issues_again}
    matters = {i for i in again if reissues[i].pair.ordered}
    for numbers, why in ((matters, WITHDRAWN), (again - matters, ALIKE)):
        yield from (f"SELECT {ROW}, {why} AS why FROM ({gone}) AS gone" for gone in days.withdrawn(numbers))
