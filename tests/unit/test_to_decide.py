"""A value that nobody has decided yet stops every command, with its line and what may stand there."""

from pathlib import Path

import pytest

from svtool.errors import ExitCode, InvalidFileError
from svtool.schema.text_yaml import read_text_yaml


def faults(folder: Path, text: str) -> list[str]:
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFileError) as raised:
        read_text_yaml(path, "x.yaml")
    assert raised.value.exit_code == ExitCode.INVALID_FILE
    return str(raised.value).splitlines()


def test_the_line_the_key_the_options_and_the_meaning_are_said(tmp_path: Path) -> None:
    text = 'columns:\n  knife:\n    blank: "TO DECIDE (no or unknown): what a blank flag means"\n'
    assert faults(tmp_path, text) == [
        "x.yaml:3: columns.knife.blank is TO DECIDE; expected no or unknown; what a blank flag means"
    ]


def test_every_undecided_value_is_listed_in_lists_too(tmp_path: Path) -> None:
    assert faults(tmp_path, "a: TO DECIDE\nb: [x, TO DECIDE (p or q)]\n") == [
        "x.yaml:1: a is TO DECIDE; expected a value; write one",
        "x.yaml:2: b[2] is TO DECIDE; expected p or q; write one",
    ]


@pytest.mark.parametrize("text", ["a: to be decided later", "a: TO DECIDED", "# a: TO DECIDE\na: x"])
def test_other_words_and_comments_are_no_open_decision(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text + "\n", encoding="utf-8")
    assert read_text_yaml(path).data["a"]
