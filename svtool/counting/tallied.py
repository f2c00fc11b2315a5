"""What a tally found: how many units gave which answers, from which the counts by day of every question follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from svtool.counting.case_rows import FEED, KNOWN
from svtool.counting.cases import Numbers
from svtool.counting.daily_counts import NO_DAY, Chosen, Days, Labels, day_numbers
from svtool.counting.dimensions import Dimension
from svtool.counting.features import MAYBE, NO, YES, Answers
from svtool.schema.sources import AREA

MOST_CODES = 1 << 62  # of a whole number with its sign


@dataclass(frozen=True)
class Tallied:
    """How many units gave which answers, by day, place and breakdowns.

    Attributes:
        at: where they are: a row for each day, place, feed and part of breakdowns that has any; its counts are those of
            all of them, as if they were met.
        group: for each row of the tally its row in `at`.
        given: the place of its answers among the patterns.
        amount: how many units it is; of counts what they add up to.
        patterns: for each set of answers (row) and question (column) the answer.
    """

    at: Days
    group: Numbers
    given: Numbers
    amount: Numbers
    patterns: Answers

    def days(self, question: int) -> Days:
        """Return the counts by day of those who met a question, whom it leaves open, and who did not."""
        answers = self.patterns[:, question]
        return self._counted([answers == YES, answers == MAYBE, answers == NO])

    def answering(self, wanted: Sequence[tuple[int, int]], of: int | None = None) -> Days:
        """Return the counts by day of those who gave just these answers to questions, and of all others.

        Args:
            wanted: questions, each with its answer.
            of: a question to which those who are counted do not answer no.
        """
        found = np.ones(len(self.patterns), bool) if of is None else self.patterns[:, of] != NO
        for question, answer in wanted:
            found &= self.patterns[:, question] == answer
        return self._counted([found, np.zeros_like(found), ~found])

    def among(self, first: int, question: int) -> Days:
        """Return the counts by day of those who met a first question: all, and whom another leaves open, or refuses."""
        met, answers = self.patterns[:, first] == YES, self.patterns[:, question]
        return self._counted([met, met & (answers == MAYBE), met & (answers == NO)])

    def _counted(self, kinds: Sequence[Chosen]) -> Days:
        of_group = [np.bincount(self.group, self.amount * each[self.given], len(self.at.day)) for each in kinds]
        return Days(
            self.at.day, self.at.place, self.at.feed, self.at.labels, np.rint(np.vstack(of_group)).astype(np.int64),
            self.at.known,
        )  # fmt: skip


def tallied_of(
    found: pa.Table, day: str, by: Sequence[tuple[Dimension, str]], patterns: Answers, given: Numbers
) -> Tallied:
    """Return what a tally found.

    Args:
        found: columns of the day, area, feed and day known as far as they were asked for, of breakdowns, and amount.
        day: the column of the day.
        by: the breakdowns, and their columns.
        patterns: the different answers.
        given: the place of each row's answers among them.
    """
    keys = [day_numbers(found[day]), _numbers(found, AREA), _numbers(found, FEED)]
    keys += [day_numbers(found[KNOWN])] if KNOWN in found.column_names else []
    keys += [_numbers(found, column) for _, column in by]
    first, group = _groups(keys)
    days, place, feed, *more = (each[first] for each in keys)
    known = more.pop(0) if KNOWN in found.column_names else None
    labels = {each.name: _labels(each, numbers) for (each, _), numbers in zip(by, more, strict=True)}
    at = Days(days, place, feed, labels, np.zeros((3, len(first)), np.int64), known)
    return Tallied(at, group, given, _numbers(found, "amount"), patterns)


def _groups(keys: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """Return the first row of each group of rows with equal keys, and each row's group."""
    code, codes = np.zeros(len(keys[0]), np.int64), 1
    for key in keys:
        number, numbers = _small_numbers(key)
        if codes * numbers > MOST_CODES:
            different, code = np.unique(code, return_inverse=True)
            codes = len(different)
        code, codes = code * numbers + number, codes * numbers
    _, first, group = np.unique(code, return_index=True, return_inverse=True)
    return first, group


def _small_numbers(key: Numbers) -> tuple[Numbers, int]:
    """Return the numbers of a key counted from its least, in their order, and how many there may be."""
    known = key[key != NO_DAY]
    least, most = (int(known.min()), int(known.max())) if len(known) else (0, 0)
    return np.where(key == NO_DAY, least - 1, key) - least + 1, most - least + 2


def _labels(dimension: Dimension, numbers: Numbers) -> Labels:
    different, number = np.unique(numbers, return_inverse=True)
    return Labels(tuple(dimension.labels[each] for each in different.tolist()), number)


def _numbers(found: pa.Table, name: str) -> Numbers:
    if name not in found.column_names:
        return np.zeros(found.num_rows, np.int64)
    numbers: Numbers = found[name].fill_null(0).to_numpy().astype(np.int64)
    return numbers
