"""Rows whose cells are shifted: told once, to the right side, and nothing that follows from it beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from messy.checking import check

from svtool.findings.finding import Finding, Level

HEADER = (
    "Occurrence Number", "Recorded Date", "Earliest Committed Date", "Latest Committed Date", "Stats Class", "HO Code",
    "Offence", "Occurrence Status", "Flags", "Victim Age", "Victim Sex", "Suspect Age", "Suspect Sex",
    "Local Authority",
)  # fmt: skip
ROWS = 120
AT = (20, 47, 90)


def row(number: int) -> list[str]:
    """Return a record of 2023 with every cell filled."""
    day = f"{number % 28 + 1:02}/{number % 12 + 1:02}/2023"
    ages = str(18 + number % 50), str(20 + number % 40)
    return [
        f"SYN/{number:04}", day, day, day, "34B", "034/01", "Robbery of personal property", "recorded", "Knife",
        ages[0], "F", ages[1], "M", "Sefton",
    ]  # fmt: skip


def lacking(column: int, cells: Sequence[str]) -> list[str]:
    """Return a row that lost a cell, so that all behind it stand one to the left."""
    return [*cells[:column], *cells[column + 1 :], ""]


def with_one_more(column: int, cells: Sequence[str]) -> list[str]:
    """Return a row with a blank cell too many, so that all behind it stand one to the right."""
    return [*cells[:column], "", *cells[column:-1]]


def told(folder: Path, rows: Sequence[Sequence[str]]) -> list[Finding]:
    (folder / "x.csv").write_text("\n".join(map(",".join, [HEADER, *rows])) + "\n", encoding="utf-8")
    return [each for each in check(folder / "x.csv").findings if each.level is not Level.NOTE]


@pytest.mark.parametrize(
    ("side", "column", "shift"),
    [("left", 4, lacking), ("left", 9, lacking), ("right", 9, with_one_more), ("right", 4, with_one_more)],
)
def test_shifted_rows_are_told_and_nothing_that_follows(side: str, column: int, shift: object, tmp_path: Path) -> None:
    assert callable(shift)
    rows = [shift(column, row(i)) if i in AT else row(i) for i in range(ROWS)]
    (found,) = told(tmp_path, rows)
    assert (found.kind.id, found.count, found.lines) == ("R04", 3, tuple(i + 2 for i in AT))
    assert f"cells moved one {side} from " in found.message


def test_rows_shifted_to_either_side_are_told_apart(tmp_path: Path) -> None:
    rows = [row(i) for i in range(ROWS)]
    rows[20], rows[90] = lacking(4, rows[20]), with_one_more(9, rows[90])
    assert [(each.kind.id, each.lines) for each in told(tmp_path, rows)] == [("R04", (22,)), ("R04", (92,))]


def test_what_is_wrong_elsewhere_is_told_beside_shifted_rows_with_its_own_count(tmp_path: Path) -> None:
    rows = [lacking(4, row(i)) if i in AT else row(i) for i in range(ROWS)]
    rows[50][9] = rows[51][9] = "old"
    shifted, ages = told(tmp_path, rows)
    assert (shifted.kind.id, ages.kind.id) == ("R04", "V26")
    assert (ages.count, ages.lines) == (2, (52, 53))
    assert ages.message.startswith("2 cells of Victim Age")


def test_a_column_is_of_another_kind_only_where_most_of_it_is(tmp_path: Path) -> None:
    """A class column with eleven sub-codes among hundreds of classes is no column of sub-codes."""
    rows = [row(i) for i in range(ROWS)]
    for i in range(11):
        rows[i][4], rows[i][5] = rows[i][5], ""
    (found,) = [each for each in told(tmp_path, rows) if each.kind.id == "V21"]
    assert "--map" not in found.remedy
    for each in rows:
        each[4], each[5] = "034/01", ""
    (found,) = [each for each in told(tmp_path, rows) if each.kind.id == "V21"]
    assert (
        found.remedy == 'The column holds Home Office sub-codes: --source police --map "Stats Class=offence_subcode".'
    )
