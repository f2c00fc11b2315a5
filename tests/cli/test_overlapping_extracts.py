"""Extracts that overlap: five hospitals with the same numbers, a quarter sent again, two editions of a month."""

from __future__ import annotations

import csv
import io

import pytest
from command_desk import Desk

HEADER = "reference,recorded_date,committed_date,offence_class,knife,firearm,cancelled"


def _quarter(first_month: int, classes: str) -> list[str]:
    """Return 30 offences of a quarter of 2021, ten a month, of which the first have these classes, a letter each."""
    kinds = {"r": "34B", "m": "1", "t": "39"}
    rows = []
    for i in range(30):
        day = f"2021-{first_month + i // 10:02d}-{i % 10 * 3 + 1:02d}"
        rows.append(f"Q{first_month}-{i:02d},{day},{day},{kinds[classes[i % len(classes)]]},N,N,N")
    return rows


def _csv(rows: list[str]) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def _write(desk: Desk, offences: str) -> None:
    desk.write(
        "svtool.yaml",
        f"""
        definition: merseyside
        tables: [recorded_crime]
        periods: {{kind: quarter, from: 2021-Q1, to: 2021-Q2}}
        sources:
          police:
            offences: {offences}
        """,
    )


def _figures(text: str) -> dict[tuple[str, str], tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(text))
    return {(row["measure_id"], row["period"]): (row["count"], row["not_known"]) for row in rows}


FIRST, SECOND = _quarter(1, "rt"), _quarter(4, "rt")


def test_a_quarter_that_is_sent_again_changes_two_figures_and_both_are_explained(desk: Desk) -> None:
    """One robbery turned out a theft, and one was cancelled: one offence less, and two serious ones less."""
    desk.write("extracts/first.csv", _csv(FIRST + SECOND))
    again = [SECOND[0].replace("34B", "39"), SECOND[1], SECOND[2].removesuffix("N") + "Y", *SECOND[3:]]
    desk.write("extracts/again.csv", _csv(again))
    _write(desk, "{files: extracts/first.csv, as_at: 2021-07-05}")
    before = _figures(desk.run("measures", "--format", "csv").out)
    _write(
        desk,
        "[{files: extracts/first.csv, as_at: 2021-07-05}, {files: extracts/again.csv, as_at: 2021-10-04}]",
    )
    after = _figures(desk.run("measures", "--format", "csv").out)
    changed = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    assert changed == {
        ("recorded_offences", "Apr to Jun 2021"): (("30", "0"), ("29", "0")),
        ("recorded_serious_violence", "Apr to Jun 2021"): (("15", "0"), ("13", "0")),
    }
    printed = desk.run("measures").out
    assert (
        "police: later extracts re-issue 30 records: 2 revised, 2 left the definition, 0 joined it, 1 cancelled, "
        "0 withdrawn." in printed
    )


def test_which_file_is_named_first_does_not_matter_where_a_date_says_which_is_later(desk: Desk) -> None:
    desk.write("extracts/first.csv", _csv(SECOND))
    desk.write("extracts/again.csv", _csv([SECOND[0].replace("34B", "39"), *SECOND[1:]]))
    entries = ["{files: extracts/first.csv, as_at: 2021-07-05}", "{files: extracts/again.csv, as_at: 2021-10-04}"]
    found = []
    for order in (entries, entries[::-1]):
        _write(desk, f"[{', '.join(order)}]")
        found.append(desk.run("measures", "--format", "csv").out)
    assert found[0] == found[1]
    assert _figures(found[0])[("recorded_serious_violence", "Apr to Jun 2021")] == ("14", "0")


def test_two_files_that_nobody_ordered_are_refused_with_both_names_and_can_be_replaced(desk: Desk) -> None:
    desk.write("extracts/a.csv", _csv(SECOND))
    desk.write("extracts/b.csv", _csv([SECOND[0].replace("34B", "39"), *SECOND[1:]]))
    _write(desk, "{files: [extracts/a.csv, extracts/b.csv]}")
    refused = desk.run("measures", "--out", "out.csv", "--format", "csv")
    assert (refused.code, refused.out) == (11, "")
    assert "extracts/a.csv and extracts/b.csv hold the same days (1 Apr to 28 Jun 2021)" in refused.err
    assert "30 references stand in both, 1 of them in rows that differ" in refused.err
    assert not (desk.folder / "out.csv").exists()
    replaced = desk.run("measures", "--replace", "--format", "csv")
    assert replaced.code == 0
    assert _figures(replaced.out)[("recorded_serious_violence", "Apr to Jun 2021")] == ("14", "0")


