"""Definitions beside each other, in words: the sentence that a board needs, and which rows a page can do without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from svtool.commands.measures import Result
from svtool.figures.contract import NOT_AVAILABLE, STATUSES, SUPPRESSED, Figure
from svtool.output.wording.figure_sentences import amount_words, period_words
from svtool.schema.crossings import ANSWER_WORDS
from svtool.schema.tables import Table, TableRow

YES, NO, NOT_KNOWN = (ANSWER_WORDS[answer] for answer in (True, False, None))
MOST_WITH_ROWS = 2  # definitions whose answers have a row each; of more there is a matrix
Pair = tuple[tuple[str, str], ...]  # two definitions, each with its answer


class LatestBeside:
    """The latest figures of one counted thing by several definitions, of the whole area."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        """Take the figures of one period."""
        self.alone: dict[str, Figure] = {}
        self.pairs: dict[Pair, Figure] = {}
        for figure in figures:
            if figure.answers:
                self.pairs[figure.answers] = figure
            else:
                self.alone[figure.definition] = figure

    def count(self, one: str, other: str, answers: tuple[str, str]) -> int | None:
        """Return how many answer so to two definitions, in whichever order they were compared."""
        found = self._of(one, other, answers)
        return found.count if found else None

    def can_be_told(self, one: str, other: str, answers: tuple[str, str]) -> bool:
        """Return whether anybody can be said to answer so, whatever may be shown of it."""
        found = self._of(one, other, answers)
        return found is None or found.status != NOT_AVAILABLE

    def open(self, one: str, other: str) -> int | None:
        """Return for how many at least one of two definitions can't be told; None where that is not shown."""
        counts = [
            self.count(one, other, (first, second))
            for first in (YES, NOT_KNOWN, NO)
            for second in (YES, NOT_KNOWN, NO)
            if NOT_KNOWN in (first, second) and self.can_be_told(one, other, (first, second))
        ]
        return None if None in counts else sum(each or 0 for each in counts)

    def of_no_area(self, one: str, other: str) -> int:
        """Return of how many that meet a definition, or may, it is not known whether they lie in the area.

        Every record answers both definitions in one way: nothing but its place is not known then.
        """
        return sum(
            figure.not_known or 0
            for answers, figure in self.pairs.items()
            if {name for name, _ in answers} == {one, other} and {answer for _, answer in answers} != {NO}
        )

    def _of(self, one: str, other: str, answers: tuple[str, str]) -> Figure | None:
        named = ((one, answers[0]), (other, answers[1]))
        return self.pairs.get(named) or self.pairs.get(named[::-1])


def latest_beside(result: Result, table: Table, figures: Sequence[Figure]) -> Iterator[tuple[str, LatestBeside]]:
    """Yield for each counted thing what it is called, where there are several, and its latest figures."""
    if not result.compares_definitions:
        return
    whole = [each for each in figures if each.is_column and each.place == "whole" and set(each.by.values()) <= {"all"}]
    things = list(dict.fromkeys(row.group.rpartition(": ")[0] for row in table.rows))
    for thing in things:
        own = [each for each in whole if each.group.rpartition(": ")[0] == thing]
        told = [each.column for each in own if each.count is not None]
        if told:
            yield thing, LatestBeside(each for each in own if each.column == told[-1])


def board_sentences(result: Result, table: Table, figures: Sequence[Figure]) -> list[str]:
    """Return the latest figures by each definition, and what these have in common, in a sentence each."""
    found = []
    for thing, beside in latest_beside(result, table, figures):
        before = f"{thing}: " if thing else ""
        found.append(f"{before}{_alone(beside)}{''.join(_common(beside))}.")
    return found


def _alone(beside: LatestBeside) -> str:
    first = next(iter(beside.alone.values()))
    when = period_words(first.period, first)
    numbers = [_number(figure, figure.called) for figure in beside.alone.values()]
    told = [f"under {name} {number}" for name, number in zip(beside.alone, numbers, strict=True)][1:]
    return ", ".join([f"In {when} there were under {first.definition} {numbers[0]}", *told])


def _number(figure: Figure, nouns: tuple[str, str]) -> str:
    if figure.count is None:
        return f"[{figure.status}] ({STATUSES.get(figure.status, '')})"
    unknown = f" ({figure.not_known:,} more not known)" if figure.not_known else ""
    return f"{amount_words(figure.count, nouns).lower()}{unknown}"


def _common(beside: LatestBeside) -> Iterator[str]:
    """Yield what two definitions have in common; nothing of more, which a matrix shows."""
    if len(beside.alone) > MOST_WITH_ROWS:
        return
    for one, other in combinations(beside.alone, 2):
        both, first, second = (beside.count(one, other, each) for each in ((YES, YES), (YES, NO), (NO, YES)))
        if None not in (both, first, second):
            yield f"; {both:,} are in both, {first:,} only in {one}, {second:,} only in {other}"
        is_shown = None not in (both, first, second) or not beside.can_be_told(one, other, (YES, YES))
        if is_shown:
            if left := beside.open(one, other):
                yield f"; of {left:,} it can't be told of at least one of the two"
            if elsewhere := beside.of_no_area(one, other):
                yield f"; of {elsewhere:,} more it is not known whether they lie in the area"


def rows_with_lines(table: Table, figures: Sequence[Figure]) -> Sequence[TableRow]:
    """Return the rows that a page prints: all, but for answers that nobody gave, and the pairs that a matrix shows."""
    if not any(row.measure.sides for row in table.rows):
        return table.rows
    definitions = {row.measure.definition.id for row in table.rows if row.measure.definition}
    given = {
        each.position
        for each in figures
        if each.count or each.not_known or each.status == SUPPRESSED or not each.answers
    }
    certain = {(True, False), (False, True), (True, True)}
    return [
        row
        for row in table.rows
        if not row.measure.sides
        or (
            len(definitions) <= MOST_WITH_ROWS
            and (row.position in given or tuple(side.answer for side in row.measure.sides) in certain)
        )
    ]
