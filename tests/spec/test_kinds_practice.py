"""What is a record of a source and no unit of its measures: anti-social behaviour is reported, and is no crime."""

from __future__ import annotations

from pathlib import Path

from counting import count, own_mapping, write_project

from svtool.commands.measures import measure
from svtool.commands.scope import Request
from svtool.output.wording.note_words import notes_in_words

STREET = """
    Month,Type,Knife
    2021-01,Robbery,Y
    2021-01,Robbery,N
    2021-02,Anti-social behaviour,N
    2021-02,anti-social  behaviour,Y
    2021-03,,Y
    """
MAPPING = """
    source: police
    row: offence
    columns:
      recorded_date: {column: Month, format: YYYY-MM}
      crime_type: Type
      knife: Knife
    """
MEASURES = {
    "all": "unit: offence",
    "knife": "unit: offence, where: {knife: yes}",
    "disorder": "unit: offence, where: {crime_type: Anti-social behaviour}",
}


def test_anti_social_behaviour_is_no_recorded_offence_unless_it_is_asked_for(tmp_path: Path) -> None:
    found = count(tmp_path, "police", STREET, own_mapping(tmp_path, MAPPING), MEASURES)
    assert found["all"] == (3, 0), "what has no type may be an offence"
    assert found["knife"] == (2, 0)
    assert found["disorder"] == (1, 1)


def test_what_was_left_out_is_told_beside_the_figures(tmp_path: Path) -> None:
    found = count(tmp_path, "police", STREET, own_mapping(tmp_path, MAPPING), MEASURES)
    assert (
        "police: 2 records are anti-social behaviour, which is no recorded offence; they count only in figures that "
        "may be about them." in notes_in_words(found.result.said["police"])
    )


def test_by_type_of_crime_it_has_a_part_of_its_own_that_is_none_of_the_whole(tmp_path: Path) -> None:
    project = write_project(tmp_path, "police", [STREET], own_mapping(tmp_path, MAPPING), {"all": "unit: offence"})
    found = measure(Request(project=project, by=("crime_type",)))
    numbers = {each.by["crime_type"]: each.count for each in found.figures if each.is_column}
    assert numbers["all"] == 3
    assert numbers["Robbery"] == 2
    assert numbers["Anti-social behaviour"] == 1


def test_a_title_that_says_so_is_none_either(tmp_path: Path) -> None:
    rows = "Month,Offence\n2021-01,Homicide\n2021-02,Non Crime\n2021-03,Violence with injury\n"
    mapping = own_mapping(
        tmp_path,
        """
        source: police
        row: offence
        columns:
          recorded_date: {column: Month, format: YYYY-MM}
          offence_title: Offence
        """,
    )
    measures = {"all": "unit: offence", "homicide": "unit: offence, where: {offence: homicide}"}
    found = count(tmp_path, "police", rows, mapping, measures)
    assert found["all"] == (2, 0)
    assert found["homicide"] == (1, 0)


def test_a_name_that_no_record_of_a_period_bears_is_told_and_no_mere_nought(tmp_path: Path) -> None:
    rows = """
        Month,Type,Knife
        2021-01,Violent crime,N
        2021-01,Robbery,N
        2021-07,Violence and sexual offences,N
        2021-07,Robbery,N
        """
    quarters = "{kind: quarter, from: 2021-Q1, to: 2021-Q3}"
    project = write_project(
        tmp_path, "police", [rows], own_mapping(tmp_path, MAPPING), {"all": "unit: offence"}, periods=quarters
    )
    found = measure(Request(project=project, by=("crime_type",)))
    told = {(each.by["crime_type"], each.count): notes_in_words(each.notes) for each in found.figures if each.is_column}
    assert any("it may have been called otherwise" in note for note in told[("Violent crime", 0)])
    assert any("Violence and sexual offences" in note for note in told[("Violence and sexual offences", 0)])
    assert not any("called otherwise" in note for note in told[("Robbery", 1)])
