"""`svtool sample`: a whole project of made-up records, which runs at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_desk import Desk

from svtool.synthetic import write as synthetic


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Write one short file in place of the real extracts; returns the seeds asked for."""
    seeds: list[int] = []

    def make(seed: int) -> list[tuple[str, bytes]]:
        seeds.append(seed)
        return [("fire.csv", b"reference\n")]

    monkeypatch.setattr(synthetic, "make_extracts", make)
    return seeds


def test_it_says_how_much_was_written_and_what_to_do_next(desk: Desk, quick: list[int]) -> None:
    ran = desk.run("sample", "--out", "made/up")
    project = Path("made/up/svtool.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"2 files written to {Path('made/up')}. Next: svtool measures --project {project}\n"
    assert quick == [synthetic.DEFAULT_SEED]


def test_another_seed(desk: Desk, quick: list[int]) -> None:
    assert desk.run("sample", "--out", "made", "--seed", "0").code == 0
    assert quick == [0]


def test_an_empty_folder_is_written_into(desk: Desk, quick: list[int]) -> None:
    (desk.folder / "made").mkdir()
    assert desk.run("sample", "--out", "made").code == 0


def test_a_folder_that_is_not_empty_needs_force(desk: Desk, quick: list[int]) -> None:
    desk.write("made/notes.txt", "mine")
    assert desk.run("sample", "--out", "made").code == 2
    assert quick == []
    assert desk.run("sample", "--out", "made", "--force").code == 0
    assert (desk.folder / "made/notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_killed_sample_is_finished_and_made_again(desk: Desk, quick: list[int]) -> None:
    desk.write("made/.svtool-x.part", "half")
    assert desk.run("sample", "--out", "made").err == "warning: removed 1 half-written file of a stopped run\n"
    desk.write("made/.svtool-y.part", b"earlier")
    desk.write("made/.svtool-x.journal", '[[".svtool-y.part", "extracts/fire.csv"], [".svtool-z.part", "svtool.yaml"]]')
    ran = desk.run("sample", "--out", "made")
    assert ran.err == "warning: a run that was stopped is finished first: 1 file takes their place only now\n"
    assert (ran.code, (desk.folder / "made/extracts/fire.csv").read_bytes()) == (0, b"reference\n")
    assert list((desk.folder / "made").rglob(".svtool-*")) == []


def test_a_seed_that_is_no_number(desk: Desk, quick: list[int]) -> None:
    ran = desk.run("sample", "--out", "made", "--seed", "abc")
    assert (ran.code, ran.out) == (2, "")
    assert not (desk.folder / "made").exists()
