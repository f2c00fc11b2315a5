"""Numbers as published tables write them: with footnotes beside them, or a symbol where no number is stated.

The symbols are those of the Government Statistical Service (`[c]`, `[x]`, `[z]`, `[u]`, `[low]`, `[w]`), and older ones
that tables still have (`*`, `..`, `:`, `-`). None is a zero: a dash is nil in some tables, not available in others.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

SYMBOLS = {
    "[c]": "confidential", "*": "suppressed", "[x]": "not available", "..": "not available", ":": "not available",
    "...": "not available", "…": "not available", "n/a": "not available", "[z]": "not applicable",
    "[u]": "of low reliability", "[low]": "rounds to zero, and is not zero", "[w]": "none recorded in a survey",
    "-": "nil or not available", "–": "nil or not available", "—": "nil or not available", "": "blank",
}  # fmt: skip
# Letters beside a number: provisional, revised, estimated, forecast, break, of low reliability.
_LETTERS = "prefbu"
_MARK = (
    r"\[(?:(?:foot)?notes? ?)?[a-z]{0,3}\d{0,2}(?:, ?\d{1,2})*\]"  # [1], [note 2], [r], [er], [u1]
    rf"|\((?:[a-z]|\d{{1,2}})\)|[{_LETTERS}](?![a-z])|[*†‡§#+]|[¹²³⁰-⁹]"
)
_MARKS = re.compile(rf"(?:\s*(?:{_MARK}))+", re.IGNORECASE)
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:[,\s]\d{3})+|\d+)")  # 3, 4 is not 34
_WHOLE = re.compile(r"-?\d{1,9}(?:\.0+)?")
_BELOW = re.compile(r"(?:<|under|below|fewer than|less than) ?(\d{1,4})", re.IGNORECASE)
_AT_MOST = re.compile(r"(?:<=|≤) ?(\d{1,4})")
_BETWEEN = re.compile(r"(\d{1,4}) ?(?:-|–|to) ?(\d{1,4})", re.IGNORECASE)
LABEL_MARK = re.compile(r"\s*(?:\[(?:(?:foot)?notes? ?)?(?:[a-z]{1,2}|\d{1,2}(?:, ?\d{1,2})*)\]|[¹²³⁰-⁹*†‡])+$", re.I)


@dataclass(frozen=True)
class WrittenCount:
    """What a cell of a table of counts says.

    Attributes:
        least: the least that it may be; None where the cell states no number.
        most: the most that it may be.
        marked: whether a footnote's mark stands beside the number.
        symbol: what stands in place of a number.
        tidied: whether blanks or thousands commas were passed over.
    """

    least: int | None = None
    most: int | None = None
    marked: bool = False
    symbol: str | None = None
    tidied: bool = False


def read_count(text: str) -> WrittenCount | None:
    """Return what a cell says; None where it is neither a number nor a symbol that official statistics use.

    Args:
        text: the cell, without blanks around it.
    """
    symbol = text.casefold()
    if symbol in SYMBOLS:
        return WrittenCount(symbol=symbol)
    found = _NUMBER.match(text)
    if found and (not text[found.end() :] or _MARKS.fullmatch(text, found.end())):
        compact = re.sub(r"[\s,]", "", found[0])
        if _WHOLE.fullmatch(compact):
            number = int(compact)
            return WrittenCount(number, number, bool(text[found.end() :]), tidied=compact != found[0].strip())
    return _bounded(text) or _only_marks(symbol)


def finite_number(text: str) -> float | None:
    """Return the number that a text is, thousands commas passed over; None of words, and of what has no end."""
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _bounded(text: str) -> WrittenCount | None:
    """Return the bounds that a cell states, such as `<5` or `1 to 7`."""
    if found := _BELOW.fullmatch(text):
        return WrittenCount(0, int(found[1]) - 1) if int(found[1]) > 0 else None
    if found := _AT_MOST.fullmatch(text):
        return WrittenCount(0, int(found[1]))
    found = _BETWEEN.fullmatch(text)
    if found and int(found[1]) <= int(found[2]):
        return WrittenCount(int(found[1]), int(found[2]))
    return None


def _only_marks(text: str) -> WrittenCount | None:
    """Return that no number is stated where several symbols stand, such as `[c][r]`."""
    symbol = next((each for each in SYMBOLS if each and text.startswith(each)), None)
    return WrittenCount(symbol=symbol) if symbol and _MARKS.fullmatch(text, len(symbol)) else None


def without_mark(label: str) -> str:
    """Return a label or a column's name without the marks of footnotes behind it."""
    bare = LABEL_MARK.sub("", label)
    return bare or label
