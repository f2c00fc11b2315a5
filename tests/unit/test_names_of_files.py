"""Names of files that no output can hold: told in letters that all can, before anything is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from svtool.errors import ExtractError
from svtool.files.file_names import find_files, plain_name
from svtool.proposal.file_contents import look_at_folder
from svtool.schema.project import ExtractEntry

TABLE = "reference,recorded_date\nR1,2021-01-05\n"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("police 2021.csv", "police 2021.csv"),
        ("Heddlu Gogledd Cymru – ŵyn.csv", "Heddlu Gogledd Cymru – ŵyn.csv"),
        (os.fsdecode(b"f\xe9.csv"), "f\\xe9.csv"),
        ("red\x1b[31m.csv", "red\\x1b[31m.csv"),
        ("two\nlines.csv", "two\\x0alines.csv"),
        ("half \ud800 pair.csv", "half \\ud800 pair.csv"),
    ],
)
def test_what_no_output_can_hold_is_written_out(name: str, plain: str) -> None:
    assert plain_name(name) == plain
    plain.encode("utf-8")


def write(folder: Path, name: str) -> None:
    try:
        (folder / name).write_text(TABLE, encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this system has no such names")


@pytest.mark.parametrize("name", [os.fsdecode(b"f\xe9.csv"), "red\x1b[31m.csv"])
def test_an_extract_of_such_a_name_is_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    write(tmp_path, name)
    with pytest.raises(ExtractError) as caught:
        find_files(ExtractEntry.model_validate({"files": "*.csv"}), tmp_path)
    assert str(caught.value).startswith(f"{plain_name(name)}: its name has letters of another encoding")
    assert str(caught.value).endswith("Rename the file.")
    assert caught.value.exit_code == 11


def test_init_says_so_and_looks_at_the_others(tmp_path: Path) -> None:
    write(tmp_path, os.fsdecode(b"f\xe9.csv"))
    write(tmp_path, "g.csv")
    found = look_at_folder(tmp_path, ["reference", "recorded_date"], [])
    assert [each.name for each in found.looks] == ["g.csv"]
    assert list(found.unreadable) == ["f\\xe9.csv"]
