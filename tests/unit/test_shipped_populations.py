"""The estimates that ship: every force in every year, each year with its series, adding up to what was published."""

from __future__ import annotations

import pytest

from svtool.figures.populations import ALL_AGES, Ages
from svtool.figures.shipped_populations import shipped_populations
from svtool.schema.areas import AreaSet
from svtool.schema.force_areas import ids_of_forces
from svtool.schema.library import Library

OLDER, NEWER = "ONS mid-year estimates, 2011-based", "ONS mid-year estimates, 2021-based"

# England and Wales as the Office for National Statistics printed them: by age, each year in its series; rebased.
BY_AGE = {
    2017: 58_744_595, 2018: 59_115_809, 2019: 59_439_840, 2020: 59_719_724,
    2021: 59_641_829, 2022: 60_238_038, 2023: 60_854_727, 2024: 61_806_682,
}  # fmt: skip
REBASED = {
    2017: 58_700_914, 2018: 59_008_368, 2019: 59_317_788, 2020: 59_430_444,
    2021: 59_660_524, 2022: 60_245_218, 2023: 60_854_727, 2024: 61_806_682,
}  # fmt: skip

# Totals and numbers under 25 that the mid-year estimates give for the two force areas
FORCES = [
    ("merseyside", 2017, 1_416_825, 421_628),
    ("merseyside", 2019, 1_429_910, 423_623),
    ("merseyside", 2020, 1_434_256, 424_611),
    ("west_mercia", 2017, 1_272_638, 345_794),
    ("west_mercia", 2019, 1_291_577, 345_866),
    ("west_mercia", 2020, 1_298_422, 345_353),
]


@pytest.fixture(scope="module")
def all_forces() -> AreaSet:
    """Every police force area as one area of a set."""
    return Library().areas("police_forces")


@pytest.mark.parametrize(("areas", "year", "everyone", "under_25"), FORCES)
def test_a_force_has_the_people_of_its_authorities(areas: str, year: int, everyone: int, under_25: int) -> None:
    named = Library().areas(areas)
    found = shipped_populations(named)
    assert found.people(list(named.by_key), year, ALL_AGES) == everyone
    assert found.people(list(named.by_key), year, Ages(0, 24)) == under_25
    assert found.series[year] == OLDER
    assert f"mid-{year}" in found.sources[year]


@pytest.mark.parametrize(("rebased", "published"), [(False, BY_AGE), (True, REBASED)])
def test_the_forces_add_up_to_england_and_wales(rebased: bool, published: dict[int, int], all_forces: AreaSet) -> None:
    found = shipped_populations(all_forces, rebased)
    forces = [area.key for area in all_forces.areas if area.key.startswith(("E23", "W15"))]
    assert len(forces) == 43
    assert {year: found.people(forces, year, ALL_AGES) for year in published} == published


@pytest.mark.parametrize("year", BY_AGE)
def test_ages_add_up_to_everyone(year: int, all_forces: AreaSet) -> None:
    found = shipped_populations(all_forces)
    forces = [area.key for area in all_forces.areas if area.key.startswith(("E23", "W15"))]
    bands = [found.people(forces, year, ages) for ages in (Ages(0, 9), Ages(10, 17), Ages(18, 24), Ages(25))]
    assert sum(number or 0 for number in bands) == BY_AGE[year]


def test_each_year_has_its_series_unless_one_is_wanted_throughout() -> None:
    merseyside = Library().areas("merseyside")
    by_year = shipped_populations(merseyside).series
    assert {year for year, series in by_year.items() if series == OLDER} == {2017, 2018, 2019, 2020}
    assert set(shipped_populations(merseyside, rebased=True).series.values()) == {NEWER}


def test_one_series_throughout_has_ages_only_where_it_has_them() -> None:
    merseyside = Library().areas("merseyside")
    codes, found = list(merseyside.by_key), shipped_populations(merseyside, rebased=True)
    assert found.people(codes, 2020, Ages(0, 17)) is None
    assert found.people(codes, 2021, Ages(0, 17))


@pytest.mark.parametrize("force", ids_of_forces())
def test_every_force_has_people_in_every_year_in_whole_and_part(force: str) -> None:
    areas = Library().areas(force)
    found = shipped_populations(areas)
    assert found.years_of([*areas.by_key, str(areas.code)]) == list(range(2011, 2025))
    assert found.people(list(areas.by_key), 2023, Ages(10, 17)) == found.people([str(areas.code)], 2023, Ages(10, 17))


def test_what_lies_in_one_authority_with_others_has_no_people_of_its_own() -> None:
    """Three partnerships share Cumberland, and no source here says how many of its people live in each."""
    partnerships = Library().areas("cumbria", "csp")
    found = shipped_populations(partnerships)
    assert [code for code, _ in found.by_place if code != partnerships.code] == []
    assert found.people(["E23000002"], 2023, ALL_AGES) is not None


def test_areas_that_no_list_has_have_no_people() -> None:
    nowhere = AreaSet.model_validate({"id": "x", "title": "X", "areas": [{"name": "Upper End"}]})
    assert shipped_populations(nowhere).by_place == {}


def test_a_band_that_begins_after_the_last_single_year_is_not_known() -> None:
    merseyside = Library().areas("merseyside")
    found = shipped_populations(merseyside)
    assert found.people(["E08000011"], 2020, Ages(90))
    assert found.people(["E08000011"], 2020, Ages(85, 94)) is None
    assert found.people(["E08000011"], 2020, Ages(95)) is None
