"""The examiner: watches the reading of a source's files, shows every block to the checks, and keeps what they find."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from svtool.engine.seam import Engine
from svtool.errors import ExtractError
from svtool.files.extract_file import ExtractFile
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding, Level
from svtool.findings.message import numeral, say
from svtool.records.record_block import Block
from svtool.records.watch import LoadedFile
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.mappings import Column, MappingPart
from svtool.schema.project import ExtractEntry
from svtool.validation.categories_and_places import (
    OtherVintage,
    PlacesWithoutAreas,
    SilentFlags,
    UnknownPlaces,
    UnknownWords,
)
from svtool.validation.cell_texts import FreeTexts, OddCells, TidiedCells
from svtool.validation.checks import Check, Reading, refusal
from svtool.validation.monthly_counts import BlockMonths, MonthCounter, Months, date_selected_on, months_together
from svtool.validation.offence_codes import CodesInForce, DisagreeingEvidence, UnknownCodes
from svtool.validation.personal_data import PersonalColumns, PersonalFields, PersonalTexts
from svtool.validation.plausible_days import FutureDays, NewYears, RecordedBefore, Window
from svtool.validation.reference_checks import References, RepeatedRows, UnlinkedRows
from svtool.validation.row_checks import LineBreaks, LostRow, RejectedRows, ShiftedRows, lost_rows
from svtool.validation.unlisted_evidence import UnlistedEvidence
from svtool.validation.written_dates import DayOrMonthFirst, ExchangedDays, HourOff, OddDates, ZonedTimes

OVERLAPPING = "F13"

# The checks of a file, in the order in which what they find is told where it matters alike.
CHECKS: tuple[type[Check], ...] = (
    RejectedRows,
    ShiftedRows,  # what follows from shifted cells is left out of what the others tell
    OddDates,
    UnknownCodes,
    UnknownWords,
    UnknownPlaces,
    OtherVintage,
    OddCells,
    TidiedCells,
    LineBreaks,
    References,
    PersonalTexts,
    PersonalColumns,
    PersonalFields,
    DayOrMonthFirst,
    FutureDays,
    NewYears,
    RecordedBefore,
    Window,
    ExchangedDays,
    HourOff,
    ZonedTimes,
    DisagreeingEvidence,
    UnlistedEvidence,
    CodesInForce,
    FreeTexts,
    SilentFlags,
    PlacesWithoutAreas,
)


@dataclass(frozen=True)
class Examined:
    """What was seen of a source's files.

    Attributes:
        readings: the files that were read, in order.
        findings: what is wrong or notable about their rows and cells, and about files that can't be read.
        months: the records by month, of each kind of row and supplier.
        refusals: why files can't be read, as the reading says it.
        rejected: the rows that were rejected, as they stand.
    """

    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    months: tuple[Months, ...]
    refusals: tuple[ExtractError, ...]
    rejected: tuple[LostRow, ...]


@dataclass(frozen=True)
class Seen:
    """What was seen in a block: by each check, and by month."""

    of_checks: Sequence[Any]
    months: BlockMonths | None


class Examiner:
    """Watches the reading of one source."""

    def __init__(
        self,
        source: str,
        library: Library,
        areas: AreaSet | None,
        engine: Engine,
        tell: Callable[[str, int], None] | None = None,
        today: date | None = None,
    ) -> None:
        """Make ready for the files of a source.

        Args:
            source: the source.
            library: the definitions.
            areas: the areas that places are judged by.
            engine: where the records go.
            tell: is told how many rows of which file were read.
            today: the day after which a date is in the future; that of the run without it.
        """
        self._source, self._library, self._areas = library.sources[source], library, areas
        self._engine, self._tell, self._today = engine, tell, today or date.today()
        self._readings: list[Reading] = []
        self._found: list[Finding] = []
        self._months: dict[tuple[str, str], list[Months]] = {}
        self._refusals: list[ExtractError] = []
        self._rejected: list[LostRow] = []
        self._checks: list[Check] = []
        self._repeats: dict[str, RepeatedRows] = {}
        self._counter: MonthCounter | None = None
        self._is_open = False

    def examined(self) -> Examined:
        """Return what was seen, once every file was read."""
        months = tuple(map(months_together, self._months.values()))
        found, refused = tuple(self._found), tuple(self._refusals)
        return Examined(tuple(self._readings), found, months, refused, tuple(self._rejected))

    def opened(self, file: ExtractFile, entry: ExtractEntry, part: MappingPart, columns: Mapping[str, Column]) -> None:
        """Make ready the checks of a file; what was noted of one that is read anew is forgotten."""
        if self._is_open:
            self._readings.pop()
        self._is_open = True
        reading = Reading(file, self._source, entry, part, columns, self._library, self._today, self._areas)
        self._readings.append(reading)
        self._checks = [check for kind in CHECKS for check in kind.made_for(reading)]
        self._repeats[reading.name] = RepeatedRows(reading, self._engine, len(self._readings))
        day = date_selected_on(reading)
        self._counter = MonthCounter(reading, day) if day else None

    def look(self, block: Block) -> Seen:
        """Return what the checks see in a block; in any thread."""
        of_checks = [check.look(block) for check in self._all_checks()]
        return Seen(of_checks, self._counter.look(block) if self._counter else None)

    def _all_checks(self) -> Sequence[Check]:
        """Return the checks of the file that is read, with that of rows that are there again."""
        return (*self._checks, self._repeats[self._readings[-1].name])

    def read(self, block: Block, seen: Seen) -> None:
        """Show a block to every check."""
        reading = self._readings[-1]
        reading.see(block)
        if self._counter and seen.months:
            self._counter.note(seen.months)
        for check, of_check in zip(self._all_checks(), seen.of_checks, strict=True):
            check.note(block, of_check)
        if self._tell:
            self._tell(reading.name, reading.rows)

    def closed(self, loaded: LoadedFile) -> None:
        """Keep what the checks found in the file."""
        reading = self._readings[-1]
        self._is_open = False
        if self._counter:
            # A file is counted together with the others of its supplier and kind of row.
            together = (reading.part.row, reading.entry.supplier or "")
            self._months.setdefault(together, []).append(self._counter.close(loaded.values))
        reading.close(loaded)
        self._found += [finding for check in self._checks for finding in check.findings()]
        self._rejected += lost_rows(reading)
        self._checks = []

    def refused(self, name: str, error: ExtractError) -> None:
        """Keep that a file can't be read."""
        self._is_open = False
        self._repeats.pop(name, None)
        self._readings = [each for each in self._readings if each.name != name]
        self._found.append(refusal(name, error))
        self._refusals.append(error)

    def overlapping(self, earlier: str, later: str, shared: int, of_later: float) -> None:
        """Keep that two files hold the same records."""
        what = f" of its references are in {earlier} as well: is it the same month, issued again?"
        self._found.append(Finding(KINDS[OVERLAPPING], later, say(numeral(f"{of_later:.0%}"), what), shared))

    def unlinked(self, table: str, rows: Sequence[tuple[int, int, list[int]]]) -> None:
        """Keep that people's rows name an offence that is in no file."""
        for _, count, first in rows:
            reading = next(each for each in self._readings if each.table == table and each.holds(first[0]))
            self._found += UnlinkedRows(reading, count, first).findings()

    def loaded(self, table: str) -> None:
        """Note which table the files read since are in, and compare their rows."""
        for reading in self._readings:
            reading.store(table)
            if repeats := self._repeats.pop(reading.name, None):
                self._found += repeats.findings()


def refusal_together(examined: Examined, error: ExtractError, source: str) -> list[Finding]:
    """Return the finding on files together, such as two that overlap; what refuses a file alone is told with it.

    Args:
        examined: what was seen of the files.
        error: why they can't be counted together, with what refuses files alone.
        source: the source, by which they are called where none could be read.
    """
    told = [str(each) for each in error.causes if not any(each is other for other in examined.refusals)]
    if not told:
        return []
    names = list(dict.fromkeys(reading.name for reading in examined.readings))
    kind = KINDS[error.finding or OVERLAPPING]
    return [Finding(kind, ", ".join(names) or source, "\n".join(told), given_level=Level.ERROR)]
