"""Complementary suppression: the cheapest further counts to hide so that no suppressed one can be worked out.

For a count that could be worked out, a linear program looks for another table that agrees with everything printed and
in which that count is far enough from the truth; printed counts may differ too, at a cost, and those that do are
suppressed (Kelly, Golden and Assad, 1992; Fischetti and Salazar, 2001). Every such table is kept: together they are
the proof, checked at the end, that the range of each suppressed count is wide enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from svtool.disclosure.linear_programs import Equations, Numbers, minimise, with_moves
from svtool.disclosure.linked_cells import Key, LinkedCells
from svtool.disclosure.linked_tables import LinkedTable, Places, linked_tables
from svtool.schema.policies import DisclosurePolicy

MOST_BESIDE_RELEASES = 100_000  # linked counts; beyond, all that no release prints is suppressed
SHARE_AT_ONCE = 8  # one in so many of the counts that are not protected yet, before all are looked at again


class DisclosureError(Exception):
    """A suppressed count could be worked out after all: a bug in svtool, never the user's."""


def suppress(linked: LinkedCells, policy: DisclosurePolicy) -> set[Key]:
    """Return the counts that must not be printed.

    Args:
        linked: all counts of a run and what adds up among them.
        policy: which counts are too small, and how much must stay open.

    Raises:
        DisclosureError: the audit finds a suppressed count that could be worked out.
    """
    found = suppress_tables(linked, policy)
    return {each.table.keys[i] for each in found for i in np.flatnonzero(each.table.hidden)}


@dataclass
class Suppressed:
    """What was suppressed among counts that are tied to each other.

    Attributes:
        table: the counts.
        for_: a count that was suppressed for others → one of these.
        lowest, highest: between which numbers each is known to lie at least, as far as that was looked for.
        by_size: the least and the most of each by what is suppressed for its own size, or was before.
    """

    table: LinkedTable
    for_: dict[int, int] = field(default_factory=dict)
    lowest: Numbers = field(default_factory=lambda: np.zeros(0))
    highest: Numbers = field(default_factory=lambda: np.zeros(0))
    by_size: tuple[Numbers, Numbers] = field(default_factory=lambda: (np.zeros(0), np.zeros(0)))
    is_audited: bool = False


def suppress_tables(linked: LinkedCells, policy: DisclosurePolicy) -> Iterator[Suppressed]:
    """Yield what is suppressed, for each set of counts that are tied to each other."""
    for table in linked_tables(linked, policy):
        found = Suppressed(table)
        if not table.guarded.any() or table.is_settled or not (policy.complementary or table.has_releases):
            pass
        elif table.has_releases and (not table.fits or len(table.keys) > MOST_BESIDE_RELEASES):
            # Nobody can tell what it would give away, or not in time; what is not said gives nothing away.
            table.hide_all()
        else:
            found.by_size = table.bounds()
            search = _Search(table, found.for_)
            search.protect()
            search.audit()
            found.lowest, found.highest = search.seen
            found.is_audited = True
        yield found


