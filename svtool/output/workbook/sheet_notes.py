"""The notes of a workbook: each text once, numbered in the order in which a reader meets it, a few lines a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from svtool.errors import listed
from svtool.figures.against import Comparator
from svtool.figures.contract import BESIDE_A_NUMBER, Figure
from svtool.figures.drift_notes import in_full
from svtool.figures.notes import AS_KNOWN, MAY_GROW, NO_FIGURE, Kind, Note
from svtool.output.wording.note_words import note_words, notes_in_words
from svtool.output.wording.target_words import remarks_of_measure
from svtool.output.workbook.pairs import Row
from svtool.output.workbook.sheet_words import NO_NOTE, in_parts, readable
from svtool.schema.tables import Table

# What is not about a figure's own change.
OF_ITSELF = NO_FIGURE | AS_KNOWN | MAY_GROW | {Kind.UNSTATED, Kind.PARTLY_COVERED, Kind.UNDATED}


class Notes:
    """Numbered notes."""

    def __init__(self) -> None:
        """Begin with none."""
        self._texts: dict[str, int] = {}

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self._texts)

    def numbers(self, texts: Iterable[str]) -> list[int]:
        """Return the numbers of notes, each in its place."""
        return [self._texts.setdefault(text, len(self._texts) + 1) for text in texts]

    def markers(self, table: Table, row: Row, comparators: Sequence[Comparator]) -> str:
        """Return the markers of a row: statuses that stand beside a number, then its notes.

        Args:
            table: the table that it stands in.
            row: the row.
            comparators: which of its changes it shows.
        """
        numbers = self.numbers(_said(table, row, comparators))
        statuses = [*(each.status for each in row.figures), *(each.of(row.now).mark for each in comparators)]
        beside = sorted({each for each in statuses if each in BESIDE_A_NUMBER})
        marks = [f"[{letter}]" for letter in beside] + [f"[note {number}]" for number in numbers]
        return "".join(marks) or NO_NOTE

    def rows(self) -> list[list[str]]:
        """Return the number and the text of each note; of a long one in rows that go on."""
        return [
            [f"note {number}" if place == 0 else f"note {number} continued", readable(part)]
            for text, number in self._texts.items()
            for place, part in enumerate(in_parts(text))
        ]


def numbers_in_words(numbers: Sequence[int]) -> str:
    """Return which notes are meant: `note 3`, `notes 1 to 6 and note 9`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return listed([f"notes {run[0]} to {run[-1]}" if len(run) > 1 else f"note {run[0]}" for run in runs], joiner="and")


def _said(table: Table, row: Row, comparators: Sequence[Comparator]) -> list[str]:
    measure = next(each.measure for each in table.rows if each.position == row.now.position)
    others = [each for each in row.figures if each is not row.now]
    own = [text for each in others for text in _own(each)]
    rates = [text for each in row.figures if each.rate for text in notes_in_words(each.rate.rate_notes)]
    return list(dict.fromkeys([*remarks_of_measure(measure), *_of_changes(row.now, comparators), *own, *rates]))


def _of_changes(now: Figure, comparators: Sequence[Comparator]) -> list[str]:
    """Return what must be said of a figure and of those of its changes that are shown."""
    shown = [
        note
        for note in now.notes
        if note.is_any_of(OF_ITSELF) or any(each.is_said_by(note, now) for each in comparators)
    ]
    return _each_alone(shown)


def _each_alone(notes: Iterable[Note]) -> list[str]:
    """Return notes as texts that need no other: what follows from what is said of recording stands with it."""
    found: list[str] = []
    follows = False
    for note in notes:
        if note.kind is Kind.RANGE and follows:
            found[-1] = f"{found[-1]} {note_words(note)}"
        else:
            found.append(note_words(in_full(note)))
        follows = note.kind is Kind.DRIFT
    return found


def _own(before: Figure) -> list[str]:
    """Return what must be said of the figure that is compared with, without what is said of its own change."""
    return notes_in_words(note for note in before.notes if not before.compared_with or note.is_any_of(OF_ITSELF))
