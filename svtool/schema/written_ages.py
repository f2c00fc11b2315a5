"""Ages and bands of ages as extracts write them: 17, 18-24, <18, 65+, 17 and under."""

from __future__ import annotations

import re

OLDEST = 120
_DASHES = re.compile(r"\s*[-‐‑‒–—−_]\s*|(?<=\d)\s*\bto\b\s*(?=\d)")
_SIGNS = {"≤": "<=", "≥": ">=", "=<": "<=", "=>": ">=", "＜": "<", "＞": ">"}
_AROUND = re.compile(
    r"^ages?d?:?\s+(?:group\s+)?(?=\S)|(?:(?<=\d)|\s*\b)(?:years?|yrs?|y/?o|y)\b(?:\s*olds?\b)?|(?<=\d)s$"
    r"|\s*\(?\b(?:incl?|inclusive)\b\.?\)?$"
)
_BAND = re.compile(r"(\d{1,3})-(\d{1,3})|between (\d{1,3}) and (\d{1,3})|(\d{2})\s*(?:/|or|&)\s*(\d{2})")
# Of young children: 11 months is the age 0, 30 months the age 2.
_MONTHS = re.compile(r"(\d{1,3})\s*(?:months?|mths?)(?:\s*old)?")
_YOUNGER_THAN_ONE = re.compile(r"(?:[1-4]?\d|5[01])\s*(?:weeks?|wks?)(?:\s*old)?|\d{1,2}\s*days?(?:\s*old)?")
_FROM = re.compile(
    r"(\d{1,3})\s*(?:\+|(?:and|or|&)\s+(?:over|above|older|up|upwards|more)|plus)|(?:>=|at least)\s*(\d{1,3})"
)
# "Over 65" may be 65 and over, as tables of bands mean it.
_OVER = re.compile(r"(?:over|above)\s*(\d{1,3})")
_BEYOND = re.compile(r"(?:>|older than|more than)\s*(\d{1,3})")
_UNDER = re.compile(r"(?:<|under|u|below|less than|younger than)\s*-?\s*(\d{1,3})")
_UP_TO = re.compile(r"(\d{1,3})\s*(?:and|or|&)\s+(?:under|below|younger|less)|(?:<=|up to|at most)\s*(\d{1,3})")


def read_band(text: str) -> tuple[int, int] | None:
    """Return the least and the greatest age that a band may mean; None where the text is no band of ages.

    Whether these are possible ages is for the caller to say: a band may end before it begins.
    """
    folded = " ".join(text.casefold().split())
    for sign, plain in _SIGNS.items():
        folded = folded.replace(sign, plain)
    if (months := _number(_MONTHS, folded)) is not None:
        return months // 12, months // 12
    if _YOUNGER_THAN_ONE.fullmatch(folded):
        return 0, 0
    folded = _DASHES.sub("-", " ".join(_AROUND.sub("", folded).split()))
    if found := _BAND.fullmatch(folded):
        low, high = (int(each) for each in found.groups() if each)
        return low, high
    for pattern, least in ((_FROM, 0), (_OVER, 0), (_BEYOND, 1)):
        if (number := _number(pattern, folded)) is not None:
            return number + least, OLDEST
    for pattern, beyond in ((_UP_TO, 0), (_UNDER, 1)):
        if (number := _number(pattern, folded)) is not None:
            return 0, number - beyond
    return None


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.fullmatch(text)
    return int(next(each for each in found.groups() if each)) if found else None
