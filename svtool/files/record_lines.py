"""Lines that look like records among the first of a table: by dates and numbers, and by cells that stand again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from statistics import median
from typing import Literal

NEARLY_ALL = 0.8  # of the cells of a line: a name or two may be missing
HALF = 0.5
_NUMBER = re.compile(r"[-+(£]?\d[\d,]*(?:\.\d+)?[%)]?|\S*\d{5,}\S*")
_YEAR = re.compile(r"(?:19|20)\d{2}")  # names a column, in tables by years
_MONTH = r"(?:\d{1,2}|[a-z]{3,9})"
_DAY = re.compile(
    rf"(?:[a-z]{{3,9}},? )?(?:\d{{1,4}}[-/. ]{_MONTH}[-/., ]+\d{{1,4}}|[a-z]{{3,9}} \d{{1,2}}, \d{{4}})"
    r"(?:[ t,]+\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(?::\d{2})?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
Kind = Literal["", "number", "day", "word"]


def is_name(_: str) -> bool:
    """Return whether a text names a column whatever it looks like: none does, where no table says so."""
    return False


class FirstLines:
    """The first lines of a table, of which one or several are its header."""

    def __init__(self, rows: Sequence[Sequence[str]], names: Callable[[str], bool] = is_name) -> None:
        """Keep the lines.

        Args:
            rows: the lines as texts.
            names: whether a text names a column whatever it looks like, such as a month above counts.
        """
        self._rows = [[" ".join(cell.split()) for cell in row] for row in rows]
        self._names = names
        self._records: dict[int, bool] = {}

    def filled(self, line: int) -> int:
        """Return how many cells of a line are filled."""
        return sum(map(bool, self._rows[line]))

    def is_record(self, line: int) -> bool:
        """Return whether a line has a day or a number, or cells half of which stand in their columns again."""
        if line not in self._records:
            cells = [(place, cell) for place, cell in enumerate(self._rows[line]) if cell and not self._names(cell)]
            valued = any(_kind(cell) in {"number", "day"} for _, cell in cells)
            self._records[line] = valued or self._is_repeated(line, cells)
        return self._records[line]

    def has_better(self, first: int, rows: int, known: int) -> bool:
        """Return whether lines are no header, as they are records or a line above them is all names.

        Args:
            first: how many lines stand above them.
            rows: how many they are.
            known: how many of the names that they make are known.
        """
        lines = range(first, first + rows)
        wide = max(map(self.filled, lines))
        if any(map(self.is_record, lines)):
            return rows > 1 or any(self.filled(each) >= HALF * wide for each in range(first))
        sparser = self.filled(first + rows - 1) < self.filled(first)
        if rows > 1 and known < HALF * wide and (sparser or not self._groups(first, wide)):
            return True
        above = next((i for i in range(first) if self._is_all_names(i) and self.filled(i) >= NEARLY_ALL * wide), None)
        if above is None:
            return False
        if any(self.is_record(each) and self.filled(each) >= HALF * wide for each in range(above + 1, first)):
            return known < wide  # lines such as Period, 2019 above a table of few columns
        return rows == 1 and wide < self.filled(above)

    def widest(self, end: int) -> int:
        """Return the first line nearly as wide as the widest; of records, the line of names above them instead.

        Args:
            end: how many lines are looked at.
        """
        filled = [self.filled(line) for line in range(end)]
        enough = max(filled, default=0) * NEARLY_ALL
        found = next((line for line, cells in enumerate(filled) if cells and cells >= enough), 0)
        if not found or not self.is_record(found):
            return found
        usual = median(filled[line] for line in range(len(filled)) if self.is_record(line))
        names = (line for line in range(found) if self._is_all_names(line) and filled[line] >= usual * NEARLY_ALL)
        return next(names, found)

    def records_above(self, first: int, end: int) -> int:
        """Return how many lines above a header look like the records below it: as full, their days and numbers alike.

        Args:
            first: how many lines stand above the header.
            end: the number of its last line.
        """
        below = range(end, len(self._rows))
        if not first or not below:
            return 0
        usual = median(map(self.filled, below))
        return sum(self.filled(line) >= NEARLY_ALL * usual and self._is_like(line, below) for line in range(first))

    def _is_like(self, line: int, below: Sequence[int]) -> bool:
        kinds = [(place, _kind(cell)) for place, cell in enumerate(self._rows[line])]
        valued = [(place, kind) for place, kind in kinds if kind in {"number", "day"}]
        return bool(valued) and all(
            2 * sum(_kind(self._at(other, place)) == kind for other in below) > len(below) for place, kind in valued
        )

    def _groups(self, line: int, wide: int) -> bool:
        """Return whether a line may name groups of the columns below it: some share a name, or have none."""
        return self.filled(line) < wide or len({cell for cell in self._rows[line] if cell}) < self.filled(line)

    def _is_all_names(self, line: int) -> bool:
        return bool(self.filled(line)) and not self.is_record(line)

    def _is_repeated(self, line: int, cells: Sequence[tuple[int, str]]) -> bool:
        """Return whether half of the cells, or one that is a reference, stand in other lines of their columns again.

        A header that stands again as a whole is no record.
        """
        alike = sum(row == self._rows[line] for row in self._rows)
        again = [cell for place, cell in cells if self._columns[place][_shape(cell)] > alike]
        numbered = any(_DIGITS.search(cell) and not cell.isdecimal() for cell in again)
        return numbered or (bool(again) and len(again) >= HALF * len(cells))

    @cached_property
    def _columns(self) -> list[Counter[str]]:
        width = max(map(len, self._rows), default=0)
        return [Counter(_shape(self._at(line, place)) for line in range(len(self._rows))) for place in range(width)]

    def _at(self, line: int, place: int) -> str:
        row = self._rows[line]
        return row[place] if place < len(row) else ""


def _kind(cell: str) -> Kind:
    if not cell:
        return ""
    if _DAY.fullmatch(cell):
        return "day"
    return "number" if _NUMBER.fullmatch(cell) and not _YEAR.fullmatch(cell) else "word"


def _shape(cell: str) -> str:
    """Return a text without case; references that differ in their digits are alike."""
    return cell if cell.isdecimal() else _DIGITS.sub("0", cell.casefold())
