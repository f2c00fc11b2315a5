"""The results of a run of the benchmark, as a file: what the tables, the chart and the aims are made of."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from measured_run import Run

LIBRARIES = ("duckdb", "pyarrow", "pandas", "polars", "numpy")


@dataclass(frozen=True)
class Measured:
    """What every program of a case took at the least, of how many rounds."""

    kind: str
    rows: int
    megabytes: float
    rounds: int
    programs: Mapping[str, Run]


@dataclass
class Results:
    """All that was measured, and on what.

    Attributes:
        machine: what the machine is, in words.
        versions: library → version.
        cases: what was measured.
    """

    machine: str
    versions: Mapping[str, str]
    cases: list[Measured] = field(default_factory=list)

    def of(self, kind: str, rows: int | None = None) -> Measured | None:
        """Return a case; None where it was not measured."""
        return next((each for each in self.cases if each.kind == kind and rows in (None, each.rows)), None)

    def write(self, path: Path) -> None:
        """Write the results, replacing the file whole."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        cases = [
            {**vars(each), "programs": {name: _numbers(run) for name, run in each.programs.items()}}
            for each in self.cases
        ]
        unfinished.write_text(json.dumps({**vars(self), "cases": cases}, indent=1) + "\n", encoding="utf-8")
        unfinished.replace(path)


def read_results(path: Path) -> Results:
    """Return the results that stand in a file."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    cases = [
        Measured(**{**each, "programs": {name: Run(*numbers) for name, numbers in each["programs"].items()}})
        for each in found.pop("cases")
    ]
    return Results(**found, cases=cases)


def _numbers(run: Run) -> Sequence[float | None]:
    return [run.seconds, run.processor, run.megabytes]


def machine_in_words() -> str:
    """Return what this machine is: its processor, cores, memory and system."""
    facts = [_processor(), f"{os.cpu_count()} cores", _memory(), f"{platform.system()} {platform.release()}"]
    return ", ".join(each for each in facts if each)


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines: Iterable[str] = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else ()
    named = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return named or platform.processor() or platform.machine()


def _memory() -> str:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return ""
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1e9:.0f} GB of memory"


def versions_of() -> dict[str, str]:
    """Return the versions of Python and of every library that is measured here."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
