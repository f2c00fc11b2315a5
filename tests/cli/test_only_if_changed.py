"""--only-if-changed: a night on which nothing has changed counts and writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from command_desk import Desk, Ran
from often import slow_but
from small_project import police_csv

WORDS = ("measures", "--format", "csv,json", "--out", "results/", "--only-if-changed")
SAID = "results/manifest.json: nothing has changed since; nothing was written\n"


@pytest.fixture
def counted(desk: Desk) -> Desk:
    """The small project, counted last night."""
    desk.project()
    desk.write("extracts/police.csv", police_csv())
    assert desk.run(*WORDS).code == 0
    return desk


def ages(desk: Desk) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (desk.folder / "results").iterdir()}


def test_nothing_is_written_when_nothing_has_changed(counted: Desk) -> None:
    before = ages(counted)
    assert counted.run(*WORDS) == Ran(0, "", SAID)
    assert counted.run(*WORDS, "--quiet") == Ran(0, "", "")
    assert ages(counted) == before


def append(desk: Desk) -> None:
    with (desk.folder / "extracts/police.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"PRIVATE-REF-99999,{date(2021, 12, 31)},34B,N,N,N,20,Wirral\n")


def add_file(desk: Desk) -> None:
    desk.write("extracts/police_2.csv", police_csv(first=date(2021, 12, 31)).replace("-00", "-77"))


CHANGES: dict[str, Callable[[Desk], object]] = {
    "a record more": append,
    "a file more": add_file,
    "another project": lambda desk: desk.project("extracts/police.csv", "extracts/police*.csv, area_basis: incident"),
    "an own definition": lambda desk: desk.write(
        "definitions/tables/recorded_crime.yaml",
        (Path(__file__).parents[2] / "definitions/tables/recorded_crime.yaml").read_bytes() + b"\n# ours now\n",
    ),
    "an output lost": lambda desk: (desk.folder / "results" / "recorded_crime.json").unlink(),
    "an output edited": lambda desk: desk.write("results/recorded_crime.csv", "a\n"),
    "a manifest that is none": lambda desk: desk.write("results/manifest.json", "{}"),
}


@pytest.mark.parametrize("change", slow_but(lambda name: name == "a record more", CHANGES))
def test_a_change_is_counted(change: str, desk: Desk) -> None:
    desk.project("files: extracts/police.csv", "files: extracts/police*.csv")
    desk.write("extracts/police.csv", police_csv())
    assert desk.run(*WORDS).code == 0
    CHANGES[change](desk)
    assert SAID not in desk.run(*WORDS).err


@pytest.mark.parametrize("more", [["--by", "area"], ["--periods", "calendar:2021"], ["--format", "csv"]])
def test_another_question_is_counted(more: list[str], counted: Desk) -> None:
    ran = counted.run(*WORDS, *more)
    assert ran.code == 0
    assert SAID not in ran.err


def test_a_file_of_a_source_that_no_table_asks_for_is_no_news(desk: Desk) -> None:
    desk.project("  police:", "  fire: {files: extracts/fire.csv}\n  police:")
    desk.write("extracts/police.csv", police_csv())
    desk.write("extracts/fire.csv", "reference,incident_date\nF1,2021-01-01\n")
    assert desk.run(*WORDS).code == 0
    assert desk.run(*WORDS) == Ran(0, "", SAID)


def test_a_question_has_its_own_manifest(counted: Desk) -> None:
    count = ("count", "--where", "offence: robbery", "--format", "csv", "--out", "count.csv", "--only-if-changed")
    assert counted.run(*count).err == ""
    assert "nothing was written" in counted.run(*count).err
    other = [word.replace("robbery", "theft") for word in count]
    assert "nothing was written" not in counted.run(*other).err


@pytest.mark.parametrize("said", ["acknowledged", "received"])
def test_a_day_that_is_past_is_news(said: str, desk: Desk) -> None:
    """What was acknowledged until yesterday is said again, every night until somebody looks at it anew."""
    for day, is_news in ((date.today(), False), (date.today() - timedelta(days=1), True)):
        keys = {
            "acknowledged": f"acknowledged: [{{finding: unreadable, until: {day}, by: A. Analyst}}]\nperiods:",
            "received": "periods:",
        }
        desk.project("periods:", keys[said])
        project = (desk.folder / "svtool.yaml").read_text("utf-8")
        if said == "received":
            project = project.replace("mapping: standard", f"mapping: standard, received: {{keep_until: {day}}}")
            desk.write("svtool.yaml", project)
        desk.write("extracts/police.csv", police_csv() + "R9,31/31/2021,34B,N,N,N,20,Wirral\n")
        desk.run(*WORDS)
        ran = desk.run(*WORDS, "--quiet")
        assert (ran.code, "warning: police: " in ran.err) == (0, is_news), ran.err


def test_it_needs_a_place(desk: Desk) -> None:
    ran = desk.run("measures", "--only-if-changed")
    assert (ran.code, "--only-if-changed: there is no manifest without --out" in ran.err) == (2, True)
