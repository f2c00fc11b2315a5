"""Two runs give the same bytes whatever the locale, time zone, number of threads, hash seed and order of files."""

from __future__ import annotations

import json
import os
import subprocess
import sys

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


MEASURE = ("--measure", "recorded_serious_violence")
# Every command that writes, in each of its formats, into the folder that stands last.
RUNS = (
    ("measures", "--by", "area,sex", "--format", "csv,json,parquet,table,xlsx,ods", "--out", "measures/"),
    ("count", "--where", "offence: robbery", "--by", "area", "--format", "json", "--out", "count.json"),
    ("profile", "--section", "victims", "--format", "csv", "--out", "profile.csv"),
    ("compare", "--definition", "merseyside", "--definition", "west_mercia", "--format", "csv", "--out", "compare.csv"),
    ("report", "--out", "report/"),
    *(("trend", *MEASURE, "--format", each, "--out", f"trend.{each}") for each in ("table", "csv", "svg")),
    ("review", *MEASURE, "--period", "2021", "--out", "worklist.csv"),
    ("classify", "--out", "classified.parquet"),
    *(("validate", "--format", each, "--out", f"findings.{each}") for each in ("text", "json")),
    ("validate", "--reply", "--out", "reply.txt", "--rejected", "rejected.csv"),
    ("check", "--published", "print.csv", "--format", "csv", "--out", "check.csv"),
)  # fmt: skip
# All of them in one process, which takes long enough to begin: the way to the project's folder comes first.
ALL = """
import json, sys
from svtool.cli import run

way, out, runs = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
placed = {"--out": f"{way}{out}/", "--rejected": f"{way}{out}/", "--published": way}
for words in runs:
    words = [placed.get(before, "") + word for before, word in zip(["", *words], words)]
    code = run([*words, "--project", f"{way}svtool.yaml"])
    assert code in (0, 12, 15), (words, code)
"""


def run_all(desk: Desk, out: str, environment: dict[str, str], folder: str = "") -> None:
    """Run every command that writes in a process of a folder, an environment and its own order of files."""
    (desk.folder / out).mkdir()
    way = "../" if folder else ""
    ran = subprocess.run(
        [sys.executable, "-c", ALL, way, out, json.dumps(RUNS)],
        cwd=desk.folder / folder,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()


@pytest.mark.slow  # processes of their own, each with all its imports
def test_other_machines_give_the_same_bytes(split: Desk) -> None:
    with (split.folder / "extracts/part_0.csv").open("a", encoding="utf-8") as file:
        file.write("PRIVATE-REF-X,2021-06-01,34B\nPRIVATE-REF-Y,2021-06-01\n")
    split.write("print.csv", "measure,geography,period_start,period_end,n\nA,Merseyside,2021-01-01,2021-12-31,1\n"
                             "Recorded offences,Merseyside,2021-01-01,2021-12-31,700\n")  # fmt: skip
    run_all(split, "here", HERE)
    # The files are written again in another order, so that the folder lists them so.
    parts = {path: path.read_bytes() for path in sorted((split.folder / "extracts").iterdir(), reverse=True)}
    for path in parts:
        path.unlink()
    for path, content in parts.items():
        path.write_bytes(content)
    (split.folder / "elsewhere").mkdir()
    run_all(split, "there", THERE, "elsewhere")
    here, there = split.folder / "here", split.folder / "there"
    names = sorted(path.relative_to(here).as_posix() for path in here.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(there).as_posix() for path in there.rglob("*") if path.is_file())
    assert len(names) > 30
    for name in names:
        one, other = ((folder / name).read_bytes() for folder in (here, there))
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
