"""Offence codes that a spreadsheet took for a date or a number: what probably stood there.

Typed as day/month, 8/1 becomes 8 January and 19/8 of 2020 the day number 44062; 8/60, which is no day of a month,
becomes August 1960; 5E becomes a power of ten. Seen in a published file: M-O-P-D/crims, policeuk-ons-code-join.csv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from svtool.dates import MONTHS
from svtool.records.date_cells import EXCEL_EPOCH
from svtool.schema.offences import Catalogue, fold_class, fold_subcode

_MON = f"(?P<mon>{'|'.join(MONTHS)})[a-z]*"
_DAY_MONTH = re.compile(rf"(?P<d>\d{{1,2}})[- ]{_MON}", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"{_MON}[- ](?P<y>\d{{2}})", re.IGNORECASE)
_WHOLE = (
    re.compile(rf"(?P<d>\d{{1,2}})[- ]{_MON}[- ](?P<y>\d{{2,4}})", re.IGNORECASE),
    re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})(?: 00:00(?::00)?)?"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?:[ T]00:00(?::00)?)?"),
)
_DAY_NUMBER = re.compile(r"\d{5}")
_POWER_OF_TEN = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_FIRST_NUMBER, _LAST_NUMBER = 10_000, 60_000  # 1927 to 2064
_LATEST_SHORT_YEAR = 29  # Excel reads 00 to 29 as 2000 to 2029, 30 to 99 as 1930 to 1999


@dataclass(frozen=True)
class Changed:
    """A text that a spreadsheet put in place of a code, and the codes that may have stood there."""

    originals: tuple[str, ...]


def changed_by_spreadsheet(text: str, catalogue: Catalogue) -> Changed | None:
    """Return which codes may have stood in place of a text; None when it is no date and no such number.

    Args:
        text: a text that is no code.
        catalogue: the offences; a code that it knows goes before one that it does not.
    """
    if _POWER_OF_TEN.fullmatch(text):
        number = float(text)
        code = f"{number:.0f}E"
        known = number.is_integer() and fold_class(code) in catalogue.atoms_by_class
        return Changed((code,) if known else ())
    if found := _DAY_MONTH.fullmatch(text):
        return Changed(_likeliest((f"{int(found['d'])}/{_month(found)}",), catalogue))
    if found := _MONTH_YEAR.fullmatch(text):
        return Changed(_likeliest((f"{_month(found)}/{int(found['y'])}",), catalogue))
    day = _whole_day(text)
    if day is None:
        return None
    return Changed(_likeliest(_typed_as(day), catalogue))


def _month(found: re.Match[str]) -> int:
    return MONTHS.index(found["mon"][:3].casefold()) + 1


def _whole_day(text: str) -> date | None:
    if _DAY_NUMBER.fullmatch(text):
        number = int(text)
        return EXCEL_EPOCH + timedelta(days=number) if _FIRST_NUMBER <= number < _LAST_NUMBER else None
    found = next((found for pattern in _WHOLE if (found := pattern.fullmatch(text))), None)
    if found is None:
        return None
    year = int(found["y"])
    if len(found["y"]) == 2:
        year += 2000 if year <= _LATEST_SHORT_YEAR else 1900
    month = _month(found) if "mon" in found.groupdict() else int(found["m"])
    try:
        return date(year, month, int(found["d"]))
    except ValueError:
        return None


def _typed_as(day: date) -> tuple[str, ...]:
    """Return what may have been typed: day/month, which gets the year of that day, or month/year."""
    found = [f"{day.day}/{day.month}"] if day.year >= 2000 else []
    if day.day == 1 and day.year % 100 > 12:
        found.append(f"{day.month}/{day.year % 100}")
    return tuple(found)


def _likeliest(codes: tuple[str, ...], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the codes that the catalogue knows; else those of a category that it knows."""
    known = tuple(code for code in codes if fold_subcode(code) in catalogue.atoms_by_subcode)
    numbers = {re.match(r"\d*", each.code)[0] for each in catalogue.classes}  # type: ignore[index]
    return known or tuple(code for code in codes if code.partition("/")[0] in numbers)
