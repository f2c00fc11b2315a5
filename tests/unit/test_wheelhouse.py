"""The offline zip: what is in it and how to install it. Its wheels come from a network, so they stand in here."""

import subprocess
import zipfile
from pathlib import Path

import pytest
from ci_scripts import load

ROOT = Path(__file__).parents[2]


def test_the_zip_holds_the_wheels_and_how_to_install_them(tmp_path: Path) -> None:
    build = load("wheelhouse/build.py")
    wheel = tmp_path / "svtool-9.9.9-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    build.write_zip(tmp_path / "a.zip", "read me\n", [wheel])
    build.write_zip(tmp_path / "b.zip", "read me\n", [wheel])
    with zipfile.ZipFile(tmp_path / "a.zip") as zipped:
        assert zipped.namelist() == ["INSTALL.txt", "wheels/svtool-9.9.9-py3-none-any.whl"]
        assert zipped.read("INSTALL.txt") == b"read me\r\n"
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.parametrize(
    "words", ["py -m pip install --user --no-index --find-links wheels svtool", "py -m svtool init"]
)
def test_the_instructions_say_what_to_type_on_windows(words: str) -> None:
    assert words in (ROOT / ".ci" / "wheelhouse" / "INSTALL.txt").read_text(encoding="utf-8")


def test_make_has_the_target() -> None:
    done = subprocess.run(["make", "-n", "wheelhouse"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ".ci/wheelhouse/build.py" in done.stdout
