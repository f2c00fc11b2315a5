"""One field at a time: every distinct text is judged once, and a record keeps the number of its value."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from svtool.extracts.values import Judge
from svtool.extracts.vocabulary import Vocabulary
from svtool.extracts.watching import FIRST_PLACES, Faulty, Numbers, OddText
from svtool.schema.sources import SourceField

Ids = np.ndarray[Any, np.dtype[np.int32]]


@dataclass
class FieldEncoder:
    """Turns the texts of one field into numbers of its vocabulary, and counts the faults."""

    field: SourceField
    judge: Judge
    vocabulary: Vocabulary
    faults: Counter[tuple[str, str]]
    odd: dict[str, OddText] = dataclasses.field(default_factory=dict)
    faulty: Faulty | None = None  # the cells of the last block that were not understood
    _ids: dict[str, int] = dataclasses.field(default_factory=dict)

    def encode(self, texts: pa.Array, places: Numbers | None = None) -> Ids:
        """Return the value numbers of a block of texts; with their places, note where odd ones stand."""
        coded = texts.dictionary_encode()
        distinct = coded.dictionary.to_pylist()
        ids = np.fromiter((self._id_of(text) for text in distinct), np.int32, len(distinct))
        indices = coded.indices.to_numpy(zero_copy_only=False)
        self.faulty = None
        odd = {i: self.odd[text] for i, text in enumerate(distinct) if text in self.odd} if self.odd else {}
        if odd:
            self._count(odd, indices)
            if places is not None:
                self._note_places(odd, indices, places)
        return ids[indices] if len(distinct) else np.zeros(len(texts), np.int32)

    def _count(self, odd: dict[int, OddText], indices: Ids) -> None:
        times = np.bincount(indices, minlength=max(odd) + 1)
        for i, text in odd.items():
            text.count += int(times[i])
            if text.judged.fault:
                self.faults[(self.field.name, text.judged.fault)] += int(times[i])

    def _note_places(self, odd: dict[int, OddText], indices: Ids, places: Numbers) -> None:
        numbers = np.full(max(int(indices.max(initial=0)), *odd) + 1, -1, np.int64)
        for i, text in odd.items():
            if text.judged.fault:
                numbers[i] = text.number
            if len(text.first) < FIRST_PLACES:
                found = np.flatnonzero(indices == i)[: FIRST_PLACES - len(text.first)]
                text.first += places[found].tolist()
        rows = np.flatnonzero(numbers[indices] >= 0)
        self.faulty = Faulty(rows, numbers[indices[rows]])

    def _id_of(self, text: str) -> int:
        if text not in self._ids:
            judged = self.judge(" ".join(text.replace("\xa0", " ").split()))
            self._ids[text] = self.vocabulary.id_of(judged.value)
            if judged.fault or judged.fold:
                self.odd[text] = OddText(text, judged, len(self.odd))
        return self._ids[text]
