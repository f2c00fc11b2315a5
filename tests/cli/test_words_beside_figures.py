"""What stands beside figures in words: which fields leave something open, and what an extract seems to hold."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from command_desk import Desk

TABLE = """
    id: own
    title: Own
    groups:
      - title: All
        measures:
          - {id: grave, title: Grave robbery, source: police, unit: offence,
             where: {any: [{offence: robbery_business}, {all: [{offence: robbery}, {knife: yes}, {firearm: no}]}]}}
    """
LEFT_OPEN = (
    "The police extracts have no knife or sharp instrument flag and no firearm flag: what hangs on them is not known."
)


def test_a_note_beside_not_known_names_the_fields_that_the_extract_lacks(desk: Desk) -> None:
    desk.write("definitions/tables/own.yaml", TABLE)
    desk.write(
        "svtool.yaml", "tables: [own]\nperiods: {kind: calendar, years: [2021]}\nsources: {police: {files: a.csv}}"
    )
    desk.write(
        "a.csv", "reference,recorded_date,offence_class\nR1,2021-02-01,34A\nR2,2021-02-02,34B\nR3,2021-02-03,46\n"
    )
    lines = desk.run("measures").out.splitlines()
    number, mark = next(line.split()[2:] for line in lines if "not known" in line)
    assert (number, f"{mark} {LEFT_OPEN}" in lines) == ("1", True)


def ambulance(desk: Desk, codes: Sequence[str]) -> str:
    """Return what is printed of ambulance calls with these determinants."""
    desk.write(
        "svtool.yaml",
        "tables: [agencies]\nperiods: {kind: calendar, years: [2021]}\nsources: {ambulance: {files: a.csv}}",
    )
    rows = "".join(f"A{n},2021-{1 + n % 12:02}-01,{code}\n" for n, code in enumerate(codes))
    desk.write("a.csv", f"reference,recorded_date,ampds_code\n{rows}")
    return desk.run("count", "--source", "ambulance").out


@pytest.mark.parametrize(
    ("codes", "is_said"),
    [
        (["10D01"] * 250 + ["04B01"] * 50, True),
        (["10D01"] * 50 + ["04B01"] * 250, False),
        (["10D01"] * 100 + ["04B01"] * 5, False),
    ],
    ids=["every kind", "assaults", "too few to tell"],
)
def test_an_ambulance_file_that_seems_to_hold_every_kind_of_call_is_told(
    desk: Desk, codes: list[str], is_said: bool
) -> None:
    said = (
        "ambulance: 250 of 300 incidents have another AMPDS card than 4 or 27, so that the extract seems to hold every "
        "kind of incident. A measure that asks for no kind counts them all."
    )
    assert (said in ambulance(desk, codes)) is is_said
