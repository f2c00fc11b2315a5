"""Headers: where the column names stand, what they are, and where a field's columns are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from svtool.errors import ExtractError, listed, nearest
from svtool.files.personal_headers import Personal, looks_personal, names_a_birth_date, personal_by_name
from svtool.files.record_lines import FirstLines
from svtool.findings.finding import Level
from svtool.findings.message import Message, counted, say

MOST_LINES_ABOVE = 30
EXCEL_COLUMNS = {255, 256, 16_384}  # widths at which spreadsheets cut a table
MANY = 4096  # names
_PUNCTUATION = re.compile(r"""[-_./\\()\[\]:;,?!&@'’"]""")


@dataclass(frozen=True)
class Header:
    """The column names of a table and the rows that hold them.

    Attributes:
        names: one for each column, without surrounding blanks.
        first: how many rows stand above it.
        rows: how many rows it takes: 1, or 2 when an upper row groups the lower one.
        known: how many of its names the mapping knows.
        records_above: how many of the rows above it look like records, which are then lost.
    """

    names: list[str] = field(default_factory=list)
    first: int = 0
    rows: int = 1
    known: int = 0
    records_above: int = 0

    @property
    def end(self) -> int:
        """Return how many rows stand above the first record."""
        return self.first + self.rows

    def described(self) -> str:
        """Return where the header stands, in words."""
        if self.rows == 2:
            return f"rows {self.first + 1}–{self.end} are the header"
        if self.first:
            above = "1 line above it" if self.first == 1 else f"{self.first} lines above it"
            return f"the header is line {self.end}, {above} ignored"
        return "the header is line 1"


@lru_cache(MANY)  # the same names and cells are asked about for each delimiter and row that may be the header's
def fold_header(name: str) -> str:
    """Return a column name without case and with blanks for its punctuation, which R's read.csv makes into dots.

    Signs that change what a column is stay: `Offences %` are no `Offences`.
    """
    return " ".join(_PUNCTUATION.sub(" ", name.casefold()).split())


def find_header(rows: Sequence[Sequence[str]], known: Iterable[str], *, fill: bool = True) -> Header:
    """Return the header among the first rows of a table: the row, or two rows, with most known names.

    Values may be called as columns are, such as Primary and Knife: a record is no header below a line of names.

    Args:
        rows: the first rows as texts.
        known: column names that the mapping knows.
        fill: whether a blank cell of an upper row belongs to the name at its left, as merged cells are exported.
    """
    folded = {fold_header(name) for name in known}
    rows = rows[: MOST_LINES_ABOVE + 1]
    lines = FirstLines(rows)
    best = Header()
    for found in _candidates(rows, folded, fill):
        if found.known > best.known and not lines.has_better(found.first, found.rows, found.known):
            best = found
    if best.known <= 1 and best.rows == 1:
        # One known name below a line as wide is a word of a record: Deliberate may be a column, and what a cell says.
        first = lines.widest(best.end if best.known else len(rows))
        if not best.known or (first < best.first and not lines.is_record(first)):
            best = Header(_trimmed(rows[first]) if rows else [], first)
    return replace(best, records_above=lines.records_above(best.first, best.end))


def _candidates(rows: Sequence[Sequence[str]], folded: Collection[str], fill: bool) -> Iterator[Header]:
    """Yield each row, then each two, as the header that they would be."""
    for number, row in enumerate(rows):
        names = _trimmed(row)
        yield Header(names, number, 1, _count_known(names, folded))
    for number, (upper, lower) in enumerate(pairwise(rows)):
        names = _joined(upper, lower, folded, fill)
        yield Header(names, number, 2, _count_known(names, folded))


def _trimmed(row: Sequence[str]) -> list[str]:
    return [" ".join(cell.split()) for cell in row]


def _count_known(names: Iterable[str], folded: Collection[str]) -> int:
    return len({fold_header(name) for name in names} & set(folded))


def _joined(upper: Sequence[str], lower: Sequence[str], folded: Collection[str], fill: bool) -> list[str]:
    names: list[str] = []
    group = ""
    above, below = _trimmed(upper), _trimmed(lower)
    width = max(len(above), len(below))
    for over, under in zip(above + [""] * (width - len(above)), below + [""] * (width - len(below)), strict=True):
        group = over or (group if fill else "")
        both = f"{group} {under}".strip()
        choices = (both, under) if under else (over,)
        names.append(next((name for name in choices if fold_header(name) in folded), choices[0]))
    return names


class Headed(Protocol):
    """A file whose header is known."""

    @property
    def name(self) -> str:
        """Return how messages call it."""

    @property
    def header(self) -> list[str]:
        """Return its column names."""


def find_columns(
    file: Headed, wanted: dict[str, tuple[str, ...]], optional: Collection[str]
) -> dict[str, tuple[int, ...]]:
    """Return for each field the positions of its columns in a file.

    Args:
        file: the opened file.
        wanted: field → the supplier's column names it is read from.
        optional: fields that may be missing.

    Raises:
        ExtractError: a needed column is missing, or stands in the file twice.
    """
    places: dict[str, list[int]] = {}
    for position, column in enumerate(file.header):
        places.setdefault(fold_header(column), []).append(position)
    found: dict[str, tuple[int, ...]] = {}
    for each, columns in wanted.items():
        positions = [places.get(fold_header(column), []) for column in columns]
        for column, at in zip(columns, positions, strict=True):
            if len(at) > 1:
                raise ExtractError(
                    f"column {column} stands twice (columns {at[0] + 1} and {at[1] + 1}); "
                    f"expected it once. Remove or rename one of them.",
                    "H07",
                    file=file.name,
                )
        if all(positions):
            found[each] = tuple(at[0] for at in positions)
        elif each not in optional:
            missing = next(column for column, at in zip(columns, positions, strict=True) if not at)
            asked = [column for columns_of_one in wanted.values() for column in columns_of_one]
            if not any(fold_header(column) in places or nearest(column, file.header) for column in asked):
                # What was taken for the header may be a record: its cells are not shown.
                raise ExtractError(
                    f"the first line has none of the columns that the mapping reads; expected a header "
                    f"with {missing}. Put the column names into the first line, or name another mapping.",
                    "H04",
                    file=file.name,
                )
            raise ExtractError(
                f"no column {missing} (for {each}); found {listed(filter(None, file.header), 30, 'and')}"
                f"{nearest(missing, file.header) or '.'} Name the right column in the mapping, or with "
                f'--map "COLUMN={each}" where the mapping is standard; or export it.',
                "H04",
                file=file.name,
            )
    return found


def check_unread_columns(
    header: Sequence[str], read: Collection[int]
) -> list[tuple[str, Message | str, str, Level | None]]:
    """Return findings on columns that nobody reads (unnamed, named twice, personal): kind, sentence, column, level.

    Args:
        header: the column names.
        read: positions of the columns that the mapping names.
    """
    found: list[tuple[str, Message | str, str, Level | None]] = []
    unnamed = sum(not name for name in header)
    if unnamed:
        columns = counted(unnamed, "column has", "columns have")
        found.append(("H07", say(columns, " no name"), "", None))
    places: dict[str, list[int]] = {}
    for position, name in enumerate(header):
        if name:
            places.setdefault(fold_header(name), []).append(position + 1)
    for at in places.values():
        if len(at) > 1:
            name = header[at[0] - 1]
            found.append(
                ("H07", f"{name} stands {len(at)} times (columns {listed(map(str, at), 12, 'and')})", name, None)
            )
    found += [("P01", *_told_personal(name)) for i, name in enumerate(header) if i not in read and looks_personal(name)]
    if len(header) in EXCEL_COLUMNS:
        limit = f"{len(header)} columns are a spreadsheet's limit: the extract is probably cut. Export it whole"
        found.append(("F12", limit, "", None))
    return found


def _told_personal(name: str) -> tuple[str, str, Level | None]:
    """Return what is told of a column whose name says that it is personal, its name, and how serious that is."""
    if names_a_birth_date(name):
        told = f"{name} looks personal (not loaded): send ages in whole years in its place, at the day of the record"
        return told, name, None
    if personal_by_name(name) is Personal.YES:
        return f"{name} is not needed and looks personal (not loaded): remove it before the extract is sent", name, None
    told = f"{name} is not needed and may be personal (not loaded): remove it if it names or numbers people"
    return told, name, Level.WARNING
