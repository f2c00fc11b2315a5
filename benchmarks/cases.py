"""What is measured: a number of rows in a form, the files that it needs, and the programs that read them."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from measured_run import ROOT, run

BENCH = Path("benchmarks")
SVTOOL, ONE_THREAD, PANDAS, POLARS = "svtool measures", "svtool measures, 1 thread", "pandas script", "Polars script"
LOOKUP, CASE = "DuckDB, lookup tables", "DuckDB, plain CASE"
IN_SPARK, SPARK_SQL = "svtool measures --engine spark", "Spark SQL, lookup tables"
INGEST = "svtool ingest"
DUCKDB, PYARROW = "DuckDB, bare parse", "pyarrow, bare parse"
VALIDATE, MESSY_PARSE = "svtool validate", "pyarrow, bare parse of all columns"
TABLES, PAGE, HELP = "svtool measures --sample", "svtool report --sample", "svtool --help"
COUNTING = (SVTOOL, ONE_THREAD, PANDAS, POLARS, LOOKUP, CASE, IN_SPARK, SPARK_SQL)

FLAT, LINKED = ("police",), ("offences", "victims", "suspects")
FLAT_CSV, FLAT_PARQUET = "flat CSV", "flat Parquet"
FORMS = {
    FLAT_CSV: (FLAT, ".csv"),
    "linked CSV": (LINKED, ".csv"),
    FLAT_PARQUET: (FLAT, ".parquet"),
    "linked Parquet": (LINKED, ".parquet"),
}
STORE, SPARK, MESSY, SAMPLE = "store", "flat Parquet in Spark", "messy CSV", "sample"
KINDS = (*FORMS, STORE, SPARK, MESSY, SAMPLE)
NOT_FIT = 12  # how `svtool validate` ends when it has found something

Counts = Mapping[str, Mapping[str, Sequence[int]]]  # measure → year → [count, not known]


@dataclass(frozen=True)
class Program:
    """A program: what Python is given, how it may end, and the folder that must not be there when it begins.

    `in_java`: its work is done by another process, whose memory and processor time the system does not tell of it.
    """

    arguments: Sequence[str]
    expected: Sequence[int] = (0,)
    makes: Path | None = None
    in_java: bool = False


@dataclass(frozen=True)
class Case:
    """Some rows in a form, in a folder of their own."""

    kind: str
    rows: int
    data: Path

    @property
    def name(self) -> str:
        """Return how people call it."""
        return SAMPLE if self.kind == SAMPLE else f"{self.rows:,} rows, {self.kind}"

    @property
    def folder(self) -> Path:
        """Return where its files are."""
        return self.data / str(self.rows)

    @property
    def files(self) -> list[Path]:
        """Return its files."""
        if self.kind in (*FORMS, STORE, SPARK):
            names, suffix = FORMS[{STORE: FLAT_CSV, SPARK: FLAT_PARQUET}.get(self.kind, self.kind)]
            return [self.folder / f"{name}{suffix}" for name in names]
        return [self.folder / "messy.csv"] if self.kind == MESSY else []

    @property
    def megabytes(self) -> float:
        """Return how large its files are."""
        return sum(path.stat().st_size for path in self.files) / 1e6

    @property
    def project(self) -> Path:
        """Return its project file."""
        return self.folder / f"{self.kind.replace(' ', '_').lower()}.yaml"

    def make(self) -> None:
        """Make its files, unless the same are there."""
        self.data.mkdir(parents=True, exist_ok=True)
        if self.kind == SAMPLE:
            return
        messy = ["--messy"] if self.kind == MESSY else []
        path = self.folder / ("messy.csv" if messy else "police.csv")
        run([f"{BENCH}/make_extract.py", "--rows", str(self.rows), "--out", str(path), "--unless-made", *messy])
        if self.kind in (*FORMS, STORE, SPARK):
            run([f"{BENCH}/other_forms.py", str(path)])
            shutil.copytree(ROOT / BENCH / "definitions", self.folder / "definitions", dirs_exist_ok=True)
            self.project.write_text(self._project_text(), encoding="utf-8")

    def _project_text(self) -> str:
        """Return the project file of the benchmark, which reads the files of this case."""
        text = (ROOT / BENCH / "project.yaml").read_text(encoding="utf-8")
        head, _, entry = text.partition("  police:\n")
        if self.kind == STORE:
            return text.replace("data/police.csv", "police.csv") + "\nstore: store\n"
        names, suffix = FORMS[FLAT_PARQUET if self.kind == SPARK else self.kind]
        if names == FLAT:
            return text.replace("data/police.csv", f"police{suffix}")
        entry = "".join(f"  {line}\n" for line in entry.splitlines())
        people = "".join(
            f"    {name}:\n      files: {name}{suffix}\n      mapping: standard\n      supplier: force\n"
            for name in names[1:]
        )
        return f"{head}  police:\n    offences:\n{entry.replace('data/police.csv', f'offences{suffix}')}{people}"

    def programs(self) -> dict[str, Program]:
        """Return the programs that read it, by name."""
        files = [str(path) for path in self.files]
        if self.kind == SAMPLE:
            page = str(self.data / "report.html")
            return {
                TABLES: Program(["-m", "svtool", "measures", "--sample"]),
                PAGE: Program(["-m", "svtool", "report", "--sample", "--out", page]),
                HELP: Program(["-m", "svtool", "--help"]),
            }
        if self.kind == MESSY:
            return {
                VALIDATE: Program(["-m", "svtool", "validate", *files], (0, NOT_FIT)),
                MESSY_PARSE: Program([f"{BENCH}/bare_parse.py", "messy", *files]),
            }
        measures = ["-m", "svtool", "measures", "--project", str(self.project), "--format", "csv"]
        if self.kind == STORE:
            ingest = ["-m", "svtool", "ingest", "--project", str(self.project)]
            return {
                INGEST: Program(ingest, makes=self.folder / "store"),
                SVTOOL: Program(measures),
                ONE_THREAD: Program([*measures, "--threads", "1"]),
                LOOKUP: Program([f"{BENCH}/duckdb_script.py", "lookup", str(self.folder / "police.parquet")]),
            }
        if self.kind == SPARK:
            return {
                IN_SPARK: Program([*measures, "--engine", "spark"], in_java=True),
                SPARK_SQL: Program([f"{BENCH}/spark_script.py", *files], in_java=True),
                LOOKUP: Program([f"{BENCH}/duckdb_script.py", "lookup", *files]),
            }
        found = {
            SVTOOL: Program(measures),
            ONE_THREAD: Program([*measures, "--threads", "1"]),
            PANDAS: Program([f"{BENCH}/pandas_script.py", *files]),
            POLARS: Program([f"{BENCH}/polars_script.py", *files]),
            LOOKUP: Program([f"{BENCH}/duckdb_script.py", "lookup", *files]),
            CASE: Program([f"{BENCH}/duckdb_script.py", "case", *files]),
            DUCKDB: Program([f"{BENCH}/bare_parse.py", "duckdb", *files]),
            PYARROW: Program([f"{BENCH}/bare_parse.py", "pyarrow", *files]),
        }
        return found if find_spec("polars") else {name: each for name, each in found.items() if name != POLARS}

    def check(self, outputs: Mapping[str, str]) -> None:
        """Check that all programs of a round found the same, by what they printed.

        Raises:
            SystemExit: they did not.
        """
        if self.kind == MESSY:
            _check_rows(self, {MESSY_PARSE: outputs[MESSY_PARSE]}, self.rows)
        if self.kind in FORMS:
            _check_rows(self, {name: outputs[name] for name in (DUCKDB, PYARROW)}, self.rows * len(self.files))
        counts = {name: _reader(name)(outputs[name]) for name in COUNTING if name in outputs}
        for name, found in counts.items():
            check_equal(f"{self.name}: {name}", found, LOOKUP, counts[LOOKUP])


def _check_rows(case: Case, outputs: Mapping[str, str], rows: int) -> None:
    for name, output in outputs.items():
        if int(output) != rows:
            sys.exit(f"{case.name}: {name} read {output.strip()} rows of {rows}")


def _reader(name: str) -> Callable[[str], Counts]:
    return counts_of_svtool if name in (SVTOOL, ONE_THREAD, IN_SPARK) else json.loads


def counts_of_svtool(output: str) -> Counts:
    """Return the counts of the CSV that svtool writes, whole calendar years only."""
    counts: dict[str, dict[str, list[int]]] = {}
    for row in csv.DictReader(output.splitlines()):
        year = row["period_start"][:4]
        if (row["period_start"][4:], row["period_end"]) != ("-01-01", f"{year}-12-31"):
            continue
        if row["status"]:
            sys.exit(f"svtool has no count of {row['measure_id']} in {year}: [{row['status']}]")
        counts.setdefault(row["measure_id"], {})[year] = [int(row["count"]), int(row["not_known"])]
    return counts


def check_equal(name: str, found: Counts, other: str, expected: Counts) -> None:
    """Check that two programs counted the same.

    Raises:
        SystemExit: they did not, or nothing was counted.
    """
    different = [
        f"{measure} {year}: {found.get(measure, {}).get(year)}, {other} {expected.get(measure, {}).get(year)}"
        for measure in sorted({*found, *expected})
        for year in sorted({*found.get(measure, {}), *expected.get(measure, {})})
        if list(found.get(measure, {}).get(year, ())) != list(expected.get(measure, {}).get(year, ()))
    ]
    if different or not expected:
        sys.exit("\n".join([f"{name}: the results are not equal", *different]))
