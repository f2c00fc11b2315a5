"""The latest figure of every measure, each with one of its changes: since the baseline, or since the period before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.commands.report.key_changes import latest_figures
from svtool.figures.against import BASELINE, PRECEDING, Against, Comparator
from svtool.figures.contract import Figure


@dataclass(frozen=True)
class ChangeRow:
    """A measure and one of the changes of its latest figure.

    Attributes:
        figure: the figure.
        against: the change.
    """

    figure: Figure
    against: Against


@dataclass(frozen=True)
class ChangesSince:
    """The changes of all measures against one kind of period.

    Attributes:
        label: the period that most are compared with.
        rows: the measures in the order of the tables, each once.
        of_baseline: whether it is the baseline.
    """

    label: str
    rows: Sequence[ChangeRow]
    of_baseline: bool = False


def changes_since(figures: Sequence[Figure]) -> list[ChangesSince]:
    """Return the changes since the baseline, then since the period before; where both are one, or none, once or not.

    Args:
        figures: those of the whole area, in the order of the tables.
    """
    latest = latest_figures(figures)
    found = [_since(latest, comparator) for comparator in (BASELINE, PRECEDING)]
    kept = [each for each in found if each.rows]
    is_one = len(kept) > 1 and all(
        one.figure.compared_with == one.figure.baseline for each in kept for one in each.rows
    )
    return kept[:1] if is_one else kept


def _since(latest: Sequence[Figure], comparator: Comparator) -> ChangesSince:
    rows = [ChangeRow(figure, comparator.of(figure)) for figure in latest if comparator.of(figure).compared_with]
    labels = [row.against.compared_with for row in rows]
    return ChangesSince(max(labels, key=labels.count, default=""), rows, comparator.is_baseline)
