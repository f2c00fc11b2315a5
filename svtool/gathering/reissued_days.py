"""Days that a later extract issues again: which pairs of extracts do, and which rows are withdrawn by it.

Days are issued again when both extracts hold them and the later one has half or more of the earlier one's references of
the kinds and areas that it holds. What the earlier one has there and the later one has not is then withdrawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from svtool.dates import Precision, Span
from svtool.engine.seam import rows
from svtool.gathering.held_days import days_of_both, held_days
from svtool.gathering.kinds_issued import NOT_KNOWN, held_values
from svtool.gathering.shared_references import Pair
from svtool.gathering.steps import Step
from svtool.records.ledger import Extract
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER
from svtool.schema.sources import AREA

AGAIN = 0.5  # of the earlier extract's references of those days


@dataclass(frozen=True)
class Placing:
    """By what the rows of a source are placed when extracts are compared.

    Attributes:
        day: the column of the day by which extracts are drawn; empty where there is none, and all rows are of one day.
        precision: how much time its dates name.
        kinds: column that says the kind or area of a record → the numbers of its values that tell nothing.
        declared: of extracts that the project says were drawn for some kinds, or for all: column → the numbers of the
            values that they hold; a column that is not there may have any.
        rows: the table that has these columns of every row; empty for the rows' own.
    """

    day: str = ""
    precision: Precision = "day"
    kinds: Mapping[str, frozenset[int]] = field(default_factory=dict)
    declared: Mapping[int, Mapping[str, frozenset[int]]] = field(default_factory=dict)
    rows: str = ""


@dataclass(frozen=True)
class Edition:
    """What one extract of a pair has in the days, kinds and areas that both hold.

    Attributes:
        references: its references.
        again: those of them that the other extract has too.
        unnamed: its rows without a reference.
    """

    references: int = 0
    again: int = 0
    unnamed: int = 0

    @property
    def share(self) -> float:
        """Return the share of its references that the other has too."""
        return self.again / max(1, self.references)

    @property
    def is_issued_again(self) -> bool:
        """Return whether the other extract issues these days again."""
        return self.references > 0 and self.share >= AGAIN


@dataclass(frozen=True)
class Reissue:
    """What two extracts of a pair have in the days, kinds and areas that both hold.

    Attributes:
        pair: the extracts.
        spans: the days.
        earlier, later: what each has there.
    """

    pair: Pair
    spans: tuple[Span, ...]
    earlier: Edition = Edition()
    later: Edition = Edition()

    @property
    def issues_again(self) -> bool:
        """Return whether the later extract issues days of the earlier one again."""
        return self.earlier.is_issued_again

    @property
    def is_either(self) -> bool:
        """Return whether either extract, taken for the later one, issues days of the other again."""
        return self.earlier.is_issued_again or self.later.is_issued_again

    @property
    def needs_an_order(self) -> bool:
        """Return whether it makes a difference which is later: one would withdraw something that the other has."""
        unnamed = self.earlier.unnamed != self.later.unnamed
        return any(
            each.is_issued_again and (each.references > each.again or (unnamed and each.unnamed > 0))
            for each in (self.earlier, self.later)
        )


@dataclass(frozen=True)
class Compared:
    """Pairs of extracts, compared.

    Attributes:
        reissues: what each pair has in the days of both, in the order of the pairs.
        rounds: the pairs that were compared together; their tables are still there.
    """

    reissues: list[Reissue]
    rounds: list[ReissuedDays]

    def withdrawn(self, numbers: Collection[int]) -> list[str]:
        """Return queries of the rows that the later extracts of some pairs no longer have."""
        asked = ((each, sorted(set(numbers) & set(each.reissues))) for each in self.rounds)
        return [each.withdrawn(own) for each, own in asked if own]

    def close(self) -> None:
        """Drop the tables."""
        for each in self.rounds:
            each.close()


def compare_days(
    typed: Step, shared: str, pairs: Sequence[Pair], extracts: Sequence[Extract], placing: Placing
) -> Compared:
    """Return what pairs of extracts have in the days, kinds and areas that both hold.

    An extract that the next one issues again whole, of all kinds and areas, is compared with no later one, for nothing
    of it is left: of forty monthly extracts that each hold all years, each is compared with the next.

    Args:
        typed: the rows of one source, all extracts together.
        shared: the table of rows whose references may stand in several extracts.
        pairs: the pairs, those of one earlier extract in the order of the later ones.
        extracts: the extracts.
        placing: by what their rows are placed.
    """
    held = _held_days(typed, extracts, placing) if placing.day else None
    waiting, rounds = dict(enumerate(pairs)), list[ReissuedDays]()
    while waiting:
        of_extract: dict[tuple[int, int], int] = {}
        for i, each in waiting.items():
            if each.ordered:
                of_extract.setdefault((each.supplier, each.earlier), i)
        now = {i: each for i, each in waiting.items() if not each.ordered or i in of_extract.values()}
        rounds.append(ReissuedDays(typed, shared, now, placing, held, f"{typed.base}_{len(rounds)}"))
        gone = {(each.supplier, each.earlier) for each in rounds[-1].issued_whole()}
        waiting = {
            i: each
            for i, each in waiting.items()
            if i not in now and not (each.ordered and (each.supplier, each.earlier) in gone)
        }
    found = {i: reissue for each in rounds for i, reissue in each.reissues.items()}
    return Compared([found.get(i, Reissue(pair, ())) for i, pair in enumerate(pairs)], rounds)


Held = Mapping[tuple[int, int], tuple[Span, ...]]  # supplier and extract → days


def _held_days(typed: Step, extracts: Sequence[Extract], placing: Placing) -> Held:
    """Return the days that each extract holds of each supplier."""
    daily: dict[tuple[int, int], dict[date, int]] = {}
    day = placing.day
    for supplier, extract, each, number in rows(
        typed.engine,
        f"days of extracts of {typed.base}",
        f"SELECT {SUPPLIER}, {EXTRACT}, {day}, count(*) FROM {placing.rows or typed.name} WHERE {day} IS NOT NULL "
        f"GROUP BY {SUPPLIER}, {EXTRACT}, {day}",
    ):
        daily.setdefault((supplier, extract), {})[each] = number
    return {key: held_days(days, placing.precision, extracts[key[1]].window) for key, days in daily.items()}


class ReissuedDays:
    """The days that pairs of extracts both hold, and their rows there."""

    def __init__(
        self, typed: Step, shared: str, pairs: Mapping[int, Pair], placing: Placing, held: Held | None, base: str
    ) -> None:
        """Find the days of both, their rows, and which kinds and areas both hold.

        Args:
            typed: the rows of one source, all extracts together.
            shared: the table of rows whose references may stand in several extracts.
            pairs: the pairs by their numbers.
            placing: by what the rows are placed.
            held: the days that each extract holds; None where there are no days.
            base: what the names of its tables begin with.
        """
        self._typed, self._shared, self._placing, self._base = typed, shared, placing, base
        self._rows, self._table, self._days_held = placing.rows or typed.name, f"{base}_in_both_days", held
        days = self._days_of(pairs)
        self.reissues = {i: Reissue(pair, days.get(i, ())) for i, pair in pairs.items()}
        self._lacking: dict[str, set[int]] = {}  # column → the pairs of which one lacks values that the other has
        self._put_rows(days)
        self._held = {name: values for name in placing.kinds if (values := self._held_of(name))}
        self._put_held()
        self._count()

    def issued_whole(self) -> Iterator[Pair]:
        """Yield the ordered pairs whose later extract issues all days of the earlier again, of all kinds and areas."""
        for i, each in self.reissues.items():
            days = self._days_held.get((each.pair.supplier, each.pair.earlier), ()) if self._days_held else each.spans
            every_kind = not any(i in lacking for lacking in self._lacking.values())
            if each.pair.ordered and each.issues_again and every_kind and days == each.spans:
                yield each.pair

    def close(self) -> None:
        """Drop the tables."""
        for each in (self._table, *(self._table_of(name) for name in self._held)):
            self._typed.engine.drop(each)

    def withdrawn(self, numbers: Iterable[int]) -> str:
        """Return a query of the rows that the later extracts of some pairs no longer have."""
        listed = ", ".join(map(str, numbers))
        return (
            f"SELECT t.{ROW} FROM {self._table} AS t{self._where_both()} "
            f"WHERE t.pair IN ({listed or 'NULL'}) AND NOT t.is_later AND NOT t.again"
        )

    def _days_of(self, pairs: Mapping[int, Pair]) -> dict[int, tuple[Span, ...]]:
        if self._days_held is None:
            return dict.fromkeys(pairs, ((date.min, date.max),))
        held = self._days_held
        found = {
            i: days_of_both(*(held.get((each.supplier, extract), ()) for extract in (each.earlier, each.later)))
            for i, each in pairs.items()
        }
        return {i: spans for i, spans in found.items() if spans}

    def _put_rows(self, days: Mapping[int, tuple[Span, ...]]) -> None:
        """Keep the rows of both extracts of each pair in the days of both, and whether the other has them too."""
        spans = f"{self._base}_days_of_both"
        sides = [
            (i, extract, other, is_later, self.reissues[i].pair.supplier, span)
            for i, each in days.items()
            for span in each
            for extract, other, is_later in (
                (self.reissues[i].pair.earlier, self.reissues[i].pair.later, False),
                (self.reissues[i].pair.later, self.reissues[i].pair.earlier, True),
            )
        ]
        columns = {
            "pair": (pa.int32(), [each[0] for each in sides]),
            "own": (pa.int16(), [each[1] for each in sides]),
            "other": (pa.int16(), [each[2] for each in sides]),
            "is_later": (pa.bool_(), [each[3] for each in sides]),
            "of_supplier": (pa.int32(), [each[4] for each in sides]),
            "first_day": (pa.date32(), [each[5][0] for each in sides]),
            "last_day": (pa.date32(), [each[5][1] for each in sides]),
        }
        self._typed.engine.put(
            spans, pa.table({column: pa.array(values, kind) for column, (kind, values) in columns.items()})
        )
        day = self._placing.day
        on_day = f" AND t.{day} BETWEEN d.first_day AND d.last_day" if day else ""
        kinds = "".join(f", COALESCE(CAST(t.{kind} AS INTEGER), {NOT_KNOWN}) AS {kind}" for kind in self._placing.kinds)
        self._typed.engine.define(
            self._table,
            f"SELECT d.pair, d.is_later, t.{ROW}, t.reference, s.reference IS NOT NULL AS again{kinds} "
            f"FROM {self._rows} AS t JOIN {spans} AS d ON t.{SUPPLIER} = d.of_supplier AND t.{EXTRACT} = d.own{on_day} "
            f"LEFT JOIN (SELECT DISTINCT {SUPPLIER}, reference, {EXTRACT} FROM {self._shared}) AS s "
            f"ON s.{SUPPLIER} = t.{SUPPLIER} AND s.reference = t.reference AND s.{EXTRACT} = d.other",
            kept=True,
        )
        self._typed.engine.drop(spans)

    def _held_of(self, name: str) -> dict[int, frozenset[int]]:
        """Return for each pair the values of a field that both extracts hold, where one lacks some of the other's."""
        numbers: dict[tuple[int, bool], dict[int, int]] = {}
        for pair, is_later, value, count in rows(
            self._typed.engine,
            f"{name} in days that extracts of {self._typed.base} share",
            f"SELECT pair, is_later, {name}, count(*) FROM {self._table} GROUP BY pair, is_later, {name}",
        ):
            numbers.setdefault((pair, is_later), {})[value] = count
        found: dict[int, frozenset[int]] = {}
        lacking = set()
        for i, each in self.reissues.items():
            sides = [numbers.get((i, is_later), {}) for is_later in (False, True)]
            held = self._held_by(name, each.pair.later, *sides)
            if not each.pair.ordered:
                held = _both(held, self._held_by(name, each.pair.earlier, *reversed(sides)))
            found[i] = frozenset(value for side in sides for value in side) if held is None else held
            lacking |= set() if held is None else {i}
        self._lacking[name] = lacking
        return found if lacking else {}

    def _held_by(
        self, name: str, extract: int, others: Mapping[int, int], own: Mapping[int, int]
    ) -> frozenset[int] | None:
        """Return the values of a field that an extract holds, of those that another has; None for all of them."""
        if extract in self._placing.declared and name != AREA:
            return self._placing.declared[extract].get(name)
        return held_values(others, own, self._placing.kinds[name])

    def _table_of(self, name: str) -> str:
        return f"{self._base}_held_{name}"

    def _put_held(self) -> None:
        for name, found in self._held.items():
            held = [(i, value) for i, values in found.items() for value in sorted(values)]
            self._typed.engine.put(
                self._table_of(name),
                pa.table({"pair": pa.array([i for i, _ in held], pa.int32()),
                          "value": pa.array([value for _, value in held], pa.int32())}),
            )  # fmt: skip

    def _where_both(self) -> str:
        """Return SQL that keeps the rows `t` of the kinds and areas that both hold."""
        tables = ((f"h_{name}", self._table_of(name), name) for name in self._held)
        return "".join(
            f" JOIN {table} AS {alias} ON {alias}.pair = t.pair AND {alias}.value = t.{name}"
            for alias, table, name in tables
        )

    def _count(self) -> None:
        """Count what each extract has in the days, kinds and areas of both."""
        found = {
            (pair, is_later): Edition(*numbers)
            for pair, is_later, *numbers in rows(
                self._typed.engine,
                f"references in days that extracts of {self._typed.base} share",
                "SELECT t.pair, t.is_later, count(DISTINCT t.reference), "
                "count(DISTINCT CASE WHEN t.again THEN t.reference END), count(*) FILTER (WHERE t.reference IS NULL) "
                f"FROM {self._table} AS t{self._where_both()} GROUP BY t.pair, t.is_later",
            )
        }
        self.reissues = {
            i: Reissue(each.pair, each.spans, *(found.get((i, is_later), Edition()) for is_later in (False, True)))
            for i, each in self.reissues.items()
        }


def _both(one: frozenset[int] | None, other: frozenset[int] | None) -> frozenset[int] | None:
    """Return the values that stand in both; None for all."""
    if one is None or other is None:
        return other if one is None else one
    return one & other
