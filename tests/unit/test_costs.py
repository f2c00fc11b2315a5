"""What findings cost: the units that a text leaves open, and those that its remedy would settle."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

from svtool.commands.checkup import Request
from svtool.commands.validate import validate
from svtool.findings.finding import Cost
from svtool.validation import finding_costs
from svtool.validation.checks import Reading
from svtool.validation.verdict import Validation

ED = """
    reference,recorded_date,assault,weapon,age,area
    1,2021-01-05,Y,knife,20,Liverpool
    2,2021-01-06,Y,Knivess,20,Liverpool
    3,2021-01-07,Y,Knivess,40,Liverpool
    4,2021-01-08,N,Knivess,20,Liverpool
    5,2021-01-09,Y,whatsit,20,Liverpool
    6,2021-01-10,Y,,20,Liverpool
    7,2022-01-10,Y,knife,200,Liverpool
"""
LIKELY = {"Knivess": "knife"}


def suggest(reading: Reading) -> Mapping[str, Mapping[int, str]]:
    """Return what is likely, as far as the test says."""
    return {
        name: {text.number: LIKELY[text.text] for text in texts if text.text in LIKELY}
        for name, texts in reading.odd.items()
    }


@pytest.fixture(autouse=True)
def _likely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding_costs, "suggestions", suggest)


def checked(folder: Path, **texts: str) -> Validation:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(textwrap.dedent(text).lstrip(), encoding="utf-8")
    return validate(Request(tuple(folder / f"{name}.csv" for name in texts)))


def costs(validation: Validation, field: str) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    found: list[Cost] = [cost for each in validation.findings if each.field == field for cost in each.costs]
    return {(each.measure, each.period): (each.counted, each.not_known, each.because, each.settled) for each in found}


def test_a_word_that_nobody_knows_leaves_a_measure_open_and_its_remedy_settles_it(tmp_path: Path) -> None:
    found = costs(checked(tmp_path, ed=ED), "weapon")
    # Four assaults of 2021 have an unknown weapon; one of them is blank, which no remedy of the file settles.
    assert found["ed_knife_or_sharp", "2021"] == (1, 4, 3, 2)


def test_what_another_condition_decides_costs_nothing(tmp_path: Path) -> None:
    found = costs(checked(tmp_path, ed=ED), "weapon")
    # The patient of 40 is not under 25, whatever the weapon was.
    assert found["ed_knife_or_sharp_under_25", "2021"] == (1, 3, 2, 1)


def test_an_impossible_age_costs_only_the_measures_that_ask_about_ages(tmp_path: Path) -> None:
    found = costs(checked(tmp_path, ed=ED), "age")
    assert {measure for measure, _ in found} == {"ed_knife_or_sharp_under_25", "ed_knife_under_25"}
    assert found["ed_knife_or_sharp_under_25", "2022"] == (0, 1, 1, 0)


OFFENCES = """
    reference,recorded_date,offence_class,knife,firearm,domestic_abuse,area
    P1,2021-01-05,1,Y,N,N,Liverpool
    P2,2021-02-05,1,Yess,N,N,Liverpool
    P3,not yet,1,Y,N,N,Liverpool
    P4,2021-02-05,9ZZ,Y,N,N,Liverpool
"""
VICTIMS = """
    reference,victim_reference,victim_age
    P1,V1,17
    P1,V2,999
    P2,V3,20
    P3,V4,20
    P4,V5,20
"""


def test_a_record_without_a_date_is_in_no_period(tmp_path: Path) -> None:
    found = costs(checked(tmp_path, offences=OFFENCES, victims=VICTIMS), "recorded_date")
    assert {(period, because) for (_, period), (_, _, because, _) in found.items()} == {("without a date", 1)}


def test_an_offence_is_open_by_its_own_fields_and_by_those_of_its_victims(tmp_path: Path) -> None:
    validation = checked(tmp_path, offences=OFFENCES, victims=VICTIMS)
    by_flag, by_code, by_age = (costs(validation, name) for name in ("knife", "offence_class", "victim_age"))
    assert any(because == 1 for _, _, because, _ in by_flag.values())
    assert any(because == 1 for _, _, because, _ in by_code.values())
    # Of two victims one is 17 for certain: the other's age settles nothing for the offence.
    assert ("homicide_knife_under_25", "2021") not in by_age
