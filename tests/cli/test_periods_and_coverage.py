"""`--periods` and `--partial`: every kind of period, and what is done where an extract covers only a part of one.

The small extract has an offence a day in 2020 and two a day in 2021, so that its counts are days.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from command_desk import Desk
from small_project import police_csv


def figures(desk: Desk, *words: str) -> list[dict[str, str]]:
    """Return the rows of recorded offences."""
    ran = desk.run("measures", "--format", "csv", *words)
    assert (ran.code, ran.err) == (0, "")
    return [row for row in csv.DictReader(io.StringIO(ran.out)) if row["measure_id"] == "recorded_offences"]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("calendar:2020..2021", {"2020": "366", "2021": "730"}),
        ("calendar:2020", {"2020": "366"}),
        ("financial:2020/21", {"2020/21": str(275 + 2 * 90)}),
        ("year_ending:2021-03-31", {"Year ending 31 March 2021": str(275 + 2 * 90)}),
        ("year_ending:2020-12-31..2021-12-31", {
            "Year ending 31 December 2020": "366", "Year ending 31 December 2021": "730",
        }),
        ("year_ending:2021-02-28", {"Year ending 28 February 2021": str(306 + 2 * 59)}),
        ("quarter:2020-Q1..2020-Q4", {
            "Jan to Mar 2020": "91", "Apr to Jun 2020": "91", "Jul to Sep 2020": "92", "Oct to Dec 2020": "92",
        }),
        ("month:2020-02..2020-04", {"Feb 2020": "29", "Mar 2020": "31", "Apr 2020": "30"}),
        ("month:2021-02", {"Feb 2021": "56"}),
    ],
)  # fmt: skip
def test_every_kind_of_period_is_counted_and_labelled(span: str, expected: dict[str, str], desk: Desk) -> None:
    assert {row["period"]: row["count"] for row in figures(desk, "--periods", span)} == expected


def test_the_days_of_a_leap_february_are_all_there(desk: Desk) -> None:
    (row,) = figures(desk, "--periods", "year_ending:2020-02-28")
    assert (row["period_end"], row["days_covered"], row["days"]) == ("2020-02-29", "60", "366")


def test_a_project_says_its_periods_in_yaml(desk: Desk) -> None:
    desk.project(
        "{kind: calendar, years: [2020, 2021], baseline: 2020}",
        "{kind: quarter, from: 2020-Q4, to: 2021-Q1, baseline: 2020-Q4, labels: {2021-Q1: First quarter}}",
    )
    found = figures(desk)
    assert [(row["period"], row["count"], row["baseline"]) for row in found] == [
        ("Oct to Dec 2020", "92", "Oct to Dec 2020"),
        ("First quarter", "180", "Oct to Dec 2020"),
    ]


def test_a_part_of_a_year_is_never_labelled_as_the_year(desk: Desk) -> None:
    desk.write("extracts/police.csv", police_csv(last=date(2021, 9, 30)))
    _, partly = figures(desk)
    assert (partly["period"], partly["days"], partly["days_covered"]) == ("Jan to Sep 2021", "365", "273")
    assert (partly["period_start"], partly["period_end"]) == ("2021-01-01", "2021-12-31")
    printed = desk.run("measures").out
    assert "Measure                                       2020  Jan to Sep 2021" in printed


def test_a_period_without_any_day_is_not_available(desk: Desk) -> None:
    _, later = figures(desk, "--periods", "calendar:2021..2022")
    assert (later["period"], later["count"], later["status"], later["days_covered"]) == ("2022", "", "x", "0")
    assert later["notes"] == "Not available: the police extracts hold no days of 2022."
    assert (later["change"], later["change_status"], later["comparison"]) == ("", "x", "none")


def nine_months(desk: Desk) -> None:
    """Let the extract begin in April 2020: 275 days of 2020, each with one offence; 2021 whole, with two a day."""
    desk.write("extracts/police.csv", police_csv(first=date(2020, 4, 1)))


def test_like_for_like_compares_the_same_months_of_both(desk: Desk) -> None:
    nine_months(desk)
    before, now = figures(desk)
    assert (before["period"], before["count"]) == ("Apr to Dec 2020", "275")
    assert (now["period"], now["count"], now["compared_with"]) == ("2021", "730", "Apr to Dec 2020")
    assert (now["comparison"], now["compared_count"], now["comparator_count"]) == ("like_for_like", "550", "275")
    assert (now["change"], now["change_pct"]) == ("275", "100")
    assert now["notes"].startswith("Like for like, Apr to Dec: 550 against 275 in Apr to Dec 2020.")


def test_raw_compares_what_there_is_and_says_so(desk: Desk) -> None:
    nine_months(desk)
    _, now = figures(desk, "--partial", "raw")
    assert (now["comparison"], now["compared_count"], now["comparator_count"]) == ("raw", "730", "275")
    assert round(float(now["change_pct"])) == 165
    assert (now["p_value"], now["change_lower_pct"], now["change_upper_pct"]) == ("", "", "")
    assert now["notes"] == (
        "Only Apr to Dec 2020 was available for this comparison with Jan to Dec 2021: 365 days against 275."
    )


def test_refuse_prints_the_counts_and_no_change(desk: Desk) -> None:
    nine_months(desk)
    _, now = figures(desk, "--partial", "refuse")
    assert (now["count"], now["comparison"], now["change"], now["change_pct"]) == ("730", "refused", "", "")
    assert now["notes"] == "Not compared: the extracts cover Jan to Dec 2021 and Apr to Dec 2020."


@pytest.mark.parametrize("mode", ["like-for-like", "raw", "refuse"])
def test_periods_that_are_wholly_covered_are_compared_the_same_by_every_mode(mode: str, desk: Desk) -> None:
    _, now = figures(desk, "--partial", mode)
    assert (now["comparison"], now["change"], now["notes"]) == ("full", "364", "")


@pytest.mark.parametrize(
    ("of_2020", "of_2021", "periods"),
    [
        (", from: 2020-01-01", "", ["Apr to Dec 2020", "Jan to Nov 2021"]),
        (", from: 2020-01-01, complete: yes", ", complete: yes", ["2020", "Jan to Nov 2021"]),
        (", complete: [2020-01, 2020-02, 2020-03]", "", ["2020", "Jan to Nov 2021"]),
        ("", ", to: 2021-12-31", ["Apr to Dec 2020", "Jan to Nov 2021"]),
        ("", ", to: 2021-12-31, complete: [2021-12]", ["Apr to Dec 2020", "2021"]),
    ],
    ids=["says from", "all complete", "months complete", "says to", "last month complete"],
)
def test_months_without_a_record_that_usually_have_many_are_there_only_where_they_are_said_to_be_complete(
    of_2020: str, of_2021: str, periods: list[str], desk: Desk
) -> None:
    """The records begin in April 2020 and end in November 2021."""
    desk.write("extracts/2020.csv", police_csv(date(2020, 4, 1), date(2020, 12, 31)))
    desk.write("extracts/2021.csv", police_csv(date(2021, 1, 1), date(2021, 11, 30)).replace("-REF-", "-REF-B"))
    desk.project(
        "police: {files: extracts/police.csv, mapping: standard}",
        f"police: [{{files: extracts/2020.csv{of_2020}}}, {{files: extracts/2021.csv{of_2021}}}]",
    )
    assert [row["period"] for row in figures(desk)] == periods


def test_halves_that_share_no_day_of_the_year_are_not_compared(desk: Desk) -> None:
    spring, autumn = police_csv(date(2020, 2, 1), date(2020, 4, 30)), police_csv(date(2021, 9, 1), date(2021, 11, 30))
    desk.write("extracts/police.csv", spring + autumn.split("\n", 1)[1].replace("-REF-", "-REF-B"))
    ran = desk.run("measures", "--format", "csv")
    now = [row for row in csv.DictReader(io.StringIO(ran.out)) if row["measure_id"] == "recorded_offences"][1]
    assert (now["comparison"], now["change"]) == ("none", "")
    assert now["notes"].endswith(
        "Not compared: no day of the year is covered in both (Sep to Nov 2021 and Feb to Apr 2020)."
    )


def test_victims_of_files_that_were_drawn_for_different_kinds_count(desk: Desk) -> None:
    """The victims' file is one feed for each kind of offences file: a robbery a day, beside two other offences."""
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(731)]
    head, robberies = "reference,recorded_date,offence_class\n", [f"R{i},{day},34B" for i, day in enumerate(days)]
    others = [f"{letter}{i},{day},8N" for i, day in enumerate(days) for letter in "AB"]
    victims = [f"{row.split(',')[0]},V{number},30" for number, row in enumerate([*robberies, *others])]
    desk.write("robberies.csv", head + "\n".join(robberies) + "\n")
    desk.write("all.csv", head + "\n".join(others) + "\n")
    desk.write("victims.csv", "reference,victim_reference,victim_age\n" + "\n".join(victims) + "\n")
    desk.write(
        "svtool.yaml",
        """
        definition: merseyside
        tables: recorded_crime
        periods: {kind: calendar, years: [2020, 2021]}
        sources:
          police:
            offences: [{files: all.csv, holds: all}, {files: robberies.csv, holds: {offence: [robbery]}}]
            victims: {files: victims.csv}
    """,
    )
    ran = desk.run("count", "--unit", "victim_incident", "--where", "offence: robbery", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [(row["count"], row["lacking"]) for row in rows] == [("366", ""), ("365", "")]


def test_another_definition_counts_by_its_own_clauses(desk: Desk) -> None:
    desk.write(
        "extracts/police.csv",
        """
        reference,recorded_date,offence_class,offence_subcode,knife,firearm,offensive_weapon,corrosive,domestic_abuse
        R1,2021-02-01,34B,,N,N,N,N,N
        R2,2021-02-02,9A,008/62,Y,N,N,N,N
        R3,2021-02-03,10C,008/64,Y,N,N,N,N
        R4,2021-02-04,5D,005/01,Y,N,N,N,Y
        """,
    )
    desk.project("areas: merseyside\n", "")

    def count(*words: str) -> tuple[str, str]:
        out = desk.run("measures", "--format", "csv", "--periods", "month:2021-02", *words).out
        row = list(csv.DictReader(io.StringIO(out)))[1]
        return row["definition"], row["count"]

    assert count() == ("merseyside", "2")
    assert count("--definition", "merseyside_duty") == ("merseyside_duty", "1")
    assert count("--definition", "west_mercia") == ("west_mercia", "3")
