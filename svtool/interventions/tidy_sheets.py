"""Sheets that keep to the template: a header, and a row for each number or each pair of mean scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from svtool.dates import read_date
from svtool.files.headers import MOST_LINES_ABOVE, fold_header
from svtool.files.table_cells import Grid
from svtool.files.workbooks import as_text
from svtool.interventions.amounts import read_amount
from svtool.interventions.entered import Entered, Place, Scored
from svtool.interventions.quarters import read_quarter
from svtool.interventions.terms import ALL, TOTAL, section_of
from svtool.schema.offences import fold_title
from svtool.schema.sources import Source
from svtool.schema.written_counts import finite_number

DAYS = ("YYYY-MM-DD", "DD/MM/YYYY", "DD Mon YYYY")
FLAGS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
SCORES = ("n_before", "mean_before", "n_after", "mean_after", "n_both", "mean_change", "sd_change")
RETURN_COLUMNS = (
    "project", "quarter", "beneficiaries", "unit", "counted", "section", "category", "may_overlap", "count",
    "first_day", "last_day", "form_version", "note",
)  # fmt: skip
SCORE_COLUMNS = ("project", "quarter", "scale", *SCORES, "note")
# One of them tells that a line is the template's header.
_NEEDED = ({"project", "quarter", "count"}, {"project", "quarter", "scale"})
Columns = Mapping[str, int]


def find_columns(grid: Grid, source: Source) -> tuple[int, Columns] | None:
    """Return the row of the template's header and where its columns stand; None where a sheet has no such header."""
    names = {fold_header(alias): name for name, usual in source.column_names.items() for alias in usual.folded}
    names |= {fold_header(each.name): each.name for each in source.fields}
    for number, row in enumerate(grid.rows[: MOST_LINES_ABOVE + 1]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = names.get(fold_header(as_text(cell)))
            if name is not None:
                found.setdefault(name, column)
        if any(needed <= set(found) for needed in _NEEDED):
            return number, found
    return None


class TidySheet:
    """A sheet, or a CSV file, whose header is the template's."""

    def __init__(self, file: str, grid: Grid, header: int, columns: Columns, source: Source, year: int | None) -> None:
        """Keep what its rows are read with; `year` is the financial year of quarters that name none."""
        self._file, self._grid, self._header = file, grid, header
        self._columns, self._source, self._year = columns, source, year

    def read(self) -> tuple[list[Entered], list[Scored]]:
        """Return its numbers and its scores."""
        entries: list[Entered] = []
        scores: list[Scored] = []
        for number in range(self._header + 1, len(self._grid.rows)):
            row = self._grid.rows[number]
            texts = {name: self._text(row, column) for name, column in self._columns.items()}
            if not any(texts.values()):
                continue
            if texts.get("scale"):
                scores.append(self._scored(texts, self._grid.lines[number]))
            elif "count" in self._columns:
                entries.append(self._entered(texts, self._grid.lines[number]))
        return entries, scores

    @staticmethod
    def _text(row: Sequence[Any], column: int) -> str:
        return as_text(row[column]).strip() if column < len(row) else ""

    def _entered(self, texts: Mapping[str, str], line: int) -> Entered:
        said, amount = read_amount(texts["count"])
        category = " ".join(texts.get("category", "").split())
        section = section_of(texts.get("section", "")) or TOTAL
        days = {name: _day(texts.get(name, "")) for name in ("first_day", "last_day")}
        return Entered(
            Place(self._file, self._grid.sheet, line, "count"),
            " ".join(texts["project"].split()),
            read_quarter(texts.get("quarter", ""), self._year),
            self._word("beneficiaries", texts) or ALL,
            self._word("unit", texts),
            self._word("counted", texts),
            section,
            "" if section == TOTAL else category,
            FLAGS.get(texts.get("may_overlap", "").casefold()),
            said,
            amount,
            days["first_day"],
            days["last_day"],
            any(texts.get(name) and day is None for name, day in days.items()),
            texts.get("form_version", ""),
        )

    def _word(self, name: str, texts: Mapping[str, str]) -> str:
        return word_of(self._source, name, texts.get(name, ""))

    def _scored(self, texts: Mapping[str, str], line: int) -> Scored:
        numbers = {name: finite_number(texts.get(name, "")) for name in SCORES}
        unread = tuple(name for name in SCORES if texts.get(name) and not _is_right(name, numbers[name]))
        before, mean_before, after, mean_after, both, change, spread = (
            None if name in unread else numbers[name] for name in SCORES
        )
        return Scored(
            Place(self._file, self._grid.sheet, line, "scale"),
            " ".join(texts.get("project", "").split()),
            read_quarter(texts.get("quarter", ""), self._year),
            " ".join(texts["scale"].split()),
            _whole(before), mean_before, _whole(after), mean_after, _whole(both), change, spread,
            unread,
        )  # fmt: skip


def word_of(source: Source, name: str, text: str) -> str:
    """Return the value of a field that a text says; empty where it is none of them."""
    folded = fold_title(text)
    if not folded:
        return ""
    known = source.by_name[name]
    listed = {fold_title(value): value for value in known.values}
    return listed.get(folded) or known.said_as.get(folded, "")


def _day(text: str) -> date | None:
    found = read_date(text, DAYS) if text else None
    return found[0] if found else None


def _is_right(name: str, value: float | None) -> bool:
    """Return whether a number can be what its column holds: people are whole numbers, a spread is not negative."""
    if value is None:
        return False
    if name.startswith("n_"):
        return value >= 0 and value.is_integer()
    return name != "sd_change" or value >= 0


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
