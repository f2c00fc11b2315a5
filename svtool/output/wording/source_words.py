"""What sentences call a source: by its id, which is a word of the language or an abbreviation."""

from __future__ import annotations

from dataclasses import replace

from svtool.figures.notes import Note

NAMED = ("source", "where")  # the parts of a note that name a source, or a part of one: `police victims`
ABBREVIATION = 3  # letters at most: ED


def source_words(name: str) -> str:
    """Return a source, or a part of one, as a sentence has it: `police victims`, `ED`."""
    first, blank, rest = name.partition(" ")
    return f"{first.upper() if len(first) <= ABBREVIATION else first.replace('_', ' ')}{blank}{rest}"


def with_source_words(note: Note) -> Note:
    """Return a note whose sources are named as sentences have them."""
    named = {name: source_words(part) for name in NAMED if isinstance(part := note.parts.get(name), str)}
    return replace(note, parts={**note.parts, **named}) if named else note
