"""A workbook with a damaged sheet is told in a sentence, whatever is damaged in it: no fault of the reader gets out."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from svtool.errors import ExtractError
from svtool.files.workbooks import open_workbook

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
KNOWN = ("reference", "recorded_date")


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A workbook of forty records."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, KNOWN)
        for number in range(40):
            sheet.write_row(number + 1, 0, (f"R{number}", "2021-01-05"))
    return stream.getvalue()


def with_part(workbook: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook in one part of which something else stands."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as read, zipfile.ZipFile(stream, "w") as written:
        for name in read.namelist():
            content = read.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new, 1)
            written.writestr(name, content)
    return stream.getvalue()


def rows_of(workbook: bytes) -> int:
    """Return how many rows of a workbook are read."""
    file = open_workbook(Path("a.xlsx"), "a.xlsx", KNOWN, lambda: io.BytesIO(workbook))
    ((_, rows, _),) = file.cells_of([file.sheet])
    return len(rows)


def test_a_whole_workbook_is_read(whole: bytes) -> None:
    assert rows_of(whole) == 41


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b"</c></row></sheetData>", b"</c></row"),  # cut off
        (STRINGS, b"<t>R1</t>", b"<t>&x;</t>"),
        (SHEET, b"<v>", b"<w>"),
        (SHEET, b"</v>", b"</q>"),
        (SHEET, b"<v>0</v>", b"<v>999999</v>"),  # a text that there is not
        (SHEET, b'r="A2"', b'r="ZZZZZZ99999999999"'),
        (SHEET, b'r="A2"', b'r="A99999999"'),
        (SHEET, b'r="2"', b'r="99999999999"'),
        (STRINGS, b"</si>", b"</st>"),
    ],
)
def test_a_damaged_part_is_told_in_a_sentence(whole: bytes, part: str, old: bytes, new: bytes) -> None:
    with pytest.raises(ExtractError) as caught:
        rows_of(with_part(whole, part, old, new))
    assert str(caught.value).startswith("a.xlsx: ")
    assert caught.value.exit_code == 11


def test_whatever_bytes_change_a_workbook_is_read_or_refused(whole: bytes) -> None:
    chance = random.Random(7)  # noqa: S311 (no secret)
    with zipfile.ZipFile(io.BytesIO(whole)) as read:
        content = read.read(SHEET)
    refused = 0
    for _ in range(150):
        place = chance.randrange(len(content))
        old = content[place : place + 40]
        new = bytearray(old)
        new[0] = chance.choice(b"<>&\"'=0129AZ/ \x00\xff")
        try:
            rows_of(with_part(whole, SHEET, bytes(old), bytes(new)))
        except ExtractError:
            refused += 1
    assert refused > 10
