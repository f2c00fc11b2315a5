"""`svtool verify`: same inputs, same definitions, same outputs; and where not, which and where."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from command_desk import Desk

from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request
from svtool.output.workbook.cover_sheet import NO_CONTACT
from svtool.version import __version__

FORMATS = "csv,json,xlsx,ods,parquet,table"


@pytest.fixture
def made(desk: Desk) -> Desk:
    """A desk with results in a folder."""
    assert desk.run("measures", "--format", "csv,xlsx", "--out", "results/").code == 0
    return desk


def manifest_of(desk: Desk) -> dict[str, object]:
    return json.loads((desk.folder / "results/manifest.json").read_text("utf-8"))  # type: ignore[no-any-return]


def rewrite(desk: Desk, **changes: object) -> None:
    desk.write("results/manifest.json", json.dumps({**manifest_of(desk), **changes}))


def test_nothing_changed(desk: Desk) -> None:
    desk.run("measures", "--by", "area", "--format", FORMATS, "--out", "results/")
    ran = desk.run("verify", "results/manifest.json")
    number = len(manifest_of(desk)["definitions"])  # type: ignore[arg-type]
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"The same: 1 input, {number} definitions, 6 outputs.\n"


@pytest.mark.slow
def test_the_results_may_have_moved(made: Desk) -> None:
    (made.folder / "results").rename(made.folder / "archive")
    assert made.run("verify", "archive/manifest.json").code == 0


def test_outputs_without_their_project_are_the_files_that_were_written_or_not(made: Desk) -> None:
    (made.folder / "svtool.yaml").rename(made.folder / "elsewhere.yaml")
    ran = made.run("verify", "results/manifest.json")
    assert ran.code == 0
    assert "inputs and definitions: not compared" in ran.out
    number = len(manifest_of(made)["definitions"])  # type: ignore[arg-type]
    assert f"claimed, not verified: svtool {__version__} made them from 1 input by {number} definitions\n" in ran.out
    output = next(path for path in (made.folder / "results").iterdir() if path.suffix == ".csv")
    output.write_bytes(output.read_bytes() + b"changed")
    ran = made.run("verify", "results/manifest.json")
    assert ran.code == 15
    assert f"output {output.name}: changed since it was written" in ran.out


def test_a_manifest_that_somebody_sent_moves_no_cursor(made: Desk) -> None:
    (made.folder / "svtool.yaml").unlink()
    rewrite(made, svtool="0\x1b[31m", outputs=[{"file": "a\x1b[2J.csv", "format": "csv"}])
    ran = made.run("verify", "results/manifest.json")
    assert ran.code == 15
    assert "output a\\x1b[2J.csv: not there any more\n" in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.slow
def test_another_project_file_may_be_named(made: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made.folder / "results")
    assert "not compared" in made.run("verify", "manifest.json").out
    ran = made.run("verify", "manifest.json", "--project", "../svtool.yaml")
    assert ran.code == 0
    assert "not compared" not in ran.out


def test_a_question_is_asked_again(desk: Desk) -> None:
    desk.run("count", "--where", "offence: robbery", "--as-at", "2021-12-31", "--format", "csv", "--out", "robbery.csv")
    desk.run("count", "--where", "offence: robbery", "--format", "csv", "--out", "robbery.csv")
    assert desk.run("verify", "robbery.csv.manifest.json").code == 0


def test_a_day_is_read_back_as_a_day(desk: Desk) -> None:
    assert desk.run("measures", "--as-at", "2021-06-30", "--format", "csv", "--out", "then.csv").code == 0
    assert desk.run("verify", "then.csv.manifest.json").code == 0


def test_a_changed_input_is_named_and_nothing_is_counted_again(made: Desk) -> None:
    path = made.folder / "extracts/police.csv"
    path.write_text(path.read_text("utf-8").replace("34B", "45", 1), encoding="utf-8")
    ran = made.run("verify", "results/manifest.json")
    assert ran.code == 15
    assert ran.out.splitlines() == [
        "input extracts/police.csv: changed",
        "Different. Outputs were not made again, because they come from other inputs or definitions.",
    ]


def test_an_input_that_is_gone_or_new_is_named(desk: Desk) -> None:
    desk.project("extracts/police.csv", "extracts/police*.csv")
    desk.run("measures", "--format", "csv", "--out", "results/")
    text = (desk.folder / "extracts/police.csv").read_text("utf-8")
    header, *records = text.splitlines()
    more = [record.replace("PRIVATE-REF", "PRIVATE-REF-B") for record in records[:3]]
    desk.write("extracts/police_b.csv", "\n".join([header, *more]) + "\n")
    lines = desk.run("verify", "results/manifest.json").out.splitlines()
    assert lines[0] == "input extracts/police_b.csv: new, not used then"
    assert (
        "  table recorded_crime, measure recorded_offences, area Merseyside, period 2020: count, not_known" not in lines
    )
    assert any(line.startswith("  table recorded_crime, measure recorded_offences, area Merseyside,") for line in lines)
    (desk.folder / "extracts/police.csv").unlink()
    assert "input extracts/police.csv: not there any more" in desk.run("verify", "results/manifest.json").out


def test_a_changed_project_file_is_named(made: Desk) -> None:
    made.project("baseline: 2020", "baseline: 2021")
    ran = made.run("verify", "results/manifest.json")
    assert (ran.code, ran.out.splitlines()[0]) == (15, "project file svtool.yaml: changed")


def test_a_changed_definition_is_named(desk: Desk) -> None:
    counted = "{id: all, title: All, source: police, unit: offence}"
    own = f"id: ours\ntitle: Ours\ngroups: [{{title: All, measures: [{counted}]}}]\n"
    desk.write("definitions/tables/ours.yaml", own)
    desk.project("[recorded_crime]", "[ours]")
    desk.run("measures", "--format", "csv", "--out", "results/")
    desk.write("definitions/tables/ours.yaml", own.replace("title: Ours", "title: Mine"))
    ran = desk.run("verify", "results/manifest.json")
    assert (ran.code, ran.out.splitlines()[0]) == (15, "definition definitions/tables/ours.yaml: changed")
    (desk.folder / "definitions/tables/ours.yaml").unlink()
    assert (
        "definition definitions/tables/ours.yaml: not there any more" in desk.run("verify", "results/manifest.json").out
    )


def test_a_changed_figure_is_named_by_its_place_and_never_shown(made: Desk) -> None:
    path = made.folder / "results/recorded_crime.csv"
    path.write_text(path.read_text("utf-8").replace(",366,", ",987654,"), encoding="utf-8", newline="\n")
    ran = made.run("verify", "results/manifest.json")
    lines = ran.out.splitlines()
    assert ran.code == 15
    assert lines[0] == "output recorded_crime.csv: changed since it was written"
    assert lines[1].startswith("  table recorded_crime, measure recorded_offences, area Merseyside, period 2020: ")
    assert "count" in lines[1]
    assert lines[-1] == "Different."
    assert "987654" not in ran.out


@pytest.mark.slow
def test_a_changed_cell_of_a_workbook_is_named_and_saving_it_again_changes_nothing(made: Desk) -> None:
    path = made.folder / "results/recorded_crime.xlsx"
    book = openpyxl.load_workbook(path)
    book.save(path)
    assert made.run("verify", "results/manifest.json").code == 0
    book["recorded_crime_2021"]["H12"] = 987_654
    book.save(path)
    ran = made.run("verify", "results/manifest.json")
    assert (ran.code, ran.out.splitlines()[:2]) == (
        15,
        ["output recorded_crime.xlsx: changed since it was written", "  sheet recorded_crime_2021: cell H12"],
    )
    assert "987654" not in ran.out


@pytest.mark.slow
def test_who_is_to_be_asked_may_be_written_on_the_cover(made: Desk) -> None:
    path = made.folder / "results/recorded_crime.xlsx"
    book = openpyxl.load_workbook(path)
    cover = book["Cover"]
    assert [cover.cell(cover.max_row - 1, 1).value, cover.cell(cover.max_row, 1).value] == ["Contact", NO_CONTACT]
    cover.cell(cover.max_row, 1).value = "Ask the team, 01234 567890"
    cover.cell(cover.max_row, 2).value = "since May"
    cover.cell(cover.max_row + 1, 1).value = "Published on 1 May 2022"
    book.save(path)
    assert made.run("verify", "results/manifest.json").code == 0
    cover["A2"] = "About something else"
    book.save(path)
    assert "  sheet Cover: cell A2" in made.run("verify", "results/manifest.json").out.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["csv", "json", "xlsx", "ods", "parquet"])
def test_an_output_that_is_gone_or_damaged_is_named(format_: str, desk: Desk) -> None:
    name = f"recorded_crime.{format_}"
    desk.run("measures", "--format", format_, "--out", "results/")
    desk.write(f"results/{name}", b"\xff\x00 damaged")
    ran = desk.run("verify", "results/manifest.json")
    assert (ran.code, ran.err) == (15, "")
    assert ran.out.startswith(f"output {name}: changed since it was written\n  it can't be read as ")
    (desk.folder / "results" / name).unlink()
    assert f"output {name}: not there any more" in desk.run("verify", "results/manifest.json").out


def test_a_second_run_that_gives_other_figures_is_told(made: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def otherwise(request: Request) -> Result:
        honest = measure(request)
        return replace(honest, figures=[replace(figure, not_known=1) for figure in honest.figures])

    monkeypatch.setattr("svtool.output.remaking.measure", otherwise)
    lines = made.run("verify", "results/manifest.json").out.splitlines()
    assert "output recorded_crime.csv: a second run does not give the same" in lines
    assert "  table recorded_crime, measure recorded_offences, area Merseyside, period 2020: not_known" in lines


@pytest.mark.slow
def test_another_svtool_is_a_difference_and_another_library_is_worth_knowing(made: Desk) -> None:
    rewrite(made, svtool="0.0.9")
    ran = made.run("verify", "results/manifest.json")
    assert (ran.code, ran.out.splitlines()[0]) == (15, "svtool: was 0.0.9, is 0.1.0")
    rewrite(made, svtool="0.1.0", versions={**manifest_of(made)["versions"], "duckdb": "0.1"})  # type: ignore[dict-item]
    ran = made.run("verify", "results/manifest.json")
    assert ran.code == 0
    assert ran.out.startswith("version of duckdb: was 0.1, is ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "can't be read: no such file"),
        ("no json", "is not JSON"),
        ("{}", "is not a manifest"),
        ("[]", "is not a manifest"),
        ('{"format": "svtool.manifest/1"}', "lacks svtool, command, options"),
    ],
)
def test_what_is_no_manifest(content: str | None, said: str, desk: Desk) -> None:
    if content is not None:
        desk.write("manifest.json", content)
    ran = desk.run("verify", "manifest.json")
    assert (ran.code, ran.out) == (10, "")
    assert ran.err.startswith("error: manifest.json: ")
    assert said in ran.err


def test_a_manifest_of_a_newer_svtool(made: Desk) -> None:
    rewrite(made, options={"sideways": True})
    ran = made.run("verify", "results/manifest.json")
    assert ran.code == 10
    assert "has the option sideways, which this svtool does not know" in ran.err
    rewrite(made, options={}, outputs=[{"file": "x.numbers", "format": "numbers"}])
    assert made.run("verify", "results/manifest.json").code == 10


@pytest.mark.parametrize(
    "changes",
    [
        {"inputs": "none"},
        {"inputs": [{"file": "extracts/police.csv"}]},
        {"outputs": [{"file": "x.csv"}]},
        {"project": "svtool.yaml"},
        {"options": ["by"]},
        {"options": {"as_at": "yesterday"}},
        {"options": {"periods": [1]}},
    ],
)
def test_a_manifest_that_somebody_wrote_into(changes: dict[str, object], made: Desk) -> None:
    rewrite(made, **changes)
    ran = made.run("verify", "results/manifest.json")
    assert (ran.code, ran.out) == (10, "")
    assert ran.err.startswith("error: results/manifest.json: has an ")


def test_a_manifest_that_says_other_things_of_the_project_is_told(made: Desk) -> None:
    rewrite(made, synthetic=True, publisher={"name": "Somebody else"}, received=[{"source": "police", "files": []}])
    ran = made.run("verify", "results/manifest.json")
    assert ran.code == 15
    told = [line for line in ran.out.splitlines() if line.endswith(": not what the project says")]
    assert [line.partition(":")[0] for line in told] == ["synthetic", "received", "publisher"]


def test_verifying_writes_nothing(made: Desk) -> None:
    before = {name: (made.folder / name).read_bytes() for name in made.files()}
    made.run("verify", "results/manifest.json")
    assert {name: Path(made.folder / name).read_bytes() for name in made.files()} == before
