"""Dates that are quarters: what asks for other days than whole quarters is refused, by every command alike."""

from __future__ import annotations

import pytest
from command_desk import Desk

FILES = {
    "definitions/mappings/quarterly.yaml": """
        id: quarterly
        title: Offences by quarter
        source: police
        row: offence
        columns:
          reference: reference
          recorded_date: {column: quarter, format: YYYY/YY Q}
          offence_class: class
          knife: knife
          firearm: knife
        """,
    "svtool.yaml": """
        definition: merseyside
        tables: [recorded_crime]
        periods: {kind: quarter, from: 2019-Q2, to: 2020-Q1}
        sources: {police: {files: police.csv, mapping: quarterly}}
        """,
    "police.csv": "reference,quarter,class,knife\n"
    + "".join(f"R{number},2019/20 Q{number % 4 + 1},34B,\n" for number in range(40)),
    "printed.csv": """
        measure_id,measure,period_start,period_end,n
        recorded_offences,Recorded offences,2019-04-01,2019-06-30,10
        recorded_offences,Recorded offences,2019-04-01,2019-04-30,3
        """,
}
REFUSED = "The dates of police are quarters; choose periods made of whole quarters"


@pytest.fixture
def quarters(desk: Desk) -> Desk:
    """A project whose extract says of each offence the quarter alone."""
    for name, text in FILES.items():
        desk.write(name, text)
    return desk


def test_a_quarter_is_counted(quarters: Desk) -> None:
    ran = quarters.run("count", "--periods", "quarter:2019-Q2..2019-Q2", "--format", "csv")
    assert (ran.code, ",10,0," in ran.out) == (0, True), ran.err


@pytest.mark.parametrize(
    "words",
    [
        "measures --periods month:2019-04..2019-05",
        "count --periods month:2019-04..2019-05",
        "review --measure recorded_serious_violence --period month:2019-04..2019-04",
    ],
)
def test_a_month_is_refused(words: str, quarters: Desk) -> None:
    ran = quarters.run(*words.split())
    assert ran.code == 2
    assert REFUSED in ran.err


def test_a_quarter_can_be_reviewed(quarters: Desk) -> None:
    ran = quarters.run("review", "--measure", "recorded_serious_violence", "--period", "quarter:2019-Q2..2019-Q2")
    assert ran.code == 0, ran.err


def test_a_published_month_is_not_compared_and_a_quarter_is(quarters: Desk) -> None:
    ran = quarters.run("check", "--published", "printed.csv", "--project", "svtool.yaml")
    assert "line 3: the dates of police are quarters, which its period is not made of; not compared." in ran.out
    assert "AGREES   line 2, Recorded offences, Apr to Jun 2019: 10" in ran.out
    assert ran.code == 0
