"""The ledgers balance whatever is wrong with an extract, and the order of its rows and files changes no count."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from svtool.counting.cells import Geography
from svtool.counting.daily_counts import Counted
from svtool.counting.source_counts import SourceCounts
from svtool.gathering.facts import Facts
from svtool.schema.having import Having, HavingOffences
from svtool.schema.rules import EVERYTHING, Among
from svtool.schema.tables import Measure

if TYPE_CHECKING:
    from conftest import Desk, NewDesk

WHOLE_EXTRACTS = settings(
    deadline=None,
    max_examples=settings().max_examples // 10,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
HEADER = "reference,recorded_date,knife,cancelled,suspect_reference"
WIDTH = HEADER.count(",") + 1
DAYS = [date(2020, 11, 1) + timedelta(days=20 * i) for i in range(8)]
SPANS = {
    "2020": [(date(2020, 1, 1), date(2020, 12, 31))],
    "2021": [(date(2021, 1, 1), date(2021, 12, 31))],
    "two days": [(DAYS[1], DAYS[1]), (DAYS[6], DAYS[6])],
    "ever": [(date(1990, 1, 1), date(2030, 1, 1))],
}
OFFENCES = Measure(
    id="offences", title="Offences", source="police", unit="offence", date_basis="recorded_date", where=EVERYTHING,
    rule=EVERYTHING, definition=None, role=None, having=None, part_of=None, desired=None, value_unit=None,
    published_as=None, note=None,
)  # fmt: skip
KNIFE = Among("knife", ("yes",))
MEASURES = (
    OFFENCES,
    replace(OFFENCES, id="knife", where=KNIFE, rule=KNIFE),
    replace(OFFENCES, id="suspects", unit="suspect", role="suspect"),
    replace(
        OFFENCES,
        id="suspected twice",
        unit="suspect",
        role="suspect",
        having=Having(offences=HavingOffences(gte=2), on_different_days=True),
    ),
)


@dataclass(frozen=True)
class Line:
    """A line of an extract, and where it must go in the ledger when it stands once."""

    text: str
    goes: str


@st.composite
def _records(draw: st.DrawFn, number: int) -> Line:
    """Draw a record with a reference of its own, or without one; dated or not, cancelled or not."""
    reference = f"O{number}" if draw(st.integers(0, 4)) else ""
    day = draw(st.sampled_from([*(day.isoformat() for day in DAYS), "", "TBC"]))
    knife = draw(st.sampled_from(("Y", "N", "", "perhaps")))
    cancelled = draw(st.sampled_from(("", "N", "N", "Y")))
    suspect = draw(st.sampled_from(("", "S1", "S2", "S3")))
    # A row whose every cell is blank is not a record; the flag keeps these from being one.
    text = ",".join((reference, day, knife or "N", cancelled, suspect))
    return Line(text, "cancelled" if cancelled == "Y" else "usable")


@st.composite
def _faults(draw: st.DrawFn) -> Line:
    """Draw a line that is no record."""
    kind = draw(st.sampled_from(("ragged", "blank", "header")))
    if kind == "ragged":
        cells = draw(st.integers(1, 9).filter(lambda number: number != WIDTH))
        return Line(",".join(["x"] * cells), "rejected")
    if kind == "blank":
        return Line(draw(st.sampled_from((",,,,", " , ,,, ", ""))), "not_records")
    return Line(HEADER, "not_records")


@st.composite
def _extracts(draw: st.DrawFn) -> list[list[Line]]:
    """Draw the lines of an extract; each inner list is a line with its exact copies."""
    count = draw(st.integers(1, 25))
    groups = []
    for i in range(count):
        record = draw(_records(i))
        copies = draw(st.sampled_from((0, 0, 0, 1, 2)))
        groups.append([record, *[record] * copies])
    groups += [[fault] for fault in draw(st.lists(_faults(), max_size=8))]
    return draw(st.permutations(groups))


def _expected(groups: list[list[Line]]) -> dict[str, int]:
    """Return the ledger that these lines must have."""
    ledger = dict.fromkeys(("read", "rejected", "not_records", "repeated", "cancelled", "usable"), 0)
    for line, *copies in groups:
        referenced = not line.text.startswith(",")
        ledger["read"] += 1 + len(copies)
        ledger[line.goes] += 1
        # A copy of a cancelled offence is cancelled or repeated, whichever is looked at first.
        again = "repeated" if referenced and line.goes == "usable" else line.goes
        ledger[again] += len(copies)
    return ledger


def _ledger(facts: Facts) -> dict[str, int]:
    ledger = facts.reports["police"].ledger
    ledger.check()
    return {
        name: getattr(ledger, name) for name in ("read", "rejected", "not_records", "repeated", "cancelled", "usable")
    }


def _counts(desk: Desk, facts: Facts) -> dict[tuple[str, str], Counted]:
    counts = SourceCounts(desk.engine, facts, desk.library.catalogue, Geography(), MEASURES)
    return {(each.id, name): counts.count(each, spans) for each in MEASURES for name, spans in SPANS.items()}


# A reference of a person means the same one in every file, so that splitting files splits nobody.
MAPPING = """
source: police
row: offence
by_name: yes
columns:
  recorded_date: {column: recorded_date, format: YYYY-MM-DD}
  suspect_reference: {column: suspect_reference, within: supplier}
