"""`svtool init`: from a folder of extracts to tables, with every open question answered by a person."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from svtool.cli import run
from svtool.schema.shipped import shipped_folder

SAMPLE = shipped_folder("sample_data")
FIRE = (
    "reference,recorded_date,motive,area\n"
    "1,2021-01-01,deliberate,Wirral\n2,2021-02-01,accidental,Sefton\n3,2021-02-01,accidental,\n"
)
REAL = os.environ.get("SVTOOL_REAL_DATA")


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def answer(path: Path, place: str, value: str) -> None:
    """Answer a TO DECIDE line as a person does: replace the whole value, quotes and all.

    Args:
        path: the file.
        place: the keys that lead to the line, the last one the line's own: `ambulance area_unknown`.
        value: what to write.
    """
    *holders, key = place.split()
    lines = path.read_text(encoding="utf-8").split("\n")
    start = 0
    for holder in holders:
        start = next(i for i in range(start, len(lines)) if lines[i].strip() == f"{holder}:")
    at = next(i for i in range(start, len(lines)) if lines[i].lstrip(" -").startswith((f"{key}:", f'"{key}')))
    assert "TO DECIDE" in lines[at]
    before = lines[at].index('"TO DECIDE')
    lines[at] = lines[at][:before] + value
    path.write_text("\n".join(lines), encoding="utf-8")


def figures(project: Path, out: Path) -> list[dict[str, str]]:
    assert run(["measures", "--project", str(project), "--format", "csv", "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def without_labels(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Leave out what the sample's project says and no extract can: labels, and that it is synthetic."""
    labels = {"period", "compared_with", "baseline", "notes", "verdict_reason", "baseline_verdict_reason"}
    return [{key: value for key, value in row.items() if key not in labels} for row in rows]


@pytest.mark.slow
def test_the_sample_extracts_alone_give_tables_1_and_2_again(
    sample_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(sample_project.parent / "extracts", tmp_path / "extracts")
    assert run(["init", str(tmp_path)]) == 0
    project = tmp_path / "svtool.yaml"
    assert run(["measures", "--project", str(project)]) == 10
    answer(project, "police area_unknown", "inside")
    mine = figures(project, tmp_path / "mine.csv")
    assert without_labels(mine) == without_labels(figures(sample_project, tmp_path / "sample.csv"))
    assert {row["table"] for row in mine} == {"home_office", "mvrp_local"}
    capsys.readouterr()


@pytest.mark.slow
def test_what_is_printed_names_files_reasons_open_lines_and_the_next_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "fire_2021.csv", FIRE)
    write(tmp_path, "notes.csv", "name,remark\na,b\n")
    write(tmp_path, "empty.csv", "")
    assert run(["init", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "fire_2021.csv: fire, mapping standard; confidence high" in printed
    assert "1 file, 3 records: mapping standard reads 4 of 4 columns" in printed
    assert "NOT USED notes.csv: no mapping fits it" in printed
    assert "NOT READ empty.csv: the file is empty" in printed
    assert re.search(
        r"svtool\.yaml:\d+: sources\.fire\.area_unknown is TO DECIDE; expected inside or not_known", printed
    )
    assert printed.rstrip().endswith(f"Next: decide these, then svtool measures --project {tmp_path / 'svtool.yaml'}")


def test_the_line_that_is_printed_is_the_line_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "fire.csv", FIRE)
    run(["init", str(tmp_path)])
    number = int(re.findall(r"svtool\.yaml:(\d+): ", capsys.readouterr().out)[0])
    assert "area_unknown: " in (tmp_path / "svtool.yaml").read_text(encoding="utf-8").split("\n")[number - 1]


def test_an_undecided_mapping_stops_the_measures_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"C{i},03/02/2021,34B\n" for i in range(5))
    write(tmp_path, "crimes.csv", "Crime Number,Date Recorded,HO Class\n" + rows)
    assert run(["init", str(tmp_path)]) == 0
    project = tmp_path / "svtool.yaml"
    capsys.readouterr()
    assert run(["measures", "--project", str(project), "--definition", "merseyside"]) == 10
    said = capsys.readouterr().err
    assert re.search(r"definitions/mappings/crimes\.yaml:\d+: columns\.recorded_date\.format is TO DECIDE; ", said)
    answer(tmp_path / "definitions/mappings/crimes.yaml", "recorded_date format", "DD/MM/YYYY")
    by = ["--table", "recorded_crime", "--definition", "merseyside"]
    assert run(["measures", "--project", str(project), *by]) == 0


