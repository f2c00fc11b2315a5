"""What a whole series tells: missing months, breaks in volume, shares that move, fields and codes that come and go."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import ClassVar

from svtool.coverage.feeds import RARE
from svtool.coverage.history import LOW
from svtool.dates import APRIL, LONG_MONTH_NAMES, MONTHS_OF, add_months, month_end
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding, Level
from svtool.findings.message import Message, counted, enumerated, numeral, say
from svtool.records.judgement import BLANK
from svtool.schema.areas import INSIDE, OUTSIDE, AreaSet
from svtool.schema.rules import fields_of
from svtool.schema.sources import INITIAL_EVIDENCE, OFFENCE, OFFENCE_EVIDENCE, Source
from svtool.schema.tables import Measure
from svtool.validation.checks import declared
from svtool.validation.monthly_counts import Month, Months, month_of, name_month, usual_of

BUSY_DAY = 3  # records on a usual day, from which on days without any at an end are evidence
NEVER_EMPTY = 10  # a month that usually has ten records is empty by chance once in twenty thousand
TOO_SMALL, TOO_LARGE = 0.5, 2.0
CHANCE = 5.0  # standard errors: hundreds of months and shares are looked at, and chance must raise none of them
POINTS, LEAST_RECORDS = 0.05, 50  # as DESIGN 2.6 has it for drift
BLANK_BEFORE, FILLED_AFTER = 0.05, 0.5
EXPECTED = 10  # records that a code would have had in the months without it, had it been in use
MOST_NAMED = 6
MOST_TITLES = 3
FEW_CODES = 4


@dataclass(frozen=True)
class Series:
    """The months of some files, and what they are judged with.

    Attributes:
        months: the records by month.
        source: their source.
        measures: the measures that the records are for.
        areas: the areas that places are judged by.
    """

    raises: ClassVar[tuple[str, ...]] = ("S01", "S02", "S03", "S04", "S05", "S08")

    months: Months
    source: Source
    measures: Sequence[Measure]
    areas: AreaSet | None = None

    def find(self, kind: str, told: Message, count: int = 1, *, field: str = "", level: Level | None = None) -> Finding:
        """Return a finding on the series; of a kind that it says it can raise."""
        declared(self, kind)
        column = self.months.headers.get(field, field)
        return Finding(KINDS[kind], self.months.label, told, count, column, field, given_level=level)

    def asked_by(self, name: str) -> str:
        """Return which measures ask about a field, in words; nothing where none does."""
        asked = OFFENCE if name in {*OFFENCE_EVIDENCE, *INITIAL_EVIDENCE} else name
        found = list(dict.fromkeys(each.title for each in self.measures if asked in fields_of(each.rule)))
        more = f" and {len(found) - MOST_TITLES} more" if len(found) > MOST_TITLES else ""
        return f" Measures that ask about it: {'; '.join(found[:MOST_TITLES])}{more}." if found else ""


def find_in_series(series: Series) -> Iterator[Finding]:
    """Yield what is notable about a series of months."""
    # Of a handful of records nothing can be told, and the month of a single one is its own business.
    if series.months.records.total() < LEAST_RECORDS or MONTHS_OF[series.months.precision] >= MONTHS_OF["year"]:
        return
    gaps = missing_months(series.months)
    yield from find_missing_months(series, gaps)
    yield from find_part_years(series)
    yield from find_unusual_months(series, gaps)
    yield from find_moved_shares(series)
    yield from find_filling(series)
    yield from find_changed_codes(series)


def missing_months(months: Months) -> list[Month]:
    """Return the months between the first and the last that are empty or nearly so."""
    usual = usual_of(months.records)
    inner = months.span[1:-1]
    return [month for month in inner if months.records[month] < LOW * usual]


def find_missing_months(series: Series, gaps: Sequence[Month]) -> Iterator[Finding]:
    """Yield one finding for the months inside the series that are empty or nearly so (DESIGN 2.5)."""
    usual = usual_of(series.months.records)
    if not gaps or usual < NEVER_EMPTY:
        return
    level = Level.ERROR if usual >= RARE else Level.WARNING
    named = enumerated(
        (
            say(name_month(month), " (", counted(series.months.records[month], "record", "records"), ")")
            for month in gaps
        ),
        MOST_NAMED,
    )
    words = counted(len(gaps), "month is", "months are")
    told = say(words, " empty or nearly so: ", named, "; a usual month has ", numeral(f"{usual:,.0f}"))
    yield series.find("S01", told, len(gaps), level=level)


def find_part_years(series: Series) -> Iterator[Finding]:
    """Yield a note where the last year, calendar or financial, is not held to its end: it is not a year."""
    days, step = series.months.day_counts, MONTHS_OF[series.months.precision]
    first, last = min(days), max(days)
    end = add_months(last, step) - timedelta(days=1) if step > 1 or _is_month_end(series) else last
    financial = first.month == APRIL and end.month == APRIL - 1
    if (end.month, end.day) == (12, 31) or financial:
        return
    begins = LONG_MONTH_NAMES[max(first, end.replace(month=1, day=1)).month - 1]
    ends = LONG_MONTH_NAMES[end.month - 1]
    months = begins if begins == ends else f"{begins} to {ends}"
    yield series.find(
        "S08", say("of ", numeral(str(end.year)), f" the records hold {months} only: it is not a whole year")
    )


def _is_month_end(series: Series) -> bool:
    """Return whether the last record is so near the end of its month that the month is whole."""
    days = series.months.day_counts
    last = max(days)
    quiet = (month_end(last) - last).days
    usual = usual_of(series.months.records) / 30
    return quiet * usual < BUSY_DAY


def find_unusual_months(series: Series, gaps: Sequence[Month]) -> Iterator[Finding]:
    """Yield months with under half or over double the usual number, in the whole and in each area."""
    months = series.months
    whole = [month for month in months.span if month not in set(gaps)]
    yield from _unusual(series, months.records, whole, "")
    for key, counts in sorted(months.by_value("area").items(), key=lambda each: each[0] or ""):
        name = _area_name(series, key)
        if name and usual_of(counts) >= RARE:
            yield from _unusual(series, counts, whole, f" in {name}")


def _area_name(series: Series, key: str | None) -> str:
    if series.areas is None or key is None or key in {INSIDE, OUTSIDE}:
        return ""
    area = series.areas.by_key.get(key)
    return area.name if area else ""


def _unusual(series: Series, counts: Mapping[Month, int], whole: Sequence[Month], where: str) -> Iterator[Finding]:
    days = series.months.day_counts
    shares = {month: _share_held(series, month) for month in whole}
    for month in whole:
        others = [counts.get(each, 0) for each in whole if each != month and shares[each] == 1]
        if len(others) < 3 or shares[month] < 0.25:
            continue
        usual = sorted(others)[len(others) // 2] * shares[month]
        found = counts.get(month, 0)
        if usual <= 0 or TOO_SMALL * usual <= found <= TOO_LARGE * usual:
            continue
        if abs(found - usual) < CHANCE * math.sqrt(usual):
            continue
        late = month == month_of(max(days)) and found < usual
        question = ": was the extract taken before the month closed?" if late else ""
        share = numeral(f"{found / usual:.0%}")
        held = say(name_month(month), f"{where} has ", share, " of a usual month (", numeral(found), " records)")
        yield series.find("S02", say(held, question), field="area" if where else "")


def _share_held(series: Series, month: Month) -> float:
    """Return the share of a month's days that the records reach over: the first and last month may be cut."""
    if series.months.precision != "day":
        return 1.0
    days = series.months.day_counts
    first, last = min(days), max(days)
    if month == month_of(last) and not _is_month_end(series):
        return last.day / month_end(last).day
    if month == month_of(first) and first.day > 1 + BUSY_DAY:
        return (month_end(first) - first + timedelta(days=1)).days / month_end(first).day
    return 1.0


