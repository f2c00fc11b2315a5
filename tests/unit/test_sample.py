"""The sample is made from a fixed seed: regenerating gives the same bytes, another seed other records."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from svtool.commands.sample import make_sample
from svtool.schema.shipped import shipped_folder
from svtool.synthetic.chance import Chance
from svtool.synthetic.write import DEFAULT_SEED

COMMITTED = shipped_folder("sample_data")


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_regenerating_gives_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    made = {path.relative_to(tmp_path).as_posix(): content for path, content in make_sample(tmp_path)}
    committed = files_of(COMMITTED)
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


def test_the_records_of_each_year_are_as_many_as_are_committed() -> None:
    def records(name: str) -> int:
        with (COMMITTED / "extracts" / name).open(encoding="utf-8", newline="") as file:
            return sum(1 for _ in csv.reader(file)) - 1

    numbers = {year: records(f"police_offences_{year}.csv") for year in range(2018, 2022)}
    assert sum(numbers.values()) == 170_607
    assert all(number > 30_000 for number in numbers.values())


def test_every_reference_says_that_it_is_synthetic() -> None:
    for path in sorted((COMMITTED / "extracts").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = next(reader)
            if header[0] in {"reference", "Attendance Number"}:
                starts = Counter(row[0][:3] for row in reader)
                assert set(starts) == {"SYN"}, path.name


def test_the_project_file_says_that_it_is_synthetic() -> None:
    text = (COMMITTED / "svtool.yaml").read_text(encoding="utf-8")
    assert text.startswith("# SYNTHETIC: every record of these extracts is invented")
    assert "\nsynthetic: yes\n" in text


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    def draws(seed: int) -> list[int]:
        chance = Chance(seed)
        return [chance.below(1_000_000) for _ in range(20)]

    assert draws(DEFAULT_SEED) == draws(DEFAULT_SEED)
    assert draws(DEFAULT_SEED) != draws(DEFAULT_SEED + 1)
