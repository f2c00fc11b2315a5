"""The ledger of a measure: every usable row is in one place, and those of the periods are what the figures say."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from svtool.commands.measures import measure, measure_ledgers_of
from svtool.commands.scope import Request
from svtool.counting.basis import Basis
from svtool.counting.daily_counts import NO_DAY, Days
from svtool.counting.measure_ledger import PlacedRows, ledger_of
from svtool.dates import days_since_epoch
from svtool.errors import LedgerError
from svtool.schema.library import Library
from svtool.schema.tables import Measure

OFFENCES: Measure = next(each for each in Library().table("recorded_crime").measures if each.id == "recorded_offences")
FIRST = date(2021, 1, 1)


class Row(NamedTuple):
    """A row: its day after the first, if it has one; whether it is inside, not, or perhaps; what the rule answers."""

    day: int | None
    area: str
    answer: bool | None


ROWS = st.lists(
    st.builds(
        Row, st.none() | st.integers(0, 99), st.sampled_from(["in", "out", "perhaps"]), st.none() | st.booleans()
    ),
    max_size=60,
)
SPANS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 30)), max_size=3)


def rows_of(drawn: list[Row]) -> PlacedRows:
    zero = days_since_epoch(FIRST)
    days = np.array([NO_DAY if row.day is None else zero + row.day for row in drawn], np.int64)
    counts = np.array([[row.answer is wanted for row in drawn] for wanted in (True, None, False)], np.int64)
    place = np.zeros(len(drawn), np.int64)
    inside = np.array([row.area == "in" for row in drawn], bool)
    perhaps = np.array([row.area == "perhaps" for row in drawn], bool)
    return PlacedRows(Days(days, place, place, {}, counts.reshape(3, len(drawn))), inside, perhaps)


def spans_of(drawn: list[tuple[int, int]]) -> list[tuple[date, date]]:
    return [(FIRST + timedelta(days=start), FIRST + timedelta(days=start + length)) for start, length in drawn]


def place_of(row: Row, periods: list[tuple[int, int]], held: list[tuple[int, int]]) -> str:
    """Return where a row belongs, by the order of the places."""

    def lies_in(spans: list[tuple[int, int]]) -> bool:
        return row.day is not None and any(start <= row.day <= start + length for start, length in spans)

    if row.day is None:
        return "undated"
    if not lies_in(periods):
        return "outside_periods" if lies_in(held) else "strays"
    if row.area == "out":
        return "outside_area"
    if row.answer is False:
        return "not_met"
    return "met" if row.answer and row.area == "in" else "not_known"


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=ROWS, periods=SPANS, held=SPANS)
def test_every_row_is_in_the_first_place_that_fits(
    drawn: list[Row], periods: list[tuple[int, int]], held: list[tuple[int, int]]
) -> None:
    bases = [Basis.of([span]) for span in spans_of(periods)]
    found = ledger_of(OFFENCES, rows_of(drawn), len(drawn), bases, Basis.of(spans_of(held)))
    expected = Counter(place_of(row, periods, held) for row in drawn)
    assert {name: number for name, number in vars(found).items() if number and name != "usable"} == dict(expected)
    with pytest.raises(LedgerError, match="recorded_offences"):
        ledger_of(OFFENCES, rows_of(drawn), len(drawn) + 1, bases, None)


def test_the_ledgers_of_a_run_say_what_its_figures_say(tmp_path: Path) -> None:
    days = [FIRST + timedelta(days=number) for number in range(400)]
    lines = ["reference,recorded_date,area", *(f"R{i},{day},Wirral" for i, day in enumerate(days))]
    lines += ["U1,2021-02-30,Wirral", "U2,,Wirral", "S1,2035-01-01,Wirral", "N1,2021-03-01,"]
    (tmp_path / "police.csv").write_text("\n".join(lines) + "\n")
    project = tmp_path / "svtool.yaml"
    project.write_text(
        "definition: merseyside\ntables: [recorded_crime]\n"
        "areas: merseyside\nperiods: {kind: calendar, years: [2021]}\n"
        "sources:\n  police: {files: police.csv, mapping: standard}\n"
    )
    result = measure(Request(project=project))
    found = measure_ledgers_of(result)["recorded_offences"]
    figure = next(each for each in result.figures if each.measure_id == "recorded_offences")
    assert (found["met"], found["not_known"]) == (figure.count, figure.not_known)
    assert found == json.loads(json.dumps(found)) | {
        "usable": 404, "undated": 2, "strays": 1, "outside_periods": 35, "outside_area": 0, "not_met": 0,
    }  # fmt: skip
