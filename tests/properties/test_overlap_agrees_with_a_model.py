"""Extracts that overlap: what counts is what a plain reading of the rules, record by record, leaves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from svtool.dates import add_months, month_end

if TYPE_CHECKING:
    from conftest import Desk, NewDesk

A_DAY = 3  # records, so that what an extract lacks is no chance
AREAS = ("Liverpool", "Wirral")
HEADER = "reference,recorded_date,area,knife,offence_class"


@dataclass(frozen=True)
class Record:
    """A recorded offence as one extract has it; `number` tells records apart that have no reference."""

    number: int
    named: bool
    day: date
    area: str
    knife: bool
    code: str = "34B"

    @property
    def line(self) -> str:
        reference = f"R{self.number}" if self.named else ""
        return f"{reference},{self.day},{self.area},{'Y' if self.knife else 'N'},{self.code}"


@dataclass(frozen=True)
class Extract:
    """An extract: the months that it holds, what it was drawn for, and its records."""

    first: date
    last: date
    drawn_for: str  # all, an area, or knife
    records: tuple[Record, ...]

    def holds(self, record: Record) -> bool:
        drawn = self.drawn_for in ("all", record.area) or (self.drawn_for == "knife" and record.knife)
        return drawn and self.first <= record.day <= self.last

    @property
    def names(self) -> set[int]:
        return {record.number for record in self.records if record.named}


def what_counts(extracts: list[Extract]) -> tuple[list[Record], int]:
    """Return the records that count, and how many were withdrawn; extracts stand in the order of their dates."""
    kept: list[Record] = []
    withdrawn = 0
    for i, extract in enumerate(extracts):
        later = extracts[i + 1 :]
        again = [each for each in later if issues_again(extract, each)]
        for record in extract.records:
            if record.named and any(record.number in each.names for each in later):
                continue
            if any(each.holds(record) for each in again):
                withdrawn += 1
                continue
            kept.append(record)
    return kept, withdrawn


def issues_again(earlier: Extract, later: Extract) -> bool:
    """Return whether the later has half or more of the earlier's references of the days, kinds and areas it holds."""
    asked = {record.number for record in earlier.records if record.named and later.holds(record)}
    return bool(asked) and 2 * len(asked & later.names) >= len(asked)


def draw(months: tuple[int, int], drawn_for: str) -> tuple[date, date, list[Record]]:
    """Return the days of some months of 2021 and their records, three a day, one of them without a reference."""
    first, last = add_months(date(2021, 1, 1), months[0]), month_end(add_months(date(2021, 1, 1), months[1]))
    records = []
    for day in range((last - first).days + 1):
        for place in range(A_DAY):
            when = first + timedelta(days=day)
            number = when.toordinal() * A_DAY + place
            own = Random(number)  # noqa: S311
            records.append(Record(number, place > 0, when, own.choice(AREAS), own.random() < 0.4))
    extract = Extract(first, last, drawn_for, ())
    return first, last, [each for each in records if extract.holds(each)]


def make(seed: int, months: tuple[int, int], drawn_for: str, known: float) -> Extract:
    """Return an extract in which some records are not yet, or no more, known, and others have changed since."""
    random = Random(seed)  # noqa: S311
    first, last, records = draw(months, drawn_for)
    found = [replace(each, code=random.choice(("34B", "34B", "39"))) for each in records if random.random() < known]
    ends = {each.number: each for each in records if each.day in (first, last)}
    return Extract(first, last, drawn_for, tuple((ends | {each.number: each for each in found}).values()))


months = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted).map(tuple)
extracts = st.builds(
    make, st.integers(0, 10_000), months, st.sampled_from(["all", "all", *AREAS, "knife"]),
    st.sampled_from([0.3, 0.6, 0.8, 0.95]),
)  # fmt: skip


def texts(found: list[Extract]) -> list[str]:
    return ["\n".join([HEADER, *(record.line for record in each.records)]) + "\n" for each in found]


def counted(desk: Desk, table: str) -> Counter[str]:
    """Return the records that count, as lines."""
    rows = desk.rows(f"SELECT COALESCE(reference, ''), recorded_date, knife FROM {table}")
    return Counter(f"{reference},{day},{'Y' if knife else 'N'}" for reference, day, knife in rows)


@given(found=st.lists(extracts, min_size=2, max_size=3), data=st.data())
@settings(max_examples=6, deadline=None)
def test_what_counts_is_what_the_rules_leave(new_desk: NewDesk, found: list[Extract], data: st.DataObject) -> None:
    said = [
        {"as_at": f"2022-0{i + 1}-01", "from": str(each.first), "to": str(each.last)} for i, each in enumerate(found)
    ]
    named = data.draw(st.permutations(list(zip(texts(found), said, strict=True))))
    expected, withdrawn = what_counts(found)
    with new_desk() as desk:
        facts = desk.gather("police", [text for text, _ in named], said=[keys for _, keys in named], areas="merseyside")
        lines = [f"R{each.number}" * each.named + f",{each.day},{'Y' if each.knife else 'N'}" for each in expected]
        assert counted(desk, facts.table) == Counter(lines)
        assert (facts.revision.withdrawn if facts.revision else 0) == withdrawn
