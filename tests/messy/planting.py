"""A draft of an extract: rows that defects are planted in, and the truth about them once it is written."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Literal

from messy.clean import Table
from messy.layouts import AGENCIES, Layout

Container = Literal["csv", "both"]


@dataclass(eq=False)
class Row:
    """A row below or above the header; the same cells may stand in two rows.

    Attributes:
        cells: its texts.
        raw: its text where it is not what a program would write, such as a quote that is not closed.
        lines: how many lines the text takes.
    """

    cells: list[str]
    raw: str = ""
    lines: int = 1


@dataclass
class Planted:
    """A defect that was planted.

    Attributes:
        name: its name.
        id: the kind of finding that must tell of it.
        column: the supplier's column, where it is in one.
        rows: the rows that it touched, or brought.
        count: how many the finding must count; None where that is not the defect's to say.
    """

    name: str
    id: str
    column: str
    rows: list[Row]
    count: int | None


@dataclass(frozen=True)
class Truth:
    """What is known of a planted defect in a written file: its records (the first line is 1) and its lines."""

    name: str
    id: str
    agency: str
    column: str
    count: int | None
    records: list[int]
    lines: list[int]


@dataclass
class Draft:
    """An extract that is being made messy.

    Attributes:
        layout: its layout.
        rows: its rows below the header.
        header: its column names.
        above: rows above the header.
        upper: the upper of two header rows.
        planted: what was planted.
        edits: what happens to the bytes of a CSV once they are written, in this order.
    """

    layout: Layout
    rows: list[Row]
    rng: random.Random
    header: list[str] = field(default_factory=list)
    above: list[list[str]] = field(default_factory=list)
    upper: list[str] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    edits: list[Callable[[bytes], bytes]] = field(default_factory=list)
    _taken: set[int] = field(default_factory=set)
    _name: str = ""

    def plant(self, kind: str, role: str = "", rows: Iterable[Row] = (), count: int | None = -1) -> None:
        """Note what was planted in rows; its count is their number where nothing else is said."""
        touched = list(rows)
        column = self.layout.roles[role] if role else ""
        self.planted.append(Planted(self._name, kind, column, touched, len(touched) if count == -1 else count))

    def take(self, number: int, where: Callable[[list[str]], bool] = lambda cells: True) -> list[Row]:
        """Return rows that nothing was planted in yet, in order; none next to another that was taken."""
        free = [
            place
            for place in range(2, len(self.rows) - 2)
            if not any(id(self.rows[near]) in self._taken for near in (place - 1, place, place + 1))
            and where(self.rows[place].cells)
        ]
        self.rng.shuffle(free)
        chosen: set[int] = set()
        for place in free:
            if len(chosen) < number and not chosen & {place - 1, place + 1}:
                chosen.add(place)
        assert len(chosen) == number, f"{self._name}: too few rows to plant in"
        found = [self.rows[place] for place in sorted(chosen)]
        self._taken |= {id(row) for row in found}
        return found

    def take_together(self, number: int) -> list[Row]:
        """Return rows one below the other that nothing was planted in yet, nor next to them."""
        place = self.rng.randrange(2, len(self.rows) - number - 2)
        while any(id(row) in self._taken for row in self.rows[place - 1 : place + number + 1]):
            place = self.rng.randrange(2, len(self.rows) - number - 2)
        found = self.rows[place : place + number]
        self._taken |= {id(row) for row in found}
        return found

    def keep(self, row: Row) -> Row:
        """Return a row after marking it as one that no other defect may touch."""
        self._taken.add(id(row))
        return row

    def place_of(self, row: Row) -> int:
        """Return where a row stands below the header."""
        return next(place for place, each in enumerate(self.rows) if each is row)

    def write_cells(self, role: str, texts: Iterable[str], rows: Iterable[Row]) -> None:
        """Write a text into a column of each of these rows, the texts in turn."""
        given = list(texts)
        for number, row in enumerate(rows):
            row.cells[self.layout.place(role)] = given[number % len(given)]

    def has(self, role: str) -> Callable[[list[str]], bool]:
        """Return whether a row has a text in the column of a role."""
        place = self.layout.place(role)
        return lambda cells: bool(cells[place])

    def day_of(self, cells: list[str]) -> date:
        """Return the recorded day of a row."""
        how = "%d/%m/%Y" if self.layout.day_first else "%Y-%m-%d"
        return datetime.strptime(cells[self.layout.place("date")], how).date()

    def truth(self) -> list[Truth]:
        """Return what was planted, with the record and line where each row now stands."""
        above = len(self.above) + bool(self.upper) + 1
        records: dict[int, tuple[int, int]] = {}
        line = above + 1
        for place, row in enumerate(self.rows):
            records[id(row)] = (place + above + 1, line)
            line += row.lines + sum(cell.count("\n") for cell in row.cells if not row.raw)
        found = []
        for each in self.planted:
            at = sorted(records[id(row)] for row in each.rows)
            found.append(
                Truth(
                    each.name, each.id, self.layout.agency, each.column, each.count,
                    [record for record, _ in at], [line for _, line in at],
                )
            )  # fmt: skip
        return found


@dataclass(frozen=True)
class Defect:
    """A kind of defect that can be planted.

    Attributes:
        name: its name.
        ids: the kinds of findings that must tell of it.
        agencies: in whose extracts it can occur.
        container: whether only a CSV can have it.
        beside: kinds of findings that it may bring along.
        alone: whether it can't be planted together with others, as it changes the whole file.
        unreadable: whether the file can't be read as an extract because of it.
        rows: how many rows an extract must have for it to be noticed.
        plant: plants it.
    """

    name: str
    ids: tuple[str, ...]
    agencies: tuple[str, ...]
    container: Container
    beside: frozenset[str]
    alone: bool
    unreadable: bool
    rows: int
    plant: Callable[[Draft], None]


DEFECTS: dict[str, Defect] = {}


def defect(
    *ids: str,
    agencies: tuple[str, ...] = AGENCIES,
    container: Container = "both",
    beside: Iterable[str] = (),
    alone: bool = False,
    unreadable: bool = False,
    rows: int = 0,
) -> Callable[[Callable[[Draft], None]], Callable[[Draft], None]]:
    """Return what makes a function that plants a defect known under its name."""

    def note(plant: Callable[[Draft], None]) -> Callable[[Draft], None]:
        name = plant.__name__
        DEFECTS[name] = Defect(name, ids, agencies, container, frozenset(beside), alone, unreadable, rows, plant)
        return plant

    return note


def draft_of(table: Table, seed: int = 1) -> Draft:
    """Return a draft of a clean table."""
    rows = [Row(cells) for cells in table.rows]
    return Draft(table.layout, rows, random.Random(seed), list(table.layout.header))  # noqa: S311


def plant(draft: Draft, name: str) -> None:
    """Plant a defect in a draft."""
    draft._name = name
    DEFECTS[name].plant(draft)


def write_truth(truth: Iterable[Truth]) -> str:
    """Return the truth as JSON, as truth.json holds it."""
    return json.dumps([asdict(each) for each in truth], indent=1)
