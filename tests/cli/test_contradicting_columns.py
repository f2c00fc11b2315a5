"""A column of dates that contradicts its mapping stops every command that reads it; undated records can be limited."""

from __future__ import annotations

import pytest
from command_desk import Desk
from small_project import police_csv

OWN = """
id: own
title: Own mapping
source: police
row: offence
by_name: yes
columns:
  recorded_date: {column: recorded_date, format: DD/MM/YYYY}
"""
TOLD = (
    "extracts/police.csv: column recorded_date (recorded_date): 442 dates can only have the month first and none "
    "only the day, but mapping own says DD/MM/YYYY; so none of them is certain."
)
COMMITTED = """
id: ours
title: Ours
groups:
  - title: All
    measures:
      - {id: committed, title: Committed, source: police, unit: offence, date: committed}
"""
OPTION = "recorded_date=recorded_date:MM/DD/YYYY"
REMEDY = (
    f'Write format: MM/DD/YYYY in the mapping, or give svtool measures and validate --source police --map "{OPTION}".'
)
READING = [
    ["measures"], ["count"], ["trend", "--measure", "recorded_offences"], ["report", "--out", "page.html"],
    ["classify", "--project", "svtool.yaml", "--out", "classified.csv"],
    ["review", "--measure", "recorded_serious_violence", "--period", "2021", "--out", "list.csv"],
]  # fmt: skip


@pytest.fixture
def month_first(desk: Desk) -> Desk:
    """The small project of 2021, whose dates are month first, and whose mapping says that they are day first."""
    header, *records = (line.split(",") for line in police_csv().splitlines())
    kept = [each for each in records if each[1].startswith("2021")]
    for each in kept:
        year, month, day = each[1].split("-")
        each[1] = f"{month}/{day}/{year}"
    desk.write("extracts/police.csv", "".join(",".join(line) + "\n" for line in (header, *kept)))
    desk.write("definitions/mappings/own.yaml", OWN)
    desk.project("mapping: standard", "mapping: own")
    return desk


@pytest.mark.parametrize("command", READING, ids=[each[0] for each in READING])
def test_every_command_that_reads_it_stops_and_says_what_would_read_it(month_first: Desk, command: list[str]) -> None:
    before = month_first.files()
    ran = month_first.run(*command)
    assert (ran.code, ran.out) == (11, "")
    assert f"error: {TOLD} {REMEDY}" in ran.err.splitlines()
    assert month_first.files() == before


def test_validate_tells_it_as_what_keeps_the_file_from_being_read(month_first: Desk) -> None:
    ran = month_first.run("validate", "--project", "svtool.yaml")
    assert ran.code == 11
    assert f"ERROR V11 Dates have the month first: {TOLD}" in ran.out
    assert f"to do: {REMEDY}" in ran.out


def test_what_is_offered_reads_it(month_first: Desk) -> None:
    ran = month_first.run("measures", "--periods", "calendar:2021..2021", "--map", OPTION)
    assert (ran.code, ran.err) == (0, "")
    assert ["Recorded", "offences", "730"] in [line.split() for line in ran.out.splitlines()]


# Undated records count as rejected.


def _undated(desk: Desk, number: int) -> None:
    header, *records = (line.split(",") for line in police_csv().splitlines())
    for each in records[:number]:
        each[1] = ""
    desk.write("extracts/police.csv", "".join(",".join(line) + "\n" for line in (header, *records)))


def test_records_without_a_date_count_as_rejected(desk: Desk) -> None:
    _undated(desk, 22)  # of 1,096
    assert desk.run("measures", "--max-rejected", "2.1%").code == 0
    ran = desk.run("measures", "--max-rejected", "2%")
    assert (ran.code, ran.err) == (
        12,
        "error: police: 0 of 1,096 rows were rejected and 22 without a date that can be read, more than the 2.00% "
        "allowed. Mend the extract, or allow more with --max-rejected.\n",
    )


def test_a_date_by_which_nothing_counts_may_be_blank(desk: Desk) -> None:
    header, *records = police_csv().splitlines()
    dated = [f"{each},{each.split(',')[1] if i else ''}" for i, each in enumerate(records)]
    desk.write("extracts/police.csv", "\n".join([f"{header},committed_date", *dated]) + "\n")
    assert desk.run("measures", "--max-rejected", "0%").code == 0
    desk.write("definitions/tables/ours.yaml", COMMITTED)
    ran = desk.run("measures", "--table", "ours", "--max-rejected", "0%")
    assert ran.code == 12
    assert "0 of 1,096 rows were rejected and 1 without a date that can be read" in ran.err


def test_what_the_command_line_says_of_a_column_must_be_told_to_the_receiver(month_first: Desk) -> None:
    """Whoever receives the file reads it without these options, the day first."""
    words = ("validate", "extracts/police.csv", "--source", "police", "--mapping", "own", "--map", OPTION)
    last = month_first.run(*words, "--fail-on", "never").out.strip().splitlines()[-1]
    assert last.startswith("Not fit to send as it is: whoever receives it must be told what --map says here")
    assert OPTION in last
    assert "export it again with dates as YYYY-MM-DD" in last


def test_the_supplier_is_not_told_that_other_dates_have_the_day_first(month_first: Desk) -> None:
    told = " ".join(month_first.run("validate", "--project", "svtool.yaml", "--reply").out.split())
    assert "some dates can only have the month first" in told
    assert "others" not in told
