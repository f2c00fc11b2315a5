"""YAML is read as text: every scalar as it was typed, every value with its line, every fault at once."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from svtool.errors import ExitCode, InvalidFileError
from svtool.schema.text_yaml import read_text_yaml, show_location

if TYPE_CHECKING:
    from conftest import Desk


@pytest.mark.parametrize("typed", ["4.10", "010", "NO", "yes", "1e3", "2021-01-01", "8N", "0x10", "12:30:00"])
def test_a_scalar_stays_as_it_was_typed(typed: str, desk: Desk) -> None:
    """YAML's own ideas would make them 4.1, 8, false, true, 1000, a date, and so on."""
    assert desk.yaml(f"code: {typed}\ncodes: [{typed}]\n").data == {"code": typed, "codes": [typed]}


def test_a_key_is_text_as_well(desk: Desk) -> None:
    assert desk.yaml("labels: {2019: 2019 Baseline, NO: none}\n").data == {
        "labels": {"2019": "2019 Baseline", "NO": "none"}
    }


def test_a_quoted_null_is_a_text(desk: Desk) -> None:
    assert desk.yaml("""title: "null"\nother: '~'\n""").data == {"title": "null", "other": "~"}


@pytest.mark.parametrize(
    "path",
    [
        r"C:\data\police.csv", r"C:\new\table.csv", r"C:\London", r"in\new.csv", r"D:\Police.xlsx", r"C:\x.csv",
        r"extracts\2021\fire.csv", r"C:\Users\me\ed.csv",
    ],
)  # fmt: skip
def test_a_path_in_double_quotes_with_a_backslash_is_told(path: str, desk: Desk) -> None:
    """There a backslash makes another sign of the letter behind it, and the file would not be found."""
    with pytest.raises(InvalidFileError, match="write paths with /, or in single quotes"):
        desk.yaml(f'files: "{path}"\n')


@pytest.mark.parametrize("typed", [r"C:\new\t.csv", r"'C:\new\t.csv'", r'"C:\\new\\t.csv"', '"C:/new/t.csv"'])
def test_a_path_that_is_what_it_looks_like_is_read(typed: str, desk: Desk) -> None:
    assert desk.yaml(f"files: {typed}\n").data["files"].replace("\\", "/") == "C:/new/t.csv"


def test_a_tab_in_a_text_that_is_no_path_stays(desk: Desk) -> None:
    assert desk.yaml(r'title: "one\ttwo"').data == {"title": "one\ttwo"}


def test_every_value_knows_its_line(desk: Desk) -> None:
    document = desk.yaml("""
        id: x
        clauses:
          - id: A1
            where:
              all:
                - knife: yes
          - id: A2
        """)
    lines = {
        (): 1,
        ("id",): 1,
        ("clauses",): 2,
        ("clauses", 0, "id"): 3,
        ("clauses", 0, "where"): 4,
        ("clauses", 0, "where", "all"): 5,
        ("clauses", 0, "where", "all", 0, "knife"): 6,
        ("clauses", 1): 7,
    }
    assert {location: document.line_of(location) for location in lines} == lines


def test_what_is_not_there_has_the_line_of_what_would_hold_it(desk: Desk) -> None:
    document = desk.yaml("id: x\nclauses:\n  - id: A1\n  - id: A2\n")
    assert document.line_of(("clauses", 1, "where", "knife")) == 4
    assert document.line_of(("periods", "years")) == 1


def test_a_place_is_shown_as_people_count() -> None:
    assert show_location(("clauses", 0, "where", "all", 2, "knife")) == "clauses[1].where.all[3].knife"
    assert show_location((0, "id")) == "[1].id"
    assert show_location(()) == ""


FAULTS = {
    "a repeated key": (
        "id: x\ntitle: a\nid: y\n",
        ["definitions/x.yaml:3: id is written twice; keep one of the two"],
    ),
    "a repeated key further in": (
        "a:\n  - {b: 1, b: 2}\n",
        ["definitions/x.yaml:2: a[1].b is written twice; keep one of the two"],
    ),
    "an empty list": (
        "id: x\nclauses: []\n",
        ["definitions/x.yaml:2: clauses is an empty list; expected at least one entry"],
    ),
    "a key without a value": (
        "id: x\ntitle:\n",
        ["definitions/x.yaml:2: title has no value; write one, or remove the key"],
    ),
    "a null": (
        "id: x\nwhere: {knife: ~, firearm: null}\n",
        [
            "definitions/x.yaml:2: where.firearm has no value; write one, or remove the key",
            "definitions/x.yaml:2: where.knife has no value; write one, or remove the key",
        ],
    ),
    "an empty entry of a list": (
        "years: [2019, ~]\n",
        ["definitions/x.yaml:1: years[2] has no value; write one, or remove the key"],
    ),
    "all of these at once": (
        "id: x\nid: y\nclauses: []\nsets:\n  - {name: a, name: b}\n",
        [
            "definitions/x.yaml:2: id is written twice; keep one of the two",
            "definitions/x.yaml:3: clauses is an empty list; expected at least one entry",
            "definitions/x.yaml:5: sets[1].name is written twice; keep one of the two",
        ],
    ),
    "a key that is a list": ("? [a, b]\n: 1\n", ["definitions/x.yaml:1: a key must be plain text"]),
    "an empty file": ("", ["definitions/x.yaml:1: the file is empty; expected YAML keys and values"]),
    "a file of comments": (
        "# nothing yet\n",
        ["definitions/x.yaml:1: the file is empty; expected YAML keys and values"],
    ),
}


