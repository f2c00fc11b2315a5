"""A command loads no more than its work uses: a library that takes long to load is waited for by nobody else."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from command_desk import Desk

HEAVY = (
    "gptables", "jinja2", "numpy.f2py", "numpy.testing", "openpyxl", "pandas", "pyarrow.parquet", "rich", "scipy",
    "scipy.optimize", "svtool.commands.check", "svtool.synthetic", "svtool.validation", "xlsxwriter",
)  # fmt: skip
POOL = "ARROW_DEFAULT_MEMORY_POOL"
PROBE = f"""
import sys
from svtool.cli import run
code = run(sys.argv[1:])
print("loaded:", code, *sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)
"""


def loaded(desk: Desk, words: str) -> set[str]:
    """Return which of the heavy modules a command that goes well loads in a process of its own."""
    command = [sys.executable, "-c", PROBE, *words.split()]
    ran = subprocess.run(command, cwd=desk.folder, capture_output=True, text=True, check=True)
    code, *names = ran.stderr.rpartition("loaded: ")[2].split()
    assert code == "0", ran.stderr
    return set(names)


def test_tables_load_what_draws_them_and_what_tests_their_changes(desk: Desk) -> None:
    assert loaded(desk, "measures") == {"rich", "scipy"}


@pytest.mark.slow
def test_figures_without_a_change_load_no_statistics(desk: Desk) -> None:
    assert loaded(desk, "count --source police --periods calendar:2021 --format csv") == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("validate extracts/police.csv", {"svtool.validation"}),
        ("trend --measure recorded_offences --format csv", set()),
        ("measures --disclosure none --format csv --out figures.csv", {"scipy"}),
        ("report --out report.html", {"jinja2", "scipy"}),
        ("definition check", set()),
    ],
)
def test_a_command_loads_what_it_uses(desk: Desk, words: str, names: set[str]) -> None:
    assert loaded(desk, words) == names


@pytest.mark.slow
def test_a_workbook_still_finds_its_data_frames(desk: Desk) -> None:
    assert {"gptables", "pandas"} <= loaded(desk, "measures --format xlsx --out figures.xlsx")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="tried with the C library of Linux alone")
@pytest.mark.parametrize(("chosen", "used"), [(None, "system"), ("mimalloc", "mimalloc")])
def test_arrow_shares_the_allocator_of_python_unless_another_is_chosen(chosen: str | None, used: str) -> None:
    program = """
import atexit
from svtool.cli import main
atexit.register(lambda: print(__import__("pyarrow").default_memory_pool().backend_name))
main(["--version"])
"""
    kept = {name: value for name, value in os.environ.items() if name != POOL}
    environment = kept | ({POOL: chosen} if chosen else {})
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert ran.stdout.split()[-1] == used
