"""Two runs give the same bytes whatever the locale, time zone, number of threads, hash seed and order of files."""

from __future__ import annotations

import pytest
from command_desk import Desk
from small_project import police_csv

from svtool.output.content import places_that_differ

HERE = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "1", "SVTOOL_THREADS": "1", "OMP_NUM_THREADS": "1"}
THERE = {
    "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "4242",
    "SVTOOL_THREADS": "4", "OMP_NUM_THREADS": "4",
}  # fmt: skip
WORDS = ("measures", "--by", "area,sex", "--format", "csv,json,parquet,table,xlsx,ods", "--out")


@pytest.fixture
def split(desk: Desk) -> Desk:
    """A desk whose extract came in three files."""
    header, *records = police_csv().splitlines()
    for number in range(3):
        desk.write(f"extracts/part_{number}.csv", "\n".join([header, *records[number::3]]) + "\n")
    (desk.folder / "extracts/police.csv").unlink()
    desk.project("files: extracts/police.csv", "files: extracts/part_*.csv")
    return desk


@pytest.mark.slow  # processes of their own, each with all its imports
def test_other_machines_give_the_same_bytes(split: Desk) -> None:
    assert split.process(*WORDS, "here/", **HERE).code == 0
    # The files are written again in another order, so that the folder lists them so.
    parts = {path: path.read_bytes() for path in sorted((split.folder / "extracts").iterdir(), reverse=True)}
    for path in parts:
        path.unlink()
    for path, content in parts.items():
        path.write_bytes(content)
    assert split.process(*WORDS, "there/", **THERE).code == 0
    names = sorted(path.name for path in (split.folder / "here").iterdir())
    assert len(names) == 7
    for name in names:
        one, other = ((split.folder / place / name).read_bytes() for place in ("here", "there"))
        if name.endswith(".xlsx"):
            assert places_that_differ("xlsx", one, other) == []
        else:
            assert one == other, name


@pytest.mark.slow
def test_the_order_in_which_a_project_names_its_files_changes_nothing(split: Desk) -> None:
    found = []
    for order in ("[0, 1, 2]", "[2, 0, 1]"):
        files = ", ".join(f"extracts/part_{number}.csv" for number in order.strip("[]").split(", "))
        split.project("files: extracts/police.csv", f"files: [{files}]")
        assert split.run(*WORDS, "results/").code == 0
        names = ("csv", "json", "parquet", "txt", "ods")
        found.append([(split.folder / f"results/recorded_crime.{name}").read_bytes() for name in names])
    assert found[0] == found[1]


@pytest.mark.parametrize("threads", ["0", "many", "-1", "1.5"])
def test_a_number_of_threads_that_is_none(threads: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVTOOL_THREADS", threads)
    ran = desk.run("measures")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: SVTOOL_THREADS: is not a number of threads; expected 1 to 999. Correct it, or unset it.\n"
