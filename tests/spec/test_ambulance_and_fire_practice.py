"""How ambulance and fire services record: vehicles and calls of one incident, stood down, cards, deliberate fires."""

from __future__ import annotations

from pathlib import Path

import pytest
from counting import count

from svtool.output.wording.note_words import notes_in_words
from svtool.schema.library import Library

CARDS = {
    "all": "unit: incident",
    "assault": 'unit: incident, where: {ampds_card: "4"}',
    "penetrating": 'unit: incident, where: {ampds_card: "27"}',
    "young": "unit: incident, where: {age: {lt: 25}}",
}
VEHICLES = """
    Incident Number,Call Date,AMPDS Code,Outcome,Patient Age
    I1,01/01/2021,27D01S,Attended,
    I1,01/01/2021,27D01S,Attended,19
    I1,01/01/2021,27D01S,Stood down,
    I2,02/01/2021,4-D-1,Attended,40
    I3,03/01/2021,04B03,Stood down,30
    I4,04/01/2021,27-B-02G,Duplicate,30
    I5,05/01/2021,,Attended,30
    ,06/01/2021,17A01,Attended,30
    ,06/01/2021,17A01,Attended,30
    """


def test_vehicles_and_calls_are_one_incident_and_what_was_stood_down_is_none(tmp_path: Path) -> None:
    found = count(tmp_path, "ambulance", VEHICLES, "ambulance_cad", CARDS)
    assert found["all"] == (5, 0), "I1, I2, I5 and two without a number"
    ledger = found.ledger("ambulance")
    assert ledger.left_out == {"stood down": 2, "duplicate call": 1, "further vehicles or calls of an incident": 1}
    assert (ledger.read, ledger.usable, ledger.repeated) == (9, 5, 0)


def test_an_incident_knows_what_any_of_its_vehicles_knows(tmp_path: Path) -> None:
    found = count(tmp_path, "ambulance", VEHICLES, "ambulance_cad", CARDS)
    assert found["young"] == (1, 0)


def test_the_card_of_a_determinant_is_read_however_it_is_written(tmp_path: Path) -> None:
    found = count(tmp_path, "ambulance", VEHICLES, "ambulance_cad", CARDS)
    assert found["assault"] == (1, 1) and found["penetrating"] == (1, 1), "I5 has no code"


def test_what_is_no_determinant_is_not_known_and_told(tmp_path: Path) -> None:
    rows = "Incident Number,Call Date,AMPDS Code\nI1,01/01/2021,RED2\nI2,02/01/2021,04A01\n"
    found = count(tmp_path, "ambulance", rows, "ambulance_cad", CARDS)
    assert found["assault"] == (1, 1)
    assert any("1 cell of ampds_code can't be read" in each for each in notes_in_words(found.result.warnings))
    assert not any("RED2" in each for each in notes_in_words(found.result.warnings))


def test_vehicles_that_disagree_are_told(tmp_path: Path) -> None:
    rows = "Incident Number,Call Date,AMPDS Code\nI1,01/01/2021,04A01\nI1,01/01/2021,27B01\n"
    found = count(tmp_path, "ambulance", rows, "ambulance_cad", CARDS)
    assert found["all"] == (1, 0) and found["assault"] == (1, 0)
    assert "ambulance: 1 unit has rows that disagree with each other; their order decides nothing." in (
        notes_in_words(found.result.warnings)
    )


FIRES = """
    reference,recorded_date,incident_type,fire_type,motive
    F1,2021-01-01,fire,primary,deliberate
    F2,2021-01-02,fire,secondary,deliberate
    F3,2021-01-03,fire,chimney,accidental
    F4,2021-01-04,fire,,not known
    F5,2021-01-05,false alarm,,
    F6,2021-01-06,special service,,accidental
    """


@pytest.mark.parametrize(
    ("rule", "found_to_be"),
    [
        ("{motive: deliberate}", (2, 1)),
        ("{motive: deliberate, fire_type: primary}", (1, 1)),
        ("{fire_type: chimney}", (1, 1)),
    ],
)
def test_deliberate_fires_are_told_from_accidents_and_false_alarms(
    tmp_path: Path, rule: str, found_to_be: tuple[int, int]
) -> None:
    found = count(tmp_path, "fire", FIRES, "standard", {"fires": f"unit: incident, where: {rule}"})
    assert found["fires"] == found_to_be
    assert found.ledger("fire").left_out == {"false alarm": 1}


def test_a_special_service_is_an_incident_and_no_fire_of_unknown_cause(tmp_path: Path) -> None:
    rows = """
        reference,recorded_date,incident_type,motive
        F1,2021-01-01,fire,deliberate
        F2,2021-01-02,fire,
        F3,2021-01-03,special service,
        F4,2021-01-04,special service,not known
        F5,2021-01-05,,
        """
    measures = {
        "deliberate": "unit: incident, where: {motive: deliberate}",
        "not_deliberate": "unit: incident, where: {not: {motive: deliberate}}",
        "services": "unit: incident, where: {incident_type: special_service, motive: not_known}",
        "all": "unit: incident",
    }
    found = count(tmp_path, "fire", rows, "standard", measures)
    assert found["deliberate"] == (1, 2), "what is not said to be of another kind may be a fire"
    assert found["not_deliberate"] == (0, 2)
    assert found["services"] == (1, 2), "a measure that asks for them by name has them"
    assert found["all"] == (5, 0)


def test_months_of_a_financial_year_are_read_from_the_home_office_columns(tmp_path: Path) -> None:
    rows = """
        FRS_NAME,FINANCIAL_YEAR,MONTH_NAME,ACCIDENTAL_OR_DELIBERATE
        North,2020/21,January,Deliberate
        North,2020/21,April,Deliberate
        North,2021/22,March,Deliberate
        North,2021/22,December,Accidental
        """
    measures = {"fires": "unit: incident, where: {motive: deliberate}", "all": "unit: incident"}
    found = count(tmp_path, "fire", rows, "irs_fire", measures)
    assert found["fires"] == (1, 0), "January 2021; April 2020 and March 2022 lie outside"
    assert found["all"] == (2, 0)


def test_arson_is_a_measure_of_its_own_whose_fall_is_desired() -> None:
    table = Library().table("fire")
    measure = next(each for each in table.measures if each.id == "deliberate_fires")
    assert (measure.source, measure.unit, measure.desired) == ("fire", "incident", "fall")
