"""Linked cells in separate sets, each a linear system: what a reader knows of a set, and what he does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from svtool.disclosure.linear_programs import Numbers, equations_of, minimise
from svtool.disclosure.linked_cells import Identity, Key, LinkedCell, LinkedCells
from svtool.disclosure.released_bounds import fit, fitting_bounds, is_revised
from svtool.schema.policies import CountRule, DisclosurePolicy

Places = np.ndarray[Any, np.dtype[np.intp]]
Chosen = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass
class ZerosHidden:
    """Whether there were any zeros to suppress, and whether they stay suppressed."""

    any: bool
    keep: bool = False


class LinkedTable:
    """Counts that are tied to each other, and what a reader of the printed ones knows about each.

    Attributes:
        keys: the counts, in order; all arrays are in this order.
        values: what they are; 0 where nobody works them out.
        hidden: whether a printed count is suppressed.
        guarded: whether a count must not be worked out: it is suppressed, or small and follows from printed ones.
        lowest_hidden: the lowest that a reader knows a count to be where it is suppressed: 1 where zeros are shown.
        known: whether the value of a count is worked out; beside releases, one that fits them stands for it.
        given_away: the counts that earlier releases leave no range, or a narrower one, whatever is suppressed now.
        slack: how far a reader's range of a guarded count must reach from its lowest to its highest.
    """

    def __init__(self, linked: LinkedCells, keys: list[Key], identities: list[Identity], policy: DisclosurePolicy):
        """Suppress what is small by itself."""
        self.keys = keys
        self._cells = [linked.cells[key] for key in keys]
        self.rules = [policy.rule_for(cell.source, cell.measure_id) for cell in self._cells]
        self.known = np.array([cell.value is not None for cell in self._cells])
        self.printed = np.array([cell.printed for cell in self._cells])
        self.values = np.array([cell.value or 0 for cell in self._cells], float)
        self.lowest_hidden = np.array([1 if rule.show_zero else 0 for rule in self.rules], float)
        self.slack = np.array([policy.values_for(rule) - 1 for rule in self.rules], float)
        self.identities = identities
        place = {key: i for i, key in enumerate(keys)}
        rows = [[(place[key], sign) for key, sign in identity.terms()] for identity in identities]
        self.equations = equations_of(rows, len(keys))
        self._siblings: dict[int, list[Places]] = {}
        for identity in identities:
            parts = np.array([place[key] for key in identity.parts], np.intp)
            for part in parts.tolist():
                self._siblings.setdefault(part, []).append(parts)
        self.small = small = np.array(
            [_is_small(cell, rule) for cell, rule in zip(self._cells, self.rules, strict=True)]
        )
        self.given_away: list[int] = []
        self._follows = np.array([each.follows and not each.printed for each in self._cells])
        self.rests_of_nothing = self._follows & self.known & (self.values == 0)
        self._prints = [linked.released.get(key, []) for key in keys]
        was_printed = np.array([any(each.value is not None for each in prints) for prints in self._prints])
        was_hidden = np.array([bool(prints) for prints in self._prints]) & ~was_printed
        self._settled = np.array([key in linked.settled for key in keys])
        before = np.array([linked.settled.get(key, False) for key in keys])
        self.hidden = np.where(self._settled, before, (small & self.printed) | was_hidden)
        self._was_settled = self._settled.copy()
        self._fit_releases(was_printed | was_hidden)
        self._settled |= was_hidden | (was_printed & self._are_told_already())
        self.guarded = (small & (self._lowest_released < self._highest_released)) | before | was_hidden
        promised = [max((each.open for each in prints), default=0) for prints in self._prints]
        self.slack = np.where(was_hidden, np.maximum(self.slack, promised), self.slack)

    def _fit_releases(self, released: Chosen) -> None:
        """Give counts that only earlier releases know values that fit them."""
        self.has_releases = bool(released.any())
        self.fits = True
        self._lowest_released, self._highest_released = np.zeros(len(self.keys)), np.full(len(self.keys), np.inf)
        self._revised = self._are_revised() & self.known
        if not self.has_releases:
            return
        found = fit(self.equations, self.values, self.known, self._prints)
        if found is None:
            self.fits = False
            return
        self.values = found
        worked_out = self._follows & ~self.known
        self.rests_of_nothing |= worked_out & (found == 0)
        for place in np.flatnonzero(worked_out & (found > 0)).tolist():
            self.small[place] = self.rules[place].hides(int(found[place]))
        self.known = np.ones(len(found), bool)
        self._revised = self._are_revised()
        for place in np.flatnonzero(released).tolist():
            limits = fitting_bounds(self._prints[place], self.values[place])
            self._lowest_released[place], self._highest_released[place] = limits

    def _are_told_already(self) -> Chosen:
        """Return of which counts releases say as much as a print would: an exact one says more than a rounded one."""
        ranges = [rule.range_of(int(value)) for rule, value in zip(self.rules, self.values, strict=True)]
        low, high = (np.array(ends, float) for ends in zip(*ranges, strict=True))
        return (low <= self._lowest_released) & (self._highest_released <= high)

    def _are_revised(self) -> Chosen:
        return np.array([is_revised(*each) for each in zip(self._prints, self.values, strict=True)])

    def forget_revised(self) -> bool:
        """Take what was revised for known to nobody unless it is printed now; return whether there is any."""
        places = np.flatnonzero(self._revised).tolist()
        for place in places:
            limits = fitting_bounds(self._prints[place], self.values[place], revised_are_known=False)
            self._lowest_released[place], self._highest_released[place] = limits
            self._settled[place] = self._was_settled[place]
        self._revised[:] = False
        return bool(places)

    @contextmanager
    def zeros_hidden(self) -> Iterator[ZerosHidden]:
        """Suppress all zeros that no release shows, so that a suppressed count may be one; for good if they are kept.

        That they are zeros is no secret.
        """
        before = self.hidden.copy(), self.lowest_hidden.copy()
        zeros = self.printed & ~self.hidden & ~self._settled & (self.values == 0)
        found = ZerosHidden(bool(zeros.any()))
        if found.any:
            self.hidden |= zeros
            self.lowest_hidden[~self._settled] = 0
        yield found
        if not found.keep:
            self.hidden, self.lowest_hidden = before

    def open_rests(self, moves: Numbers) -> None:
        """Take for open what is left between equal counts, where it moved: with these suppressed nobody sees it."""
        self.rests_of_nothing &= moves <= 0

    def give_away(self, place: int) -> None:
        """Remember that earlier releases leave a count a narrower range than it should have."""
        if self.values[place] and place not in self.given_away:
            self.given_away.append(place)

    def shows_again(self, place: int) -> bool:
        """Show a count that was suppressed for others, and that releases leave no range; return whether it is such."""
        if self.slack[place] or self.small[place] or self._settled[place]:
            return False
        self.hidden[place] = self.guarded[place] = False
        return True

    def hide_all(self) -> None:
        """Suppress every count that no release prints as it is, so that nothing new is said."""
        self.forget_revised()
        self.suppress(np.flatnonzero(self.printed & ~self._settled))

    @property
    def has_settled(self) -> bool:
        """Return whether of some counts was decided before whether they are suppressed."""
        return bool(self._settled.any())

    @property
    def is_settled(self) -> bool:
        """Return whether nothing is left to decide: what was settled was protected and audited then.

        What was revised since makes others small, or leaves them open no more.
        """
        return bool(self._settled[self.printed].all()) and self.has_settled and not self._revised.any()

    def is_possible(self) -> bool:
        """Return whether the counts agree with all identities."""
        highest = np.where(self.known, self.values, np.inf)
        return minimise(np.zeros(len(self.keys)), self.equations, self.values, highest) is not None

    def suppress(self, chosen: Places) -> None:
        """Suppress further counts, which then must not be worked out either."""
        self.hidden[chosen] = True
        self.guarded[chosen] = True

    def may_be_suppressed(self, with_zeros: bool = False) -> Chosen:
        """Return which counts are printed and could be suppressed: none that is settled, and no zero that is shown."""
        enough = with_zeros | (self.values >= self.lowest_hidden)
        found: Chosen = self.printed & ~self.hidden & ~self._settled & enough
        return found

    def siblings_of(self, place: int) -> list[Places]:
        """Return the parts of every sum that a count is a part of."""
        return self._siblings.get(place, [])

    def bounds_if_suppressed(self) -> tuple[Numbers, Numbers]:
        """Return the lowest and highest that a reader would know each count to be if it were suppressed."""
        return np.maximum(self.lowest_hidden, self._lowest_released), self._highest_released

    def bounds(self) -> tuple[Numbers, Numbers]:
        """Return the lowest and highest that a reader knows each count to be.

        What is left between two counts that are always equal,
        such as people under 25 in a band that ends at 24, is known to be nothing.
        """
        lowest, highest = np.zeros(len(self.keys)), np.full(len(self.keys), np.inf)
        for i, (cell, rule) in enumerate(zip(self._cells, self.rules, strict=True)):
            if cell.printed and self.hidden[i]:
                lowest[i] = min(self.lowest_hidden[i], self.values[i])
            elif cell.printed:
                lowest[i], highest[i] = rule.range_of(cell.value or 0)
        highest[self.rests_of_nothing] = 0
        return np.maximum(lowest, self._lowest_released), np.minimum(highest, self._highest_released)


def linked_tables(linked: LinkedCells, policy: DisclosurePolicy) -> Iterator[LinkedTable]:
    """Yield every set of counts that are tied to each other, and each count that is tied to none."""
    levels = (linked.identities, linked.by_rules, linked.by_guess)
    every = [each for level in levels for each in level]
    yield from _possible_tables(linked, policy, (list(linked.cells), every), levels[1:])


def _possible_tables(
    linked: LinkedCells,
    policy: DisclosurePolicy,
    tied: tuple[list[Key], list[Identity]],
    doubtful: Sequence[Mapping[Identity, None]],
) -> Iterator[LinkedTable]:
    """Yield sets of counts; where identities contradict the counts, without the most doubtful ones.

    A record may be of a kind that the rules do not foresee; but what a reader guesses must not cost what is certain.
    """
    for keys, identities in _sets(*tied):
        table = LinkedTable(linked, keys, identities, policy)
        if not doubtful or not table.guarded.any() or table.is_settled or table.is_possible():
            yield table
            continue
        *others, most = doubtful
        kept = [each for each in identities if each not in most]
        yield from _possible_tables(linked, policy, (keys, kept), others)


def _sets(keys: list[Key], identities: list[Identity]) -> Iterator[tuple[list[Key], list[Identity]]]:
    """Yield sets of keys that no identity crosses, with the identities in each."""
    leader: dict[Key, Key] = {key: key for key in keys}

    def lead(key: Key) -> Key:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for identity in identities:
        first, *others = [lead(key) for key, _ in identity.terms()]
        for other in others:
            leader[lead(other)] = lead(first)
    members: dict[Key, list[Key]] = {}
    for key in keys:
        members.setdefault(lead(key), []).append(key)
    inside: dict[Key, list[Identity]] = {}
    for identity in identities:
        inside.setdefault(lead(next(identity.terms())[0]), []).append(identity)
    for name, found in members.items():
        yield found, inside.get(name, [])


def _is_small(cell: LinkedCell, rule: CountRule) -> bool:
    """Return whether a count must be suppressed, or must not follow from others, for its own size."""
    if cell.value is None or not (cell.printed or cell.follows):
        return False
    return rule.hides(cell.value) and (cell.printed or cell.value > 0)
