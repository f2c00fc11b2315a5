"""Equal findings under one head: the same kind, words and column, over several files or counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from svtool.findings.finding import Cost, Finding

_NUMBER = re.compile(r"(?<![\w/.])\d{1,3}(?:,\d{3})+(?![\w/])|(?<![\w/.])\d+(?![\w/])")
_AS_OF_ONE = {"have": "ha", "are": "i", "were": "wa", "do": "doe"}  # as has, is, was and does without their s


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
        rest = {_words(each.message.removeprefix(f"{each.count:,} ")) for each in self.findings}
        if len(rest) > 1:
            return ""
        counted = f"{largest.count:,} "
        if largest.count == 1 or not largest.message.startswith(counted):
            return f"in each {largest.message}"
        return f"{self.count:,} {largest.message.removeprefix(counted)}"

    @property
    def places(self) -> list[Place]:
        """Return the places that are known, each once, in the order of the files."""
        found: list[Place] = []
        for each in self.findings:
            lines: list[int | None] = [*each.lines] or [None] * len(each.records)
            records: list[int | None] = [*each.records] or [None] * len(lines)
            found += [Place(each.file, each.sheet, *both) for both in zip(records, lines, strict=False)]
        return list(dict.fromkeys(found))

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
    return Cost(one.measure, one.title, one.period, one.counted, one.not_known, because, settled)


def group_equal(findings: Iterable[Finding]) -> list[Group]:
    """Return the findings in groups of equal ones, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for each in findings:
        key = each.kind.id, each.level, each.refused, each.column, each.remedy, _shape(each.message)
        groups.setdefault(key, []).append(each)
    return [Group(tuple(each)) for each in groups.values()]


def _shape(message: str) -> str:
    """Return a message without its numbers; codes such as 8/1 and 34B are no numbers."""
    return _words(_NUMBER.sub("#", message))


def _words(message: str) -> str:
    """Return a message with its words in the singular, so that 1 cell and 2 cells read alike."""
    return " ".join(_AS_OF_ONE.get(word, re.sub(r"s(?=\W*$)", "", word)) for word in message.split())
