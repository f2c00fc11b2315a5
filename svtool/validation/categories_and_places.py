"""Categories, flags and places: words that are not understood (V25), places not found (V29), flags that are silent
(V30).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Self

import numpy as np

from svtool.errors import listed
from svtool.findings.finding import MOST_PLACES, Finding, Level
from svtool.findings.message import Message, counted, enumerated, numeral, say
from svtool.records.judgement import Fault
from svtool.records.record_block import Block, Numbers
from svtool.schema.gazetteer import is_code
from svtool.validation.checks import Check, Reading
from svtool.validation.named_texts import list_named, listed_words, name_place, name_word, with_count
from svtool.validation.row_tallies import Tally, summed
from svtool.validation.suggestions import Suggestion, suggest

Ids = np.ndarray[Any, np.dtype[Any]]  # numbers of values, of few bytes
_MOST_MAPPED = 5
_MOST_PLACES = 10
CODED = {
    Fault.NOT_AN_AMPDS_CODE: "not an AMPDS determinant such as 27D01",
    Fault.NOT_AN_ICD10_CODE: "not an ICD-10 code such as X99",
}
WORTH_TELLING = 0.05  # the share from which on a change of it would be drift
MOSTLY = 0.5


class UnknownWords(Check):
    """Words of a category, flag or list of codes that neither the field nor the mapping has."""

    raises = ("V25",)

    def findings(self) -> Iterator[Finding]:
        """Yield the words of each field, with what could be mapped."""
        for name, texts in self.reading.odd.items():
            faults = {text.judged.fault for text in texts}
            if Fault.UNRECOGNISED in faults and self.reading.source.by_name[name].type != "area":
                yield self._words(name)
            for fault, what in CODED.items():
                of_fault = [text for text in texts if text.judged.fault is fault]
                if of_fault:
                    count, places = summed(of_fault)
                    told = say(counted(count, "cell", "cells"), f" of {self.reading.header_of(name)}: {what}")
                    yield self.find("V25", told, count, field=name, places=places, texts=of_fault)

    def _words(self, name: str) -> Finding:
        unknown = suggest(self.reading, name)
        texts = [each.text for each in unknown]
        count, places = summed(texts)
        listed_ = listed_words(self.reading.source.by_name[name], self.reading.columns.get(name))
        words = [name_word(each.text.text, listed_) for each in unknown]
        named = list_named(list(map(_with_meaning, words, unknown)), [each.count for each in texts])
        told = say(counted(count, "cell", "cells"), f" of {self.reading.header_of(name)}: ", named)
        if near := _near_words(words, unknown):
            told = say(told, "; ", near)
        return self.find(
            "V25", told, count, field=name, places=places, remedy=self._remedy(words, unknown), texts=texts
        )

    def _remedy(self, words: Sequence[str | None], unknown: Sequence[Suggestion]) -> str:
        """Return where the words get their meaning: `standard` is nobody's mapping, and has to become one first."""
        line = _line_of_words(words, unknown)
        if self.reading.part.by_name:
            begin = "Run svtool init: it begins a mapping of the file; say there what the words mean"
            return f"{begin}; {line}." if line else f"{begin}."
        return f"Add to the mapping what the words mean; {line}." if line else ""


def _with_meaning(word: str | None, suggestion: Suggestion) -> str | None:
    return f"{word}, probably {listed(suggestion.values)}" if word and suggestion.values else word


def _near_words(words: Sequence[str | None], unknown: Sequence[Suggestion]) -> Message | None:
    """Return what those that are not named are near to; None where they are near to nothing."""
    near: Counter[str] = Counter()
    for word, each in zip(words, unknown, strict=True):
        if word is None and each.value:
            near[each.value] += each.text.count
    parts = [with_count(value, count) for value, count in near.most_common(_MOST_MAPPED)]
    return say("of those not shown, near to ", enumerated(parts)) if parts else None


