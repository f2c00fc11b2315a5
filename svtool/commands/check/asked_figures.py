"""What a published figure is a count of: a measure by its id or its title, days, a place; else why it can't be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from svtool.commands.check.published_figures import Published
from svtool.commands.opening import OpenedProject
from svtool.counting.cells import ALL_LABEL, Cell
from svtool.errors import listed, nearest
from svtool.figures.area_names import AREA_NOT_KNOWN, name_of_area
from svtool.figures.notes import Kind, Note, Part
from svtool.schema.areas import INSIDE, OUTSIDE
from svtool.schema.periods import Period
from svtool.schema.tables import Measure, Table, TableRow

EVERYONE = {"", "all", "all ages"}  # filters that leave nobody out


@dataclass(frozen=True)
class Asked:
    """A published figure with what it is a count of: the measure at its place in a table, the days, the place."""

    figure: Published
    number: Decimal
    table: Table
    row: TableRow
    period: Period
    cell: Cell

    @property
    def line(self) -> int:
        """Return the line of the figure, by which it is known."""
        return self.figure.line

    @property
    def measure(self) -> Measure:
        """Return the measure."""
        return self.row.measure


def find_asked(opened: OpenedProject, figures: Sequence[Published]) -> tuple[list[Asked], list[Note]]:
    """Return the figures that can be counted again, and why the others can't."""
    finder = _Finder(opened)
    found = [finder.ask(each) for each in figures if each.number is not None]
    asked = [each for each in found if isinstance(each, Asked)]
    alone = [each for each in found if isinstance(each, Note)]
    together = [
        Note(kind, {"lines": lines_in_words(lines)}) for kind in (Kind.NO_SUCH_TITLE, Kind.NO_PERIOD, Kind.OTHER_AREA)
        if (lines := [line for each, line in finder.lines if each is kind])
    ]  # fmt: skip
    return asked, [*together, *alone]


def lines_in_words(lines: Sequence[int]) -> str:
    """Return lines as a message names them, neighbours together: `line 3`, `lines 2 to 5 and 9`."""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and runs[-1][-1] == line - 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    named = [f"{run[0]} to {run[-1]}" if len(run) > 2 else listed(map(str, run), joiner="and") for run in runs]
    return f"line{'s' if len(lines) > 1 else ''} {listed(named, joiner='and')}"


class _Finder:
    def __init__(self, opened: OpenedProject) -> None:
        self._opened, self._areas = opened, opened.areas
        self.lines: list[tuple[Kind, int]] = []  # what is told of many lines alike
        self._by_id: dict[str, tuple[Table, TableRow]] = {}
        self._by_title: dict[str, dict[str, tuple[Table, TableRow]]] = {}
        for table in opened.tables():
            for row in table.rows:
                measure = row.measure
                self._by_id.setdefault(measure.id, (table, row))
                for title in (measure.title, measure.published_as or ""):
                    self._by_title.setdefault(_folded(title), {}).setdefault(measure.id, (table, row))

    def ask(self, figure: Published) -> Asked | Note | None:
        """Return what a figure is a count of; else why it can't be told, or nothing where its line says it."""
        found = self._find(figure)
        if not isinstance(found, tuple):
            return found
        table, row = found
        if figure.start is None or figure.end is None or figure.number is None:
            self.lines.append((Kind.NO_PERIOD, figure.line))
            return None
        if row.measure.made_of or (figure.is_share and row.measure.is_counted):
            return Note(Kind.IS_A_SHARE, {"line": figure.line})
        cell = self._cell(figure)
        if not isinstance(cell, Cell):
            return cell
        return Asked(figure, figure.number, table, row, Period("", "", figure.start, figure.end), cell)

    def _find(self, figure: Published) -> tuple[Table, TableRow] | Note | None:
        if figure.measure_id:
            near = nearest(figure.measure_id, self._by_id) or "."
            about: dict[str, Part] = {"line": figure.line, "id": figure.measure_id, "near": near}
            return self._by_id.get(figure.measure_id) or Note(Kind.NO_SUCH_MEASURE, about)
        named = self._by_title.get(_folded(figure.measure), {})
        if not named or not figure.measure:
            self.lines.append((Kind.NO_SUCH_TITLE, figure.line))
            return None
        if len(named) > 1:
            return Note(Kind.SEVERAL_OF_THE_TITLE, {"line": figure.line, "ids": listed(named, joiner="and")})
        if _folded(figure.filter) not in EVERYONE:
            return Note(Kind.FILTERED, {"line": figure.line})
        return next(iter(named.values()))

    def _cell(self, figure: Published) -> Cell | Note | None:
        place = self._place(figure.geography)
        if place is None:
            self.lines.append((Kind.OTHER_AREA, figure.line))
            return None
        split = tuple((name, label) for name, label in figure.by if label not in {"", ALL_LABEL})
        unknown = next((name for name, _ in split if name not in self._opened.library.breakdowns), None)
        if unknown:
            return Note(Kind.NO_SUCH_BREAKDOWN, {"line": figure.line, "breakdown": unknown})
        return Cell(None if place == INSIDE else place, split)

    def _place(self, name: str) -> str | None:
        """Return the place that a table calls so; None where it is none of the project's."""
        if self._areas is None or name in {"", "all"}:
            return INSIDE
        extra = next((each for each in (AREA_NOT_KNOWN, OUTSIDE) if name == name_of_area(self._areas, each)), None)
        found = self._areas.locate(name) if extra is None else extra
        return None if extra is None and found == OUTSIDE else found


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