"""


def _file(lines: list[Line]) -> str:
    return "\n".join([HEADER, *(line.text for line in lines)]) + "\n"


@WHOLE_EXTRACTS
@given(groups=_extracts())
def test_every_row_is_accounted_for(groups: list[list[Line]], new_desk: NewDesk) -> None:
    lines = [line for group in groups for line in group]
    with new_desk() as desk:
        facts = desk.gather("police", _file(lines), mapping=desk.own_mapping(MAPPING))
        found = _ledger(facts)
        counts = _counts(desk, facts)
    assert found == _expected(groups)
    # And once more for a measure: every usable row is undated, or met, not met or not known in some period.
    dated = counts["offences", "ever"].met
    knife = counts["knife", "ever"]
    assert knife.met + knife.not_known + knife.not_met == dated <= found["usable"]


@pytest.mark.slow
@WHOLE_EXTRACTS
@given(groups=_extracts(), seed=st.integers(0, 1000), parts=st.integers(1, 4))
def test_the_order_of_rows_and_their_files_change_no_count(
    groups: list[list[Line]], seed: int, parts: int, new_desk: NewDesk
) -> None:
    """Copies of one record stay in one file: two files that share a month's records would have to be ordered."""
    lines = [line for group in groups for line in group]
    chance = random.Random(seed)  # noqa: S311 (nothing here is a secret)
    files: list[list[Line]] = [[] for _ in range(parts)]
    for i, group in enumerate(chance.sample(groups, len(groups))):
        files[i % parts] += group
    for file in files:
        chance.shuffle(file)
    texts = [_file(file) for file in files if file]
    with new_desk() as desk:
        facts = desk.gather("police", _file(lines), mapping=desk.own_mapping(MAPPING))
        once = _ledger(facts), _counts(desk, facts)
    with new_desk() as desk:
        facts = desk.gather("police", texts, mapping=desk.own_mapping(MAPPING))
        again = _ledger(facts), _counts(desk, facts)
    assert again == once


@st.composite
def _linked(draw: st.DrawFn) -> tuple[list[str], list[str], dict[str, int]]:
    """Draw offences, victims of them (or of none), and the ledger of the victims."""
    offences, ledger = [], dict.fromkeys(("unlinked", "repeated", "cancelled", "usable"), 0)
    victims = []
    for i in range(draw(st.integers(1, 12))):
        kind = draw(st.sampled_from(("recorded", "recorded", "cancelled", "not sent")))
        if kind != "not sent":
            offences.append(f"O{i},2021-01-{i + 1:02d},{'Y' if kind == 'cancelled' else 'N'}")
        for nth in range(draw(st.integers(0, 3))):
            victim = f"V{i}-{nth}" if draw(st.booleans()) else ""
            copies = draw(st.integers(0, 1)) if victim else 0
            victims += [f"O{i},{victim},{draw(st.sampled_from(('', '17', '40')))}"] * (1 + copies)
            ledger["repeated"] += copies
            ledger[{"recorded": "usable", "cancelled": "cancelled", "not sent": "unlinked"}[kind]] += 1
    return offences or ["X,2021-02-01,N"], draw(st.permutations(victims)), ledger


@WHOLE_EXTRACTS
@given(linked=_linked())
def test_every_victim_is_linked_unlinked_repeated_or_cancelled(
    linked: tuple[list[str], list[str], dict[str, int]], new_desk: NewDesk
) -> None:
    offences, victims, expected = linked
    files = {"offences": "\n".join(["reference,recorded_date,cancelled", *offences])}
    if victims:
        files["victims"] = "\n".join(["reference,victim_reference,victim_age", *victims])
    incidents = replace(OFFENCES, id="incidents", unit="victim_incident", role="victim")
    with new_desk() as desk:
        facts = desk.gather("police", files)
        for report in facts.reports.values():
            report.ledger.check()
        if victims:
            ledger = facts.reports["victims"].ledger
            assert {name: getattr(ledger, name) for name in expected} == expected
            counts = SourceCounts(desk.engine, facts, desk.library.catalogue, Geography(), [incidents])
            assert counts.count(incidents, SPANS["ever"]).met == expected["usable"]
