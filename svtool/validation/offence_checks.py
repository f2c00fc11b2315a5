"""Offences whose code and title disagree (V23), whose code was not in force (V24), or that no evidence tells (V21)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

from svtool.errors import several
from svtool.findings.finding import Finding
from svtool.records.derivations import NO_DAY
from svtool.records.watch import Block
from svtool.schema.offences import Atoms, Catalogue, fold_class, fold_subcode, fold_title
from svtool.schema.sources import OFFENCE, OFFENCE_EVIDENCE
from svtool.validation.days import FieldDays, number_of
from svtool.validation.reading import Reading
from svtool.validation.shown_texts import MOST_NAMED
from svtool.validation.tallies import Tally

CLASS, SUBCODE, TITLE = OFFENCE_EVIDENCE
_SHIFT = 21
_MASK = (1 << _SHIFT) - 1


class DisagreementCheck:
    """Evidence of an offence that can't be of one offence."""

    def __init__(self, reading: Reading, names: tuple[str, ...]) -> None:
        """Make ready for the codes and titles of a file."""
        self._reading, self._names, self._catalogue = reading, names, reading.library.catalogue
        self._known: dict[int, str | None] = {}
        self._pairs: Counter[str] = Counter()
        self._tally, self._open = Tally(), Tally()

    def read(self, block: Block) -> None:
        """Judge each combination of codes and title once, and count its rows."""
        packed = np.zeros(block.rows, np.int64)
        for name in self._names:
            packed = (packed << _SHIFT) | block.ids[name]
        distinct, inverse, counts = np.unique(packed, return_inverse=True, return_counts=True)
        words = [self._words(int(each), block) for each in distinct]
        for each, count in zip(words, counts.tolist(), strict=True):
            if each:
                self._pairs[each] += count
        wrong = np.array([bool(each) for each in words], bool)
        if wrong.any():
            self._tally.add(block, wrong[inverse])
        if OFFENCE in block.canonical:
            self._note_open(block, packed != 0)

    def _note_open(self, block: Block, has_evidence: np.ndarray[Any, np.dtype[np.bool_]]) -> None:
        # A code that is none is a finding of its column; here it is what looks right and stands in no list.
        unknown = block.canonical[OFFENCE].is_null().to_numpy(zero_copy_only=False).copy()
        if block.rejected is not None:
            unknown[block.rejected] = False
        for name in set(self._names) & set(block.faulty):
            unknown[block.faulty[name].rows] = False
        self._open.add(block, unknown & has_evidence)

    def _words(self, packed: int, block: Block) -> str | None:
        if packed not in self._known:
            evidence = {}
            for name in reversed(self._names):
                evidence[name] = block.values[name][packed & _MASK]
                packed >>= _SHIFT
            self._known[packed] = self._disagreeing(evidence)
        return self._known[packed]

    def _disagreeing(self, evidence: dict[str, str | None]) -> str | None:
        """Return the first two of a record's codes and title that disagree, in words."""
        known = [(name, evidence[name], _atoms(self._catalogue, name, evidence[name])) for name in self._names]
        for (one, text, atoms), (other, other_text, others) in combinations(known, 2):
            if atoms and others and self._catalogue.disagree(atoms, others):
                what = "title" if other == TITLE else "sub-code"
                quote = "'" if other == TITLE else ""
                return f"{'sub-code ' if one == SUBCODE else ''}{text} with {what} {quote}{other_text}{quote}"
        return None

    def findings(self) -> Iterator[Finding]:
        """Yield the pairs that disagree, with their counts, and the offences that stay unknown."""
        if self._pairs:
            shown = [f"{words} ({count:,})" for words, count in self._pairs.most_common(MOST_NAMED)]
            more = len(self._pairs) - len(shown)
            message = ", ".join(shown) + (f" and {several(more, 'other pair', 'other pairs')}" if more else "")
            yield self._reading.find("V23", message, self._tally.count, field=self._names[0], places=self._tally.places)
        if self._open.count:
            what = "records have a code or title that looks right, but none that the catalogue knows"
            message = f"{self._open.count:,} {what}; the offence is not known"
            name = SUBCODE if SUBCODE in self._names else self._names[0]
            yield self._reading.find("V21", message, self._open.count, field=name, places=self._open.places)


def _atoms(catalogue: Catalogue, name: str, text: str | None) -> Atoms | None:
    if text is None:
        return None
    if name == CLASS:
        return catalogue.atoms_by_class.get(fold_class(text))
    if name == SUBCODE:
        return catalogue.atoms_by_subcode.get(fold_subcode(text))
    return catalogue.atoms_by_title.get(fold_title(text))


class InForceCheck:
    """Classes that were retired before the record was made, or came later."""

    def __init__(self, reading: Reading, recorded: str) -> None:
        """Make ready for the class and the recorded date."""
        self._reading, self._days = reading, FieldDays(recorded)
        self._classes = {fold_class(each.code): each for each in reading.library.catalogue.classes}
        self._from = np.zeros(0, np.int32)
        self._to = np.zeros(0, np.int32)
        self._codes: Counter[str] = Counter()
        self._tally = Tally()

    def read(self, block: Block) -> None:
        """Count the records of a day on which their class was not in use."""
        self._extend(block)
        days, ids = self._days.exact(block), block.ids[CLASS]
        wrong = (days != NO_DAY) & ((days < self._from[ids]) | (days > self._to[ids]))
        if wrong.any():
            self._tally.add(block, wrong)
            for number, count in enumerate(np.bincount(ids[wrong]).tolist()):
                if count:
                    self._codes[fold_class(block.values[CLASS][number])] += count

    def _extend(self, block: Block) -> None:
        values = block.values[CLASS]
        for text in values[len(self._from) :]:
            known = self._classes.get(fold_class(text)) if text else None
            first = number_of(known.in_use_from) if known and known.in_use_from else NO_DAY
            last = number_of(known.in_use_to) if known and known.in_use_to else np.iinfo(np.int32).max
            self._from, self._to = np.append(self._from, np.int32(first)), np.append(self._to, np.int32(last))

    def findings(self) -> Iterator[Finding]:
        """Yield the classes, with their counts."""
        if self._tally.count:
            shown = ", ".join(f"{code} ({count:,})" for code, count in self._codes.most_common(MOST_NAMED))
            more = len(self._codes) - MOST_NAMED
            others = f" and {several(more, 'other', 'others')}" if more > 0 else ""
            message = f"{shown}{others}: recorded on days on which the class was not in use, as far as is known"
            yield self._reading.find("V24", message, self._tally.count, field=CLASS, places=self._tally.places)


def check_disagreement(reading: Reading) -> DisagreementCheck | None:
    """Return the check of codes against titles, where the file has any."""
    names = tuple(name for name in OFFENCE_EVIDENCE if name in reading.columns)
    return DisagreementCheck(reading, names) if names else None


def check_in_force(reading: Reading) -> InForceCheck | None:
    """Return the check of classes against days; not of aggregates, which list every class for every quarter."""
    recorded = next(iter(reading.source.dates), "")
    if CLASS not in reading.columns or recorded not in reading.columns or "count" in reading.columns:
        return None
    return InForceCheck(reading, recorded)
