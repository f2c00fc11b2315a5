"""Headers: which row they are, and what their names give away."""

from __future__ import annotations

import pytest

from svtool.files.headers import check_unread_columns, find_header, fold_header
from svtool.files.not_records import is_not_a_record, totals_stated
from svtool.findings.finding import Level
from svtool.schema.project import ExtractEntry


def test_the_row_with_most_known_names_is_the_header() -> None:
    rows = [["age of our service", ""], ["Reference", "Age"], ["A1", "20"]]
    header = find_header(rows, ["reference", "age"])
    assert (header.names, header.first, header.end, header.known) == (["Reference", "Age"], 1, 2, 2)


def test_a_blank_cell_of_an_upper_row_belongs_to_the_name_at_its_left() -> None:
    rows = [["", "Victim", "", "Suspect", ""], ["Reference", "Age", "Sex", "Age", "Sex"]]
    header = find_header(rows, ["Reference", "Victim Age", "Victim Sex", "Suspect Age", "Suspect Sex"])
    assert header.names == ["Reference", "Victim Age", "Victim Sex", "Suspect Age", "Suspect Sex"]
    assert header.rows == 2


FIRES = [
    ["IncidentNo", "TimeOfCall", "FireType", "Motive", "DistrictName"],
    ["F0", "04 Oct 2023", "Secondary", "Not known", "Fenland"],
    ["F1", "06 Jan 2024", "Primary", "Accidental", "Fenland"],
    ["F2", "02 Oct 2023", "Secondary", "Deliberate", "Peterborough"],
    ["", "", "Primary", "Deliberate", "Cambridge"],
]


def test_values_that_columns_are_called_by_are_no_header_below_a_line_of_names() -> None:
    header = find_header(FIRES, ["Primary/Secondary", "Accidental/Deliberate", "Primary", "Deliberate"])
    assert (header.names, header.first, header.rows, header.records_above) == (FIRES[0], 0, 1, 0)


def test_one_reference_shows_that_a_line_of_words_is_a_record() -> None:
    names = ["Serial", "Kind", "Weapon", "Place"]
    rows = [names, ["Q011", "Robbery", "Knife", "Age"], ["Q028", "Arson", "Sex", "Sefton"]]
    assert find_header(rows, ["Knife", "Age", "Sex", "Arson"]).names == names


def test_records_above_a_header_are_counted() -> None:
    header = find_header([*FIRES[1:3], FIRES[0], FIRES[3]], ["IncidentNo", "Motive"])
    assert (header.first, header.records_above) == (2, 2)


def test_titles_and_days_of_an_extract_above_a_header_are_no_records() -> None:
    above = [["Deliberate fires", ""], ["Drawn on", "01/02/2024"], ["From", "01/04/2023"]]
    header = find_header([*above, ["Month", "Fires"], ["2023-04", "12"], ["2023-05", "19"]], ["Month", "Fires"])
    assert (header.first, header.names, header.records_above) == (3, ["Month", "Fires"], 0)


def test_a_line_of_names_that_machines_read_may_stand_below_one_for_people() -> None:
    rows = [
        ["Number of the crime", "Day", "Where"],
        ["crime_ref", "rec_date", "area"],
        ["1/24", "2024-01-02", "Wirral"],
    ]
    assert find_header(rows, ["crime_ref", "rec_date", "area"]).first == 1


def test_a_record_too_wide_is_no_header_where_no_name_is_known() -> None:
    wide = ["F3", "05 Oct 2023", "Secondary", "Not known", "a", "b", "c", "d", "e"]
    assert find_header([*FIRES[:3], wide, *FIRES[3:]], []).names == FIRES[0]


@pytest.mark.parametrize(
    ("written", "after_r"),
    [
        ("Crime ID", "Crime.ID"), ("LSOA code", "LSOA.code"), ("Age (years)", "Age..years."), ("A&E site", "A.E.site"),
        ("Accidental/Deliberate", "Accidental.Deliberate"), ("Knife?", "Knife."), ("crime_id", "CRIME-ID"),
    ],
)  # fmt: skip
def test_a_name_is_the_same_after_r_has_put_dots_into_it(written: str, after_r: str) -> None:
    assert fold_header(written) == fold_header(after_r)


def test_a_sign_that_changes_what_a_column_holds_stays() -> None:
    assert len({fold_header(each) for each in ("Offences", "Offences %", "Offences £", "Offences #")}) == 4


def test_columns_that_look_personal_are_errors_unless_the_mapping_reads_them() -> None:
    words = "Pt Name is not needed and looks personal (not loaded): remove it before the extract is sent"
    assert check_unread_columns(["reference", "Pt Name"], {0}) == [("P01", words, "Pt Name", None)]
    assert check_unread_columns(["reference", "Pt Name"], {0, 1}) == []


def test_columns_that_may_be_personal_are_warnings() -> None:
    words = "Contact is not needed and may be personal (not loaded): remove it if it names or numbers people"
    assert check_unread_columns(["reference", "Contact"], {0}) == [("P01", words, "Contact", Level.WARNING)]


def test_unnamed_and_repeated_columns_are_remarked() -> None:
    found = check_unread_columns(["reference", "", "Note", "note", ""], {0})
    assert [(kind, str(words), name) for kind, words, name, _ in found] == [
        ("H07", "2 columns have no name", ""),
        ("H07", "Note stands 2 times (columns 3 and 4)", "Note"),
    ]


def test_as_many_columns_as_an_old_sheet_has_are_an_error() -> None:
    words = "255 columns are a spreadsheet's limit: the extract is probably cut. Export it whole"
    assert check_unread_columns([f"c{n}" for n in range(255)], set(range(255))) == [("F12", words, "", None)]


@pytest.mark.parametrize(
    ("cells", "totals"),
    [
        (["Total", "19,179"], [19_179]),
        (["Total", "", "19179", "12"], [19_179, 12]),
        (["Grand total: 1,204"], [1_204]),
        (["Subtotal", "12"], []),
        (["A1", "19,179"], []),
        ([], []),
    ],
)
def test_the_numbers_that_a_total_row_states(cells: list[str], totals: list[int]) -> None:
    assert totals_stated(cells) == totals


@pytest.mark.parametrize("cells", [["Total", "1", "2", "3"], ["Total assault", "x"], ["Official visit"], ["Count"]])
def test_rows_that_are_records(cells: list[str]) -> None:
    assert not is_not_a_record(cells)


def test_the_epoch_of_a_project_file_is_a_number() -> None:
    assert ExtractEntry.model_validate({"files": "x.xlsx", "epoch": "1904"}).epoch == 1904


def test_a_date_of_birth_gives_way_to_ages() -> None:
    (found,) = check_unread_columns(["reference", "DOB"], {0})
    assert found[0] == "P01" and "send ages in whole years in its place" in str(found[1])
