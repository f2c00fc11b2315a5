"""`svtool returns` as people and jobs run it: templates, messy returns of every container, formats and exit codes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from accessible_workbook import faults_of
from python_calamine import CalamineWorkbook
from small_project import PROJECT
from tenth import write_tenth

import svtool
from svtool.cli import run
from svtool.commands.returns import need_of_areas
from svtool.commands.returns.opened_returns import ReturnsAsked
from svtool.commands.returns.summarised import summarise_returns
from svtool.commands.scope import Request
from svtool.errors import ExitCode, UsageError
from svtool.interventions.summary_columns import RETURN_SUMMARY_COLUMNS
from svtool.interventions.template import GUIDE
from svtool.output.returns.summary_formats import summary_in

Run = Callable[..., tuple[int, str, str]]
REGISTER = """\
project,name,provider,areas,funded_from,funded_to,funding,unit,counted
NM,Northside Mentoring,Northside Trust,Wirral; Sefton,2021-04-01,2022-03-31,25000,,
S1,Steps,A,Liverpool,2021-04-01,2022-03-31,,people,new_referrals
S2,Steps,B,Knowsley,2021-10-01,2022-03-31,,,
"""
FIGURE_1 = """\
,,Quarter 1
Children: Age Group,0-4 years,
,5-11 years,
,11- 16 years,
,16 – 18 years,
Adults,N/A,
,Lone Parent,
,Parent/Carers,18
,18 - 25,5
,25+,16
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "figure1.csv").write_text(FIGURE_1, encoding="utf-8")
    return tmp_path


@pytest.fixture
def returns(here: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `svtool returns` with some words, and returns its exit code and what it printed."""

    def run_returns(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["returns", *words])
        found = capsys.readouterr()
        return code, found.out, found.err

    return run_returns


def workbook(path: Path, sheets: dict[str, list[list[object]]], merged: dict[str, list[tuple[int, ...]]]) -> None:
    """Write a workbook whose merged cells hold what stands in their first."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for top, left, bottom, right in merged.get(name, []):
            sheet.merge_range(top, left, bottom, right, rows[top][left])
    book.close()


# The template


def test_a_template_is_a_workbook_csv_files_a_dictionary_and_examples(here: Path, returns: Run) -> None:
    code, out, _ = returns("template", "--out", "t/", "--register", "register.csv", "--year", "2024/25")
    assert (code, out) == (0, "t/: 8 files of the template written\n")
    names = ["dictionary", "example_register", "example_return", "example_scores", "register", "return", "scores"]
    assert sorted(each.name for each in (here / "t").iterdir()) == sorted(
        ["return_template.xlsx", *(f"{name}.csv" for name in names)]
    )
    rows = list(csv.DictReader(io.StringIO((here / "t/dictionary.csv").read_text(encoding="utf-8-sig"))))
    assert next(each["values"] for each in rows if each["column"] == "project") == "NM; S1; S2"
    assert next(each["values"] for each in rows if each["column"] == "quarter").startswith("2024/25 Q1; ")


def test_the_workbook_guides_and_refuses(here: Path, returns: Run) -> None:
    assert returns("template", "--out", "t.xlsx", "--register", "register.csv")[0] == 0
    book = CalamineWorkbook.from_path("t.xlsx")
    assert book.sheet_names == ["Guide", "Return", "Scores", "Dictionary", "Example"]
    guide = [row[0] for row in book.get_sheet_by_name("Guide").to_python()]
    assert guide[1:] == [f"{number}. {text}" for number, text in enumerate(GUIDE, 1)]
    sheet = openpyxl.load_workbook("t.xlsx")["Return"]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    kinds = {str(each.sqref).split("2:")[0]: each for each in sheet.data_validations.dataValidation}
    assert (kinds[heads["count"]].type, kinds[heads["count"]].operator, kinds[heads["count"]].formula1) == (
        "whole", "greaterThanOrEqual", "0",
    )  # fmt: skip
    assert kinds[heads["unit"]].formula1.startswith('"people,presentations')
    assert kinds[heads["project"]].formula1 == '"NM,S1,S2"'
    assert kinds[heads["first_day"]].type == "date"


def test_two_templates_have_the_same_bytes(here: Path, returns: Run) -> None:
    for name in ("a/", "b/"):
        returns("template", "--out", name)
    assert all((here / "b" / each.name).read_bytes() == each.read_bytes() for each in (here / "a").iterdir())


def test_the_examples_have_nothing_wrong_with_them(returns: Run) -> None:
    returns("template", "--out", "t/")
    code, out, _ = returns(
        "check", "t/example_return.csv", "t/example_scores.csv", "--register", "t/example_register.csv"
    )
    assert code == 0
    assert out.splitlines()[-1].startswith("Fit to send: 0 errors, 0 warnings and 0 notes.")


def test_an_empty_template_is_no_return(returns: Run) -> None:
    returns("template", "--out", "t.xlsx")
    code, out, _ = returns("check", "t.xlsx")
    assert code == ExitCode.UNREADABLE_EXTRACT
    assert "ERROR F02" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("template", "--out", "t.docx"), "ends neither in .xlsx nor in .csv"),
        (("template", "--out", "t/", "--year", "2021"), "expected a financial year such as 2021/22"),
        (("template", "--out", "register.csv", "--register", "register.csv"), "is a file that is read"),
        (("check",), "no returns are named"),
        (("check", "figure1.csv", "--reply", "--format", "csv"), "--reply is a text"),
        (("summary", "figure1.csv", "--out", "figure1.csv"), "is a file that is read"),
    ],
)
def test_what_can_not_be_asked_is_said(returns: Run, words: tuple[str, ...], said: str) -> None:
    code, _, err = returns(*words)
    assert code == ExitCode.USAGE
    assert said in err


