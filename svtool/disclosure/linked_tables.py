"""Linked cells in separate sets, each a linear system: what a reader knows of a set, and what he does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from svtool.disclosure.linear_programs import Numbers, equations_of, minimise
from svtool.disclosure.linked_cells import Identity, Key, LinkedCell, LinkedCells
from svtool.schema.policies import CountRule, DisclosurePolicy

Places = np.ndarray[Any, np.dtype[np.intp]]
Chosen = np.ndarray[Any, np.dtype[np.bool_]]


class LinkedTable:
    """Counts that are tied to each other, and what a reader of the printed ones knows about each.

    Attributes:
        keys: the counts, in order; all arrays are in this order.
        values: what they are; 0 where nobody works them out.
        hidden: whether a printed count is suppressed.
        guarded: whether a count must not be worked out: it is suppressed, or small and follows from printed ones.
        lowest_hidden: the lowest that a reader knows a count to be where it is suppressed: 1 where zeros are shown.
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
        small = np.array([_is_small(cell, rule) for cell, rule in zip(self._cells, self.rules, strict=True)])
        self._settled = np.array([key in linked.settled for key in keys])
        before = np.array([linked.settled.get(key, False) for key in keys])
        self.hidden = np.where(self._settled, before, small & self.printed)
        self.guarded = small | before

    @property
    def has_settled(self) -> bool:
        """Return whether of some counts was decided before whether they are suppressed."""
        return bool(self._settled.any())

    @property
    def is_settled(self) -> bool:
        """Return whether nothing is left to decide: what was settled was protected and audited then."""
        return bool(self._settled[self.printed].all()) and self.has_settled

    def is_possible(self) -> bool:
        """Return whether the counts agree with all identities."""
        highest = np.where(self.known, self.values, np.inf)
        return minimise(np.zeros(len(self.keys)), self.equations, self.values, highest) is not None

    def suppress(self, chosen: Places) -> None:
        """Suppress further counts, which then must not be worked out either."""
        self.hidden[chosen] = True
        self.guarded[chosen] = True

    def may_be_suppressed(self) -> Chosen:
        """Return which counts are printed and could be suppressed: none that is settled, and no zero that is shown."""
        found: Chosen = self.printed & ~self.hidden & ~self._settled & (self.values >= self.lowest_hidden)
        return found

    def siblings_of(self, place: int) -> list[Places]:
        """Return the parts of every sum that a count is a part of."""
        return self._siblings.get(place, [])

    def bounds(self) -> tuple[Numbers, Numbers]:
        """Return the lowest and highest that a reader knows each count to be.

        What is left between two counts that are always equal,
        such as people under 25 in a band that ends at 24, is known to be nothing.
        """
        lowest, highest = np.zeros(len(self.keys)), np.full(len(self.keys), np.inf)
        for i, (cell, rule) in enumerate(zip(self._cells, self.rules, strict=True)):
            if cell.printed and self.hidden[i]:
                lowest[i] = self.lowest_hidden[i]
            elif cell.printed:
                lowest[i], highest[i] = rule.range_of(cell.value or 0)
            elif cell.follows and cell.value == 0:
                highest[i] = 0
        return lowest, highest


def linked_tables(linked: LinkedCells, policy: DisclosurePolicy) -> Iterator[LinkedTable]:
    """Yield every set of counts that are tied to each other, and each count that is tied to none."""
    for keys, identities in _sets(list(linked.cells), [*linked.identities, *linked.by_rules]):
        table = LinkedTable(linked, keys, identities, policy)
        if not table.guarded.any() or table.is_settled or table.is_possible():
            yield table
            continue
        # Some record is of a kind that the rules do not foresee: then only what adds up is known.
        for some, others in _sets(keys, [each for each in identities if each not in linked.by_rules]):
            yield LinkedTable(linked, some, others, policy)


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
