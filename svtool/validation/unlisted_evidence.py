"""Sub-codes and titles that no list has, beside a class that tells the offence without them (V21).

They cost a measure nothing but the sections of an offence; and where they are wrong, nobody would see it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Self

import numpy as np

from svtool.findings.finding import Finding, Level
from svtool.findings.message import counted, say
from svtool.records.record_block import Block
from svtool.schema.offences import fold_class, fold_subcode
from svtool.schema.sources import OFFENCE_EVIDENCE
from svtool.validation.checks import Check, Reading, distinct_numbers
from svtool.validation.named_texts import list_named, name_title
from svtool.validation.row_tallies import Tally

CLASS, SUBCODE, TITLE = OFFENCE_EVIDENCE
NOUNS = {SUBCODE: "a sub-code of another number than its class", TITLE: "a title"}
CLASS_TELLS = "Nothing to do where the class is right; else correct the code or title in the source system."
_SHIFT = 32
_MOST_NAMED = 12


class UnlistedEvidence(Check):
    """Sub-codes, or titles, that say nothing of an offence whose class is known."""

    raises = ("V21",)

    def __init__(self, reading: Reading, name: str) -> None:
        """Make ready for the sub-codes or the titles of a file."""
        super().__init__(reading)
        self._name, self._catalogue = name, reading.library.catalogue
        self._silent: dict[tuple[str, str], bool] = {}
        self._times: Counter[str] = Counter()
        self._tally = Tally()

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield a check for the sub-codes and one for the titles that stand beside classes."""
        if CLASS in reading.columns:
            yield from (cls(reading, name) for name in (SUBCODE, TITLE) if name in reading.columns)

    def read(self, block: Block) -> None:
        """Judge each pair of a class and what stands beside it once, and count its rows."""
        packed = (block.ids[CLASS].astype(np.int64) << _SHIFT) | block.ids[self._name]
        distinct, inverse = distinct_numbers(packed)
        counts = np.bincount(inverse, minlength=len(distinct))
        classes, texts = block.values[CLASS], block.values[self._name]
        silent = np.zeros(len(distinct), bool)
        for i, (pair, count) in enumerate(zip(distinct.tolist(), counts.tolist(), strict=True)):
            code, text = classes[pair >> _SHIFT], texts[pair & ((1 << _SHIFT) - 1)]
            if code and text and self._is_silent(code, text):
                silent[i] = True
                self._times[text] += count
        if silent.any():
            self._tally.add(block, silent[inverse])

    def _is_silent(self, code: str, text: str) -> bool:
        if (code, text) not in self._silent:
            self._silent[code, text] = self._tells_nothing(code, text)
        return self._silent[code, text]

    def _tells_nothing(self, code: str, text: str) -> bool:
        if self._name == TITLE:
            return self._catalogue.atoms_of_title(text) is None
        folded, number = fold_subcode(text), re.match(r"\d+", fold_class(code))
        # Not all sub-codes are listed one by one: one that bears the number of its class is of that class.
        return folded not in self._catalogue.atoms_by_subcode and not (number and int(folded[:3]) == int(number[0]))

    def findings(self) -> Iterator[Finding]:
        """Yield how many there are, and which as far as they may be named."""
        if not self._tally.count:
            return
        found = sorted(self._times.items(), key=lambda each: (-each[1], each[0]))
        named = list_named(
            [name_title(text, self._catalogue) for text, _ in found], [times for _, times in found], _MOST_NAMED
        )
        told = say(
            counted(self._tally.count, "record has", "records have"), f" {NOUNS[self._name]} that no list has, so that "
            "only the class tells the offence: ", named,
        )  # fmt: skip
        yield self.find("V21", told, self._tally.count, field=self._name, places=self._tally.places, level=Level.NOTE,
            remedy=CLASS_TELLS,
        )  # fmt: skip