def test_a_template_takes_no_place_of_what_is_filled_in(here: Path, returns: Run) -> None:
    returns("template", "--out", "t/")
    (here / "t/return.csv").write_text("filled in", encoding="utf-8")
    code, _, err = returns("template", "--out", "t/")
    assert code == ExitCode.USAGE
    assert "return.csv is there already, and may be filled in" in err


# Returns as they come


def test_the_example_of_the_evaluation_is_39_or_21(returns: Run) -> None:
    code, out, _ = returns("check", "figure1.csv", "--year", "2021/22")
    assert code == ExitCode.DATA_ERRORS
    assert "18 (Parent/Carers) + 5 (18 - 25) + 16 (25+) may be 21 or 39" in out
    code, out, err = returns("summary", "figure1.csv", "--year", "2021/22")
    assert code == 0
    assert "21 to 39 [1]" in out
    assert "svtool returns check says where" in err


def test_a_workbook_of_several_sheets_and_merged_cells_is_read(here: Path, returns: Run) -> None:
    form = [
        ["Quarterly return 2021/22", "", "", "", ""],
        ["Unit: people", "", "", "", ""],
        ["", "", "Quarter 1", "", "Quarter 2"],
        ["", "", "Actual", "Comments", "Actual"],
        ["Age group", "11-15", 7, "well done", 4],
        ["", "16-17", 5, "", "c.20"],
        ["", "Unknown", 1, "", ""],
        ["Gender", "Female", 6, "", 3],
        ["", "Male", 7, "", 21],
    ]  # fmt: skip
    merged = [(0, 0, 0, 4), (2, 2, 2, 3), (4, 0, 6, 0), (7, 0, 8, 0)]
    workbook(
        here / "all.xlsx",
        {"Northside Mentoring": form, "S1": form, "Contents": [["see the other sheets"]]},
        {"Northside Mentoring": merged, "S1": merged},
    )
    code, out, _ = returns("summary", "all.xlsx", "--register", "register.csv", "--format", "csv")
    assert code == 0
    rows = [each for each in csv.DictReader(io.StringIO(out)) if each["part"] == "quarter"]
    told = {(each["project_id"], each["period"], each["counted"]): (each["count"], each["least"]) for each in rows}
    assert told == {
        ("NM", "2021/22 Q1", ""): ("", "13"), ("NM", "2021/22 Q2", ""): ("", "24"),
        ("S1", "2021/22 Q1", "new_referrals"): ("13", "13"), ("S1", "2021/22 Q2", "new_referrals"): ("24", "24"),
    }  # fmt: skip
    code, out, _ = returns("check", "all.xlsx", "--register", "register.csv")
    assert code == ExitCode.DATA_ERRORS
    assert {f"Q{number}" for number in ("02", "03", "08", "10", "20")} <= set(out.replace(":", " ").split())


