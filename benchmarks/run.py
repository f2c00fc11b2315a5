"""Measure svtool beside what else an analyst would pick: scripts in pandas, Polars and SQL, and beside bare parses.

Extracts are made if they are missing. Each program runs as a process of its own, one after another, forward in one
round and backward in the next, so that what else the machine does falls on all of them; printed is the least that each
needed. All must count the same, else the exit code is 1. What was measured is kept after every case.

    python benchmarks/run.py
    python benchmarks/run.py --sizes 200000,5000000 --rounds 1 --cases "flat CSV,sample"
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from aims import LARGE, MEDIUM, MILLION, SMALL
from cases import FORMS, KINDS, MESSY, SAMPLE, SPARK, STORE, Case, Program
from measured_run import ROOT, Run, least, run
from results import Measured, Results, machine_in_words, versions_of
from tables import in_words

DATA = ROOT / "benchmarks" / "data"
SIZES, MESSY_SIZES = (SMALL, MEDIUM, LARGE), (MILLION, 10 * MILLION)


class Progress:
    """Says which run of how many it is, and what it took."""

    def __init__(self, runs: int) -> None:
        self._runs, self._done = runs, 0

    def begin(self, words: str) -> None:
        self._done += 1
        print(f"[{self._done}/{self._runs}] {words} ... ", end="", file=sys.stderr, flush=True)

    def end(self, found: Run) -> None:
        print(f"{found.seconds:.2f} s", file=sys.stderr, flush=True)


def cases_of(kinds: Sequence[str], sizes: Sequence[int], messy: Sequence[int], data: Path) -> list[Case]:
    """Return what is measured, the small before the large."""
    found = [Case(SAMPLE, 0, data)] if SAMPLE in kinds else []
    found += [Case(kind, rows, data) for rows in sorted(sizes) for kind in (*FORMS, STORE, SPARK) if kind in kinds]
    return found + ([Case(MESSY, rows, data) for rows in sorted(messy)] if MESSY in kinds else [])


def measure(case: Case, rounds: int, progress: Progress) -> Measured:
    """Return what the programs of a case took, after checking in every round that they found the same."""
    programs = case.programs()
    runs: dict[str, list[Run]] = {name: [] for name in programs}
    for each in range(1, rounds + 1):
        for name in list(programs)[:: 1 if each % 2 else -1]:
            progress.begin(f"{case.name}: {name}, round {each} of {rounds}")
            runs[name].append(run_anew(programs[name]))
            progress.end(runs[name][-1])
        case.check({name: found[-1].output for name, found in runs.items()})
    return Measured(case.kind, case.rows, case.megabytes, rounds, {name: least(found) for name, found in runs.items()})


def run_anew(program: Program) -> Run:
    """Run a program; what it makes is not there before."""
    if program.makes and program.makes.exists():
        shutil.rmtree(program.makes)
    found = run(program.arguments, program.expected)
    return replace(found, processor=None, megabytes=None) if program.in_java else found


def numbers(text: str) -> list[int]:
    """Return whole numbers that commas join."""
    return [int(each) for each in text.split(",") if each.strip()]


def kinds(text: str) -> list[str]:
    """Return kinds of cases that commas join."""
    found = [each.strip() for each in text.split(",") if each.strip()]
    if unknown := sorted({*found} - {*KINDS}):
        raise argparse.ArgumentTypeError(f"no such case: {', '.join(unknown)}; expected {', '.join(KINDS)}")
    return found


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=numbers, default=SIZES, help="rows of the extracts, joined with commas")
    parser.add_argument("--messy-sizes", type=numbers, default=MESSY_SIZES, help="rows of the messy extracts")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cases", type=kinds, default=KINDS, help=f"some of: {', '.join(KINDS)}")
    parser.add_argument("--data", type=Path, default=DATA, help="where extracts and results are kept")
    asked = parser.parse_args()
    data = asked.data.absolute()
    if SPARK in asked.cases and not find_spec("pyspark"):
        print("Spark is not installed and was left out: pip install '.[spark]', and Java 17", file=sys.stderr)
        asked.cases = [kind for kind in asked.cases if kind != SPARK]
    cases = cases_of(asked.cases, asked.sizes, asked.messy_sizes, data)
    results = Results(machine_in_words(), versions_of())
    progress = Progress(asked.rounds * sum(len(case.programs()) for case in cases))
    for case in cases:
        print(f"making what is missing of {case.name}", file=sys.stderr, flush=True)
        case.make()
        results.cases.append(measure(case, asked.rounds, progress))
        results.write(data / "results.json")
    print(in_words(results))


if __name__ == "__main__":
    main()
