"""Dates that stand in several columns: Day, Month and Year, or Financial Year and Month."""

from __future__ import annotations

from collections.abc import Iterable

from svtool.schema.offences import fold_title

_PARTS = {
    "day": "day", "dd": "day", "month": "month", "mth": "month", "mon": "month", "mm": "month", "year": "year",
    "yr": "year", "yyyy": "year", "fy": "financial year", "fyear": "financial year", "quarter": "quarter",
    "qtr": "quarter",
}  # fmt: skip
_IDLE = {"of", "calendar", "name", "number", "no", "num", "the"}
# In the order in which the formats of dates read them: `5 April 2021`, `2021/22 Apr`, `2021 4`.
_TOGETHER = (
    ("day", "month", "year"), ("financial year", "month"), ("financial year", "quarter"), ("year", "month"),
    ("year", "quarter"),
)  # fmt: skip


def columns_of_dates(headers: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the columns that may be one date together, by their names: `Recorded Year` and `Recorded Month`."""
    by_rest: dict[str, dict[str, str]] = {}
    for header in headers:
        part, rest = _part_of(header)
        if part:
            by_rest.setdefault(rest, {}).setdefault(part, header)
    return [
        tuple(parts[each] for each in together)
        for parts in by_rest.values()
        for together in _TOGETHER
        if all(each in parts for each in together)
    ]


def name_of_date(headers: tuple[str, ...]) -> str:
    """Return what the date of several columns would be called: `Recorded Year` and `Recorded Month` `recorded date`."""
    return f"{_part_of(headers[0])[1]} date".strip()


def _part_of(header: str) -> tuple[str, str]:
    """Return which part of a date a column's name says, and the rest of it; blank where it says none, or two."""
    words = [word for word in fold_title(header).split() if word not in _IDLE]
    parts = {_PARTS[word] for word in words if word in _PARTS}
    rest = [word for word in words if word not in _PARTS]
    if parts == {"year"} and "financial" in rest:
        parts, rest = {"financial year"}, [word for word in rest if word != "financial"]
    return (parts.pop(), " ".join(rest)) if len(parts) == 1 else ("", "")