def test_machines_have_plain_numbers_and_no_command_to_a_terminal(here: Path, returns: Run) -> None:
    text = (
        "project,quarter,scale,n_before,mean_before,n_after,mean_after,n_both,mean_change,sd_change\n"
        "Ho\x9bpe,2021/22 Q1,calm,9,19.0,5,23.5,4,3.5,2.4\n"
    )
    (here / "scores.csv").write_text(text, encoding="utf-8")
    _, out, _ = returns("summary", "scores.csv", "--format", "csv")
    (row,) = (each for each in csv.DictReader(io.StringIO(out)) if each["part"] == "scores")
    assert (row["mean_before"], row["mean_after"]) == ("19", "23.5")
    _, out, _ = returns("summary", "scores.csv", "--format", "json")
    assert "\x9b" not in out
    assert {each["project"] for each in json.loads(out)["rows"]} == {"Ho\x9bpe"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "name,project id\nPrivate,1\n",
            "r.csv: no column project; found name and project id; did you mean",
        ),
        ("Private,Person\nPrivate,Other\n", "r.csv: the first line has none of the columns; expected a header with"),
        ("project,funded_from\nA,soon\n", "r.csv, record 2: funded_from is not a date"),
    ],
)
def test_a_register_that_can_not_be_read_is_told_by_its_name(here: Path, returns: Run, text: str, said: str) -> None:
    (here / "kept").mkdir()
    (here / "kept/r.csv").write_text(text, encoding="utf-8")
    code, _, err = returns("check", "figure1.csv", "--register", "kept/r.csv")
    assert (code, f"error: {said}" in err) == (ExitCode.UNREADABLE_EXTRACT, True), err
    assert "Private" not in err


def test_projects_in_rows_and_quarters_in_columns_are_read(here: Path, returns: Run) -> None:
    text = "Project,Unit,Counted,Q1,Q2,Total 2021/22\nNM,people,new referrals,5,7,12\nS2,sessions,delivered,,20,20\n"
    (here / "2021-22.csv").write_text(text, encoding="utf-8")
    _, out, _ = returns("summary", "2021-22.csv", "--register", "register.csv", "--format", "csv")
    rows = [each for each in csv.DictReader(io.StringIO(out)) if each["part"] in {"quarter", "year"}]
    told = [(each["project_id"], each["period"], each["unit"], each["count"], each["status"]) for each in rows]
    assert told == [
        ("NM", "2021/22 Q1", "people", "5", ""),
        ("NM", "2021/22 Q2", "people", "7", ""),
        ("S2", "2021/22 Q1", "sessions", "", "x"),  # blank: nobody said 0
        ("S2", "2021/22 Q2", "sessions", "20", ""),
        ("NM", "2021/22", "people", "12", ""),
        ("S2", "2021/22", "sessions", "20", ""),  # which the return states
    ]


def test_a_form_of_one_quarter_is_read(here: Path, returns: Run) -> None:
    above = "Project,NM,\nReporting quarter,Q3 2021/22,\nUnit,people,\nCounted,new referrals,\n,,\n"
    (here / "nm.csv").write_text(
        f"{above}Section,Category,Number\nTotal,,9\nAge,11-15,4\nAge,16-17,5\n", encoding="utf-8"
    )
    code, out, _ = returns("check", "nm.csv", "--fail-on", "error")
    assert code == 0, out
    _, out, _ = returns("summary", "nm.csv", "--format", "json")
    found = json.loads(out)
    assert [(each["period"], each["count"]) for each in found["rows"] if each["part"] == "quarter"] == [
        ("2021/22 Q3", 9)
    ]


