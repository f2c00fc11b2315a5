"""The results of the benchmark as rows of tables: the same for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Sequence

from aims import aims, judged
from cases import DUCKDB, MESSY, MESSY_PARSE, PANDAS, POLARS, SAMPLE
from results import Measured, Results

HEAD = ("program", "seconds", "processor s", "peak MB", "/ bare parse", "/ pandas", "grows by")


def title_of(case: Measured) -> str:
    """Return the title of a case's table."""
    rounds = "run once" if case.rounds == 1 else f"the least of {case.rounds}"
    if case.kind == SAMPLE:
        return f"The sample, {rounds}"
    return f"{case.rows:,} rows, {case.kind}, {case.megabytes:,.0f} MB, {rounds}"


def rows_of(case: Measured, results: Results) -> list[list[str]]:
    """Return what each program of a case took: as it is, beside two others, and beside the next smaller case."""
    smaller = _smaller(case, results)
    parse = case.programs.get(MESSY_PARSE if case.kind == MESSY else DUCKDB)
    pandas = case.programs.get(PANDAS)
    return [
        [
            name,
            number(run.seconds, 2),
            number(run.processor, 2),
            number(run.megabytes, 0),
            ratio(run.seconds, parse.seconds if parse else None),
            ratio(run.seconds, pandas.seconds if pandas else None),
            ratio(run.seconds, smaller.programs[name].seconds if smaller and name in smaller.programs else None),
        ]
        for name, run in case.programs.items()
    ]


def _smaller(case: Measured, results: Results) -> Measured | None:
    """Return the next smaller case of the same kind."""
    same = [each for each in results.cases if each.kind == case.kind and each.rows < case.rows]
    return max(same, key=lambda each: each.rows, default=None)


def rows_of_aims(results: Results) -> list[list[str]]:
    """Return every aim with what was found."""
    return [[aim.words, f"{aim.most:g}", number(aim.found(results), 2), judged(aim, results)] for aim in aims()]


def number(value: float | None, digits: int) -> str:
    """Return a number in words of a table; empty where it was not measured."""
    return "" if value is None else f"{value:,.{digits}f}"


def ratio(part: float | None, whole: float | None) -> str:
    """Return a ratio; empty where one of its parts was not measured."""
    return "" if part is None or not whole else f"{part / whole:.2f}"


def in_columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table for a terminal: the first column to the left, the others to the right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    lines = [
        [
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in (head, *rows)
    ]
    return "\n".join("  ".join(line).rstrip() for line in lines)


def in_words(results: Results) -> str:
    """Return all tables for a terminal."""
    parts = [f"{results.machine}; equal results"]
    parts += [f"{title_of(case)}\n{in_columns(HEAD, rows_of(case, results))}" for case in results.cases]
    parts.append(in_columns(("aim", "at most", "found", ""), rows_of_aims(results)))
    if all(run.megabytes is None for case in results.cases for run in case.programs.values()):
        parts.append("Memory and processor time are not measured on this system: it has no os.wait4.")
    if any(PANDAS in case.programs and POLARS not in case.programs for case in results.cases):
        parts.append("Polars is not installed and was left out: pip install '.[bench]'")
    return "\n\n".join(parts)
