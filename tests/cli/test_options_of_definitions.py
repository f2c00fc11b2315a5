"""Options of a definition on a command line and in a project: every output names what was chosen."""

from __future__ import annotations

import csv
import json

import pytest
from command_desk import Desk, Ran

EXTRACT = """\
    reference,recorded_date,offence_class,knife,firearm,county_lines,domestic_abuse,alcohol,area
    A1,2020-02-01,1,N,N,N,N,N,Wirral
    A2,2020-02-02,58A,N,N,N,N,Y,Wirral
    A3,2020-02-03,58A,N,N,N,Y,N,Wirral
    A4,2020-02-04,106,N,N,N,N,N,Wirral
    A5,2020-02-05,1,N,N,N,Y,N,Wirral
    A6,2020-02-06,34B,N,N,N,N,,Wirral
    """
CHOSEN = "duty_statutory+domestic_abuse+alcohol"


@pytest.fixture
def duty(desk: Desk) -> Desk:
    """The small project, which counts by the statutory Duty."""
    desk.project("definition: merseyside", "definition: duty_statutory")
    desk.write("extracts/police.csv", EXTRACT)
    return desk


@pytest.mark.parametrize(
    ("chosen", "count", "not_known"),
    [
        ("duty_statutory", "3", "0"),
        ("duty_statutory+without_domestic_abuse", "2", "0"),
        ("duty_statutory+domestic_abuse", "4", "0"),
        (CHOSEN, "5", "1"),
    ],
)
def test_what_is_chosen_counts_and_stands_beside_the_figure(
    chosen: str, count: str, not_known: str, duty: Desk
) -> None:
    ran = duty.run("count", "--definition", chosen, "--periods", "calendar:2020..2020", "--format", "csv")
    figure = next(csv.DictReader(ran.out.splitlines()))
    assert (figure["definition"], figure["count"], figure["not_known"]) == (chosen, count, not_known)


def test_a_table_names_what_was_chosen_and_what_was_not(duty: Desk) -> None:
    duty.project("definition: merseyside", f"definition: {CHOSEN}")
    assert duty.run("measures").out.splitlines()[2:4] == [
        "Definition: Serious violence, the statutory Duty as summarised in Sefton, with domestic abuse, with alcohol "
        f"related crime ({CHOSEN})",
        "Options not chosen: modern_slavery, violence_against_women_and_girls",
    ]


def test_another_choice_is_news(duty: Desk) -> None:
    words = ("count", "--format", "csv", "--out", "out.csv", "--only-if-changed", "--definition")
    assert duty.run(*words, CHOSEN).code == 0
    assert json.loads((duty.folder / "out.csv.manifest.json").read_text())["options"] == {"definition": CHOSEN}
    assert "nothing has changed since" in duty.run(*words, CHOSEN).err
    assert duty.run(*words, "duty_statutory") == Ran(0, "", "")
    assert "duty_statutory," in (duty.folder / "out.csv").read_text()
    assert duty.run("verify", "out.csv.manifest.json").code == 0


@pytest.mark.parametrize(
    "command",
    [
        "measures",
        "count",
        "classify extracts/police.csv --mapping standard --out out.csv",
        "explain A1",
        "report --out r.html",
        "definition show",
    ],
)
def test_every_command_refuses_an_option_that_is_none(command: str, duty: Desk) -> None:
    words = command.split()
    ran = duty.run(*words, *([] if words[0] == "definition" else ["--definition"]), "duty_statutory+alcohl")
    assert (ran.code, ran.out) == (10, "")
    assert "alcohl is not an option of duty_statutory; expected domestic_abuse" in ran.err
    assert "did you mean alcohol?" in ran.err
