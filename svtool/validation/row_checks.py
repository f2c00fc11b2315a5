"""Rows: their lines, and cells that are too many, too few or shifted (R01 to R04)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.files.account import RejectedRow
from svtool.files.headers import fold_header
from svtool.files.malformed_rows import first_record
from svtool.findings.finding import Finding
from svtool.findings.message import Message, counted, numeral, say
from svtool.records.cell_values import judge_for
from svtool.records.judgement import Fault, Judge
from svtool.records.record_block import Block, Numbers, OddText
from svtool.schema.offences import fold_class
from svtool.validation.checks import Check, Reading
from svtool.validation.row_tallies import Rows, Tally

# Fields that not every text fits.
JUDGED = {"date", "flag", "category", "age", "offence_class", "offence_subcode", "area", "count"}
FEWEST_CELLS = 2
# What is of its column's kind and still can't be: it did not move there.
IMPLAUSIBLE = {Fault.AFTER_EXTRACT, Fault.SYSTEM_DEFAULT, Fault.IMPLAUSIBLE_AGE, Fault.DAY_NUMBER_1904}
SIDES = {"left": 1, "right": -1}  # where the cells moved → where their own column is


class LineBreaks(Check):
    """Line breaks inside cells: allowed in quotes, and the reason why a record's number is not its line."""

    raises = ("R01",)

    def __init__(self, reading: Reading) -> None:
        """Begin with none."""
        super().__init__(reading)
        self._tally = Tally()

    def look(self, block: Block) -> Numbers | None:
        """Return how many line breaks each record of a block holds; None when none does."""
        found = [breaks for column in block.cells if (breaks := breaks_in(column)) is not None]
        return np.sum(found, axis=0) if found else None

    def note(self, block: Block, breaks: Numbers | None) -> None:
        """Keep the line breaks of a block, by which a record's number and its line differ."""
        if breaks is None:
            return
        rows = np.flatnonzero(breaks)
        self.reading.keep_breaks(block.places[rows], breaks[rows])
        kept = np.ones(block.rows, bool) if block.rejected is None else ~block.rejected
        self._tally.add(block, (breaks > 0) & kept)

    def findings(self) -> Iterator[Finding]:
        """Yield that cells hold line breaks."""
        if count := self._tally.count:
            told = say(counted(count, "row holds", "rows hold"), " line breaks inside quotes")
            yield self.find("R01", told, count, places=self._tally.places)


def breaks_in(column: pa.Array) -> Numbers | None:
    """Return how many line breaks each cell of a column holds; None when none does."""
    if pa.types.is_dictionary(column.type):
        of_texts = breaks_in(column.dictionary)
        return None if of_texts is None else of_texts[column.indices.to_numpy()]
    data = column.buffers()[2] if len(column.buffers()) > 2 else None
    # The bytes of all cells lie together: one search tells that none of them has a line break.
    text = data.to_pybytes() if data is not None else b""
    if b"\n" not in text and b"\r" not in text:
        return None
    feeds, returns, pairs = (
        pc.count_substring(column, each).to_numpy(zero_copy_only=False) for each in ("\n", "\r", "\r\n")
    )
    found: Numbers = (feeds + returns - pairs).astype(np.int64)
    return found if found.any() else None


@dataclass(frozen=True)
class LostRow:
    """A rejected row as it stands in its file; its cells are shown to nobody but whoever asks for this file.

    Attributes:
        file: its file.
        line: its line; 0 where the file has none.
        record: its record.
        reason: why it was rejected.
        header: the column names of its file.
        cells: its cells, as many as it has.
    """

    file: str
    line: int
    record: int
    reason: str
    header: tuple[str, ...]
    cells: tuple[str, ...] = field(repr=False)


