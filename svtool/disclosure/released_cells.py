"""What earlier releases printed: their counts, with what each shows of them; what they hid is not known here either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from svtool.counting.basis import NEVER, Basis
from svtool.schema.policies import CountRule
from svtool.schema.tables import Measure


@dataclass(frozen=True)
class Shown:
    """What a release shows of a count.

    Attributes:
        release: its name.
        value: the count as it is printed; None where it is suppressed.
        rule: by which it was suppressed and rounded.
        open: how far the range of a suppressed count must reach from its lowest to its highest.
    """

    release: str
    value: int | None
    rule: CountRule
    open: int


@dataclass(frozen=True)
class GridLabels:
    """Which feeds and places the rows and columns of a basis stand for, so that those of two runs can be compared."""

    feeds: tuple[str, ...] = ("",)
    places: tuple[str | None, ...] = (None,)


@dataclass(frozen=True)
class ReleasedCell:
    """A count of an earlier release.

    Attributes:
        measure: what it counts.
        place: the parts of breakdowns that it is of, each with the breakdown's name; nothing for the whole.
        basis: which records count.
        labels: of the rows and columns of the basis.
        kind: which of the counts it is.
        is_point: whether it is a point of a chart.
        shown: what the release shows of it.
    """

    measure: Measure
    place: tuple[tuple[str, str], ...]
    basis: Basis
    labels: GridLabels
    kind: str
    is_point: bool
    shown: Shown


@dataclass(frozen=True)
class EarlierReleases:
    """All that was released before a run.

    Attributes:
        cells: their counts.
        outside, nowhere: the areas that are outside the whole, and those that nobody knows.
        labels: source → the labels of the run itself.
    """

    cells: Sequence[ReleasedCell] = ()
    outside: frozenset[tuple[str, str]] = frozenset()
    nowhere: frozenset[tuple[str, str]] = frozenset()
    labels: Mapping[str, GridLabels] = field(default_factory=dict)

    def labels_together(self, source: str) -> GridLabels:
        """Return the labels of a source in the run and in all releases, each once."""
        every = [self.labels.get(source, GridLabels())]
        every += dict.fromkeys(cell.labels for cell in self.cells if cell.measure.source == source)
        return GridLabels(
            tuple(dict.fromkeys(feed for each in every for feed in each.feeds)),
            tuple(dict.fromkeys(place for each in every for place in each.places)),
        )


NONE_BEFORE = EarlierReleases()


def on_one_grid(basis: Basis, own: GridLabels, wanted: GridLabels, run: GridLabels) -> Basis:
    """Return a basis with the rows and columns of other labels.

    Args:
        basis: the basis.
        own: its labels.
        wanted: the labels of the basis that is returned.
        run: the labels of the run that counts now. Where no feed is called as before, the feeds have new names.
    """
    if own == wanted:
        return basis
    renamed = not {*own.feeds} & {*run.feeds}
    grid = np.full((len(wanted.feeds), len(wanted.places)), NEVER, np.int16)
    columns = [own.places.index(each) if each in own.places else 0 for each in wanted.places]
    for row, feed in enumerate(wanted.feeds):
        if feed in own.feeds or renamed:
            old = own.feeds.index(feed) if feed in own.feeds else 0
            grid[row] = 0 if basis.grid is None else basis.grid[old, columns]
    return Basis(basis.spans, basis.sets, grid)
