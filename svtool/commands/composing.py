"""The last figures of a run: those that are worked out from others, of what may be printed of these."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.commands.counted import Counted
from svtool.commands.scope import Scope
from svtool.figures.contract import Figure
from svtool.figures.notes import Kind, Note


def compose_figures(scope: Scope, counted: Counted, exact: Sequence[Figure], printed: Sequence[Figure]) -> list[Figure]:
    """Return the figures of every table, those that are worked out at their places among the others.

    Args:
        scope: what is measured.
        counted: the records, counted.
        exact: the figures as they were counted.
        printed: the same as they may be printed, in the same order.
    """
    if all(each.made_of is None for table in scope.tables for each in table.measures):
        return list(printed)
    # Only tables with such figures need what makes them.
    from svtool.figures.composed_figures import Composer  # noqa: PLC0415

    held = {name: each.held_ever() for name, each in counted.gathered.coverage.items()}
    measures = {each.id: each for each in scope.measures}
    composer = Composer(counted.counts, measures, held, is_controlled=scope.policy is not None)
    found: list[Figure] = []
    for table in scope.tables:
        pairs = [pair for pair in zip(exact, printed, strict=True) if pair[0].table == table.id]
        own = [figure for _, figure in pairs]
        own += composer.figures(table, [each for each, _ in pairs], own)
        found += sorted(own, key=lambda figure: figure.position)
    return found


def weights_used(scope: Scope) -> list[Note]:
    """Return which weights scores are of, for the head of every table."""
    return [Note(Kind.WEIGHTS, {"title": each.title, "vintage": each.vintage, "id": each.id}) for each in scope.weights]
