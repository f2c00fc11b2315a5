"""The words of a workbook: shorthand, verdict, comparability. None of them says why."""

from __future__ import annotations

import re
from collections.abc import Iterable

from svtool.dates import name_spans
from svtool.figures import contract
from svtool.figures.against import PRECEDING, Against, Comparator
from svtool.figures.contract import BREAK, INSTEAD_OF_A_NUMBER, STATUSES, Figure, PopulationRate
from svtool.figures.notes import Kind, Note
from svtool.output.wording.note_words import reason_words, sentence
from svtool.output.wording.part_words import spans_of

Cell = str | int | float

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"  # sheets
CONTACT = "Contact"  # on the cover: the last heading, below which a person may write

NOT_AVAILABLE, NOT_APPLICABLE, SUPPRESSED = (
    f"[{letter}]" for letter in (contract.NOT_AVAILABLE, contract.NOT_APPLICABLE, contract.SUPPRESSED)
)
NO_NOTE = "No note"
LONGEST = 400  # letters of a cell: a few lines
ENDS = (". ", "; ", ", ", " ")  # where a text may be parted, the best first
MARK = re.compile(r"\[([a-z])\]")
NO_LETTER = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # of XML
COMPARABLE = {
    "full": "Comparable",
    "like_for_like": "Like for like: the same months of both",
    "raw": "Not like for like: days covered differ",
    "refused": "Not compared: days covered differ",
    "break": f"[{BREAK}] Recording changed",
}
DRIFTED = "the share that is not known moved"
WANTED = {"fall": "Decrease", "rise": "Increase"}


def mark_of(status: str, otherwise: str) -> str:
    """Return the shorthand of a status that stands instead of a number."""
    return f"[{status}]" if status in INSTEAD_OF_A_NUMBER else otherwise


def figure_cell(figure: Figure | None) -> Cell:
    """Return a figure's number, or the shorthand for why there is none."""
    if figure is None:
        return NOT_AVAILABLE
    if figure.count is not None:
        return figure.count
    return figure.value if figure.value is not None else mark_of(figure.status, NOT_AVAILABLE)


def not_known_cell(figure: Figure | None) -> Cell:
    """Return how many more may belong to a figure, or the shorthand for why that is not said."""
    if figure is None:
        return NOT_AVAILABLE
    if figure.not_known is not None:
        return figure.not_known
    if figure.value is not None:
        return NOT_APPLICABLE  # an indicator arrives as a figure
    # A count without its not known: only disclosure control holds one back and shows the other.
    return mark_of(figure.status, SUPPRESSED if figure.count is not None else NOT_AVAILABLE)


def part_cell(figure: Figure | None) -> str:
    """Return which part of its period a figure counts: its own label, which is that of the period where it is whole."""
    return readable(figure.period) if figure and figure.days_covered else NOT_AVAILABLE


def undated_cell(figure: Figure | None) -> Cell:
    """Return how many units without a date may belong to a figure, or the shorthand for why that is not said."""
    if figure is None:
        return NOT_AVAILABLE
    if figure.undated is not None:
        return figure.undated
    if figure.value is not None:
        return NOT_APPLICABLE  # an indicator arrives as a figure
    return mark_of(figure.status, SUPPRESSED if figure.hides_undated else NOT_AVAILABLE)


def change_cell(found: Against, number: float | None) -> Cell:
    """Return a number about a change, or the shorthand for why there is none."""
    if number is not None:
        return number
    if found.comparison == "none" and not found.status:
        return NOT_AVAILABLE
    return mark_of(found.status, NOT_APPLICABLE)


def rate_cell(rate: PopulationRate | None, number: float | None) -> Cell:
    """Return a number of a rate, or the shorthand for why there is none."""
    if number is not None:
        return number
    return mark_of(rate.rate_status if rate else "", NOT_APPLICABLE)


def verdict_cell(found: Against) -> str:
    """Return the verdict on a change, or the shorthand where nothing is compared."""
    return f"{found.verdict[0].upper()}{found.verdict[1:]}" if found.verdict else NOT_APPLICABLE


def reason_cell(found: Against) -> str:
    """Return what the verdict on a change rests on."""
    return readable(sentence(reason_words(found.reason)) if found.reason else "")


def months_compared(figures: Iterable[Figure], comparator: Comparator) -> tuple[str, str] | None:
    """Return the days compared, of the period before and of this one, where those of all figures are the same."""
    notes = [_like_for_like(each, comparator) for each in figures if comparator.of(each).now is not None]
    found = {
        (name_spans(spans_of(note.parts["before"])), name_spans(spans_of(note.parts["now"]))) for note in notes if note
    }
    return found.pop() if len(found) == 1 and None not in notes else None


def _like_for_like(figure: Figure, comparator: Comparator) -> Note | None:
    mine = (note for note in figure.notes if note.kind is Kind.LIKE_FOR_LIKE)
    return next((note for note in mine if comparator.is_said_by(note, figure)), None)


def comparability(figure: Figure) -> str:
    """Return whether two periods can be compared as they stand."""
    if figure.comparison == "none":
        return str(change_cell(PRECEDING.of(figure), None)) if figure.change is None else COMPARABLE["full"]
    said = COMPARABLE["break" if figure.change_status == BREAK else figure.comparison]
    return f"{said}; {DRIFTED}" if figure.drift_field else said


def unit_words(figure: Figure) -> str:
    """Return what a figure is counted in: `victim incidents`, `per cent`."""
    if figure.value_unit:
        return "per cent" if figure.value_unit == "%" else figure.value_unit
    return "figure" if figure.unit == "figure" else figure.called[1]


def readable(text: str) -> str:
    """Return a text as a cell may hold it: a blank is not applicable, signs alone are said to be as recorded."""
    if not text.strip():
        return NOT_APPLICABLE
    text = literal(text)
    return text if re.search(r"[A-Za-z0-9]", text) else f"{text} (as recorded)"


def in_parts(text: str, longest: int = LONGEST) -> list[str]:
    """Return a text in parts that a cell can hold, parted at the ends of sentences, else of clauses, else of words."""
    found: list[str] = []
    while len(text) > longest:
        places = (
            text.rfind(end, longest // 2, longest) + len(end) for end in ENDS if end in text[longest // 2 : longest]
        )
        place = next(places, longest)
        found.append(text[:place].rstrip())
        text = text[place:]
    return [*found, text]


def literal(text: str) -> str:
    """Return a text in which gptables finds no link `[text](address)` and no reference `$$note$$`, and XML no fault."""
    return NO_LETTER.sub("\ufffd", text.replace("](", "] (").replace("$$", "$ $"))


def shorthand_key(cells: Iterable[Cell], of: str = "table") -> str:
    """Return the key of the shorthand that the cells of a table, or of the workbook, use; empty where they use none."""
    used = {letter for cell in cells if isinstance(cell, str) for letter in MARK.findall(cell)}
    meanings = [f"[{letter}] {meaning}" for letter, meaning in STATUSES.items() if letter in used]
    return f"Shorthand used in this {of}: {', '.join(meanings)}." if meanings else ""
