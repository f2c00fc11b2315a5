"""The template of a return as a workbook: a guide, tables to fill in that refuse what can't be read, a dictionary."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from svtool.interventions.return_files import DICTIONARY, EXAMPLE, RETURN, SCORES
from svtool.interventions.return_files import GUIDE as GUIDE_SHEET
from svtool.interventions.template import DICTIONARY_COLUMNS, GUIDE, ColumnGuide, Template, TemplateTable

CREATED = datetime(2000, 1, 1)
ROWS = 500  # that can be filled in
DAYS, WHOLE, NUMBERS = {"first_day", "last_day"}, {"count", "n_before", "n_after", "n_both"}, {
    "mean_before", "mean_after", "mean_change", "sd_change",
}  # fmt: skip
WIDTHS = {"project": 18, "note": 40, "category": 18, "counted": 20, "scale": 24}
USUAL_WIDTH, MEANS_WIDTH, GUIDE_WIDTH = 14, 52, 100
MOST_LETTERS = 255  # of a list of words in a validation; longer ones are taken from cells
EARLIEST = date(2000, 1, 1)
LISTS = "Lists"  # a hidden sheet


def template_as_workbook(template: Template) -> bytes:
    """Return the workbook; two runs give the same bytes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Quarterly return of an intervention", "author": "svtool", "created": CREATED})
    _Pages(book, template).write()
    book.close()
    return stream.getvalue()


class _Pages:
    def __init__(self, book: Any, template: Template) -> None:
        self._book, self._template = book, template
        self._head = book.add_format({"bold": True, "font_size": 14})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._text = book.add_format({"num_format": "@"})
        self._lists: list[tuple[str, ...]] = []

    def write(self) -> None:
        """Write the sheets, in the order in which they are needed."""
        self._guide()
        self._table(RETURN, self._template.returned)
        self._table(SCORES, self._template.scores)
        self._dictionary()
        self._example()
        self._list_sheet()

    def _guide(self) -> None:
        sheet = self._sheet(GUIDE_SHEET)
        sheet.set_column(0, 0, GUIDE_WIDTH, self._wrapped)
        sheet.write_string(0, 0, "How to fill in the return", self._head)
        for number, text in enumerate(GUIDE, 1):
            sheet.write_string(number, 0, f"{number}. {text}", self._wrapped)

    def _table(self, name: str, table: TemplateTable) -> None:
        sheet = self._sheet(name)
        sheet.freeze_panes(1, 1)
        guides = [each for each in self._template.dictionary if each.table == table.name]
        for column, guide in enumerate(guides):
            form = self._day if guide.name in DAYS else None if guide.name in WHOLE | NUMBERS else self._text
            sheet.set_column(column, column, WIDTHS.get(guide.name, USUAL_WIDTH), form)
            rule = self._rule(guide)
            if rule:
                sheet.data_validation(1, column, ROWS, column, rule)
        columns = [{"header": each.name} for each in guides]
        sheet.add_table(0, 0, ROWS, len(guides) - 1, {"name": f"{name}_rows", "columns": columns, "autofilter": False})

    def _rule(self, guide: ColumnGuide) -> dict[str, Any] | None:
        """Return what a column refuses, and what it says then."""
        told = {"input_title": guide.name, "input_message": guide.means[:MOST_LETTERS], "error_title": guide.name}
        if guide.name in WHOLE:
            return {**told, "validate": "integer", "criteria": ">=", "value": 0,
                    "error_message": "Write a whole number; 0 where there were none."}  # fmt: skip
        if guide.name in NUMBERS:
            least = {"criteria": ">=", "value": 0} if guide.name == "sd_change" else {
                "criteria": "between", "minimum": -1e9, "maximum": 1e9,
            }  # fmt: skip
            return {**told, "validate": "decimal", **least, "error_message": "Write a number."}
        if guide.name in DAYS:
            return {**told, "validate": "date", "criteria": ">=", "value": EARLIEST,
                    "error_message": "Write a day such as 2021-04-01."}  # fmt: skip
        if not guide.values:
            return {**told, "validate": "any"}
        # Other sections than the usual ones may be written; of the others Excel refuses what is not listed.
        kind = "warning" if guide.name == "section" else "stop"
        return {**told, "validate": "list", "source": self._listed(guide.values), "error_type": kind,
                "error_message": "Choose from the list."}  # fmt: skip

    def _listed(self, values: tuple[str, ...]) -> list[str] | str:
        if len(",".join(values)) <= MOST_LETTERS and not any("," in each for each in values):
            return list(values)
        if values not in self._lists:
            self._lists.append(values)
        column = chr(ord("A") + self._lists.index(values))
        return f"={LISTS}!${column}$1:${column}${len(values)}"

    def _dictionary(self) -> None:
        rows = [each.cells for each in self._template.dictionary]
        self._plain(DICTIONARY, DICTIONARY_COLUMNS, rows, (12, 18, MEANS_WIDTH, 10, MEANS_WIDTH, 24))

    def _example(self) -> None:
        table = self._template.returned
        widths = [WIDTHS.get(name, USUAL_WIDTH) for name in table.columns]
        self._plain(EXAMPLE, table.columns, table.example, widths)

    def _plain(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
        cells = list(rows)
        sheet = self._sheet(name)
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self._wrapped)
        columns = [{"header": each} for each in heads]
        options = {"name": f"{name}_rows", "columns": columns, "data": cells, "autofilter": False}
        sheet.add_table(0, 0, len(cells), len(heads) - 1, options)

    def _list_sheet(self) -> None:
        if self._lists:
            sheet = self._sheet(LISTS)
            sheet.hide()
            for column, values in enumerate(self._lists):
                sheet.write_column(0, column, values)

    def _sheet(self, name: str) -> Any:
        return self._book.add_worksheet(name)
