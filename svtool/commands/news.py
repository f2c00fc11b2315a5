"""Warnings that nobody has looked at yet, or that have grown since somebody did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from svtool.figures.notes import Note
from svtool.schema.acknowledged import Acknowledged


def news_of(warnings: Iterable[Note], acknowledged: Sequence[Acknowledged], today: date) -> list[Note]:
    """Return the warnings that are still to be said.

    Args:
        warnings: what the analyst must know of the extracts.
        acknowledged: what somebody has looked at.
        today: the day of the run: what was acknowledged until an earlier one is said again.
    """
    return [note for note in warnings if not any(_covers(each, note) for each in acknowledged if today <= each.until)]


def _covers(known: Acknowledged, note: Note) -> bool:
    """Return whether somebody has looked at as much as a warning tells, or at more."""
    if known.finding != note.kind.name.lower():
        return False
    if known.source is not None and known.source != note.parts.get("where"):
        return False
    if known.column is not None and known.column != note.parts.get("column"):
        return False
    number = next((each for each in note.numbers.values() if isinstance(each, int)), None)
    return known.up_to is None or number is None or number <= known.up_to
