"""Totals in published tables: which rows and columns are totals, and whether each is the sum of its parts.

A total is never counted. Its parts are the counts that agree with it wherever it names something, or, in a table that
is written in groups, those between it and the total above it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from svtool.schema.written_counts import read_count

_TOTAL = re.compile(r"(?:grand |sub-? ?|overall )?totals?\b.*", re.IGNORECASE)
_ENDS_IN_TOTAL = re.compile(r"(?P<of>.+?)[\s,:–-]+(?:sub-? ?|grand )?totals?", re.IGNORECASE)
# These are totals where their parts stand in the table; else the table does not tell their parts apart.
_ALL = re.compile(
    r"all|overall|persons|both (?:sexes|genders)|all (?:ages|age groups|sexes|genders|persons|people|victims|areas|"
    r"forces|districts|boroughs|local authorities|hospitals|trusts|sites|offences|crimes?|causes|methods|weapons|types|"
    r"categories|groups|months|quarters|years)",
    re.IGNORECASE,
)


# Of other words that begin so the numbers tell whether they are totals: "all sexual offences" may be but one kind.
_ALL_OF = re.compile(r"all (?!other\b)\w+(?: \w+){0,3}", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """A count of a table with what it is a count of.

    Attributes:
        labels: its labels, folded; None where a label is blank.
        column: the position of its column.
        text: the cell.
        line: its row in the file.
        of_column: how many of its labels, the last ones, the column has: they are those of all rows.
    """

    labels: tuple[str | None, ...]
    column: int
    text: str
    line: int
    of_column: int = 0

    @property
    def of_row(self) -> tuple[str | None, ...]:
        """Return the labels of its row."""
        return self.labels[: len(self.labels) - self.of_column]


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a count, or a sum of counts, may be; no most where one of them is not stated."""

    least: int
    most: int | None

    def plus(self, other: Bounds) -> Bounds:
        """Return the bounds of the sum."""
        most = None if self.most is None or other.most is None else self.most + other.most
        return Bounds(self.least + other.least, most)

    def may_be(self, other: Bounds) -> bool:
        """Return whether both may be the same number."""
        above = self.most is None or other.least <= self.most
        return above and (other.most is None or self.least <= other.most)


@dataclass
class Totals:
    """What became of the totals of a table.

    Attributes:
        entries: the counts that are no totals.
        left_out: how many totals there are.
        compared: how many of them could be compared with their parts.
        differing: those that are not the sum of their parts, with that sum.
    """

    entries: list[int] = field(default_factory=list)
    left_out: int = 0
    compared: int = 0
    differing: list[tuple[Entry, Bounds]] = field(default_factory=list)


@dataclass(frozen=True)
class CountReading:
    """How the counts of a table are read.

    Attributes:
        suppressed: a mark in place of a count → the least and the most that it may be.
        rounded_to: the number to which counts were rounded.
    """

    suppressed: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    rounded_to: int | None = None

    def bounds(self, text: str) -> Bounds | None:
        """Return what a cell may be; None where it is no count, or none is stated."""
        if text in self.suppressed:
            return Bounds(*self.suppressed[text])
        found = read_count(text)
        if found is None or found.least is None:
            return None
        reach = self.rounded_to // 2 if self.rounded_to and found.least else 0
        return Bounds(found.least - reach, None if found.most is None else found.most + reach)


def is_total(label: str | None, words: Collection[str]) -> bool:
    """Return whether a label marks a total, whatever else the table holds.

    Args:
        label: the label, folded.
        words: those that the mapping names, folded.
    """
    return label is not None and (
        label in words or bool(_TOTAL.fullmatch(label)) or bool(_ENDS_IN_TOTAL.fullmatch(label))
    )


def may_be_total(label: str | None) -> bool:
    """Return whether a label marks a total where its parts are in the table."""
    return label is not None and bool(_ALL.fullmatch(label) or _ALL_OF.fullmatch(label))


