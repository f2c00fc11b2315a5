"""The words of a workbook: shorthand, significance, result, comparability. None of them says why."""

from __future__ import annotations

import re
from collections.abc import Iterable

from svtool.figures import contract
from svtool.figures.change import SIGNIFICANT
from svtool.figures.contract import BREAK, INSTEAD_OF_A_NUMBER, STATUSES, Figure

Cell = str | int | float

NOT_AVAILABLE, NOT_APPLICABLE, SUPPRESSED = (
    f"[{letter}]" for letter in (contract.NOT_AVAILABLE, contract.NOT_APPLICABLE, contract.SUPPRESSED)
)
NO_NOTE = "No note"
MARK = re.compile(r"\[([a-z])\]")
COMPARABLE = {
    "full": "Comparable",
    "like_for_like": "Like for like: the same months of both",
    "raw": "Not like for like: days covered differ",
    "refused": "Not compared: days covered differ",
    "break": f"[{BREAK}] Recording changed",
}
DRIFTED = "the share that is not known moved"
IN_THE_RECORDING = "the change may lie in the recording"
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


def change_cell(figure: Figure, number: float | None) -> Cell:
    """Return a number about a figure's change, or the shorthand for why there is none."""
    if number is not None:
        return number
    if figure.comparison == "none" and not figure.change_status:
        return NOT_AVAILABLE
    return mark_of(figure.change_status, NOT_APPLICABLE)


def significance(figure: Figure) -> str:
    """Return whether a change is more than chance alone would give."""
    if figure.p_value is None:
        return str(change_cell(figure, None))
    level = f"significant at the {SIGNIFICANT} level"
    return level.capitalize() if figure.p_value < SIGNIFICANT else f"Not {level}"


def direction(figure: Figure) -> str:
    """Return the result of a comparison in words: `Decrease, not significant`."""
    if figure.change is None:
        return str(change_cell(figure, None))
    if figure.change == 0:
        return "No change"
    went = "Increase" if figure.change > 0 else "Decrease"
    if figure.p_value is not None:
        went += f", {'significant' if figure.p_value < SIGNIFICANT else 'not significant'}"
    return f"{went}; {IN_THE_RECORDING}" if figure.drift_field or figure.change_status == BREAK else went


def comparability(figure: Figure) -> str:
    """Return whether two periods can be compared as they stand."""
    if figure.comparison == "none":
        return str(change_cell(figure, None)) if figure.change is None else COMPARABLE["full"]
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


def literal(text: str) -> str:
    """Return a text in which gptables finds no link `[text](address)` and no reference `$$note$$`."""
    return text.replace("](", "] (").replace("$$", "$ $")


def shorthand_key(cells: Iterable[Cell], of: str = "table") -> str:
    """Return the key of the shorthand that the cells of a table, or of the workbook, use; empty where they use none."""
    used = {letter for cell in cells if isinstance(cell, str) for letter in MARK.findall(cell)}
    meanings = [f"[{letter}] {meaning}" for letter, meaning in STATUSES.items() if letter in used]
    return f"Shorthand used in this {of}: {', '.join(meanings)}." if meanings else ""
