"""The same draft as a file: variants of CSV, and a workbook."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import xlsxwriter

from messy.clean import Table
from messy.planting import Draft, Row

CSV_VARIANTS: dict[str, Callable[[Draft], bytes]] = {}
SHEET = "Extract"


def csv_bytes(draft: Draft, delimiter: str = ",", line_end: str = "\r\n") -> bytes:
    """Return a draft as CSV in UTF-8, with what its defects do to the bytes."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)  # a line break in a cell is quoted whatever the line end becomes
    writer.writerows(draft.above)
    if draft.upper:
        writer.writerow(draft.upper)
    writer.writerow(draft.header)
    for row in draft.rows:
        if row.raw:
            text.write(row.raw + "\r\n")
        else:
            writer.writerow(row.cells)
    data = text.getvalue().replace("\r\n", line_end).encode()
    for edit in draft.edits:
        data = edit(data)
    return data


def write_csv(draft: Draft, path: Path) -> Path:
    """Write a draft as CSV."""
    path.write_bytes(csv_bytes(draft))
    return path


def write_table(table: Table, path: Path) -> Path:
    """Write a clean table as CSV, fast."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.layout.header)
        writer.writerows(zip(*table.columns, strict=True))
    return path


def variant(name: str) -> Callable[[Callable[[Draft], bytes]], Callable[[Draft], bytes]]:
    """Return what makes a way to write a CSV known under a name."""

    def note(write: Callable[[Draft], bytes]) -> Callable[[Draft], bytes]:
        CSV_VARIANTS[name] = write
        return write

    return note


CSV_VARIANTS |= {
    "UTF-8": csv_bytes,
    "semicolon": lambda draft: csv_bytes(draft, ";"),
    "tab": lambda draft: csv_bytes(draft, "\t"),
    "bar": lambda draft: csv_bytes(draft, "|"),
    "LF": lambda draft: csv_bytes(draft, line_end="\n"),
    "CR alone": lambda draft: csv_bytes(draft, line_end="\r"),
    "byte-order mark": lambda draft: codecs.BOM_UTF8 + csv_bytes(draft),
    "UTF-16": lambda draft: csv_bytes(draft).decode().encode("utf-16"),
    "UTF-16, tab": lambda draft: csv_bytes(draft, "\t").decode().encode("utf-16"),
    "Windows-1252": lambda draft: csv_bytes(draft).decode().encode("cp1252"),
}


@variant("two encodings")
def _two_encodings(draft: Draft) -> bytes:
    lines = csv_bytes(draft).decode().splitlines(keepends=True)
    return b"".join(line.encode(("utf-8", "cp1252")[number % 2]) for number, line in enumerate(lines))


@variant("mixed line ends")
def _mixed_line_ends(draft: Draft) -> bytes:
    lines = csv_bytes(draft).split(b"\r\n")
    ends = (b"\r\n", b"\n", b"\r\n", b"\r\n")
    return b"".join(line + ends[number % 4] for number, line in enumerate(lines[:-1])) + lines[-1]


@variant("no line end at the end")
def _no_last_line_end(draft: Draft) -> bytes:
    return csv_bytes(draft).removesuffix(b"\r\n")


@variant("title lines")
def _title_lines(draft: Draft) -> bytes:
    return draft.layout.title.encode() + b"\r\nFilter: all areas\r\n\r\n" + csv_bytes(draft)


@variant("total row")
def _total_row(draft: Draft) -> bytes:
    records = sum(any(row.cells) and row.cells != draft.header for row in draft.rows)
    blanks = "," * (len(draft.header) - 2)
    return csv_bytes(draft) + f"Total,{records}{blanks}\r\n".encode()


@variant("every cell quoted")
def _quoted(draft: Draft) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([draft.header, *(row.cells for row in draft.rows)])
    return text.getvalue().encode()


def write_variant(draft: Draft, name: str, folder: Path) -> Path:
    """Write a draft as one of the variants, or packed as gz or zip, or as a workbook."""
    stem = folder / draft.layout.agency
    if name == "xlsx":
        return write_workbook(draft, stem.with_suffix(".xlsx"))
    if name == "gz":
        path = stem.with_suffix(".csv.gz")
        path.write_bytes(gzip.compress(csv_bytes(draft), mtime=0))
        return path
    if name == "zip":
        path = stem.with_suffix(".zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{draft.layout.agency}.csv", csv_bytes(draft))
        return path
    path = stem.with_suffix(".csv")
    path.write_bytes(CSV_VARIANTS[name](draft))
    return path


VARIANTS = (*CSV_VARIANTS, "gz", "zip", "xlsx")


def write_workbook(draft: Draft, path: Path, others: tuple[str, ...] = ()) -> Path:
    """Write a draft as a workbook: dates are days, ages numbers, everything else is text as it is.

    Args:
        draft: the draft.
        path: the file.
        others: names of further sheets, which hold no extract; those beginning with a full stop are hidden.
    """
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        for name in others:
            sheet = workbook.add_worksheet(name.removeprefix("."))
            sheet.write_string(0, 0, "About this extract")
            if name.startswith("."):
                sheet.hide()
        sheet = workbook.add_worksheet(SHEET)
        as_day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        top = [*draft.above, *([draft.upper] if draft.upper else []), draft.header]
        for number, cells in enumerate(top):
            _write_texts(sheet, number, cells)
            if draft.upper and number == len(draft.above):  # rows are written once, in order
                _merge_groups(sheet, number, cells)
        names = draft.layout.header if draft.upper else draft.header
        dates = {place for place, name in enumerate(names) if name in draft.layout.dates}
        ages = {place for place, name in enumerate(names) if name.endswith("Age")}
        for number, row in enumerate(draft.rows, start=len(top)):
            _write_row(sheet, number, row, dates, ages, as_day, "%d/%m/%Y" if draft.layout.day_first else "%Y-%m-%d")
    return path


def _merge_groups(sheet: xlsxwriter.worksheet.Worksheet, number: int, upper: list[str]) -> None:
    """Merge each name of an upper header row with the blank cells after it, as people do."""
    starts = [place for place, text in enumerate(upper) if text]
    for start, end in zip(starts, [*starts[1:], len(upper)], strict=True):
        if end - start > 1:
            sheet.merge_range(number, start, number, end - 1, upper[start])


def _write_texts(sheet: xlsxwriter.worksheet.Worksheet, number: int, cells: list[str]) -> None:
    for place, text in enumerate(cells):
        if text:
            sheet.write_string(number, place, text)


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet,
    number: int,
    row: Row,
    dates: set[int],
    ages: set[int],
    as_day: xlsxwriter.format.Format,
    how: str,
) -> None:
    for place, text in enumerate(row.cells):
        if not text:
            continue
        if place in dates and (day := _day(text, how)):
            sheet.write_datetime(number, place, day, as_day)
        elif place in ages and text.isdecimal():
            sheet.write_number(number, place, int(text))
        else:
            sheet.write_string(number, place, text)


def _day(text: str, how: str) -> datetime | None:
    """Return the day that a text names as the layout writes days, from 1990 to 2050; else None."""
    try:
        found = datetime.strptime(text, how)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2050 else None
