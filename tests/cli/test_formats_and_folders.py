"""`--format` as a list and `--out` as a folder: a file for each table and format, and the manifest beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from accessible_workbook import faults_of
from command_desk import Desk
from small_project import PROJECT, REFERENCE

from svtool.figures.contract import columns

BOTH = ["--table", "recorded_crime", "--table", "agencies"]


def test_a_folder_has_a_file_for_each_table_and_format(desk: Desk) -> None:
    ran = desk.run("measures", *BOTH, "--format", "csv,xlsx,ods,json,parquet,table", "--out", "made/results/")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    names = {f"{table}{suffix}" for table in ("recorded_crime", "agencies") for suffix in SUFFIXES}
    assert {path.name for path in (desk.folder / "made/results").iterdir()} == {*names, "manifest.json"}
    assert faults_of((desk.folder / "made/results/agencies.xlsx").read_bytes()) == []


SUFFIXES = (".csv", ".xlsx", ".ods", ".json", ".parquet", ".txt")


def test_each_file_holds_its_table_and_all_of_it(desk: Desk) -> None:
    desk.run("measures", *BOTH, "--format", "csv,json", "--out", "results")
    every = desk.run("measures", *BOTH, "--format", "csv").out.splitlines()
    split = [(desk.folder / f"results/{name}.csv").read_text("utf-8").splitlines() for name in BOTH[1::2]]
    assert [split[0][0], *split[0][1:], *split[1][1:]] == every
    figures = json.loads((desk.folder / "results/agencies.json").read_text("utf-8"))["figures"]
    assert {figure["table"] for figure in figures} == {"agencies"}


def test_parquet_has_the_columns_of_the_csv_with_a_type_each(desk: Desk) -> None:
    assert desk.run("measures", "--by", "age_band", "--format", "parquet", "--out", "figures.parquet").code == 0
    found = pq.read_table(desk.folder / "figures.parquet")
    assert tuple(found.column_names) == columns(("age_band",))
    types = {
        name: found.schema.field(name).type for name in ("count", "change", "change_pct", "period_start", "measure")
    }
    assert list(types.values()) == [pa.int64(), pa.float64(), pa.float64(), pa.date32(), pa.string()]
    assert found.schema.metadata[b"svtool.definition"] == b"merseyside"
    first = found.to_pylist()[0]
    assert (first["count"], first["change"], first["status"]) == (366, None, "")


def test_the_types_of_parquet_do_not_depend_on_the_figures(desk: Desk) -> None:
    schemas = []
    for table in ("recorded_crime", "agencies"):  # the second has no figure at all
        desk.run("measures", "--table", table, "--format", "parquet", "--out", "figures.parquet")
        schemas.append(pq.read_schema(desk.folder / "figures.parquet").remove_metadata())
    assert schemas[0] == schemas[1]


def test_made_up_records_say_so_in_parquet_too(desk: Desk) -> None:
    desk.write("svtool.yaml", "synthetic: yes\n" + PROJECT)
    desk.run("measures", "--format", "parquet", "--out", "figures.parquet")
    assert pq.read_schema(desk.folder / "figures.parquet").metadata[b"svtool.synthetic"] == b"true"
    assert all(row["notes"].startswith("SYNTHETIC") for row in pq.read_table("figures.parquet").to_pylist())


def test_a_question_has_its_files_too(desk: Desk) -> None:
    ran = desk.run("count", "--where", "offence: robbery", "--format", "csv,xlsx", "--out", "answers/")
    assert ran.code == 0
    assert desk.files() >= {"answers/count.csv", "answers/count.xlsx", "answers/manifest.json"}
    manifest = json.loads((desk.folder / "answers/manifest.json").read_text("utf-8"))
    assert (manifest["command"], manifest["question"]) == ("count", {"where": "offence: robbery"})


def test_a_file_has_its_manifest_beside_it(desk: Desk) -> None:
    desk.run("measures", "--format", "csv", "--out", "figures.csv")
    manifest = json.loads((desk.folder / "figures.csv.manifest.json").read_text("utf-8"))
    assert [(each["file"], each["format"]) for each in manifest["outputs"]] == [("figures.csv", "csv")]


def test_a_manifest_tells_what_went_in_and_what_was_used(desk: Desk) -> None:
    desk.run("measures", "--partial", "raw", "--by", "area", "--format", "csv,xlsx", "--out", "results/")
    found = json.loads((desk.folder / "results/manifest.json").read_text("utf-8"))
    assert found["options"] == {"partial": "raw", "by": ["area"]}
    assert [each["file"] for each in found["inputs"]] == ["extracts/police.csv"]
    assert found["project"]["file"] == "svtool.yaml"
    used = [each["file"] for each in found["definitions"]]
    assert {"definitions/tables/recorded_crime.yaml", "definitions/serious_violence/merseyside.yaml"} <= set(used)
    assert "definitions/tables/home_office.yaml" not in used
    assert found["ledgers"]["police"]["police"]["read"] == 1_096
    assert set(found["outputs"][0]) == {"file", "format", "table", "bytes", "sha256"}
    assert set(found["outputs"][1]) == {"file", "format", "table", "cells_sha256"}


def test_a_manifest_tells_nothing_of_records_of_folders_or_of_the_time(desk: Desk) -> None:
    outside = desk.folder.parent / "elsewhere.csv"
    outside.write_bytes((desk.folder / "extracts/police.csv").read_bytes())
    desk.project("extracts/police.csv", outside.as_posix())
    desk.run("measures", "--format", "csv", "--out", "figures.csv")
    text = (desk.folder / "figures.csv.manifest.json").read_text("utf-8")
    assert [each["file"] for each in json.loads(text)["inputs"]] == ["elsewhere/elsewhere.csv"]
    for private in (desk.folder.as_posix(), outside.parent.name, REFERENCE, "written"):
        assert private not in text


def test_the_time_is_written_when_it_is_asked_for(desk: Desk) -> None:
    desk.run("measures", "--format", "csv", "--out", "figures.csv", "--stamp")
    assert json.loads((desk.folder / "figures.csv.manifest.json").read_text("utf-8"))["written"][:2] == "20"
    assert desk.run("measures", "--stamp").code == 2


def test_a_run_that_fails_leaves_the_old_set_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["measures", *BOTH, "--format", "csv,json", "--out", "results/"]
    assert desk.run(*arguments).code == 0
    before = {name: (desk.folder / name).read_bytes() for name in desk.files()}
    replaced: list[Path] = []

    def refuse(_: object, target: Path) -> None:
        replaced.append(target)
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("svtool.output.replacing.os.replace", refuse)
    ran = desk.run(*arguments, "--periods", "calendar:2020")
    assert ran.code == 16
    assert "results/recorded_crime.csv: can't be written: permission denied." in ran.err
    assert len(replaced) == 1
    assert {name: (desk.folder / name).read_bytes() for name in desk.files()} == before


def test_an_extract_is_never_replaced_by_a_result(desk: Desk) -> None:
    before = (desk.folder / "extracts/police.csv").read_bytes()
    ran = desk.run("measures", "--format", "csv", "--out", "extracts/police.csv")
    assert (ran.code, ran.out) == (2, "")
    assert "police.csv: is a file that is read, and would be lost." in ran.err
    assert (desk.folder / "extracts/police.csv").read_bytes() == before


@pytest.mark.parametrize("words", ["csv,xml", "csv,", "xslx", ""])
def test_what_is_no_format_is_refused_with_those_that_are(words: str, desk: Desk) -> None:
    ran = desk.run("measures", "--format", words)
    assert (ran.code, ran.out) == (2, "")
    assert "is not one of 'table', 'csv', 'json', 'xlsx', 'ods', 'parquet'" in ran.err.replace("\n", " ")


def test_a_workbook_is_never_sent_to_a_terminal_or_a_pipe(desk: Desk) -> None:
    ran = desk.run("measures", "--format", "xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: --format xlsx: is not text. Add --out FILE.xlsx to the command.\n"


@pytest.mark.slow
def test_no_file_of_a_folder_names_a_record(desk: Desk) -> None:
    desk.run("measures", "--by", "area,age_band", "--format", "csv,json,table,parquet", "--out", "results/")
    for path in (desk.folder / "results").iterdir():
        assert REFERENCE.encode() not in path.read_bytes(), path.name