@pytest.mark.parametrize(("shared", "code"), [(5, 11), (4, 0)])
def test_half_of_the_days_of_both_shared_exactly_is_the_days_again(shared: int, code: int, desk: Desk) -> None:
    """Each file has ten offences in April; where they share fewer than five, they are two deliveries of one month."""
    april = SECOND[:10]
    others = [row.replace("Q4-", "Q4-B") for row in april[shared:]]
    desk.write("extracts/a.csv", _csv(april))
    desk.write("extracts/b.csv", _csv(april[:shared] + others))
    _write(desk, "{files: [extracts/a.csv, extracts/b.csv]}")
    assert desk.run("measures").code == code


@pytest.mark.parametrize(
    "command",
    [
        "count --periods quarter:2021-Q2..2021-Q2",
        "classify --project svtool.yaml --out classified.csv",
        "review --table recorded_crime --measure recorded_serious_violence --period 2021-Q2",
        "explain Q4-00",
    ],
)
def test_every_command_that_refuses_two_files_can_take_the_later(command: str, desk: Desk) -> None:
    desk.write("extracts/a.csv", _csv(SECOND))
    desk.write("extracts/b.csv", _csv([SECOND[0].replace("34B", "39"), *SECOND[1:]]))
    _write(desk, "{files: [extracts/a.csv, extracts/b.csv]}")
    refused = desk.run(*command.split())
    assert refused.code == 11
    assert "run with --replace to take the later named" in refused.err
    assert desk.run(*command.split(), "--replace").code == 0


def test_hospitals_without_a_supplier_are_told_to_say_it(desk: Desk) -> None:
    for site, rows in (("a", SECOND), ("b", [SECOND[0].replace("34B", "39"), *SECOND[1:]])):
        desk.write(f"extracts/{site}.csv", _csv(rows))
    _write(desk, "{files: extracts/*.csv}")
    assert "(or its supplier, if the same references mean different records)" in desk.run("measures").err


def test_a_file_that_is_named_twice_counts_once(desk: Desk) -> None:
    """Nothing hangs on which of two copies is the later one, so nobody needs to say it."""
    for name in ("a", "b"):
        desk.write(f"extracts/{name}.csv", _csv(SECOND))
    _write(desk, "{files: [extracts/a.csv, extracts/b.csv]}")
    found = _figures(desk.run("measures", "--format", "csv").out)
    assert found[("recorded_offences", "Apr to Jun 2021")] == ("30", "0")


def test_five_hospitals_that_use_the_same_numbers_add_up(desk: Desk) -> None:
    """RLUH's attendance 10001 and Whiston's are two attendances, in one file or in five."""
    sites = ("RLUH", "WHISTON", "AINTREE", "ARROWE", "SOUTHPORT")
    rows = [f"{10_000 + i},2021-{1 + i // 10:02d}-{1 + i % 10:02d},Y" for i in range(60)]
    entries = []
    for site in sites:
        desk.write(f"extracts/{site}.csv", "\n".join(["reference,recorded_date,assault", *rows]) + "\n")
        entries.append(f"{{files: extracts/{site}.csv, supplier: {site}}}")
    desk.write(
        "svtool.yaml",
        f"""
        tables: [agencies]
        periods: {{kind: quarter, from: 2021-Q1, to: 2021-Q2}}
        sources:
          ed: [{", ".join(entries)}]
        """,
    )
    apart = _figures(desk.run("measures", "--format", "csv").out)
    assert apart[("ed_assault", "Jan to Mar 2021")] == ("150", "0")
    together = [f"{site},{row}" for site in sites for row in rows]
    desk.write("extracts/all.csv", "\n".join(["supplier,reference,recorded_date,assault", *together]) + "\n")
    desk.write(
        "svtool.yaml",
        """
        tables: [agencies]
        periods: {kind: quarter, from: 2021-Q1, to: 2021-Q2}
        sources:
          ed: {files: extracts/all.csv}
        """,
    )
    assert _figures(desk.run("measures", "--format", "csv").out) == apart
