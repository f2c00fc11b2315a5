"""Whatever areas are called, each is found by its own name, and no name is found in another."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtool.schema.areas import OUTSIDE, AreaSet
from svtool.schema.force_areas import areas_of_force
from svtool.schema.gazetteer import gazetteer
from svtool.schema.place_names import as_written

LETTERS = st.characters(categories=("Lu", "Ll", "Lo", "Mn", "Nd"), max_codepoint=0xFFFF)
NAMES = st.text(LETTERS | st.sampled_from(" -'+.&/()"), min_size=1, max_size=8).filter(as_written)


def set_of(names: list[str]) -> AreaSet:
    return AreaSet.model_validate({"id": "x", "title": "\0the whole", "areas": [{"name": name} for name in names]})


@settings(max_examples=60)
@given(st.lists(NAMES, min_size=1, max_size=8, unique_by=as_written))
def test_each_area_is_found_by_its_own_name_however_near_the_others_are(names: list[str]) -> None:
    areas = set_of(names)
    for name in names:
        for written in (name, f"  {name} ", unicodedata.normalize("NFD", name)):
            if as_written(written) == as_written(name):
                assert areas.locate(written) == name


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES, min_size=2, max_size=6, unique_by=as_written), st.text(max_size=6))
def test_a_text_is_of_one_area_only_where_its_letters_are_those_of_no_other(names: list[str], text: str) -> None:
    areas = set_of(names)
    found = areas.locate(text)
    if found in names:
        alone = set_of([found])
        assert alone.locate(text) == found
        rest = set_of([name for name in names if name != found])
        assert as_written(text) == as_written(found) or rest.locate(text) not in rest.by_key


@pytest.mark.parametrize("force", ["merseyside", "dorset", "cumbria", "metropolitan", "dyfed_powys", "thames_valley"])
def test_every_authority_is_in_the_area_of_its_force_and_outside_all_others(force: str) -> None:
    areas = areas_of_force(force)
    assert areas
    for other in gazetteer().forces:
        for code, name in gazetteer().authorities_of(other).items():
            expected = code if other == force else OUTSIDE
            assert areas.locate(code) == expected, code
            assert areas.locate(name) in {expected, None if other != force else code}, name
    for partnership in gazetteer().partnerships:
        inside = partnership.authorities <= frozenset(gazetteer().authorities_of(force))
        assert (areas.locate(partnership.code) == OUTSIDE) == (not inside), partnership.code
