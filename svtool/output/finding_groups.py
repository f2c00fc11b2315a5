"""Equal findings under one head: the same kind, words and column, over several files or counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat

from svtool.findings.finding import Cost, Finding


@dataclass(frozen=True)
class Place:
    """Where a finding stands: a file, its sheet, and a record with its line, as far as these are known."""

    file: str
    sheet: str = ""
    record: int | None = None
    line: int | None = None


@dataclass(frozen=True)
class Group:
    """Findings that differ in their counts and files alone."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """Return the first finding, which speaks for all."""
        return self.findings[0]

    @property
    def count(self) -> int:
        """Return how many rows or cells they are of."""
        return sum(each.count for each in self.findings)

    @property
    def files(self) -> list[str]:
        """Return the files, each once."""
        return list(dict.fromkeys(each.file for each in self.findings))

    @property
    def message(self) -> str:
        """Return what was found, with the count of all; empty where the findings differ in more than their count."""
        largest = max(self.findings, key=lambda each: each.count)
        if len(self.findings) == 1:
            return largest.message
        if any(each.sentence.counts != each.count for each in self.findings):
            return f"in each {largest.message}" if len({each.message for each in self.findings}) == 1 else ""
        if len({each.sentence.beyond_count for each in self.findings}) > 1:
            return ""
        return f"in each {largest.message}" if largest.count == 1 else f"{self.count:,} {largest.sentence.beyond_count}"

    @property
    def places(self) -> list[Place]:
        """Return the places that are known, each once, in the order of the files."""
        return self.first_places(None)

    def first_places(self, most: int | None) -> list[Place]:
        """Return the first of them, at most so many."""
        found: dict[Place, None] = {}
        for place in self._all_places():  # there may be a hundred thousand
            if most is not None and len(found) >= most:
                break
            found[place] = None
        return list(found)

    def _all_places(self) -> Iterator[Place]:
        for each in self.findings:
            lines: Iterable[int | None] = each.lines or repeat(None, len(each.records))
            records: Iterable[int | None] = each.records or repeat(None, len(each.lines))
            for record, line in zip(records, lines, strict=False):
                yield Place(each.file, each.sheet, record, line)

    @property
    def costs(self) -> list[Cost]:
        """Return what they cost each measure and period together, the dearest first."""
        summed: dict[tuple[str, str], Cost] = {}
        for each in (cost for finding in self.findings for cost in finding.costs):
            key = each.measure, each.period
            known = summed.get(key)
            summed[key] = each if known is None else _add(known, each)
        return sorted(summed.values(), key=lambda each: -each.because)


def _add(one: Cost, other: Cost) -> Cost:
    because, settled = one.because + other.because, one.settled + other.settled
    return Cost(one.measure, one.title, one.period, one.counted, one.not_known, because, settled, one.called)


def group_by_column(groups: Iterable[Group]) -> list[list[Group]]:
    """Return groups together that are of one column of the same files, in the order of the first of each."""
    entries: dict[object, list[Group]] = {}
    for number, group in enumerate(groups):
        column = group.first.column
        key = (column, *group.files) if column and not group.first.refused else number
        entries.setdefault(key, []).append(group)
    return list(entries.values())


def group_equal(findings: Iterable[Finding]) -> list[Group]:
    """Return the findings in groups of equal ones, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for each in findings:
        key = each.kind.id, each.level, each.refused, each.column, each.remedy, each.sentence.shape
        groups.setdefault(key, []).append(each)
    return [Group(tuple(each)) for each in groups.values()]
