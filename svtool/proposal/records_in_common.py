"""Which files hold the same records: sent again with later ones, or twice under two names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from zlib import crc32

from svtool.dates import read_date
from svtool.files.containers import open_extract
from svtool.files.headers import fold_header
from svtool.proposal.file_contents import FileLook
from svtool.proposal.layouts import Layout

MOST_MARKS = 50_000  # of a file's records; of larger ones every second, third … reference is looked at
SOME = 0.05  # of the smaller file's records: a stray reference makes no file one that was sent again
HALF = 0.5


@dataclass(frozen=True)
class Member:
    """A file of a layout."""

    layout: Layout
    look: FileLook

    @property
    def name(self) -> str:
        """Return its name."""
        return self.look.name

    def headers(self, field_name: str) -> tuple[str, ...]:
        """Return the columns of a field, as far as the file has them."""
        column = self.layout.columns.get(field_name)
        return column.headers if column and self.look.column(*column.headers) else ()

    def days_of(self, field_name: str) -> Callable[[str], date | None]:
        """Return what reads the texts of a date field of the file."""
        column = self.layout.columns[field_name]
        looked = self.look.column(*column.headers)
        formats = looked.date_formats(column) if looked else column.format

        @cache
        def read(text: str) -> date | None:
            found = read_date(" ".join(text.split()), formats, column.pivot)
            return found[0] if found else None

        return read


@dataclass
class SharedRecords:
    """What files of a folder have in common, read again only where the look at them leaves it open.

    Attributes:
        folder: the folder that names start from.
        every: of how many references one is looked at.
    """

    folder: Path
    every: int = 1
    _days: dict[str, set[tuple[int, date | None]]] = field(default_factory=dict)
    _cells: dict[tuple[str, tuple[str, ...]], dict[int, int]] = field(default_factory=dict)

    def are_alike(self, one: Member, other: Member) -> bool:
        """Return whether two files hold the same cells throughout."""
        if one.look.shape != other.look.shape or one.look.records != other.look.records:
            return False
        for column in one.look.own_columns:
            beside = other.look.column(column.name)
            if beside is None or beside.texts != column.texts or beside.blank != column.blank:
                return False
        columns = tuple(sorted(one.look.shape))
        return not one.headers("reference") or self._rows(one, columns) == self._rows(other, columns)

    def share(self, one: Member, other: Member, dates: tuple[str, ...]) -> float:
        """Return the share of the smaller file's records that the other has too: one reference, one day.

        Where the files have other columns in common, these must say the same of half of them: numbers that two
        hospitals give from 1 on are no shared records.

        Args:
            one, other: the files.
            dates: the date fields of their source, the usual first.
        """
        if not (one.headers("reference") and other.headers("reference")):
            return 0.0
        mine, theirs = self._dated(one, dates), self._dated(other, dates)
        smaller = min(len(mine), len(theirs))
        if not mine & theirs:
            return 0.0
        columns = _telling(one, other, ("reference", *dates))
        if columns:
            rows, beside = self._rows(one, columns), self._rows(other, columns)
            both = rows.keys() & beside.keys()
            if sum(rows[key] == beside[key] for key in both) < HALF * len(both):
                return 0.0
        elif one.look.shape != other.look.shape:
            return 0.0  # nothing that they have in common tells the same records from the same numbers
        return len(mine & theirs) / smaller

    def _dated(self, member: Member, dates: tuple[str, ...]) -> set[tuple[int, date | None]]:
        """Return the references of a file, each with its day."""
        if member.name not in self._days:
            reference = member.headers("reference")
            named = next((each for each in dates if member.headers(each)), None)
            headers = member.headers(named) if named else ()
            read = member.days_of(named) if named else lambda _: None
            self._days[member.name] = {
                (mark, read(" ".join(row[len(reference) :])))
                for row in self._read(member, (*reference, *headers))
                if (mark := self._mark(row[: len(reference)]))
            }
        return self._days[member.name]

    def _rows(self, member: Member, columns: tuple[str, ...]) -> dict[int, int]:
        """Return what some columns of a file say, by its references."""
        key = (member.name, columns)
        if key not in self._cells:
            reference = member.headers("reference")
            found: dict[int, int] = {}
            for row in self._read(member, (*reference, *columns)):
                if mark := self._mark(row[: len(reference)]):
                    found[mark] = found.get(mark, 0) ^ crc32("\x1f".join(row[len(reference) :]).encode())
            self._cells[key] = found
        return self._cells[key]

    def _mark(self, cells: Sequence[str]) -> int:
        """Return a number for a reference; 0 for a blank one, and for those that are not looked at."""
        text = " ".join(cells).strip().casefold()
        mark = crc32(text.encode()) if text else 0
        return mark if mark % self.every == 0 else 0

    def _read(self, member: Member, headers: Sequence[str]) -> Iterator[Sequence[str]]:
        file = open_extract(self.folder / member.name, member.name, headers)
        places = {fold_header(column): i for i, column in enumerate(file.header)}
        for block in file.blocks([places[fold_header(header)] for header in headers]):
            cells = [[cell or "" for cell in column.to_pylist()] for column in block.columns.columns]
            yield from zip(*cells, strict=True)


def _telling(one: Member, other: Member, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that two files have in common, without those of some fields and those that never vary."""
    known = {fold_header(header) for each in (one, other) for name in fields for header in each.headers(name)}
    varies = {fold_header(column.name) for each in (one, other) for column in each.look.own_columns
              if len(column.texts) > 1}  # fmt: skip
    return tuple(sorted((one.look.shape & other.look.shape & varies) - known))
