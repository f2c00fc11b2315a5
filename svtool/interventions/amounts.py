"""What a cell of a return says of a number: it, the bounds of it, about it, that there is none, or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from svtool.schema.written_counts import read_count

_ABOUT = re.compile(
    r"(?:c\.?|ca\.?|circa|approx\.?|approximately|about|around|roughly|~|≈|±)\s*(\d{1,9})", re.IGNORECASE
)
_AT_LEAST = re.compile(r"(?:(\d{1,9})\s*\+|(?:>=|≥|at least)\s*(\d{1,9})|(\d{1,9}) (?:or more|plus))", re.IGNORECASE)
_OVER = re.compile(r"(?:>|over|more than)\s*(\d{1,9})", re.IGNORECASE)
_POINT_NOUGHT = re.compile(r"(\d{1,9})\.0+")
_NONE = frozenset({"nil", "none", "zero"})
_NOT_APPLICABLE = frozenset({"n/a", "na", "n.a.", "not applicable", "[z]"})
_NOT_YET = frozenset({"tbc", "tba", "to be confirmed", "to follow", "not yet known", "pending", "?"})
_TOO_MANY = 9  # digits; no intervention reaches a thousand million


class Said(Enum):
    """What a cell says, in one word."""

    NUMBER = "a number"
    BOUNDS = "a number within bounds"
    ABOUT = "a number that is not exact"
    NOT_APPLICABLE = "not applicable"
    NOT_YET = "not yet known"
    NOTHING = "nothing"
    NO_NUMBER = "words where a number belongs"


@dataclass(frozen=True)
class Amount:
    """How many there are, as far as it is known.

    Attributes:
        least: the least that it may be.
        most: the most that it may be; None where nobody says.
        is_about: whether a part of it was written as about so many.
    """

    least: int = 0
    most: int | None = 0
    is_about: bool = False

    @property
    def exact(self) -> int | None:
        """Return the number, where it is certain."""
        return self.least if self.least == self.most and not self.is_about else None

    def __add__(self, other: Amount) -> Amount:
        """Return both together."""
        most = None if self.most is None or other.most is None else self.most + other.most
        return Amount(self.least + other.least, most, self.is_about or other.is_about)

    def meets(self, other: Amount) -> bool:
        """Return whether both may be the same number; about so many may be any."""
        if self.is_about or other.is_about:
            return True
        low = max(self.least, other.least)
        return all(each.most is None or low <= each.most for each in (self, other))


NOTHING_KNOWN = Amount(0, None)


def exactly(number: int) -> Amount:
    """Return a number that is certain."""
    return Amount(number, number)


def added(amounts: Iterable[Amount]) -> Amount:
    """Return several amounts as one."""
    return sum(amounts, Amount())


def either(amounts: Sequence[Amount]) -> Amount:
    """Return what may be any of several amounts."""
    mosts = [each.most for each in amounts]
    known = [each for each in mosts if each is not None]
    most = max(known) if len(known) == len(mosts) else None
    return Amount(min(each.least for each in amounts), most, any(each.is_about for each in amounts))


def read_amount(text: str) -> tuple[Said, Amount]:
    """Return what a cell says, and how many that may be.

    Args:
        text: the cell as it stands.
    """
    plain = " ".join(text.split())
    folded = plain.casefold()
    if not plain:
        return Said.NOTHING, NOTHING_KNOWN
    if folded in _NONE:
        return Said.NUMBER, exactly(0)
    if folded in _NOT_APPLICABLE:
        return Said.NOT_APPLICABLE, NOTHING_KNOWN
    if folded in _NOT_YET:
        return Said.NOT_YET, NOTHING_KNOWN
    return _loose(folded) or _number(plain)


def _loose(folded: str) -> tuple[Said, Amount] | None:
    """Return a number that is not exact; None where the text is no such number."""
    if found := _ABOUT.fullmatch(folded):
        number = int(found[1])
        return Said.ABOUT, Amount(number, number, is_about=True)
    if found := _AT_LEAST.fullmatch(folded):
        return Said.BOUNDS, Amount(int(next(each for each in found.groups() if each)), None)
    if found := _OVER.fullmatch(folded):
        return Said.BOUNDS, Amount(int(found[1]) + 1, None)
    return None


def _number(plain: str) -> tuple[Said, Amount]:
    if whole := _POINT_NOUGHT.fullmatch(plain):
        return Said.NUMBER, exactly(int(whole[1]))
    found = read_count(plain)
    if found is None or found.marked:  # a return has no footnotes: 12 (3) says something else of 12
        return Said.NO_NUMBER, NOTHING_KNOWN
    if found.symbol is not None or found.least is None:
        return Said.NOT_YET, NOTHING_KNOWN
    if found.least < 0 or len(str(found.least)) > _TOO_MANY:
        return Said.NO_NUMBER, NOTHING_KNOWN
    return (Said.NUMBER if found.least == found.most else Said.BOUNDS), Amount(found.least, found.most)
