"""Whole commands as real processes that end badly: killed, told to end, without room. `make kills` tries more."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from ci_scripts import CI, load

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")]


CASE = "a file"


@pytest.fixture(scope="module")
def kills() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(CI / "ends")
        yield load("ends/kills.py")


@pytest.fixture(scope="module")
def desk(kills: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return kills.Desk(kills.CASES[CASE], tmp_path_factory.mktemp("desk"))


@pytest.mark.parametrize(("kind", "share"), [("SIGKILL", 0.9), ("SIGTERM twice", 0.7)])
def test_killed_runs_do_no_harm(kind: str, share: float, kills: ModuleType, desk: Any) -> None:
    _, faults = kills.killed_once(desk, kind, share * desk.seconds)
    assert faults == []


@pytest.fixture(scope="module")
def full_disk(kills: ModuleType) -> ModuleType:
    return load("ends/full_disk.py")


def test_a_full_disk_does_no_harm(full_disk: ModuleType, desk: Any) -> None:
    ended = full_disk.limited(desk, 1_000)
    assert (ended.code, full_disk.faults_of(desk, ended)) == (16, [])


def test_harm_is_noticed(full_disk: ModuleType, desk: Any) -> None:
    desk.lay()
    (desk.work / "m.csv").write_text("half", encoding="utf-8")
    (desk.work / ".svtool-x.part").write_text("", encoding="utf-8")
    (desk.work / "tmp" / "stdin").write_text("records", encoding="utf-8")
    assert desk.faults() == ["m.csv is neither old nor new"]
    assert desk.left() == [".svtool-x.part was left", "tmp/stdin was left"]
    (desk.work / "m.csv").chmod(0o666)
    told = desk.faults_after_next(full_disk.Ended(1, "a bug"))
    assert "m.csv has mode 666, not 640" in told
    assert "the next run ended with 1: a bug" in told