def _line_of_words(words: Sequence[str | None], unknown: Sequence[Suggestion]) -> str:
    """Return the line of the mapping that would settle the words that are near a known one and may be named."""
    pairs = [
        (f"{word}: {each.value}", each.text.count)
        for word, each in zip(words, unknown, strict=True)
        if each.value and word is not None
    ]
    if not pairs:
        return ""
    values = ", ".join(pair for pair, _ in pairs[:_MOST_MAPPED]) + (", …" if len(pairs) > _MOST_MAPPED else "")
    settled = sum(count for _, count in pairs)
    return f"values: {{{values}}} would settle {settled:,}"


class SilentFlags(Check):
    """How many records say nothing in each flag."""

    raises = ("V30",)

    def __init__(self, reading: Reading, names: Sequence[str]) -> None:
        """Make ready for the flags of a file."""
        super().__init__(reading)
        self._rows = 0
        self._tallies = {name: Tally() for name in names}

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield the check of a file's flags, where it has any."""
        names = [each.name for each in reading.source.of_type("flag") if each.name in reading.columns]
        if names:
            yield cls(reading, names)

    def read(self, block: Block) -> None:
        """Count what is neither yes nor no, nor a word that nobody understands."""
        self._rows += block.rows
        for name, tally in self._tallies.items():
            column = block.canonical[name]
            if column.null_count:
                silent = column.is_null().to_numpy(zero_copy_only=False).copy()
                if name in block.faulty:
                    silent[block.faulty[name].rows] = False
                tally.add(block, silent)

    def findings(self) -> Iterator[Finding]:
        """Yield the flags that many records leave open; several that are read from one column once."""
        told: set[tuple[str, int]] = set()
        for name, tally in self._tallies.items():
            header = self.reading.header_of(name)
            if tally.count < max(1, WORTH_TELLING * self._rows) or (header, tally.count) in told:
                continue
            told.add((header, tally.count))
            share, rows = numeral(f"{100 * tally.count / self._rows:.0f}%"), counted(self._rows, "record", "records")
            title = self.reading.source.by_name[name].title
            alone = sum(self.reading.header_of(other) == header for other in self._tallies) == 1
            silent = f" say neither yes nor no{f' ({title})' if alone else ''}"
            message = say(f"{header}: ", share, " of ", rows, silent)
            yield self.find("V30", message, tally.count, field=name, places=tally.places)


class UnknownPlaces(Check):
    """Places that are in no list: codes, and names that can be nothing else."""

    raises = ("V29",)

    def findings(self) -> Iterator[Finding]:
        """Yield how many cells of each field of places are in no list."""
        for name, odd in self.reading.odd.items():
            texts = [text for text in odd if text.judged.fault is Fault.UNKNOWN_PLACE]
            if not texts or self.reading.source.by_name[name].type != "area":
                continue
            count, places = summed(texts)
            title = self.reading.areas.title if self.reading.areas else "the areas"
            told = say(
                counted(count, "cell", "cells"), f" of {self.reading.header_of(name)} (",
                counted(len(texts), "text", "different texts"), f") not found in {title}",
            )  # fmt: skip
            if codes := summed(text for text in texts if is_code(text.text))[0]:
                are = counted(codes, "is an ONS code", "are ONS codes")
                told = say(told, "; ", are, " of another kind or another year, or mistyped")
            texts.sort(key=lambda each: (-each.count, each.text))
            named = [name_place(text.text, self.reading.areas) for text in texts]
            if any(named):
                told = say(told, ": ", list_named(named, [text.count for text in texts], _MOST_PLACES))
            yield self.find("V29", told, count, field=name, places=places, texts=texts)


class OtherVintage(Check):
    """LSOAs of another census than the areas are made of: the whole is known of them, and no area."""

    raises = ("V29",)

    def findings(self) -> Iterator[Finding]:
        """Yield how many cells of each field of places have such a code."""
        for name, odd in self.reading.odd.items():
            texts = [text for text in odd if text.judged.fault is Fault.OTHER_VINTAGE]
            if not texts or self.reading.areas is None:
                continue
            count, places = summed(texts)
            texts.sort(key=lambda each: (-each.count, each.text))
            named = [name_place(text.text, self.reading.areas) for text in texts]
            vintage = self.reading.areas.vintage
            told = say(
                counted(count, "cell", "cells"), f" of {self.reading.header_of(name)} (",
                counted(len(texts), "LSOA", "LSOAs"), f") not of {vintage}, of which the areas are made: ",
                list_named(named, [text.count for text in texts], _MOST_PLACES),
            )  # fmt: skip
            other = "2011" if vintage == "2021" else "2021"
            remedy = f"Ask for codes of {vintage}, or count by the others: parts: lsoas_{other} in the project file."
            yield self.find("V29", told, count, field=name, places=places, texts=texts, remedy=remedy)


