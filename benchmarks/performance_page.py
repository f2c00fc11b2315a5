"""Write what the benchmark measured into the documentation: tables, a chart, and the machine.

python benchmarks/performance_page.py
python benchmarks/performance_page.py --results results.json --docs docs
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

from cases import FLAT_CSV, SVTOOL
from measured_run import ROOT, Run
from results import Measured, Results, read_results
from run import DATA
from tables import HEAD, number, rows_of, rows_of_aims, title_of

PAGE, CHART = "performance.md", "performance.svg"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
WIDTH, NAMES, NUMBERS, BAR, GAP, TITLE = 760, 210, 70, 18, 8, 34
# Both stand out from white by more than 3 to 1 (WCAG 2.2, 1.4.11); which is which is said in words too.
OURS, OTHERS, INK = "#1d4f91", "#767676", "#1a1a1a"


def page_with(page: str, results: Results) -> str:
    """Return the page with what was measured between its two marks."""
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        sys.exit(f"{PAGE}: expected one {BEGIN} and one {END} behind it")
    before, after = page.partition(BEGIN)[0], page.partition(END)[2]
    return f"{before}{BEGIN}\n{measured(results)}{END}{after}"


def measured(results: Results) -> str:
    """Return what was measured, as Markdown."""
    libraries = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    parts = [
        f"Measured on {results.machine}, with {libraries}. Programs beside each other ran in turn, "
        "forward and backward; the least is shown."
    ]
    if charted(results):
        parts.append(f"![Bars: seconds of each program for a flat CSV; the tables below say the same]({CHART})")
    parts.append(f"### Aims\n\n{in_markdown(('aim', 'at most', 'found', 'verdict'), rows_of_aims(results))}")
    parts += [f"### {title_of(case)}\n\n{in_markdown(HEAD, rows_of(case, results))}" for case in results.cases]
    return "\n\n".join(parts) + "\n"


def in_markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown, numbers to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def charted(results: Results) -> list[Measured]:
    """Return the cases that the chart shows: the flat CSV, each size of it."""
    return [case for case in results.cases if case.kind == FLAT_CSV]


def described(results: Results) -> str:
    """Return what the chart shows, for those who do not see it."""
    parts = []
    for case in charted(results):
        ordered = sorted(case.programs.items(), key=lambda each: each[1].seconds)
        said = "; ".join(f"{name} {number(run.seconds, 2)}" for name, run in ordered)
        parts.append(f"{case.rows:,} rows: {said}.")
    return f"Seconds that each program takes for a flat CSV, the quickest first. {' '.join(parts)}"


def chart(results: Results) -> str:
    """Return the chart: for each size a group of bars, with the seconds of each program written beside its bar."""
    groups, top = [], 0
    for case in charted(results):
        groups.append(_group(case, top))
        top += TITLE + len(case.programs) * (BAR + GAP) + GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}" '
        f'role="img" aria-labelledby="title description" font-family="sans-serif" font-size="13" fill="{INK}">\n'
        '<title id="title">Seconds for a flat CSV, by program and number of rows</title>\n'
        f'<desc id="description">{escape(described(results))}</desc>\n'
        f'<rect width="{WIDTH}" height="{top}" fill="#ffffff"/>\n' + "".join(groups) + "</svg>\n"
    )


def _group(case: Measured, top: int) -> str:
    most = max(run.seconds for run in case.programs.values())
    bars = "".join(
        _bar(name, run, most, top + TITLE + place * (BAR + GAP))
        for place, (name, run) in enumerate(case.programs.items())
    )
    return f'<text x="0" y="{top + TITLE - GAP - 4}" font-weight="bold">{case.rows:,} rows, seconds</text>\n{bars}'


def _bar(name: str, run: Run, most: float, top: int) -> str:
    length = max(1.0, (WIDTH - NAMES - NUMBERS) * run.seconds / most)
    ours = name.startswith(SVTOOL)
    weight = ' font-weight="bold"' if ours else ""
    middle = top + BAR - 5
    return (
        f'<text x="{NAMES - GAP}" y="{middle}" text-anchor="end"{weight}>{escape(name)}</text>'
        f'<rect x="{NAMES}" y="{top}" width="{length:.1f}" height="{BAR}" fill="{OURS if ours else OTHERS}"/>'
        f'<text x="{NAMES + length + GAP:.1f}" y="{middle}"{weight}>{number(run.seconds, 2)}</text>\n'
    )


def main() -> None:
    """Read the command line, write the page and its chart."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--results", type=Path, default=DATA / "results.json")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs")
    asked = parser.parse_args()
    if not asked.results.is_file():
        sys.exit(f"{asked.results}: is not there; run make bench first")
    results, path = read_results(asked.results), asked.docs / PAGE
    path.write_text(page_with(path.read_text(encoding="utf-8"), results), encoding="utf-8")
    if charted(results):
        (asked.docs / CHART).write_text(chart(results), encoding="utf-8")


if __name__ == "__main__":
    main()