def test_a_finished_mapping_of_ones_own_is_used_again_and_not_rewritten(tmp_path: Path) -> None:
    write(tmp_path, "crimes.csv", "Crime Number,Date Recorded,HO Class\nC1,13/02/2021,34B\nC2,14/02/2021,8N\n")
    assert run(["init", str(tmp_path)]) == 0
    mapping = tmp_path / "definitions/mappings/crimes.yaml"
    mapping.write_text(mapping.read_text(encoding="utf-8") + "# checked with the force\n", encoding="utf-8")
    assert run(["init", str(tmp_path), "--force"]) == 0
    assert mapping.read_text(encoding="utf-8").endswith("# checked with the force\n")


def test_a_column_that_a_mapping_lacks_is_added_and_nothing_else_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"C{i},{13 + i}/02/2021,34B,Y,Wirral\n" for i in range(9))
    write(tmp_path, "crimes.csv", "Crime Number,Date Recorded,HO Class,Knife Crime,District\n" + rows)
    mine = (
        "# ours, agreed in March\nid: crimes\ntitle: Ours\nsource: police\nrow: offence\ncolumns:\n"
        "    reference: Crime Number   # theirs\n"
        "    recorded_date: {column: Date Recorded, format: DD/MM/YYYY}\n    offence_class: HO Class\n\n"
        "area_unknown: inside\n"
    )
    mapping = write(tmp_path, "definitions/mappings/crimes.yaml", mine)
    assert run(["init", str(tmp_path)]) == 0
    assert "added to your mapping crimes: knife from Knife Crime, area from District" in capsys.readouterr().out
    longer = mapping.read_text(encoding="utf-8").split("\n")
    assert "    area: District" in longer
    assert [line for line in longer if line in mine.split("\n")] == mine.split("\n")
    assert longer.index("    area: District") < longer.index("area_unknown: inside")
    assert run(["measures", "--project", str(tmp_path / "svtool.yaml"), "--definition", "merseyside"]) == 0


def test_a_mapping_on_one_line_is_left_as_it_is_and_what_it_lacks_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"C{i},{13 + i}/02/2021,34B,Wirral\n" for i in range(9))
    write(tmp_path, "crimes.csv", "Crime Number,Date Recorded,HO Class,District\n" + rows)
    mine = (
        "id: crimes\ntitle: Ours\nsource: police\nrow: offence\ncolumns: {reference: Crime Number, "
        "recorded_date: {column: Date Recorded, format: DD/MM/YYYY}, offence_class: HO Class}\n"
    )
    mapping = write(tmp_path, "definitions/mappings/crimes.yaml", mine)
    assert run(["init", str(tmp_path)]) == 0
    assert "your mapping crimes could also read area from District: write it there" in capsys.readouterr().out
    assert mapping.read_text(encoding="utf-8") == mine


def test_what_a_person_decided_in_a_mapping_stays_and_the_rest_is_asked_again(tmp_path: Path) -> None:
    rows = "".join(f"C{i},03/02/2021,34B,{'Y' if i else ''}\n" for i in range(9))
    write(tmp_path, "crimes.csv", "Crime Number,Date Recorded,HO Class,Knife Crime\n" + rows)
    assert run(["init", str(tmp_path)]) == 0
    mapping = tmp_path / "definitions/mappings/crimes.yaml"
    answer(mapping, "knife blank", "no   # as the force says")
    answers = write(tmp_path, "answers.yaml", "crimes.columns.recorded_date.format: DD/MM/YYYY\n")
    assert run(["init", str(tmp_path), "--force", "--answers", str(answers)]) == 0
    text = mapping.read_text(encoding="utf-8")
    assert "    blank: no   # as the force says\n" in text
    assert "    format: DD/MM/YYYY\n" in text
    assert "TO DECIDE (" not in text


def test_what_a_person_wrote_in_a_project_file_stays_with_force(tmp_path: Path) -> None:
    write(tmp_path, "fire.csv", FIRE)
    write(tmp_path, "notes.csv", "name,remark\na,b\n")
    assert run(["init", str(tmp_path)]) == 0
    project = tmp_path / "svtool.yaml"
    answer(project, "fire area_unknown", "inside\n    from: 2021-01-01")
    text = project.read_text(encoding="utf-8")
    text = re.sub(r'(files: "notes.csv", why: "[^"]*")', r"\1, settled: yes", text)
    project.write_text(text + "suppliers:\n  Ours: {opened: 2020-01-01}\n", encoding="utf-8")
    was = project.read_text(encoding="utf-8")
    assert run(["init", str(tmp_path), "--force"]) == 0
    again = project.read_text(encoding="utf-8")
    for line in ("    area_unknown: inside", "    from: 2021-01-01", "suppliers:", "  Ours: {opened: 2020-01-01}"):
        assert line in again.split("\n")
    assert ", settled: yes}" in again
    assert (tmp_path / "svtool.before.yaml").read_text(encoding="utf-8") == was


