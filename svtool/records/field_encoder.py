"""One field at a time: every distinct text of a file is judged once, and a record keeps the number of its value."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from svtool.files.text_block import Places
from svtool.records.coded_texts import CodedTexts, Ids
from svtool.records.judgement import Fold, Judge
from svtool.records.record_block import FIRST_PLACES, Faulty, OddText
from svtool.records.vocabulary import Vocabulary
from svtool.records.written_columns import WrittenColumn
from svtool.schema.sources import SourceField

Chosen = np.ndarray[Any, np.dtype[np.bool_]]
_NOT_ODD = -1


@dataclass(frozen=True)
class JudgedTexts:
    """A block of one field, every text of it judged.

    Attributes:
        coded: the texts.
        ids: of each distinct text the number of its value in the field's vocabulary; 0 is not known.
        odd: of each distinct text its number among the odd texts of its field; below 0 where it is none.
        faulty: the same of those that were not understood.
        wanting: the distinct texts of which more places are wanted.
    """

    coded: CodedTexts
    ids: Ids
    odd: Ids
    faulty: Ids
    wanting: Chosen

    @property
    def rows(self) -> Ids:
        """Return for each record the number of its value."""
        found: Ids = self.ids[self.coded.indices]
        return found

    def faulty_cells(self) -> Faulty | None:
        """Return the cells that were not understood, if there are some."""
        if not (self.faulty > _NOT_ODD).any():
            return None
        numbers = self.faulty[self.coded.indices]
        rows = np.flatnonzero(numbers > _NOT_ODD)
        return Faulty(rows, numbers[rows].astype(np.int64))

    def first_places(self, places: Places) -> dict[int, list[int]]:
        """Return for each odd text of which places are wanted where the first cells of the block with it stand."""
        if not self.wanting.any():
            return {}
        numbers = self.odd[self.coded.indices]
        rows = np.flatnonzero(self.wanting[self.coded.indices])
        # A stable sort by text keeps the rows of each in order: its first ones stand at its start.
        rows = rows[np.argsort(numbers[rows], kind="stable")]
        texts, starts = np.unique(numbers[rows], return_index=True)
        of_texts = zip(texts.tolist(), np.split(rows, starts[1:]), strict=True)
        return {text: places[each[:FIRST_PLACES]].tolist() for text, each in of_texts}


class FieldEncoder:
    """The growing table of a field: each distinct text of its file with the number of its value.

    The blocks of a file are judged in their order, so that every text and every value has its number by where it
    first stands, however many threads prepare them.
    """

    def __init__(
        self,
        field: SourceField,
        judge: Judge,
        vocabulary: Vocabulary,
        *,
        times_are_left_out: bool = False,
        written: WrittenColumn | None = None,
    ) -> None:
        """Begin with no texts.

        Args:
            field: the field.
            judge: what judges a text.
            vocabulary: the values of the field.
            times_are_left_out: whether a time of day says nothing here.
            written: of dates: how the column is written.
        """
        self.field, self.vocabulary, self.times_are_left_out = field, vocabulary, times_are_left_out
        self._judge, self._written = judge, written
        self._numbers: dict[str, int] = {}
        self._odd_texts: list[OddText] = []
        # By the number of a text: of its value, of it as an odd text and as a faulty one, and how many cells hold it.
        self._ids, self._odd, self._faulty, self._times = (np.zeros(0, np.int32) for _ in range(4))

    def judge(self, coded: CodedTexts) -> JudgedTexts:
        """Return the texts of the next block with what is known of each, those judged that are new."""
        new = [text for text in coded.texts if text not in self._numbers]
        if new:
            self._add(new)
        numbers = np.fromiter(map(self._numbers.__getitem__, coded.texts), np.int32, len(coded.texts))
        self._times[numbers] += coded.times
        odd = self._odd[numbers]
        wanting = np.zeros(len(odd), bool)
        for place in np.flatnonzero(odd > _NOT_ODD).tolist():
            wanting[place] = len(self._odd_texts[odd[place]].first) < FIRST_PLACES
        return JudgedTexts(coded, self._ids[numbers], odd, self._faulty[numbers], wanting)

    def note(self, first: Mapping[int, Sequence[int]]) -> None:
        """Keep where the first odd texts of a block stand; blocks are told in their order."""
        for number, places in first.items():
            known = self._odd_texts[number].first
            known += places[: FIRST_PLACES - len(known)]

    @property
    def odd(self) -> list[OddText]:
        """Return the texts that were not understood, or only after they were folded, with how many cells hold each."""
        times = self._times[: len(self._numbers)][self._odd[: len(self._numbers)] > _NOT_ODD]
        for text, count in zip(self._odd_texts, times.tolist(), strict=True):
            text.count = count
        return self._odd_texts

    @property
    def faults(self) -> Counter[tuple[str, str]]:
        """Return how many cells were not understood, by the field and why."""
        found: Counter[tuple[str, str]] = Counter()
        for text in self.odd:
            if text.judged.fault:
                found[(self.field.name, text.judged.fault)] += text.count
        return found

    @property
    def written(self) -> WrittenColumn | None:
        """Return how the column is written, if it is one of dates."""
        if self._written is None:
            return None
        found = dataclasses.replace(self._written, numbers=[0] * len(self._written.numbers), unread=Counter())
        found.count(list(self._numbers), self._times[: len(self._numbers)].tolist())
        return found

    def _add(self, texts: Sequence[str]) -> None:
        """Judge texts that were not met before."""
        known = len(self._numbers)
        self._ids, self._odd, self._faulty, self._times = (
            _grown(each, known + len(texts)) for each in (self._ids, self._odd, self._faulty, self._times)
        )
        for number, text in enumerate(texts, known):
            tidied = " ".join(text.replace("\xa0", " ").split())
            judged = self._judge(tidied)
            if tidied != text and judged.value is not None and judged.fold is None:
                judged = dataclasses.replace(judged, fold=Fold.BLANKS)
            if self._written is not None:
                self._written.note(text, tidied, judged)
            self._numbers[text] = number
            self._ids[number] = self.vocabulary.id_of(judged.value)
            self._odd[number] = self._faulty[number] = _NOT_ODD
            if judged.fault or judged.fold:
                self._odd[number] = len(self._odd_texts)
                self._faulty[number] = self._odd[number] if judged.fault else _NOT_ODD
                self._odd_texts.append(OddText(tidied, judged, len(self._odd_texts)))


def _grown(numbers: Ids, size: int) -> Ids:
    """Return an array that has room for so many numbers."""
    if size <= len(numbers):
        return numbers
    return np.concatenate([numbers, np.zeros(max(size, 2 * len(numbers)) - len(numbers), np.int32)])
