"""What a run of checks keeps of records in memory: of a limit, what the checks themselves need is taken off."""

from __future__ import annotations

from pathlib import Path

import pytest

from svtool.commands import validate as command
from svtool.engine.bounds import MEMORY_BESIDE_CHECKS, Bounds
from svtool.engine.embedded import EmbeddedEngine


@pytest.mark.parametrize(
    ("limit", "records"),
    [
        (None, MEMORY_BESIDE_CHECKS),
        (4_000_000_000, 3_550_000_000),
        (1_000_000_000, 550_000_000),
        (500_000_000, 300_000_000),
        (100_000_000, 100_000_000),
    ],
)
def test_records_have_what_checks_leave_of_a_limit(limit: int | None, records: int) -> None:
    assert Bounds(limit, threads=2).beside_checks() == Bounds(records, threads=2)


def test_validate_gives_its_engine_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ed.csv").write_text("reference,recorded_date,assault\n1,2021-02-03,Y\n", encoding="utf-8")
    given: list[Bounds] = []

    def opened(bounds: Bounds) -> EmbeddedEngine:
        given.append(bounds)
        return EmbeddedEngine(bounds)

    monkeypatch.setattr(command, "open_engine", opened)
    command.validate(command.Request((tmp_path / "ed.csv",), bounds=Bounds(1_000_000_000)))
    assert [each.memory for each in given] == [550_000_000]
