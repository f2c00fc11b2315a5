"""What is asked of a trend, and whether it can be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svtool.commands.opening import OpenedProject
from svtool.counting.cells import Cell
from svtool.dates import LONGER_THAN_MONTHS, NAMED
from svtool.errors import UsageError, listed, nearest
from svtool.gathering.facts import Facts
from svtool.schema.areas import INSIDE, OUTSIDE, AreaSet
from svtool.schema.tables import Measure, Table, TableRow
from svtool.statistics.process_limits import DIALECTS, USUAL_DIALECT

LEAST_BASELINE = 12  # points that a baseline may be fixed at, as in NHSRplotthedots


@dataclass(frozen=True)
class Asked:
    """What is asked of a trend.

    Attributes:
        measures: ids of measures of the project's tables.
        area: one of the project's areas, by name, alias or code; the whole without it.
        dialect: whose tool is followed: making-data-count or plotthedots.
        fix_after: how many of the first points of every stretch make its lines; all without it.
        target: what is aimed at in a month.
    """

    measures: tuple[str, ...]
    area: str | None = None
    dialect: str = USUAL_DIALECT
    fix_after: int | None = None
    target: float | None = None


def check_asked(asked: Asked) -> None:
    """Check what is asked before any file is opened.

    Raises:
        UsageError: it is impossible.
    """
    if asked.dialect not in DIALECTS:
        near = nearest(asked.dialect, DIALECTS) or "."
        raise UsageError(f"--dialect {asked.dialect}: is not known; expected {listed(DIALECTS)}{near}")
    if asked.fix_after is not None and asked.fix_after < LEAST_BASELINE:
        raise UsageError(
            f"--fix-after {asked.fix_after}: is too short a baseline; expected {LEAST_BASELINE} points or more."
        )
    if asked.target is not None and len(set(asked.measures)) > 1:
        raise UsageError("--target: is the target of one measure; name one --measure.")


def find_row(opened: OpenedProject, named: Sequence[str], wanted: str) -> tuple[Table, TableRow]:
    """Return a measure at its place in these tables, or in the project's.

    Raises:
        UsageError: there is none, it has no months, or the project has no extract for it.
    """
    tables = named or opened.project.tables
    places = {row.measure.id: (table, row) for table in opened.tables(tables)[::-1] for row in table.rows[::-1]}
    if wanted not in places:
        names = [name for name, (_, row) in places.items() if row.measure.is_counted]
        raise UsageError(
            f"--measure {wanted}: is not in {listed(tables, joiner='and')}; expected {listed(sorted(names), 30)}"
            f"{nearest(wanted, places) or '.'} Name the table with --table."
        )
    found = places[wanted][1].measure
    if not found.is_counted:
        what = "is worked out from others" if found.made_of else "arrives as a figure for a whole year or school year"
        raise UsageError(
            f"--measure {wanted}: {what}; expected one that is counted from records, which have months. Name another "
            "measure."
        )
    if found.again_within_months:
        raise UsageError(
            f"--measure {wanted}: follows people for {found.again_within_months} months, and no month holds them; "
            "expected one that counts what a month has. Name another measure."
        )
    if found.source not in opened.extracts:
        raise UsageError(f"--measure {wanted}: the project has no {found.source} extract. Add it under sources.")
    return places[wanted]


def find_cell(name: str | None, areas: AreaSet | None, option: str = "--area") -> Cell:
    """Return the area that is asked for as a cell of the counts.

    Args:
        name: the area, by name, alias or code; None for the whole.
        areas: those of the project.
        option: the option that names it.

    Raises:
        UsageError: the project has no areas, or none that is called so.
    """
    if name is None:
        return Cell()
    if areas is None:
        raise UsageError(f"{option} {name}: the project names no areas; add a line such as areas: merseyside.")
    key = areas.locate(name)
    if key is None or key == OUTSIDE:
        names = [areas.title, *(area.name for area in areas.areas)]
        raise UsageError(
            f"{option} {name}: is not an area of {areas.id}; expected {listed(names, 40)}{nearest(name, names) or '.'}"
        )
    return Cell(None if key == INSIDE else key)


def check_target(asked: Asked, measure: Measure) -> None:
    """Check that a target can be judged.

    Raises:
        UsageError: nobody said which side of it is good.
    """
    if asked.target is not None and measure.desired is None:
        raise UsageError(
            f"--target: neither a fall nor a rise of {measure.id} is desired; expected a measure with desired: fall or "
            "rise in its table. Leave out --target."
        )


def check_months(facts: Mapping[str, Facts], measures: Sequence[Measure]) -> None:
    """Check that a measure's records can be placed in months.

    Raises:
        UsageError: the dates of its source are quarters or years.
    """
    for measure in measures:
        precision = facts[measure.source].coarsest
        if precision in LONGER_THAN_MONTHS:
            raise UsageError(
                f"--measure {measure.id}: the dates of {measure.source} are {NAMED[precision]}; expected days or "
                "months. Name a measure of another source."
            )
