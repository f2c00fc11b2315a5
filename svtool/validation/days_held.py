"""What coverage tells of an extract: who lacks days that others hold, and records dated far from all others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from svtool.counting.basis import Basis
from svtool.counting.stray_rows import rows_outside
from svtool.coverage.source_coverage import Coverage
from svtool.dates import name_spans
from svtool.engine.seam import Engine
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding
from svtool.findings.message import counted, numeral, say
from svtool.gathering.day_histories import selection_date
from svtool.gathering.facts import Facts
from svtool.validation.checks import Check, Reading, declared
from svtool.validation.monthly_counts import month_of
from svtool.validation.monthly_series import LEAST_RECORDS


class StrayDates(Check):
    """Records of a file that are dated on days which nobody's records hold."""

    raises = ("S10",)

    def __init__(self, reading: Reading, rows_of_file: Sequence[int], day: str) -> None:
        """Keep which rows of the canonical table they are, and by which date."""
        super().__init__(reading)
        self._rows, self._day = rows_of_file, day

    def findings(self) -> Iterator[Finding]:
        """Yield how many they are."""
        records = counted(len(self._rows), "record is", "records are")
        told = say(records, " dated far from all others; of no day that is taken to be held")
        places = self.reading.places_of_rows(self._rows)
        yield self.find("S10", told, len(self._rows), field=self._day, places=places)


class LackedDays:
    """Suppliers and areas that lack days which the rest of a source holds."""

    raises: ClassVar[tuple[str, ...]] = ("S09",)

    def __init__(self, coverage: Coverage, file: str) -> None:
        """Keep the coverage, and what messages call the files together."""
        self._coverage, self._file = coverage, file

    def findings(self) -> Iterator[Finding]:
        """Yield each of them, with the days."""
        declared(self, "S09")
        for each in self._coverage.lacking_ever():
            if each.part.feed and self._records_of(each.part.feed) < LEAST_RECORDS:
                continue  # of a handful of records a silence tells nothing
            days = numeral(name_spans(each.spans))
            told = say(f"{each.part.title}: next to no records in ", days, ", which the rest of the extract holds")
            yield Finding(KINDS["S09"], self._file, told, len(each.spans))

    def _records_of(self, feed: str) -> int:
        feeds = self._coverage.feeds
        return sum(part.history.total for part in feeds.parts if feeds.names[part.feed] == feed)


def months_held(coverage: Coverage) -> range | None:
    """Return the months from the first day that is held to the last; None where none is."""
    held = coverage.held_ever().every_day
    return range(month_of(min(held)[0]), month_of(max(last for _, last in held)) + 1) if held else None


def find_uncovered(engine: Engine, facts: Facts, coverage: Coverage, readings: Sequence[Reading]) -> Iterator[Finding]:
    """Yield what coverage tells of the files of a source.

    Args:
        engine: where the records are.
        facts: the source.
        coverage: which days it holds.
        readings: the files.
    """
    if not readings:
        return
    first, last = readings[0].name, readings[-1].name
    files = first if len(readings) == 1 else f"{first} … {last} ({len(readings)} files)"
    yield from LackedDays(coverage, files).findings()
    columns = sorted(facts.columns)
    day = next((name for each in facts.entries if (name := selection_date(facts.source, each, columns))), None)
    if day is None or not coverage.strays or not any(coverage.held_ever().sets):
        return
    # Months inside of which next to nothing is there are told as such.
    held = coverage.held_ever().every_day
    found = rows_outside(engine, facts, Basis.of([(min(held)[0], max(last for _, last in held))]), day)
    for reading in readings:
        own = [row for row in found if reading.holds(row)]
        if own and not (reading.entry.first or reading.entry.last):  # else the window itself says it
            yield from StrayDates(reading, own, day).findings()
