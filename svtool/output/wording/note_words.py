"""Notes as sentences: the one place where what must be said beside figures becomes words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from svtool.figures.notes import MAY_GROW, NO_FIGURE, NO_RATE, Kind, Note
from svtool.output.wording.check_words import OF_CHECKS
from svtool.output.wording.composed_words import OF_COMPOSED
from svtool.output.wording.figure_note_words import OF_FIGURES
from svtool.output.wording.notice_words import OF_EXTRACTS
from svtool.output.wording.part_words import Sentence, part_of, parts_in_words
from svtool.output.wording.place_words import OF_PLACES
from svtool.output.wording.series_words import GAP, OF_SERIES
from svtool.output.wording.source_words import with_source_words

# What stands before a sentence, and is left out where a heading or a mark says it.
LEADS = {
    **dict.fromkeys(NO_FIGURE, "Not available: "),
    **dict.fromkeys(NO_RATE, "No rate: "),
    **dict.fromkeys(MAY_GROW, "Provisional: "),
}


def note_words(note: Note) -> str:
    """Return a note as a sentence; of one about the change against the baseline, it says so first."""
    said = LEADS.get(note.kind, "") + reason_words(note)
    # What is said of recording names both periods, and the range follows it.
    if not note.baseline or note.kind in (Kind.DRIFT, Kind.RANGE):
        return said
    return f"Against {note.baseline}: {said[0].lower()}{said[1:]}"


def reason_words(note: Note) -> str:
    """Return a note as a sentence without what stands before it: `no figure was brought for 2021.`."""
    note, made = with_source_words(note), SENTENCES[note.kind]
    return made.format_map(parts_in_words(note)) if isinstance(made, str) else made(note)


def sentence(words: str) -> str:
    """Return words as a sentence of their own."""
    return f"{words[:1].upper()}{words[1:]}"


def notes_in_words(notes: Iterable[Note]) -> list[str]:
    """Return notes as sentences, in their order."""
    return [note_words(note) for note in notes]


def reasons_in_words(notes: Iterable[Note]) -> str:
    """Return notes in one line, where why there is no figure is introduced by something else."""
    return " ".join(reason_words(note) if note.is_any_of(NO_FIGURE) else note_words(note) for note in notes)


def _unavailable_months(note: Note) -> str:
    why = reasons_in_words(cast("tuple[Note, ...]", note.parts["notes"]))
    return f"{GAP.format_map(parts_in_words(replace(note, parts={'spans': note.parts['spans']})))}, for {why}"


def _not_available_today(note: Note) -> str:
    why = reasons_in_words(cast("tuple[Note, ...]", note.parts["reasons"])).rstrip(".")
    return f"line {note.parts['line']}: not available today: {why}; not compared."


def _of_series(note: Note) -> str:
    return f"{note.parts['id']}: {note_words(part_of(note, 'note', Note))}"


SENTENCES: dict[Kind, Sentence] = {
    **OF_FIGURES,
    **OF_COMPOSED,
    **OF_EXTRACTS,
    **OF_PLACES,
    **OF_SERIES,
    **OF_CHECKS,
    Kind.UNAVAILABLE_MONTHS: _unavailable_months,
    Kind.OF_SERIES: _of_series,
    Kind.NOT_AVAILABLE_TODAY: _not_available_today,
}
