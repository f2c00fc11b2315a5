"""The examiner: watches the reading of a source's files, shows every block to the checks, and keeps what they find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from svtool.errors import ExtractError
from svtool.extracts.extract_file import ExtractFile
from svtool.extracts.watching import Block, OddText
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.mappings import Column, MappingPart
from svtool.schema.project import ExtractEntry
from svtool.validation.checks import FILE_CHECKS, ROW_CHECKS, Check
from svtool.validation.reading import Reading


def refusal(name: str, error: ExtractError) -> Finding:
    """Return the finding of a file that can't be read as an extract."""
    return Finding(KINDS[error.finding or "F01"], name, str(error).removeprefix(f"{name}: "))


@dataclass
class Examiner:
    """Watches the reading of one source.

    Attributes:
        source_id: the source.
        library: the definitions.
        areas: the areas that places are judged by.
        readings: the files that were read, in order.
        found: what was found so far.
    """

    source_id: str
    library: Library
    areas: AreaSet | None
    readings: list[Reading] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    _checks: list[Check] = field(default_factory=list)

    def opened(self, file: ExtractFile, entry: ExtractEntry, part: MappingPart, columns: Mapping[str, Column]) -> None:
        """Make ready the checks of a file."""
        source = self.library.sources[self.source_id]
        reading = Reading(file, source, entry, part, columns, self.library, self.areas)
        self.readings.append(reading)
        self._checks = [check for make in ROW_CHECKS if (check := make(reading))]

    def read(self, block: Block) -> None:
        """Show a block to every check."""
        self.readings[-1].keep_places(block.first_row, block.places)
        for check in self._checks:
            check.read(block)

    def closed(self, odd: Mapping[str, list[OddText]]) -> None:
        """Keep what the checks found in the file."""
        reading = self.readings[-1]
        reading.odd = odd
        self.found += [finding for find in FILE_CHECKS for finding in find(reading)]
        self.found += [finding for check in self._checks for finding in check.findings()]
        self._checks = []

    def refused(self, name: str, error: ExtractError) -> None:
        """Keep that a file can't be read."""
        self.readings = [each for each in self.readings if each.name != name]
        self.found.append(refusal(name, error))

    def loaded(self, table: str) -> None:
        """Note which table the files read since are in."""
        for reading in self.readings:
            reading.table = reading.table or table
