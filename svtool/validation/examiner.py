"""The examiner: watches the reading of a source's files, shows every block to the checks, and keeps what they find."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from svtool.engine.embedded import Engine
from svtool.errors import ExtractError, several
from svtool.files.extract_file import ExtractFile
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding, Level
from svtool.records.watch import Block, LoadedFile
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.mappings import Column, MappingPart
from svtool.schema.project import ExtractEntry
from svtool.validation.checks import FILE_CHECKS, ROW_CHECKS, Check
from svtool.validation.months import MonthCounter, Months, date_selected_on
from svtool.validation.reading import Reading
from svtool.validation.rejects import LostRow, lost_rows
from svtool.validation.repeats import RepeatedRows

NOT_WHAT_IT_SAYS = "F03"
EXPORT_AGAIN = "Export it again as CSV or Excel (.xlsx), without a password."


def refusal(name: str, error: ExtractError, remedy: str = "") -> Finding:
    """Return the finding of a file that can't be read as an extract; whatever its kind, that is an error."""
    message = str(error).replace(f"{name}: ", "")
    kind = KINDS[error.finding or "F01"]
    # What is no extract at all is not mended by another name, which is what to do with one that was read.
    remedy = remedy or (EXPORT_AGAIN if kind.id == NOT_WHAT_IT_SAYS else "")
    return Finding(kind, name, message, given_level=Level.ERROR, given_remedy=remedy, refused=True)


@dataclass
class Examiner:
    """Watches the reading of one source.

    Attributes:
        source_id: the source.
        library: the definitions.
        areas: the areas that places are judged by.
        engine: where the records go.
        tell: is told how many rows of which file were read.
        readings: the files that were read, in order.
        found: what was found so far.
        months: the records by month, of each kind of row and supplier.
        refusals: why files can't be read, as the reading says it.
        rejected: the rows that were rejected, as they stand.
    """

    source_id: str
    library: Library
    areas: AreaSet | None
    engine: Engine
    tell: Callable[[str, int], None] | None = None
    readings: list[Reading] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    months: dict[tuple[str, str], Months] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    rejected: list[LostRow] = field(default_factory=list)
    _checks: list[Check] = field(default_factory=list)
    _repeats: dict[str, RepeatedRows] = field(default_factory=dict)
    _counter: MonthCounter | None = None
    _is_open: bool = False

    def opened(self, file: ExtractFile, entry: ExtractEntry, part: MappingPart, columns: Mapping[str, Column]) -> None:
        """Make ready the checks of a file; what was noted of one that is read anew is forgotten."""
        if self._is_open:
            self.readings.pop()
        self._is_open = True
        source = self.library.sources[self.source_id]
        reading = Reading(file, source, entry, part, columns, self.library, self.areas)
        self.readings.append(reading)
        self._checks = [check for make in ROW_CHECKS if (check := make(reading))]
        self._repeats[reading.name] = RepeatedRows(reading, self.engine, len(self.readings))
        day = date_selected_on(reading)
        self._counter = MonthCounter(reading, day) if day else None

    def read(self, block: Block) -> None:
        """Show a block to every check."""
        self.readings[-1].keep_places(block.first_row, block.places)
        self.readings[-1].keep_faulty(block.first_row, block.faulty)
        if self._counter:
            self._counter.read(block)
        self.readings[-1].keep_rejected(block)
        for check in self._checks:
            check.read(block)
        self._repeats[self.readings[-1].name].read(block)
        if self.tell:
            self.tell(self.readings[-1].name, self.readings[-1].rows)

    def closed(self, loaded: LoadedFile) -> None:
        """Keep what the checks found in the file."""
        reading = self.readings[-1]
        reading.account, reading.findings, reading.rejected = loaded.account, loaded.findings, loaded.rejected
        reading.odd = loaded.odd
        self._is_open = False
        if self._counter:
            # A file is counted together with the others of its supplier and kind of row.
            together = (reading.part.row, reading.entry.supplier or "")
            self.months.setdefault(together, Months(reading.name)).add(self._counter.close(loaded.values), reading.name)
        self.found += [finding for find in FILE_CHECKS for finding in find(reading)]
        self.found += [finding for check in self._checks for finding in check.findings()]
        self.rejected += lost_rows(reading)
        self._checks = []

    def refused(self, name: str, error: ExtractError) -> None:
        """Keep that a file can't be read."""
        self._is_open = False
        self._repeats.pop(name, None)
        self.readings = [each for each in self.readings if each.name != name]
        self.found.append(refusal(name, error))
        self.refusals.append(str(error))

    def together(self, files: str, message: str, kind: str) -> Finding:
        """Return what keeps files that can be read from being counted together, such as two that overlap."""
        return Finding(KINDS[kind or "F13"], files, message, given_level=Level.ERROR)

    def overlapping(self, earlier: str, later: str, shared: int, of_later: float) -> None:
        """Keep that two files hold the same records."""
        message = f"{of_later:.0%} of its references are in {earlier} as well: is it the same month, issued again?"
        self.found.append(Finding(KINDS["F13"], later, message, shared))

    def unlinked(self, table: str, rows: Sequence[tuple[int, int, list[int]]]) -> None:
        """Keep that people's rows name an offence that is in no file."""
        for _, number, first in rows:
            reading = next(each for each in self.readings if each.table == table and each.holds(first[0]))
            names = several(number, "row names", "rows name")
            message = f"{names} an offence that is in no file of offences; counted nowhere"
            self.found.append(reading.find("R10", message, number, places=reading.places_of_rows(first)))

    def loaded(self, table: str) -> None:
        """Note which table the files read since are in, and compare their rows."""
        for reading in self.readings:
            reading.table = reading.table or table
            if repeats := self._repeats.pop(reading.name, None):
                self.found += repeats.findings(table)
