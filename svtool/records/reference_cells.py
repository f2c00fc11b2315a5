"""Cells with references: without surrounding blanks and in capitals, and told apart from what a spreadsheet wrote."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.records.cell_values import EXCEL_ERROR

SPREADSHEET_NUMBER = "E+"  # how a spreadsheet writes a number of many digits: 2.02112E+13
# What R, databases and programs write where there is none; records that share it would be one.
NO_REFERENCE = pa.array(["NA", "N/A", "NAN", "NULL", "NONE", "NIL"])
LONGEST_OF_NONE = 4
BEYOND_ASCII = 128
_Bytes = np.ndarray[Any, np.dtype[np.uint8]]


def fold_references(texts: pa.Array) -> pa.Array:
    """Return references without surrounding blanks and in capitals; NULL for blanks, Excel errors, words for none."""
    codes = bytes_of(texts)
    lowest, highest = _ends_of(codes)
    # Nearly every block needs none of it, which its lowest and highest byte tell at once.
    if lowest <= ord(" ") or highest >= BEYOND_ASCII:
        texts = pc.utf8_trim_whitespace(texts)
    if highest >= ord("a"):
        texts = pc.ascii_upper(texts)
    lengths = pc.binary_length(texts)
    none = pc.equal(lengths, 0)
    if (pc.min(pc.if_else(none, None, lengths)).as_py() or LONGEST_OF_NONE + 1) <= LONGEST_OF_NONE:
        none = pc.or_(none, pc.is_in(texts, value_set=NO_REFERENCE))
    if lowest <= ord("#") and ord("#") in codes:
        wrong = pc.match_substring_regex(texts, f"^{EXCEL_ERROR.pattern}$")
        none = pc.or_(none, pc.and_(pc.starts_with(texts, "#"), wrong))
    return pc.if_else(none, pa.scalar(None, pa.string()), texts) if pc.any(none).as_py() else texts


def count_damaged(references: pa.Array) -> int:
    """Return how many references a spreadsheet turned into numbers."""
    codes = bytes_of(references)
    if _ends_of(codes)[0] > ord("+") or SPREADSHEET_NUMBER.encode() not in codes.tobytes():
        return 0
    marked = references.filter(pc.match_substring(references, SPREADSHEET_NUMBER))
    numbers = pc.match_substring_regex(marked, r"^-?\d(\.\d+)?E\+\d{2,3}$")
    return int(pc.sum(numbers).as_py() or 0)


def bytes_of(texts: pa.Array) -> _Bytes:
    """Return the bytes of all texts of a column, with those of others that it was cut from."""
    data = texts.buffers()[2]
    return np.frombuffer(data if data is not None else b"", np.uint8)


def _ends_of(codes: _Bytes) -> tuple[int, int]:
    """Return the lowest and the highest byte, which is found several times as fast as any one of them."""
    return int(codes.min(initial=255)), int(codes.max(initial=0))
