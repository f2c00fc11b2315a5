"""Small tables beside the extracts: every row as texts, and where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from svtool.errors import ExtractError
from svtool.files.small_tables import read_rows
from svtool.schema.project import ExtractEntry


def read(folder: Path, text: str) -> list[tuple[str, dict[str, str]]]:
    (folder / "table.csv").write_text(text, encoding="utf-8")
    return list(read_rows(ExtractEntry(files=("table.csv",)), folder, ("area", "people"), optional=("people",)))


def test_a_row_is_named_by_its_record_whatever_stands_above_it(tmp_path: Path) -> None:
    rows = read(tmp_path, "Estimates\n\narea,people\nNorth,1\n,\n\nSouth, 2 \n")
    assert rows == [
        ("table.csv, record 4", {"area": "North", "people": "1"}),
        ("table.csv, record 7", {"area": "South", "people": "2"}),
    ]


def test_a_column_that_may_be_missing_gives_blanks(tmp_path: Path) -> None:
    assert read(tmp_path, "area\nNorth\n") == [("table.csv, record 2", {"area": "North", "people": ""})]


def test_a_row_that_does_not_fit_is_refused_with_its_record(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match=r"^table\.csv, record 4: 3 cells instead of 2\. Correct the row\.$"):
        read(tmp_path, "area,people\nNorth,1\n,\nSouth,2,3\n")
