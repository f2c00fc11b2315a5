"""Areas compared: the figures of every measure by area, and how many of their changes chance alone would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svtool.commands.measures import Result
from svtool.commands.report.key_changes import tested_changes
from svtool.counting.cells import ALL_LABEL
from svtool.figures.contract import Figure
from svtool.figures.notes import Kind, Note


@dataclass(frozen=True)
class MeasureByArea:
    """A measure with its figures in every area, the whole first."""

    measure: str
    by_area: Mapping[str, Sequence[Figure]]


def is_of_whole(figure: Figure, whole: str) -> bool:
    """Return whether a figure is of the whole area, not of a part of it or of what lies outside."""
    # What arrives as a figure has no area where the project names none.
    return figure.area in (whole, "") and is_of_everybody(figure)


def is_of_everybody(figure: Figure) -> bool:
    """Return whether a figure is of no group of a breakdown alone, such as an age band."""
    return all(value == ALL_LABEL for value in figure.by.values())


def compare_areas(result: Result, whole: str) -> tuple[list[MeasureByArea], list[Note]]:
    """Return every measure by area, and what must be said of all of them.

    Args:
        result: figures by area.
        whole: the name of the whole area.
    """
    found: dict[str, MeasureByArea] = {}
    latest: list[Figure] = []
    for table in result.tables:
        for row in table.rows:
            own = [
                each
                for each in result.figures
                if (each.table, each.position) == (table.id, row.position) and is_of_everybody(each)
            ]
            if row.measure.id in found or all(is_of_whole(figure, whole) for figure in own):
                continue
            by_area: dict[str, list[Figure]] = {}
            for figure in own:
                by_area.setdefault(figure.area, []).append(figure)
            found[row.measure.id] = MeasureByArea(row.measure.title, by_area)
            latest += [latest_of(figures) for area, figures in by_area.items() if area != whole]
    tested = tested_changes(latest)
    notes = [tested] if tested else []
    if any(measure.counts_persons for table in result.tables for measure in table.measures) and found:
        notes.append(Note(Kind.PEOPLE_BY_AREA))
    return list(found.values()), notes


def latest_of(figures: Sequence[Figure]) -> Figure:
    """Return the figure of the latest period that is shown, with a number or without."""
    shown = [figure for figure in figures if figure.is_column]
    return max(shown or figures, key=lambda figure: figure.period_end)


def latest_rated(by_area: Mapping[str, Sequence[Figure]]) -> Figure | None:
    """Return a figure of the latest period in which some area has a rate; None without any rate."""
    found = [each for figures in by_area.values() for each in figures if each.rate and each.rate.rate is not None]
    return max(found, key=lambda figure: figure.period_end, default=None)
