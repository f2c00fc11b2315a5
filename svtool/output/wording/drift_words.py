"""Recording that moved under a change, in a sentence: which field, how far, and what may come from it."""

from __future__ import annotations

from svtool.figures.drift_notes import CHANGE, UNITS
from svtool.figures.notes import Note
from svtool.output.wording.part_words import number_words, part_of
from svtool.output.wording.period_words import name_period

# Titles of fields that are no noun: "whether the victim was killed was not recorded".
NO_ARTICLE = ("whether", "what", "who", "how", "the ")
OFFENCE_CODE = "offence code"


def drift_words(note: Note) -> str:
    """Return which field was recorded how often in two periods, and that the change may come from that."""
    if note.baseline and note.parts.get("again"):
        before = number_words(note.numbers["drift_before"], "drift_before")
        return f"It was {before} in {name_period(part_of(note, 'before', str))}: {_may_come(note, 'that', ', too,')}."
    return f"{shares_words(note)}: {_may_come(note)}."


def shares_words(note: Note) -> str:
    """Return for what share of the records a field was not recorded in two periods."""
    now, before = (number_words(note.numbers[name], name) for name in ("drift_now", "drift_before"))
    said = f"{_field(note)} for {now} of the {note.parts.get('units', UNITS)} in question"
    when, then = (str(note.parts.get(name) or "") for name in ("now", "before"))
    return f"{said} in {name_period(when)}, {before} in {name_period(then)}" if when else f"{said}, {before} before"


def _field(note: Note) -> str:
    title = part_of(note, "title", str)
    subject = title if title.startswith(NO_ARTICLE) else f"the {title}"
    return f"{subject[0].upper()}{subject[1:]} {_lacks(title)}"


def _lacks(title: str) -> str:
    if title == OFFENCE_CODE:
        return "was missing or too coarse"
    return "could not be read" if title.endswith(" date") else "was not recorded"


def _may_come(note: Note, that: str = "the", too: str = "") -> str:
    way = f"{that} {note.parts.get('way', CHANGE)}{too}"
    if note.parts.get("alone", True):
        return f"{way} may come from recording alone"
    return f"part of {way} may come from recording"
