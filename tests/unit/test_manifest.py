"""What a manifest says of files and options: names that tell nothing of folders, and words that are read back."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from svtool.commands.count import Question
from svtool.commands.manifest import as_json, fingerprint, options_of, private_names, read_options
from svtool.commands.scope import Request
from svtool.errors import InvalidFileError, UsageError
from svtool.output.fingerprints import content_fingerprint

HERE = Path("project")


def test_files_of_the_project_are_named_from_its_folder_and_others_by_their_own_name() -> None:
    files = [HERE / "extracts/b.csv", HERE / "a.csv", Path("/secret/c.csv"), Path("/other/c.csv"), HERE / "../d.csv"]
    assert private_names(files, HERE) == [
        ("../d.csv", HERE / "../d.csv"),
        ("a.csv", HERE / "a.csv"),
        ("elsewhere/c.csv", Path("/other/c.csv")),
        ("elsewhere/c.csv (2)", Path("/secret/c.csv")),
        ("extracts/b.csv", HERE / "extracts/b.csv"),
    ]


def test_the_order_of_the_files_changes_no_name() -> None:
    files = [Path("/secret/c.csv"), Path("/other/c.csv"), HERE / "a.csv"]
    assert private_names(files, HERE) == private_names(files[::-1], HERE)


def test_a_fingerprint_is_the_size_and_the_sha_256(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc")
    expected = {"bytes": 3, "sha256": hashlib.sha256(b"abc").hexdigest()}
    assert fingerprint(path) == expected == content_fingerprint("csv", b"abc")
    path.unlink()
    with pytest.raises(UsageError, match="file: went away"):
        fingerprint(path)


REQUEST = Request(
    tables=("home_office",), by=("area", "sex"), as_at=date(2021, 3, 31), replace=True, max_rejected=0.005
)


def test_options_are_what_was_asked_for_beyond_what_is_always_asked_and_are_read_back() -> None:
    written = options_of(REQUEST)
    assert written == {
        "tables": ["home_office"],
        "by": ["area", "sex"],
        "max_rejected": 0.005,
        "replace": True,
        "as_at": "2021-03-31",
    }
    assert Request(**read_options(Request, json.loads(as_json(written)), Path("m.json"))) == REQUEST


def test_a_question_is_read_back() -> None:
    question = Question(where="offence: robbery", unit="offence", by_definition=True)
    assert Question(**read_options(Question, options_of(question), Path("m.json"))) == question


@pytest.mark.parametrize("options", [{"project": "/etc/passwd"}, {"sideways": True}, {"as_at": "soon"}])
def test_an_option_that_there_is_not(options: dict[str, object]) -> None:
    with pytest.raises(InvalidFileError, match=r"m\.json: has "):
        read_options(Request, options, Path("m.json"))