class RejectedRows(Check):
    """Rejected rows: equal reasons are one finding. What stops a file (F11) is told of the file as a whole."""

    raises = ("R02", "R03", "H10", "V31")

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each reason for which rows were rejected."""
        alike: dict[tuple[str, Message | str], list[RejectedRow]] = {}
        for row in self.reading.rejected:
            if row.kind == "H10":
                alike.setdefault((row.kind, str(row.record)), []).append(row)
            elif row.kind in self.raises:
                alike.setdefault((row.kind, row.told), []).append(row)
        for (kind, reason), rows in alike.items():
            if kind == "H10":
                yield self._open_quote(rows)
            elif kind == "R03":
                yield self._split_rows(rows)
            else:
                told = say(counted(len(rows), "row has", "rows have"), " ", reason) if kind == "R02" else reason
                yield self.find(kind, told, len(rows), places=[row.record for row in rows])

    def _open_quote(self, rows: Sequence[RejectedRow]) -> Finding:
        found = self.find("H10", "", len(rows), places=[rows[0].record])
        line = found.lines[0]
        told = say("line ", numeral(line), " opens a quote that is not closed on it")
        if len(rows) > 1:
            last = line + len(rows) - 1
            told = say(told, "; up to line ", numeral(last), ", ", numeral(len(rows)), " lines were read as one record")
        return replace(found, told=told)

    def _split_rows(self, rows: Sequence[RejectedRow]) -> Finding:
        found = self.find("R03", "", len(rows), places=[row.record for row in rows])
        first = found.lines[0]
        last = first
        for row in rows[1:]:
            if row.record != rows[0].record + last - first + 1:
                break
            last += 1
        if len(rows) == last - first + 1:
            lines = numeral(f"{first:,}–{last:,}")
            return replace(found, told=say("lines ", lines, " look like one row split by a line break"))
        lines = counted(len(rows), "line looks", "lines look")
        told = say(lines, " like rows split by a line break; the first at ", numeral(first))
        return replace(found, told=told)


def lost_rows(reading: Reading) -> Iterator[LostRow]:
    """Yield the rejected rows of a file as they stand in it."""
    file = reading.file
    lines = reading.lines_of([row.record for row in reading.rejected]) or [0] * len(reading.rejected)
    for row, line in zip(reading.rejected, lines, strict=True):
        cells = reading.rejected_cells.get(row.record) or first_record(row.text, file.delimiter)
        yield LostRow(row.file, line and line + row.below, row.record, row.reason, tuple(file.header), tuple(cells))


class ShiftedRows(Check):
    """Rows whose cells are shifted by one, though their number is right: several fit the neighbouring column's rule.

    The rows are kept, by this command as by those that count: what does not fit its column is not known, and which
    other cells are shifted can't be told.
    """

    raises = ("R04",)

    def __init__(self, reading: Reading) -> None:
        """Find the columns that stand side by side and have a rule."""
        super().__init__(reading)
        self._columns = _columns_with_rules(reading)

    def findings(self) -> Iterator[Finding]:
        """Yield the rows in which two cells or more fit the column beside their own."""
        by_position = {position: name for name, position in self._columns.items()}
        cells = self.reading.faulty_cells()
        sides: dict[str, list[tuple[int, Numbers]]] = {}
        for moved, step in SIDES.items():
            for name, position in self._columns.items():
                beside = by_position.get(position + step)
                if beside and name in cells:
                    fitting = self._places_that_fit(name, cells[name], _rule(self.reading, beside))
                    sides.setdefault(moved, []).append((position, fitting))
        shifted = {moved: _shifted(found) for moved, found in sides.items()}
        told: list[Numbers] = []
        for moved in sorted(shifted, key=lambda each: -len(shifted[each][0])):
            places = _better_here(shifted[moved], [shifted[other] for other in shifted if other != moved])
            yield from self._told(moved, sides[moved], places[~np.isin(places, _joined(told))])
            told.append(places)
        self.reading.leave_out(_joined(told).astype(np.int32))  # before other checks tell what follows from it

    def _places_that_fit(self, name: str, cells: tuple[Rows, Rows], rule: Judge) -> Numbers:
        fits = np.array([_fits(odd, rule) for odd in self.reading.odd[name]], bool)
        rows, numbers = cells
        return self.reading.places_of(rows[fits[numbers]]).astype(np.int64)

    def _told(self, moved: str, found: list[tuple[int, Numbers]], shifted: Numbers) -> Iterator[Finding]:
        if len(shifted):
            first = min(position for position, each in found if np.isin(each, shifted).any())
            header = self.reading.file.header[first]
            what = f": cells moved one {moved} from {header}; what does not fit its column is not known"
            told = say(counted(len(shifted), "row", "rows"), what)
            yield self.find("R04", told, len(shifted), places=shifted.tolist(), column=header)


def _shifted(found: list[tuple[int, Numbers]]) -> tuple[Numbers, Numbers]:
    """Return the places of the rows in which enough cells fit, and how many cells do."""
    places, cells = np.unique(_joined([each for _, each in found]), return_counts=True)
    enough = cells >= FEWEST_CELLS
    return places[enough], cells[enough]


def _better_here(here: tuple[Numbers, Numbers], elsewhere: list[tuple[Numbers, Numbers]]) -> Numbers:
    """Return the rows that moved to one side: some of their cells may fit on the other by chance, but fewer."""
    places, cells = here
    better = np.ones(len(places), bool)
    for others, fitting in elsewhere:
        at = np.minimum(np.searchsorted(others, places), max(len(others) - 1, 0))
        there = (others[at] == places) if len(others) else np.zeros(len(places), bool)
        better &= ~there | (cells >= (fitting[at] if len(others) else 0))
    found: Numbers = places[better]
    return found


def _joined(parts: list[Numbers]) -> Numbers:
    found: Numbers = np.concatenate([np.zeros(0, np.int64), *parts])
    return found


def _fits(odd: OddText, rule: Judge) -> bool:
    """Return whether a text that its own column does not understand is one of the column beside it."""
    return bool(odd.text) and odd.judged.fault not in IMPLAUSIBLE and rule(odd.text).value is not None


def _columns_with_rules(reading: Reading) -> dict[str, int]:
    """Return for each field that has a rule and one column of its own where that stands."""
    positions = {fold_header(name): i for i, name in enumerate(reading.file.header)}
    return {
        name: positions[fold_header(column.headers[0])]
        for name, column in reading.columns.items()
        if reading.source.by_name[name].type in JUDGED
        and len(column.headers) == 1
        and column.otherwise is None
        and (reading.areas or reading.source.by_name[name].type != "area")  # without areas every text is a place
    }


def _rule(reading: Reading, name: str) -> Judge:
    """Return what judges the texts of a field."""
    field = reading.source.by_name[name]
    judge = judge_for(field, reading.columns[name], reading.areas)
    catalogue = reading.library.catalogue
    if field.type == "offence_class":
        return lambda text: (
            judge(text) if fold_class(judge(text).value or "") in catalogue.atoms_by_class else judge("")
        )
    if field.type == "offence_subcode":
        of_a_list = catalogue.atoms_of_evidence
        return lambda text: judge(text) if of_a_list(field.name, judge(text).value) is not None else judge("")
    return judge
