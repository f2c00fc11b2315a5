"""Progress: one line on a terminal, written over a few times a second and gone at the end; nothing elsewhere."""

from __future__ import annotations

import io

import pytest

from svtool.output import progress
from svtool.output.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_a_long_reading_is_told_in_one_line_that_is_cleared(clock: list[float]) -> None:
    terminal = Terminal()
    with Progress(terminal) as told:
        for now, rows in ((0.5, 10_000), (1.1, 20_000), (1.2, 25_000), (1.5, 30_000)):
            clock[0] = now
            told("police.csv", rows)
    assert terminal.getvalue() == "\rpolice.csv: 20,000 rows\rpolice.csv: 30,000 rows\r" + " " * 23 + "\r"


def test_a_shorter_line_leaves_nothing_of_a_longer_one(clock: list[float]) -> None:
    terminal = Terminal()
    with Progress(terminal) as told:
        for now, name in ((2.0, "police_offences.csv"), (3.0, "ed.csv")):
            clock[0] = now
            told(name, 5)
    assert "\red.csv: 5 rows             \r" in terminal.getvalue()


def test_nothing_is_told_of_a_short_reading_or_off_a_terminal(clock: list[float]) -> None:
    terminal, pipe = Terminal(), io.StringIO()
    for stream, now in ((terminal, 0.9), (pipe, 9.0)):
        clock[0] = 0.0
        with Progress(stream) as told:
            clock[0] = now
            told("police.csv", 1_000_000)
    assert (terminal.getvalue(), pipe.getvalue()) == ("", "")
