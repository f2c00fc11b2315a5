"""An extract's columns beside those of the one before it: which are there, how far they are filled, what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from svtool.files.headers import fold_header
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding, Level
from svtool.findings.message import Message, counted, enumerated, numeral, say
from svtool.validation.checks import Reading, declared
from svtool.validation.monthly_counts import Month, Months, months_together
from svtool.validation.monthly_series import LEAST_RECORDS, POINTS, beyond_chance, by_word

MOST_NAMED = 6


@dataclass(frozen=True)
class Columns:
    """The columns of some files of a source: their names, and their cells by month."""

    names: tuple[str, ...]
    months: Months


def columns_of(readings: Sequence[Reading], months: Sequence[Months]) -> Columns | None:
    """Return the columns of files that were read; None where no record has a date."""
    if not months:
        return None
    names = {fold_header(name): name for reading in readings for name in reading.file.header if name}
    return Columns(tuple(names.values()), months_together(months))


class ChangedColumns:
    """How the columns of an extract differ from those of the edition before it.

    Months that both hold are compared, where they have records enough; else each extract as a whole.
    """

    raises: ClassVar[tuple[str, ...]] = ("S06",)

    def __init__(self, now: Columns, before: Columns) -> None:
        """Keep the two, and which months of them are compared."""
        self._now, self._before = now, before
        both = now.months.records.keys() & before.months.records.keys()
        enough = all(sum(each.months.records[month] for month in both) >= LEAST_RECORDS for each in (now, before))
        self._held = both if enough else None

    def findings(self) -> Iterator[Finding]:
        """Yield columns that are gone or new, and those that are filled or classified otherwise."""
        yield from self._names()
        for name in self._now.months.read.keys() & self._before.months.read.keys():
            yield from self._filling(name)
        for name in self._now.months.values.keys() & self._before.months.values.keys() - {"area"}:
            yield from self._classification(name)

    def _names(self) -> Iterator[Finding]:
        now, before = ({fold_header(name): name for name in each.names} for each in (self._now, self._before))
        if gone := [name for folded, name in before.items() if folded not in now]:
            columns = counted(len(gone), "column of the previous extract is", "columns of the previous extract are")
            yield self._find(say(columns, " gone: ", enumerated(gone)), len(gone))
        if new := [name for folded, name in now.items() if folded not in before]:
            columns = counted(len(new), "column is", "columns are")
            told = say(columns, " new since the previous extract: ", enumerated(new))
            yield self._find(told, len(new), level=Level.NOTE)

    def _filling(self, name: str) -> Iterator[Finding]:
        cells = [self._sum(each.months.read[name]) for each in (self._before, self._now)]
        filled = [self._sum(each.months.filled[name]) for each in (self._before, self._now)]
        if moved := _moved(filled, cells):
            what = ", since the previous extract: the share of rows in which it is filled moved "
            told = say(self._header(name), what, moved)
            yield self._find(told, field=name)

    def _classification(self, name: str) -> Iterator[Finding]:
        before, now = (by_word(each.months, name) for each in (self._before, self._now))
        totals = [sum(map(self._sum, words.values())) for words in (before, now)]
        moved: list[Message] = []
        for word in sorted(before.keys() | now.keys()):
            if told := _moved([self._sum(words.get(word, {})) for words in (before, now)], totals):
                moved.append(say(f"{word} ", told))
        if moved:
            told = say(self._header(name), ", since the previous extract: ", enumerated(moved, MOST_NAMED))
            yield self._find(told, len(moved), field=name)

    def _sum(self, counts: Mapping[Month, int]) -> int:
        return sum(times for month, times in counts.items() if self._held is None or month in self._held)

    def _header(self, name: str) -> str:
        return self._now.months.headers.get(name, name)

    def _find(self, told: Message, count: int = 1, *, field: str = "", level: Level | None = None) -> Finding:
        declared(self, "S06")
        column = self._header(field) if field else ""
        return Finding(KINDS["S06"], self._now.months.label, told, count, column, field, given_level=level)


def _moved(parts: Sequence[int], totals: Sequence[int]) -> Message | None:
    """Return how a share moved from the earlier extract to the later; None where it did not, beyond chance."""
    if min(totals) < LEAST_RECORDS:
        return None
    shares = [part / total for part, total in zip(parts, totals, strict=True)]
    if abs(shares[1] - shares[0]) < POINTS or not beyond_chance(shares, totals):
        return None
    return say("from ", numeral(f"{shares[0]:.0%}"), " to ", numeral(f"{shares[1]:.0%}"))
