"""Populations: how many people live in an area, by age, in the middle of a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from svtool.errors import InvalidFileError, listed
from svtool.files.small_tables import read_rows
from svtool.schema.areas import AreaSet
from svtool.schema.breakdowns import FIVE_YEAR_BANDS
from svtool.schema.periods import Period
from svtool.schema.project import ExtractEntry

COLUMNS = ("area_code", "year", "age_lo", "age_hi", "population", "series", "source")
OPTIONAL = ("source",)
OLDEST = 120  # the last age of a band that has no end, as of implausible ages
MOST_FAULTS = 20


@dataclass(frozen=True, order=True)
class Ages:
    """Ages from the first to the last, both included; the last of all where there is no end."""

    low: int = 0
    high: int = OLDEST

    def __str__(self) -> str:
        """Return the ages in words: `all ages`, `under 25`, `25 and over`, `10 to 17`."""
        if self.high == OLDEST:
            return f"{self.low} and over" if self.low else "all ages"
        return f"{self.low} to {self.high}" if self.low else f"under {self.high + 1}"

    def within(self, other: Ages) -> Ages | None:
        """Return the ages that are in both; None where there are none."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Ages(low, high) if low <= high else None


ALL_AGES = Ages()


@dataclass(frozen=True)
class SingleYears:
    """People by single year of age.

    Attributes:
        by_age: how many are 0, 1, 2 … years old, the last with all who are older; empty where only all are known.
        everyone: how many there are.
    """

    by_age: tuple[int, ...]
    everyone: int

    def of(self, ages: Ages) -> int | None:
        """Return how many are of some ages; None where that is not known."""
        if ages == ALL_AGES:
            return self.everyone
        oldest = len(self.by_age) - 1
        if ages.low > oldest or (ages.high < OLDEST and ages.high >= oldest):
            return None
        return sum(self.by_age[ages.low : ages.high + 1])


@dataclass(frozen=True)
class Bands:
    """People by bands of age.

    Attributes:
        people: ages → how many are of them; bands may lie in others.
    """

    people: dict[Ages, int] = field(default_factory=dict)

    def of(self, ages: Ages) -> int | None:
        """Return how many are of some ages: of the band that is just those, else of bands that follow each other."""
        return _tile(self.people, ages)


@dataclass
class Populations:
    """The estimates of a run.

    Attributes:
        file: what messages call the file.
        by_place: area code and year → its people.
        series: year → which series its estimates are of.
        sources: year → where its estimates are from.
    """

    file: str
    by_place: dict[tuple[str, int], Bands | SingleYears] = field(default_factory=dict)
    series: dict[int, str] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)

    @property
    def has_standard_bands(self) -> bool:
        """Return whether some estimate is of five-year bands, as a standardised rate needs them."""
        bands = [Ages(*each) for each in FIVE_YEAR_BANDS]
        return any(sum(found.of(each) is not None for each in bands) > 1 for found in self.by_place.values())

    def years_of(self, codes: Iterable[str]) -> list[int]:
        """Return the years in which every one of these areas has an estimate, in order."""
        years = [{year for code, year in self.by_place if code == wanted} for wanted in codes]
        return sorted(set.intersection(*years)) if years else []

    def people(self, codes: Sequence[str], year: int, ages: Ages) -> int | None:
        """Return how many people of some ages live in some areas; None where an estimate is missing."""
        places = [self.by_place.get((code, year)) for code in codes]
        found = [each.of(ages) if each else None for each in places]
        numbers = [number for number in found if number is not None]
        return sum(numbers) if codes and len(numbers) == len(found) else None


def _tile(bands: dict[Ages, int], ages: Ages) -> int | None:
    """Return the people of some ages: of the band that is just those, else of bands that follow each other."""
    if ages in bands:
        return bands[ages]
    fitting = [band for band in bands if band.low == ages.low and band.high < ages.high]
    for band in sorted(fitting, reverse=True):
        rest = _tile(bands, Ages(band.high + 1, ages.high))
        if rest is not None:
            return bands[band] + rest
    return None


def year_of(start: date, end: date) -> int:
    """Return the year of the mid-year estimate that belongs to a period: of the 30 June in it, else of its first day.

    A calendar year has its own, a financial year that of its first calendar year.
    """
    middles = [date(year, 6, 30) for year in range(start.year, end.year + 1)]
    return next((day.year for day in middles if start <= day <= end), start.year)


