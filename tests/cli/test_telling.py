"""What is said on standard error: sentences or lines of JSON, all of it or what is wrong alone, and always plainly."""

from __future__ import annotations

import json

import pytest
from command_desk import Desk
from small_project import police_csv

BAD_DAY = "PRIVATE-REF-99999,2021-02-30,34B,N,N,N,20,Wirral\n"


@pytest.fixture
def faulty(desk: Desk) -> Desk:
    """The small project, of one of whose records the day is impossible."""
    desk.project()
    desk.write("extracts/police.csv", police_csv() + BAD_DAY)
    return desk


def test_a_log_has_a_line_of_json_for_each_warning(faulty: Desk) -> None:
    ran = faulty.run("measures", "--log-format", "json", "--out", "figures.txt")
    (line,) = [json.loads(each) for each in ran.err.splitlines()]
    assert (line["level"], line["kind"], line["where"], line["cells"]) == ("warning", "unreadable", "police", 1)
    assert line["message"].startswith("police: 1 cell of recorded_date can't be read")


def test_a_log_has_the_exit_code_of_an_error(desk: Desk) -> None:
    ran = desk.run("measures", "--log-format=json", "--project", "none.yaml")
    (line,) = [json.loads(each) for each in ran.err.splitlines()]
    assert (line["level"], line["exit_code"]) == ("error", ran.code)
    assert "none.yaml" in line["message"]


@pytest.mark.parametrize("words", ["--perids x", ""])
def test_a_log_has_the_faults_of_the_command_line_too(words: str, desk: Desk) -> None:
    ran = desk.run(*(["measures", *words.split()] if words else ["mesures"]), "--log-format", "json")
    (line,) = [json.loads(each) for each in ran.err.splitlines()]
    assert (ran.code, line["level"], line["exit_code"]) == (2, "error", 2)


def test_quiet_says_what_is_wrong_and_nothing_else(faulty: Desk) -> None:
    ran = faulty.run("measures", "--quiet", "--out", "figures.txt")
    assert ran.out == ""
    assert ran.err.startswith("warning: police: 1 cell of recorded_date can't be read")
    review = faulty.run("review", "--measure", "homicide", "--period", "2021", "--out", "list.csv", "--quiet")
    assert "list.csv" not in review.err
    assert not [line for line in review.err.splitlines() if not line.startswith(("warning: ", "error: "))]


@pytest.mark.parametrize(
    "words",
    [
        ["measures", "--periods", "\x1b[2J:2021"],
        ["mea\x1b[2Jsures"],
        ["measures", "--\x1b[2J"],
        ["measures", "--project", "no\x1b[2J.yaml"],
        ["validate", "no\x9b2J.csv"],
    ],
)
@pytest.mark.parametrize("way", [[], ["--log-format", "json"]], ids=["text", "json"])
def test_words_of_a_command_line_move_no_cursor(words: list[str], way: list[str], desk: Desk) -> None:
    ran = desk.run(*words, *way)
    assert ran.code != 0
    assert not {*"\x1b\x9b"} & {*ran.out, *ran.err}


@pytest.mark.slow
def test_what_was_done_is_not_said_to_who_wants_quiet(desk: Desk) -> None:
    ran = desk.run("sample", "--out", "sample", "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_every_command_can_be_quiet(desk: Desk) -> None:
    for words in (["count"], ["definition", "show"], ["areas", "find"], ["verify"], ["init"]):
        assert "--quiet" in desk.run(*words, "--help").out
