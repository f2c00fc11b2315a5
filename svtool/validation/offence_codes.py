"""Offence codes: in no catalogue (V21), changed by a spreadsheet (V22), at odds with a title (V23) or a day (V24)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Self

import numpy as np

from svtool.dates import days_since_epoch
from svtool.errors import listed
from svtool.findings.finding import Finding
from svtool.findings.message import Message, counted, joined, say
from svtool.records.derivations import NO_DAY
from svtool.records.record_block import Block, Numbers
from svtool.schema.offences import Catalogue, fold_class, fold_subcode
from svtool.schema.sources import OFFENCE, OFFENCE_EVIDENCE
from svtool.validation.checks import Check, Reading, distinct_numbers
from svtool.validation.named_texts import MOST_NAMED, list_named, name_changed, name_code, name_title, with_count
from svtool.validation.plausible_days import FieldDays
from svtool.validation.row_tallies import KeyedTally, Tally, summed
from svtool.validation.suggestions import Suggestion, changed_by_spreadsheet, suggest

CODES = {"offence_class", "offence_subcode"}
CLASS, SUBCODE, TITLE = OFFENCE_EVIDENCE
_LONGEST_TITLE = 50
_MOST_CANDIDATES = 4
_MOST_TITLES = 12
_SHIFT = 21
_MASK = (1 << _SHIFT) - 1


class UnknownCodes(Check):
    """Codes that are none: changed by a spreadsheet, or in no catalogue, with what they may mean."""

    raises = ("V21", "V22")

    def __init__(self, reading: Reading) -> None:
        """Make ready for the codes of a file."""
        super().__init__(reading)
        self._understood = {name: 0 for name in reading.columns if reading.source.by_name[name].type in CODES}

    def read(self, block: Block) -> None:
        """Count the cells of each field of codes that are understood."""
        for name in self._understood:
            self._understood[name] += int(np.count_nonzero(block.ids[name]))

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with the codes of each field."""
        for name in self.reading.odd:
            if name in self._understood:
                yield from self._of_field(name)

    def _of_field(self, name: str) -> Iterator[Finding]:
        catalogue = self.reading.library.catalogue
        changed: list[Suggestion] = []
        unknown: list[Suggestion] = []
        for each in suggest(self.reading, name):
            (changed if changed_by_spreadsheet(each.text.text, catalogue) else unknown).append(each)
        header = self.reading.header_of(name)
        if changed:
            parts = [_name_changed(each, catalogue) for each in changed]
            yield self._found("V22", name, changed, f" of {header}: ", parts)
        if unknown:
            what = "a code that the catalogue does not have"
            if self.reading.source.by_name[name].type == "offence_subcode":
                what = "not a Home Office sub-code such as 008/06"
            parts = [_name_unknown(each) for each in unknown]
            remedy = self._remedy(name, unknown, catalogue)
            yield self._found("V21", name, unknown, f" of {header}: {what}: ", parts, remedy)

    def _found(
        self, kind: str, name: str, odd: Sequence[Suggestion], words: str, parts: Sequence[str | None], remedy: str = ""
    ) -> Finding:
        texts = [each.text for each in odd]
        count, places = summed(texts)
        told = say(counted(count, "cell", "cells"), words, list_named(parts, [each.count for each in texts]))
        return self.find(kind, told, count, field=name, places=places, remedy=remedy, texts=texts)

    def _remedy(self, name: str, unknown: Sequence[Suggestion], catalogue: Catalogue) -> str:
        """Return the remedy of a column most of which holds the codes of another field; else the catalogue's."""
        count = sum(each.text.count for each in unknown) + self._understood[name]
        is_class = self.reading.source.by_name[name].type == "offence_class"
        other = "offence_subcode" if is_class else "offence_class"
        texts = [each.text for each in unknown]
        if 2 * sum(each.count for each in texts if catalogue.atoms_of_evidence(other, each.text) is not None) < count:
            return ""
        stem = name.rpartition("_")[0]
        field, what = (f"{stem}_subcode", "Home Office sub-codes") if is_class else (f"{stem}_class", "classes")
        option = f'--source {self.reading.source.id} --map "{self.reading.header_of(name)}={field}"'
        return f"The column holds {what}: {option}."


