"""Run the quick tests with the oldest libraries that are allowed and with the newest, on each Python that is found.

python .ci/matrix.py                        every pair
python .ci/matrix.py 3.13 lowest            one pair
python .ci/matrix.py 3.11 lowest tests/unit with some of the tests
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
LIBRARIES = {"lowest": "lowest-direct", "highest": "highest"}
QUICK = ("-m", "not slow and not spark", "-q", "-n", "auto", "--dist", "worksteal", "-p", "no:cacheprovider")


def main() -> None:
    """Try every pair that was asked for, and say how each ended."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("python", nargs="?", choices=PYTHONS, help="one Python alone")
    parser.add_argument("libraries", nargs="?", choices=tuple(LIBRARIES), help="the oldest or the newest alone")
    parser.add_argument("tests", nargs="*", help="some of the tests")
    asked = parser.parse_args()
    told = {
        f"Python {python}, {libraries} libraries": tried(python, libraries, asked.tests)
        for python in PYTHONS
        if asked.python in (None, python)
        for libraries in LIBRARIES
        if asked.libraries in (None, libraries)
    }
    sys.stdout.write("".join(f"{pair}: {outcome}\n" for pair, outcome in told.items()))
    sys.exit(0 if "failed" not in told.values() else 1)


def tried(python: str, libraries: str, tests: list[str]) -> str:
    """Return how the tests ended for a Python and its libraries."""
    environment = ROOT / "build" / "matrix" / f"{python}-{libraries}"
    if _uv("venv", "--quiet", "--clear", "--python", python, str(environment)):
        return "not tried: this Python is not here"
    where = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if _uv("pip", "install", "--quiet", "--python", str(where), "--resolution", LIBRARIES[libraries], "-e", ".[dev]"):
        return "failed"
    done = subprocess.run([where, "-m", "pytest", *QUICK, *tests], cwd=ROOT, check=False)  # noqa: S603 (our own words)
    return "failed" if done.returncode else "passed"


def _uv(*words: str) -> int:
    """Run uv and return its exit code."""
    return subprocess.run([sys.executable, "-m", "uv", *words], cwd=ROOT, check=False).returncode  # noqa: S603 (the same)


if __name__ == "__main__":
    main()
