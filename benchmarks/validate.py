"""Measure `svtool validate` of messy rows beside a bare parse of them by pyarrow, on one thread.

The extract is made if it is missing. Both run as processes of their own, in turn; printed is the least that each
needed.

    python benchmarks/validate.py --rounds 3 --rows 1000000
    python benchmarks/validate.py --rounds 1 --rows 10000000
"""

from __future__ import annotations

import argparse
import os
import re
import sys

from run import BENCH, ROOT, Run, least, ratio, run

EXTRACT = BENCH / "data" / "messy.csv"
ROWS = 1_000_000
VALIDATE, PARSE = "svtool validate", "pyarrow, bare parse"
PROGRAMS = {
    VALIDATE: ["-m", "svtool", "validate", str(EXTRACT)],
    PARSE: [str(BENCH / "bare_parse.py"), "messy", str(EXTRACT)],
}
MOST_TIMES, MOST_MEGABYTES = 5, 1_500
NOT_FIT = 12


def measure(rounds: int, rows: int) -> dict[str, list[Run]]:
    """Return the runs of each program."""
    runs: dict[str, list[Run]] = {name: [] for name in PROGRAMS}
    for number in range(1, rounds + 1):
        for name, arguments in PROGRAMS.items():
            found = run(arguments, {0, NOT_FIT})
            runs[name].append(found)
            print(f"round {number}: {name}, {found.seconds:.2f} s", file=sys.stderr, flush=True)
        if int(runs[PARSE][-1].output) != rows:
            sys.exit(f"pyarrow read {runs[PARSE][-1].output.strip()} rows of {rows}")
    return runs


def show(found: dict[str, Run], rows: int, rounds: int) -> None:
    """Print the table, and how svtool stands to its aims."""
    size = (ROOT / EXTRACT).stat().st_size / 1e6
    print(f"{rows:,} messy rows, {size:,.0f} MB of CSV, {os.cpu_count()} cores; the least of {rounds}")
    print()
    print(f"{'':20}{'seconds':>9}{'/ pyarrow':>11}{'processor s':>13}{'peak MB':>9}")
    for name, each in found.items():
        memory = "" if each.megabytes is None else f"{each.megabytes:,.0f}"
        processor = "" if each.processor is None else f"{each.processor:.2f}"
        print(f"{name:20}{each.seconds:9.2f}{ratio(each.seconds, found[PARSE].seconds):>11}{processor:>13}{memory:>9}")
    print()
    times, memory = found[VALIDATE].seconds / found[PARSE].seconds, found[VALIDATE].megabytes
    print(
        f"svtool validate takes {times:.2f} times as long; the aim of at most {MOST_TIMES} is {said(times, MOST_TIMES)}"
    )
    if memory is not None:
        print(f"It needs {memory:,.0f} MB; the aim of at most {MOST_MEGABYTES:,} is {said(memory, MOST_MEGABYTES)}")


def said(found: float, aim: float) -> str:
    """Return whether an aim is reached."""
    return "reached" if found <= aim else "not reached"


def kinds_found(output: str) -> list[str]:
    """Return the ids of what was found, to see that the checks did run."""
    return sorted(set(re.findall(r"\b[FHRVPS]\d{2}\b", output)))


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=ROWS)
    asked = parser.parse_args()
    run([str(BENCH / "make_extract.py"), "--messy", "--rows", str(asked.rows), "--unless-made"])
    runs = measure(asked.rounds, asked.rows)
    show({name: least(each) for name, each in runs.items()}, asked.rows, asked.rounds)
    print(f"Found: {', '.join(kinds_found(runs[VALIDATE][-1].output))}")


if __name__ == "__main__":
    main()
