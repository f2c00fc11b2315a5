"""Suppliers that stop, or that were opened only then: what weighs, and what is a true nought."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta

from command_desk import Desk


def _daily(supplier: str, first: date, last: date) -> list[str]:
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    return [f"{supplier},{supplier[0]}{day:%y%m%d}{i},{day},Y" for day in days for i in range(3)]


def _rows(desk: Desk, rows: Sequence[str], more: str = "") -> list[dict[str, str]]:
    desk.write("ed.csv", "\n".join(["supplier,reference,recorded_date,assault", *rows]))
    periods = "{kind: quarter, from: 2020-Q1, to: 2021-Q4}"
    desk.write("svtool.yaml", f"{{periods: {periods}, sources: {{ed: {{files: ed.csv}}}}{more}}}")
    ran = desk.run("count", "--source", "ed", "--format", "csv")
    return list(csv.DictReader(io.StringIO(ran.out)))


def test_a_supplier_that_stopped_weighs_as_it_did_whatever_dates_were_mistyped_since(desk: Desk) -> None:
    """Two dates far from all others would make two records a usual month, and its absence a trifle."""
    stopped = _daily("North", date(2020, 1, 1), date(2020, 6, 30))
    strays = ["North,X1,2021-02-10,Y", "North,X2,2021-08-10,Y"]
    rows = _rows(desk, [*stopped, *strays, *_daily("South", date(2020, 1, 1), date(2021, 12, 31))])
    assert [row["days_covered"] for row in rows] == ["91", "91", *["0"] * 6]
    assert [row["lacking"] for row in rows[2:4]] == ["North: Jul to Sep 2020", "North: Oct to Dec 2020"]


def test_before_the_only_supplier_was_opened_there_was_nothing(desk: Desk) -> None:
    opened = ", suppliers: {North: {opened: 2020-08-10}}"
    rows = _rows(desk, _daily("North", date(2020, 8, 10), date(2021, 12, 31)), opened)
    assert [(row["count"], row["status"]) for row in rows[:4]] == [("0", ""), ("0", ""), ("156", ""), ("276", "")]
    assert [row["comparison"] for row in rows[1:4]] == ["full"] * 3


def test_that_a_supplier_was_not_open_is_said_with_the_figures_and_with_their_changes(desk: Desk) -> None:
    north = _daily("North", date(2020, 8, 10), date(2021, 12, 31))
    south = _daily("South", date(2020, 1, 1), date(2021, 12, 31))
    rows = _rows(desk, [*north, *south], ", suppliers: {North: {opened: 2020-08-10}}")
    told = ["Jan to Mar 2020", "Apr to Jun 2020", "1 Jul to 9 Aug 2020"]
    said = [f"North: not open {days}, as the project says, which counts as none." for days in told]
    of_quarters = [[each for each in said if each in row["notes"]] for row in rows]
    assert of_quarters == [said[:1], said[:2], said[1:], said[2:], *[[]] * 4]
    assert {row["lacking"] for row in rows} == {""}
