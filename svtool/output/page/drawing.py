"""How every page is drawn: its templates, with what they may call, and what its tables and methods name."""

from __future__ import annotations

import re

from jinja2 import Environment, PackageLoader, StrictUndefined

from svtool.commands.trend.rare_events import RARE
from svtool.figures.change import DRIFT_POINTS, DRIFT_RECORDS, ENOUGH_MONTHS
from svtool.figures.change_verdict import SIGNIFICANT
from svtool.figures.contract import FEW, LOW_RELIABILITY, STATUSES
from svtool.output.page.column_looks import ALIGNED, cell_looks, columns_of, heading_looks
from svtool.output.page.grid import Grid, Picture
from svtool.output.page.isolated import isolated
from svtool.output.svg_marks import DARK_OF
from svtool.statistics.lasting_shifts import FEWEST
from svtool.statistics.process_limits import RUN

SHORTHAND = {
    **STATUSES,
    LOW_RELIABILITY: f"{STATUSES[LOW_RELIABILITY]}: a per cent of fewer than {FEW}, or limits of few points",
}
MARK = re.compile(r"\[([a-z])\]")
P_VALUE = re.compile(r"p [<>=] [\d.]+")
NO_BREAK = "\N{NO-BREAK SPACE}"
LIMITS = {
    "points": DRIFT_POINTS, "records": DRIFT_RECORDS, "months": ENOUGH_MONTHS, "p": SIGNIFICANT, "run": RUN,
    "few": FEW, "lasting": FEWEST, "rare": RARE,
}  # fmt: skip


def page_environment() -> Environment:
    """Return the templates of pages: what comes from elsewhere is escaped, and a name that is not there is an error."""
    environment = Environment(
        loader=PackageLoader("svtool.output.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        aligned=ALIGNED, cell_looks=cell_looks, columns_of=columns_of, dark_of=DARK_OF, heading_looks=heading_looks,
        key_of=key_of, unbroken=unbroken,
    )  # fmt: skip
    environment.filters["isolated"] = isolated
    return environment


def key_of(grid: Grid) -> list[str]:
    """Return what the marks in a table's cells mean, each as `[x] not available`."""
    found = {letter for row in grid.rows for cell in row for letter in MARK.findall(cell)}
    return [f"[{letter}] {SHORTHAND[letter]}" for letter in sorted(found & set(SHORTHAND))]


def unbroken(cell: str) -> str:
    """Return a cell in which no p-value is broken at the end of a line; a picture as it is."""
    if isinstance(cell, Picture):
        return cell
    return P_VALUE.sub(lambda found: found[0].replace(" ", NO_BREAK), cell)
