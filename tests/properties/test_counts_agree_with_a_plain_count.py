"""svtool counts made-up projects, from their files, as a plain count of the same facts does, cell by cell.

The projects are drawn as plain data and written to files; svtool reads the files, and the plain count, which shares no
code with it, the data. A seed that fails can be looked at by itself: `write_project(draw_project(seed), folder)`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from history_drawing import draw_history
from made_up_files import write_project
from made_up_project import BOROUGHS, Project
from often import slow_but
from plain_count import WHOLE, Days, Expected, plain_count, plain_days
from project_drawing import draw_project

import svtool

PROJECTS, HISTORIES = 80, 40
SMALL_HISTORIES = (3, 16)  # of few suppliers and months, for every run

Key = tuple[str, str, date]  # measure, area, first day of the period


@pytest.mark.parametrize("seed", slow_but(lambda seed: seed < 3, range(PROJECTS)))
def test_every_cell_of_a_made_up_project_is_as_counted_plainly(seed: int, tmp_path: Path) -> None:
    """Labels, overlap, reviews, people, coarse and blank values, places and undated records of small projects."""
    _assert_agreement(draw_project(seed), tmp_path)


@pytest.mark.parametrize("seed", slow_but(lambda seed: seed in SMALL_HISTORIES, range(HISTORIES)))
def test_every_cell_of_a_history_with_gaps_and_strays_is_as_counted_plainly(seed: int, tmp_path: Path) -> None:
    """What each supplier holds is known: what lies outside it is not counted, and who lacks days is named."""
    _assert_agreement(draw_history(seed), tmp_path)


def _assert_agreement(project: Project, folder: Path) -> None:
    rows = _rows_of(project, folder)
    expected, days = plain_count(project), plain_days(project)
    printed = {key: row for key, row in rows.items() if key in expected}
    assert {key: _counted(row) for key, row in printed.items()} == {key: expected[key] for key in printed}
    assert {key[2]: _days(row, project) for key, row in printed.items() if key[1] == WHOLE} == days
    # Every area has its rows; that of records without a known area is there where there are such records.
    unprinted = expected.keys() - printed.keys()
    assert not [key for key in unprinted if key[1] in (WHOLE, *BOROUGHS) or expected[key].count]


def _rows_of(project: Project, folder: Path) -> dict[Key, dict[str, Any]]:
    """Return the rows that svtool gives for the files of a project; empty cells are None."""
    frame = svtool.measures(write_project(project, folder), by=["area"])
    rows = {}
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        area = WHOLE if row["area"] == "Merseyside" else row["area"]
        rows[row["measure_id"], area, pd.Timestamp(row["period_start"]).date()] = row
    return rows


def _counted(row: dict[str, Any]) -> Expected:
    return Expected(row["count"], row["not_known"], row["undated"] or 0)


def _days(row: dict[str, Any], project: Project) -> Days:
    lacking = " ".join((row["lacking"] or "").replace("_", " ").casefold().split())
    parts = (*(project.held or ()), *project.silent)
    return Days(row["days_covered"], frozenset(name for name in parts if name.casefold() in lacking))
