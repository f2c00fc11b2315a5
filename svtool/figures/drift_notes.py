"""Recording that moved under a change: whether the change may be recording alone, and what is said of it, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from svtool.figures.against import Against
from svtool.figures.contract import Figure
from svtool.figures.notes import Kind, Note

UNITS = "records"  # where nobody says what they are called
FALL, RISE, CHANGE = "fall", "rise", "change"


def drift_note(found: Against, title: str, units: str = UNITS, periods: tuple[str, str] = ("", "")) -> Note:
    """Return that recording moved under a change.

    Args:
        found: the change.
        title: what people call the field.
        units: what is counted, in the plural.
        periods: what the period and the one compared with are called.
    """
    now, before = periods
    parts = {"title": title, "units": units, "now": now, "before": before, **_of_change(found)}
    return Note(Kind.DRIFT, parts, {"drift_before": found.drift_before, "drift_now": found.drift_now})


def as_printed(note: Note, found: Against) -> Note:
    """Return what is said of recording with the direction of the change that is printed, never of an exact one."""
    return replace(note, parts={**note.parts, **_of_change(found)}) if note.kind is Kind.DRIFT else note


def said_again(note: Note, said: Sequence[Note]) -> Note:
    """Return what is said of recording against the baseline, marked where the change before it has said most of it."""
    of_own_change = next((each for each in said if each.kind is Kind.DRIFT and not each.baseline), None)
    if of_own_change is None or of_own_change.parts["title"] != note.parts["title"]:
        return note
    is_same = of_own_change.numbers["drift_now"] == note.numbers["drift_now"]
    return replace(note, parts={**note.parts, "again": True}) if is_same else note


def in_full(note: Note) -> Note:
    """Return a note that says all that it has to say, for places where none stands before it."""
    return replace(note, parts={name: part for name, part in note.parts.items() if name != "again"})


def _of_change(found: Against) -> dict[str, str | bool]:
    """Return which way a change goes, and whether it may come from recording alone."""
    way = CHANGE if not found.change else RISE if found.change > 0 else FALL
    return {"way": way, "alone": recording_decides(True, found.least, found.most)}


def called(figure: Figure) -> str:
    """Return what a sentence calls a figure's period: without what a heading adds, such as `2020 (COVID)`."""
    return figure.column if figure.column and figure.period.startswith(figure.column) else figure.period


def recording_decides(drifted: bool, least: float | None, most: float | None) -> bool:
    """Return whether recording moved so far that the change, if all were known, could be none at all.

    A bound that is not told (from zero, or withheld) excludes nothing.

    Args:
        drifted: whether the share of not-known answers moved.
        least, most: the range of the change in per cent if what is not known were known.
    """
    return drifted and not (least is not None and least > 0) and not (most is not None and most < 0)
