"""Twenty monthly files of street-level crime: a few ids stand in two months, and anti-social behaviour has none."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from command_desk import Desk

from svtool.dates import add_months

HEADER = "Crime ID,Month,Reported by,LSOA code,Crime type"
MONTHS = [add_months(date(2017, 1, 1), i) for i in range(20)]
CRIMES, INCIDENTS = 12, 7
# In the file of the later month, beside its own crimes: the id of a crime of the earlier one.
STRAYS = [(0, 1), (3, 4), (3, 4), (3, 4), (8, 10), (9, 10), (17, 18), (0, 19)]


def _row(reference: str, month: date, kind: str) -> str:
    return f"{reference},{month:%Y-%m},Northshire Police,E01006512,{kind}"


def _rows(i: int) -> list[str]:
    month = MONTHS[i]
    crimes = [_row(f"c{i}-{n}", month, ("Robbery", "Burglary", "Drugs")[n % 3]) for n in range(CRIMES)]
    strays = [_row(f"c{one}-{n}", month, "Robbery") for n, (one, other) in enumerate(STRAYS) if other == i]
    return [*crimes, *strays, *[_row("", month, "Anti-social behaviour")] * INCIDENTS]


def _write(desk: Desk, entries: str, files: dict[str, list[str]]) -> None:
    for name, rows in files.items():
        desk.write(f"street/{name}.csv", "\n".join([HEADER, *rows]) + "\n")
    desk.write(
        "street.yaml",
        f"""
        definition: merseyside
        tables: [recorded_crime]
        periods: {{kind: month, from: 2017-01, to: 2018-08}}
        sources:
          police: [{entries}]
        """,
    )


def _counts(desk: Desk) -> tuple[list[int], list[int]]:
    """Return how many incidents of anti-social behaviour each month has, and how many crimes."""
    ran = desk.run("count", "--project", "street.yaml", "--by", "crime_type", "--format", "csv")
    assert ran.code == 0, ran.err
    found: dict[bool, dict[str, int]] = {True: {}, False: {}}
    for row in csv.DictReader(io.StringIO(ran.out)):
        if row["crime_type"] not in {"", "all"} and row["period"] in MONTH_NAMES:
            months = found[row["crime_type"] == "Anti-social behaviour"]
            months[row["period_start"]] = months.get(row["period_start"], 0) + int(row["count"])
    return [found[True][day] for day in sorted(found[True])], [found[False][day] for day in sorted(found[False])]


MONTH_NAMES = {f"{month:%b %Y}" for month in MONTHS}
FILES = {f"{month:%Y-%m}": _rows(i) for i, month in enumerate(MONTHS)}
UNDATED = "{files: 'street/*.csv', mapping: police_uk}"
DATED = ", ".join(
    f"{{files: street/{month:%Y-%m}.csv, mapping: police_uk, as_at: {add_months(month, 2)}}}" for month in MONTHS
)


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param(UNDATED, id="nobody says which is later"),
        pytest.param(DATED, id="each has its as_at", marks=pytest.mark.slow),
    ],
)
def test_every_month_is_whole_though_some_ids_stand_in_two(entries: str, desk: Desk) -> None:
    """Rows without an id give way to nothing; an id that stands twice counts once, as the later month has it."""
    _write(desk, entries, FILES)
    incidents, crimes = _counts(desk)
    assert incidents == [INCIDENTS] * len(MONTHS)
    gone = [sum(one == i for one, _ in STRAYS) for i in range(len(MONTHS))]
    come = [sum(other == i for _, other in STRAYS) for i in range(len(MONTHS))]
    assert crimes == [CRIMES - less + more for less, more in zip(gone, come, strict=True)]


@pytest.mark.slow
def test_a_month_that_is_published_again_takes_the_place_of_the_first(desk: Desk) -> None:
    again = [row for row in _rows(5) if not row.startswith("c5-3,")]
    again.remove(_row("", MONTHS[5], "Anti-social behaviour"))
    entries = f"{DATED}, {{files: street/again.csv, mapping: police_uk, as_at: 2018-12-01}}"
    _write(desk, entries, {**FILES, "again": again})
    assert _counts(desk)[0] == [INCIDENTS - (i == 5) for i in range(len(MONTHS))]
    out = desk.run("count", "--project", "street.yaml").out
    withdrawn = 1 + INCIDENTS  # a crime, and all that can't be told apart
    assert f"{withdrawn} withdrawn" in out
