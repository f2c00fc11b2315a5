"""A lookup as it is published makes a set of areas; what contradicts itself in it is told line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from svtool.errors import InvalidFileError
from svtool.figures.populations import ALL_AGES
from svtool.figures.shipped_populations import shipped_populations
from svtool.schema.areas import OUTSIDE, AreaSet
from svtool.schema.library import Library

SET = """
id: ours
title: North Liverpool
parts: neighbourhoods
lookup: {file: ours.csv, place: LSOA21CD, code: AREACD, name: AREANM, only: {LAD24NM: [Liverpool]}}
"""
ROWS = """LSOA21CD,AREACD,AREANM,LAD24NM
E01006512,N1,Docks,Liverpool
E01006513,N1,Docks,Liverpool
Old Docks,N1,Docks,Liverpool
E01006514,N2,Park,Liverpool
E01033749,N2,Park,Liverpool
E01006920,N3,Coast,Sefton
"""  # E01033749 is of 2011 only
OF_2021 = "E01034396"


def read(folder: Path, rows: str = ROWS, said: str = SET) -> AreaSet:
    (folder / "definitions" / "areas").mkdir(parents=True)
    (folder / "definitions" / "areas" / "ours.yaml").write_text(said, encoding="utf-8")
    (folder / "definitions" / "areas" / "ours.csv").write_text(rows, encoding="utf-8-sig")
    return Library(folder).areas("ours")


def test_each_area_has_its_places_and_rows_that_are_not_meant_have_none(tmp_path: Path) -> None:
    areas = read(tmp_path)
    assert [(each.code, each.name, each.lsoas, each.aliases) for each in areas.areas] == [
        ("N1", "Docks", ("E01006512", "E01006513"), ("Old Docks",)),
        ("N2", "Park", ("E01006514", "E01033749"), ()),
    ]
    for text, place in {"E01006513": "N1", "old docks": "N1", "Park": "N2", "N2": "N2", "E01006920": OUTSIDE}.items():
        assert areas.locate(text) == place, text


def test_codes_show_the_census_and_one_of_the_other_is_neither_in_nor_out(tmp_path: Path) -> None:
    areas = read(tmp_path)
    assert areas.is_of_other_vintage(OF_2021)
    assert areas.locate(OF_2021) is None
    assert not areas.is_of_other_vintage("E01006512")


def test_areas_have_the_people_of_their_lsoas(tmp_path: Path) -> None:
    found = shipped_populations(read(tmp_path))
    alone = {"E01006512", "E01006513"}
    assert found.people(["N1"], 2020, ALL_AGES) == sum(people_of(each) for each in alone)


def people_of(lsoa: str) -> int:
    areas = AreaSet.model_validate({"id": "one", "title": "One", "areas": [{"name": lsoa, "code": lsoa}]})
    return shipped_populations(areas).people([lsoa], 2020, ALL_AGES) or 0


def test_the_csv_is_among_the_definitions_that_were_read(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    read(tmp_path)
    library = Library(tmp_path)
    library.areas("ours")
    assert [path.name for name, path in library.opened.items() if name.endswith(".csv")] == ["ours.csv"]


PUBLISHED = """LSOA21CD,LSOA21NM,WD22CD,WD22NM,WD22NMW,LAD22CD,LAD22NM,ObjectId
E01006512,Liverpool 031A,E05000887,Church,,E08000012,Liverpool,1
E01006513,"Liverpool, 060A",E05000887,Church,,E08000012,Liverpool,2
E01006920,Sefton 001A,E05000936,church,,E08000014,Sefton,3
E01006921,Sefton 001B,E05000933,Birkdale,,E08000014,Sefton,4
E01006922,Sefton 001C,E05000950,Birkdale,,E08000014,Sefton,5
"""  # that two wards of one authority have one name is made up
WARDS = "{id: ours, title: North, parts: wards of 2022, lookup: {file: ours.csv}}"


def test_a_lookup_of_wards_is_read_as_it_is_published_and_wards_of_one_name_are_told_apart(tmp_path: Path) -> None:
    areas = read(tmp_path, PUBLISHED.replace("\n", "\r\n"), WARDS)
    assert [each.name for each in areas.areas] == [
        "Church, Liverpool", "church, Sefton", "Birkdale, Sefton, E05000933", "Birkdale, Sefton, E05000950",
    ]  # fmt: skip
    assert [areas.locate(text) for text in ("E01006920", "Church, Sefton", "E05000887")] == [
        "E05000936", "E05000936", "E05000887",
    ]  # fmt: skip
    assert areas.locate("Church") is None


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            PUBLISHED.replace("LSOA21NM", "WD21CD"),
            r"has WD21CD and WD22CD; expected one column that could be the code\. Say which it is, such as "
            r"lookup: \{file: ours\.csv, code: WD22CD\}",
        ),
        (PUBLISHED.replace("LSOA21CD", "LSOA"), r"has LSOA, LSOA21NM, .*; expected one column that could be the place"),
    ],
)
def test_a_column_that_could_be_several_is_asked_for(tmp_path: Path, rows: str, told: str) -> None:
    with pytest.raises(InvalidFileError, match=told):
        read(tmp_path, rows, WARDS)


def test_of_a_lookup_that_contradicts_itself_throughout_the_first_faults_are_told(tmp_path: Path) -> None:
    rows = [f"E0100{6500 + number},W{ward},Ward {ward}" for ward in (1, 2) for number in range(300)]
    with pytest.raises(InvalidFileError) as caught:
        read(tmp_path, "\n".join(["LSOA21CD,WD22CD,WD22NM", *rows]), WARDS)
    told = str(caught.value).splitlines()
    assert len(told) == 21
    assert told[0] == "ours.csv:302: puts E01006500 into W2, and a row above into W1; expected one area"
    assert told[-1] == "ours.csv: 280 faults more"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            ROWS.replace("Park,Liverpool\nE01033749", ",Liverpool\nE01033749"),
            r"ours\.csv:5: has a blank place, code or name",
        ),
        (
            ROWS.replace("E01006513,N1,Docks", "E01006513,N1,Quays"),
            r"ours\.csv:3: calls N1 Quays, and a row above Docks",
        ),
        (ROWS.replace("E01006514,N2", "E01006512,N2"), r"ours\.csv:5: puts E01006512 into N2, and a row above into N1"),
        (ROWS.replace("LSOA21CD", "LSOA11CD"), "has no column LSOA21CD; it has LSOA11CD, AREACD, AREANM and LAD24NM"),
        (ROWS.replace("Liverpool", "Leeds"), "has no row of the areas meant"),
        ("", "has no column LSOA21CD, AREACD, AREANM or LAD24NM; it has nothing"),
        (ROWS.replace("Old Docks", "Park"), r"Park, .*each name, alias and code must be of one area"),
    ],
)
def test_what_contradicts_itself_is_told_with_its_line(tmp_path: Path, rows: str, told: str) -> None:
    with pytest.raises(InvalidFileError, match=told):
        read(tmp_path, rows)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (SET.replace("ours.csv", "gone.csv"), r"gone\.csv: there is no such file\. Put it beside"),
        (SET.replace("ours.csv", "../ours.csv"), "expected the name of a CSV beside it, without folder"),
        (SET + "areas: [{name: Docks}]\n", "has areas and a lookup; expected one of them"),
        ("id: ours\ntitle: Ours\n", "has no areas; expected a list of them, or a lookup"),
    ],
)
def test_a_set_names_one_lookup_that_is_there(tmp_path: Path, said: str, told: str) -> None:
    with pytest.raises(InvalidFileError, match=told):
        read(tmp_path, said=said)
