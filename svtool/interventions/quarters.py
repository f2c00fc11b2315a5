"""Quarters of financial years as returns write them: 2021/22 Q1, Quarter 1 2021-22, Apr-Jun 2021, or Q1 alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

from svtool.dates import APRIL, MONTHS, add_months

QUARTERS_OF_YEAR = 4
_QUARTER = r"(?:q|qtr|quarter)\.?\s*([1-4])"
_NUMBER = re.compile(rf"\b{_QUARTER}\b")
_TWO_YEARS = re.compile(r"(?<!\d)(20\d\d|\d\d)\s*[/–-]\s*(20\d\d|\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MONTHS = re.compile(r"\b([a-z]{3})[a-z]*\.?\s*(?:20\d\d\s*)?(?:-|–|to)\s*([a-z]{3})[a-z]*\b")
_OF_YEAR = re.compile(r"year|total|annual|full|ytd|cumulative|to date|all quarters|fy", re.IGNORECASE)
_MONTHS_OF_QUARTERS = re.compile(
    r"\b(?:apr(?:il)?|july?|oct(?:ober)?|jan(?:uary)?)\.?\s*(?:20\d\d\s*)?(?:-|–|to)"
    r"\s*(?:june?|sep(?:t|tember)?|dec(?:ember)?|mar(?:ch)?)\b"
)
_FIRST_MONTHS = {MONTHS[(APRIL - 1 + 3 * number) % 12]: number + 1 for number in range(QUARTERS_OF_YEAR)}


@total_ordering
@dataclass(frozen=True)
class Quarter:
    """A quarter of a financial year, which begins on 1 April; or, without a number, the whole year.

    Attributes:
        year: the year in which the financial year begins; None where nobody says.
        number: 1 to 4; None for the year.
    """

    year: int | None
    number: int | None = None

    @property
    def label(self) -> str:
        """Return what it is called: `2021/22 Q1`."""
        return " ".join([year_label(self.year), *([f"Q{self.number}"] if self.number else [])])

    @property
    def of_year(self) -> Quarter:
        """Return its year."""
        return Quarter(self.year)

    @property
    def days(self) -> tuple[date, date] | None:
        """Return its first and last day; None where nobody says the year."""
        if self.year is None:
            return None
        first = add_months(date(self.year, APRIL, 1), 3 * ((self.number or 1) - 1))
        return first, add_months(first, 3 if self.number else 12) - timedelta(days=1)

    def __lt__(self, other: Quarter) -> bool:
        """Return whether it comes before; a year comes behind its quarters."""
        return self._order < other._order

    @property
    def _order(self) -> tuple[int, int]:
        return self.year or 0, self.number or QUARTERS_OF_YEAR + 1


def year_label(year: int | None) -> str:
    """Return what a financial year is called: `2021/22`."""
    return "year not said" if year is None else f"{year}/{(year + 1) % 100:02}"


def quarters_of(year: int | None) -> list[Quarter]:
    """Return the four quarters of a financial year."""
    return [Quarter(year, number) for number in range(1, QUARTERS_OF_YEAR + 1)]


def read_year(text: str) -> int | None:
    """Return the year in which the financial year begins that a text names; None where it names none."""
    for found in _TWO_YEARS.finditer(text):
        first, second = int(found[1]), int(found[2])
        first += 2000 if first < 100 else 0
        if (first + 1) % 100 == second % 100:
            return first
    return None


def read_quarter(text: str, year: int | None = None) -> Quarter | None:
    """Return the quarter, or whole year, that a text names; None where it names neither.

    Args:
        text: such as `2021/22 Q1`, `Apr-Jun 2021` or `Quarter 1`.
        year: the year that is meant where the text names none.
    """
    folded = " ".join(text.casefold().split())
    if span := _MONTHS.search(folded):
        return _of_months(span[1], span[2], folded, year)
    named = read_year(folded)
    if found := _NUMBER.search(folded):
        return _numbered(int(found[1]), folded, named, year)
    if named is not None and (_TWO_YEARS.fullmatch(folded) or _OF_YEAR.search(folded)):
        return Quarter(named)
    return Quarter(year) if _OF_YEAR.search(folded) and not any(each.isdigit() for each in folded) else None


def _numbered(number: int, folded: str, named: int | None, year: int | None) -> Quarter | None:
    """Return a quarter by its number; one beside a single year may be of the calendar, so that its year is not said."""
    if named is None and _YEAR.search(folded):
        return None
    return Quarter(year if named is None else named, number)


def _of_months(first: str, last: str, folded: str, year: int | None) -> Quarter | None:
    number = _FIRST_MONTHS.get(first)
    if number is None or MONTHS[(MONTHS.index(first) + 2) % 12] != last:
        return None
    if (named := read_year(folded)) is not None:
        return Quarter(named, number)
    years = set(_YEAR.findall(folded))
    if len(years) > 1:
        return None
    return Quarter(int(years.pop()) - (number == QUARTERS_OF_YEAR), number) if years else Quarter(year, number)


def without_quarter(text: str) -> str:
    """Return a name without the quarter, and the year, that it names: of a file or a sheet, whose it is is left."""
    plain = " ".join(re.sub(r"[_]+|\s-\s", " ", text).split())
    for pattern in (_NUMBER, _TWO_YEARS, _MONTHS_OF_QUARTERS, _YEAR):
        plain = re.sub(pattern.pattern, " ", plain, flags=re.IGNORECASE)
    return " ".join(plain.split()).strip(" -_,()")