def test_sheets_may_be_the_quarters_and_the_file_the_project(here: Path, returns: Run) -> None:
    form = [["Section", "Category", "Number"], ["Age", "11-15", 4], ["Age", "16-17", 5]]
    workbook(here / "Northside Mentoring 2021-22.xlsx", {"Q1": form, "Q2": form}, {})
    _, out, _ = returns("summary", "Northside Mentoring 2021-22.xlsx", "--register", "register.csv", "--format", "csv")
    rows = [each for each in csv.DictReader(io.StringIO(out)) if each["part"] == "quarter"]
    told = [(each["project_id"], each["period"], each["least"]) for each in rows]
    assert told == [("NM", "2021/22 Q1", "9"), ("NM", "2021/22 Q2", "9")]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "project\nNM\n", "just words\n"])
def test_what_is_no_return_is_told(here: Path, returns: Run, text: str) -> None:
    (here / "other.csv").write_text(text, encoding="utf-8")
    code, out, _ = returns("check", "other.csv")
    assert code == ExitCode.UNREADABLE_EXTRACT
    assert "ERROR Q01" in out
    assert returns("summary", "other.csv")[0] == ExitCode.UNREADABLE_EXTRACT


def test_a_file_that_is_not_there_and_a_register_that_is_wrong_are_told(here: Path, returns: Run) -> None:
    assert returns("check", "nowhere.csv")[0] == ExitCode.UNREADABLE_EXTRACT
    (here / "bad.csv").write_text("project,unit\nA,clients\n", encoding="utf-8")
    code, _, err = returns("check", "figure1.csv", "--register", "bad.csv")
    assert code == ExitCode.UNREADABLE_EXTRACT
    assert "bad.csv, record 2: unit is none of people" in err


# Outputs


