"""`svtool check`: a published table against itself, and against what the extracts say today."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from svtool.cli import run
from svtool.errors import ExitCode

# Possession of a blade in 2020, by the day it was committed.
EXTRACT = """\
reference,recorded_date,committed_date,offence_class,initial_class,status,area
A1,2020-02-01,2020-02-01,10D,10D,,Wirral
A2,2020-03-01,2020-03-01,10D,10D,,Wirral
A3,2020-04-01,2020-04-01,10D,10D,cancelled,Wirral
A4,2020-05-01,2020-05-01,8N,10D,,Wirral
A5,2020-06-01,2020-06-01,8N,10D,,Sefton
A6,2021-05-01,2020-12-20,10D,10D,,Wirral
A7,2021-06-01,2021-06-01,10D,10D,,Wirral
"""
PROJECT = """\
definition: merseyside
tables: [home_office]
areas: merseyside
periods: {kind: calendar, years: [2020, 2021]}
sources:
  police: {files: police.csv, mapping: standard, selected_on: recorded_date, from: 2020-01-01, to: 2021-12-31}
"""
PUBLISHED = """\
measure_id,measure,geography,period_start,period_end,n
blade_possession,Possession of a blade,Merseyside,2020-01-01,2020-12-31,5
blade_possession,Possession of a blade,Wirral,2020-01-01,2020-12-31,4
blade_possession,Possession of a blade,Merseyside,2021-01-01,2021-12-31,1
blade_posession,Possession of a blade,Merseyside,2021-01-01,2021-12-31,1
blade_possession,Possession of a blade,Merseyside,2022-01-01,2022-12-31,1
blade_possession,Possession of a blade,Atlantis,2021-01-01,2021-12-31,1
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"police.csv": EXTRACT, "svtool.yaml": PROJECT, "printed.csv": PUBLISHED}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    code = run(["check", "--published", "printed.csv", *options])
    return code, capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_a_revised_figure_is_said_with_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = checked(capsys, "--project", "svtool.yaml", "--printed-on", "2021-03-31")
    assert code == ExitCode.DIFFERENCE
    assert out.splitlines() == [
        "printed.csv: 6 figures, 0 changes",
        "REVISED  line 2, Offences of possession of an article with a blade, Merseyside, Jan to Dec 2020 [r]: "
        "published 5, today 3 (-2): 1 "
        "recorded before the print is now cancelled, transferred or found not to count, 2 reclassified out of the "
        "measure since first recorded and 1 recorded after the print.",
        "REVISED  line 3, Offences of possession of an article with a blade, Wirral, Jan to Dec 2020 [r]: "
        "published 4, today 3 (-1): 1 "
        "recorded before the print is now cancelled, transferred or found not to count, 1 reclassified out of the "
        "measure since first recorded and 1 recorded after the print.",
        "AGREES   line 4, Offences of possession of an article with a blade, Merseyside, Jan to Dec 2021: 1",
        "NOTE     line 7: the area is none of the project's; not compared.",
        "NOTE     line 5: blade_posession is no measure of the project's tables; did you mean blade_possession?",
        "NOTE     line 6: the police extracts hold 0 days of its period, the published figure 365; not compared.",
        "0 figures contradict the table's own numbers; 2 of 3 figures counted again are revised; 3 figures "
        "were not compared with any. Correct what is wrong in print, and mark what was revised with [r].",
    ]


@pytest.mark.usefixtures("folder")
def test_without_the_day_of_the_print_nobody_tells_what_was_late(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = checked(capsys, "--project", "svtool.yaml")
    assert "reclassified out of the measure" in out
    assert "recorded after the print" not in out


@pytest.mark.usefixtures("folder")
def test_the_machine_formats_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--project", "svtool.yaml", "--printed-on", "2021-03-31")
    rows = list(csv.DictReader(io.StringIO(checked(capsys, *options, "--format", "csv")[1])))
    found = json.loads(checked(capsys, *options, "--format", "json")[1])
    assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in found["rows"]] == rows
    first = rows[0]
    assert (first["published"], first["today"], first["difference"], first["status"]) == ("5", "3", "-2", "r")
    assert (first["cancelled"], first["reclassified"], first["recorded_late"]) == ("1", "2", "1")


