"""A reply to a request for information: the numbers of the table, how they were made, and never without a policy."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tenth import write_tenth

from svtool.cli.outputs import Asked, asked_in_reply
from svtool.commands.count import Question, count
from svtool.commands.measures import Result
from svtool.commands.scope import Request
from svtool.errors import UsageError
from svtool.output.destination import Destination
from svtool.output.information_reply import reply_as_text

CUT = Question("assault: yes, weapon: [knife, other_sharp]", "ed")


@pytest.fixture(scope="module")
def asked_under(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Result]:
    project = write_tenth(tmp_path_factory.mktemp("tenth"))
    return lambda policy: count(Request(project=project, by=("area",), disclosure=policy), CUT)


@pytest.fixture(scope="module")
def result(asked_under: Callable[[str], Result]) -> Result:
    return asked_under("threshold_5")


def test_it_has_every_number_of_the_table_once_and_no_other(result: Result) -> None:
    told = re.findall(r"^    ([^:]+): ([\d,]+|suppressed)", reply_as_text(result), re.MULTILINE)
    expected = [(each.period, "suppressed" if each.count is None else f"{each.count:,}") for each in result.figures]
    assert told == expected
    assert "suppressed" in {number for _, number in told}


def test_it_says_how_they_were_made_and_what_they_do_not_tell(result: Result) -> None:
    reply = " ".join(reply_as_text(result).split())
    for words in (
        "Attendances: assault is yes and",
        "How the numbers were made - Area: Merseyside - Disclosure control: counts under 5 suppressed",
        "Days covered, emergency department attendances: Jan 2019 to Dec 2021",
        "The true number lies between the number and both together.",
        "Suppressed numbers are small, or would give a small number away",
    ):
        assert words in reply


def test_lines_fit_into_a_mail(result: Result) -> None:
    assert max(map(len, reply_as_text(result).splitlines())) <= 76


def test_without_a_policy_there_is_none(result: Result) -> None:
    with pytest.raises(UsageError, match=r"--reply: is sent to whoever asked.* Name a policy"):
        reply_as_text(dataclasses.replace(result, policy=None))


def test_it_is_of_no_other_format() -> None:
    assert asked_in_reply(Asked(("table",), Destination(Path("reply.txt")), False)).formats == ("reply",)
    with pytest.raises(UsageError, match="--reply: is text for whoever asked"):
        asked_in_reply(Asked(("csv",), Destination(Path("reply.csv")), False))
