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
_Bytes = np.ndarray[Any, np.dtype[np.uint8]]


def fold_references(texts: pa.Array) -> pa.Array:
    """Return references without surrounding blanks and in capitals; NULL for blanks, Excel errors, words for none."""
    codes = bytes_of(texts)
    # Nearly every block needs none of it, which its bytes tell at once.
    if _any_between(codes, 0, ord(" ")) or _any_between(codes, 128, 255):
        texts = pc.utf8_trim_whitespace(texts)
    if _any_between(codes, ord("a"), ord("z")):
        texts = pc.ascii_upper(texts)
    lengths = pc.binary_length(texts)
    none = pc.equal(lengths, 0)
    if (pc.min(pc.if_else(none, None, lengths)).as_py() or LONGEST_OF_NONE + 1) <= LONGEST_OF_NONE:
        none = pc.or_(none, pc.is_in(texts, value_set=NO_REFERENCE))
    if ord("#") in codes:
        wrong = pc.match_substring_regex(texts, f"^{EXCEL_ERROR.pattern}$")
        none = pc.or_(none, pc.and_(pc.starts_with(texts, "#"), wrong))
    return pc.if_else(none, pa.scalar(None, pa.string()), texts) if pc.any(none).as_py() else texts


def count_damaged(references: pa.Array) -> int:
    """Return how many references a spreadsheet turned into numbers."""
    if SPREADSHEET_NUMBER.encode() not in bytes_of(references).tobytes():
        return 0
    marked = references.filter(pc.match_substring(references, SPREADSHEET_NUMBER))
    numbers = pc.match_substring_regex(marked, r"^-?\d(\.\d+)?E\+\d{2,3}$")
    return int(pc.sum(numbers).as_py() or 0)


def bytes_of(texts: pa.Array) -> _Bytes:
    """Return the bytes of all texts of a column, with those of others that it was cut from."""
    data = texts.buffers()[2]
    return np.frombuffer(data if data is not None else b"", np.uint8)


def _any_between(codes: _Bytes, first: int, last: int) -> bool:
    return bool(((codes >= first) & (codes <= last)).any())