def _name_changed(suggestion: Suggestion, catalogue: Catalogue) -> str | None:
    changed = changed_by_spreadsheet(suggestion.text.text, catalogue)
    originals = changed.originals if changed else ()
    text = name_changed(suggestion.text.text)
    shown = text or ("a date" if originals else None)
    if not originals or not shown:
        return shown
    title = _title_of(originals[0], catalogue) if len(originals) == 1 else ""
    return f"{shown} is probably {listed(originals)}{f', {title}' if title else ''}"


def _title_of(code: str, catalogue: Catalogue) -> str:
    titles = {fold_subcode(each.subcode): each.title or "" for each in catalogue.subcodes}
    titles |= {fold_class(each.code): each.title for each in catalogue.classes if "/" not in code}
    title = titles.get(fold_subcode(code) if "/" in code else fold_class(code), "")
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rsplit(' ', 1)[0].rstrip(',')} …"


def _name_unknown(suggestion: Suggestion) -> str | None:
    text = name_code(suggestion.text.text)
    if not text or not suggestion.values:
        return text
    return f"{text}, perhaps {listed(suggestion.values[:_MOST_CANDIDATES])}"


class DisagreeingEvidence(Check):
    """Evidence of an offence that can't be of one offence, and evidence that tells none."""

    raises = ("V21", "V23")

    def __init__(self, reading: Reading, names: tuple[str, ...]) -> None:
        """Make ready for the codes and titles of a file."""
        super().__init__(reading)
        self._names, self._catalogue = names, reading.library.catalogue
        self._known: dict[int, str | None] = {}
        self._tally, self._open = KeyedTally(), KeyedTally()  # by combinations: that disagree, that tell no offence
        self._texts: dict[int, str] = {}

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield the check where the file has codes or titles."""
        names = tuple(name for name in OFFENCE_EVIDENCE if name in reading.columns)
        if names:
            yield cls(reading, names)

    def read(self, block: Block) -> None:
        """Judge each combination of codes and title once, and count its rows."""
        packed = np.zeros(block.rows, np.int64)
        for name in self._names:
            packed = (packed << _SHIFT) | block.ids[name]
        distinct, inverse = distinct_numbers(packed)
        wrong = np.array([bool(self._words(int(each), block)) for each in distinct], bool)
        if wrong.any():
            self._tally.add(block, wrong[inverse], packed)
        if OFFENCE in block.canonical:
            self._note_open(block, packed)

    def _note_open(self, block: Block, packed: Numbers) -> None:
        # A code that is none is a finding of its column; here it is what looks right and stands in no list.
        unknown = block.canonical[OFFENCE].is_null().to_numpy(zero_copy_only=False).copy()
        if block.rejected is not None:
            unknown[block.rejected] = False
        for name in set(self._names) & set(block.faulty):
            unknown[block.faulty[name].rows] = False
        silent = unknown & (packed != 0)
        self._open.add(block, silent, packed)
        for each in np.unique(packed[silent]):
            texts = self._evidence(int(each), block)
            self._texts[int(each)] = next(text for name in reversed(self._names) if (text := texts[name]))

    def _evidence(self, packed: int, block: Block) -> dict[str, str | None]:
        """Return the codes and the title that a combination is of."""
        evidence: dict[str, str | None] = {}
        for name in reversed(self._names):
            evidence[name] = block.values[name][packed & _MASK]
            packed >>= _SHIFT
        return evidence

    def _words(self, packed: int, block: Block) -> str | None:
        if packed not in self._known:
            self._known[packed] = self._disagreeing(self._evidence(packed, block))
        return self._known[packed]

    def _disagreeing(self, evidence: dict[str, str | None]) -> str | None:
        """Return the first two of a record's codes and title that disagree, in words."""
        known = [
            (name, evidence[name], self._catalogue.atoms_of_evidence(name, evidence[name])) for name in self._names
        ]
        for (one, text, atoms), (other, other_text, others) in combinations(known, 2):
            if atoms and others and self._catalogue.disagree(atoms, others):
                what = "title" if other == TITLE else "sub-code"
                quote = "'" if other == TITLE else ""
                return f"{'sub-code ' if one == SUBCODE else ''}{text} with {what} {quote}{other_text}{quote}"
        return None

    def findings(self) -> Iterator[Finding]:
        """Yield the pairs that disagree, with their counts, and the offences that stay unknown."""
        wrong, silent = self._tally.without(self.reading.shifted), self._open.without(self.reading.shifted)
        if wrong.count:
            pairs: Counter[str] = Counter()
            for each, times in wrong.times.items():
                pairs[self._known[each] or ""] += times
            told = joined(with_count(*each) for each in pairs.most_common(MOST_NAMED))
            if (more := len(pairs) - MOST_NAMED) > 0:
                told = say(told, " and ", counted(more, "other pair", "other pairs"))
            yield self.find("V23", told, wrong.count, field=self._names[0], places=wrong.places)
        if count := silent.count:
            what = " a code or title that no list has, so that their offence is not known: "
            told = say(counted(count, "record has", "records have"), what, self._named_silent(silent))
            name = SUBCODE if SUBCODE in self._names else self._names[0]
            yield self.find("V21", told, count, field=name, places=silent.places)

    def _named_silent(self, silent: KeyedTally) -> Message:
        """Return the texts that tell no offence, most frequent first, as far as they may be named."""
        times: Counter[str] = Counter()
        for combination, count in silent.times.items():
            times[self._texts[combination]] += count
        found = sorted(times.items(), key=lambda each: (-each[1], each[0]))
        names = [name_title(text, self._catalogue) for text, _ in found]
        return list_named(names, [count for _, count in found], _MOST_TITLES)


