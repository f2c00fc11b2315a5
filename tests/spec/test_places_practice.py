"""Where records are: inside, known to be elsewhere, or not known; what is elsewhere or in no list is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from counting import Counted, count, own_mapping

from svtool.output.wording.note_words import notes_in_words

ROWS = """
    Ref,Day,Place
    R1,2021-01-01,Liverpool
    R2,2021-01-02,Cheshire West and Chester
    R3,2021-01-03,Out of force
    R4,2021-01-04,
    R5,2021-01-05,E01999999
    R6,2021-01-06,Somewhere
    R7,2021-01-07,E23000006
    R8,2021-01-08,Merseyside Police
    """
MAPPING = """
    source: police
    row: offence
    area_unknown: AREA_UNKNOWN
    columns:
      reference: Ref
      recorded_date: {column: Day, format: YYYY-MM-DD}
      area: {column: Place, values: {County HQ: outside}}
    """


def counted(folder: Path, unknown: str, rows: str = ROWS) -> Counted:
    mapping = own_mapping(folder, MAPPING.replace("AREA_UNKNOWN", unknown))
    return count(folder, "police", rows, mapping, {"all": "unit: offence"}, areas="merseyside")


@pytest.mark.parametrize(("unknown", "found_to_be"), [("inside", (5, 0)), ("not_known", (2, 3))])
def test_what_is_known_to_be_elsewhere_is_outside_whatever_an_unknown_area_means(
    unknown: str, found_to_be: tuple[int, int], tmp_path: Path
) -> None:
    assert counted(tmp_path, unknown)["all"] == found_to_be


def test_what_lies_outside_and_codes_of_no_place_are_told_beside_the_figures(tmp_path: Path) -> None:
    told = notes_in_words(counted(tmp_path, "inside").result.said["police"])
    assert "police: 3 records lie outside the area, and count in none of its figures." in told
    assert any("E01999999 (1)" in each for each in told)
    assert not any("Somewhere" in each for each in told)


def test_a_mapping_may_say_that_a_place_is_outside(tmp_path: Path) -> None:
    found = counted(tmp_path, "inside", "Ref,Day,Place\nR1,2021-01-01,County HQ\nR2,2021-01-02,Sefton\n")
    assert found["all"] == (1, 0)
