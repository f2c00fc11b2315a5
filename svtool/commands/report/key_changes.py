"""What changed and how sure that is: the latest figure of every measure, by the verdict on its change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svtool.figures.change_verdict import BEYOND_CHANCE, BY_CHANCE, VERDICTS
from svtool.figures.contract import NOT_AVAILABLE, Figure
from svtool.figures.notes import Kind, Note

NOTHING_COMPARED = ""
GROUPS = (*VERDICTS, NOTHING_COMPARED)  # in the order of the page


@dataclass(frozen=True)
class Changes:
    """The latest figures by verdict, in the order of the page, and how many changes chance alone would give."""

    groups: Mapping[str, Sequence[Figure]]
    tested: Note | None = None


def group_changes(figures: Sequence[Figure]) -> Changes:
    """Return the latest figure of every measure by its verdict; a measure of several tables stands once.

    The latest period that a table shows is the latest, with a number or without: an older figure never stands for it.

    Args:
        figures: those of the whole area, in the order of the tables.
    """
    groups: dict[str, list[Figure]] = {group: [] for group in GROUPS}
    latest = latest_figures(figures)
    for figure in latest:
        groups[figure.verdict].append(figure)
    return Changes(groups, tested_changes(latest))


def latest_figures(figures: Sequence[Figure]) -> list[Figure]:
    """Return the latest figure of every measure that a table shows, a measure of several tables once."""
    rows: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.is_column:
            rows.setdefault(figure.measure_id, []).append(figure)
    return [max(row, key=lambda figure: figure.period_end) for row in rows.values()]


def latest_with_number(figures: Sequence[Figure], figure: Figure) -> Figure | None:
    """Return the latest older figure of the same measure that has a number, where a figure has none.

    Args:
        figures: those of all measures and areas.
        figure: one of the whole area.
    """
    if figure.count is not None or figure.value is not None or figure.status != NOT_AVAILABLE:
        return None
    older = [
        each
        for each in figures
        if each.is_column
        and (each.measure_id, each.area_code, each.by) == (figure.measure_id, figure.area_code, figure.by)
        and (each.count is not None or each.value is not None)
        and each.period_end < figure.period_end
    ]
    return max(older, key=lambda each: each.period_end, default=None)


def tested_changes(figures: Sequence[Figure]) -> Note | None:
    """Return how many changes are unlikely to be chance, and how many would be if nothing had changed.

    Of the changes that chance decided, and only those of which some outcome would be unlikely to be chance: a test of
    a few events finds nothing, whatever they do. What the others find by chance alone is the sum of their own sizes.
    """
    tested = [each for each in figures if each.verdict in BY_CHANCE and each.test_size]
    if not tested:
        return None
    beyond = sum(figure.verdict in BEYOND_CHANCE for figure in tested)
    by_chance = sum(figure.test_size or 0.0 for figure in tested)
    return Note(Kind.CHANGES_TESTED, numbers={"tested": len(tested), "beyond": beyond, "by_chance": by_chance})
