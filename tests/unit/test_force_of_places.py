"""Of which police force area an extract is, told by its places, or by its hospitals where it has none."""

from __future__ import annotations

from collections import Counter

import pytest

from svtool.proposal.force_of_places import best_areas, force_of_places, force_of_sites
from svtool.schema.force_areas import ids_of_forces
from svtool.schema.gazetteer import codes_of_run, gazetteer
from svtool.schema.library import Library


@pytest.mark.parametrize("force", ids_of_forces())
def test_every_force_is_told_by_its_authorities_their_codes_former_names_and_lsoas(force: str) -> None:
    authorities = gazetteer().authorities_of(force)
    former = [name for code in authorities for name in gazetteer().former_of(code).values()]
    lsoas = [code for each in authorities for run in gazetteer().lsoas[each]["both"] for code in codes_of_run(run)]
    for texts in (authorities, authorities.values(), former, lsoas[:50]):
        found = force_of_places(dict.fromkeys(texts, 7))
        assert not texts or (found and (found.force, found.parts, found.share) == (force, None, 1.0))


@pytest.mark.parametrize("force", ids_of_forces())
def test_every_force_is_told_by_the_names_of_its_wards(force: str) -> None:
    authorities = gazetteer().authorities_of(force)
    found = force_of_places({ward.name: 3 for ward in gazetteer().wards.values() if ward.authority in authorities})
    assert found and found.force == force


def test_names_of_wards_ask_for_wards_as_areas() -> None:
    found = force_of_places({"Ainsdale": 5, "Birkdale": 4, "Liverpool": 1})
    assert found and (found.force, found.parts, found.cells) == ("merseyside", "wards", 10)


def test_places_elsewhere_and_words_that_are_none_leave_it_where_most_are() -> None:
    texts = {"Leeds": 50, "LEEDS CITY COUNCIL": 10, "York": 10, "Out of force": 5, "Scotland": 5, "Unit 7": 20}
    found = force_of_places(texts)
    assert found and (found.force, found.cells, found.filled) == ("west_yorkshire", 60, 100)


@pytest.mark.parametrize(
    "texts",
    [{}, {"Unit 7": 3}, {"Leeds": 5, "York": 5}, {"Leeds": 4, "Unit 7": 6}, {"England": 9}, {"E01999999": 4}],
    ids=["nothing", "no place", "two alike", "under half", "a nation", "a code that no list has"],
)
def test_where_half_are_in_no_one_force_there_is_none(texts: dict[str, int]) -> None:
    assert force_of_places(texts) is None


def test_hospitals_tell_where_there_are_no_places() -> None:
    found = force_of_sites({"Leeds General Infirmary": 20, "PINDERFIELDS HOSPITAL": 9})
    assert found and (found.force, found.share) == ("west_yorkshire", 1.0)
    assert force_of_sites({"Site A": 20}) is None
    assert force_of_sites({}) is None


ALL_SETS = Library().area_sets()


@pytest.mark.parametrize(
    ("texts", "best", "may_be"),
    [
        ({"Dorset": 500, "Wiltshire": 480}, "dorset", ("dorset", "wiltshire", "police_forces")),
        ({"Dorset": 950, "Wiltshire": 50}, "dorset", ()),
        ({"Swindon": 400, "Wiltshire": 600}, "wiltshire", ()),
        ({"Cumbria Constabulary": 9}, "cumbria", ()),
        ({"Liverpool": 9, "Sefton": 3}, "merseyside", ()),
        ({"Luton": 10, "Watford": 10}, "", ("bedfordshire", "hertfordshire")),
        ({"Unit 7": 90, "Luton": 5, "Watford": 5}, "", ()),
    ],
    ids=["two forces", "one by far", "a force of two", "a force by its name", "a file", "two alike", "few are places"],
)
def test_the_smallest_set_that_holds_the_places_is_best(
    texts: dict[str, int], best: str, may_be: tuple[str, ...]
) -> None:
    found = best_areas(Counter(texts), ALL_SETS)
    assert (found.id, found.may_be) == (best, may_be)


def test_a_table_of_many_forces_is_of_all_of_them() -> None:
    names = [each.name for each in Library().areas("police_forces").areas]
    found = best_areas(Counter(dict.fromkeys(names, 5)), ALL_SETS)
    assert (found.id, found.may_be) == ("police_forces", ())
