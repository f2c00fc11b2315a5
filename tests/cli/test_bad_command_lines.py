"""A wrong command line: said plainly, exit code 2, nothing on standard output, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_desk import Desk

FORM = (
    "expected KIND:FIRST..LAST, such as calendar:2019..2021, financial:2019/20..2020/21, "
    "year_to_date:2019-06-30..2021-06-30 (of financial years 2019/20-12-31..2020/21-12-31), "
    "rolling:2020-Q4..2021-Q4 or month:2021-01..2021-06."
)
BREAKDOWNS = (
    "expected area, age_band, sex, clause, offence_class, crime_type, offence_group, weapon_use, public_place, "
    "location_type, relationship, weekday … (13 in all)"
)

WRONG = {
    "--periods weekly:1": f"--periods: weekly is not a kind of period; {FORM}",
    "--periods calender:2021": f"--periods: calender is not a kind of period; {FORM[:-1]}; did you mean calendar?",
    "--periods calendar:2021..2019": (
        f"--periods calendar:2021..2019: the periods run from 2021 to 2019: the last lies before the first; {FORM}"
    ),
    "--periods calendar:20x1": (
        f"--periods calendar:20x1: the periods name 20x1, which is not a year such as 2021; {FORM}"
    ),
    "--periods financial:2019/21..2020/21": (
        "--periods financial:2019/21..2020/21: the periods name 2019/21, which is not a financial year such as "
        f"2020/21; {FORM}"
    ),
    "--periods month:2021-13": (
        f"--periods month:2021-13: the periods name 2021-13, which is not a month such as 2021-03; {FORM}"
    ),
    "--periods quarter:2021-Q3..2021-Q1": (
        "--periods quarter:2021-Q3..2021-Q1: the periods run from 2021-Q3 to 2021-Q1: the last lies before the first; "
        f"{FORM}"
    ),
    "--periods year_ending:2021-02-30": (
        "--periods year_ending:2021-02-30: the periods end on 02-30, which is not the last day of a month written as "
        f"MM-DD, such as 08-31; {FORM}"
    ),
    "--by postcode": f"--by: postcode is not a breakdown; {BREAKDOWNS}.",
    "--by area,ageband": f"--by: ageband is not a breakdown; {BREAKDOWNS}; did you mean age_band?",
    "--project svtool.yaml --sample": "--project and --sample exclude each other; leave one of them out.",
}


@pytest.mark.parametrize(("words", "sentence"), WRONG.items(), ids=WRONG)
def test_what_is_wrong_is_said_in_a_sentence(words: str, sentence: str, desk: Desk) -> None:
    ran = desk.run("measures", "--out", "figures.txt", *words.split())
    assert (ran.code, ran.out, ran.err) == (2, "", f"error: {sentence}\n")
    assert not (desk.folder / "figures.txt").exists()


def test_years_ending_on_two_different_days_are_no_series(desk: Desk) -> None:
    ran = desk.run("measures", "--periods", "year_ending:2020-08-31..2021-09-30")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: --periods year_ending:2020-08-31..2021-09-30: ")


def test_areas_that_the_project_does_not_name(desk: Desk) -> None:
    desk.project("areas: merseyside\n", "")
    ran = desk.run("measures", "--by", "area")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: --by area: the project names no areas; add a line such as areas: merseyside.\n"


def test_a_wrong_command_line_goes_before_a_wrong_file(desk: Desk) -> None:
    ran = desk.run("measures", "--table", "no_such_table", "--by", "postcode")
    assert (ran.code, ran.out) == (2, "")
    assert "--by: postcode is not a breakdown" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("measure", "measure is not a command of svtool; did you mean measures?"),
        ("measures --tabel x", "Error: No such option: --tabel"),
        ("measures --format xml", "'xml' is not one of 'table', 'csv', 'json', 'xlsx', 'ods', 'parquet', 'star'."),
        ("measures --partial half", "'half' is not one of 'like-for-like', 'raw', 'refuse'."),
        ("measures --max-rejected lots", "Error: Invalid value for '--max-rejected': expected a share such as 0.5%"),
        ("explain", "Error: Missing argument 'REFERENCE'."),
        ("sample", "Error: Missing option '--out'."),
        ("definition show", "Error: Missing argument 'NAME'."),
        ("definition lists", "lists is not a command of svtool definition; did you mean list?"),
    ],
)
def test_words_that_no_command_has(words: str, said: str, desk: Desk) -> None:
    ran = desk.run(*words.split())
    assert (ran.code, ran.out) == (2, "")
    told = ran.err.replace("\n", " ").replace("option '--tabel'", "option: --tabel")  # as releases of click differ
    assert said in told
    assert "Try 'svtool" in ran.err


@pytest.mark.parametrize("words", ["", "definition"])
def test_a_command_without_its_verb_shows_the_help(words: str, desk: Desk) -> None:
    ran = desk.run(*words.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: svtool")


def test_a_file_that_cannot_be_written(desk: Desk) -> None:
    ran = desk.run("measures", "--out", "nowhere/figures.txt")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: --out nowhere/figures.txt: can't be written: no such file or directory. Name another place.\n"
    )


def test_the_sample_is_not_written_over_other_files(desk: Desk) -> None:
    before = desk.files()
    ran = desk.run("sample", "--out", ".")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == ("error: --out .: the folder is not empty; expected a new one. Choose another, or add --force.\n")
    assert desk.files() == before


@pytest.mark.parametrize("out", ["extracts/police.csv", "extracts/police.csv/sample"])
def test_the_sample_is_not_written_into_a_file(out: str, desk: Desk) -> None:
    ran = desk.run("sample", "--out", out)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: --out {Path(out)}: ")
    assert "Traceback" not in ran.err
