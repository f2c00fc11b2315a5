"""Measure svtool beside a pandas script with the same counts and beside a bare parse of the same columns.

The extract is made if it is missing. Each program runs as a process of its own, one after another and round after
round, so that what else the machine does falls on all of them; printed is the least that each needed. The counts of
svtool and of pandas must be equal, else the exit code is 1.

    python benchmarks/run.py --rounds 3 --rows 5000000
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent
BENCH = Path("benchmarks")
EXTRACT = BENCH / "data" / "police.csv"
ROWS = 5_000_000
SVTOOL, PANDAS, DUCKDB, PYARROW = "svtool measures", "pandas script", "DuckDB, bare parse", "pyarrow, bare parse"
PROGRAMS = {
    SVTOOL: ["-m", "svtool", "measures", "--project", str(BENCH / "project.yaml"), "--format", "csv"],
    PANDAS: [str(BENCH / "pandas_script.py"), str(EXTRACT)],
    DUCKDB: [str(BENCH / "bare_parse.py"), "duckdb", str(EXTRACT)],
    PYARROW: [str(BENCH / "bare_parse.py"), "pyarrow", str(EXTRACT)],
}
AIMS = (
    ("time of the pandas script", SVTOOL, PANDAS, "seconds", 0.5),
    ("memory of the pandas script", SVTOOL, PANDAS, "megabytes", 0.2),
    ("time of DuckDB's bare parse", SVTOOL, DUCKDB, "seconds", 3.5),
)

Counts = dict[str, dict[str, list[int]]]  # measure → year → [count, not known]


@dataclass(frozen=True)
class Run:
    """What one run of a program took; processor time and memory are None where the system does not tell."""

    seconds: float
    processor: float | None
    megabytes: float | None
    output: str


def run(arguments: list[str], expected: Collection[int] = (0,)) -> Run:
    """Run Python with these arguments to its end, which one of these exit codes must tell, and measure it."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], stdout=output, stderr=errors, cwd=ROOT)
        code, processor, megabytes = wait(process)
        seconds = time.perf_counter() - start
        if code not in expected:
            sys.exit(f"{' '.join(arguments)} ended with exit code {code}:\n{text_of(errors)}")
        return Run(seconds, processor, megabytes, text_of(output))


def wait(process: subprocess.Popen[bytes]) -> tuple[int, float | None, float | None]:
    """Return the exit code of a process, its seconds of processor time, and its peak resident memory."""
    if not hasattr(os, "wait4"):
        return process.wait(), None, None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6


def text_of(stream: IO[bytes]) -> str:
    """Return all that was written to a stream."""
    stream.seek(0)
    return stream.read().decode()


def counts_of_svtool(output: str) -> Counts:
    """Return the counts of the CSV that svtool writes, whole calendar years only."""
    counts: Counts = {}
    for row in csv.DictReader(output.splitlines()):
        year = row["period_start"][:4]
        if (row["period_start"][4:], row["period_end"]) != ("-01-01", f"{year}-12-31"):
            continue
        if row["status"]:
            sys.exit(f"svtool has no count of {row['measure_id']} in {year}: [{row['status']}]")
        counts.setdefault(row["measure_id"], {})[year] = [int(row["count"]), int(row["not_known"])]
    return counts


def check_equal(found: Counts, expected: Counts) -> None:
    """End with exit code 1 when the counts differ."""
    different = [
        f"{name} {year}: svtool {found.get(name, {}).get(year)}, pandas {expected.get(name, {}).get(year)}"
        for name in sorted({*found, *expected})
        for year in sorted({*found.get(name, {}), *expected.get(name, {})})
        if found.get(name, {}).get(year) != expected.get(name, {}).get(year)
    ]
    if different or not expected:
        sys.exit("The results are not equal:\n" + "\n".join(different))


def make_extract(rows: int) -> None:
    """Make the extract, unless the same one is there."""
    run([str(BENCH / "make_extract.py"), "--rows", str(rows), "--unless-made"])


def measure(rounds: int) -> dict[str, list[Run]]:
    """Return the runs of each program, after checking that the results are equal in every round."""
    runs: dict[str, list[Run]] = {name: [] for name in PROGRAMS}
    for number in range(1, rounds + 1):
        for name, arguments in PROGRAMS.items():
            found = run(arguments)
            runs[name].append(found)
            print(f"round {number}: {name}, {found.seconds:.2f} s", file=sys.stderr, flush=True)
        check_equal(counts_of_svtool(runs[SVTOOL][-1].output), json.loads(runs[PANDAS][-1].output))
    return runs


def least(runs: list[Run]) -> Run:
    """Return the least time and the least memory of some runs."""
    processor = [each.processor for each in runs if each.processor is not None]
    memory = [each.megabytes for each in runs if each.megabytes is not None]
    seconds = min(each.seconds for each in runs)
    return Run(seconds, min(processor, default=None), min(memory, default=None), "")


def ratio(part: float | None, whole: float | None) -> str:
    """Return a ratio for the table; empty where memory is not measured."""
    return "" if part is None or whole is None else f"{part / whole:.2f}"


def show(found: dict[str, Run], rows: int, rounds: int) -> None:
    """Print the table, and how svtool stands to its aims."""
    size = (ROOT / EXTRACT).stat().st_size / 1e6
    print(f"{rows:,} rows, {size:,.0f} MB of CSV, {os.cpu_count()} cores; the least of {rounds}; equal results")
    print()
    print(f"{'':20}{'seconds':>9}{'/ pandas':>10}{'/ DuckDB':>10}{'processor s':>13}{'peak MB':>9}{'/ pandas':>10}")
    for name, each in found.items():
        memory = "" if each.megabytes is None else f"{each.megabytes:,.0f}"
        processor = "" if each.processor is None else f"{each.processor:.2f}"
        print(
            f"{name:20}{each.seconds:9.2f}{ratio(each.seconds, found[PANDAS].seconds):>10}"
            f"{ratio(each.seconds, found[DUCKDB].seconds):>10}{processor:>13}{memory:>9}"
            f"{ratio(each.megabytes, found[PANDAS].megabytes):>10}"
        )
    print()
    for words, name, other, unit, aim in AIMS:
        part, whole = getattr(found[name], unit), getattr(found[other], unit)
        if part is not None and whole is not None:
            verdict = "reached" if part / whole <= aim else "not reached"
            print(f"svtool needs {part / whole:.2f} of the {words}; the aim of at most {aim} is {verdict}")
    if found[SVTOOL].megabytes is None:
        print("Memory and processor time are not measured on this system: it has no os.wait4.")


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=ROWS)
    asked = parser.parse_args()
    make_extract(asked.rows)
    runs = measure(asked.rounds)
    show({name: least(each) for name, each in runs.items()}, asked.rows, asked.rounds)


if __name__ == "__main__":
    main()
