"""What stands in a workbook's file before it is opened: how large it is, from when it counts days, its errors.

The reader lays a sheet out as a full grid, so that one stray cell at the far corner would fill the machine; and it
says nothing of error cells and of the year from which days are counted. The parts of the file say both.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from svtool.errors import ExtractError
from svtool.files.archives import DAMAGED, MOST_IN_MEMORY, allowed_size, damaged, too_large
from svtool.files.other_workbooks import reach_of_binary, reach_of_content
from svtool.schema.project import Epoch

MOST_CELLS = 80_000_000
_STEP = 4 << 20
_OVERLAP = 200  # longer than any of the patterns below
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_BINARY = re.compile(r"xl/(?:worksheets/[^/]+|workbook)\.bin", re.IGNORECASE)
_CONTENT = "content.xml"  # of an OpenDocument workbook
_ROW = re.compile(rb'<row\b[^>]{0,150}?\br="(\d{1,9})"')
_COLUMN = re.compile(rb' r="([A-Z]{2,4})\d')  # columns A to Z need not be told apart
_FAR_ROW = re.compile(rb' r="[A-Z]{1,8}(\d{7,9})"')  # of a cell whose row may say another
_FAR = re.compile(rb' r="(?:[A-Z]{5,}|[A-Z]+\d{10,}|\d{10,})')  # beyond all that can be counted
_ERROR_TYPE = b' t="e"'
_ERROR = re.compile(rb'<c\b[^>]{0,150}?\bt="e"')
_SINCE_1904 = re.compile(rb'<workbookPr\b[^>]*\bdate1904="(?:1|true|on)"')


@dataclass
class Parts:
    """What the parts of a workbook say."""

    epoch: Epoch = 1900
    excel_errors: int = 0


def check_parts(workbook: Path | io.BytesIO, name: str) -> Parts:
    """Return what the parts of a workbook say, after all of them could be unpacked within bounds.

    Args:
        workbook: its file, or its content.
        name: how messages call it.

    Raises:
        ExtractError: it is damaged, or unpacks to more than is kept in memory.
    """
    found = Parts()
    try:
        with zipfile.ZipFile(workbook) as archive:
            limit = allowed_size(sum(each.compress_size for each in archive.infolist()), MOST_IN_MEMORY)
            if sum(each.file_size for each in archive.infolist()) > limit:
                raise too_large(name, limit)
            for each in archive.infolist():
                _check_part(archive, each, name, found)
    except DAMAGED as error:
        raise damaged(name, error) from None
    return found


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, found: Parts) -> None:
    """Unpack a part to its end: its checksum shows when the size that it declares is not true."""
    if entry.filename == _CONTENT or _BINARY.fullmatch(entry.filename):
        with archive.open(entry) as part:
            reach = reach_of_content(part) if entry.filename == _CONTENT else reach_of_binary(part)
        found.excel_errors += reach.errors
        found.epoch = 1904 if reach.since_1904 else found.epoch
        _check_reach(reach.rows, reach.columns, name)
        return
    is_sheet = bool(_SHEET.fullmatch(entry.filename))
    last_row = last_column = 1
    kept = b""
    with archive.open(entry) as part:
        while data := part.read(_STEP):
            text = kept + data
            if entry.filename.casefold() == "xl/workbook.xml" and _SINCE_1904.search(text):
                found.epoch = 1904
            if is_sheet:
                rows = max((int(row) for row in _ROW.findall(text)), default=1)
                rows = max([rows, *map(int, _FAR_ROW.findall(text))])
                if _FAR.search(text):
                    raise damaged_sheet(name)
                columns = max(map(_column_number, set(_COLUMN.findall(text))), default=26)
                last_row, last_column = max(last_row, rows), max(last_column, columns)
                if _ERROR_TYPE in text:
                    found.excel_errors += len(_ERROR.findall(text)) - len(_ERROR.findall(kept))
            kept = text[-_OVERLAP:]
    _check_reach(last_row, last_column, name)


def damaged_sheet(name: str) -> ExtractError:
    """Return the fault of a workbook that opens, but has a sheet that can't be read."""
    return ExtractError(
        "a sheet is damaged and can't be read. Open the workbook in Excel, save it again as .xlsx, and run again.",
        "F01",
        file=name,
    )


def _check_reach(last_row: int, last_column: int, name: str) -> None:
    if last_row * last_column > MOST_CELLS:
        raise ExtractError(
            f"a sheet reaches to row {last_row:,} and column {last_column:,}, too far to be read. Delete the "
            "stray cells beside and below the table, or export the sheet as CSV.",
            "F01",
            file=name,
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
