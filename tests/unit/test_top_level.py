"""The top level of the repository: a newcomer sees a handful of entries, and each has a job that its name tells."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENTRIES = {"README.md", "Makefile", "pyproject.toml", "svtool", "definitions", "sample_data", "tests"}
BESIDE_THEM = {".ci", "benchmarks", "docs", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "SECURITY.md", "requirements"}
OF_GIT = {".gitattributes", ".gitignore"}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a checkout knows what belongs to the repository")
def test_the_top_level_holds_only_what_belongs_there() -> None:
    listing = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    files = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    found = {name.split("/")[0] for name in files if name}
    assert found >= ENTRIES
    assert found <= ENTRIES | BESIDE_THEM | OF_GIT
