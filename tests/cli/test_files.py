"""Files as they come, through the command: what is read, what is said, how it ends."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from svtool.cli import run as run_command
from svtool.commands.measures import measure
from svtool.commands.scope import Request
from svtool.schema.shipped import shipped_folder
from svtool.synthetic.write import ED_WORKBOOK_YEAR, make_extracts

HEADER = "reference,recorded_date,age,sex,area\n"
ROWS = "".join(f"SYN-{n},2021-{n % 12 + 1:02d}-{n % 28 + 1:02d},{n % 60},male,Wirral\n" for n in range(400))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def run(folder: Path, *arguments: str, entry: str = "files: in") -> Done:
    (folder / "svtool.yaml").write_text(
        "tables: [agencies]\nareas: merseyside\nperiods: {kind: calendar, years: [2021]}\n"
        f"sources:\n  ambulance: {{{entry}, mapping: standard}}\n"
    )
    out = folder / "out.csv"
    out.unlink(missing_ok=True)
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        command = ["measures", "--project", str(folder / "svtool.yaml"), "--format", "csv", "--out", str(out)]
        code = run_command([*command, *arguments])
    return Done(code, out.read_text() if out.exists() else "", said.getvalue())


def put(folder: Path, name: str, content: bytes | str) -> None:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / name).write_bytes(content.encode() if isinstance(content, str) else content)


def zipped(path: Path, **members: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", content)


def incidents(output: str) -> str:
    lines = output.splitlines()
    places = [lines[0].split(",").index(name) for name in ("measure_id", "period", "count")]
    found = [[line.split(",")[place] for place in places] for line in lines[1:]]
    return next(count for measure_id, period, count in found if (measure_id, period) == ("ambulance_incidents", "2021"))


# Each fault of a file: what is said, and the exit code; with --max-rejected, errors stop the command.
FAULTS: dict[str, tuple[str, bytes | str, str, int, int]] = {
    "F02 empty": ("a.csv", "", "the file is empty", 11, 11),
    "F02 header only": ("a.csv", HEADER, "has a header but no records", 11, 11),
    "F03 PDF": ("a.csv", b"%PDF-1.7", "a PDF document", 11, 11),
    "F03 login page": ("a.csv", "<!DOCTYPE html><p>Log in", "a web page, perhaps a login page", 11, 11),
    "F03 password": ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password", 11, 11),
    "F03 old Excel": ("a.xls.csv", OLE + b"....", "an old Excel workbook", 11, 11),
    "F04 mark": ("a.csv", (HEADER + ROWS).encode("utf-8-sig"), "", 0, 0),
    "F05 UTF-16": ("a.txt", (HEADER + ROWS).replace(",", "\t").encode("utf-16"), "", 0, 0),
    "F06 Windows-1252": ("a.csv", (HEADER + ROWS).replace("male", "é").encode("cp1252"), "", 0, 0),
    "F07 both": (
        "a.csv",
        (HEADER + ROWS + "SYN-X,2021-01-01,3,é,\n").encode() + "SYN-Y,2021-01-01,3,é,\n".encode("cp1252"),
        "in/a.csv: 1 line is Windows-1252, the rest UTF-8", 0, 0,
    ),
    "F08 mojibake": ("a.csv", HEADER + ROWS.replace("male", "Ã©", 1), "1 line holds text damaged", 0, 0),
    "F09 CR only": ("a.csv", (HEADER + ROWS).replace("\n", "\r"), "", 0, 0),
    "F10 NUL": ("a.csv", HEADER + ROWS.replace("male", "ma\0le", 3), "3 control characters were removed", 0, 0),
    "F10 NUL, the rest of a block": (
        "a.csv", HEADER + ROWS + "\0" * 70_000, "70,000 control characters were removed", 0, 0,
    ),
    "F10 control characters": (
        "a.csv", HEADER + ROWS.replace("SYN-", "SY\x01N-", 3).replace("2021-", "20\x0b21-", 4),
        "7 control characters were removed", 0, 0,
    ),
    "F10 the end of a file of DOS": ("a.csv", HEADER + ROWS + "\x1a", "", 0, 0),
    "F11 cut off": ("a.csv", HEADER + ROWS + "SYN-X,2021-01", "the last line stops in column 2", 0, 12),
    "H01 title": ("a.csv", "Ambulance service\nQuarter 4\n" + HEADER + ROWS, "", 0, 0),
    "H03 total": ("a.csv", HEADER + ROWS + "Total,400,,,\n*** End of report\n", "", 0, 0),
    "H03 other total": ("a.csv", HEADER + ROWS + "Total,500,,,\n", "total row says 500, but 400 records", 0, 12),
    "H04 column missing": ("a.csv", HEADER.replace("recorded_", "") + ROWS, "no column recorded_date", 11, 11),
    "H06 personal": (
        "a.csv", (HEADER + ROWS).replace("\n", ",\n").replace("area,", "area,Patient Name", 1),
        "Patient Name is not needed and looks personal (not loaded)", 0, 12,
    ),
    "H07 twice": ("a.csv", HEADER.replace("age", "Area") + ROWS, "column area stands twice (columns 3 and 5)", 11, 11),
    "H07 twice, unread": ("a.csv", (HEADER + ROWS).replace("\n", ",,\n").replace("area,,", "area,x,X", 1),
                          "x stands 2 times (columns 6 and 7)", 0, 0),
    "H08 semicolon": ("a.csv", (HEADER + ROWS).replace(",", ";"), "", 0, 0),
    "R02 every row, but not the header, ends in a delimiter": (
        "a.csv", HEADER + ROWS.replace("\n", ",\n"), "1 column has no name", 0, 0,
    ),
    "R02 every row": ("a.csv", HEADER + ROWS.replace("\n", ",x\n"), "none of 400 rows can be read", 11, 11),
    "H10 open quote": (
        "a.csv", HEADER + 'SYN-X,"2021-01-01,3,male,Wirral\nSYN-Z,2021-01-01,3,male,"Wirral"\n' + ROWS,
        "opens a quote that is not closed on its line", 0, 12,
    ),
    "H11 records above the header": (
        "a.csv", "SYN-Y,2021-01-01,3,male,Wirral\n" + HEADER + ROWS,
        "1 line above the header looks like records", 0, 12,
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_as_the_catalogue_of_defects_says(tmp_path: Path, fault: str) -> None:
    name, content, words, code, strict_code = FAULTS[fault]
    put(tmp_path, name, content)
    done = run(tmp_path)
    assert words in done.stderr
    assert done.stderr == "" if not words else done.stderr.count("\n") <= 2
    assert done.returncode == code
    assert "SYN-" not in done.stderr
    if code == 0 and not words:
        assert incidents(done.stdout) == "400"
    if strict_code != code:
        assert run(tmp_path, "--max-rejected", "0%").returncode == strict_code


def test_a_file_that_is_missing_or_a_folder_is_one_sentence(tmp_path: Path) -> None:
    missing = run(tmp_path, entry="files: in/none.csv")
    assert (missing.returncode, missing.stderr.count("\n")) == (11, 1)
    assert "in/none.csv: there is no such file" in missing.stderr
    (tmp_path / "in").mkdir()
    empty = run(tmp_path)
    assert empty.returncode == 11
    assert "in: is a folder without an extract in it" in empty.stderr
    folder = run(tmp_path, entry="files: 'i*'")
    assert folder.returncode == 11
    assert "in: is a folder; expected a file" in folder.stderr


def test_the_mark_that_excel_leaves_is_not_the_workbook(tmp_path: Path) -> None:
    put(tmp_path, "~$a.xlsx", b"\x05analyst" + b" " * 157)
    done = run(tmp_path, entry="files: in/~$a.xlsx")
    assert done.returncode == 11
    assert "in/~$a.xlsx: is the mark that Excel leaves beside an open workbook" in done.stderr


def test_a_fault_that_ends_in_a_question_is_followed_by_what_to_do(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", HEADER + ROWS + "Total,500,,,\n")
    said = run(tmp_path, "--max-rejected", "0%").stderr
    assert said.endswith("is the extract complete? Mend the extract, or leave out --max-rejected.\n")


def test_all_faults_of_several_files_are_said_at_once(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "")
    put(tmp_path, "b.csv", b"%PDF-1.7")
    done = run(tmp_path)
    assert done.returncode == 11
    assert "in/a.csv" in done.stderr and "in/b.csv" in done.stderr


def test_a_folder_means_the_extracts_in_it_and_says_what_it_left(tmp_path: Path) -> None:
    half = len(ROWS.splitlines()) // 2
    lines = ROWS.splitlines(keepends=True)
    put(tmp_path, "a.csv", HEADER + "".join(lines[:half]))
    put(tmp_path, "b.csv.gz", gzip.compress((HEADER + "".join(lines[half:])).encode()))
    put(tmp_path, "~$a.xlsx", "Excel's own")
    put(tmp_path, "letter.docx", "Dear analyst")
    done = run(tmp_path)
    assert done.stderr == "warning: ambulance: 1 other file in the folder of extracts not read\n"
    assert incidents(done.stdout) == "400"


def test_member_names_the_file_in_a_zip(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    zipped(tmp_path / "in" / "x.zip", april=HEADER + ROWS, may=HEADER + "SYN-1,2021-05-01,3,male,Wirral\n")
    asked = run(tmp_path)
    assert asked.returncode == 11
    assert "holds 2 files (april.csv and may.csv); expected one" in asked.stderr
    assert incidents(run(tmp_path, entry="files: in, member: april.csv").stdout) == "400"


def test_sheet_and_epoch_say_how_a_workbook_is_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with xlsxwriter.Workbook(tmp_path / "in" / "x.xlsx", {"date_1904": True}) as workbook:
        for name in ("Old", "New"):
            sheet = workbook.add_worksheet(name)
            for number, line in enumerate((HEADER + ROWS).splitlines()):
                sheet.write_row(number, 0, line.split(","))
    assert "counts days from 1904" in run(tmp_path).stderr
    asked = run(tmp_path, entry="files: in, epoch: 1904")
    assert asked.returncode == 11
    assert "2 sheets could be the extract (Old and New)" in asked.stderr
    done = run(tmp_path, entry="files: in, epoch: 1904, sheet: New")
    assert (done.returncode, incidents(done.stdout)) == (0, "400")
    wrong = run(tmp_path, entry="files: in, epoch: 1910")
    assert wrong.returncode == 10
    assert "svtool.yaml:5" in wrong.stderr


def test_a_zip_bomb_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    zipped(tmp_path / "in" / "x.zip", bomb=HEADER + "SYN-1,2021-01-01,3,male,Wirral\n" * 3_000_000)
    done = run(tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (11, 1)
    assert "in/x.zip: unpacks to more than 64 MB" in done.stderr


@pytest.mark.slow
def test_the_workbook_of_the_sample_is_made_again_with_the_same_cells(tmp_path: Path) -> None:
    name = f"ed_{ED_WORKBOOK_YEAR}.xlsx"
    (tmp_path / name).write_bytes(dict(make_extracts())[name])
    folders = (tmp_path, shipped_folder("sample_data") / "extracts")
    made, shipped = (CalamineWorkbook.from_path(folder / name) for folder in folders)
    assert made.sheet_names == shipped.sheet_names == ["Read me", "Attendances"]
    for sheet in made.sheet_names:
        assert made.get_sheet_by_name(sheet).to_python() == shipped.get_sheet_by_name(sheet).to_python()


@pytest.mark.slow
@pytest.mark.skipif("SVTOOL_REAL_DATA" not in os.environ, reason="needs the public files")
def test_the_public_file_with_cr_line_ends_is_read_whole(tmp_path: Path) -> None:
    file = Path(os.environ["SVTOOL_REAL_DATA"]) / "police_uk_street" / "2014-04-merseyside-street.csv"
    (tmp_path / "svtool.yaml").write_text(
        "definition: merseyside\ntables: [recorded_crime]\n"
        "areas: merseyside\nperiods: {kind: month, from: 2014-04, to: 2014-04}\n"
        f"sources:\n  police: {{files: '{file}', mapping: police_uk}}\n"
    )
    report = measure(Request(project=tmp_path / "svtool.yaml")).reports["police"]["police"]
    assert (report.ledger.read, report.ledger.usable) == (12_925, 12_925)