def test_a_project_file_is_not_replaced_without_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "fire.csv", FIRE)
    write(tmp_path, "svtool.yaml", "mine: yes\n")
    assert run(["init", str(tmp_path)]) == 2
    assert "there is one already" in capsys.readouterr().err
    assert (tmp_path / "svtool.yaml").read_text(encoding="utf-8") == "mine: yes\n"
    assert run(["init", str(tmp_path), "--force"]) == 0


def test_a_mapping_of_other_files_is_not_replaced(tmp_path: Path) -> None:
    write(tmp_path, "crimes.csv", "Crime Number,Date Recorded,HO Class\nC1,13/02/2021,34B\n")
    other = write(tmp_path, "definitions/mappings/crimes.yaml", "id: crimes\ncolumns: {reference: Number}\n")
    assert run(["init", str(tmp_path)]) == 0
    assert other.read_text(encoding="utf-8") == "id: crimes\ncolumns: {reference: Number}\n"
    assert (tmp_path / "definitions/mappings/crimes_2.yaml").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("no_header.csv", b"1,13/02/2021,Wirral\n2,14/02/2021,Wirral\n"),
        ("header_only.csv", b"reference,recorded_date,motive,area\n"),
        ("empty.csv", b""),
        ("broken.csv", b"\x00\x01\x02\xff\xfe\x00"),
        ("page.csv", b"<!DOCTYPE html><html></html>"),
        ("readme.md", b"# nothing"),
    ],
)
def test_where_nothing_is_recognised_nothing_is_written(
    tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, name, content)
    assert run(["init", str(tmp_path)]) == 11
    assert "nothing here was recognised as an extract, and nothing was written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_folder_that_is_not_there_or_is_a_file_is_a_wrong_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", str(tmp_path / "nowhere")]) == 2
    assert run(["init", str(write(tmp_path, "fire.csv", FIRE))]) == 2
    said = capsys.readouterr().err
    assert "there is no such folder" in said
    assert "is a file; expected the folder it is in" in said


def test_a_file_that_could_be_two_sources_is_not_guessed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "x.csv", "reference,recorded_date,area,supplier\n1,2021-01-01,Wirral,A\n")
    assert run(["init", str(tmp_path)]) == 0
    assert "could be ambulance or fire: put the word into the file's name" in capsys.readouterr().out
    begun = tmp_path / "definitions" / "mappings" / "x.yaml"
    assert 'source: "TO DECIDE (ambulance, fire, ' in begun.read_text(encoding="utf-8")
    assert not (tmp_path / "svtool.yaml").exists()
    (tmp_path / "x.csv").rename(tmp_path / "fire.csv")
    assert run(["init", str(tmp_path)]) == 0
    assert "fire.csv: fire, mapping standard" in capsys.readouterr().out


def test_a_mapping_that_was_begun_reads_its_file_once_its_lines_are_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "outreach.csv", "Contact,When,Theme\n1,2021-01-05,Blades\n2,2021-02-06,Blades\n")
    assert run(["init", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "its columns are Contact, When and Theme" in said
    assert f'Next: decide these, then svtool init "{tmp_path}"' in said
    begun = tmp_path / "definitions" / "mappings" / "outreach.yaml"
    answer(begun, "source", "police")
    answer(begun, "row", "offence")
    answer(begun, "columns recorded_date column", "When")
    assert run(["init", str(tmp_path)]) == 0
    assert "outreach.csv: police, mapping outreach" in capsys.readouterr().out
    assert run(["measures", "--project", str(tmp_path / "svtool.yaml")]) in {0, 10}
    assert "outreach.yaml" not in capsys.readouterr().err


def test_a_file_that_is_there_twice_counts_once_and_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "fire_a.csv", FIRE)
    write(tmp_path, "fire_b.csv", FIRE)
    assert run(["init", str(tmp_path)]) == 0
    assert "NOT USED fire_b.csv: it holds the same records as fire_a.csv" in capsys.readouterr().out


def test_the_source_of_a_file_that_could_be_of_two_may_be_answered(tmp_path: Path) -> None:
    write(tmp_path, "x.csv", "reference,recorded_date,area,supplier\n1,2021-01-01,Wirral,A\n")
    answers = write(tmp_path, "answers.yaml", "x.source: fire\n")
    assert run(["init", str(tmp_path), "--answers", str(answers)]) == 0
    assert "  fire:\n" in (tmp_path / "svtool.yaml").read_text(encoding="utf-8")
    assert run(["measures", "--project", str(tmp_path / "svtool.yaml")]) == 0


def test_open_workbooks_hidden_files_and_own_definitions_are_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "fire.csv", FIRE)
    for name in ("~$fire.csv", ".fire.csv", "definitions/fire.csv", ".old/fire.csv"):
        write(tmp_path, name, FIRE)
    assert run(["init", str(tmp_path)]) == 0
    assert "1 file, 3 records" in capsys.readouterr().out


