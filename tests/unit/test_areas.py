"""Areas are found by name, alias, ONS code or LSOA; what can't be placed is not known, never outside."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from svtool.errors import InvalidFileError
from svtool.schema.areas import INSIDE, OUTSIDE, AreaSet, fold_area
from svtool.schema.library import Library

if TYPE_CHECKING:
    from conftest import Desk

MERSEYSIDE = [
    ("Sefton", "E08000014", "a name"),
    ("  SEFTON ", "E08000014", "a name in capitals, with blanks"),
    ("E08000014", "E08000014", "the ONS code"),
    ("e08000014", "E08000014", "the ONS code in small letters"),
    ("E22000184", "E08000013", "the code of its Community Safety Partnership"),
    ("St. Helens", "E08000013", "a name with a full stop"),
    ("St Helens", "E08000013", "and without"),
    ("E01006412", "E08000011", "the first LSOA of a run"),
    ("E01006440", "E08000011", "an LSOA amid a run"),
    ("E01006467", "E08000011", "the last LSOA of a run"),
    ("E01006560", "E08000012", "an LSOA that stands alone"),
    ("Merseyside", INSIDE, "the whole, part not known"),
    ("Merseyside Police", INSIDE, "an alias of the whole"),
    ("E23000004", INSIDE, "the code of the whole"),
    ("E08000025", OUTSIDE, "the code of another authority"),
    ("E01012345", OUTSIDE, "an LSOA of elsewhere"),
    ("W06000015", OUTSIDE, "a code of Wales"),
    ("Sefftonn", None, "a misspelling may be anything"),
    ("Manchester", None, "a name that nobody listed"),
    ("L20", None, "a part of a postcode"),
    ("E0800001", None, "a code that was cut"),
    ("", None, "blank"),
]


@pytest.mark.parametrize(
    ("text", "place"), [case[:2] for case in MERSEYSIDE], ids=[f"{case[0]}: {case[2]}" for case in MERSEYSIDE]
)
def test_a_place_is_found_as_it_is_written(text: str, place: str | None, library: Library) -> None:
    assert library.areas("merseyside").locate(text) == place


def test_a_partnership_of_several_districts_is_inside_but_in_none_of_them(library: Library) -> None:
    """North Worcestershire holds three districts: its code says inside, not where."""
    west_mercia = library.areas("west_mercia")
    assert west_mercia.locate("E22000368") == INSIDE
    assert west_mercia.locate("North Worcestershire") == INSIDE
    assert west_mercia.locate("E22000360") == west_mercia.locate("Shropshire") == "E06000051"


def test_an_alias_stands_for_its_area(library: Library) -> None:
    west_mercia = library.areas("west_mercia")
    assert west_mercia.locate("Herefordshire") == west_mercia.locate("Herefordshire, County of") == "E06000019"
    assert west_mercia.locate("Telford & Wrekin") == west_mercia.locate("telford and wrekin") == "E06000020"


def test_an_area_without_a_code_is_known_by_its_name(library: Library) -> None:
    metropolitan = library.areas("metropolitan")
    assert metropolitan.locate("barking and dagenham") == "Barking & Dagenham"
    assert "Barking & Dagenham" in metropolitan.by_key


def test_place_names_are_folded_to_their_words() -> None:
    assert fold_area(" St.  Helens ") == fold_area("ST HELENS") == "st helens"
    assert fold_area("Telford & Wrekin") == fold_area("Telford and Wrekin")
    assert fold_area("Herefordshire, County of") == "herefordshire county of"


def test_no_lsoa_and_no_name_belongs_to_two_areas(library: Library) -> None:
    for wanted in library.ids("areas"):
        areas = library.areas(wanted)
        names = [name for area in areas.areas for name in {fold_area(each) for each in (area.name, *area.aliases)}]
        assert len(names) == len(set(names)), wanted
        runs = [tuple(run.partition("-")[::2]) for area in areas.areas for run in area.lsoas]
        spans = sorted((first, last or first) for first, last in runs)
        assert all(a[1] < b[0] for a, b in pairwise(spans)), wanted


def test_every_area_is_found_by_each_of_its_own_names(library: Library) -> None:
    for wanted in library.ids("areas"):
        areas = library.areas(wanted)
        for area in areas.areas:
            for text in filter(None, (area.name, area.code, *area.aliases, *(run[:9] for run in area.lsoas))):
                assert areas.locate(text) == area.key, f"{wanted}: {text}"


def test_a_set_of_areas_needs_areas(desk: Desk) -> None:
    desk.write("definitions/areas/x.yaml", "id: x\ntitle: X\nareas:\n  - {code: E08000014}\n")
    with pytest.raises(InvalidFileError) as caught:
        Library(desk.folder).areas("x")
    assert str(caught.value) == "definitions/areas/x.yaml:4: areas[1] lacks name; add it"


def test_a_part_wins_over_a_partnership_of_its_name() -> None:
    areas = AreaSet.model_validate(
        {
            "id": "x",
            "title": "X",
            "areas": [
                {"name": "Upper", "code": "E07000001", "csp_name": "Lower"},
                {"name": "Lower", "code": "E07000002", "csp_name": "Upper"},
            ],
        }
    )
    assert (areas.locate("Upper"), areas.locate("Lower")) == ("E07000001", "E07000002")


@pytest.mark.parametrize("code", ["E05000886", "E02001347", "E10000017"])
def test_a_code_of_a_kind_that_the_area_does_not_list_says_nothing(code: str, library: Library) -> None:
    """A ward of Wirral is not outside Merseyside because Merseyside is listed by local authorities and LSOAs."""
    assert library.areas("merseyside").locate(code) is None


def test_where_only_some_areas_have_a_code_another_code_may_be_that_of_one_without(library: Library) -> None:
    forces = library.areas("police_forces")
    assert forces.locate("E23000004") == "E23000004"
    assert forces.locate("E23000005") is None
    assert library.areas("metropolitan").locate("E09000001") is None


def test_an_area_holds_what_it_can_place_inside(library: Library) -> None:
    areas = library.areas("merseyside")
    assert areas.holds("Sefton") and areas.holds("E23000004")
    assert not areas.holds("E08000025") and not areas.holds("somewhere")
