"""Dates that are years: counted as years, in periods made of whole ones, and refused in any other."""

from __future__ import annotations

import csv
import io

import pytest
from command_desk import Desk

MAPPING = """
    id: yearly
    title: Shootings by year
    source: police
    row: offence
    columns:
      recorded_date: {column: Year, %s}
      offence_class: {constant: 5D}
      count: Number
    """
PROJECT = """
    definition: merseyside
    tables: [recorded_crime]
    periods: {kind: %s, years: [%s]}
    sources: {police: {files: shootings.csv, mapping: yearly}}
    """
CALENDAR = ("calendar", "2014, 2015, 2016", "Year,Number\n2014,177\n2015,288\n2016,407\n")
FINANCIAL = ("financial", "2014/15, 2015/16", "Year,Number\n2014-15,177\n2015-16,288\n")


def set_up(desk: Desk, reads: str, kind: str, years: str, shootings: str) -> Desk:
    desk.write("definitions/mappings/yearly.yaml", MAPPING % reads)
    desk.write("svtool.yaml", PROJECT % (kind, years))
    desk.write("shootings.csv", shootings)
    return desk


def counts(desk: Desk, *words: str) -> list[tuple[str, str, str]]:
    ran = desk.run("measures", *words, "--format", "csv")
    assert ran.code == 0, ran.err
    return [
        (row["period"], row["days_covered"], row["count"])
        for row in csv.DictReader(io.StringIO(ran.out))
        if row["measure_id"] == "recorded_offences"
    ]


@pytest.mark.parametrize("reads", ["format: YYYY", "format: YYYY-MM-DD, ranges: yes"])
def test_calendar_years_are_counted_whole(reads: str, desk: Desk) -> None:
    set_up(desk, reads, *CALENDAR)
    assert counts(desk) == [("2014", "365", "177"), ("2015", "365", "288"), ("2016", "366", "407")]


@pytest.mark.parametrize("reads", ["format: YYYY/YY", "format: YYYY-YY", "format: Mon YYYY, ranges: yes"])
def test_financial_years_are_counted_whole(reads: str, desk: Desk) -> None:
    kind, years, shootings = FINANCIAL
    if "ranges" in reads:
        shootings = shootings.replace("2014-15", "April 2014 to March 2015").replace("2015-16", "Apr 2015 to Mar 2016")
    set_up(desk, reads, kind, years, shootings)
    assert counts(desk) == [("2014/15", "365", "177"), ("2015/16", "366", "288")]


@pytest.mark.parametrize("reads", ["format: YYYY", "format: YYYY-MM-DD, ranges: yes"])
@pytest.mark.parametrize(
    "periods",
    ["month:2014-01..2014-02", "quarter:2014-Q1..2014-Q2", "financial:2014/15", "year_to_date:2014..2015-06-30"],
)
def test_a_year_is_never_a_part_of_itself(reads: str, periods: str, desk: Desk) -> None:
    ran = set_up(desk, reads, *CALENDAR).run("measures", "--periods", periods)
    assert ran.code == 2
    if "to_date" not in periods:
        assert "The dates of police are calendar years; choose periods such as calendar:2019..2020." in ran.err


def test_years_of_two_kinds_are_of_no_period(desk: Desk) -> None:
    kind, years, shootings = CALENDAR
    ran = set_up(desk, "format: [YYYY, YYYY/YY]", kind, years, f"{shootings}2016-17,9\n").run("measures")
    assert ran.code == 2
    assert "The dates of police are spans of different lengths; no period is made of them." in ran.err


def test_several_years_together_are_of_no_period(desk: Desk) -> None:
    pooled = "Year,Number\n2012 to 2014,177\n2013 to 2015,288\n"
    ran = set_up(desk, "format: YYYY, ranges: yes", "calendar", "2014", pooled).run("measures")
    assert (ran.code, "spans of different lengths" in ran.err) == (2, True)


def test_a_year_has_no_series_of_months(desk: Desk) -> None:
    ran = set_up(desk, "format: YYYY", *CALENDAR).run("trend", "--measure", "recorded_offences")
    assert ran.code == 2
    assert "the dates of police are calendar years; expected days or months" in ran.err


def test_as_known_within_a_year_is_refused(desk: Desk) -> None:
    ran = set_up(desk, "format: YYYY", *CALENDAR).run("measures", "--as-at", "2016-06-30")
    assert ran.code == 2
    assert "choose periods made of whole calendar years, and such a day --as-at." in ran.err


@pytest.mark.parametrize(
    ("said", "text"),
    [("Mon-YY", "Mar-16"), ("mmm-yy", "Mar-16"), ("DD/MM/YY:2029", "05/03/16"), ("Mon YYYY", "March 2016"),
     ("YYYYMM", "201603"), ("YYYY-Q", "2016-Q1"), ("DD.MM.YYYY", "05.03.2016"), ("YYYYMMDD", "20160305")],
)  # fmt: skip
def test_the_command_line_names_any_format(said: str, text: str, desk: Desk) -> None:
    desk.write("police.csv", f"reference,When,offence_class\nA1,{text},34B\nA2,{text},34B\n")
    desk.write("svtool.yaml", PROJECT.replace("shootings.csv, mapping: yearly", "police.csv") % ("calendar", "2016"))
    ran = desk.run(
        "measures", "--map", f"When=recorded_date:{said}", "--periods", "quarter:2016-Q1..2016-Q1", "--format", "csv"
    )
    assert ran.code == 0, ran.err
    rows = csv.DictReader(io.StringIO(ran.out))
    assert [row["count"] for row in rows if row["measure_id"] == "recorded_offences"] == ["2"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("DD/MM/YY", "DD/MM/YY has years of two digits; add the latest year that they may mean, such as DD/MM/YY:2029"),
        ("DD/MM/YY:29", "29 is not a year"),
        ("MM/YYYY", "MM/YYYY is not a date format"),
        ("DD/MM/YY:2029:1", "expected COLUMN=FIELD"),
    ],
)
def test_what_the_command_line_can_not_mean_is_told(said: str, told: str, desk: Desk) -> None:
    desk.write("svtool.yaml", PROJECT.replace(", mapping: yearly", "") % ("calendar", "2016"))
    ran = desk.run("measures", "--map", f"When=recorded_date:{said}")
    assert ran.code == 2
    assert told in ran.err
