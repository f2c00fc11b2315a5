"""One field at a time: every distinct text is judged once, and a record keeps the number of its value."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.dates import TIME
from svtool.files.text_block import Places
from svtool.records.judgement import Fold, Judge
from svtool.records.record_block import FIRST_PLACES, Faulty, OddText
from svtool.records.vocabulary import Vocabulary
from svtool.records.written_columns import WrittenColumn
from svtool.schema.sources import SourceField

FIRST_TEXTS = 100
TIME_AT_END = rf"{TIME}\s*$"
Ids = np.ndarray[Any, np.dtype[np.int32]]
Chosen = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class EncodedTexts:
    """A block of one field.

    Attributes:
        ids: the number of each record's value in the field's vocabulary; 0 is not known.
        faulty: the cells that were not understood, where their places were asked for and there are some.
    """

    ids: Ids
    faulty: Faulty | None = None


@dataclass
class FieldEncoder:
    """Turns the texts of one field into numbers of its vocabulary, and counts the faults."""

    field: SourceField
    judge: Judge
    vocabulary: Vocabulary
    faults: Counter[tuple[str, str]]
    times_are_left_out: bool = False  # a time of day makes nearly every text a different one, and says nothing here
    written: WrittenColumn | None = None  # of dates: how the column is written
    odd: dict[str, OddText] = dataclasses.field(default_factory=dict)
    _ids: dict[str, int] = dataclasses.field(default_factory=dict)

    def encode(self, texts: pa.Array, places: Places | None = None) -> EncodedTexts:
        """Return a block of texts as numbers of their values; with their places, note where odd ones stand."""
        if self.times_are_left_out and ":" in "".join(texts[:FIRST_TEXTS].to_pylist()):
            texts = pc.replace_substring_regex(texts, TIME_AT_END, "")
        coded = texts.dictionary_encode()
        distinct = coded.dictionary.to_pylist()
        ids = np.fromiter((self._id_of(text) for text in distinct), np.int32, len(distinct))
        indices = coded.indices.to_numpy(zero_copy_only=False)
        odd = {i: self.odd[text] for i, text in enumerate(distinct) if text in self.odd} if self.odd else {}
        if odd:
            self._count(odd, indices)
        if self.written is not None and distinct:
            self.written.count(distinct, np.bincount(indices, minlength=len(distinct)).tolist())
        faulty = self._note_places(odd, indices, places) if odd and places is not None else None
        return EncodedTexts(ids[indices] if len(distinct) else np.zeros(len(texts), np.int32), faulty)

    def _count(self, odd: dict[int, OddText], indices: Ids) -> None:
        times = np.bincount(indices, minlength=max(odd) + 1)
        for i, text in odd.items():
            text.count += int(times[i])
            if text.judged.fault:
                self.faults[(self.field.name, text.judged.fault)] += int(times[i])

    def _note_places(self, odd: dict[int, OddText], indices: Ids, places: Places) -> Faulty:
        """Note where the first odd texts stand, and return the cells that were not understood."""
        numbers = np.full(max(int(indices.max(initial=0)), *odd) + 1, -1, np.int64)
        wanting = np.zeros(len(numbers), bool)
        for i, text in odd.items():
            if text.judged.fault:
                numbers[i] = text.number
            wanting[i] = len(text.first) < FIRST_PLACES
        self._note_first(odd, indices, wanting, places)
        rows = np.flatnonzero(numbers[indices] >= 0)
        return Faulty(rows, numbers[indices[rows]])

    @staticmethod
    def _note_first(odd: dict[int, OddText], indices: Ids, wanting: Chosen, places: Places) -> None:
        """Note the first places of the texts that want some, all texts of the block at once."""
        rows = np.flatnonzero(wanting[indices])
        if not len(rows):
            return
        # A stable sort by text keeps the rows of each in order: its first ones stand at its start.
        rows = rows[np.argsort(indices[rows], kind="stable")]
        texts, starts = np.unique(indices[rows], return_index=True)
        for i, start, end in zip(texts.tolist(), starts.tolist(), [*starts[1:].tolist(), len(rows)], strict=True):
            first = odd[i].first
            first += places[rows[start : min(end, start + FIRST_PLACES - len(first))]].tolist()

    def _id_of(self, text: str) -> int:
        if text not in self._ids:
            tidied = " ".join(text.replace("\xa0", " ").split())
            judged = self.judge(tidied)
            if tidied != text and judged.value is not None and judged.fold is None:
                judged = dataclasses.replace(judged, fold=Fold.BLANKS)
            self._ids[text] = self.vocabulary.id_of(judged.value)
            if self.written is not None:
                self.written.note(text, tidied, judged)
            if judged.fault or judged.fold:
                self.odd[text] = OddText(tidied, judged, len(self.odd))
        return self._ids[text]
