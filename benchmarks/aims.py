"""What svtool aims at beside the others, and whether a run of the benchmark reached it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cases import (
    DUCKDB,
    FLAT_CSV,
    HELP,
    IN_SPARK,
    LOOKUP,
    MESSY,
    MESSY_PARSE,
    ONE_THREAD,
    PAGE,
    PANDAS,
    POLARS,
    SAMPLE,
    SPARK,
    SPARK_SQL,
    SVTOOL,
    TABLES,
    VALIDATE,
)
from measured_run import Run
from results import Results

Unit = Literal["seconds", "megabytes"]
SMALL, MEDIUM, LARGE = 200_000, 5_000_000, 20_000_000
MILLION = 1_000_000


@dataclass(frozen=True)
class Aim:
    """A number that should be at most another.

    Attributes:
        words: what is measured.
        unit: of what.
        part: kind of case, rows and program.
        whole: the same of what it is divided by; None where the number itself is meant.
        most: how large it may be.
    """

    words: str
    unit: Unit
    part: tuple[str, int, str]
    whole: tuple[str, int, str] | None
    most: float

    def found(self, results: Results) -> float | None:
        """Return the number; None where it was not measured."""
        part, whole = _number(results, self.part, self.unit), _number(results, self.whole, self.unit)
        return None if part is None or whole is None else part / whole


def _number(results: Results, place: tuple[str, int, str] | None, unit: Unit) -> float | None:
    if place is None:
        return 1.0
    kind, rows, program = place
    case = results.of(kind, rows)
    run: Run | None = case.programs.get(program) if case else None
    return getattr(run, unit) if run else None


def aims() -> Iterator[Aim]:
    """Yield every aim."""
    medium = (FLAT_CSV, MEDIUM, SVTOOL)
    beside = (
        ("DuckDB's bare parse", DUCKDB, 2.2, None),
        ("the pandas script", PANDAS, 0.36, 0.20),
        ("hand-written DuckDB SQL with lookup tables, which only counts", LOOKUP, 1.0, None),
        ("a Polars script, which only counts", POLARS, 1.2, 0.7),
    )
    for words, program, time, memory in beside:
        yield Aim(f"5 million rows of CSV, time beside {words}", "seconds", medium, (FLAT_CSV, MEDIUM, program), time)
        if memory is not None:
            whole = (FLAT_CSV, MEDIUM, program)
            yield Aim(f"5 million rows of CSV, memory beside {words}", "megabytes", medium, whole, memory)
    large = (FLAT_CSV, LARGE, SVTOOL)
    yield Aim("20 million rows beside 5 million, time", "seconds", large, medium, 4.2)
    yield Aim("20 million rows beside 5 million, memory", "megabytes", large, medium, 1.3)
    yield Aim("all threads beside one, time", "seconds", medium, (FLAT_CSV, MEDIUM, ONE_THREAD), 0.62)
    yield Aim("20 million rows of CSV, megabytes", "megabytes", large, None, 1_500)
    in_spark = (SPARK, MEDIUM, IN_SPARK), (SPARK, MEDIUM, SPARK_SQL)
    yield Aim("5 million rows in Spark, time beside hand-written Spark SQL", "seconds", *in_spark, 2.5)
    yield Aim("the sample's tables, seconds", "seconds", (SAMPLE, 0, TABLES), None, 1.5)
    yield Aim("the sample's page, seconds", "seconds", (SAMPLE, 0, PAGE), None, 2.5)
    yield Aim("--help, seconds", "seconds", (SAMPLE, 0, HELP), None, 0.08)
    messy = (MESSY, MILLION, VALIDATE), (MESSY, MILLION, MESSY_PARSE)
    yield Aim("validate of 1 million messy rows beside a bare read of them, time", "seconds", *messy, 3)
    ten = (MESSY, 10 * MILLION, VALIDATE), (MESSY, 10 * MILLION, MESSY_PARSE)
    yield Aim("validate of 10 million messy rows beside a bare read of them, time", "seconds", *ten, 3)
    yield Aim("validate of 10 million messy rows, megabytes", "megabytes", ten[0], None, 1_200)


def judged(aim: Aim, results: Results) -> str:
    """Return whether an aim was reached."""
    found = aim.found(results)
    if found is None:
        return "not measured"
    return "reached" if found <= aim.most else "not reached"
