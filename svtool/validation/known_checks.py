"""What is known of flags and places: flags that say nothing (V30), places where the project names no areas (V29)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from svtool.errors import several
from svtool.findings.finding import Finding, Level
from svtool.records.watch import Block
from svtool.schema.areas import AreaSet
from svtool.validation.reading import Reading
from svtool.validation.tallies import Tally

WORTH_TELLING = 0.05  # the share from which on a change of it would be drift
MOSTLY = 0.5


class FlagsCheck:
    """How many records say nothing in each flag."""

    def __init__(self, reading: Reading, names: Sequence[str]) -> None:
        """Make ready for the flags of a file."""
        self._reading, self._rows = reading, 0
        self._tallies = {name: Tally() for name in names}

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
            header = self._reading.header_of(name)
            if tally.count < max(1, WORTH_TELLING * self._rows) or (header, tally.count) in told:
                continue
            told.add((header, tally.count))
            share = f"{100 * tally.count / self._rows:.0f}% of {several(self._rows, 'record', 'records')}"
            title = self._reading.source.by_name[name].title
            alone = sum(self._reading.header_of(other) == header for other in self._tallies) == 1
            message = f"{header}: {share} say neither yes nor no{f' ({title})' if alone else ''}"
            yield self._reading.find("V30", message, tally.count, field=name, places=tally.places)


class PlacesCheck:
    """Places, judged by the shipped areas that know most of them, where no project names areas."""

    def __init__(self, reading: Reading, name: str) -> None:
        """Make ready for the area of a file."""
        self._reading, self._name = reading, name
        self._times = np.zeros(0, np.int64)
        self._places: dict[int, list[int]] = {}
        self._values: Sequence[Any] = ()

    def read(self, block: Block) -> None:
        """Count how often each place stands in the file, and remember where it first does."""
        ids = block.ids[self._name]
        times = np.bincount(ids, minlength=len(self._times))
        times[: len(self._times)] += self._times
        self._times, self._values = times, block.values[self._name]
        distinct, rows = np.unique(ids, return_index=True)
        for number, row in zip(distinct.tolist(), rows.tolist(), strict=True):
            self._places.setdefault(number, [int(block.places[row])])

    def findings(self) -> Iterator[Finding]:
        """Yield how many places are not known, or that no shipped areas fit."""
        places = {number: text for number, text in enumerate(self._values[: len(self._times)]) if text}
        total = sum(int(self._times[number]) for number in places)
        if not total:
            return
        header, library = self._reading.header_of(self._name), self._reading.library
        by_areas = {each: library.areas(each) for each in library.ids("areas")}
        located = {each: self._located(areas, places) for each, areas in by_areas.items()}
        best = max(located, key=lambda each: located[each])
        if located[best] < MOSTLY * total:
            message = f"places of {header} were not checked: no areas that svtool knows have most of them"
            remedy = "Name your areas in a project file (areas:), and check with --project."
            yield self._reading.find("V29", message, field=self._name, level=Level.NOTE, remedy=remedy)
            return
        unknown = [number for number, text in places.items() if by_areas[best].locate(text) is None]
        count = sum(int(self._times[number]) for number in unknown)
        if count:
            first = sorted(place for number in unknown for place in self._places[number])
            distinct = several(len(unknown), "text", "different texts")
            message = f"{several(count, 'cell', 'cells')} of {header} ({distinct}) not found in {by_areas[best].title}"
            yield self._reading.find("V29", message, count, field=self._name, places=first)

    def _located(self, areas: AreaSet, places: dict[int, str]) -> int:
        """Return how many cells stand for a place in these areas, not merely a code of elsewhere."""
        return sum(int(self._times[number]) for number, text in places.items() if areas.holds(text))


def check_flags(reading: Reading) -> FlagsCheck | None:
    """Return the check of a file's flags."""
    names = [each.name for each in reading.source.of_type("flag") if each.name in reading.columns]
    return FlagsCheck(reading, names) if names else None


def check_places(reading: Reading) -> PlacesCheck | None:
    """Return the check of a file's places, where no project names areas."""
    return PlacesCheck(reading, "area") if reading.areas is None and "area" in reading.columns else None