@pytest.fixture
def filled(here: Path) -> Path:
    lines = ["project,quarter,unit,counted,section,category,count"]
    lines += [f"NM,2021/22 Q{number},people,new_referrals,total,,{3 + number}" for number in (1, 2, 3, 4)]
    lines += [f"S1,2021/22 Q{number},people,new_referrals,total,,{2 * number}" for number in (1, 2, 3, 4)]
    path = here / "filled.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_csv_has_the_columns_of_the_contract_and_json_the_same_rows(filled: Path, returns: Run) -> None:
    _, text, _ = returns("summary", filled.name, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == RETURN_SUMMARY_COLUMNS
    _, found, _ = returns("summary", filled.name, "--format", "json")
    plain = [
        {name: "" if value is None else str(value) for name, value in row.items()} for row in json.loads(found)["rows"]
    ]
    assert plain == rows


def test_other_commands_know_returns_when_they_see_them(
    filled: Path, returns: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", filled.name]) == ExitCode.USAGE
    assert "holds returns of interventions, not records: svtool returns check checks it" in capsys.readouterr().err
    (filled.parent / "fire.csv").write_text(
        "reference,recorded_date,motive,area\n"
        + "".join(f"{n},2021-03-{n:02},deliberate,Wirral\n" for n in range(1, 29)),
        encoding="utf-8",
    )
    run(["init", "."])
    assert "Ask svtool returns summary" in capsys.readouterr().out
    (filled.parent / "figure1.csv").unlink()
    code, out, _ = returns("summary", "--format", "csv")
    assert code == 0
    assert "P1" not in out
    assert "new_referrals" in out


def test_python_has_the_same_rows(filled: Path, returns: Run) -> None:
    _, text, _ = returns("summary", filled.name, "--register", "register.csv", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    frame = svtool.returns.summary(filled.name, register="register.csv")
    assert [list(frame.columns), list(frame["part"]), list(frame["notes"].fillna(""))] == [
        list(rows[0]), [each["part"] for each in rows], [each["notes"] for each in rows],
    ]  # fmt: skip
    assert list(svtool.returns.check(filled.name, register="register.csv")["id"]) == ["Q20"]
    with pytest.raises(UsageError, match="no financial year"):
        svtool.returns.check(filled.name, year="2021")
    assert [each.name for each in svtool.returns.template("t.xlsx")] == ["t.xlsx"]


def test_a_policy_hides_what_is_small_in_every_format(filled: Path, returns: Run) -> None:
    for format_ in ("text", "csv", "json"):
        _, out, _ = returns("summary", filled.name, "--disclosure", "threshold_5", "--format", format_)
        assert "internal, not for publication" not in out.casefold()
    _, out, _ = returns("summary", filled.name, "--disclosure", "threshold_5", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert all(not 0 < int(each["count"] or 0) < 5 for each in rows)
    assert sum(each["status"] == "c" for each in rows) >= 4
    _, out, _ = returns("summary", filled.name)
    assert "Internal, not for publication" in out


def test_an_output_has_a_manifest_that_verify_holds_it_to(filled: Path, returns: Run) -> None:
    assert returns("summary", filled.name, "--register", "register.csv", "--format", "csv", "--out", "s.csv")[0] == 0
    assert run(["verify", "s.csv.manifest.json"]) == ExitCode.DONE
    filled.write_text(filled.read_text(encoding="utf-8").replace(",4\n", ",5\n"), encoding="utf-8")
    assert run(["verify", "s.csv.manifest.json"]) == ExitCode.DIFFERENCE


def test_a_workbook_has_a_sheet_for_each_part_and_the_numbers_of_the_csv(filled: Path, returns: Run) -> None:
    words = ("summary", filled.name, "--register", "register.csv", "--disclosure", "threshold_5")
    assert returns(*words, "--format", "xlsx", "--out", "s.xlsx")[0] == 0
    first = Path("s.xlsx").read_bytes()
    assert returns(*words, "--format", "xlsx", "--out", "s.xlsx")[0] == 0
    assert Path("s.xlsx").read_bytes() == first
    assert run(["verify", "s.xlsx.manifest.json"]) == ExitCode.DONE
    book = openpyxl.load_workbook("s.xlsx")
    assert faults_of(first) == []
    names = book.sheetnames
    assert names[:2] == ["Cover", "Contents"]
    assert {"years", "quarters", "received", "areas"} <= {*names}
    rows = [
        row for row in csv.DictReader(io.StringIO(returns(*words, "--format", "csv")[1])) if row["part"] == "quarter"
    ]
    (table,) = book["quarters"].tables.values()
    heads, *cells = ([cell.value for cell in row] for row in book["quarters"][table.ref])
    counts = [row[heads.index("Count")] for row in cells]
    assert counts == [int(row["count"]) if row["count"] else f"[{row['status']}]" for row in rows]
    assert "[c]" in counts


def test_a_workbook_goes_to_no_terminal(filled: Path, returns: Run) -> None:
    code, out, err = returns("summary", filled.name, "--format", "xlsx")
    assert (code, out) == (2, "")
    assert "--format xlsx: is no text; name the file to write with --out" in err


def test_counting_for_a_summary_keeps_within_the_memory_that_it_is_given(
    filled: Path, returns: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int | None] = []

    def stop(request: Request, _: object) -> None:
        given.append(request.bounds.memory)
        raise UsageError("stopped")

    monkeypatch.setattr(need_of_areas, "count", stop)
    filled.with_name("svtool.yaml").write_text(PROJECT, encoding="utf-8")
    words = ("summary", filled.name, "--project", "svtool.yaml", "--register", "register.csv")
    returns(*words, "--memory-limit", "300MB")
    returns(*words)
    assert given == [300_000_000, None]


def test_a_narrow_terminal_has_lines_that_fit(filled: Path) -> None:
    found = summarise_returns(ReturnsAsked((filled,), register=Path("register.csv")))
    assert max(map(len, summary_in("text", found, 80).decode().splitlines())) <= 80
    assert summary_in("text", found, 160) != summary_in("text", found, 80)


@pytest.mark.slow
def test_areas_stand_beside_their_need(here: Path, returns: Run) -> None:
    """What is counted there is what `svtool count` counts."""
    project = write_tenth(here / "tenth")
    text = project.read_text(encoding="utf-8")
    (project.parent / "register.csv").write_text(REGISTER, encoding="utf-8")
    project.write_text(text.replace("sources:", "interventions: register.csv\nsources:", 1), encoding="utf-8")
    code, out, _ = returns("summary", "figure1.csv", "--project", str(project), "--format", "csv")
    assert code == 0
    areas = {each["area"]: each for each in csv.DictReader(io.StringIO(out)) if each["part"] == "area"}
    assert (areas["Wirral"]["project_id"], areas["St. Helens"]["project_id"]) == ("NM", "")
    assert all(float(each["rate"]) > 0 for each in areas.values())
    counted = svtool.count(project=project, definition="merseyside", by=["area"])
    last = counted[counted["period_end"] == counted["period_end"].max()]
    known = {area: str(count) for area, count in zip(last["area"], last["count"], strict=True) if area in areas}
    assert known == {name: each["count"] for name, each in areas.items()}


def test_an_estimate_is_about_in_every_sum_that_it_is_in(here: Path, returns: Run) -> None:
    rows = "NM,2021/22 Q1,people,new_referrals,total,,c.20\nNM,2021/22 Q2,people,new_referrals,total,,10-12\n"
    (here / "about.csv").write_text(f"project,quarter,unit,counted,section,category,count\n{rows}", encoding="utf-8")
    _, out, _ = returns("summary", "about.csv", "--register", "register.csv")
    assert "about 30 to 32" in out


def test_a_summary_is_kept_as_a_release_that_the_next_is_audited_with(here: Path, returns: Run) -> None:
    (here / "svtool.yaml").write_text(
        "periods: {kind: calendar, years: [2021]}\nsources: {returns: {files: r.csv}}\ndisclosure: threshold_5\n",
        "utf-8",
    )
    counts = ("Q1", "age", "11-15", 9), ("Q1", "age", "16-17", 8), ("Q2", "age", "11-15", 2), ("Q2", "age", "16-17", 9)
    header = "project,quarter,unit,counted,section,category,count\n"
    lines = [f"P1,2021/22 {when},people,new_referrals,{section},{of},{n}\n" for when, section, of, n in counts]
    for name, upto in (("q1", 2), ("q2", 4)):
        (here / "r.csv").write_text(header + "".join(lines[:upto]), "utf-8")
        written = ("--release", name, "--format", "csv", "--out", f"{name}.csv")
        assert returns("summary", *written)[0] == ExitCode.DONE
    told = [csv.DictReader(io.StringIO((here / name).read_text("utf-8-sig"))) for name in ("q1.csv", "q2.csv")]
    first, second = ({each["category"]: each["count"] for each in rows if each["part"] == "category"} for rows in told)
    assert first == {"11-15": "9", "16-17": "8"}
    assert second["11-15"] == ""  # 11, of whom 2 came since
    assert run(["verify", "q1.csv.manifest.json"]) == ExitCode.DIFFERENCE  # the returns are others now
    assert run(["verify", "q2.csv.manifest.json"]) == ExitCode.DONE
    assert json.loads((here / "releases/q2.json").read_text("utf-8"))["after"].keys() == {"q1"}
    assert run(["disclosure", "list"]) == ExitCode.DONE


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--disclosure", "threshold_5"), "--release q1: is kept beside a project, and none is named"),
        ((), "--release q1: needs a disclosure policy"),
    ],
)
def test_a_summary_is_no_release_where_nothing_would_be_kept_or_protected(
    filled: Path, returns: Run, words: tuple[str, ...], said: str
) -> None:
    code, _, err = returns("summary", filled.name, "--release", "q1", *words)
    assert code == ExitCode.USAGE
    assert said in err
