"""Counting the public files that SVTOOL_REAL_DATA points at; without it, these tests are skipped."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from real_files import FOLDER, Counted

import svtool


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what reads the files as slow, and skip it where they are not."""
    here = Path(__file__).parent
    skip = pytest.mark.skip(reason="SVTOOL_REAL_DATA names no folder of public files")
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            if not FOLDER:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    """Counts public police files by a project of a few lines; each project is counted once."""
    known: dict[tuple[str, ...], pd.DataFrame] = {}

    def count(
        files: str,
        mapping: str,
        periods: str,
        *,
        tables: str,
        areas: str = "",
        by: str = "",
        definition: str = "merseyside",
    ) -> pd.DataFrame:
        key = (files, mapping, periods, tables, areas, by, definition)
        if key not in known:
            project = tmp_path_factory.mktemp("real") / "svtool.yaml"
            lines = [
                f"definition: {definition}",
                f"tables: [{tables}]",
                *([f"areas: {areas}"] if areas else []),
                f"periods: {periods}",
                "sources:",
                f"  police: {{files: '{Path(FOLDER or '') / files}', mapping: {mapping}}}",
            ]
            project.write_text("\n".join(lines) + "\n", encoding="utf-8")
            known[key] = svtool.measures(project, by=by.split(",") if by else [])
        return known[key]

    return count
