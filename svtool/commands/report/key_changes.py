"""What changed and how sure that is: the latest figure of every measure, by what can be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svtool.figures.change import SIGNIFICANT
from svtool.figures.contract import BREAK, NOT_AVAILABLE, PROVISIONAL, SUPPRESSED, Figure
from svtool.figures.notes import Kind, Note

AS_DESIRED, AGAINST, UNDESIRED, CHANCE, OPEN = "as desired", "against", "undesired", "chance", "open"
GROUPS = (AS_DESIRED, AGAINST, UNDESIRED, CHANCE, OPEN)  # in the order of the page
NOT_TO_BE_JUDGED = {BREAK, SUPPRESSED, PROVISIONAL, NOT_AVAILABLE}


@dataclass(frozen=True)
class Latest:
    """The latest figure of a measure; where it has no number, with the latest that has one."""

    figure: Figure
    known: Figure | None = None


@dataclass(frozen=True)
class Changes:
    """The latest figures by group, in the order of the page, and how many changes chance alone would give."""

    groups: Mapping[str, Sequence[Latest]]
    tested: Note | None = None


def group_changes(figures: Sequence[Figure]) -> Changes:
    """Return the latest figure of every measure by what can be said of it; a measure of several tables stands once.

    Args:
        figures: those of the whole area, in the order of the tables.
    """
    rows: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.is_column:
            rows.setdefault(figure.measure_id, []).append(figure)
    groups: dict[str, list[Latest]] = {group: [] for group in GROUPS}
    tested: list[Figure] = []
    for row in rows.values():
        latest = max(row, key=lambda figure: figure.period_end)
        own = [figure for figure in row if figure.table == latest.table and figure.position == latest.position]
        groups[group_of(latest)].append(_latest(own))
        tested += [latest] if can_be_judged(latest) else []
    return Changes(groups, tested_changes(tested) if tested else None)


def tested_changes(figures: Sequence[Figure]) -> Note:
    """Return how many changes are more than chance alone would give, of those that could be tested."""
    beyond = sum(is_beyond_chance(figure) for figure in figures)
    return Note(Kind.CHANGES_TESTED, numbers={"tested": len(figures), "beyond": beyond})


def can_be_judged(figure: Figure) -> bool:
    """Return whether chance is all that stands between a change and its meaning: tested, comparable, recorded alike."""
    return (
        figure.change is not None
        and figure.p_value is not None
        and not figure.drift_field
        and figure.change_status not in NOT_TO_BE_JUDGED
    )


def is_beyond_chance(figure: Figure) -> bool:
    """Return whether a change is more than chance alone would give."""
    return figure.p_value is not None and figure.p_value < SIGNIFICANT


def group_of(figure: Figure) -> str:
    """Return the group of a figure: what can be said of its change, in its measure's desired direction."""
    if not can_be_judged(figure):
        return OPEN
    if not is_beyond_chance(figure):
        return CHANCE
    if not figure.desired:
        return UNDESIRED
    fell = (figure.change or 0) < 0
    return AS_DESIRED if fell == (figure.desired == "fall") else AGAINST


def _latest(row: Sequence[Figure]) -> Latest:
    *earlier, latest = sorted(row, key=lambda figure: figure.period_end)
    known = [figure for figure in earlier if figure.count is not None or figure.value is not None]
    if latest.count is None and latest.value is None and known:
        return Latest(latest, known[-1])
    return Latest(latest)
