"""What a manifest says of files and options: names that tell nothing of folders, and words that are read back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from svtool.commands import spared
from svtool.commands.as_found import AsFound
from svtool.commands.count import Question
from svtool.commands.evidence import NO_EVIDENCE
from svtool.commands.given_manifest import read_manifest
from svtool.commands.manifest import (
    as_json,
    fingerprint,
    manifest_of,
    names_in_place,
    options_of,
    private_names,
    read_options,
    run_of_result,
)
from svtool.commands.measures import Result
from svtool.commands.review import Question as Worklist
from svtool.commands.scope import Request
from svtool.errors import ExtractError, InvalidFileError, OutputError
from svtool.output.fingerprints import content_fingerprint
from svtool.schema.definitions import Definition

HERE = Path("project")


def test_files_of_the_project_are_named_from_its_folder_and_others_by_their_own_name() -> None:
    files = [HERE / "extracts/b.csv", HERE / "a.csv", Path("/secret/c.csv"), Path("/other/c.csv"), HERE / "../d.csv"]
    assert private_names(files, HERE) == [
        ("a.csv", HERE / "a.csv"),
        ("elsewhere/c.csv", Path("/other/c.csv")),
        ("elsewhere/c.csv (2)", Path("/secret/c.csv")),
        ("elsewhere/d.csv", HERE / "../d.csv"),
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
    with pytest.raises(ExtractError, match="file: went away while it was read"):
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


@pytest.mark.parametrize(
    "options",
    [
        {"project": "/etc/passwd"}, {"sideways": True}, {"as_at": "soon"}, {"as_at": 7}, {"periods": [1, {"a": 2}]},
        {"tables": "home_office"}, {"tables": [7]}, {"strict": "yes"}, {"max_rejected": True}, {"partial": "sideways"},
        {"partial": []},
    ],
)  # fmt: skip
def test_an_option_that_there_is_not(options: dict[str, object]) -> None:
    with pytest.raises(InvalidFileError, match=r"m\.json: has "):
        read_options(Request, options, Path("m.json"))


def test_a_whole_number_stands_for_a_share_and_nothing_for_what_is_not_asked() -> None:
    assert read_options(Request, {"max_rejected": 0, "source": None}, HERE) == {"max_rejected": 0, "source": None}


def test_what_must_be_asked_for() -> None:
    with pytest.raises(InvalidFileError, match="lacks measure and period"):
        read_options(Worklist, {}, HERE)


GIVEN = {
    "format": "svtool.manifest/1", "svtool": "1", "command": "measures", "options": {}, "versions": {}, "inputs": [],
    "definitions": [], "outputs": [{"file": "o.csv", "format": "csv"}],
}  # fmt: skip
FINGERPRINT = {"bytes": 1, "sha256": "0"}


def read_given(folder: Path, **changes: object) -> object:
    """Return a manifest that somebody wrote into, as it is read."""
    path = folder / "m.json"
    path.write_text(json.dumps({**GIVEN, **changes}), encoding="utf-8")
    return read_manifest(path, ["csv"])


@pytest.mark.parametrize(
    "changes",
    [
        {"inputs": [{"file": [], **FINGERPRINT}]}, {"definitions": [7]}, {"command": ["measures"]}, {"received": [7]},
        {"acknowledged": {}}, {"inputs_without_fingerprint": [{"name": []}]}, {"project": []}, {"release": 7},
        {"outputs": [{"file": "o.csv", "format": ["csv"]}]}, {"outputs": []}, {"question": 7},
    ],
)  # fmt: skip
def test_a_manifest_that_somebody_wrote_into(changes: dict[str, object], tmp_path: Path) -> None:
    assert read_given(tmp_path) == GIVEN
    with pytest.raises(InvalidFileError, match=r"m\.json: has an "):
        read_given(tmp_path, **changes)


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../svtool.yaml", "a/b.csv", "..", ".", "", "a\0b", "a" * 256, "\ud800"]
)
def test_outputs_lie_beside_their_manifest_whatever_somebody_wrote_into_it(name: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match="has an output that can't lie beside it"):
        read_given(tmp_path, outputs=[{"file": name, "format": "csv"}])


def test_the_manifest_of_another_account_is_no_place_for_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> bool:
        raise PermissionError(13, "permission denied")

    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(spared, "is_manifest", refused)
    with pytest.raises(OutputError, match=r"--out: .*manifest\.json may not be read by this account"):
        spared.check_manifest(tmp_path / "manifest.json")


# What Spark read where it lies


@pytest.fixture
def result() -> Result:
    """A run of Spark's over a table of its catalogue and a folder elsewhere."""
    definition = Definition("own", "Own", "police", (), None, (), (), None, None, "own.yaml")
    in_place = ["table:main.vrp.police", "hdfs:///secret/fire.parquet"]
    evidence = replace(NO_EVIDENCE, synthetic=True, read_in_place=in_place)
    return Result([], [], [], (), definition, synthetic=True, evidence=evidence)


def of_project(result: Result, project: Path, **others: Any) -> Result:
    """Return the run of a project."""
    project.write_text("sources: {}\n", encoding="utf-8")
    found = AsFound(project.parent).and_now([project])
    evidence = replace(result.evidence, folder=project.parent, project=project, found=found, **others)
    return replace(result, evidence=evidence)


def test_what_has_no_fingerprint_is_named_with_the_reason_and_not_its_folder(result: Result, tmp_path: Path) -> None:
    project = tmp_path / "svtool.yaml"
    outputs = [{"file": "agencies.csv", "format": "csv"}]
    found = manifest_of(run_of_result(of_project(result, project), Request(project=project)), outputs)
    assert found["inputs"] == []
    told = found["inputs_without_fingerprint"]
    assert [each["name"] for each in told] == ["elsewhere/fire.parquet", "table:main.vrp.police"]
    assert {each["why"] for each in told} == {
        "Spark read it where it lies, so it has no fingerprint: nobody can tell later whether it changed."
    }
    (tmp_path / "manifest.json").write_bytes(as_json(found))
    assert read_manifest(tmp_path / "manifest.json", ["csv"]) == found


def test_without_such_inputs_the_manifest_says_nothing_of_them(result: Result, tmp_path: Path) -> None:
    project = tmp_path / "svtool.yaml"
    result = of_project(result, project, read_in_place=[])
    found = manifest_of(run_of_result(result, Request(project=project)), [])
    assert "inputs_without_fingerprint" not in found


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("extracts/police.parquet", "extracts/police.parquet"),
        ("/secret/police.parquet", "elsewhere/police.parquet"),
        ("../secret/police.csv/", "elsewhere/police.csv"),
        ("C:\\secret\\police.csv", "elsewhere/police.csv"),
        ("\\\\server\\secret\\police.csv", "elsewhere/police.csv"),
        ("s3://secret/police.parquet", "elsewhere/police.parquet"),
    ],
)
def test_a_name_tells_nothing_of_folders_outside_the_project(name: str, written: str) -> None:
    assert names_in_place([name]) == [written]