def find_moved_shares(series: Series) -> Iterator[Finding]:
    """Yield the values of coded fields whose share moved from one year to the next by more than chance."""
    months = series.months
    years = sorted({1970 + month // 12 for month in months.records})
    totals = {year: _in_year(months.records, year) for year in years}
    for name in months.values:
        if name == "area":
            continue
        for before, now in pairwise(years):
            if min(totals[before], totals[now]) >= LEAST_RECORDS:
                yield from _moved(series, name, before, now, (totals[before], totals[now]))


def _in_year(counts: Mapping[Month, int], year: int) -> int:
    return sum(times for month, times in counts.items() if 1970 + month // 12 == year)


def _moved(series: Series, name: str, before: int, now: int, totals: tuple[int, int]) -> Iterator[Finding]:
    moved: list[tuple[float, str, Message]] = []
    for words, counts in by_word(series.months, name).items():
        shares = [_in_year(counts, year) / total for year, total in zip((before, now), totals, strict=True)]
        if abs(shares[1] - shares[0]) >= POINTS and beyond_chance(shares, totals):
            told = say(f"{words} from ", numeral(f"{shares[0]:.0%}"), " to ", numeral(f"{shares[1]:.0%}"))
            moved.append((-round(abs(shares[1] - shares[0]), 6), str(told), told))
    if moved:
        named = enumerated((told for *_, told in sorted(moved, key=lambda each: each[:2])), MOST_NAMED)
        years = numeral(f"{before} to {now}")
        header = series.months.headers.get(name, name)
        asked = series.asked_by(name)
        yield series.find(
            "S03", say(f"{header}, ", years, ": ", named, f" of the records.{asked}"), len(moved), field=name
        )


def by_word(months: Months, name: str) -> dict[str, dict[Month, int]]:
    """Return the months of each value by its word; a blank, like a word that means unknown, is not known."""
    found: dict[str, dict[Month, int]] = {}
    for value, counts in months.by_value(name).items():
        words = "not known" if value is None else "blank" if value == BLANK else str(value).replace("_", " ")
        into = found.setdefault(words, {})
        for month, times in counts.items():
            into[month] = into.get(month, 0) + times
    return found


def beyond_chance(shares: Sequence[float], totals: Sequence[int]) -> bool:
    """Return whether two shares of so many records differ by more than chance, of hundreds that are looked at."""
    pooled = (shares[0] * totals[0] + shares[1] * totals[1]) / sum(totals)
    error = math.sqrt(pooled * (1 - pooled) * (1 / totals[0] + 1 / totals[1]))
    return error == 0 or abs(shares[1] - shares[0]) >= CHANCE * error


def find_filling(series: Series) -> Iterator[Finding]:
    """Yield the fields that are blank up to a month and filled after, or the other way round."""
    for name, read in series.months.read.items():
        filled = series.months.filled[name]
        month, starts = _turn(read, filled)
        if month is None:
            continue
        header = series.months.headers.get(name, name)
        before, after = ("blank", "filled") if starts else ("filled", "blank")
        words = say(f"{header} is {before} before ", name_month(month), f", {after} after.")
        yield series.find("S04", say(words, series.asked_by(name)), field=name)


def _turn(read: Mapping[Month, int], filled: Mapping[Month, int]) -> tuple[Month | None, bool]:
    """Return the month at which a field begins (or ends) to be filled, and whether it begins."""
    months = sorted(read)
    for i in range(1, len(months)):
        sides = months[:i], months[i:]
        cells = [sum(read[month] for month in side) for side in sides]
        if min(cells) < LEAST_RECORDS:
            continue
        shares = [sum(filled[month] for month in side) / number for side, number in zip(sides, cells, strict=True)]
        edges = filled[months[i - 1]] / read[months[i - 1]], filled[months[i]] / read[months[i]]
        if shares[0] <= BLANK_BEFORE and edges[1] >= FILLED_AFTER * shares[1] and shares[1] >= FILLED_AFTER:
            return months[i], True
        if shares[1] <= BLANK_BEFORE and edges[0] >= FILLED_AFTER * shares[0] and shares[0] >= FILLED_AFTER:
            return months[i], False
    return None, False


def find_changed_codes(series: Series) -> Iterator[Finding]:
    """Yield the months in which several codes of a field first appear and others last appear."""
    span = series.months.span
    for name in series.months.values:
        if name == "area":
            continue
        first, last = _first_and_last(series.months, name)
        for month in span[1:]:
            new, gone = first.count(month), last.count(month - 1)
            if new and gone and new + gone >= FEW_CODES:
                header = series.months.headers.get(name, name)
                told = say(
                    f"{header}: ", counted(new, "code first appears", "codes first appear"), " and ",
                    counted(gone, "last appears", "last appear"), " around ", name_month(month),
                    f": a new system?{series.asked_by(name)}",
                )  # fmt: skip
                yield series.find("S05", told, new + gone, field=name)


def _first_and_last(months: Months, name: str) -> tuple[list[Month], list[Month]]:
    """Return the first and the last months of codes that had been expected before and after them."""
    first: list[Month] = []
    last: list[Month] = []
    span = months.span
    for value, counts in months.by_value(name).items():
        if value is None:
            continue
        low, high = min(counts), max(counts)
        rate = sum(counts.values()) / (high - low + 1)
        if rate * (low - span[0]) >= EXPECTED:
            first.append(low)
        if rate * (span[-1] - high) >= EXPECTED:
            last.append(high)
    return first, last
