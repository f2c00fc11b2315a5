"""Which references may stand several times: by a hash of each, so that millions of them are not kept as text.

References whose hash occurs once can't repeat. A hash only suspects: the few others are compared letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence

from svtool.engine.seam import number, rows
from svtool.gathering.steps import Step
from svtool.schema.row_columns import SUPPLIER

HASH = f"xxhash64({SUPPLIER}, reference)"
AT_ONCE = 1_000_000  # references, so that tens of millions of them need little memory
MOST_PARTS = 32  # each looks at all hashes


def suspected_hashes(step: Step, having: str, also: Sequence[str] = ()) -> list[int]:
    """Return the hashes of references that may stand several times.

    Args:
        step: the rows.
        having: of the rows of a hash, when it is suspected.
        also: columns that this asks about.
    """
    hashes = f"{step.base}_reference_hashes"
    listed = ", ".join([f"{HASH} AS h", *also])
    step.engine.define(hashes, f"SELECT {listed} FROM {step.name} WHERE reference IS NOT NULL", kept=True)
    number_of = number(step.engine, f"references of {step.name}", f"SELECT count(*) FROM {hashes}")
    parts = min(number_of // AT_ONCE + 1, MOST_PARTS)
    found = [
        suspected
        for part in range(parts)
        for (suspected,) in rows(
            step.engine,
            f"references of {step.name} that may repeat, part {part + 1} of {parts}",
            f"SELECT h FROM {hashes} WHERE abs(h % {parts}) = {part} GROUP BY h HAVING {having}",
        )
    ]
    step.engine.drop(hashes)
    return found
