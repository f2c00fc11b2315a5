"""Which texts of a coded column may be named in a message.

A shifted row puts a name, a reference or a place into a column of codes. So a text is named only where it looks like a
code, or like a word of its field, or is too frequent to be one record's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from svtool.errors import listed
from svtool.schema.library import Library
from svtool.validation.suggestions import Suggestion

MOST_NAMED = 3
OFTEN = 5
_CODE = re.compile(
    r"[A-Z]{0,2}\d{1,3}(?:\.\d{1,2})?[A-Z]{0,2}|\d{1,3}[/.-]\d{1,2}|\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE
)
_CHANGED = re.compile(r"\d{1,2}[- ][A-Z]{3}|[A-Z]{3}[- ]\d{2}|\d{5}", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z][A-Z /&'()-]{0,39}", re.IGNORECASE)


def name_code(text: str) -> str | None:
    """Return an offence code as a message names it; None where it may be something else."""
    return text if _CODE.fullmatch(text) else None


def name_changed(text: str) -> str | None:
    """Return what a spreadsheet made of a code, as a message names it; None where it may be a record's date."""
    return text if _CODE.fullmatch(text) or _CHANGED.fullmatch(text) else None


def name_word(suggestion: Suggestion, library: Library) -> str | None:
    """Return a category as a message names it; None where it may be a name, a place or something else of one record."""
    text = suggestion.text.text
    if not _WORDS.fullmatch(text):
        return None
    if suggestion.values:
        return text
    return text if suggestion.text.count >= OFTEN and not _is_place(text, library) else None


def _is_place(text: str, library: Library) -> bool:
    return any(library.areas(each).locate(text) for each in library.ids("areas"))


def list_named(parts: Sequence[str | None], counts: Iterable[int]) -> str:
    """Return texts with their counts, the first few of them; those that may not be named are one part at the end."""
    pairs = list(zip(parts, counts, strict=True))
    named = [(part, count) for part, count in pairs if part]
    shown = [f"{part} ({count:,})" for part, count in named[:MOST_NAMED]]
    rest = sum(count for _, count in pairs) - sum(count for _, count in named[:MOST_NAMED])
    if rest:
        shown.append(f"others ({rest:,})" if shown else f"not shown here ({rest:,})")
    return listed(shown, joiner="and")
