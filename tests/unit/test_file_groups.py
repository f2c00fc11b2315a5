"""Several files of one source: whose they are, which were sent again, which are there twice. None is to be chosen."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from svtool.commands.init import plan_project
from svtool.proposal.decisions import decide_later
from svtool.schema.text_yaml import read_text_yaml

ED = ["Attendance Number", "Arrival Date", "Attendance Reason", "Age"]
CRIME = ["Crime Number", "Date Recorded", "HO Class"]


def write(folder: Path, name: str, header: list[str], rows: Iterable[list[str]]) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


def attendances(first: int, months: Iterable[int], age: int = 20, year: int = 2024) -> list[list[str]]:
    """Ten attendances a month, numbered from the first on, of patients of about one age."""
    days = [f"{day:02}/{month:02}/{year}" for month in months for day in range(13, 23)]
    return [[str(first + i), day, "Assault", str(age + i % 7)] for i, day in enumerate(days)]


def crimes(months: Iterable[int], revised: str = "34B", stamp: str = "") -> list[list[str]]:
    """Ten crimes a month, whose numbers are those of their days."""
    rows = [(month, day) for month in months for day in range(13, 23)]
    return [[f"C{month}{day}", f"{day}/{month:02}/2024", revised if day == 13 else "34B", *([stamp] * bool(stamp))]
            for month, day in rows]  # fmt: skip


def entries(folder: Path, source: str) -> list[dict[str, object]]:
    """Return the entries of a source in the project file that is proposed, open ones with `?`."""
    text = plan_project(folder).texts(decide_later)[folder / "svtool.yaml"]
    path = folder / "proposed.yaml"
    path.write_text(re.sub(r'"TO DECIDE[^"]*"', '"?"', text), encoding="utf-8")
    found = read_text_yaml(path).data["sources"][source]
    path.unlink()
    return found if isinstance(found, list) else [found]


def test_hospitals_with_one_layout_are_entries_with_their_suppliers(tmp_path: Path) -> None:
    write(tmp_path, "ed_royal_2024.csv", ED, attendances(1, range(1, 7)))
    write(tmp_path, "ED LGH assaults 2024.csv", ED, attendances(1, range(1, 7), age=30))
    found = entries(tmp_path, "ed")
    assert [(each["files"], each["supplier"]) for each in found] == [
        ("ED LGH assaults 2024.csv", "LGH"), ("ed_royal_2024.csv", "Royal"),
    ]  # fmt: skip


def test_hospitals_with_different_layouts_have_a_mapping_each(tmp_path: Path) -> None:
    write(tmp_path, "hospital_A.csv", ED, attendances(1, range(1, 7)))
    rows = [[*row, "M"] for row in attendances(1, range(1, 7), age=30)]
    write(tmp_path, "hospital_B.csv", [*ED, "Sex"], rows)
    found = entries(tmp_path, "ed")
    assert [each["supplier"] for each in found] == ["Hospital A", "Hospital B"]
    assert len({each["mapping"] for each in found}) == 2


def test_hospitals_stand_in_folders_of_their_names(tmp_path: Path) -> None:
    for hospital, age in (("royal", 20), ("general", 40)):
        for quarter in (1, 2):
            months = range(3 * quarter - 2, 3 * quarter + 1)
            write(tmp_path, f"{hospital}/ed_q{quarter}_2024.csv", ED, attendances(100 * quarter, months, age))
    found = entries(tmp_path, "ed")
    assert [(each["supplier"], each["files"]) for each in found] == [
        ("General", "general/ed_q*_2024.csv"), ("Royal", "royal/ed_q*_2024.csv"),
    ]  # fmt: skip


def test_where_names_do_not_tell_hospitals_apart_the_supplier_is_to_decide(tmp_path: Path) -> None:
    write(tmp_path, "ed_1.csv", ED, attendances(1, range(1, 7)))
    write(tmp_path, "ed_2.csv", [*ED, "Sex"], [[*row, "M"] for row in attendances(1, range(1, 7), age=30)])
    assert [each["supplier"] for each in entries(tmp_path, "ed")] == ["?", "?"]


def test_years_of_one_hospital_are_one_entry(tmp_path: Path) -> None:
    write(tmp_path, "ed_2023.csv", ED, attendances(1, range(1, 13), year=2023))
    write(tmp_path, "ed_2024.csv", ED, attendances(1, range(1, 13)))
    assert [set(each) & {"files", "supplier", "as_at"} for each in entries(tmp_path, "ed")] == [{"files"}]


def test_a_new_layout_from_some_day_on_is_no_other_hospital(tmp_path: Path) -> None:
    write(tmp_path, "ed_old_system.csv", ED, attendances(1, range(1, 7)))
    write(tmp_path, "ed_new_system.csv", [*ED, "Sex"], [[*row, "M"] for row in attendances(500, range(7, 13))])
    found = entries(tmp_path, "ed")
    assert len(found) == 2
    assert not any("supplier" in each for each in found)


@pytest.mark.parametrize(
    ("names", "days"),
    [
        (["crimes_2024-07-14.csv", "crimes_2024-10-14.csv"], ["2024-07-14", "2024-10-14"]),
        (["crimes Q1 2024-25.csv", "crimes Q2 2024-25.csv"], ["2024-06-30", "2024-09-30"]),
        (["crimes_asat_20240401.csv", "crimes_asat_20241014.csv"], ["?", "2024-10-14"]),  # it has records of June
        (["crimes_v1.csv", "crimes_v2.csv"], ["?", "?"]),
        (["crimes_2024.csv", "crimes_2024_refreshed.csv"], ["?", "?"]),  # one day for both orders nothing
    ],
)
def test_a_file_that_was_sent_again_is_an_entry_with_its_day(tmp_path: Path, names: list[str], days: list[str]) -> None:
    write(tmp_path, names[0], CRIME, crimes(range(1, 7)))
    write(tmp_path, names[1], CRIME, crimes(range(4, 10), revised="8N"))
    found = entries(tmp_path, "police")
    assert [each["files"] for each in found] == names
    assert [each["as_at"] for each in found] == days


def test_files_that_repeat_each_other_have_a_row_for_each_offence_all_the_same(tmp_path: Path) -> None:
    for name in ("crimes_2024-07-14.csv", "crimes_2024-08-14.csv"):
        rows = [[*row, "30"] for row in crimes(range(1, 7), revised="8N" if "08" in name else "34B")]
        write(tmp_path, name, [*CRIME, "Victim Age"], rows)
    texts = plan_project(tmp_path).texts(decide_later)
    assert any("\nrow: offence\n" in text for path, text in texts.items() if path.parent.name == "mappings")


def test_a_column_may_say_the_day_of_the_extract(tmp_path: Path) -> None:
    write(tmp_path, "crimes_a.csv", [*CRIME, "Extract Date"], crimes(range(1, 7), stamp="15/07/2024"))
    write(tmp_path, "crimes_b.csv", [*CRIME, "Extract Date"], crimes(range(1, 10), stamp="15/10/2024"))
    assert [each["as_at"] for each in entries(tmp_path, "police")] == ["2024-07-15", "2024-10-15"]


def test_the_same_numbers_of_other_crimes_are_no_second_edition(tmp_path: Path) -> None:
    write(tmp_path, "crimes_2023.csv", CRIME, crimes(range(1, 7)))
    other = [[row[0], row[1].replace("2024", "2022"), row[2]] for row in crimes(range(1, 7))]
    write(tmp_path, "crimes_2022.csv", CRIME, other)
    assert len(entries(tmp_path, "police")) == 1


def test_a_file_that_is_there_twice_counts_once_and_is_said(tmp_path: Path) -> None:
    write(tmp_path, "crimes_2024-07-14.csv", CRIME, crimes(range(1, 7)))
    write(tmp_path, "copy_of_crimes.csv", CRIME, crimes(range(1, 7)))
    assert [each["files"] for each in entries(tmp_path, "police")] == ["crimes_2024-07-14.csv"]
    assert "copy_of_crimes.csv" in plan_project(tmp_path).set_aside
