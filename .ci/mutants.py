"""Change the core in one place at a time, run the tests that reach that place, and say how many changes were caught.

    make mutants N=200 SEED=1

mutmut makes the mutants and runs the tests; pyproject.toml says of which rooms and with which tests. Here a sample of
the mutants is drawn, so that a run is bounded, and of the many tests that reach a function those are taken that reach
little else, up to a share of the time of all, beside the whole tables of the sample. What survives may still be caught
by a test that was not taken: the score is the least that holds.
"""

from __future__ import annotations

import argparse
import os
import random
import re
from collections import Counter
from pathlib import Path

from mutmut import __main__ as mutmut
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.state import state
from mutmut.stats import save_stats, status_by_exit_code
from mutmut.utils.file_utils import setup_source_paths, walk_mutatable_files
from mutmut.workers.isolation import get_mutant_runner

SHARE = 0.15  # of the time of all tests, for one mutant
WHOLE_TABLES = "tests/golden/"
STRICT = re.compile(r",?\s*\bstrict=\w+,?|,\s*(?=\))")  # of zip: a check of lengths that never differ
SQL = re.compile(r"\b(AND|AS|CAST|COALESCE|FALSE|FROM|IN|IS|JOIN|NULL|OR|SELECT|TRUE|WHERE)\b")
CAUGHT = {"killed", "timeout", "segfault"}


def main() -> None:
    """Draw mutants, try them, and print the score and the names of those that survived."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=200, help="how many mutants to try")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    asked = parser.parse_args()
    workers = os.cpu_count() or 1
    make_mutants(workers)
    names = sorted(results())
    drawn = draw(names, asked.number, asked.seed)
    mutmut.collect_or_load_stats(get_mutant_runner(workers))
    take_nearest_tests()
    mutmut._run(drawn, workers)
    report(drawn, len(names))


def make_mutants(workers: int) -> None:
    """Copy the project to mutants/ with every mutant of the core beside its function."""
    Path("mutants").mkdir(exist_ok=True)
    with mutmut.CatchOutput(spinner_title="Making mutants"):
        mutmut.copy_src_dir()
        mutmut.copy_also_copy_files()
        setup_source_paths()
        mutmut.create_mutants(workers)


def results() -> dict[str, int | None]:
    """Return every mutant with the exit code of its tests, None where it was not tried."""
    found: dict[str, int | None] = {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        found |= data.exit_code_by_key
    return found


def draw(names: list[str], number: int, seed: int) -> list[str]:
    """Return so many mutants by chance, the same ones for the same seed."""
    shuffled = random.Random(seed).sample(names, len(names))
    drawn: list[str] = []
    while shuffled and len(drawn) < number:
        name = shuffled.pop()
        if not means_the_same(get_diff_for_mutant(name)):
            drawn.append(name)
    return drawn


def means_the_same(diff: str) -> bool:
    """Return whether a mutant only writes SQL in other letters, or leaves out a check of lengths that never differ."""
    lines = diff.splitlines()
    before, after = (
        "\n".join(line[1:] for line in lines if line.startswith(sign) and not line.startswith(sign * 3))
        for sign in "-+"
    )
    if STRICT.sub("", before) == STRICT.sub("", after):
        return True
    return before.lower() == after.lower() and bool(SQL.search(before))


def take_nearest_tests() -> None:
    """Keep of the tests that reach a function those that reach the fewest others, up to a share of all time."""
    reached = state().tests_by_mangled_function_name
    limit = SHARE * sum(state().duration_by_test.values())
    functions_of = Counter(test for tests in reached.values() for test in tests)
    for function, tests in reached.items():
        kept = {test for test in tests if test.startswith(WHOLE_TABLES)}
        seconds = 0.0
        for test in sorted(tests, key=lambda each: (functions_of[each], state().duration_by_test[each], each)):
            seconds += state().duration_by_test[test]
            if seconds > limit:
                break
            kept.add(test)
        reached[function] = kept
    save_stats()


def report(drawn: list[str], among: int) -> None:
    """Print how many of the drawn mutants were caught, and which were not."""
    codes = results()
    status = {name: status_by_exit_code[codes[name]] for name in drawn}
    survived = sorted(name for name, each in status.items() if each not in CAUGHT)
    for name in survived:
        print(f"{status[name]}: {name}")
    share = 1 - len(survived) / len(drawn)
    print(f"{len(drawn) - len(survived)} of {len(drawn)} mutants caught ({share:.0%}), drawn from {among:,}.")
    print("See one with `mutmut show NAME`.")


if __name__ == "__main__":
    main()
