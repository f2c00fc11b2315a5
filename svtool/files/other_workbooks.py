"""What stands in the parts of OpenDocument and binary Excel workbooks: how far their sheets reach, and their errors.

Both are laid out as a full grid when they are read, as .xlsx is: a cell that is repeated, or one at the far corner,
would fill the machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_STEP = 4 << 20
# A row, or a cell; an empty cell ends in its own tag, and has no type.
_TOKEN = re.compile(rb"<table:table-row\b([^>]*)>|<table:table-cell\b([^>]*)>")
_ROWS = re.compile(rb'number-rows-repeated="(\d{1,9})"')
_COLUMNS = re.compile(rb'number-columns-repeated="(\d{1,9})"')
_FILLED = b"office:value-type="
_ERROR = re.compile(rb'<table:table-cell\b[^>]*calcext:value-type="error"')
# Records of binary workbooks (MS-XLSB 2.3): a row, cells from a blank to a formula's error, a workbook's properties.
_ROW, _CELLS, _ERRORS, _PROPERTIES = 0, range(1, 12), {3, 11}, 153


@dataclass
class Reach:
    """How far the sheets of a part reach, and how many of its cells hold an error."""

    rows: int = 1
    columns: int = 1
    errors: int = 0
    since_1904: bool = False


def reach_of_content(part: IO[bytes]) -> Reach:
    """Return how far the sheets of an OpenDocument workbook reach."""
    found, kept = Reach(), b""
    row = column = repeated = 0
    while data := part.read(_STEP):
        text = kept + data
        end = text.rfind(b">") + 1
        text, kept = text[:end], text[end:][-_STEP:]
        found.errors += len(_ERROR.findall(text))
        for token in _TOKEN.finditer(text):
            if token[1] is not None:
                row, column = row + repeated, 0
                repeated = _times(_ROWS, token[1])
                continue
            column += _times(_COLUMNS, token[2])
            if _FILLED in token[2]:
                found.rows = max(found.rows, row + repeated)
                found.columns = max(found.columns, column)
    return found


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    given = pattern.search(attributes)
    return int(given[1]) if given else 1


def reach_of_binary(part: IO[bytes]) -> Reach:
    """Return how far a sheet of a binary Excel workbook reaches, or from when its workbook counts days."""
    found = Reach()
    for kind, data in _records(part.read()):
        if kind == _ROW and len(data) >= 4:
            found.rows = max(found.rows, int.from_bytes(data[:4], "little") + 1)
        elif kind in _CELLS and len(data) >= 4:
            found.columns = max(found.columns, int.from_bytes(data[:4], "little") + 1)
            found.errors += kind in _ERRORS
        elif kind == _PROPERTIES and data:
            found.since_1904 = bool(data[0] & 1)
    return found


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part: the number of its kind, then its size, seven bits in each byte, then its data."""
    place = 0
    while place < len(data):
        kind, place = _number(data, place, 2)
        size, place = _number(data, place, 4)
        yield kind, data[place : place + min(size, 8)]
        place += size


def _number(data: bytes, place: int, most: int) -> tuple[int, int]:
    number = 0
    for i in range(most):
        if place >= len(data):
            break
        byte = data[place]
        place += 1
        number |= (byte & 0x7F) << (7 * i)
        if byte < 0x80:
            break
    return number, place
