"""Which rows may share their reference with others: by a hash of each, so that millions are not compared as text.

References whose hash occurs once can't repeat. A hash only suspects: the few others are compared letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from svtool.engine.seam import number, rows
from svtool.gathering.steps import Step
from svtool.schema.row_columns import ROW, SUPPLIER

HASH = f"xxhash64({SUPPLIER}, reference)"
AT_ONCE = 1_000_000  # references, so that tens of millions of them need little memory
MOST_PARTS = 32  # each looks at all hashes


def suspected_rows(step: Step, having: str, also: Sequence[str] = ()) -> str:
    """Return the name of a table of the rows that may share their reference with others; empty where none may.

    Args:
        step: the rows.
        having: of the rows of one hash, when they are suspected.
        also: columns that this asks about.
    """
    if step.engine.reads_in_place:
        return _suspected_in_place(step, having, also)
    hashes, suspects, found = (f"{step.base}_{name}" for name in ("hashes", "suspected_hashes", "suspected"))
    step.engine.define(hashes, _hashes_of(step, also), kept=True)
    suspected = _suspected_hashes(step, hashes, having)
    if suspected:
        step.engine.put(suspects, pa.table({"h": pa.array(suspected, pa.int64())}))
        step.engine.define(found, f"SELECT {ROW} FROM {hashes} WHERE h IN (SELECT h FROM {suspects})", kept=True)
        step.engine.drop(suspects)
    step.engine.drop(hashes)
    return found if suspected else ""


def _suspected_in_place(step: Step, having: str, also: Sequence[str]) -> str:
    """Return the same by two jobs, whatever the number of rows: no hash comes here, and none is written."""
    hashes, found = f"{step.base}_hashes", f"{step.base}_suspected"
    step.engine.define(hashes, _hashes_of(step, also))
    several = f"SELECT h FROM {hashes} GROUP BY h HAVING {having}"
    step.engine.define(found, f"SELECT {ROW} FROM {hashes} WHERE h IN ({several})", kept=True)
    step.engine.drop(hashes)
    suspected = number(step.engine, f"rows of {found}", f"SELECT count(*) FROM {found}")
    if not suspected:
        step.engine.drop(found)
    return found if suspected else ""


def _hashes_of(step: Step, also: Sequence[str]) -> str:
    return f"SELECT {', '.join([ROW, f'{HASH} AS h', *also])} FROM {step.name} WHERE reference IS NOT NULL"


def _suspected_hashes(step: Step, hashes: str, having: str) -> list[int]:
    references = number(step.engine, f"references of {step.name}", f"SELECT count(*) FROM {hashes}")
    parts = min(references // AT_ONCE + 1, MOST_PARTS)
    return [
        suspected
        for part in range(parts)
        for (suspected,) in rows(
            step.engine,
            f"references of {step.name} that may repeat, part {part + 1} of {parts}",
            f"SELECT h FROM {hashes} WHERE abs(h % {parts}) = {part} GROUP BY h HAVING {having}",
        )
    ]
