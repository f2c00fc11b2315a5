"""Why each count is suppressed: for its size, as a release did, or for another that it gives away, and by what sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from svtool.disclosure.linear_programs import Numbers, minimise
from svtool.disclosure.linked_cells import Identity, Key, LinkedCells
from svtool.disclosure.linked_tables import LinkedTable
from svtool.disclosure.suppression import Suppressed, suppress_tables
from svtool.schema.policies import DisclosurePolicy

Why = Literal["size", "earlier", "others", "unaudited"]
Bounds = tuple[int, int | None]
MOST_WORKED_OUT = 400  # counts of a set that are worked out as a reader would; each takes two linear programs
NO_LIMIT = 1e6


@dataclass(frozen=True)
class Explained:
    """A suppressed count.

    Attributes:
        key: which it is.
        value: what was counted.
        why: for its size; as an earlier release did; for others; or because nobody could tell what it gives away.
        releases: the releases that suppress it.
        for_: the count that it would give away, where it is suppressed for one.
        by: the sum by which it would.
        otherwise: between which numbers a reader would know it to lie if nothing were suppressed for others; None where
            that was not worked out.
        open: between which numbers a reader can't tell it at least.
        printed: whether the run prints it; else an earlier release alone does.
        given_away: whether releases leave it a narrower range than the policy demands.
    """

    key: Key
    value: int
    why: Why
    releases: tuple[str, ...] = ()
    for_: Key | None = None
    by: Identity | None = None
    otherwise: Bounds | None = None
    open: Bounds | None = None
    given_away: bool = False
    printed: bool = True


def explain_suppression(linked: LinkedCells, policy: DisclosurePolicy) -> list[Explained]:
    """Return every printed count that is suppressed, with the reason, and those of releases that would be known."""
    return [each for found in suppress_tables(linked, policy) for each in _OfTable(found, linked).explained()]


class _OfTable:
    def __init__(self, found: Suppressed, linked: LinkedCells) -> None:
        self._found, self._linked = found, linked
        self._table: LinkedTable = found.table

    def explained(self) -> Iterator[Explained]:
        table = self._table
        hidden = np.flatnonzero(table.hidden).tolist()
        secret = [place for place in hidden if table.small[place] or self._linked.released.get(table.keys[place])]
        otherwise = self._worked_out(secret[:MOST_WORKED_OUT]) if self._found.is_audited else {}
        for place in hidden:
            if not table.printed[place] and not self._is_narrow(place, otherwise.get(place)):
                continue
            releases = tuple(
                each.release for each in self._linked.released.get(table.keys[place], []) if each.value is None
            )
            other = self._found.for_.get(place)
            yield Explained(
                key=table.keys[place],
                value=int(table.values[place]),
                why=self._why(place, releases),
                releases=releases,
                for_=None if other is None else table.keys[other],
                by=None if other is None else self._sum_of(place, other),
                otherwise=otherwise.get(place),
                open=self._open(place),
                given_away=place in table.given_away,
                printed=bool(table.printed[place]),
            )

    def _is_narrow(self, place: int, bounds: Bounds | None) -> bool:
        """Return whether a reader would know too well what a release suppresses, and this run does not count."""
        low, high = bounds or (0, None)
        return high is not None and high - low < self._table.slack[place]

    def _why(self, place: int, releases: tuple[str, ...]) -> Why:
        if self._table.small[place]:
            return "size"
        if releases:
            return "earlier"
        return "others" if place in self._found.for_ else "unaudited"

    def _sum_of(self, place: int, other: int) -> Identity | None:
        """Return the shortest sum that a count stands in with the one that it is suppressed for, else with another."""
        table = self._table
        key, protected = table.keys[place], table.keys[other]
        hidden = {table.keys[each] for each in np.flatnonzero(table.hidden)} - {key}
        mine = [(each, {one for one, _ in each.terms()}) for each in table.identities]
        mine = sorted(((each, keys) for each, keys in mine if key in keys), key=lambda pair: len(pair[1]))
        with_it = [each for each, keys in mine if protected in keys]
        with_others = [each for each, keys in mine if not hidden.isdisjoint(keys)]
        return next(iter((*with_it, *with_others)), None)

    def _worked_out(self, places: list[int]) -> dict[int, Bounds]:
        """Return between which numbers counts would be known to lie if nothing were suppressed for others."""
        lowest, highest = self._found.by_size
        highest = np.minimum(highest, NO_LIMIT)
        found: dict[int, Bounds] = {}
        for place in places:
            ends = [self._end(place, direction, lowest, highest) for direction in (1.0, -1.0)]
            if None not in ends:
                low, high = (int(each or 0) for each in ends)
                found[place] = (low, None if high >= NO_LIMIT / 2 else high)
        return found

    def _end(self, place: int, direction: float, lowest: Numbers, highest: Numbers) -> float | None:
        cost = np.zeros(len(lowest))
        cost[place] = direction
        solved = minimise(cost, self._table.equations, lowest, highest)
        return None if solved is None else float(solved[place])

    def _open(self, place: int) -> Bounds | None:
        if not self._found.is_audited:
            return None
        return int(self._found.lowest[place]), int(self._found.highest[place])
