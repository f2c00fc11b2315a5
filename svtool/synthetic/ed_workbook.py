"""One extract of the sample as an Excel workbook, as a hospital would send it: real dates, numbers, a cover sheet."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlsxwriter

WRITTEN_AT = datetime(2022, 1, 14, 9)  # a workbook holds when it was made; the same seed must give the same workbook
ABOUT = (
    "SYNTHETIC: every record of this workbook is invented, by `svtool sample`.",
    "One row is one attendance at an emergency department. The attendances stand on the next sheet.",
)


def make_workbook(sheet: str, header: Sequence[str], rows: Iterable[Sequence[str]], dates: Sequence[str]) -> bytes:
    """Return rows of texts as a workbook; whole numbers and the named dates become real ones.

    Args:
        sheet: the name of the sheet that holds the rows, after a cover sheet.
        header: the column names.
        rows: the cells, as text; dates as DD/MM/YYYY.
        dates: names of the columns that hold dates.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        workbook.set_properties({"created": WRITTEN_AT})
        cover = workbook.add_worksheet("Read me")
        cover.write_column(0, 0, ABOUT)
        table = workbook.add_worksheet(sheet)
        table.write_row(0, 0, header)
        as_day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        places = {header.index(name) for name in dates}
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if column in places and cell:
                    table.write_datetime(number, column, datetime.strptime(cell, "%d/%m/%Y"), as_day)
                elif cell.isdecimal():
                    table.write_number(number, column, int(cell))
                elif cell:
                    table.write_string(number, column, cell)
        table.set_column(0, len(header) - 1, 18)
        table.activate()
    return content.getvalue()