class _Search:
    def __init__(self, table: LinkedTable, for_: dict[int, int]) -> None:
        self._table, self._for = table, for_
        self._lowest, self._highest = table.values.copy(), table.values.copy()
        self._witnesses: list[Numbers] = []
        matrix = table.equations.matrix
        self._moving = Equations(matrix, -(matrix @ table.values))
        self._with_moves = with_moves(self._moving)
        self._weights = 1 + np.sqrt(table.values)

    @property
    def seen(self) -> tuple[Numbers, Numbers]:
        """Return the least and the most that was seen of each count."""
        return self._lowest, self._highest

    def protect(self) -> None:
        """Suppress further counts until every guarded one has its range."""
        while (found := self._unprotected()).size:
            for direction in (1, -1):
                self._move_all(direction)
            # What was suppressed for a few mostly leaves others open too, which is quicker to see for all at once.
            for place in self._unprotected()[: max(1, len(found) // SHARE_AT_ONCE)].tolist():
                # Beside what is settled there is little left to choose, so that a range is looked for on both sides.
                if not self._is_protected(place) and not (self._table.has_settled and self._reach_ends(place)):
                    self._protect_one(place)

    def _unprotected(self) -> Places:
        width = self._highest - self._lowest
        found: Places = np.flatnonzero(self._table.guarded & (width < self._table.slack))
        return found

    def _is_protected(self, place: int) -> bool:
        return bool(self._highest[place] - self._lowest[place] >= self._table.slack[place])

    def _move_all(self, direction: int) -> None:
        """Look for a table in which all guarded counts are larger, or smaller, at once: it settles most of them."""
        lowest, highest = self._moves()
        chosen = self._unprotected()
        cost = np.zeros(len(self._table.values))
        cost[chosen] = -direction
        highest[chosen] = np.minimum(highest[chosen], self._table.slack[chosen])
        found = minimise(cost, self._moving, lowest, highest)
        if found is not None:
            self._keep(self._table.values + found)

    def _moves(self) -> tuple[Numbers, Numbers]:
        """Return how far each count may lie below and above its value without a reader noticing."""
        lowest, highest = self._table.bounds()
        return lowest - self._table.values, highest - self._table.values

    def _protect_one(self, place: int) -> None:
        """Suppress the cheapest counts that give one its range, and those equal to them beside a suppressed one."""
        table = self._table
        found = self._open_up(place, table.slack[place])
        if found is None and table.forget_revised():
            found = self._open_up(place, table.slack[place])
        if found is None and table.has_releases:
            found = self._open_beside_releases(place)
            if found is None:
                with table.zeros_hidden() as zeros:
                    found = self._open_beside_releases(place) if zeros.any else None
                    zeros.keep = found is not None
            if found is None:
                # What they give away can't be taken back; no more than that is given away now.
                table.slack[place] = self._highest[place] - self._lowest[place]
                if not table.shows_again(place):
                    table.give_away(place)
                return
        if found is None and not table.values[place]:
            # A zero that can be nothing else, such as men among the victims of a rule for women, says nothing.
            table.guarded[place] = False
            return
        if found is None:
            raise DisclosureError(f"no table leaves count {place} of {len(table.values)} open")
        free, up, down = np.split(found, 3)
        table.open_rests(free)
        chosen = np.flatnonzero(up + down > 0)
        every = sorted({*chosen.tolist(), *self._equals_of(chosen)})
        self._for |= {each: place for each in every if not table.hidden[each]}
        table.suppress(np.array(every, np.intp))
        self._keep(table.values + free + up - down)

    def _open_beside_releases(self, place: int) -> Numbers | None:
        """Return moves that give a count its range, or a wider one than it has, where releases leave little room.

        There may be room below it alone, or only beside what is nil.
        """
        ranges = (self._table.slack[place], self._highest[place] - self._lowest[place] + 1)
        for with_rests, width, with_zeros, below in product((False, True), ranges, (False, True), (False, True)):
            found = self._open_up(place, width, with_zeros, below, with_rests)
            if found is not None:
                return found
        return None

    def _open_up(
        self, place: int, width: float, with_zeros: bool = False, below: bool = False, with_rests: bool = False
    ) -> Numbers | None:
        """Return the cheapest moves of all counts that give one a range: above what was seen of it, or below.

        The program has three variables a count: how far it may move unnoticed, and how far it moves up and down beyond.
        """
        table = self._table
        lowest, highest = self._moves()
        if with_rests:
            highest[table.rests_of_nothing] = np.inf
        if below:
            highest[place] = self._highest[place] - width - table.values[place]
        else:
            lowest[place] = self._lowest[place] + width - table.values[place]
        if lowest[place] > highest[place]:
            return None
        count = len(table.values)
        may_move = table.may_be_suppressed(with_zeros)
        least, most = table.bounds_if_suppressed()
        shown = [np.where(may_move, ends, 0.0) for ends in table.bounds()]
        above = np.where(may_move, np.maximum(most - shown[1], 0), 0.0)
        under = np.where(may_move, np.maximum(shown[0] - least, 0), 0.0)
        cost = np.concatenate([np.zeros(count), self._weights, self._weights])
        return minimise(
            cost,
            self._with_moves,
            np.concatenate([lowest, np.zeros(2 * count)]),
            np.concatenate([highest, above, under]),
        )

    def _reach_ends(self, place: int) -> bool:
        """Look for the tables with the least and the most of a count; return whether its range is wide enough.

        What was settled before may leave no more above a count, and enough below it.
        """
        lowest, highest = self._moves()
        for direction in (1.0, -1.0):
            cost = np.zeros(len(self._table.values))
            cost[place] = direction
            highest[place] = min(highest[place], self._table.slack[place])
            found = minimise(cost, self._moving, lowest, highest)
            if found is not None:
                self._keep(self._table.values + found)
        return self._is_protected(place)

    def _equals_of(self, chosen: Places) -> set[int]:
        """Return the counts that are equal to a chosen one among the parts of a sum that has a suppressed part.

        To choose one of them would hang on the order of rows, and say that the order mattered.
        """
        table = self._table
        candidates = table.may_be_suppressed()
        found: set[int] = set()
        for place in chosen.tolist():
            for parts in table.siblings_of(place):
                if table.hidden[parts].any():
                    equal = (table.values[parts] == table.values[place]) & candidates[parts]
                    found |= set(parts[equal].tolist())
        return found

    def _keep(self, witness: Numbers) -> None:
        """Keep a table that a reader can't rule out."""
        self._witnesses.append(witness)
        self._lowest = np.minimum(self._lowest, witness)
        self._highest = np.maximum(self._highest, witness)

    def audit(self) -> None:
        """Check that every kept table agrees with all that is printed, and that together they leave enough open.

        Raises:
            DisclosureError: one does not, or a range is too narrow.
        """
        table = self._table
        lowest, highest = table.bounds()
        for witness in self._witnesses:
            inside = np.all((lowest <= witness) & (witness <= highest))
            if not inside or not table.equations.hold(witness):
                raise DisclosureError("a table that should agree with what is printed does not")
        seen = np.vstack([table.values, *self._witnesses])[:, table.known]
        width = seen.max(axis=0) - seen.min(axis=0)
        if np.any(width[table.guarded[table.known]] < table.slack[table.known][table.guarded[table.known]]):
            raise DisclosureError("a suppressed count could be worked out")