def read_populations(file: str, folder: Path, areas: AreaSet, periods: Sequence[Period]) -> Populations:
    """Return the populations of a project's own file.

    Args:
        file: its name.
        folder: the project's folder.
        areas: its areas.
        periods: those that rates are asked for.

    Raises:
        ExtractError: the file can't be read.
        InvalidFileError: rows are wrong, or the estimates are of another vintage than the areas, the periods or each
            other.
    """
    rows = read_rows(ExtractEntry(files=(file,)), folder, COLUMNS, optional=OPTIONAL)
    found = _gather(rows, file, areas)
    _check_boundaries(found, areas)
    _check_years(found, sorted({year_of(period.start, period.end) for period in periods}))
    return found


def _gather(rows: Iterator[tuple[str, dict[str, str]]], file: str, areas: AreaSet) -> Populations:
    """Return the estimates of the project's areas and of their whole; rows of others are left out unchecked."""
    found = Populations(file)
    people: dict[tuple[str, int], dict[Ages, int]] = {}
    series: dict[str, str] = {}
    faults: list[str] = []
    for where, texts in rows:
        if texts["area_code"] not in areas.by_key and texts["area_code"] != areas.code:
            continue
        fault = _add(people, texts)
        if fault:
            faults.append(f"{where}: {fault}")
        else:
            found.sources.setdefault(int(texts["year"]), texts["source"])
            series.setdefault(texts["series"], where)
    if len(series) > 1:
        named = listed([f"{name} ({where})" for name, where in series.items()], joiner="and")
        faults.append(
            f"{file}: holds estimates of several series: {named}; expected one, because a rate would change with the "
            "series. Keep the rows of one."
        )
    if faults:
        more = [f"{file}: {len(faults) - MOST_FAULTS:,} faults more"] if len(faults) > MOST_FAULTS else []
        raise InvalidFileError("\n".join(faults[:MOST_FAULTS] + more))
    found.by_place = {place: Bands(bands) for place, bands in people.items()}
    found.series = dict.fromkeys(found.sources, next(iter(series), ""))
    return found


def _add(found: dict[tuple[str, int], dict[Ages, int]], texts: dict[str, str]) -> str:
    """Add a row; return what is wrong with it."""
    if not (texts["year"].isdecimal() and len(texts["year"]) == 4):
        return "year is not that of a mid-year estimate; expected one such as 2020. A census is not one: leave it out."
    if not texts["series"]:
        return "series is blank; expected the series of the estimate, such as ONS mid-year estimates, 2011-based."
    people = texts["population"].replace(",", "")
    if not people.isdecimal() or not int(people):
        return "population is not a number of people above zero. Correct it."
    ages = _ages(texts["age_lo"], texts["age_hi"])
    if ages is None:
        return "age_lo and age_hi are not ages; expected such as 0 and 24, 25 and blank, or both blank for all ages."
    bands = found.setdefault((texts["area_code"], int(texts["year"])), {})
    if ages in bands:
        return "is a second estimate of this area, year and ages; expected one. Remove one of them."
    bands[ages] = int(people)
    return ""


def _ages(low: str, high: str) -> Ages | None:
    if not all(text.isdecimal() or not text for text in (low, high)):
        return None
    ages = Ages(int(low or 0), min(int(high or OLDEST), OLDEST))
    return ages if ages.low <= ages.high else None


def _check_boundaries(found: Populations, areas: AreaSet) -> None:
    """Check that the file is of the boundaries of the project's areas.

    Raises:
        InvalidFileError: it lacks some of their codes altogether, and that of the whole.
    """
    codes = {code for code, _ in found.by_place}
    lacking = [area.key for area in areas.areas if area.key not in codes]
    if lacking and areas.code not in codes:
        raise InvalidFileError(
            f"{found.file}: has estimates of {len(codes)} of the {len(areas.areas)} areas of {areas.title} and lacks "
            f"{listed(lacking, joiner='and')}; expected the codes of definitions/areas/{areas.id}.yaml. The file may "
            "be of other boundaries: bring the estimates for these."
        )


def _check_years(found: Populations, wanted: Sequence[int]) -> None:
    """Check that the file has estimates of at least one of the years that rates are asked for.

    Raises:
        InvalidFileError: it has none: what it has is another vintage.
    """
    if not set(found.sources) & set(wanted):
        there = listed([f"mid-{year}" for year in sorted(found.sources)], joiner="and")
        asked = listed([f"mid-{year}" for year in wanted], joiner="and")
        raise InvalidFileError(
            f"{found.file}: has estimates of {there}, and the periods need {asked}; expected at least one of these. "
            "Bring estimates of the right years, or choose other periods."
        )