class CodesInForce(Check):
    """Classes that were retired before the record was made, or came later."""

    raises = ("V24",)

    def __init__(self, reading: Reading, recorded: str) -> None:
        """Make ready for the class and the recorded date."""
        super().__init__(reading)
        self._days = FieldDays(recorded)
        self._classes = {fold_class(each.code): each for each in reading.library.catalogue.classes}
        self._from = np.zeros(0, np.int32)
        self._to = np.zeros(0, np.int32)
        self._codes: Counter[str] = Counter()
        self._tally = Tally()

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield the check; not for an aggregate, which lists every class for every quarter."""
        recorded = next(iter(reading.source.dates), "")
        if CLASS in reading.columns and recorded in reading.columns and "count" not in reading.columns:
            yield cls(reading, recorded)

    def read(self, block: Block) -> None:
        """Count the records of a day on which their class was not in use."""
        self._extend(block)
        days, ids = self._days.exact(block), block.ids[CLASS]
        wrong = (days != NO_DAY) & ((days < self._from[ids]) | (days > self._to[ids]))
        if wrong.any():
            self._tally.add(block, wrong)
            for value, count in enumerate(np.bincount(ids[wrong]).tolist()):
                if count:
                    self._codes[fold_class(block.values[CLASS][value])] += count

    def _extend(self, block: Block) -> None:
        values = block.values[CLASS]
        for text in values[len(self._from) :]:
            known = self._classes.get(fold_class(text)) if text else None
            first = days_since_epoch(known.in_use_from) if known and known.in_use_from else NO_DAY
            last = days_since_epoch(known.in_use_to) if known and known.in_use_to else np.iinfo(np.int32).max
            self._from, self._to = np.append(self._from, np.int32(first)), np.append(self._to, np.int32(last))

    def findings(self) -> Iterator[Finding]:
        """Yield the classes, with their counts."""
        if count := self._tally.count:
            told = joined(with_count(*each) for each in self._codes.most_common(MOST_NAMED))
            if (more := len(self._codes) - MOST_NAMED) > 0:
                told = say(told, " and ", counted(more, "other", "others"))
            told = say(told, ": recorded on days on which the class was not in use, as far as is known")
            yield self.find("V24", told, count, field=CLASS, places=self._tally.places)
