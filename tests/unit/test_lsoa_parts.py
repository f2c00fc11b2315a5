"""A police force area in its LSOAs: those of one census, its people, and codes of the other census told as that."""

from __future__ import annotations

import re

import pytest

from svtool.commands.area_sets import show_area_set
from svtool.figures.populations import ALL_AGES, Ages
from svtool.figures.shipped_populations import shipped_populations
from svtool.records.cell_values import judge_for
from svtool.records.judgement import Fault
from svtool.schema.areas import INSIDE, OUTSIDE, AreaSet
from svtool.schema.force_areas import Parts, areas_of_force
from svtool.schema.gazetteer import gazetteer
from svtool.schema.library import Library
from svtool.schema.mappings import Column

OF_2011, OF_2021, OF_BOTH, OF_LEEDS = "E01006720", "E01033760", "E01006412", "E01011264"


def lsoas(of: Parts, force: str = "merseyside") -> AreaSet:
    found = areas_of_force(force, of)
    assert found
    return found


@pytest.mark.parametrize("of", ["lsoas_2011", "lsoas_2021"])
def test_each_lsoa_of_the_census_is_an_area_as_often_as_the_authorities_say(of: Parts) -> None:
    year = of.removeprefix("lsoas_")
    codes = [each.code for each in lsoas(of).areas]
    told = re.findall(rf"(\d+) of {year}", "\n".join(show_area_set("merseyside")).replace(",", ""))
    assert len(codes) == len(set(codes)) == sum(map(int, told))


def test_the_people_of_lsoas_are_those_of_their_authorities() -> None:
    """None of Merseyside's LSOAs of 2011 crosses a border of its authorities."""
    of_lsoas, of_authorities = (
        shipped_populations(each) for each in (lsoas("lsoas_2011"), areas_of_force("merseyside") or lsoas("csp"))
    )
    codes = [each.key for each in lsoas("lsoas_2011").areas]
    for ages in (ALL_AGES, Ages(0, 24), Ages(10, 17), Ages(25)):
        people = of_lsoas.people(codes, 2020, ages)
        assert people == of_authorities.people(sorted(gazetteer().authorities_of("merseyside")), 2020, ages)


def test_an_lsoa_that_the_census_of_2011_has_not_has_no_people_there() -> None:
    changed = [each.key for each in lsoas("lsoas_2021").areas if gazetteer().vintage_of(each.key) == "2021"]
    found = shipped_populations(lsoas("lsoas_2021"))
    assert changed
    assert [found.people([code], 2020, ALL_AGES) for code in changed] == [None] * len(changed)


def test_of_the_series_made_again_lsoas_have_none() -> None:
    assert shipped_populations(lsoas("lsoas_2011"), rebased=True).people([OF_BOTH], 2020, ALL_AGES) is None


@pytest.mark.parametrize(
    ("code", "place", "fault"),
    [
        (OF_BOTH, OF_BOTH, None),
        (OF_BOTH.lower(), OF_BOTH, None),
        (OF_2011, INSIDE, Fault.OTHER_VINTAGE),
        (OF_LEEDS, OUTSIDE, None),
        ("Liverpool", INSIDE, None),
        ("E01999999", None, Fault.UNKNOWN_PLACE),
    ],
)
def test_a_code_of_the_other_census_is_inside_and_in_no_area(code: str, place: str | None, fault: Fault | None) -> None:
    field = Library().sources["police"].by_name["area"]
    judged = judge_for(field, Column(column="area"), lsoas("lsoas_2021"))(code)
    assert (judged.value, judged.fault) == (place, fault)
