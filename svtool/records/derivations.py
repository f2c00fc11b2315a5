"""Fields that no supplier has to send: worked out from other fields of the same record, or not known.

A field is derived only where no column of the file says it; rules then treat it like any other field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.schema.sources import DERIVED_FROM, INITIAL_EVIDENCE, OFFENCE_EVIDENCE, Derivation, Source, SourceField

NO_DAY = np.iinfo(np.int32).min
NON_RECENT_DAYS = 365  # a year or more between committed and recorded
Days = np.ndarray[Any, np.dtype[np.int32]]
Span = tuple[Days, Days]

# ICD-10 chapter XX: assault is X85 to Y09 (HES, external causes). Only the causes that a source names stand here.
_ASSAULT = ("X85", "Y09")
_METHODS = {
    "X93": "firearm", "X94": "firearm", "X95": "firearm", "X97": "fire", "X99": "knife_or_other_sharp",
    "Y00": "blunt_object", "Y04": "bodily_force",
}  # fmt: skip


# Not known of an offence that may be of several days.
OF_ONE_DAY: frozenset[Derivation] = frozenset({"weekday", "hour"})
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(
    r"(?:.*[ T,])?(?P<h>\d{1,2})(?:(?::(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?)? ?(?P<half>[AP])\.?M\.?"
    r"|:(?P<m24>\d{2})(?::(?P<s24>\d{2})(?:[.,]\d+)?)?(?: ?(?:Z|UTC|GMT|BST|[+-]\d{2}(?::?\d{2})?))?)",
    re.IGNORECASE,
)
_BARE_HOUR, _DIGITS = re.compile(r"\d{1,2}"), re.compile(r"(\d{2})(\d{2})(\d{2})?")


def can_derive(source: Source, field: SourceField, found: Iterable[str]) -> bool:
    """Return whether a field can be worked out from the fields that a file has."""
    if field.derived is None:
        return False
    given = set(found)
    if field.derived == "reclassified":
        return bool(given & set(OFFENCE_EVIDENCE)) and bool(given & set(INITIAL_EVIDENCE))
    if field.derived in OF_ONE_DAY:
        return DERIVED_FROM[field.derived][0] in given
    needed = set(DERIVED_FROM[field.derived]) - {"committed_to"}
    return needed <= given


def non_recent(recorded: Span, committed: Span) -> pa.Array:
    """Return whether a year or more lies between committed and recorded; not known where the days leave it open.

    Args:
        recorded: the first and last day on which it may have been recorded.
        committed: the first and last day on which it may have been committed; an open end is NO_DAY.
    """
    first, last = (each.astype(np.int64) for each in committed)
    known = (recorded[0] != NO_DAY) & (first != NO_DAY)
    yes = known & (last != NO_DAY) & (recorded[0] - last >= NON_RECENT_DAYS)
    no = known & (recorded[1] - first < NON_RECENT_DAYS)
    return pa.array(yes, pa.bool_(), mask=~(yes | no))


def weekday_of(value: tuple[Any, ...]) -> str | None:
    """Return the day of the week of a date; None where it is a month, or a range of several days."""
    first, precision, *last = value
    return WEEKDAYS[first.weekday()] if precision == "day" and last in ([], [first]) else None


def hour_of(text: str) -> str | None:
    """Return the hour of a time, as 00 to 23, with or without a date before it; None where it says none.

    Midnight to the minute is what systems write where they know no time: it is not known, and no hour.
    """
    found, digits = _CLOCK.fullmatch(text), _DIGITS.fullmatch(text)
    if found:
        hour = int(found["h"])
        minutes, seconds = (int(found[name] or found[f"{name}24"] or 0) for name in ("m", "s"))
        if found["half"]:
            hour = hour % 12 + 12 * (found["half"].upper() == "P") if 1 <= hour <= 12 else 24
    elif digits:
        hour, minutes, seconds = (int(each or 0) for each in digits.groups())
    elif _BARE_HOUR.fullmatch(text):
        hour, minutes, seconds = int(text), 0, 0
    else:
        return None
    if (hour, minutes, seconds) == (0, 0, 0) or hour > 23 or minutes > 59 or seconds > 59:
        return None
    return f"{hour:02d}"


def of_one_day(values: pa.Array, days: Span) -> pa.Array:
    """Return values of records, not known where a record may be of several days; an end that is open makes none."""
    first, last = days
    several = (first != NO_DAY) & (last != NO_DAY) & (first != last)
    return pc.if_else(pa.array(several), pa.scalar(None, values.type), values)


def card_of(code: str) -> str:
    """Return the card of an AMPDS determinant: 27D01S is of card 27."""
    card = str(int(code[:2]))
    return card if card in {"4", "27"} else "other"


def is_assault(cause: str) -> str:
    """Return whether an ICD-10 cause is assault: yes or no."""
    return "yes" if _ASSAULT[0] <= cause[:3] and cause[-3:] <= _ASSAULT[1] else "no"


def method_of(cause: str) -> str | None:
    """Return how an assault of this ICD-10 cause was done; None where the cause does not say."""
    if re.fullmatch(r"[A-Z]\d\d", cause):
        return _METHODS.get(cause, "other")
    return None


BY_VALUE: dict[Derivation, Callable[[Any], str | None]] = {
    "weekday": weekday_of,
    "hour": hour_of,
    "ampds_card": card_of,
    "icd10_assault": is_assault,
    "icd10_method": method_of,
}