@pytest.mark.parametrize(("text", "messages"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_file_and_line(text: str, messages: list[str], desk: Desk) -> None:
    with pytest.raises(InvalidFileError) as caught:
        desk.yaml(text)
    assert str(caught.value).splitlines() == messages


NOT_YAML = {
    "a list that is not closed": ("id: x\nyears: [2019\nb: 2\n", 3),
    "a colon too many": ("id: x\ntitle: a: b\n", 2),
    "a tab for indentation": ("id: x\nclauses:\n\t- id: A1\n", 3),
    "two documents": ("id: x\n---\nid: y\n", 2),
    "a quote that is not closed": ('id: x\ntitle: "abc\n', 3),
    "an alias of nothing": ("id: x\ntitle: *nowhere\n", 2),
}


@pytest.mark.parametrize(("text", "line"), NOT_YAML.values(), ids=NOT_YAML)
def test_what_is_not_yaml_is_told_with_the_line_where_reading_stopped(text: str, line: int, desk: Desk) -> None:
    with pytest.raises(InvalidFileError) as caught:
        desk.yaml(text)
    (message,) = str(caught.value).splitlines()
    assert message.startswith(f"definitions/x.yaml:{line}: not YAML: ")


@pytest.mark.parametrize("text", ["a: &a [*a]", "a: &a [*a, *a, *a]", "a: &a\n  b: {c: *a}", "&a\nb: *a"])
def test_a_value_that_contains_itself_is_refused_at_once(text: str, desk: Desk) -> None:
    with pytest.raises(InvalidFileError, match="is in itself, through an alias"):
        read_text_yaml(desk.write("x.yaml", text))


def test_aliases_of_aliases_are_refused_before_they_fill_the_machine(desk: Desk) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise("abcdefghij")]
    with pytest.raises(InvalidFileError, match="more than 100,000 values"):
        read_text_yaml(desk.write("x.yaml", "\n".join(lines)))


def test_an_alias_that_is_used_a_few_times_is_read(desk: Desk) -> None:
    assert read_text_yaml(desk.write("x.yaml", "a: &a [x]\nb: *a\nc: *a\n")).data == {
        "a": ["x"],
        "b": ["x"],
        "c": ["x"],
    }


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 5_000, "- " * 5_000 + "x"])
def test_brackets_in_brackets_without_end_are_refused(text: str, desk: Desk) -> None:
    with pytest.raises(InvalidFileError, match=r"nesting|nested|not YAML"):
        read_text_yaml(desk.write("x.yaml", text))


def test_a_tag_makes_nothing_but_text(desk: Desk) -> None:
    """A tag asks a YAML reader to build an object; here it builds nothing."""
    assert desk.yaml("a: !!python/object:os.system 1\nb: !!int 2\n").data == {"a": "1", "b": "2"}


def test_a_byte_order_mark_is_no_part_of_the_first_key(desk: Desk) -> None:
    assert read_text_yaml(desk.write("x.yaml", b"\xef\xbb\xbfid: x\n")).data == {"id": "x"}


def test_line_ends_of_windows_change_nothing(desk: Desk) -> None:
    document = read_text_yaml(desk.write("x.yaml", b"id: x\r\nclauses:\r\n  - id: A1\r\n"))
    assert document.data == {"id": "x", "clauses": [{"id": "A1"}]}
    assert document.line_of(("clauses", 0, "id")) == 3


def test_a_missing_file_is_told_plainly(desk: Desk) -> None:
    with pytest.raises(InvalidFileError) as caught:
        read_text_yaml(desk.folder / "svtool.yaml", "svtool.yaml")
    assert str(caught.value) == "svtool.yaml: there is no such file. Check the name and the folder."
    assert caught.value.exit_code == ExitCode.INVALID_FILE == 10


def test_a_folder_is_told_plainly(desk: Desk) -> None:
    with pytest.raises(InvalidFileError) as caught:
        read_text_yaml(desk.folder, "svtool.yaml")
    assert str(caught.value).startswith("svtool.yaml: is a folder, a pipe or a device; expected a YAML file.")


def test_a_file_in_another_encoding_is_told_plainly(desk: Desk) -> None:
    path = desk.write("x.yaml", "title: café\n".encode("cp1252"))
    with pytest.raises(InvalidFileError) as caught:
        read_text_yaml(path, "x.yaml")
    assert str(caught.value) == "x.yaml: can't be read as YAML: it is not UTF-8 text. Save it as UTF-8 text."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes among its files")
def test_a_pipe_is_not_waited_for(desk: Desk) -> None:
    os.mkfifo(desk.folder / "svtool.yaml")
    with pytest.raises(InvalidFileError, match="is a folder, a pipe or a device"):
        read_text_yaml(desk.folder / "svtool.yaml")
