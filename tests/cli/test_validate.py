"""`svtool validate`: how files are chosen and read, what the options do, and what it never does."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from command_desk import Desk
from small_project import REFERENCE, police_csv

MESSY = f"""\
reference,recorded_date,offence_class,knife,victim_age
{REFERENCE}-1,2021-01-01,34B,N,20
{REFERENCE}-2,2021-02-31,34B,N,20
{REFERENCE}-3,2021-01-03,34B,perhaps,20
{REFERENCE}-4,2021-01-04,34B,N,140
{REFERENCE}-5,2021-01-05
"""
HOME_GROWN = f"""\
Crime No,Date Reported,Offence Code,Knife Flag,Borough,Beat
{REFERENCE}-1,03/02/2021,34B,Y,Wirral,Q1
{REFERENCE}-2,14/02/2021,45,N,Sefton,Q2
{REFERENCE}-3,25/02/2021,8N,N,Liverpool,Q3
"""


def levels(desk: Desk, *arguments: str) -> list[tuple[str, str, str]]:
    """Return level, id and file of the findings, errors and warnings alone."""
    rows = csv.DictReader(io.StringIO(desk.run("validate", *arguments, "--format", "csv").out))
    return [(row["level"], row["id"], row["file"]) for row in rows if row["level"] != "note"]


# how a file is chosen


def test_source_and_mapping_are_found_from_the_header_with_the_reason(desk: Desk) -> None:
    desk.write("call.csv", "reference,recorded_date,age,sex,area\n1,2021-01-01,20,male,Wirral\n")
    ran = desk.run("validate", "call.csv")
    assert ran.out.splitlines()[0] == (
        "call.csv: ambulance, one row for each record; mapping standard, as its header tells: it reads 5 of 5 columns; "
        "CSV, UTF-8, comma, the header is line 1; 1 record"
    )


def test_a_tie_asks_for_the_flag_and_checks_nothing(desk: Desk) -> None:
    desk.write("x.csv", "reference,recorded_date,offence_class\n1,2021-01-01,34B\n")
    desk.write("definitions/mappings/own.yaml", OWN_MAPPING)
    ran = desk.run("validate", "x.csv")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: x.csv: its header fits several readings alike. Say which: --source police --mapping own or "
        "--source police --mapping standard.\n"
    )
    assert desk.run("validate", "x.csv", "--mapping", "own").out.startswith(
        "x.csv: police, one row for each offence; mapping own, as --mapping says: it reads 3 of 3 columns; "
    )


OWN_MAPPING = """
    id: own
    title: Own
    source: police
    row: offence
    columns:
      reference: reference
      recorded_date: {column: recorded_date, format: YYYY-MM-DD}
      offence_class: offence_class
    """

THEIR_MAPPING = """
    id: own
    title: Own
    source: police
    row: offence
    columns:
      reference: Crime No
      recorded_date: {column: Recorded, format: DD/MM/YYYY}
      offence_class: Offence Code
    """


def test_a_home_grown_export_is_told_its_command_and_is_read_by_it(desk: Desk) -> None:
    desk.write("home.csv", HOME_GROWN)
    ran = desk.run("validate", "home.csv")
    assert ran.code == 11
    assert (
        "ERROR H04 A needed column is missing: home.csv: no mapping reads it; looked at its columns Crime No, "
        "Date Reported, Offence Code, Knife Flag, Borough and " in ran.out
    )
    assert ", but they look like police\n" in ran.out
    options = (
        "--source", "police", "--map", "Crime No=reference", "--map", "Date Reported=recorded_date:DD/MM/YYYY",
        "--map", "Offence Code=offence_class", "--map", "Knife Flag=knife", "--map", "Borough=area",
    )  # fmt: skip
    for option in options:
        assert option in ran.out
    read = desk.run("validate", "home.csv", *options)
    assert read.code == 12  # nobody who receives it knows what --map says
    assert "as --source says: it reads 5 of 6 columns" in read.out
    assert "0 errors, " in read.out
    assert desk.run("validate", "home.csv", *options, "--fail-on", "never").code == 0
    assert "police: 3 rows read = 3 usable" in read.out


def test_columns_named_with_map_are_read_by_no_system_of_another_force(desk: Desk) -> None:
    """Two layouts of systems would read the columns alike; what their words mean is not said of this file."""
    (desk.folder / "svtool.yaml").unlink()
    rows = "".join(f"R{i},2021-01-{i:02d},34B,Live,Leeds\n" for i in range(1, 29))
    desk.write("home.csv", "Numero,Logged on,Kind,Ending,Where\n" + rows)
    options = [
        "--source", "police", "--map", "Numero=reference", "--map", "Logged on=recorded_date", "--map",
        "Kind=offence_class", "--map", "Ending=status", "--map", "Where=area",
    ]  # fmt: skip
    ran = desk.run("validate", "home.csv", *options)
    assert ran.code == 12 and "28 cells of Ending" in ran.out
    assert "to do: Run svtool init: it begins a mapping of the file; say there what the words mean" in ran.out


def test_a_table_with_months_as_columns_is_sent_to_a_mapping_and_not_to_map(desk: Desk) -> None:
    (desk.folder / "svtool.yaml").unlink()
    months = ("Apr-21", "May-21", "Jun-21", "Jul-21")
    rows = [f"{area},{kind},3,4,5,6" for area in ("Leeds", "Bradford") for kind in ("34B", "8N", "10D")]
    desk.write("wide.csv", "\n".join([f"District,HO Class,{','.join(months)}", *rows]) + "\n")
    ran = desk.run("validate", "wide.csv")
    assert "un svtool init: it writes a mapping" in ran.out
    assert "--map" not in ran.out


def test_a_table_that_looks_like_nothing_is_sent_to_a_mapping_that_is_then_named_with_its_open_lines(
    desk: Desk,
) -> None:
    (desk.folder / "svtool.yaml").unlink()
    desk.write("outreach.csv", "Contact,When,Theme\n1,2021-01-05,Blades\n2,2021-02-06,Blades\n")
    ran = desk.run("validate", "outreach.csv")
    assert "no mapping reads it; looked at its columns Contact, When and Theme\n" in ran.out
    assert "to do: Run svtool init: it writes a mapping with what it recognises and every column" in ran.out
    assert desk.run("init").code == 0
    ran = desk.run("validate", "outreach.csv")
    assert ran.code == 11
    assert "decide what is open in lines 5, 7 and 11 of definitions/mappings/outreach.yaml." in ran.out


def test_a_first_line_that_is_a_record_is_not_named(desk: Desk) -> None:
    desk.write("outreach.csv", "Quill,2021-01-05,Blades\nZed,2021-02-06,Blades\n")
    ran = desk.run("validate", "outreach.csv")
    assert "its first line looks like a record" in ran.out
    assert "Quill" not in ran.out


def test_the_date_column_alone_makes_a_home_grown_export_one_of_its_source(desk: Desk) -> None:
    desk.write("home.csv", HOME_GROWN)
    ran = desk.run("validate", "home.csv", "--source", "police", "--map", "Date Reported=recorded_date:DD/MM/YYYY")
    assert "police: 3 rows read = 3 usable" in ran.out


def test_a_missing_column_is_named_with_the_one_that_it_may_be(desk: Desk) -> None:
    desk.write("x.csv", police_csv().replace("recorded_date", "Date Reported"))
    ran = desk.run("validate", "x.csv")
    assert ran.code == 11
    assert "reads 7 of its 8 columns as police, but the file has no column recorded_date\n" in ran.out
    assert (
        'If it is what the file calls Date Reported, add: --source police --map "Date '
        'Reported=recorded_date:YYYY-MM-DD". Else export recorded_date too.'
    ) in ran.out


def test_a_missing_column_that_no_other_may_be_is_to_be_exported(desk: Desk) -> None:
    lines = [line.split(",") for line in police_csv().splitlines()]
    desk.write("x.csv", "\n".join(",".join([first, *rest]) for first, _, *rest in lines))
    ran = desk.run("validate", "x.csv")
    assert ran.code == 11
    assert "Export recorded_date too, under that name." in ran.out


def test_a_first_line_that_is_a_record_is_not_shown(desk: Desk) -> None:
    desk.write("x.csv", HOME_GROWN.split("\n", 1)[1])
    ran = desk.run("validate", "x.csv")
    assert ran.code == 11
    for private in (REFERENCE, "03/02/2021", "Wirral"):
        assert private not in ran.out + ran.err


def test_dates_of_another_format_than_the_mapping_says_are_told_with_their_option(desk: Desk) -> None:
    rows = [f"{REFERENCE}-{day},{day:02}/03/2021,34B" for day in range(1, 29)]
    desk.write("x.csv", "\n".join(["reference,recorded_date,offence_class", *rows]))
    ran = desk.run("validate", "x.csv")
    assert 'validate --source police --map "recorded_date=recorded_date:DD/MM/YYYY".' in ran.out
    ran = desk.run("validate", "x.csv", "--source", "police", "--map", "recorded_date=recorded_date:DD/MM/YYYY")
    assert "police: 28 rows read = 28 usable" in ran.out
    assert "Not fit to send as it is: whoever receives it must be told what --map says" in ran.out


def test_a_source_that_a_file_is_not_of_is_told_with_what_it_fits(desk: Desk) -> None:
    ran = desk.run("validate", "extracts/police.csv", "--source", "ed")
    assert ran.code == 11
    assert "it is not what the command says; its header fits --source police --mapping standard" in ran.out


def test_a_source_that_reads_less_of_a_file_than_another_is_doubted(desk: Desk) -> None:
    ran = desk.run("validate", "extracts/police.csv", "--source", "fire")
    assert "extracts/police.csv: --source says fire, but police reads 8 of its columns.\n" in ran.out


def test_victims_may_bring_their_offence_codes_where_the_offences_are_there_too(desk: Desk) -> None:
    desk.write("o.csv", "reference,recorded_date,offence_class\nP1,2021-01-05,34B\n")
    desk.write("v.csv", "reference,victim_reference,victim_age,offence_class\nP1,V1,17,34B\n")
    assert "v.csv: police, victims; " in desk.run("validate", "o.csv", "v.csv").out
    assert "v.csv" not in {file for _, kind, file in levels(desk, "o.csv", "v.csv") if kind == "H04"}
    assert ("error", "H04", "v.csv") in levels(desk, "v.csv")


def test_files_of_several_sources_are_read_side_by_side(desk: Desk) -> None:
    desk.write("fire.csv", "reference,recorded_date,motive,area\n1,2021-01-01,deliberate,Wirral\n")
    ran = desk.run("validate", "extracts/police.csv", "fire.csv")
    assert "police: 1,096 rows read" in ran.out
    assert "fire: 1 rows read = 1 usable" in ran.out


def test_files_of_one_source_and_two_layouts_are_read_apart(desk: Desk) -> None:
    desk.write("x.csv", HOME_GROWN.replace("Date Reported", "Recorded"))
    desk.write("definitions/mappings/own.yaml", THEIR_MAPPING)
    ran = desk.run("validate", "extracts/police.csv", "x.csv")
    assert "police: 1,096 rows read" in ran.out
    assert "police (2): 3 rows read = 3 usable" in ran.out


def test_linked_files_are_read_together(desk: Desk) -> None:
    desk.write("o.csv", "reference,recorded_date,offence_class\nP1,2021-01-05,34B\n")
    desk.write("v.csv", "reference,victim_reference,victim_age\nP1,V1,17\nP9,V2,18\n")
    ran = desk.run("validate", "o.csv", "v.csv")
    assert "o.csv: police, offences; " in ran.out
    assert "police victims: 2 rows read = 1 unlinked + 1 usable" in ran.out


def test_figures_that_arrive_as_figures_are_left_to_measures(desk: Desk) -> None:
    desk.write("i.csv", "measure_id,column_period,own_period_start,own_period_end,value,unit,status\nx,2021,,,4.4,%,\n")
    told = "i.csv: holds figures that arrive as figures, not records: svtool measures checks it."
    assert told in desk.run("validate", "i.csv", "extracts/police.csv").out
    alone = desk.run("validate", "i.csv")
    assert (alone.code, alone.out) == (2, "")
    assert told in alone.err


# with a project


def test_a_project_without_extracts_means_all_of_its_own(desk: Desk) -> None:
    ran = desk.run("validate", "--project", "svtool.yaml")
    assert (
        "extracts/police.csv: police, one row for each offence; mapping standard, as the project file says" in ran.out
    )
    assert ran.out.splitlines()[-1].endswith("Next: svtool measures --project svtool.yaml")


def test_a_file_in_no_entry_of_the_project_is_a_wrong_command(desk: Desk) -> None:
    desk.write("other.csv", MESSY)
    ran = desk.run("validate", "--project", "svtool.yaml", "other.csv")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(
        "error: other.csv: is in no entry of the project file; expected one of extracts/police.csv"
    )


def test_what_the_project_says_is_not_said_twice(desk: Desk) -> None:
    for option in ("--mapping", "--source", "--sheet"):
        value = {"--mapping": "standard", "--source": "police", "--sheet": "Q4"}[option]
        ran = desk.run("validate", "--project", "svtool.yaml", option, value)
        assert ran.code == 2
        assert f"{option}: the project file says it." in ran.err


def test_a_pattern_without_files_does_not_keep_the_others_from_being_checked(desk: Desk) -> None:
    desk.project("police: {files: extracts/police.csv, mapping: standard}", """
  police: {files: extracts/police.csv, mapping: standard}
  fire: {files: fire_*.csv}""")  # fmt: skip
    ran = desk.run("validate", "--project", "svtool.yaml")
    assert ran.code == 11
    assert "fire_*.csv: no file matches" in ran.out
    assert "police: 1,096 rows read" in ran.out


def test_an_invalid_mapping_is_told_on_standard_error_and_never_as_a_fault_of_the_data(desk: Desk) -> None:
    desk.write("definitions/mappings/own.yaml", "id: own\ntitle: Own\nsource: fire\ncolums: {}\n")
    desk.project("police: {files: extracts/police.csv, mapping: standard}", """
  police: {files: extracts/police.csv, mapping: standard}
  fire: {files: extracts/police.csv, mapping: own}""")  # fmt: skip
    ran = desk.run("validate", "--project", "svtool.yaml")
    assert ran.code == 10
    assert ran.err.startswith("error: definitions/mappings/own.yaml:4: colums is not a field of a mapping")
    assert "Not checked as a whole: a mapping or definition is invalid" in ran.out.splitlines()[-1]
    assert "ERROR" not in ran.out


def test_an_invalid_mapping_that_the_command_names_ends_it(desk: Desk) -> None:
    desk.write("definitions/mappings/own.yaml", "id: own\ntitle: Own\nsource: fire\ncolums: {}\n")
    ran = desk.run("validate", "extracts/police.csv", "--mapping", "own")
    assert (ran.code, ran.out) == (10, "")


# exit codes and tolerance


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("extracts/police.csv",), 0),
        (("messy.csv",), 12),
        (("messy.csv", "--fail-on", "never"), 0),
        (("messy.csv", "--max-rejected", "80%"), 0),
        (("messy.csv", "--max-rejected", "10%"), 12),
        (("gone.csv",), 11),
        (("empty.csv", "messy.csv"), 11),
        ((), 2),
        (("messy.csv", "--max-rejected", "half"), 2),
        (("messy.csv", "--fail-on", "notes"), 2),
        (("messy.csv", "--source", "polise"), 2),
        (("messy.csv", "--mapping", "standart"), 2),
        (("messy.csv", "--map", "nonsense"), 2),
        (("messy.csv", "--reply", "--format", "csv"), 2),
        (("--project", "gone.yaml"), 10),
        (("--explain", "V21"), 0),
        (("--explain", "V99"), 2),
        (("messy.csv", "--explain", "V21"), 2),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int, desk: Desk) -> None:
    desk.write("messy.csv", MESSY)
    desk.write("empty.csv", "")
    ran = desk.run("validate", *arguments)
    assert ran.code == code
    if code in {2, 10}:
        assert ran.out == ""
        assert ran.err
        assert "ERROR" not in ran.err


def test_all_files_are_looked_at_though_one_cannot_be_read(desk: Desk) -> None:
    desk.write("empty.csv", "")
    desk.write("messy.csv", MESSY)
    found = levels(desk, "empty.csv", "messy.csv", "gone.csv")
    assert {file for _, _, file in found} == {"empty.csv", "messy.csv", "gone.csv"}
    assert {each for each in found if each[2] == "messy.csv"} >= {
        ("error", "V10", "messy.csv"), ("error", "V20", "messy.csv"), ("error", "V25", "messy.csv"),
        ("error", "R02", "messy.csv"),
    }  # fmt: skip


@pytest.mark.slow
def test_two_extracts_that_overlap_are_told_beside_what_else_is_wrong(desk: Desk) -> None:
    desk.write("again.csv", police_csv().replace("2020-01-05", "2020-01-55"))
    ran = desk.run("validate", "extracts/police.csv", "again.csv")
    assert ran.code == 12
    assert "ERROR F13" in ran.out
    assert "ERROR V10" in ran.out
    assert "ERROR F13" not in desk.run("validate", "extracts/police.csv", "again.csv", "--replace").out


# what is written


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["text", "json", "csv"])
def test_a_second_run_gives_the_same_bytes(format_: str, desk: Desk) -> None:
    desk.write("messy.csv", MESSY)
    first, second = (desk.run("validate", "messy.csv", "--format", format_) for _ in range(2))
    assert first.out == second.out != ""
    assert first.err == ""


def test_json_is_one_object_and_nothing_else(desk: Desk) -> None:
    desk.write("messy.csv", MESSY)
    found = json.loads(desk.run("validate", "messy.csv", "--format", "json").out)
    assert found["verdict"]["exit_code"] == 12
    assert {each["id"] for each in found["findings"]} >= {"V10", "V20", "V25", "R02"}


def test_out_writes_the_report_whole_and_says_when_it_is_bad(desk: Desk) -> None:
    desk.write("messy.csv", MESSY)
    plain = desk.run("validate", "messy.csv").out
    ran = desk.run("validate", "messy.csv", "--out", "report.txt")
    assert (ran.code, ran.out) == (12, "")
    assert ran.err == f"{plain.splitlines()[-1].split('. ')[0].replace('Not', 'not', 1)}. See report.txt.\n"
    assert (desk.folder / "report.txt").read_text(encoding="utf-8") == plain
    assert desk.run("validate", "extracts/police.csv", "--out", "report.txt").err == ""


@pytest.mark.parametrize("option", ["--out", "--rejected"])
@pytest.mark.parametrize("read", ["messy.csv", "extracts/../messy.csv", "last.csv", "empty.csv"])
def test_no_file_that_is_read_is_replaced(option: str, read: str, desk: Desk) -> None:
    desk.write("messy.csv", MESSY)
    desk.write("last.csv", MESSY)
    desk.write("empty.csv", "")
    ran = desk.run("validate", "messy.csv", "empty.csv", "--previous", "last.csv", option, read)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: {option} {Path(read)}: is a file that is read, and would be lost. Name another.\n"
    assert (desk.folder / "messy.csv").read_text(encoding="utf-8") == MESSY


def test_no_file_of_a_project_is_replaced(desk: Desk) -> None:
    for read in ("svtool.yaml", "extracts/police.csv"):
        assert desk.run("validate", "--project", "svtool.yaml", "--out", read).code == 2
    assert (desk.folder / "extracts/police.csv").read_text(encoding="utf-8") == police_csv()


def test_two_results_are_two_files(desk: Desk) -> None:
    ran = desk.run("validate", "extracts/police.csv", "--out", "x.csv", "--rejected", "x.csv")
    assert (ran.code, "is the file of --out too" in ran.err) == (2, True)


# what a finding means


def test_a_finding_is_explained_in_any_case(desk: Desk) -> None:
    ran = desk.run("validate", "--explain", "v21")
    assert ran.code == 0
    assert ran.out.startswith("V21 Offence codes are not in the catalogue\n\nError: ")
    assert "\nWhat to do: " in ran.out


def test_an_unknown_finding_is_answered_with_the_nearest(desk: Desk) -> None:
    ran = desk.run("validate", "--explain", "V021")
    assert ran.err == (
        "error: --explain V021: there is no such finding; did you mean V21? svtool validate --explain all lists them.\n"
    )


# on a terminal


@pytest.mark.slow
@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colour_where_none_is_wanted(variable: str, value: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("messy.csv", MESSY)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    bright = desk.run("validate", "messy.csv").out
    assert "\x1b[" in bright
    monkeypatch.setenv(variable, value)
    plain = desk.run("validate", "messy.csv").out
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= 80
    assert desk.run("validate", "messy.csv", "--out", "x.txt").code == 12
    assert max(map(len, (desk.folder / "x.txt").read_text(encoding="utf-8").splitlines())) > 80


@pytest.mark.slow
def test_a_console_in_windows_1252_gets_the_report(desk: Desk) -> None:
    desk.write("messy.csv", MESSY)
    ran = desk.process("validate", "messy.csv", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert ran.code == 12
    assert ran.out.splitlines()[-1].startswith("Not fit to send: ")
    assert ran.err == ""
