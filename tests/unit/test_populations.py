"""Populations: how many people of some ages live in an area, and which estimates are refused."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path

import pytest

from svtool.errors import ExtractError, InvalidFileError
from svtool.figures.populations import ALL_AGES, Ages, Populations, read_populations
from svtool.schema.areas import Area, AreaSet
from svtool.schema.periods import Period

TWO = AreaSet(id="ours", title="Ours", code="W0", areas=(Area(name="North", code="N1"), Area(name="South", code="S1")))
PERIODS = [Period(str(year), str(year), date(year, 1, 1), date(year, 12, 31)) for year in (2020, 2021)]
HEADER = "area_code,year,age_lo,age_hi,population,series"
BANDS = """
    N1,2020,0,17,100,old
    N1,2020,18,24,50,old
    N1,2020,25,,200,old
    S1,2020,0,17,1000,old
    S1,2020,18,24,500,old
    S1,2020,25,,"2,000",old
"""


def read(folder: Path, rows: str, areas: AreaSet = TWO, header: str = HEADER) -> Populations:
    text = header + "\n" + textwrap.dedent(rows).lstrip("\n")
    (folder / "people.csv").write_text(text, encoding="utf-8")
    return read_populations("people.csv", folder, areas, PERIODS)


@pytest.mark.parametrize(
    ("ages", "north", "both"),
    [
        (ALL_AGES, 350, 3_850),
        (Ages(0, 24), 150, 1_650),
        (Ages(18, 24), 50, 550),
        (Ages(18), 250, 2_750),
        (Ages(0, 19), None, None),
        (Ages(10, 24), None, None),
    ],
)
def test_bands_that_follow_each_other_are_summed(
    tmp_path: Path, ages: Ages, north: int | None, both: int | None
) -> None:
    found = read(tmp_path, BANDS)
    assert found.people(["N1"], 2020, ages) == north
    assert found.people(["N1", "S1"], 2020, ages) == both


def test_a_band_of_just_these_ages_goes_before_a_sum(tmp_path: Path) -> None:
    found = read(tmp_path, BANDS + "    N1,2020,,,351,old\n")
    assert found.people(["N1"], 2020, ALL_AGES) == 351


def test_what_one_area_lacks_their_sum_lacks(tmp_path: Path) -> None:
    found = read(tmp_path, BANDS + "    N1,2021,,,360,old\n")
    assert found.people(["N1"], 2021, ALL_AGES) == 360
    assert found.people(["N1", "S1"], 2021, ALL_AGES) is None
    assert found.people([], 2020, ALL_AGES) is None
    assert (found.years_of(["N1"]), found.years_of(["N1", "S1"])) == ([2020, 2021], [2020])


def test_areas_that_are_not_the_project_s_are_left_out_whatever_is_in_them(tmp_path: Path) -> None:
    found = read(tmp_path, BANDS + "    X9,2021-census,,,about 5,new\n")
    assert {code for code, _ in found.by_place} == {"N1", "S1"}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("N1,2021-census,,,350,old", "year is not that of a mid-year estimate"),
        ("N1,2021,,,0,old", "population is not a number of people above zero"),
        ("N1,2021,,,many,old", "population is not a number of people above zero"),
        ("N1,2021,,,12.5,old", "population is not a number of people above zero"),
        ("N1,2021,0 to 17,,350,old", "age_lo and age_hi are not ages"),
        ("N1,2021,18,17,350,old", "age_lo and age_hi are not ages"),
        ("N1,2021,,,350,", "series is blank"),
        ("N1,2020,0,17,100,old", "is a second estimate of this area, year and ages"),
    ],
)
def test_a_row_that_is_no_estimate_is_refused_with_its_place(tmp_path: Path, row: str, fault: str) -> None:
    with pytest.raises(InvalidFileError, match=r"people\.csv, record 8: ") as error:
        read(tmp_path, f"{BANDS}    {row}\n")
    assert fault in str(error.value)


def test_every_fault_is_told_at_once_and_many_are_counted(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError) as error:
        read(tmp_path, BANDS + "    N1,then,,,1,old\n" * 23)
    lines = str(error.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "people.csv: 3 faults more"


def test_estimates_of_two_series_are_never_mixed(tmp_path: Path) -> None:
    """Mid-year estimates were made again after the census of 2021: a rate would change with the series."""
    with pytest.raises(InvalidFileError) as error:
        read(tmp_path, BANDS + "    N1,2021,,,350,new\n")
    assert str(error.value) == (
        "people.csv: holds estimates of several series: old (people.csv, record 2) and new (people.csv, record 8); "
        "expected one, because a rate would change with the series. Keep the rows of one."
    )


def test_estimates_of_other_boundaries_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError) as error:
        read(tmp_path, "    N1,2020,,,350,old\n    S9,2020,,,3500,old\n")
    assert str(error.value) == (
        "people.csv: has estimates of 1 of the 2 areas of Ours and lacks S1; expected the codes of "
        "definitions/areas/ours.yaml. The file may be of other boundaries: bring the estimates for these."
    )


def test_estimates_of_other_years_alone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError) as error:
        read(tmp_path, BANDS.replace(",2020,", ",2011,"))
    assert str(error.value) == (
        "people.csv: has estimates of mid-2011, and the periods need mid-2020 and mid-2021; expected at least one of "
        "these. Bring estimates of the right years, or choose other periods."
    )


def test_estimates_of_the_whole_alone_will_do(tmp_path: Path) -> None:
    found = read(tmp_path, "    W0,2020,,,3900,old\n")
    assert found.people(["W0"], 2020, ALL_AGES) == 3_900


def test_a_row_with_too_many_cells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match=r"people\.csv, record 8: "):
        read(tmp_path, BANDS + "    N1,2021,,,360,old,more,and more\n")


def test_a_file_without_a_needed_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="no column population"):
        read(tmp_path, "    N1,2020,0,17,100,old\n", header="area_code,year,age_lo,age_hi,people,series")


def test_five_year_bands_are_recognised(tmp_path: Path) -> None:
    assert not read(tmp_path, BANDS).has_standard_bands
    rows = "".join(f"    {code},2020,{low},{low + 4},10,old\n" for code in ("N1", "S1") for low in range(0, 25, 5))
    assert read(tmp_path, rows).has_standard_bands


@pytest.mark.parametrize(
    ("ages", "words"),
    [(ALL_AGES, "all ages"), (Ages(0, 24), "under 25"), (Ages(25), "25 and over"), (Ages(10, 17), "10 to 17")],
)
def test_ages_in_words(ages: Ages, words: str) -> None:
    assert str(ages) == words
