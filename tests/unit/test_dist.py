"""What is handed out: the same bytes from the same files, and a wheel that holds what it should and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from ci_scripts import load

ROOT = Path(__file__).parents[2]
LOCKS = {"svtool.txt": (), "development.txt": ("dev", "spark")}


@pytest.fixture(scope="module")
def build() -> ModuleType:
    return load("release/build.py")


def test_a_wheel_that_holds_what_it_should_is_fine(build: ModuleType) -> None:
    build.check_contents(["svtool/a.py", "svtool-1.dist-info/METADATA"], {"svtool/a.py"})


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["svtool/a.py", "svtool/notes.md"], "svtool/notes.md: should not be there"),
        ([], "svtool/a.py: is missing"),
    ],
)
def test_a_file_too_many_or_missing_is_named(build: ModuleType, names: list[str], said: str) -> None:
    with pytest.raises(SystemExit, match=re.escape(said)):
        build.check_contents(names, {"svtool/a.py"})


def test_builds_that_differ_are_refused(build: ModuleType, tmp_path: Path) -> None:
    for name, text in (("first", "one"), ("second", "other")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.whl").write_text(text)
    build.check_equal(tmp_path / "first", tmp_path / "first")
    with pytest.raises(SystemExit, match=r"other bytes: a\.whl"):
        build.check_equal(tmp_path / "first", tmp_path / "second")


def test_the_list_of_what_is_needed_says_of_what(build: ModuleType) -> None:
    named = json.loads(build.naming('{"metadata": {}, "components": []}', "svtool", "9.9.9"))
    assert named["metadata"]["component"]["purl"] == "pkg:pypi/svtool@9.9.9"


def test_a_wheel_should_hold_package_definitions_and_sample(build: ModuleType) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("only git knows which files belong to the project")
    names = build.expected_names()
    assert {
        "svtool/__init__.py",
        "svtool/_data/sample_data/svtool.yaml",
        "svtool/_data/definitions/tables/home_office.yaml",
    } <= names
    assert not [name for name in names if name.startswith("tests")]


@pytest.mark.parametrize("name", LOCKS)
def test_the_versions_that_were_tried_are_locked_with_their_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(each for extra in LOCKS[name] for each in project["optional-dependencies"][extra]),
    ]
    names = {re.split(r"[^A-Za-z0-9_-]", each)[0].lower() for each in wanted}
    locked = set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
    assert names <= locked
    assert text.count("==") <= text.count("--hash=sha256:")
    assert "//" not in text


@pytest.mark.parametrize(
    ("target", "script"),
    [
        ("dist", ".ci/release/build.py"),
        ("test-matrix", ".ci/matrix.py"),
        ("lock", "uv pip compile"),
        ("audit", "pip_audit"),
    ],
)
def test_make_has_the_target(target: str, script: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True)
    assert script in done.stdout
