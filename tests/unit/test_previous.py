"""Today's extract beside the one before it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from svtool.commands.checkup import Request
from svtool.commands.validate import validate

HEADER = "reference,recorded_date,offence_class,knife,firearm,area"


def extract(path: Path, days: range, without: frozenset[int] = frozenset()) -> Path:
    """Write an offence a day from 1 January 2020 on."""
    lines = [f"R{n:04d},{date(2020, 1, 1) + timedelta(days=n)},34B,N,N,Wirral" for n in days if n not in without]
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def differences(now: Path, before: Path) -> list[str]:
    found = validate(Request((now,), previous=(before,))).findings
    return [each.message for each in found if each.kind.id == "S06"]


def test_the_same_extract_differs_in_nothing(tmp_path: Path) -> None:
    same = extract(tmp_path / "a.csv", range(120)), extract(tmp_path / "b.csv", range(120))
    assert differences(*same) == []


@pytest.mark.slow
def test_a_month_more_is_no_difference(tmp_path: Path) -> None:
    assert differences(extract(tmp_path / "a.csv", range(152)), extract(tmp_path / "b.csv", range(121))) == []


def test_revised_months_and_gone_references_are_said(tmp_path: Path) -> None:
    now = extract(tmp_path / "a.csv", range(152), without=frozenset({40, 41}))
    assert differences(now, extract(tmp_path / "b.csv", range(121))) == [
        "1 month has other numbers of records than in the previous extract: Feb 2020 29 → 27",
        "2 references of the previous extract (1.7%) are gone from the same days",
    ]


def test_one_record_in_fifty_is_not_said_of_a_month(tmp_path: Path) -> None:
    rows = [f"R{n:03d},2020-02-{n % 28 + 1:02d},34B,N,N,Wirral" for n in range(51)]
    for name, kept in (("now.csv", rows), ("before.csv", rows[:-1]), ("earlier.csv", rows[:-2])):
        (tmp_path / name).write_text("\n".join([HEADER, *kept]) + "\n", encoding="utf-8")
    assert differences(tmp_path / "now.csv", tmp_path / "before.csv") == []
    assert differences(tmp_path / "now.csv", tmp_path / "earlier.csv") == [
        "1 month has other numbers of records than in the previous extract: Feb 2020 49 → 51"
    ]


def test_a_previous_extract_that_can_t_be_read_is_a_finding(tmp_path: Path) -> None:
    now = extract(tmp_path / "a.csv", range(60))
    found = validate(Request((now,), previous=(tmp_path / "missing.csv",))).findings
    assert [each.kind.id for each in found if each.file.endswith("missing.csv")] == ["F01"]
