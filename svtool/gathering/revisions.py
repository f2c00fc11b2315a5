"""What later extracts say of a record that earlier ones did not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Revision:
    """What re-issued records say that their earlier versions did not, their people included.

    Attributes:
        reissued: records that a later extract has again.
        revised: those of them in which something that was read of both differs.
        cancelled: those that counted before and are cancelled, or otherwise left out, in the later extract.
        left, joined: those that met the definition before and do not now, and the other way round; None where the run
            does not read all that the definition asks.
        withdrawn: records of days that a later extract issues again without them.
        unordered: references that stand in extracts without an order, in rows that differ; the later named counts.
    """

    reissued: int = 0
    revised: int = 0
    cancelled: int = 0
    left: int | None = 0
    joined: int | None = 0
    withdrawn: int = 0
    unordered: int = 0
