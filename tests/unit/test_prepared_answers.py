"""Questions of init are answered from a file by the place that each is about."""

from pathlib import Path

import pytest

from svtool.errors import InvalidFileError
from svtool.proposal.decisions import Decision, decide_later
from svtool.proposal.prepared_answers import Answers, first_of, read_answers

FORCE = Decision("whose extract it is", ("inside", "not_known"), "where a record without an area belongs")
FORMAT = Decision("how it is written", ("DD/MM/YYYY",), "no value proves it", is_free=True)


def answers(folder: Path, text: str) -> Answers:
    path = folder / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    return read_answers(path)


def test_a_place_is_answered_by_its_own_name_before_one_with_a_star(tmp_path: Path) -> None:
    found = answers(tmp_path, '"*.area_unknown": not_known\nsources.ed[2].area_unknown: inside\n')
    assert found.ask("sources.ed[2].area_unknown", FORCE) == "inside"
    assert found.ask("sources.ed[1].area_unknown", FORCE) == "not_known"
    assert found.ask("sources.ed[1].area_basis", FORCE) is None


def test_an_answer_that_is_none_of_the_options_is_named_with_its_line(tmp_path: Path) -> None:
    found = answers(tmp_path, "a: b\nsources.ed.area_unknown: insid\n")
    with pytest.raises(InvalidFileError, match=r"answers.yaml:2: .* answered with insid; expected inside or not_known"):
        found.ask("sources.ed.area_unknown", FORCE)


def test_an_open_question_takes_what_it_is_given(tmp_path: Path) -> None:
    found = answers(tmp_path, "crimes.columns.recorded_date.format: [DD/MM/YYYY, YYYY-MM-DD]\nlate: later\n")
    assert found.ask("crimes.columns.recorded_date.format", FORMAT) == ["DD/MM/YYYY", "YYYY-MM-DD"]
    assert found.ask("late", FORMAT) is None


def test_answers_that_nothing_asked_for_are_known(tmp_path: Path) -> None:
    found = answers(tmp_path, "sources.ed.area_unknown: inside\nsources.fire.area_unknown: inside\n")
    found.ask("sources.ed.area_unknown", FORCE)
    assert found.unasked == ["sources.fire.area_unknown"]


def test_one_asks_after_the_other(tmp_path: Path) -> None:
    found = answers(tmp_path, "b: inside\n")
    assert first_of([decide_later, found.ask])("b", FORCE) == "inside"
    assert first_of([])("b", FORCE) is None
