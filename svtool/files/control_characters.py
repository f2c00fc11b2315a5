"""Control characters in cells: leftovers of terminals and old programs, which no one sees and no value has.

Of a text file they are removed before it is told into cells; this is for files whose cells come as such.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from svtool.files.account import Account

_CODES = [code for code in (*range(32), 127) if code not in {9, 10, 13}]  # a tab and a line end are blanks
_BYTES = bytes(_CODES)
_PATTERN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"


def cells_with_control(column: pa.Array) -> int:
    """Return how many cells of a column of texts hold control characters."""
    # The bytes of all cells of a block lie together: one look tells that none of them has any.
    data = column.buffers()[2] if len(column.buffers()) > 2 else None
    if data is None or len(data.to_pybytes().translate(None, _BYTES)) == data.size:
        return 0
    return int(pc.sum(pc.match_substring_regex(column, _PATTERN)).as_py() or 0)


def without_control(column: pa.Array, account: Account) -> pa.Array:
    """Return a column of texts without control characters; the cells that held some are counted."""
    cells = cells_with_control(column)
    account.with_control += cells
    return pc.replace_substring_regex(column, _PATTERN, "") if cells else column
