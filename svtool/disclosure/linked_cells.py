"""What counting hands over with its tables: the counts that stand in them, and what adds up to what.

Nothing here says what is counted. Disclosure control needs no more than this.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from svtool.disclosure.released_cells import Shown

Key = Hashable


@dataclass(frozen=True)
class LinkedCell:
    """A count that a table prints, or that follows from what it prints.

    Attributes:
        source, measure_id: what a policy may have rules for.
        value: the count; None where nobody works it out (a part of the days of printed counts), or where it hangs on
            what earlier releases print, which may have been revised.
        printed: whether a number of the table gives it; else it can be worked out at most.
        follows: whether a reader can work it out from printed counts, so that it must be as safe as they.
    """

    source: str
    measure_id: str
    value: int | None
    printed: bool
    follows: bool = False


@dataclass(frozen=True)
class Identity:
    """Counts that add up: the sum of some is the sum of others."""

    total: tuple[Key, ...]
    parts: tuple[Key, ...]

    def terms(self) -> Iterator[tuple[Key, int]]:
        """Yield each count with its sign; together they are zero."""
        for key in self.total:
            yield key, 1
        for key in self.parts:
            yield key, -1


@dataclass
class LinkedCells:
    """All counts of a run and the identities among them.

    `behind` has for each figure its counts: of which of its days (`own`, `now` …) and of what kind. `by_rules` are
    identities that follow from rules and not from adding up; they are many, and do without where one does not hold.
    `by_guess` are those that a reader takes from what is shown, and that the counts need not bear out.
    `settled` are counts of which was decided before whether they are suppressed, and stays so; `released` are those
    that earlier releases print or suppress, with what each shows.
    """

    cells: dict[Key, LinkedCell] = field(default_factory=dict)
    identities: dict[Identity, None] = field(default_factory=dict)  # a set that keeps its order
    by_rules: dict[Identity, None] = field(default_factory=dict)
    by_guess: dict[Identity, None] = field(default_factory=dict)
    settled: dict[Key, bool] = field(default_factory=dict)
    released: dict[Key, list[Shown]] = field(default_factory=dict)
    behind: list[dict[tuple[str, str], Key]] = field(default_factory=list)

    def add(self, key: Key, cell: LinkedCell) -> None:
        """Add a count; one that is printed somewhere is printed."""
        known = self.cells.get(key)
        if known is None or (cell.printed and not known.printed):
            self.cells[key] = cell

    def settle(self, before: Sequence[Mapping[tuple[str, str], Key]], hidden: AbstractSet[Key]) -> None:
        """Keep what was decided of the first figures when they were linked alone.

        Args:
            before: for each of them its counts, as they were called then.
            hidden: which of these are suppressed.
        """
        for was, behind in zip(before, self.behind, strict=False):
            printed = {part: key for part, key in behind.items() if self.cells[key].printed}
            self.settled |= {key: was[part] in hidden for part, key in printed.items()}

    def relate(self, total: tuple[Key, ...], parts: tuple[Key, ...]) -> None:
        """Add an identity; a count that is its own only part says nothing."""
        if total != parts:
            self.identities[Identity(total, parts)] = None
