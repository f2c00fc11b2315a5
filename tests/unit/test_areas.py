"""Areas are found by name, alias, ONS code or LSOA; what can't be placed is not known, never outside."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from svtool.errors import InvalidFileError
from svtool.schema.areas import INSIDE, OUTSIDE, AreaSet
from svtool.schema.force_areas import Parts, areas_of_force, ids_of_forces
from svtool.schema.gazetteer import codes_of_run, gazetteer
from svtool.schema.library import Library
from svtool.schema.place_names import fold_area

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
    ("Manchester", OUTSIDE, "the name of another authority"),
    ("Halton", OUTSIDE, "and of one next door"),
    ("Cheshire West & Chester", OUTSIDE, "and with a sign"),
    ("Cheshire Constabulary", OUTSIDE, "another force"),
    ("GMP", OUTSIDE, "and as it is called for short"),
    ("E23000006", OUTSIDE, "the code of another force"),
    ("E07000026", OUTSIDE, "the code of a former authority elsewhere"),
    ("Allerdale", OUTSIDE, "and its name"),
    ("Dorset", OUTSIDE, "a name of several places, none of which is here"),
    ("E05000932", "E08000014", "a ward"),
    ("E05015468", OUTSIDE, "a ward of elsewhere"),
    ("Out of force", OUTSIDE, "somewhere else, wherever it is"),
    ("OUTSIDE  FORCE-AREA", OUTSIDE, "and as another system says it"),
    ("Out of Force (OOF)", OUTSIDE, "and with its abbreviation"),
    ("Out of force - Cheshire", OUTSIDE, "and where"),
    ("Police Scotland", OUTSIDE, "a force of Scotland"),
    ("Sefton MBC", "E08000014", "a council"),
    ("Liverpool City Council", "E08000012", "and a city's"),
    ("Metropolitan Borough of Wirral", "E08000015", "and by its rank"),
    ("Halton Borough Council", OUTSIDE, "a council of elsewhere"),
    ("London Borough of Barnet", OUTSIDE, "and of London"),
    ("London", None, "which is no authority"),
    ("Council", None, "a word"),
    ("Outside Merseyside", OUTSIDE, "and by the name of the whole"),
    ("Scotland", OUTSIDE, "abroad"),
    ("S12000036", OUTSIDE, "a code of Scotland"),
    ("Wales", OUTSIDE, "a nation"),
    ("England", None, "the nation that the area is in"),
    ("Outside Liverpool", None, "may be in Sefton"),
    ("E01999999", None, "a code that no LSOA has"),
    ("E06999999", None, "a code that no authority has"),
    ("W01999999", None, "nor any in Wales"),
    ("Atlantis", None, "a name that nobody listed"),
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
    forces = library.areas("police_forces")
    assert forces.locate("action fraud") == "Action Fraud"
    assert "Action Fraud" in forces.by_key


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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kent", "E23000032"),
        ("Kent Police", "E23000032"),
        ("cumbria constabulary", "E23000002"),
        ("Devon & Cornwall Police", "E23000035"),
        ("Dyfed Powys", "W15000004"),
        ("Metropolitan Police Service", "E23000001"),
        ("Hampshire and Isle of Wight Constabulary", "E23000030"),
        ("E23000005", "E23000005"),
        ("Sefton", "E23000004"),
        ("E01006412", "E23000004"),
        ("Allerdale", "E23000002"),
    ],
)
def test_a_force_is_found_by_what_it_is_called_and_by_the_places_in_it(text: str, code: str, library: Library) -> None:
    assert library.areas("police_forces").locate(text) == code


def test_where_some_areas_are_in_no_list_another_place_may_be_one_of_them(library: Library) -> None:
    """Action Fraud covers no list of authorities, so that nothing is outside all forces and bodies."""
    assert library.areas("police_forces").locate("Scotland") is None


def test_the_city_is_not_of_the_metropolitan_police(library: Library) -> None:
    assert library.areas("metropolitan").locate("E09000001") == OUTSIDE
    assert library.areas("metropolitan").locate("Barking & Dagenham") == "E09000002"


@pytest.mark.parametrize(
    ("force", "title", "inside", "outside"),
    [
        ("cheshire", "Cheshire", "Halton", "Wirral"),
        ("greater_manchester", "Greater Manchester", "E08000003", "E08000012"),
        ("dyfed_powys", "Dyfed-Powys", "Powys", "Cardiff"),
        ("north_wales", "North Wales", "Ynys Mon", "Shropshire"),
        ("city_of_london", "London, City of", "E09000001", "Westminster"),
        ("cumbria", "Cumbria", "Allerdale", "Lancaster"),
    ],
)
def test_every_police_force_area_is_a_set_of_local_authorities(
    force: str, title: str, inside: str, outside: str, library: Library
) -> None:
    areas = library.areas(force)
    assert areas.title == title
    assert areas.locate(inside) in areas.by_key
    assert areas.locate(outside) == OUTSIDE


def test_each_local_authority_is_in_one_police_force_area() -> None:
    forces = {force: areas_of_force(force) for force in gazetteer().forces}
    keys = [key for areas in forces.values() if areas for key in areas.by_key]
    assert len(forces) == 43 and len(keys) == len(set(keys)) == 318


def areas_named(*names: str, **more: object) -> AreaSet:
    return AreaSet.model_validate({"id": "x", "title": "X", "areas": [{"name": each} for each in names], **more})


def test_names_are_letters_of_any_script() -> None:
    areas = areas_named("القدس", "תל אביב", "北京", "Tŷ", "Tô", "Ynys Môn")
    for area in areas.areas:
        assert areas.locate(area.name.upper()) == area.key
    assert areas.locate("Ynys Mo\u0302n") == areas.locate("ynys mon") == "Ynys Môn"
    for nothing in ("-", "?", "***", "…", "T", ""):
        assert areas.locate(nothing) is None, nothing


def test_names_that_differ_by_a_sign_are_two_and_without_it_neither() -> None:
    areas = areas_named("Sector A+", "Sector A-", "Sector B")
    assert (areas.locate("sector  a+"), areas.locate("SECTOR A-")) == ("Sector A+", "Sector A-")
    assert areas.locate("Sector A") is None
    assert areas.locate("Sector-B") == "Sector B"


def test_a_name_is_found_without_its_apostrophe_and_accents() -> None:
    areas = areas_named("King's Lynn", "Barrow-in-Furness")
    assert areas.locate("Kings Lynn") == areas.locate("King’s Lynn") == "King's Lynn"
    assert areas.locate("Barrow in Furness") == "Barrow-in-Furness"


def test_some_boroughs_of_a_force_are_all_that_is_inside() -> None:
    two = areas_named("Sefton", "Wirral")
    assert two.locate("E08000014") == "Sefton", "an area without a code is the authority of its name"
    assert two.locate("Liverpool") == two.locate("E08000012") == OUTSIDE
    assert two.locate("Merseyside") is None, "the force is wider than both"


def test_of_areas_that_are_in_no_list_nothing_is_known_to_be_elsewhere() -> None:
    villages = areas_named("Upper End", "Lower End")
    assert villages.locate("Liverpool") is None
    assert villages.locate("Out of area") == OUTSIDE, "unless it says so itself"


def test_neighbourhoods_of_a_city_are_parts_of_it() -> None:
    areas = AreaSet.model_validate(
        {
            "id": "x",
            "title": "Two neighbourhoods",
            "areas": [{"name": "North", "lsoas": ["E01006512-E01006515"]}, {"name": "South", "lsoas": ["E01006560"]}],
        }
    )
    assert areas.locate("E01006513") == "North"
    assert areas.locate("E01006600") == OUTSIDE, "another LSOA of the city: all of ours are listed"
    assert areas.locate("Liverpool") is None, "the city is more than the two"
    assert areas.locate("Sefton") == OUTSIDE


@pytest.mark.parametrize(
    ("written", "shared"),
    [
        ("{name: Upper}, {name: UPPER}", "UPPER"),
        ("{name: Upper, aliases: [Mid]}, {name: Lower, aliases: [mid]}", "mid"),
        ("{name: Upper, code: E08000014}, {name: Lower, aliases: [E08000014]}", "E08000014"),
        ("{name: Upper, lsoas: [E01006412-E01006420]}, {name: Lower, lsoas: [E01006420]}", "E01006420"),
    ],
)
def test_two_areas_that_share_a_name_are_an_error_of_the_set(written: str, shared: str, desk: Desk) -> None:
    desk.write("definitions/areas/x.yaml", f"id: x\ntitle: X\nareas: [{written}]\n")
    with pytest.raises(InvalidFileError) as caught:
        Library(desk.folder).areas("x")
    assert f"areas[2] is called {shared}, and so is areas[1]" in str(caught.value)


def test_an_area_lists_its_own_names_and_codes(library: Library) -> None:
    areas = library.areas("merseyside")
    assert areas.lists("Sefton") and areas.lists("E23000004") and areas.lists("e01006412")
    assert not areas.lists("E08000025") and not areas.lists("Halton") and not areas.lists("somewhere")
    assert not library.areas("police_forces").lists("Sefton"), "it is in Merseyside, which is listed"
    assert library.areas("cheshire").lists("E01012369") and not library.areas("cheshire").lists("E01006412")


@pytest.mark.parametrize("force", ids_of_forces())
@pytest.mark.parametrize("parts", [None, "csp", "wards"])
def test_every_part_of_every_force_is_found_by_its_code_and_the_whole_is_called_otherwise(
    force: str, parts: Parts | None
) -> None:
    areas = areas_of_force(force, parts)
    assert areas
    assert [areas.locate(str(area.code)) for area in areas.areas] == list(areas.by_key)
    assert fold_area(areas.title) not in {fold_area(area.name) for area in areas.areas}
    assert areas.locate(areas.title) == areas.locate(str(areas.code)) == INSIDE


def test_a_force_area_is_made_once_however_it_is_asked_for() -> None:
    assert areas_of_force("cumbria") is areas_of_force("cumbria", None)


def test_partnerships_are_found_by_the_authority_that_they_are_all_of() -> None:
    west_yorkshire = areas_of_force("west_yorkshire", "csp")
    assert west_yorkshire and west_yorkshire.parts == "Community Safety Partnerships"
    assert west_yorkshire.locate("E08000035") == west_yorkshire.locate("Leeds") == "E22000345"


def test_partnerships_that_share_an_authority_are_not_told_apart_by_it() -> None:
    cumbria = areas_of_force("cumbria", "csp")
    assert cumbria
    assert len(cumbria.areas) == 6
    assert cumbria.locate("Cumberland") == cumbria.locate("E06000063") == INSIDE
    assert cumbria.locate("Lancaster") == OUTSIDE


def test_wards_are_found_by_name_code_and_lsoa() -> None:
    merseyside = areas_of_force("merseyside", "wards")
    assert merseyside
    assert merseyside.locate("Ainsdale") == merseyside.locate("E05000932") == "E05000932"
    assert merseyside.locate("E01006920") in merseyside.by_key
    assert merseyside.locate("Sefton") == INSIDE, "in one of its wards"
    assert merseyside.locate("E05015468") == OUTSIDE


def test_wards_of_one_name_are_told_apart_by_their_authority() -> None:
    thames_valley = areas_of_force("thames_valley", "wards")
    assert thames_valley
    shared = [area.name for area in thames_valley.areas if area.name.startswith("Abbey, ")]
    assert len(shared) > 1
    assert thames_valley.locate("Abbey") is None
    assert {thames_valley.locate(name) for name in shared} < set(thames_valley.by_key)


def test_an_lsoa_of_2011_that_was_split_is_inside_and_in_no_known_ward() -> None:
    """Wards are made of LSOAs of 2021."""
    cleveland = areas_of_force("cleveland", "wards")
    assert cleveland
    assert cleveland.locate("E01011973") == INSIDE


@pytest.mark.parametrize("code", ["E01008187", "E01023508", "E01023964", "E01027305"])
def test_an_lsoa_that_lies_by_vintage_in_two_authorities_is_not_known(code: str) -> None:
    for force in ("northumbria", "hertfordshire", "thames_valley"):
        for parts in (None, "csp", "wards"):
            areas = areas_of_force(force, parts)
            assert areas and areas.locate(code) is None


def test_all_lsoas_of_both_vintages_are_in_one_authority() -> None:
    """36,778 codes, of which four lie in two authorities."""
    by_vintage = gazetteer().lsoas.values()
    runs = [run for of in by_vintage for each in of.values() for run in each]
    codes = [code for run in runs for code in codes_of_run(run)]
    assert len(codes) == len(set(codes)) == 36_778 - 4
    newest = [run for of in by_vintage for vintage in ("both", "2021") for run in of.get(vintage, ())]
    in_wards = {code for ward in gazetteer().wards.values() for run in ward.lsoas for code in codes_of_run(run)}
    assert in_wards <= {code for run in newest for code in codes_of_run(run)}
    assert len(gazetteer().wards) == 7_536


def test_a_set_of_the_project_goes_before_one_that_ships(desk: Desk) -> None:
    written = "title: Ours\nareas: [{code: E08000014, name: Sefton}]\n"
    desk.write("definitions/areas/merseyside.yaml", f"id: merseyside\n{written}")
    desk.write("definitions/areas/cheshire.yaml", f"id: cheshire\n{written}")
    own = Library(desk.folder)
    assert [own.areas(each).title for each in ("merseyside", "cheshire")] == ["Ours", "Ours"]
    with pytest.raises(InvalidFileError, match="merseyside has the parts that it lists"):
        own.areas("merseyside", "wards")


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("west_yorkshir", "west_yorkshire"),
        ("West Yorkshire", "west_yorkshire"),
        ("GMP", "greater_manchester"),
        ("Leeds", "west_yorkshire"),
        ("E23000032", "kent"),
    ],
)
def test_a_set_that_is_not_there_is_told_with_the_one_that_may_be_meant(
    wanted: str, meant: str, library: Library
) -> None:
    with pytest.raises(InvalidFileError) as caught:
        library.areas(wanted)
    assert str(caught.value).endswith(f"; did you mean {meant}?")


@pytest.mark.parametrize(
    ("force", "text", "name"),
    [
        ("west_yorkshire", "City of Bradford Metropolitan District Council", "Bradford"),
        ("west_yorkshire", "Bradford MDC", "Bradford"),
        ("west_yorkshire", "Kirklees Council", "Kirklees"),
        ("west_yorkshire", "Leeds CSP", "Leeds"),
        ("west_yorkshire", "Leeds Community Safety Partnership", "Leeds"),
        ("west_yorkshire", "Leeds LA", "Leeds"),
        ("merseyside", "Sefton Council", "Sefton"),
        ("humberside", "NE Lincs", "North East Lincolnshire"),
        ("humberside", "E. Riding", "East Riding of Yorkshire"),
        ("humberside", "Hull City Council", "Kingston upon Hull, City of"),
        ("durham", "Co. Durham", "County Durham"),
        ("durham", "Durham County Council", "County Durham"),
        ("northumbria", "Newcastle", "Newcastle upon Tyne"),
        ("northumbria", "N Tyneside", "North Tyneside"),
        ("staffordshire", "Newcastle", "Newcastle-under-Lyme"),
        ("staffordshire", "City of Stoke-on-Trent", "Stoke-on-Trent"),
        ("dorset", "BCP Council", "Bournemouth, Christchurch and Poole"),
        ("south_wales", "City and County of Swansea", "Swansea"),
        ("gwent", "Caerphilly County Borough Council", "Caerphilly"),
        ("merseyside", "Saint Helens", "St. Helens"),
        ("metropolitan", "LB Hackney", "Hackney"),
        ("metropolitan", "Royal Borough of Greenwich", "Greenwich"),
        ("avon_and_somerset", "South Glos", "South Gloucestershire"),
        ("thames_valley", "W Berks", "West Berkshire"),
    ],
)
def test_an_authority_is_found_as_data_write_it(force: str, text: str, name: str, library: Library) -> None:
    areas = library.areas(force)
    assert areas.by_key[str(areas.locate(text))].name == name


@pytest.mark.parametrize(
    "text", ["Newcastle", "Stoke", "City", "County", "Council", "The", "Borough of", "CSP", "N", "Co"]
)
def test_what_may_be_several_places_or_none_is_not_known(text: str, library: Library) -> None:
    assert library.areas("merseyside").locate(text) is None
