"""What the name of a file says: the day as at which it was made, and the words that tell it from others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from svtool.dates import add_months, month_end
from svtool.schema.offences import fold_title

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_Y, _M, _D = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
_NEXT = r"(?P<next>(?:20)?\d\d)"  # the second year of a financial one
_QUARTER = r"q(?:tr|uarter)? ?(?P<q>[1-4])"
_SHORT_Y = r"(?P<y>(?:19|20)?\d\d)"
# Words that say nothing of whose records a file holds: of editions, of files, and single letters of versions.
_OF_EDITIONS = {
    "as", "asat", "of", "to", "from", "until", "up", "the", "and", "for", "extract", "extracts", "extracted",
    "data", "file", "final", "refreshed", "refresh", "revised", "revision", "updated", "update", "new", "old",
    "latest", "draft", "previous", "original", "amended", "corrected", "resent", "resend", "again", "copy",
    "part", "version", "v", "at", "current", "run", "created", "produced", "sent", "received", "export", "report",
    "return", "monthly", "quarterly", "annual", "weekly", "quarter", "month", "year", "fy", "ytd", "q", "qtr",
}  # fmt: skip
_SAYS_MADE = re.compile(
    r"(as ?at|as ?of|extract(ed)?|run|created|produced|refresh(ed)?|sent|received|snapshot) ?(on )?$"
)


@dataclass(frozen=True)
class NamedDay:
    """A day that a name gives.

    Attributes:
        day: the last day of what it names.
        is_made: whether the name says that the file was made on it.
    """

    day: date
    is_made: bool


def _whole_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(found: re.Match[str]) -> date:
    month = _MONTHS.index(found["mon"][:3]) + 1 if "mon" in found.re.groupindex else int(found["m"])
    return date(_whole_year(found["y"]), month, int(found["d"]))


def _month(found: re.Match[str]) -> date:
    month = _MONTHS.index(found["mon"][:3]) + 1 if "mon" in found.re.groupindex else int(found["m"])
    return month_end(date(_whole_year(found["y"]), month, 1))


def _quarter(found: re.Match[str]) -> date:
    return month_end(date(int(found["y"]), 3 * int(found["q"]), 1))


def _financial_year(found: re.Match[str]) -> date:
    year = _whole_year(found["y"])
    if int(found["next"]) % 100 != (year + 1) % 100:
        raise ValueError
    return date(year + 1, 3, 31)


def _financial_quarter(found: re.Match[str]) -> date:
    return month_end(add_months(_financial_year(found).replace(day=1), 3 * int(found["q"]) - 12))


def _year(found: re.Match[str]) -> date:
    return date(int(found["y"]), 12, 31)


# The longest way first: 2024 03 31 is no month of 2024, and Q3 2023 24 no quarter of 2023.
_WAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date]], ...] = tuple(
    (re.compile(rf"(?<!\d){pattern}(?!\d)"), build)
    for pattern, build in (
        (rf"{_Y} {_M} {_D}", _day),
        (f"{_Y}{_M}{_D}", _day),
        (rf"(?P<d>\d?\d) (?P<m>\d?\d) {_Y}", _day),
        (f"{_D}{_M}{_Y}", _day),
        (rf"(?P<d>\d?\d)(?:st|nd|rd|th)? ?{_MONTH} ?{_SHORT_Y}", _day),
        (rf"{_QUARTER} ?(?:fy ?)?{_SHORT_Y} {_NEXT}", _financial_quarter),
        (rf"(?:fy ?)?{_SHORT_Y} {_NEXT} ?{_QUARTER}", _financial_quarter),
        (rf"{_QUARTER} ?{_Y}", _quarter),
        (rf"{_Y} ?{_QUARTER}", _quarter),
        (rf"{_MONTH} ?{_SHORT_Y}", _month),
        (rf"{_Y} ?{_MONTH}", _month),
        (rf"{_Y} {_NEXT}", _financial_year),
        (rf"fy ?(?P<y>\d\d) ?{_NEXT}", _financial_year),
        (rf"{_Y} {_M}", _month),
        (f"{_Y}{_M}", _month),
        (_Y, _year),
    )
)


def day_in_name(name: str) -> NamedDay | None:
    """Return the day as at which a file was made, as far as its name says: the one that it says so of, else the last.

    Args:
        name: the name; folders above it count where the name itself has no day.
    """
    *folders, file = PurePosixPath(name).parts
    for part in (_stem(file), *reversed(folders)):
        found, _ = _days_and_rest(part)
        if found:
            return max(found, key=lambda each: (each.is_made, each.day))
    return None


def words_of_name(name: str) -> tuple[str, ...]:
    """Return the words of a file's name and folders without days, numbers, and words of editions."""
    *folders, file = PurePosixPath(name).parts
    words = [word for part in (*folders, _stem(file)) for word in fold_title(_days_and_rest(part)[1]).split()]
    words = [re.sub(r"^\d+|\d+$", "", word) for word in words]
    return tuple(dict.fromkeys(word for word in words if word and word not in _OF_EDITIONS))


def _stem(file: str) -> str:
    return re.sub(r"(\.[A-Za-z][A-Za-z0-9]{1,6})+$", "", file)


def _days_and_rest(text: str) -> tuple[list[NamedDay], str]:
    """Return the days that a text names, and the text without them."""
    rest = re.sub(r"[\s_.\-/\u2013()]+", " ", text.casefold())
    found: list[NamedDay] = []
    for pattern, build in _WAYS:
        for match in reversed(list(pattern.finditer(rest))):
            try:
                day = build(match)
            except ValueError:  # 31 February, or two years that are no financial one
                continue
            found.append(NamedDay(day, bool(_SAYS_MADE.search(rest[: match.start()]))))
            rest = f"{rest[: match.start()]} | {rest[match.end() :]}"
    return found, rest