def test_no_reference_date_place_or_free_text_is_printed_or_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = "Crime Number,Date Recorded,HO Class,Knife,Victim Age,Victim DOB,LA,Officer,MO\n"
    rows = "".join(f"REF{i}Q,13/02/2021,34B,Y,77,13/03/1944,Zedborough,Quill,Quilltext\n" for i in range(9))
    write(tmp_path, "crimes.csv", header + rows)
    assert run(["init", str(tmp_path)]) == 0
    output = capsys.readouterr()
    written = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.yaml")]
    for text in (output.out, output.err, *written):
        said = text.replace(str(tmp_path), "")
        assert not re.search(r"REF\d|13/02/2021|1944|77|Zedborough|Quill", said)


@pytest.mark.slow
def test_on_a_terminal_the_questions_are_asked(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")  # a terminal, as POSIX systems make one
    write(tmp_path, "fire.csv", FIRE)
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "svtool", "init", str(tmp_path)], stdin=inner, stdout=inner, stderr=inner
    )
    os.close(inner)
    os.write(outer, b"\nnonsense\ninside\n")  # the areas as they are proposed, then whose extract it is
    printed = b""
    try:
        while piece := os.read(outer, 4096):
            printed += piece
    except OSError:
        pass  # how Linux says that the other end is closed
    os.close(outer)
    assert process.wait(timeout=60) == 0
    assert b"1  merseyside   (proposed)" in printed
    assert b"nonsense is none of these" in printed
    assert b"areas: merseyside" in (tmp_path / "svtool.yaml").read_bytes()
    assert "    area_unknown: inside\n" in (tmp_path / "svtool.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_interrupted_question_leaves_nothing_behind(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")  # a terminal, as POSIX systems make one
    write(tmp_path, "fire.csv", FIRE)
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "svtool", "init", str(tmp_path)], stdin=inner, stdout=inner, stderr=inner
    )
    os.close(inner)
    os.write(outer, b"\x04")  # end of input
    assert process.wait(timeout=60) == 130
    os.close(outer)
    assert [path.name for path in tmp_path.iterdir()] == ["fire.csv"]


# ---- real files ----

real_data = pytest.mark.skipif(not REAL, reason="SVTOOL_REAL_DATA does not point at the public files")


@pytest.mark.slow
@real_data
@pytest.mark.parametrize(
    ("name", "open_lines"),
    [
        ("met_homicide", []),
        ("ho_recorded_crime_pfa", []),
        # two editions of one month, whose names do not say which is later
        ("police_uk_street", ["sources.police[2].as_at: 2019-01-31", "sources.police[3].as_at: 2019-02-28"]),
    ],
)
def test_the_next_command_works_on_each_real_folder(
    tmp_path: Path, name: str, open_lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / name
    shutil.copytree(Path(str(REAL)) / name, folder)
    answers = write(tmp_path, "answers.yaml", "\n".join(["none: none", *open_lines]))
    assert run(["init", str(folder), "--answers", str(answers)]) == 0
    assert run(["measures", "--project", str(folder / "svtool.yaml")]) == 0
    capsys.readouterr()


@pytest.mark.slow
@real_data
def test_a_lookup_is_no_extract(tmp_path: Path) -> None:
    shutil.copytree(Path(str(REAL)) / "lookups", tmp_path / "lookups")
    assert run(["init", str(tmp_path)]) == 0
    assert not (tmp_path / "svtool.yaml").exists()


@pytest.mark.slow
@real_data
def test_the_numbers_of_the_street_file_are_those_of_its_readme(tmp_path: Path) -> None:
    shutil.copy(Path(str(REAL)) / "police_uk_street" / "2018-12-merseyside-street.csv", tmp_path)
    assert run(["init", str(tmp_path)]) == 0
    found = figures(tmp_path / "svtool.yaml", tmp_path / "out.csv")
    recorded = next(row for row in found if row["measure_id"] == "recorded_offences")
    assert (recorded["period_start"], recorded["count"]) == ("2018-12-01", "10614")
