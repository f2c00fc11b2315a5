"""The notes of a workbook: each text once, numbered in the order in which a reader meets it."""

from __future__ import annotations

from svtool.figures.against import COMPARATORS
from svtool.figures.contract import BESIDE_A_NUMBER, Figure
from svtool.figures.notes import AS_KNOWN, MAY_GROW, NO_FIGURE, Kind
from svtool.output.wording.note_words import notes_in_words
from svtool.output.workbook.pairs import Pair, Row
from svtool.output.workbook.sheet_words import NO_NOTE
from svtool.schema.tables import Measure

# What is not about a figure's own change.
OF_ITSELF = NO_FIGURE | AS_KNOWN | MAY_GROW | {Kind.UNSTATED, Kind.PARTLY_COVERED, Kind.UNDATED}


class Notes:
    """Numbered notes."""

    def __init__(self) -> None:
        """Begin with none."""
        self.texts: dict[str, int] = {}

    def markers(self, pair: Pair, row: Row) -> str:
        """Return the markers of a row: statuses that stand beside a number, then its notes."""
        numbers = [self.texts.setdefault(text, len(self.texts) + 1) for text in _said(pair, row)]
        figures = [each for each in (row.now, row.before) if each]
        statuses = [*(each.status for each in figures), *(each.of(row.now).mark for each in COMPARATORS)]
        beside = sorted({each for each in statuses if each in BESIDE_A_NUMBER})
        marks = [f"[{letter}]" for letter in beside] + [f"[note {number}]" for number in numbers]
        return "".join(marks) or NO_NOTE


def _said(pair: Pair, row: Row) -> list[str]:
    measure = next(each.measure for each in pair.table.rows if each.position == row.now.position)
    return list(dict.fromkeys([*_remarks(measure), *notes_in_words(row.now.notes), *_own(row.before)]))


def _remarks(measure: Measure) -> list[str]:
    found = [f"Published as: {measure.published_as}."] if measure.published_as else []
    return [*found, *([measure.note] if measure.note else [])]


def _own(before: Figure | None) -> list[str]:
    """Return what must be said of the figure that is compared with, without what is said of its own change."""
    if before is None:
        return []
    return notes_in_words(note for note in before.notes if not before.compared_with or note.is_any_of(OF_ITSELF))