class PlacesWithoutAreas(Check):
    """Places, judged by the shipped areas that know most of them, where no project names areas."""

    raises = ("V29",)

    def __init__(self, reading: Reading, name: str) -> None:
        """Make ready for the area of a file."""
        super().__init__(reading)
        self._name = name
        self._ids: list[tuple[int, Ids]] = []  # the first row of each block, and its places
        self._values: Sequence[Any] = ()

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield the check where the file has places and no project names areas."""
        if reading.areas is None and "area" in reading.columns:
            yield cls(reading, "area")

    def read(self, block: Block) -> None:
        """Keep the place of each record, in as few bytes as its number needs."""
        ids = block.ids[self._name]
        self._ids.append((block.first_row, ids.astype(np.min_scalar_type(int(ids.max(initial=0))))))
        self._values = block.values[self._name]

    def _times(self) -> Numbers:
        """Return how many records name each place, without those whose cells are shifted."""
        times = np.zeros(len(self._values), np.int64)
        shifted = np.sort(self.reading.shifted_rows)
        for first, ids in self._ids:
            within = slice(*np.searchsorted(shifted, [first, first + len(ids)]))
            times += np.bincount(ids, minlength=len(times)) - np.bincount(
                ids[shifted[within] - first], minlength=len(times)
            )
        return times

    def _places_of(self, wanted: Sequence[int]) -> list[int]:
        """Return where records stand that name one of some places, without those whose cells are shifted."""
        is_wanted = np.zeros(len(self._values), bool)
        is_wanted[wanted] = True
        found: list[int] = []
        for first, ids in self._ids:
            rows = np.flatnonzero(is_wanted[ids]).astype(np.int32) + np.int32(first)
            places = self.reading.places_of(rows)
            found += places[~np.isin(places, self.reading.shifted)].tolist()
            if len(found) >= MOST_PLACES:
                break
        return found[:MOST_PLACES]

    def findings(self) -> Iterator[Finding]:
        """Yield how many places are not known, or that no shipped areas fit."""
        times = self._times().tolist()
        places = {value: text for value, text in enumerate(self._values) if text and times[value]}
        total = sum(times[value] for value in places)
        if not total:
            return
        header, library = self.reading.header_of(self._name), self.reading.library
        by_areas = {each.id: each for each in library.area_sets()}
        located = {
            each: sum(times[value] for value, text in places.items() if areas.lists(text))  # no mere code of elsewhere
            for each, areas in by_areas.items()
        }
        best = max(located, key=lambda each: located[each])
        if located[best] < MOSTLY * total:
            told = f"places of {header} were not checked: no areas that svtool knows have most of them"
            remedy = "Name your areas in a project file (areas:), and check with --project."
            yield self.find("V29", told, field=self._name, level=Level.NOTE, remedy=remedy)
            return
        unknown = [value for value, text in places.items() if by_areas[best].locate(text) is None]
        unknown.sort(key=lambda value: (-times[value], places[value]))
        count = sum(times[value] for value in unknown)
        if count:
            message = say(
                counted(count, "cell", "cells"), f" of {header} (", counted(len(unknown), "text", "different texts"),
                f") not found in {by_areas[best].title}",
            )  # fmt: skip
            named = [name_place(places[value], by_areas[best]) for value in unknown]
            if any(named):
                message = say(message, ": ", list_named(named, [times[value] for value in unknown], _MOST_PLACES))
            yield self.find("V29", message, count, field=self._name, places=self._places_of(unknown))
