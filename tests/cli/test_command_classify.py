"""`svtool classify`: every record with the clauses that it meets, as CSV or Parquet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from office import Office

from svtool.counting import verdicts

MERSEYSIDE = ("--definition", "merseyside")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path, capsys)


def classified(office: Office, *arguments: str) -> list[dict[str, str]]:
    code, _, err = office.run("classify", *arguments, "--out", "out.csv")
    assert code == 0, err
    return list(csv.DictReader(io.StringIO((office.folder / "out.csv").read_text(encoding="utf-8"))))


def test_every_usable_record_stands_with_its_clauses_in_the_order_of_the_extract(office: Office) -> None:
    rows = classified(office, "--project", "svtool.yaml")
    shown = ("reference", "offence_class", "answer", "clauses", "clauses_not_known", "fields_not_known")
    assert [tuple(row[name] for name in shown) for row in rows] == [
        ("P1", "34B", "yes", "A3 B5", "", ""),
        ("P2", "34B", "yes", "B5", "A3", "knife"),
        ("P3", "8N", "yes", "A5", "A6", "hate_crime"),  # no such column: nobody said that it was not
        ("P4", "1", "yes", "B1", "", ""),
        ("P5", "49", "no", "", "", ""),
        ("", "34B", "yes", "B5", "A3", "knife"),
    ]  # fmt: skip


def test_dates_flags_ages_area_and_people(office: Office) -> None:
    first, second, *_ = classified(office, "--project", "svtool.yaml")
    assert (first["recorded_date"], first["committed_date"]) == ("2021-01-05", "2021-01-05")
    assert (first["area_code"], first["area"]) == ("E08000012", "Liverpool")
    assert (second["knife"], second["firearm"], second["hate_crime"]) == ("not known", "no", "not known")
    assert (first["victims"], first["victim_age_lo"], first["victim_sex"]) == ("2", "", "")
    assert (first["suspects"], first["suspect_age_lo"], first["suspect_age_hi"]) == ("1", "20", "20")
    assert (second["victims"], second["victim_age_lo"], second["victim_sex"]) == ("1", "", "female")


def test_the_ledger_is_printed_and_balances(office: Office) -> None:
    err = office.run("classify", "--project", "svtool.yaml", "--out", "out.csv")[2]
    assert "offences: 7 rows read = 1 cancelled + 6 usable\n" in err
    assert "classified: 6 = 5 yes + 1 no + 0 not known\n" in err


def test_clauses_are_those_that_measures_counts(office: Office) -> None:
    rows = classified(office, "--project", "svtool.yaml")
    met = Counter(name for row in rows for name in row["clauses"].split())
    open_ = Counter(name for row in rows for name in row["clauses_not_known"].split())
    out = office.run("count", "--definition", "merseyside", "--by", "clause", "--format", "csv")[1]
    for figure in csv.DictReader(io.StringIO(out)):
        if figure["clause"] != "all":
            found = (met[figure["clause"]], open_[figure["clause"]])
            assert (figure["count"], figure["not_known"]) == tuple(map(str, found)), figure["clause"]


def test_batches_change_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = classified(office, "--project", "svtool.yaml")
    monkeypatch.setattr(verdicts, "BATCH_ROWS", 2)
    assert classified(office, "--project", "svtool.yaml") == whole


def test_parquet_has_the_same_records_with_types(office: Office) -> None:
    rows = classified(office, "--project", "svtool.yaml")
    office.run("classify", "--project", "svtool.yaml", "--out", "out.parquet")
    table = pq.read_table(office.folder / "out.parquet")
    assert table.column_names == list(rows[0])
    assert str(table.schema.field("recorded_date").type) == "date32[day]"
    assert str(table.schema.field("suspect_age_lo").type) == "int16"
    assert table["clauses"].to_pylist() == [row["clauses"] for row in rows]


def test_one_extract_by_its_mapping(office: Office) -> None:
    rows = classified(
        office, "offences.csv", "--mapping", "standard", "--areas", "merseyside", "--definition", "merseyside"
    )
    assert [(row["clauses"], row["area"], row["victims"]) for row in rows[:2]] == [
        ("A3 B5", "Liverpool", ""),
        ("B5", "Liverpool", ""),
    ]
    rows = classified(office, "offences.csv", "--mapping", "standard", "--definition", "west_mercia")
    assert (rows[0]["definition"], rows[0]["clauses"]) == ("west_mercia", "WM4")


LAYOUTS = {
    "offence": """
        reference,recorded_date,offence_class,knife,area,victim_reference,victim_age,suspect_reference,suspect_age
        R1,2021-01-05,34B,Y,Sefton,V1,20,S1,20
        R2,2021-01-06,8N,N,Wirral,V1,20,,
        R3,2021-02-06,49,N,Wirral,,,S1,20
        """,
    "victim": """
        reference,recorded_date,offence_class,knife,area,victim_reference,victim_age
        R1,2021-01-05,34B,Y,Sefton,V1,20
        R1,2021-01-05,34B,Y,Sefton,V2,30
        R2,2021-01-06,8N,N,Wirral,V1,20
        R3,2021-02-06,49,N,Wirral,,
        """,
    "suspect": """
        reference,recorded_date,offence_class,knife,area,suspect_reference,suspect_age
        R1,2021-01-05,34B,Y,Sefton,S1,20
        R1,2021-01-05,34B,Y,Sefton,S2,40
        R2,2021-01-06,8N,N,Wirral,,
        R3,2021-02-06,49,N,Wirral,S1,20
        """,
    "victim_suspect": """
        reference,recorded_date,offence_class,knife,area,victim_reference,victim_age,suspect_reference,suspect_age
        R1,2021-01-05,34B,Y,Sefton,V1,20,S1,20
        R1,2021-01-05,34B,Y,Sefton,V2,30,S1,20
        R2,2021-01-06,8N,N,Wirral,V1,20,,
        R3,2021-02-06,49,N,Wirral,,,S1,20
        """,
}


@pytest.mark.parametrize("row", LAYOUTS)
def test_every_layout_of_a_flat_file_has_one_row_for_each_record(office: Office, row: str) -> None:
    (office.folder / "definitions/mappings").mkdir(parents=True)
    office.write(
        f"definitions/mappings/{row}s.yaml",
        f"id: {row}s\ntitle: Rows of {row}s\nsource: police\nrow: {row}\nby_name: yes\n",
    )
    office.write("flat.csv", LAYOUTS[row])
    rows = classified(office, "flat.csv", "--mapping", f"{row}s", "--areas", "merseyside", *MERSEYSIDE)
    assert [(each["reference"], each["clauses"], each["clauses_not_known"], each["area"]) for each in rows] == [
        ("R1", "A3 B5", "", "Sefton"),
        ("R2", "", "A5 A6", "Wirral"),
        ("R3", "", "", "Wirral"),
    ]
    victims = {"offence": "", "victim": "2", "suspect": "", "victim_suspect": "2"}
    ages = {"offence": "20", "victim": "", "suspect": "", "victim_suspect": ""}
    assert (rows[0]["victims"], rows[0]["victim_age_lo"]) == (victims[row], ages[row])
    # A row of victims says nothing of how many suspects there are.
    assert rows[0]["suspects"] == {"offence": "", "victim": "", "suspect": "2", "victim_suspect": "1"}[row]


def test_a_row_that_is_a_count_of_several_is_no_record(office: Office) -> None:
    office.write("counts.csv", "recorded_date,offence_class,count\n2021-01-05,34B,12\n")
    before = {path.name for path in office.folder.iterdir()}
    code, out, err = office.run("classify", "counts.csv", "--mapping", "standard", "--out", "out.csv")
    assert (code, out) == (2, "")
    assert "a row of this extract is a count of several offences, which are not told apart" in err
    assert {path.name for path in office.folder.iterdir()} == before


@pytest.mark.parametrize("row", ["victim", "offence"])
def test_rows_that_disagree_are_one_record_that_meets_the_clauses_of_any_of_them(office: Office, row: str) -> None:
    """What they disagree on is not known in its own column; the answer is that of each row, and any yes is enough."""
    (office.folder / "definitions/mappings").mkdir(parents=True)
    office.write("definitions/mappings/own.yaml", f"id: own\ntitle: Own\nsource: police\nrow: {row}\nby_name: yes\n")
    lines = ["O1,2021-01-05,1,N,Wirral", "O1,2021-01-05,34B,Y,Wirral", "O2,2021-01-06,39,N,Wirral"]
    for order in (lines, lines[::-1]):
        office.write("own.csv", "\n".join(["reference,recorded_date,offence_class,knife,area", *order]) + "\n")
        rows = {each["reference"]: each for each in classified(office, "own.csv", "--mapping", "own", *MERSEYSIDE)}
        assert sorted(rows) == ["O1", "O2"]
        assert (rows["O1"]["offence_class"], rows["O1"]["knife"]) == ("not known", "not known")
        assert (rows["O1"]["answer"], rows["O1"]["clauses"], rows["O2"]["answer"]) == ("yes", "A3 B1 B5", "no")


def test_linked_files_may_come_without_people(office: Office) -> None:
    whole = classified(office, "--project", "svtool.yaml")
    text = (office.folder / "svtool.yaml").read_text()
    office.write("svtool.yaml", "".join(line for line in text.splitlines(True) if "victims:" not in line))
    rows = classified(office, "--project", "svtool.yaml")
    assert [row["clauses"] for row in rows] == [row["clauses"] for row in whole]
    assert (rows[0]["victims"], rows[0]["victim_age_lo"], rows[0]["suspects"]) == ("", "", "1")


def test_reviews_of_the_project_are_settled_first(office: Office) -> None:
    office.review("police,,P2,,knife,yes")
    rows = classified(office, "--project", "svtool.yaml")
    assert (rows[1]["knife"], rows[1]["clauses"]) == ("yes", "A3 B5")
    assert "(1 reviewed)" in office.run("classify", "--project", "svtool.yaml", "--out", "out.csv")[2]


@pytest.mark.parametrize("start", ["=", "+", "@", "-"])
def test_a_cell_like_a_formula_stays_text(office: Office, start: str) -> None:
    office.write("offences.csv", f"reference,recorded_date,offence_class\n{start}1+1,2021-01-05,34B\n")
    rows = classified(office, "offences.csv", "--mapping", "standard")
    assert rows[0]["reference"] == f"'{start}1+1"


def test_synthetic_records_say_so(office: Office) -> None:
    office.write("svtool.yaml", (office.folder / "svtool.yaml").read_text() + "synthetic: yes\n")
    assert classified(office, "--project", "svtool.yaml")[0]["notes"].startswith("SYNTHETIC")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--project", "svtool.yaml", "--out", "out.xlsx"], "ends neither in .csv nor in .parquet"),
        (["offences.csv", "--mapping", "standard", "--out", "offences.csv"], "is a file that is read"),
        (["--project", "svtool.yaml", "--out", "victims.csv"], "is a file that is read"),
        (["offences.csv", "--out", "out.csv"], "add --mapping ID"),
        (["--out", "out.csv"], "nothing to classify"),
        (["--project", "svtool.yaml", "--mapping", "standard", "--out", "out.csv"], "--mapping says how one extract"),
        (["--project", "svtool.yaml", "--source", "fire", "--out", "out.csv"], "--source fire"),
        (["--project", "svtool.yaml", "--source", "ed", "--out", "out.csv"], "merseyside is about police, not ed"),
        (["--project", "svtool.yaml", "--out", "nowhere/out.csv"], "--out nowhere"),
    ],
)
def test_what_can_not_be_classified(office: Office, arguments: list[str], said: str) -> None:
    before = {path.name: path.read_bytes() for path in office.folder.iterdir()}
    code, out, err = office.run("classify", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert {path.name: path.read_bytes() for path in office.folder.iterdir()} == before


def test_without_a_definition_the_records_are_written_and_no_clause_is_asked(office: Office) -> None:
    project = office.folder / "svtool.yaml"
    lines = [line for line in project.read_text(encoding="utf-8").splitlines() if not line.startswith("definition:")]
    project.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = classified(office, "--project", "svtool.yaml")
    assert {(row["definition"], row["answer"], row["clauses"], row["fields_not_known"]) for row in rows} == {
        ("", "", "", "")
    }
    assert "offence_class" in rows[0]
    err = office.run("classify", "--project", "svtool.yaml", "--out", "out.csv")[2]
    assert "written: 6\n" in err
    assert (
        "expected duty_statutory, home_office_strategy, london, "
        "merseyside, merseyside_duty or west_mercia. Name one with --definition" in err
    )
