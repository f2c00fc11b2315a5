"""Where figures go and how they are written: table, CSV, JSON; to a pipe or to a file that is replaced whole."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_desk import Desk
from small_project import PROJECT, REFERENCE

from svtool.figures.contract import columns
from svtool.schema.library import Library

TABLE = """\
Recorded crime and serious violence
Area: Merseyside
Definition: Serious violence, Merseyside local definition (merseyside)
Days covered, police recorded crime: Jan 2020 to Dec 2021 (by recorded date, area of incident)

Measure                                       2020  2021

Recorded crime
Recorded offences                             366   730 (99% increase)
  verdict                                           worse (p < 0.001)
Serious violence offences, by the definition  354   706 (99% increase) [1]
  verdict                                           worse (p < 0.001)

Notes
[1] Recording changed: Sexual offences had no category of their own before 2021 (a part of this figure).
"""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_whole_of_a_small_table(desk: Desk) -> None:
    ran = desk.run("measures")
    assert (ran.code, ran.out, ran.err) == (0, TABLE, "")


@pytest.mark.slow
def test_a_process_prints_the_same_table(desk: Desk) -> None:
    ran = desk.process("measures")
    assert (ran.code, ran.out, ran.err) == (0, TABLE, "")


def test_a_file_holds_what_a_pipe_would_have_had(desk: Desk) -> None:
    ran = desk.run("measures", "--out", "figures.txt")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (desk.folder / "figures.txt").read_text(encoding="utf-8") == TABLE


def test_the_heading_of_the_csv_is_the_contract(desk: Desk) -> None:
    assert desk.run("measures", "--format", "csv").out.splitlines()[0] == ",".join(columns())
    by = desk.run("measures", "--format", "csv", "--by", "sex,area,age_band").out.splitlines()[0]
    assert by == ",".join(columns(("area", "age_band", "sex")))


def test_csv_has_plain_numbers_iso_dates_and_nothing_where_there_is_nothing(desk: Desk) -> None:
    first, second, *_ = rows(desk.run("measures", "--format", "csv").out)
    assert first["period_start"] == "2020-01-01"
    assert (first["count"], first["not_known"], first["days"], first["days_covered"]) == ("366", "0", "366", "366")
    assert (first["comparison"], first["change"], first["change_pct"], first["p_value"]) == ("none", "", "", "")
    assert (second["compared_with"], second["compared_count"], second["comparator_count"]) == ("2020", "730", "366")
    assert (second["change"], second["change_pct"]) == ("364", f"{100 * 364 / 366:.10g}")
    assert (second["baseline"], second["baseline_change"]) == ("2020", "364")
    assert (second["value"], second["status"], second["change_status"]) == ("", "", "")


@pytest.mark.slow
def test_csv_of_one_run_is_that_of_the_next_byte_for_byte(desk: Desk) -> None:
    desk.run("measures", "--format", "csv", "--out", "one.csv", "--by", "area,age_band")
    desk.run("measures", "--format", "csv", "--out", "two.csv", "--by", "area,age_band")
    one = (desk.folder / "one.csv").read_bytes()
    assert one == (desk.folder / "two.csv").read_bytes()
    assert b"\r" not in one


@pytest.mark.slow
def test_the_order_of_the_rows_of_an_extract_changes_nothing(desk: Desk) -> None:
    plain = desk.run("measures", "--format", "csv").out
    path = desk.folder / "extracts/police.csv"
    header, *records = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(records)]) + "\n", encoding="utf-8")
    assert desk.run("measures", "--format", "csv").out == plain


def test_json_has_the_same_figures_as_csv(desk: Desk) -> None:
    of_csv = rows(desk.run("measures", "--format", "csv", "--by", "age_band").out)
    found = json.loads(desk.run("measures", "--format", "json", "--by", "age_band").out)
    assert list(found["figures"][0]) == list(columns(("age_band",)))
    assert len(found["figures"]) == len(of_csv)
    for figure, row in zip(found["figures"], of_csv, strict=True):
        for name, value in figure.items():
            written = row[name]
            if name == "notes":
                assert " ".join(value) == written
            elif isinstance(value, int | float):
                assert float(written) == value
            else:
                assert written == (value or "")


def test_json_tells_where_every_row_went(desk: Desk) -> None:
    found = json.loads(desk.run("measures", "--format", "json").out)
    assert (found["definition"], found["synthetic"], found["warnings"]) == ("merseyside", False, [])
    assert found["coverage"] == {"police": [["2020-01-01", "2021-12-31"]]}
    ledger = found["ledgers"]["police"]["police"]
    assert (ledger["read"], ledger["rejected"], ledger["usable"]) == (1_096, 0, 1_096)


@pytest.mark.parametrize("format_", ["table", "csv", "json"])
def test_made_up_records_say_so_in_every_format(format_: str, desk: Desk) -> None:
    desk.write("svtool.yaml", "synthetic: yes\n" + PROJECT)
    out = desk.run("measures", "--format", format_).out
    if format_ == "table":
        lines = out.splitlines()
        assert lines[0] == lines[-1] == "SYNTHETIC: made-up records, not a measurement of anything."
    elif format_ == "csv":
        assert all(row["notes"].startswith("SYNTHETIC: ") for row in rows(out))
    else:
        assert json.loads(out)["notices"] == ["SYNTHETIC: made-up records, not a measurement of anything."]


def test_small_cells_of_a_breakdown_are_not_for_publication(desk: Desk) -> None:
    path = desk.folder / "extracts/police.csv"
    text = path.read_text(encoding="utf-8")
    notice = "Internal, not for publication: a breakdown has counts under 5 and no disclosure policy is set."
    assert notice not in desk.run("measures", "--by", "area").out
    path.write_text(text.replace("Wirral", "Sefton", 4), encoding="utf-8")
    assert desk.run("measures", "--by", "area").out.splitlines().count(notice) == 2
    assert notice not in desk.run("measures").out


@pytest.mark.slow
def test_nothing_is_cut_in_a_pipe(desk: Desk) -> None:
    desk.write("svtool.yaml", PROJECT.replace("[recorded_crime]", "[home_office, mvrp_local, agencies]"))
    ran = desk.process("measures", COLUMNS="40", LINES="10", TERM="xterm-256color")
    library = Library()
    titles = {
        measure.title for name in ("home_office", "mvrp_local", "agencies") for measure in library.table(name).measures
    }
    lines = ran.out.splitlines()
    assert titles
    assert [title for title in titles if not any(line.startswith(title) for line in lines)] == []
    assert "…" not in ran.out
    assert "\x1b" not in ran.out  # no colours off a terminal


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipe")
def test_a_reader_that_goes_away_is_no_fault(desk: Desk) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "svtool", "measures"],
            cwd=desk.folder,
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(write)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_file_is_replaced_by_a_whole_new_one(desk: Desk) -> None:
    desk.write("figures.txt", "last year's\n" * 1_000)
    assert desk.run("measures", "--out", "figures.txt").code == 0
    assert (desk.folder / "figures.txt").read_text(encoding="utf-8") == TABLE
    assert desk.files() == {"figures.txt", "figures.txt.manifest.json", "svtool.yaml", "extracts/police.csv"}


@pytest.mark.parametrize("spoilt", ["no extract", "no project", "strict", "interrupted"])
def test_a_run_that_fails_leaves_the_old_file_as_it_was(
    spoilt: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("figures.txt", "last year's\n")
    arguments = ["measures", "--out", "figures.txt"]
    if spoilt == "no extract":
        (desk.folder / "extracts/police.csv").unlink()
    elif spoilt == "no project":
        desk.write("svtool.yaml", "definitio: x\n")
    elif spoilt == "strict":
        arguments += ["--strict", "--periods", "calendar:2022"]
    else:

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("svtool.output.terminal.tables_as_text", interrupt)
    before = desk.files()
    assert desk.run(*arguments).code != 0
    assert (desk.folder / "figures.txt").read_text(encoding="utf-8") == "last year's\n"
    assert desk.files() == before


def test_a_disk_that_refuses_the_new_file_keeps_the_old_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: object, target: object) -> None:
        raise PermissionError(13, "Permission denied")

    desk.write("figures.txt", "last year's\n")
    before = desk.files()
    monkeypatch.setattr("svtool.output.replacing.os.replace", refuse)
    ran = desk.run("measures", "--out", "figures.txt")
    assert (ran.code, ran.out) == (16, "")
    assert ran.err == (
        "error: --out figures.txt: can't be written: permission denied. "
        "Check the folder, or close the file in Excel and run again.\n"
    )
    assert (desk.folder / "figures.txt").read_text(encoding="utf-8") == "last year's\n"
    assert desk.files() == before


def test_a_folder_takes_the_file_in(desk: Desk) -> None:
    (desk.folder / "figures").mkdir()
    assert desk.run("measures", "--out", "figures").code == 0
    assert (desk.folder / "figures/recorded_crime.txt").read_text(encoding="utf-8") == TABLE


def test_several_tables_are_printed_once_each_in_the_order_asked_for(desk: Desk) -> None:
    out = desk.run("measures", "--table", "recorded_crime", "--table", "home_office", "--table", "recorded_crime").out
    titles = [line for line in out.splitlines() if line in {"Recorded crime and serious violence", HOME_OFFICE}]
    assert titles == ["Recorded crime and serious violence", HOME_OFFICE]


HOME_OFFICE = "Progress against success measures collected by the Home Office"


def test_a_source_that_the_project_does_not_have_is_not_available_rather_than_zero(desk: Desk) -> None:
    out = desk.run("measures", "--table", "agencies", "--format", "csv").out
    found = rows(out)
    assert {(row["count"], row["status"]) for row in found} == {("", "x")}
    assert found[0]["notes"] == "Not available: the project has no ED extract."


@pytest.mark.slow
def test_no_output_names_a_record(desk: Desk) -> None:
    for format_ in ("table", "csv", "json"):
        ran = desk.run("measures", "--format", format_, "--by", "area,age_band,offence_class")
        assert ran.code == 0
        assert REFERENCE not in ran.out + ran.err
    assert Path.cwd() == desk.folder
