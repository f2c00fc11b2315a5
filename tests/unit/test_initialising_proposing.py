"""What a proposed mapping says: fields by name and value, open questions, and no values of records."""

import csv
from pathlib import Path

import pytest

from svtool.commands.init import plan_project
from svtool.proposal.decisions import Ask, Decision, decide_later
from svtool.proposal.project_plan import Plan
from svtool.schema.library import Library
from svtool.schema.mappings import Mapping

CRIME = ["Crime Number", "Date Recorded", "HO Class"]


def write(folder: Path, name: str, header: list[str], rows: list[list[str]]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


def crimes(extra: list[list[str]], date: str = "13/02/2021") -> list[list[str]]:
    return [[f"C{i}", date, "34B", *cells] for i, cells in enumerate(extra)]


def plan(folder: Path) -> Plan:
    return plan_project(folder)


def mapping_text(found: Plan, ask: Ask = decide_later) -> str:
    return next(text for path, text in found.texts(ask).items() if path.parent.name == "mappings")


def answering(**answers: str) -> Ask:
    """Answer by the first letters of what is asked about, as a person on a terminal would."""
    return lambda _, decision: next(
        (v for k, v in answers.items() if decision.about.startswith(k.replace("_", " "))), None
    )


def written_mapping(folder: Path, found: Plan, ask: Ask = decide_later) -> Mapping:
    for path, text in found.texts(ask).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Library(folder).mapping("crimes")


def test_fields_are_found_by_usual_names_and_the_reason_stands_above(tmp_path: Path) -> None:
    write(tmp_path, "crimes_2021.csv", [*CRIME, "Knife Crime"], crimes([["Y"], ["N"], ["N"]]))
    found = plan(tmp_path)
    text = mapping_text(found)
    assert "# a usual name for recorded date; 100% are dates written DD/MM/YYYY, 3 can be nothing else" in text
    mapping = written_mapping(tmp_path, found)
    assert (mapping.source, mapping.row) == ("police", "offence")
    assert mapping.columns["recorded_date"].format == ("DD/MM/YYYY",)
    assert mapping.columns["offence_class"].headers == ("HO Class",)
    assert mapping.columns["knife"].values == {"Y": "yes", "N": "no"}


@pytest.mark.parametrize("header", ["UPRN", "Location ID", "Premises Ref"])
def test_the_number_of_a_location_is_the_reference_of_a_place(tmp_path: Path, header: str) -> None:
    cells = [[f"{100 + number % 2}"] for number in range(30)]
    write(tmp_path, "crimes_2021.csv", [*CRIME, header], crimes(cells))
    column = written_mapping(tmp_path, plan(tmp_path)).columns["place_reference"]
    assert (column.headers, column.within) == ((header,), "file")


def test_an_unproven_day_and_month_is_a_decision(tmp_path: Path) -> None:
    write(tmp_path, "crimes.csv", CRIME, crimes([[], []], date="03/02/2021"))
    assert '    format: "TO DECIDE (DD/MM/YYYY or MM/DD/YYYY): ' in mapping_text(plan(tmp_path))


def test_a_blank_flag_is_a_decision_and_a_flag_without_blanks_is_none(tmp_path: Path) -> None:
    rows = crimes([["Y", "Y"], ["", "N"], ["", "N"]])
    write(tmp_path, "crimes.csv", [*CRIME, "Knife", "DA Flag"], rows)
    text = mapping_text(plan(tmp_path))
    assert text.count("blank: ") == 1
    assert '"TO DECIDE (no or unknown): 2 cells of Knife are blank' in text


def test_words_of_a_flag_that_nobody_knows_are_decisions(tmp_path: Path) -> None:
    write(tmp_path, "crimes.csv", [*CRIME, "Knife"], crimes([["K"]] * 3 + [["Z"]] * 3))
    text = mapping_text(plan(tmp_path))
    assert '      K: "TO DECIDE (yes, no or unknown): what K says of knife or sharp instrument flag"' in text


def test_words_in_fewer_than_three_records_are_never_written(tmp_path: Path) -> None:
    write(tmp_path, "crimes.csv", [*CRIME, "Knife"], crimes([["Y"], ["told by Q. Quill"], ["told by Q. Quill"]]))
    found = plan(tmp_path)
    assert not any("Quill" in text for text in found.texts(decide_later).values())
    assert "1 rarer words are not written here" in " ".join(mapping_text(found).replace("#", "").split())


def test_columns_that_no_field_needs_are_named_but_not_read(tmp_path: Path) -> None:
    write(tmp_path, "crimes.csv", [*CRIME, "Officer Name"], crimes([["Q. Quill"], ["R. Quill"]]))
    text = mapping_text(plan(tmp_path))
    assert "# Officer Name: 2 different texts, not shown, for they may name people; never blank." in text
    assert "Quill" not in text


def test_codes_say_what_they_are_whatever_the_column_is_called(tmp_path: Path) -> None:
    rows = [[f"C{i}", "13/02/2021", code] for i, code in enumerate(["34B", "8N", "10D", "1"])]
    write(tmp_path, "crimes.csv", ["Crime Number", "Date Recorded", "X7"], rows)
    text = mapping_text(plan(tmp_path))
    assert "# its name does not say so; its values are classes of the offence catalogue" in text
    assert "Confidence: low." in text


def test_home_office_codes_under_the_name_offence_code_are_sub_codes(tmp_path: Path) -> None:
    rows = [[f"C{i}", "13/02/2021", "008/06"] for i in range(3)]
    write(tmp_path, "crimes.csv", ["Crime Number", "Date Recorded", "HO Offence Code"], rows)
    assert "  offence_subcode: HO Offence Code" in mapping_text(plan(tmp_path))


def test_repeated_references_leave_open_what_a_row_is(tmp_path: Path) -> None:
    rows = [[f"C{i // 2}", "13/02/2021", "34B", "30"] for i in range(10)]
    write(tmp_path, "crimes.csv", [*CRIME, "Victim Age"], rows)
    assert 'row: "TO DECIDE (offence, victim or victim_suspect): references repeat' in mapping_text(plan(tmp_path))


def test_a_date_that_no_name_says_is_a_decision(tmp_path: Path) -> None:
    write(tmp_path, "crimes.csv", ["Crime Number", "D1", "HO Class", "Knife Flag"], crimes([["Y"], ["N"]]))
    text = mapping_text(plan(tmp_path))
    assert '    column: "TO DECIDE (D1 or a column by another name): which column is the recorded date; ' in text


def test_attendances_without_an_assault_column_are_a_decision(tmp_path: Path) -> None:
    rows = [[str(i), "2021-02-13", "Knife", "30"] for i in range(4)]
    write(tmp_path, "ed.csv", ["Attendance Number", "Arrival Date", "Weapon", "Age"], rows)
    text = mapping_text(plan(tmp_path))
    assert '    constant: "TO DECIDE (yes or unknown): no column says which attendances were assaults' in text


def test_answers_on_a_terminal_are_written_in_place(tmp_path: Path) -> None:
    write(tmp_path, "crimes.csv", [*CRIME, "Knife"], crimes([["Y"], [""]], date="03/02/2021"))
    found = plan(tmp_path)
    answers = answering(how="DD/MM/YYYY", a_blank="no")
    assert "TO DECIDE (" not in mapping_text(found, answers)
    assert written_mapping(tmp_path, found, answers).columns["knife"].blank == "no"


def test_files_of_victims_beside_make_offences_a_linked_part(tmp_path: Path) -> None:
    write(tmp_path, "crimes.csv", CRIME, crimes([[], []]))
    write(tmp_path, "victims.csv", ["Crime Number", "Victim Age", "Victim Sex"], [["C0", "30", "F"], ["C1", "31", "M"]])
    found = plan(tmp_path)
    assert {(layout.source, layout.row) for layout in found.recognised} == {
        ("police", "offences"),
        ("police", "victims"),
    }
    assert "    victims:\n" in found.texts(decide_later)[tmp_path / "svtool.yaml"]


def test_victims_without_offences_are_left_out_and_said(tmp_path: Path) -> None:
    write(tmp_path, "victims.csv", ["Crime Number", "Victim Age", "Victim Sex"], [["C0", "30", "F"], ["C1", "31", "M"]])
    write(
        tmp_path, "fire.csv", ["reference", "recorded_date", "motive", "area"], [["1", "2021-01-01", "deliberate", ""]]
    )
    found = plan(tmp_path)
    assert list(found.set_aside) == ["victims.csv"]
    assert "need files of offences beside them" in found.texts(decide_later)[tmp_path / "svtool.yaml"]


def test_a_standard_layout_with_other_dates_gets_a_mapping_of_its_own(tmp_path: Path) -> None:
    rows = [[str(i), "13/02/2021", "deliberate", ""] for i in range(3)]
    write(tmp_path, "fire.csv", ["reference", "recorded_date", "motive", "area"], rows)
    found = plan(tmp_path)
    assert "standard has these columns, but 100% of recorded_date is not a date written YYYY-MM-DD" in " ".join(
        found.recognised[0].reasons
    )
    assert "    format: DD/MM/YYYY" in mapping_text(found)


def test_a_shipped_mapping_is_not_trusted_with_an_unproven_order(tmp_path: Path) -> None:
    header = ["Attendance Number", "Hospital Site", "Arrival Date", "Attendance Reason", "Assault Weapon", "Age", "Sex"]
    row = ["1", "A", "03/02/2021", "Assault", "Knife", "30", "Male", "Wirral"]
    write(tmp_path, "ed.csv", [*header, "Local Authority of Residence"], [row])
    found = plan(tmp_path)
    assert found.recognised[0].proposal is not None
    assert "do not prove whether the day or the month comes first" in found.recognised[0].reasons[0]


@pytest.mark.parametrize("options", [("a",), ("a", "b", "c")])
def test_a_decision_says_its_options(options: tuple[str, ...]) -> None:
    text = Decision("x", options, "why").undecided()
    assert text.startswith("TO DECIDE (a")
    assert text.endswith("): why")
