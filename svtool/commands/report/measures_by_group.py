"""What else a page is broken down by: the figures of every measure by age band, sex …, alone or in each area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svtool.commands.measures import Result
from svtool.commands.report.key_changes import tested_changes
from svtool.commands.report.measures_by_area import is_of_everybody, is_of_whole, latest_of
from svtool.counting.cells import ALL_LABEL
from svtool.figures.contract import Figure
from svtool.figures.notes import Note
from svtool.schema.sources import AREA


@dataclass(frozen=True)
class MeasureByGroup:
    """A measure with its figures in every group, all together first.

    Attributes:
        measure_id, measure: the measure.
        by_group: its figures, by what a row of them is called.
    """

    measure_id: str
    measure: str
    by_group: Mapping[str, Sequence[Figure]]


@dataclass(frozen=True)
class Groups:
    """A page's breakdowns other than by area.

    Attributes:
        titles: what they are called.
        measures: every measure that has such groups.
        tested: how many of their changes chance alone would give; None where none was tested.
    """

    titles: Sequence[str]
    measures: Sequence[MeasureByGroup]
    tested: Note | None


def compare_groups(result: Result, whole: str) -> Groups | None:
    """Return every measure by the breakdowns that are not areas; None where nothing else is asked for.

    Args:
        result: figures by these breakdowns.
        whole: the name of the whole area.
    """
    names = [name for name in result.by if name != AREA]
    if not names:
        return None
    found: dict[str, MeasureByGroup] = {}
    latest: list[Figure] = []
    for table in result.tables:
        for row in table.rows:
            own = [each for each in result.figures if (each.table, each.position) == (table.id, row.position)]
            grouped = [each for each in own if not is_of_everybody(each)]
            if row.measure.id in found or not grouped:
                continue
            by_group: dict[str, list[Figure]] = {}
            for figure in (*(each for each in own if is_of_whole(each, whole)), *grouped):
                by_group.setdefault(name_of_group(figure, whole), []).append(figure)
            found[row.measure.id] = MeasureByGroup(row.measure.id, row.measure.title, by_group)
            latest += [latest_of(figures) for figures in list(by_group.values())[1:]]
    return Groups([result.titles[name] for name in names], list(found.values()), tested_changes(latest))


def name_of_group(figure: Figure, whole: str) -> str:
    """Return what the row of a figure is called: `18–24`, or `Wirral, 18–24`; of everybody the whole area."""
    area = [] if figure.area == whole else [figure.area]
    return ", ".join([*area, *(value for value in figure.by.values() if value != ALL_LABEL)]) or whole