@pytest.mark.usefixtures("folder")
def test_what_svtool_wrote_agrees_with_itself(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    elsewhere = "A8,2021-07-01,2021-07-01,10D,10D,,\nA9,2021-07-01,2021-07-01,10D,10D,,Manchester\n"
    (tmp_path / "police.csv").write_text(EXTRACT + elsewhere, encoding="utf-8")
    assert run(["measures", "--format", "csv", "--by", "area", "--out", str(tmp_path / "own.csv")]) == ExitCode.DONE
    written = (tmp_path / "own.csv").read_text(encoding="utf-8")
    assert "area not known" in written and "outside Merseyside" in written
    capsys.readouterr()
    code = run(["check", "--published", "own.csv", "--project", "svtool.yaml"])
    out = capsys.readouterr().out
    assert (code, "REVISED" in out) == (ExitCode.DONE, False)
    assert "figures counted again are revised." in out.splitlines()[-1]  # and none was left out


def published(
    folder: Path, *lines: str, header: str = "measure,measure_id,geography,period_start,period_end,n"
) -> None:
    (folder / "printed.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def of_2020(number: int, name: str = "Blades,blade_possession", place: str = "Merseyside") -> str:
    return f"{name},{place},2020-01-01,2020-12-31,{number}"


def edition(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, object]:
    """Return the first row of a check as JSON has it."""
    found = json.loads(checked(capsys, "--project", "svtool.yaml", "--format", "json", *options)[1])
    row: dict[str, object] = found["rows"][0]
    return row


def test_a_class_that_was_not_recorded_first_explains_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "police.csv").write_text(EXTRACT.replace("initial_class", "other"), encoding="utf-8")
    published(folder, of_2020(5))
    row = edition(capsys)
    assert (row["today"], row["reclassified"], row["cancelled"]) == (3, 0, 0)
    assert row["words"] == "published 5, today 3 (-2). The extracts do not tell why."


def test_of_extracts_that_differ_those_tell_that_have_the_first_class(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = EXTRACT.splitlines()
    kept = [",".join(cell for i, cell in enumerate(line.split(",")) if i != 4) for line in [lines[0], *lines[5:]]]
    (folder / "police.csv").write_text("\n".join(lines[:5]) + "\n", encoding="utf-8")  # to A4, of Wirral
    (folder / "later.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    project = PROJECT.replace("files: police.csv", "files: [police.csv, later.csv]")
    (folder / "svtool.yaml").write_text(project, encoding="utf-8")
    published(folder, of_2020(5))
    row = edition(capsys)
    assert (row["today"], row["reclassified"]) == (3, 1)
    assert "1 reclassified out of the measure since first recorded; why there are 1 fewer" in str(row["words"])


def test_a_reason_is_no_more_than_what_changed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(folder, of_2020(4))  # two would count by the class first recorded
    assert edition(capsys)["reclassified"] == 1
    published(folder, of_2020(2))
    row = edition(capsys)
    assert (row["reclassified"], row["words"]) == (0, "published 2, today 3 (+1). The extracts do not tell why.")


@pytest.mark.slow
def test_what_is_cancelled_is_told_only_of_records_of_the_print_and_by_younger_extracts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(folder, of_2020(4))
    told = {day: edition(capsys, "--printed-on", day)["cancelled"] for day in ("2020-03-31", "2020-04-30")}
    assert told == {"2020-03-31": 0, "2020-04-30": 1}  # A3 was recorded on 1 April
    assert edition(capsys)["cancelled"] == 0  # nobody said when it was printed
    project = PROJECT.replace("selected_on", "as_at: 2020-04-30, selected_on")
    (folder / "svtool.yaml").write_text(project, encoding="utf-8")
    assert edition(capsys, "--printed-on", "2020-04-30")["cancelled"] == 0  # it stood so in the extract by then


def test_a_measure_is_found_by_its_title(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(folder, of_2020(9, "offences of  Possession of an article with a blade,"))
    row = edition(capsys)
    assert (row["measure_id"], row["today"]) == ("", 3)
    assert "REVISED  line 2, Offences of possession" in checked(capsys, "--project", "svtool.yaml")[1]


def test_a_title_of_several_measures_or_of_none_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "definitions/tables").mkdir(parents=True)
    entry = "{{id: {0}, title: Robberies, source: police, unit: offence, where: {{offence: {0}}}}}"
    measures = ", ".join(entry.format(name) for name in ("robbery_personal", "robbery_business"))
    text = f"id: ours\ntitle: Ours\ngroups: [{{title: Robbery, measures: [{measures}]}}]\n"
    (folder / "definitions/tables/ours.yaml").write_text(text, encoding="utf-8")
    (folder / "svtool.yaml").write_text(PROJECT.replace("[home_office]", "[ours]"), encoding="utf-8")
    published(folder, of_2020(1, "Robberies,"), of_2020(1, "Thefts,"), of_2020(1, "Arson,"), "Robberies,x,,,,1")
    code, out = checked(capsys, "--project", "svtool.yaml")
    assert code == ExitCode.USAGE
    assert "line 2: robbery_personal and robbery_business have this title; not compared." in out
    assert "lines 3 and 4: measure is the title of no measure of the project's tables; not compared." in out
    assert "line 5: x is no measure of the project's tables" in out


def test_a_table_of_which_nothing_is_compared_is_no_agreement(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(folder, "Offences of possession of an article with a blade,16", header="measure,n")
    assert run(["check", "--published", "printed.csv", "--project", "svtool.yaml"]) == ExitCode.USAGE
    captured = capsys.readouterr()
    assert "line 2: no period_start and period_end; not compared." in captured.out
    assert "Nothing differs" not in captured.out
    for text in (captured.out, captured.err):
        assert "No figure was counted again. A row is, where measure_id or measure names a measure" in text
    # Its own sums are all that is asked for without a project.
    assert run(["check", "--published", "printed.csv"]) == ExitCode.DONE


def test_figures_that_were_not_compared_are_numbered_beside_those_that_agree(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(folder, of_2020(3), of_2020(7, "Thefts,"))
    code, out = checked(capsys, "--project", "svtool.yaml")
    assert code == ExitCode.DONE
    assert out.splitlines()[-1].endswith("0 of 1 figure counted again are revised; 1 figure was not compared with any.")


def test_what_is_not_available_today_is_not_taken_for_zero(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "police.csv").write_text(EXTRACT.replace("offence_class", "other"), encoding="utf-8")
    published(folder, of_2020(3))
    code, out = checked(capsys, "--project", "svtool.yaml")
    assert code == ExitCode.USAGE
    assert "line 2: not available today: these extracts have no offence code; not compared." in out


def test_people_and_figures_that_arrive_as_figures_are_compared_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "suspects.csv").write_text("reference,suspect_reference\nA1,S1\nA2,S1\nA3,S2\nA6,S2\n", encoding="utf-8")
    (folder / "figures.csv").write_text(
        "measure_id,column_period,own_period_start,own_period_end,value,unit,status\nneet_16_17,2020,,,4.5,%,\n",
        encoding="utf-8",
    )
    days = "from: 2020-01-01, to: 2021-12-31"
    window = f"selected_on: recorded_date, {days}"
    (folder / "svtool.yaml").write_text(
        "definition: merseyside\ntables: [mvrp_local, ours]\nareas: merseyside\n"
        "periods: {kind: calendar, years: [2020, 2021]}\nsources:\n  police:\n"
        f"    offences: {{files: police.csv, {window}}}\n    suspects: {{files: suspects.csv, {days}}}\n"
        "  indicators: {files: figures.csv}\n",
        encoding="utf-8",
    )
    (folder / "definitions/tables").mkdir(parents=True)
    (folder / "definitions/tables/ours.yaml").write_text(
        "id: ours\ntitle: Ours\ngroups: [{title: People, measures: [{id: suspects, title: Suspects, source: police, "
        "unit: suspect, date: committed, where: {offence: possession_of_article_with_blade_or_point}}]}]\n",
        encoding="utf-8",
    )
    published(folder, of_2020(2, "Suspects,suspects"), "Suspects,suspects,,2020-01-01,2020-12-31,3")
    code, out = checked(capsys, "--project", "svtool.yaml")
    assert (code, out.count("AGREES"), out.count("REVISED")) == (ExitCode.DIFFERENCE, 1, 1)
    published(folder, *(f"NEET,neet_16_17,,2020-01-01,2020-12-31,{n}" for n in ("4.5", "5.4")))
    code, out = checked(capsys, "--project", "svtool.yaml")
    assert (code, out.count("AGREES"), out.count("REVISED")) == (ExitCode.DIFFERENCE, 1, 1)
    assert "published 5.4, today 4.5 (-0.9)" in out


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("count", "4", "twice: printed as 3 here and as 4 in line"),
        ("compared_count", "9", "change: "),
        ("change_pct", "12", "change: "),
        ("change", "5", "change: 3 to 3 is +0, published as +5"),
        ("baseline_change", "5", "against the baseline: change: 3 to 3 is +0, published as +5"),
        ("baseline_change_pct", "12", "against the baseline: change: "),
    ],
)
def test_a_wrong_number_of_what_svtool_wrote_is_found_by_its_own_sums(
    folder: Path, capsys: pytest.CaptureFixture[str], column: str, value: str, said: str
) -> None:
    (folder / "svtool.yaml").write_text(PROJECT.replace("2021]}", "2021], baseline: 2020}"), encoding="utf-8")
    lines = [f"B{n},2021-0{n}-01,2021-0{n}-01,10D,10D,,Wirral\n" for n in range(1, 3)]
    (folder / "police.csv").write_text(EXTRACT + "".join(lines), encoding="utf-8")
    assert run(["measures", "--format", "csv", "--out", "own.csv"]) == ExitCode.DONE
    rows = list(csv.DictReader(io.StringIO((folder / "own.csv").read_text(encoding="utf-8"))))
    assert run(["check", "--published", "own.csv"]) == ExitCode.DONE
    (place,) = [i for i, row in enumerate(rows) if row["measure_id"] == "blade_possession" and row["change"]][:1]
    rows[place][column] = value
    with (folder / "own.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    capsys.readouterr()
    assert run(["check", "--published", "own.csv"]) == ExitCode.DIFFERENCE
    assert said in capsys.readouterr().out


def test_what_is_not_known_is_compared_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["measures", "--format", "csv", "--out", "own.csv"]) == ExitCode.DONE
    # Of A1 it is not known any more what it was.
    text = EXTRACT.replace("A1,2020-02-01,2020-02-01,10D", "A1,2020-02-01,2020-02-01,")
    (folder / "police.csv").write_text(
        text.replace("A7,", "A8,2020-02-01,2020-02-01,10D,10D,,Wirral\nA7,"), encoding="utf-8"
    )
    capsys.readouterr()
    assert run(["check", "--published", "own.csv", "--project", "svtool.yaml"]) == ExitCode.DIFFERENCE
    assert "with a blade, Merseyside, Jan to Dec 2020 [r]: 3 as published; published 0 not known, today 1." in (
        capsys.readouterr().out
    )


def test_a_change_without_both_counts_is_told_to_be_unchecked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header = "measure,period_start,period_end,n,published_change_pct,published_direction"
    years = [
        f"Blades,{year}-01-01,{year}-12-31,{n},{change}"
        for year, n, change in ((2020, 5, "25,rise"), (2021, 6, "20,rise"))
    ]
    published(folder, *years, header=header)
    code, out = checked(capsys)
    assert code == ExitCode.DONE
    assert "NOTE     line 2: the table has not both counts of the change; its per cent is not checked." in out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--published", "missing.csv"), ExitCode.UNREADABLE_EXTRACT, "missing.csv: can't be opened"),
        (("--published", "printed.csv", "--project", "no.yaml"), ExitCode.INVALID_FILE, "no.yaml"),
        (("--published", "printed.csv", "--project", "svtool.yaml", "--sample"), ExitCode.USAGE, "exclude each other"),
        (("--published", "printed.csv", "--printed-on", "31/03/2021"), ExitCode.USAGE, "a day such as 2021-03-31"),
        ((), ExitCode.USAGE, "--published"),
    ],
)
def test_a_wrong_command_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], code: ExitCode, words: str
) -> None:
    assert run(["check", *options]) == code
    assert words in capsys.readouterr().err