def tell_totals(entries: Sequence[Entry], words: Collection[str], reading: CountReading) -> Totals:
    """Return which counts of a table are no totals, and which totals are not the sums of their parts.

    Args:
        entries: the counts, in the order of the table.
        words: labels that the mapping says mark totals, folded.
        reading: how its counts are read.
    """
    certain = [any(is_total(label, words) for label in each.labels) for each in entries]
    perhaps = [any(map(may_be_total, each.labels)) and not sure for each, sure in zip(entries, certain, strict=True)]
    plain = [i for i in range(len(entries)) if not (certain[i] or perhaps[i])]
    sums = _Sums([entries[i] for i in plain], words, reading)
    alone = [i for i in range(len(entries)) if perhaps[i] and sums.parts_of(entries[i]) is None]
    others = sums.no_totals([entries[i] for i in range(len(entries)) if perhaps[i]])
    alone += [i for i in range(len(entries)) if perhaps[i] and i not in alone and others & set(entries[i].labels)]
    if alone:  # their parts are not in the table: they are what it counts
        plain = sorted([*plain, *alone])
        sums = _Sums([entries[i] for i in plain], words, reading)
    found, kept, group = Totals(plain), set(plain), _Groups(reading)
    for i, entry in enumerate(entries):
        if i in kept:
            group.add(entry)
            continue
        found.left_out += 1
        parts, own = sums.parts_of(entry), reading.bounds(entry.text)
        closed = group.close(entry)
        above = closed if _names_nothing(entry) else None
        if own is None or parts is None:
            continue
        found.compared += 1
        if not parts.may_be(own) and not (above is not None and above.may_be(own)):
            found.differing.append((entry, parts))
    return found


def _names_nothing(total: Entry) -> bool:
    """Return whether a row of totals says of nothing what it is a total of: it may be of the rows right above it."""
    return all(label is None or may_be_total(label) or _TOTAL.fullmatch(label) for label in total.of_row)


class _Sums:
    """Sums of the counts that agree on some of their labels."""

    def __init__(self, entries: Sequence[Entry], words: Collection[str], reading: CountReading) -> None:
        self._entries, self._words, self._reading = entries, words, reading
        self._known: dict[tuple[int, ...], dict[tuple[str | None, ...], Bounds]] = {}
        self._labels = [set(labels) for labels in zip(*(each.labels for each in entries), strict=True)]

    def parts_of(self, total: Entry) -> Bounds | None:
        """Return the sum of the parts of a total; None where the table has none."""
        named = {i: part for i, label in enumerate(total.labels) if (part := self._named(i, label)) is not None}
        places = tuple(named)
        if places not in self._known:
            self._known[places] = self._add_up(places)
        return self._known[places].get(tuple(named.values()))

    def no_totals(self, entries: Sequence[Entry]) -> set[str | None]:
        """Return labels that begin with "all", and of whose counts less than half are the sums of their parts."""
        votes: dict[str | None, list[bool]] = {}
        for each in entries:
            parts, own = self.parts_of(each), self._reading.bounds(each.text)
            if parts is not None and own is not None:
                for label in each.labels:
                    if label and _ALL_OF.fullmatch(label) and not _ALL.fullmatch(label):
                        votes.setdefault(label, []).append(parts.may_be(own))
        return {label for label, agree in votes.items() if 2 * sum(agree) < len(agree)}

    def _named(self, place: int, label: str | None) -> str | None:
        """Return what a total names in a column: nothing where it says that it is of all."""
        if label is None or label in self._words or may_be_total(label):
            return label if label is not None and self._labels and label in self._labels[place] else None
        if ends := _ENDS_IN_TOTAL.fullmatch(label):
            of = ends["of"].strip()
            return of if self._labels and of in self._labels[place] else None
        return None if _TOTAL.fullmatch(label) else label

    def _add_up(self, places: tuple[int, ...]) -> dict[tuple[str | None, ...], Bounds]:
        sums: dict[tuple[str | None, ...], Bounds] = {}
        for each in self._entries:
            key = tuple(each.labels[place] for place in places)
            sums[key] = sums.get(key, Bounds(0, 0)).plus(self._reading.bounds(each.text) or Bounds(0, None))
        return sums


class _Groups:
    """Sums of the counts between a total and the one above it, by column of the table."""

    def __init__(self, reading: CountReading) -> None:
        self._reading = reading
        self._open: dict[int, Bounds] = defaultdict(lambda: Bounds(0, 0))
        self._closed: set[int] = set()

    def add(self, entry: Entry) -> None:
        """Add a count to the group that is open."""
        column = entry.column
        if column in self._closed:
            self._closed.discard(column)
            self._open[column] = Bounds(0, 0)
        self._open[column] = self._open[column].plus(self._reading.bounds(entry.text) or Bounds(0, None))

    def close(self, total: Entry) -> Bounds | None:
        """Return the sum of the counts since the total above; the next count begins another group."""
        self._closed.add(total.column)
        return self._open.get(total.column)
