"""Extracts that share records: the later one is believed, and without an order nothing is counted twice or guessed."""

from __future__ import annotations

import csv
import io
import json

import pytest
from command_desk import Desk

HEADER = "reference,recorded_date,offence_class,knife,firearm,domestic_abuse,cancelled"
FIRST = [f"PRIVATE-{number},2021-01-{number:02d},34B,N,N,N,N" for number in range(1, 11)]

# Re-issued: one is no robbery any more, one is cancelled, one is new; the first is no longer in the file.
SECOND = [
    *FIRST[1:8],
    "PRIVATE-9,2021-01-09,45,N,N,N,N",
    "PRIVATE-10,2021-01-10,34B,N,N,N,Y",
    "PRIVATE-11,2021-01-11,34B,N,N,N,N",
]


@pytest.fixture
def two(desk: Desk) -> Desk:
    """A desk with two extracts of January 2021."""
    desk.write("extracts/one.csv", "\n".join([HEADER, *FIRST]) + "\n")
    desk.write("extracts/two.csv", "\n".join([HEADER, *SECOND]) + "\n")
    project(desk, "{files: [extracts/one.csv, extracts/two.csv]}")
    return desk


def project(desk: Desk, police: str) -> None:
    desk.write(
        "svtool.yaml",
        "definition: merseyside\ntables: [recorded_crime]\nperiods: {kind: month, from: 2021-01, to: 2021-01}\n"
        f"sources: {{police: {police}}}\n",
    )


def counts(text: str) -> list[str]:
    return [row["count"] for row in csv.DictReader(io.StringIO(text))]


def test_two_that_share_half_of_a_month_and_have_no_order_are_refused(two: Desk) -> None:
    ran = two.run("measures", "--out", "figures.txt")
    assert (ran.code, ran.out) == (11, "")
    assert ran.err == (
        "error: extracts/one.csv and extracts/two.csv share half or more of a month's references, and neither is said "
        "to be later; expected one of them, or an order. Give each its as_at in the project file, or run with "
        "--replace to take the later named.\n"
    )
    assert not (two.folder / "figures.txt").exists()


def test_with_replace_the_later_named_is_believed(two: Desk) -> None:
    ran = two.run("measures", "--replace", "--format", "csv")
    assert (ran.code, ran.err) == (0, "")
    assert counts(ran.out) == ["10", "9"]  # R1 to R9 and R11; R9 is a theft now


@pytest.mark.parametrize(
    ("one", "two_", "expected"), [("2021-02-01", "2021-03-01", ["10", "9"]), ("2021-03-01", "2021-02-01", ["11", "11"])]
)
def test_with_dates_the_later_one_is_believed_whatever_the_order_of_names(
    one: str, two_: str, expected: list[str], two: Desk
) -> None:
    project(two, f"[{{files: extracts/one.csv, as_at: {one}}}, {{files: extracts/two.csv, as_at: {two_}}}]")
    ran = two.run("measures", "--format", "csv")
    assert (ran.code, ran.err) == (0, "")
    assert counts(ran.out) == expected


def test_what_was_re_issued_is_said_below_the_table_in_numbers_only(two: Desk) -> None:
    out = two.run("measures", "--replace").out
    assert out.splitlines()[-1] == (
        "police: later extracts re-issue 9 records: 2 revised, 2 left the definition, 0 joined it, 1 cancelled."
    )
    assert "PRIVATE" not in out


def test_superseded_rows_are_in_the_ledger(two: Desk) -> None:
    ledger = json.loads(two.run("measures", "--replace", "--format", "json").out)["ledgers"]["police"]["police"]
    assert {name: ledger[name] for name in ("read", "superseded", "cancelled", "usable")} == {
        "read": 20,
        "superseded": 9,
        "cancelled": 1,
        "usable": 10,
    }


def test_two_that_share_a_record_or_two_need_no_order(two: Desk) -> None:
    lines = [line.replace("PRIVATE-", "PRIVATE-2") for line in SECOND[:-2]]
    two.write("extracts/two.csv", "\n".join([HEADER, FIRST[0], *lines]) + "\n")
    ran = two.run("measures", "--format", "csv")
    assert ran.code == 0
    assert counts(ran.out)[0] == "18"
    assert ran.err == "warning: police: 1 row repeats an earlier reference, counted once\n"


def test_the_same_reference_of_two_suppliers_is_two_records(two: Desk) -> None:
    project(
        two,
        "[{files: extracts/one.csv, supplier: Merseyside}, {files: extracts/two.csv, supplier: Cheshire}]",
    )
    ran = two.run("measures", "--format", "csv")
    assert (ran.code, ran.err) == (0, "")
    assert counts(ran.out)[0] == "19"
