"""Rows that are not records: blank lines, repeated headers, totals, and what exports write under a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.files.text_block import as_plain, told_by_text

_UNITS = r"(?:records?|rows?|lines?|crimes?|offences?|victims?|suspects?|attendances?|incidents?|calls?)"
_TOTAL = (
    r"(?:(?:19|20)\d\d(?:[/-]\d{2,4})? )?"  # 2017-18 Total
    rf"(?:grand |sub-? ?)?totals?(?: (?:number|no|count))?(?: of)?(?: {_UNITS})?\s*[:=]?\s*[\d,. ]*"
    rf"|(?:number of {_UNITS}|{_UNITS}|(?:record |row )?count)\s*[:=]\s*[\d,. ]+"
    rf"|\(?[\d,]+ {_UNITS}(?: (?:affected|selected|exported|returned|in all))?\)?\.?"
)
_LINE = (
    r"\W*end of (?:report|file|extract|data|list|query|output|records)\W*"
    r"|(?:report |extract )?(?:generated|printed|produced|exported|run) (?:on|at|by)\b.*"
    r"|official(?:\W+sensitive)?|restricted|confidential"
)
# The same words for single texts and for Arrow's kernels (RE2): no look-around, no back-references.
TOTAL = re.compile(_TOTAL, re.IGNORECASE)
LINE = re.compile(_LINE, re.IGNORECASE)
_EITHER = rf"^(?:{_TOTAL}|{_LINE})$"
Chosen = np.ndarray[Any, np.dtype[np.bool_]]
Bytes = np.ndarray[Any, np.dtype[np.uint8]]
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


def is_not_a_record(cells: Sequence[str]) -> bool:
    """Return whether the cells of a row are blank, a total, or a line under the table."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return True
    if TOTAL.fullmatch(filled[0]):
        return len(filled) <= _most_filled(len(cells))
    return len(filled) == 1 and bool(LINE.fullmatch(filled[0]))


def _most_filled(columns: int) -> int:
    """Return how many cells of a total row are filled at most: records fill more."""
    return max(2, columns // 2)


def totals_stated(cells: Sequence[str]) -> list[int]:
    """Return the whole numbers that a total row states; none when it is no total row."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or not TOTAL.fullmatch(filled[0]) or filled[0].casefold().startswith("sub"):
        return []
    found = [number for cell in filled for number in ([cell] if _NUMBER.fullmatch(cell) else _NUMBER.findall(cell))]
    return [int(number.replace(",", "")) for number in found]


def records_among(columns: Sequence[pa.Array], names: Sequence[str]) -> pa.Array | None:
    """Return which rows of a block are records; None when all are.

    Args:
        columns: the columns that are read, in the order of the file.
        names: their names in the header, to know the header when it comes again.
    """
    header_again = _repeat_header(columns, names)
    starts_blank = told_by_text(columns[0], partial(_are, name=""))
    suspects = starts_blank | _are_nearly_empty(columns)
    not_records = header_again
    if suspects.any():
        places = np.flatnonzero(suspects)
        subset = [as_plain(column.take(pa.array(places))) for column in columns]
        not_records[places[_blank_or_footer(subset)]] = True
    return pa.array(~not_records) if not_records.any() else None


def _repeat_header(columns: Sequence[pa.Array], names: Sequence[str]) -> Chosen:
    """Return which rows are the header again."""
    found = np.ones(len(columns[0]), bool)
    for column, name in zip(columns, names, strict=True):
        found &= told_by_text(column, partial(_are, name=name))
        if not found.any():
            break
    return found


def _are_nearly_empty(columns: Sequence[pa.Array]) -> Chosen:
    """Return which rows have no more cells filled than a total has."""
    rows, most = len(columns[0]), _most_filled(len(columns))
    with_empty = [column for column in columns if _empty(_texts_of(column)).any()]
    if len(columns) - len(with_empty) > most:  # every row has more filled
        return np.zeros(rows, bool)
    empty = np.zeros(rows, np.int16)
    for column in with_empty:
        empty += told_by_text(column, _empty)
    found: Chosen = len(columns) - empty <= most
    return found


def _texts_of(column: pa.Array) -> pa.Array:
    return column.dictionary if pa.types.is_dictionary(column.type) else column


def _are(texts: pa.Array, name: str) -> Chosen:
    """Return which texts are a name, blanks at their ends aside."""
    if name and name.encode() not in _bytes_of(texts).tobytes():
        return np.zeros(len(texts), bool)  # a search through the bytes of all texts at once is quick
    if not name and not _holds_blanks(_bytes_of(texts)):
        return _empty(texts)
    return _bools(pc.equal(pc.utf8_trim_whitespace(texts), name))


def _bytes_of(texts: pa.Array) -> Bytes:
    """Return the bytes of all texts, with those of others that they were cut from."""
    data = texts.buffers()[2]
    return np.frombuffer(data if data is not None else b"", np.uint8)


def _holds_blanks(codes: Bytes) -> bool:
    """Return whether some bytes may be a blank; beyond ASCII there are several."""
    return bool(codes.min(initial=255) <= ord(" ") or codes.max(initial=0) >= 128)


def _blank_or_footer(columns: Sequence[pa.Array]) -> Chosen:
    trimmed = [pc.utf8_trim_whitespace(column) for column in columns]
    filled = [pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column) for column in trimmed]
    first = pc.coalesce(*filled)
    blank = _bools(pc.is_null(first))
    footer = _bools(pc.fill_null(pc.match_substring_regex(first, _EITHER, ignore_case=True), False))
    places = np.flatnonzero(footer)
    for place in places:
        footer[place] = is_not_a_record([column[int(place)].as_py() for column in trimmed])
    return blank | footer


def _empty(column: pa.Array) -> Chosen:
    """Return which texts of a column are empty: each ends where it begins."""
    ends = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    return np.equal(ends[1:], ends[:-1])


def _bools(column: pa.Array) -> Chosen:
    found: Chosen = column.to_numpy(zero_copy_only=False)
    return found
