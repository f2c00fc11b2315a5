"""Whole numbers in as few bytes as they need: most are numbers of a few values, or ages, which one byte holds."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from svtool.schema.row_columns import ROW

Types = Mapping[str, pa.DataType]

WIDTHS = (pa.int8(), pa.int16(), pa.int32())
_MOST = {kind: 2 ** (kind.bit_width - 1) - 1 for kind in WIDTHS}


def narrow_types(rows: pa.Table, least: Types) -> dict[str, pa.DataType]:
    """Return types that hold the columns of a block.

    Args:
        rows: the block.
        least: the types of the blocks before, which no column's is narrower than.
    """
    kinds = dict(zip(rows.column_names, rows.schema.types, strict=True))
    # The numbers of rows grow from block to block: a table for each of their widths would be none the smaller.
    return {
        name: _narrow(rows[name], kind, least.get(name, WIDTHS[0])) if kind in WIDTHS and name != ROW else kind
        for name, kind in kinds.items()
    }


def as_types(rows: pa.Table, types: Types) -> pa.Table:
    """Return a block with its columns in these types."""
    return rows.cast(pa.schema([rows.schema.field(name).with_type(kind) for name, kind in types.items()]))


def in_types(rows: pa.Table, types: Types) -> pa.Table | None:
    """Return a block with its columns in these types; None where a number needs a wider one."""
    try:
        return as_types(rows, types)
    except pa.ArrowInvalid:
        return None


def _narrow(column: pa.ChunkedArray, kind: pa.DataType, least: pa.DataType) -> pa.DataType:
    ends = pc.min_max(column).as_py()
    most = max(abs(ends["min"] or 0), abs(ends["max"] or 0))
    fit = next(each for each in WIDTHS if most <= _MOST[each] or each == WIDTHS[-1])
    return min(kind, max(fit, least, key=WIDTHS.index), key=WIDTHS.index)
