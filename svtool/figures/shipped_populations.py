"""The estimates that ship: of every local authority of England and Wales, by single year of age from 2017.

Of LSOAs there is one year, mid-2020, on the boundaries of 2011; those of 2021 that are the same have it too.

The Office for National Statistics made its estimates again after the census of 2021. By age, years before it are there
in the older series alone, so that each year has its own series; all ages are there on the newer series throughout.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from svtool.figures.populations import Ages, Bands, Populations, SingleYears
from svtool.schema.areas import Area, AreaSet
from svtool.schema.gazetteer import Authorities, codes_of_run, gazetteer, is_lsoa
from svtool.schema.shipped import shipped_folder

BY_AGE, ALL_AGES = "by age", "all ages"
FILES = {BY_AGE: "mid_year_by_age.csv", ALL_AGES: "mid_year_totals.csv"}
SERIES = "mid_year_series.csv"
OF_LSOAS, YEAR_OF_LSOAS = "mid_2020_by_lsoa.csv", 2020
BANDS_OF_LSOAS = (Ages(0, 9), Ages(10, 17), Ages(18, 24), Ages(25))
REBASED = "rebased"  # what a project writes for `populations:` that wants one series throughout


@dataclass(frozen=True)
class Edition:
    """What the estimates of one year are.

    Attributes:
        table: where they stand: by age, or for all ages alone.
        series: the series that they are of.
        source: where they were published.
    """

    table: str
    series: str
    source: str


def shipped_populations(areas: AreaSet, rebased: bool = False) -> Populations:
    """Return the estimates of areas that are made of whole local authorities, and of their whole.

    Args:
        areas: the areas; one that is a part of an authority has none.
        rebased: whether all years must be of the series that was made again after the census of 2021; its estimates by
            age begin with 2021.
    """
    authorities = _authorities_of(areas)
    needed = frozenset().union(*authorities.values())
    editions = _editions(rebased)
    found = Populations("the populations that ship")
    by_age, totals = _read(BY_AGE, needed), _read(ALL_AGES, needed)
    for year, edition in editions.items():
        found.series[year], found.sources[year] = edition.series, edition.source
        for key, those in authorities.items():
            people = _sum(by_age if _is_by_age(year, edition) else {}, totals, those, year, edition.table)
            if people:
                found.by_place[key, year] = people
    if not rebased:
        made_of = {area.key: _lsoas_of(area) for area in areas.areas if area.key not in authorities}
        for key, bands in _of_lsoas({key: lsoas for key, lsoas in made_of.items() if lsoas}):
            found.by_place[key, YEAR_OF_LSOAS] = bands
    return found


def _lsoas_of(area: Area) -> tuple[str, ...]:
    """Return the LSOAs that an area is made of; none where it is of other places."""
    return (area.key,) if is_lsoa(area.key) else tuple(code for run in area.lsoas for code in codes_of_run(run))


def _of_lsoas(made_of: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Bands]]:
    """Yield the people of areas that are made of LSOAs, of each of which there is an estimate."""
    wanted = frozenset(code for codes in made_of.values() for code in codes)
    people = {code: tuple(map(int, numbers)) for code, *numbers in (_rows_of(OF_LSOAS, wanted) if wanted else ())}
    for key, codes in made_of.items():
        if all(code in people for code in codes):
            sums = map(sum, zip(*(people[code] for code in codes), strict=True))
            yield key, Bands(dict(zip(BANDS_OF_LSOAS, sums, strict=True)))


def _authorities_of(areas: AreaSet) -> dict[str, Authorities]:
    """Return the local authorities of every area that is made of whole ones, and of the whole."""
    found = dict(areas.whole_areas)
    whole = gazetteer().covered_by(areas.code) if areas.code else frozenset()
    if areas.code and len(whole) == 1 and gazetteer().is_whole(areas.code):
        found.setdefault(areas.code, next(iter(whole)))
    return found


def _editions(rebased: bool) -> dict[int, Edition]:
    """Return the edition of each year, in order: the one by age, unless all must be of the newer series."""
    rows = _series_rows()
    by_age = {year: each for year, each in rows if each.table == BY_AGE}
    totals = {year: each for year, each in rows if each.table == ALL_AGES}
    newest = by_age[max(by_age)].series
    if rebased:
        by_age = {year: each for year, each in by_age.items() if each.series == newest}
        return dict(sorted({**by_age, **totals}.items()))
    return dict(sorted({**totals, **by_age}.items()))


def _is_by_age(year: int, edition: Edition) -> bool:
    """Return whether the estimates by age of a year are of the series of its edition."""
    return any(each == year and of.table == BY_AGE and of.series == edition.series for each, of in _series_rows())


@cache
def _series_rows() -> tuple[tuple[int, Edition], ...]:
    with (_folder() / SERIES).open(encoding="utf-8", newline="") as file:
        return tuple(
            (int(row["year"]), Edition(row["table"], row["series"], row["source"])) for row in csv.DictReader(file)
        )


def _sum(
    by_age: Mapping[tuple[str, int], tuple[int, ...]],
    totals: Mapping[tuple[str, int], tuple[int, ...]],
    authorities: Authorities,
    year: int,
    table: str,
) -> SingleYears | None:
    """Return the people of some authorities together; None where one has no estimate."""
    aged = [by_age[code, year] for code in authorities if (code, year) in by_age]
    ages = tuple(map(sum, zip(*aged, strict=True))) if len(aged) == len(authorities) else ()
    if table == BY_AGE:
        return SingleYears(ages, sum(ages)) if ages else None
    everyone = [totals[code, year][0] for code in authorities if (code, year) in totals]
    return SingleYears(ages, sum(everyone)) if len(everyone) == len(authorities) else None


def _read(table: str, authorities: Collection[str]) -> dict[tuple[str, int], tuple[int, ...]]:
    """Return the numbers of some authorities: code and year → people by age, or all of them."""
    return {
        (code, int(year)): tuple(map(int, numbers))
        for code, year, *numbers in _rows_of(FILES[table], authorities)
        if numbers
    }


def _rows_of(name: str, authorities: Collection[str]) -> Iterator[list[str]]:
    """Yield the rows of some authorities; the others, most of them, are not taken apart."""
    with (_folder() / name).open(encoding="utf-8") as file:
        for line in file:
            if line[:9] in authorities:
                yield line.rstrip("\n").split(",")


def _folder() -> Path:
    return shipped_folder("definitions") / "populations"
