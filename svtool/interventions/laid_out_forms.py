"""Forms that are laid out for people: what is counted in rows, quarters in columns, labels merged over cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from svtool.files.headers import MOST_LINES_ABOVE, fold_header
from svtool.files.table_cells import Grid
from svtool.files.workbooks import as_text
from svtool.interventions.amounts import Said, read_amount
from svtool.interventions.blank_cells import settle_blanks
from svtool.interventions.entered import Entered, Place
from svtool.interventions.quarters import Quarter, read_quarter, read_year, without_quarter
from svtool.interventions.terms import (
    ADULTS,
    AGE,
    ALL,
    CHILDREN,
    DELIVERED,
    SECONDARY,
    SECTIONS,
    SESSIONS,
    TOTAL,
    section_of,
)
from svtool.interventions.tidy_sheets import word_of
from svtool.schema.sources import Source
from svtool.schema.written_ages import read_band

_OF_WHOM = {
    CHILDREN: re.compile(r"\b(?:children|child|young people|young person|pupils)\b"),
    ADULTS: re.compile(r"\badults?\b"),
    SECONDARY: re.compile(r"\bsecondary\b"),
}
_LABELS = {  # what stands before the facts of the whole form
    "project": ("project", "project name", "intervention", "programme", "name of project", "project title"),
    "unit": ("unit",),
    "counted": ("counted", "what is counted", "count basis"),
    "form_version": ("form", "form version", "version"),
    "quarter": ("quarter", "reporting quarter", "reporting period", "period", "monitoring period"),
}
_QUARTER_LABELS = frozenset(map(fold_header, _LABELS["quarter"]))
_FACTS = {fold_header(label): name for name, labels in _LABELS.items() for label in labels}
_OF_NO_NUMBER = frozenset(
    {"target", "planned", "comments", "comment", "notes", "note", "narrative", "%", "rag", "rag rating"}
)
_OF_NUMBER = frozenset({"", "actual", "number", "no", "n", "count", "total", "achieved"})
# Heads of the one column of numbers, in a form of one quarter that is named above it.
_NUMBERS = frozenset(
    {"number", "count", "total", "number of beneficiaries", "how many", "no", "beneficiaries", "number of people"}
)
_BESIDE_SESSIONS = frozenset({"number", "no", "of", "total", "delivered", "held", "run", "completed"})
_FIELDS = ("project", "unit", "counted", "beneficiaries", "section", "category")
MOST_LETTERS = 60  # of a label; what is longer is a sentence


@dataclass
class _Form:
    """What is known of a form above its table, and where its columns are."""

    header: int = 0
    first: int = 0
    of_all: Quarter | None = None
    facts: dict[str, str] = field(default_factory=dict)
    quarters: dict[int, Quarter] = field(default_factory=dict)
    fields: dict[int, str] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)


def read_form(file: str, grid: Grid, source: Source, year: int | None, is_only: bool) -> list[Entered] | None:
    """Return the numbers of a sheet that is laid out as a form; None where no line of it names quarters.

    Args:
        file: the file, as the user named it.
        grid: the cells of the sheet.
        source: the source of returns.
        year: the financial year of quarters that name none, where the form does not name it either.
        is_only: whether the file has no other sheet, so that its own name is the project's where the form has none.
    """
    rows = [[" ".join(as_text(cell).split()) for cell in row] for row in spread_merged(grid)]
    stem = PurePath(file).stem
    form = _look(rows, year, [grid.sheet, stem])
    if form is None:
        return None
    of_sheet = "" if is_only else without_quarter(grid.sheet)
    named = form.facts.get("project") or of_sheet or without_quarter(stem) or stem
    return _Reader(file, grid, form, named, source).read(rows)


def spread_merged(grid: Grid) -> list[list[Any]]:
    """Return the rows of a sheet with the text of merged cells in each of them."""
    rows = [list(row) for row in grid.rows]
    for (top, first), (bottom, last) in grid.merged:
        if top >= len(rows) or first >= len(rows[top]):
            continue
        text = rows[top][first]
        for row in rows[top : bottom + 1]:
            row.extend([""] * (last + 1 - len(row)))
            row[first : last + 1] = [text] * (last + 1 - first)
    return rows


def _look(rows: Sequence[Sequence[str]], year: int | None, names: Sequence[str]) -> _Form | None:
    """Return the form with the line that heads its numbers; None where neither it nor a name names a quarter.

    Args:
        rows: the cells.
        year: the financial year that is meant where none is named.
        names: of the sheet and of the file, which may name a quarter or a year.
    """
    form, above = _Form(), " ".join(names).replace("_", " ")
    of_names = (read_quarter(name.replace("_", " "), read_year(above) or year) for name in names)
    form.of_all = next((each for each in of_names if each and each.number), None)
    for number, row in enumerate(rows[: MOST_LINES_ABOVE + 1]):
        text = " ".join(row)
        named = next((found for each in (text, above) if (found := read_year(each)) is not None), year)
        quarters = _quarters_in(row, named)
        if (of_all := _quarter_of_all(row, named)) is not None:
            form.of_all = of_all
        elif any(each.number for each in quarters.values()):
            form.quarters = quarters
        elif form.of_all:
            form.quarters = {at: form.of_all for at, cell in enumerate(row) if at and fold_header(cell) in _NUMBERS}
        if form.quarters:
            form.header, form.first = number, number + 1
            _find_fields(form, row)
            _find_kinds(form, rows)
            return form
        above = f"{text} {above}"
        _note_fact(form, row)
    return None


def _quarters_in(row: Sequence[str], year: int | None) -> dict[int, Quarter]:
    return {
        column: quarter
        for column, cell in enumerate(row)
        if column and len(cell) <= MOST_LETTERS and (quarter := read_quarter(cell, year))
    }


def _quarter_of_all(row: Sequence[str], year: int | None) -> Quarter | None:
    """Return the quarter of a whole form, which stands behind a label or alone in its line; None of any other line."""
    filled = [cell for cell in row if cell and len(cell) <= MOST_LETTERS]
    head, _, rest = filled[0].partition(":") if filled else ("", "", "")
    if fold_header(head) in _QUARTER_LABELS:
        found = [read_quarter(each, year) for each in (rest, *filled[1:]) if each]
        quarters = [each for each in found if each is not None]
        return quarters[0] if len(quarters) == 1 else None
    is_alone = len(filled) == 1 and bool(row[0]) and not rest and not without_quarter(head)
    return read_quarter(head, year) if is_alone else None


def _note_fact(form: _Form, row: Sequence[str]) -> None:
    filled = [cell for cell in row if cell]
    head, _, rest = filled[0].partition(":") if filled else ("", "", "")
    name = _FACTS.get(fold_header(head))
    if name and (value := rest.strip() or (filled[1] if len(filled) > 1 else "")):
        form.facts.setdefault(name, value)


def _find_fields(form: _Form, row: Sequence[str]) -> None:
    first = min(form.quarters)
    for column, cell in enumerate(row[:first]):
        name = _FACTS.get(fold_header(cell), fold_header(cell))
        if name in _FIELDS:
            form.fields[column] = name


def _find_kinds(form: _Form, rows: Sequence[Sequence[str]]) -> None:
    """Find what stands under merged quarters: a line of words, such as Female and Male, below the line of quarters."""
    first = min(form.quarters)
    below = rows[form.header + 1] if form.header + 1 < len(rows) else []
    under = {column: below[column] for column in form.quarters if column < len(below)}
    is_header = any(under.values()) and all(
        not text or read_amount(text)[0] is Said.NO_NUMBER for text in under.values()
    )
    merged = len(set(form.quarters.values())) < len(form.quarters)
    if is_header and merged and not any(below[:first]):
        form.kinds, form.first = under, form.header + 2


class _Reader:
    """Reads the rows of a form."""

    def __init__(self, file: str, grid: Grid, form: _Form, project: str, source: Source) -> None:
        self._file, self._grid, self._form, self._project, self._source = file, grid, form, project, source
        self._heading = ""

    def read(self, rows: Sequence[Sequence[str]]) -> list[Entered]:
        """Return the numbers of the rows below the quarters."""
        below = range(self._form.first, len(rows))
        filled = {
            column
            for column in self._form.quarters
            if any(column < len(rows[number]) and rows[number][column] for number in below)
        }
        return list(settle_blanks(
            entered for number in below for entered in self._row(rows[number], self._grid.lines[number], filled)
        ))  # fmt: skip

    def _row(self, row: Sequence[str], line: int, filled: AbstractSet[int]) -> list[Entered]:
        """Return the numbers of a row, blank cells too; a quarter in which all are blank is not there."""
        first = min(self._form.quarters)
        cells = {column: row[column] if column < len(row) else "" for column in self._form.quarters if column in filled}
        labels = {at: cell for at, cell in enumerate(row[:first]) if at not in self._form.fields and cell}
        said = {name: row[column] for column, name in self._form.fields.items() if column < len(row) and row[column]}
        label = next(reversed(labels.values()), said.get("category", ""))
        if not labels and not said:
            return []
        if self._is_heading(labels, said, any(cells.values())):
            self._heading = label
            return []
        if len(labels) > 1 and next(iter(labels.values())) != label:
            self._heading = next(iter(labels.values()))
        return [
            self._entered(column, text, label, said, line)
            for column, text in cells.items()
            if fold_header(self._form.kinds.get(column, "")) not in _OF_NO_NUMBER
        ]

    def _is_heading(self, labels: Mapping[int, str], said: Mapping[str, str], has_numbers: bool) -> bool:
        """Return whether a row without numbers heads those below it; else it is a category in which nobody was."""
        if has_numbers or said or len(set(labels.values())) > 1:
            return False
        (at, label), *_ = labels.items()
        if read_band(label) is not None or fold_header(label) in {"n a", "n/a"}:
            return False
        folded = fold_header(label)
        names_section = section_of(label) in SECTIONS or any(words.search(folded) for words in _OF_WHOM.values())
        return at == 0 and (not self._heading or names_section or label.endswith(":") or len(labels) > 1)

    def _entered(self, column: int, text: str, label: str, row: Mapping[str, str], line: int) -> Entered:
        said, amount = read_amount(text)
        section, category, whom = self._section_of(label, row)
        kind = self._form.kinds.get(column, "")
        if fold_header(kind) not in _OF_NUMBER:
            section, category = (section, f"{category}, {kind}") if category else (section, kind)
        facts = self._form.facts
        counted = word_of(self._source, "counted", row.get("counted", "") or facts.get("counted", ""))
        of_label = word_of(self._source, "counted", label)
        unit = word_of(self._source, "unit", row.get("unit", "") or facts.get("unit", ""))
        if self._is_of_sessions(label):
            unit, of_label = SESSIONS, DELIVERED  # never a category of the people above
        return Entered(
            Place(self._file, self._grid.sheet, line, self._column_name(column)),
            row.get("project", self._project),
            self._form.quarters[column],
            whom,
            unit,
            of_label or counted,
            TOTAL if of_label else section,
            "" if of_label else category,
            None,
            said,
            amount,
            form=facts.get("form_version", ""),
            by_hand=True,
        )

    def _is_of_sessions(self, label: str) -> bool:
        words = [each for each in fold_header(label).split() if each not in _BESIDE_SESSIONS]
        return len(words) == 1 and word_of(self._source, "unit", words[0]) == SESSIONS

    def _section_of(self, label: str, row: Mapping[str, str]) -> tuple[str, str, str]:
        """Return the section, the category and whose number it is."""
        heading = row.get("section", self._heading)
        folded = fold_header(heading)
        said = word_of(self._source, "beneficiaries", row.get("beneficiaries", ""))
        whom = said or next((name for name, words in _OF_WHOM.items() if words.search(folded)), ALL)
        rest = _OF_WHOM[whom].sub("", folded).strip() if whom in _OF_WHOM else folded
        words = {section_of(each) for each in (rest, *rest.split())}
        known = next((each for each in (AGE, "gender", "ethnicity", "area") if each in words), "")
        if section_of(label) == TOTAL or (not heading and not row.get("category")):
            return TOTAL, "", whom
        return known or rest or whom, label, whom

    def _column_name(self, column: int) -> str:
        quarter, kind = self._form.quarters[column], self._form.kinds.get(column, "")
        return " ".join(each for each in (f"Q{quarter.number}" if quarter.number else "year", kind) if each)
