"""What `svtool init` says of a table that no mapping fits: every column, what it holds, and what it may be."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from svtool.commands.init import plan_project
from svtool.proposal.decisions import decide_later

Rows = list[list[str]]


def mapping_of(folder: Path, name: str, header: list[str], rows: Rows) -> str:
    """Return the mapping that is written for a file."""
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    plan = plan_project(folder, force=True)
    return next(text for path, text in plan.texts(decide_later).items() if path.parent.name == "mappings")


def fires(*columns: list[str]) -> Rows:
    rows = range(len(columns[0]))
    return [[f"F{i}", f"{1 + i % 28:02}/03/2021", *(column[i] for column in columns)] for i in rows]


FIRE = ["Incident Number", "Date of Call"]


@pytest.mark.parametrize(
    ("name", "texts", "said"),
    [
        ("Appliance", ["P1", "P2"] * 10, "Appliance: 2 values: P1 10, P2 10; never blank."),
        ("Appliance", ["P1"] * 6 + [""] * 14, "Appliance: 1 value: P1 6; 30% filled."),
        ("Time of Mobilising", [f"{i}:05:00" for i in range(20)], "Time of Mobilising: times of day; never blank."),
        ("Pumps", [str(i * 7) for i in range(20)], "Pumps: numbers; never blank."),
        ("Stop Date", [f"{1 + i:02}.03.2021" for i in range(20)], "Stop Date: dates written DD.MM.YYYY; never blank."),
        ("Crew Code", [f"crew {i}" for i in range(20)], "Crew Code: 20 different texts, none repeats; never blank."),
        ("Spare", [""] * 20, "Spare: blank in every record."),
    ],
)
def test_every_column_that_is_not_read_is_listed_with_its_shape_and_fill(
    tmp_path: Path, name: str, texts: list[str], said: str
) -> None:
    text = mapping_of(tmp_path, "fire.csv", [*FIRE, "Motive", name], fires(["Accidental"] * 20, texts))
    assert f"  # {said}" in text


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("Officer in Charge", ["Quill", "Zed"]), ("Attended by", ["Quill", "Zed"]), ("Watch", ["J. Quill", "A Zed"]),
        ("Commander", ["Quill, J", "Zed, A"]), ("Crew", ["PC 12 Quill", "PS 3 Zed"]), ("Street", ["Quill", "Zed"]),
        ("Site Notes", ["Quill", "Zed"]), ("OwnerName", ["Quill", "Zed"]), ("Station Ground", ["Quill", "Zed"]),
    ],
)  # fmt: skip
def test_texts_that_may_be_of_people_or_places_or_free_are_never_listed(
    tmp_path: Path, name: str, texts: list[str]
) -> None:
    text = mapping_of(tmp_path, "fire.csv", [*FIRE, "Motive", name], fires(["Accidental"] * 20, texts * 10))
    assert f"  # {name}: 2 different texts, not shown" in text
    assert "Quill" not in text


def test_a_word_of_few_records_is_counted_and_not_listed(tmp_path: Path) -> None:
    texts = ["P1"] * 40 + ["Quill"] * 2
    text = mapping_of(tmp_path, "fire.csv", [*FIRE, "Motive", "Unit"], fires(["Accidental"] * 42, texts))
    assert "Unit: 2 values: P1 40 and 1 other;" in text


def test_a_column_whose_name_may_say_a_field_has_a_line_that_wants_its_sign_taken_away(tmp_path: Path) -> None:
    header = ["Crime Number", "Date Recorded", "HO Class", "Age"]
    rows = [[f"C{i}", "13/02/2021", "34B", "20"] for i in range(9)]
    text = mapping_of(tmp_path, "crimes.csv", header, rows)
    assert "  # Age: ages; never blank. It may be victim_age or suspect_age.\n  #victim_age: Age\n" in text
    assert "\n  victim_age:" not in text


def test_a_sex_that_may_be_the_victims_or_the_suspects_is_read_as_neither(tmp_path: Path) -> None:
    header = ["Crime Number", "Date Recorded", "HO Class", "Sex"]
    text = mapping_of(tmp_path, "crimes.csv", header, [[f"C{i}", "13/02/2021", "34B", "FM"[i % 2]] for i in range(9)])
    assert "It may be victim_sex or suspect_sex.\n  #victim_sex:\n  #  column: Sex\n" in text
    assert "\n  victim_sex:" not in text
    assert "\n  suspect_sex:" not in text


def test_in_a_file_of_victims_an_age_is_the_victims(tmp_path: Path) -> None:
    header = ["Crime Number", "Date Recorded", "HO Class", "Age"]
    rows = [[f"C{i}", "13/02/2021", "34B", "20"] for i in range(9)]
    assert "\n  victim_age: Age\n" in mapping_of(tmp_path, "victims_of_crimes.csv", header, rows)


def test_a_status_is_read_and_what_nobody_knows_of_it_is_one_decision(tmp_path: Path) -> None:
    header = ["Crime Number", "Date Recorded", "HO Class", "Crime Status"]
    words = ["Cancelled - error", "Crimed", "Filed", "Zapped", "Zipped"]
    rows = [[f"C{i}", "13/02/2021", "34B", words[i % 5]] for i in range(50)]
    text = mapping_of(tmp_path, "crimes.csv", header, rows)
    assert "      Cancelled - error: cancelled\n      Crimed: recorded\n      Filed: recorded\n" in text
    assert "what Zapped and Zipped mean; list those under values that differ" in text
    assert text.count("TO DECIDE (") == 1


def test_flags_that_a_cell_lists_are_read_from_it_each_with_its_own_words(tmp_path: Path) -> None:
    header = ["Crime Number", "Date Recorded", "HO Class", "Qualifiers"]
    cells = ["Knife;Domestic abuse", "DV", "Alcohol", "Seaside", ""]
    rows = [[f"C{i}", "13/02/2021", "34B", cells[i % 5]] for i in range(50)]
    text = mapping_of(tmp_path, "crimes.csv", header, rows)
    assert "  knife:\n    column: Qualifiers\n    contains: [Knife]\n    blank:" in text
    assert "  domestic_abuse:\n    column: Qualifiers\n    contains: [DV, Domestic abuse]\n" in text
    assert "  alcohol:\n    column: Qualifiers\n    contains: [Alcohol]\n" in text
    assert "seaside" not in text.casefold()


def test_a_word_among_the_reasons_says_which_attendances_were_assaults(tmp_path: Path) -> None:
    header = ["Attendance ID", "Arrival Date", "Injury Kind", "Age"]
    rows = [[f"A{i}", "13/02/2021", ["Assault", "Fall", "Sport"][i % 3], "20"] for i in range(30)]
    text = mapping_of(tmp_path, "ed.csv", header, rows)
    assert "  assault:\n    column: Injury Kind\n    values:\n      Assault: yes\n" in text
    assert "what the words Fall, Sport mean; list them under values where they differ (no is proposed)" in text


def test_that_a_weapon_is_ticked_says_nothing_of_a_knife_and_that_it_was_one_does(tmp_path: Path) -> None:
    header = ["Crime Number", "Date Recorded", "HO Class", "Weapon Used"]
    ticked = [[f"C{i}", "13/02/2021", "34B", "YN"[i % 2]] for i in range(30)]
    assert "\n  knife:" not in mapping_of(tmp_path, "crimes.csv", header, ticked)
    named = [[f"C{i}", "13/02/2021", "34B", ["Knife", "Fist"][i % 2]] for i in range(30)]
    assert "\n  knife:\n    column: Weapon Used\n" in mapping_of(tmp_path, "crimes.csv", header, named)


def test_a_category_of_which_some_words_are_of_another_field_is_read_for_both(tmp_path: Path) -> None:
    words = ["Primary Fire", "Secondary Fire", "False Alarm"] * 10
    text = mapping_of(tmp_path, "fire.csv", [*FIRE, "Motive", "Incident Category"], fires(["Accidental"] * 30, words))
    assert "      Primary Fire: fire\n" in text
    assert "      Primary Fire: primary\n      Secondary Fire: secondary\n    otherwise: unknown\n" in text


def test_day_month_and_year_in_three_columns_are_one_date(tmp_path: Path) -> None:
    header = ["Incident Number", "Day", "Month", "Year", "Motive"]
    rows = [[f"F{i}", str(1 + i), "7", "2021", "Accidental"] for i in range(20)]
    text = mapping_of(tmp_path, "fire.csv", header, rows)
    assert "    columns: [Day, Month, Year]\n    format: DD MM YYYY\n" in text


def test_a_number_that_crimes_share_is_no_reference_of_a_crime(tmp_path: Path) -> None:
    header = ["Incident Number", "Date Recorded", "HO Class"]
    rows = [[f"I{i // 2}", "13/02/2021", "34B"] for i in range(20)]
    text = mapping_of(tmp_path, "crimes.csv", header, rows)
    assert "\n  reference:" not in text
    assert "It may be reference" in text


@pytest.mark.parametrize(
    "lines",
    ["1,13/02/2021,Wirral\n2,14/02/2021,Wirral\n", "Quill,Assault,Wirral\nZed,Assault,Wirral\nZed,Theft,Quill\n"],
)
def test_a_first_line_that_is_a_record_is_named_nowhere(tmp_path: Path, lines: str) -> None:
    (tmp_path / "fire.csv").write_text(lines, encoding="utf-8")
    (tmp_path / "irs.csv").write_text("reference,recorded_date,motive,area\n1,2021-01-01,accidental,Wirral\n")
    plan = plan_project(tmp_path)
    assert list(plan.set_aside) == ["fire.csv"]
    assert "its first line looks like a record" in plan.set_aside["fire.csv"]
    assert "Quill" not in "".join(plan.texts(decide_later).values())


def test_a_column_may_be_called_as_one_of_its_words_is(tmp_path: Path) -> None:
    header = ["Borough", "Year Recorded", "Domestic Abuse"]
    rows = [["Camden", "2021", "Domestic Abuse" if i % 2 else "Not Domestic Abuse"] for i in range(20)]
    assert "column: Domestic Abuse" in mapping_of(tmp_path, "homicide victims.csv", header, rows)
