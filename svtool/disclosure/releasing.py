"""What a run prints, as its release keeps it: every printed count once, as it is printed, and which are suppressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from svtool.counting.cells import ALL_LABEL
from svtool.disclosure.families import place_of
from svtool.disclosure.linked_cells import Key, LinkedCells
from svtool.disclosure.released_cells import GridLabels, ReleasedCell, Shown
from svtool.figures.contract import SERIES, Figure
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.tables import Measure


def cells_to_release(
    figures: Sequence[Figure],
    linked: LinkedCells,
    hidden: AbstractSet[Key],
    policy: DisclosurePolicy,
    name: str,
    measures: Mapping[str, Measure],
    labels: Mapping[str, GridLabels],
) -> list[ReleasedCell]:
    """Return the counts that figures print, each once.

    Args:
        figures: as they were counted.
        linked: their counts.
        hidden: which of these are suppressed.
        policy: by which they were.
        name: of the release.
        measures: what they count, by id.
        labels: source → what the rows and columns of their bases stand for.
    """
    found: dict[tuple[Key, bool], ReleasedCell] = {}
    for figure, behind in zip(figures, linked.behind, strict=False):
        rule = policy.rule_for(figure.source, figure.measure_id)
        place = tuple((split, label) for split, label in place_of(figure) if label != ALL_LABEL)
        for (days, kind), key in behind.items():
            if not linked.cells[key].printed or (key, days == SERIES) in found:
                continue
            counted = figure.counts[days]
            value = None if key in hidden else rule.rounded(counted.numbers[kind])
            shown = Shown(name, value, rule, policy.promised_for(rule))
            found[key, days == SERIES] = ReleasedCell(
                measures[figure.measure_id], place, counted.basis, labels.get(figure.source, GridLabels()), kind,
                days == SERIES, shown,
            )  # fmt: skip
    return list(found.values())
