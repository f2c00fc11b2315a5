"""Throw bytes at svtool, guided by what they reach, and keep those that it did not take as it should.

Each target of tests/fuzz/targets.py has a process of its own, which begins with the corpus in tests/fuzz/corpus and
keeps what reaches new code in build/fuzz. Bytes at which a target fails are written into tests/fuzz/corpus: the tests
fail then until svtool takes them.

    python .ci/fuzz.py --minutes 30
    python .ci/fuzz.py --minutes 1 yaml periods
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "fuzz"
LONGEST = 4_096  # bytes of an input
# With atheris a target is told which code it reached: its modules are changed as they are loaded.
ONE = """
import sys
import atheris
with atheris.instrument_imports(include=["svtool"]):
    import targets
atheris.Setup(sys.argv, targets.TARGETS[sys.argv.pop(1)])
atheris.Fuzz()
"""


def main() -> None:
    """Try every target that was asked for, and say how each ended."""
    sys.path.insert(0, str(TESTS))
    import targets  # noqa: PLC0415 (not a module of the project's)

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("targets", nargs="*", help=f"some of: {', '.join(targets.TARGETS)}")
    parser.add_argument("--minutes", type=float, default=1, help="for each target")
    asked = parser.parse_args()
    if unknown := sorted({*asked.targets} - {*targets.TARGETS}):
        parser.error(f"no such target: {', '.join(unknown)}; expected {', '.join(targets.TARGETS)}")
    failed = [name for name in asked.targets or targets.TARGETS if not tried(name, round(asked.minutes * 60))]
    sys.exit(f"failed: {', '.join(failed)}; the bytes lie in tests/fuzz/corpus" if failed else 0)


def tried(name: str, seconds: int) -> bool:
    """Throw bytes at a target for some seconds, and return whether it took all of them."""
    reached, kept = ROOT / "build" / "fuzz" / name, TESTS / "corpus" / name
    for folder in (reached, kept):
        folder.mkdir(parents=True, exist_ok=True)
    limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=60", "-rss_limit_mb=4000"]
    told = [f"-artifact_prefix={kept}/", "-print_final_stats=1", "-verbosity=0"]
    done = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-c", ONE, name, *limits, *told, str(reached), str(kept)],
        cwd=TESTS, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    runs = [line.rpartition(":")[2].strip() for line in done.stderr.splitlines() if "number_of_executed_units" in line]
    sys.stdout.write(f"{name}: {runs[0] if runs else 'unknown number of'} inputs, exit code {done.returncode}\n")
    if done.returncode:
        sys.stdout.write(done.stderr[-3_000:])
    sys.stdout.flush()
    return not done.returncode


if __name__ == "__main__":
    main()
