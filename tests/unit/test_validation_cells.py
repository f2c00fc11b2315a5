"""Cells that were not understood, or only after they were tidied: each told once per column, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked_file import Checked, check

from svtool.findings.finding import Level
from svtool.schema.library import Library
from svtool.validation.named_texts import listed_words, name_changed, name_code, name_title, name_word

COLUMNS = {"Date": "recorded_date", "Class": "offence_class"}


def classes(folder: Path, *codes: str) -> Checked:
    """Check a file with one class per record."""
    return check(folder, COLUMNS, [["2024-04-05", code] for code in codes])


def with_field(folder: Path, said: str, *texts: str, areas: str = "merseyside", entry: str = "") -> Checked:
    """Check a file with one cell of a field per record."""
    rows = [["2024-04-05", "8N", text] for text in texts]
    return check(folder, COLUMNS | {"It": said}, rows, areas=areas, entry=entry)


def test_codes_are_folded_without_loss_and_counted(tmp_path: Path) -> None:
    found = classes(tmp_path, "8N", "8n", " 8N", "08N", "8.N", "8 N", "4.10")
    assert found.kinds == ["V32"]
    assert found.one("V32").message == (
        "5 cells of Class understood all the same, apart from capitals or small letters (1), blanks (2), leading zeros "
        "(1) and punctuation (1)"
    )
    assert found.one("V32").records == (3, 4, 5)


def test_an_unknown_code_is_held_with_its_candidates(tmp_path: Path) -> None:
    """S39 is never 39: the candidate is named, and nobody applies it."""
    found = classes(tmp_path, "8N", "S39", "S39", "34", "9Z").one("V21")
    assert found.message == (
        "4 cells of Class: a code that the catalogue does not have: S39, perhaps 39 (2), 34, perhaps 34A or 34B (1) "
        "and 9Z (1)"
    )
    assert (found.count, found.records, found.level) == (4, (3, 4, 5, 6), Level.ERROR)


def test_sub_codes_in_the_column_of_classes_are_mended_by_naming_the_field(tmp_path: Path) -> None:
    found = classes(tmp_path, "008/06", "8/6", "008/01").one("V21")
    assert found.remedy == 'The column holds Home Office sub-codes: --source police --map "Class=offence_subcode".'


def test_classes_in_the_column_of_sub_codes_are_mended_by_naming_the_field(tmp_path: Path) -> None:
    found = check(tmp_path, {"Date": "recorded_date", "Code": "offence_subcode"}, [["2024-04-05", "8N"]]).one("V21")
    assert found.remedy == 'The column holds classes: --source police --map "Code=offence_class".'


def test_codes_that_a_spreadsheet_changed_are_named_with_what_stood_there(tmp_path: Path) -> None:
    found = classes(tmp_path, "44062", "44062", "5.00E+00", "8N").one("V22")
    assert found.message == (
        "3 cells of Class: 44062 is probably 19/8, Rape of a female aged 16 or over (2) and 5.00E+00 is probably 5E, "
        "Endangering life (1)"
    )
    assert (found.count, found.remedy) == (3, "Export the column as text.")


def test_a_whole_date_in_place_of_a_code_is_not_shown(tmp_path: Path) -> None:
    found = classes(tmp_path, "2020-08-19").one("V22")
    assert "19/8" in found.message
    assert "2020" not in found.message


def test_what_looks_like_a_reference_or_a_name_in_a_column_of_codes_is_not_shown(tmp_path: Path) -> None:
    found = classes(tmp_path, "SYN/0000005/18", "Somebody Else", "9Z").one("V21")
    assert found.message.endswith("9Z (1) and others (2)")


def test_a_sub_code_that_no_list_has_leaves_the_offence_open(tmp_path: Path) -> None:
    columns = {"Date": "recorded_date", "Class": "offence_class", "Code": "offence_subcode"}
    rows = [["2024-04-05", "", "199/99"], ["2024-04-05", "8N", "199/99"], ["2024-04-05", "", ""]]
    found, beside = check(tmp_path, columns, rows).findings["V21"]
    assert (found.count, found.records) == (1, (2,))
    assert found.message.endswith("that no list has, so that their offence is not known: 199/99 (1)")
    assert (beside.count, beside.records, beside.level) == (1, (3,), Level.NOTE)


def test_a_sub_code_that_no_list_has_is_noted_beside_the_class_that_tells_the_offence(tmp_path: Path) -> None:
    columns = {"Date": "recorded_date", "Class": "offence_class", "Code": "offence_subcode"}
    pairs = [
        ("8N", "999/99"),
        ("5D", "999/99"),
        ("8N", "008/06"),
        ("8N", "008/97"),
        ("10D", "008/26"),
        ("8N", ""),
        ("", ""),
    ]
    found = check(tmp_path, columns, [["2024-04-05", *pair] for pair in pairs]).one("V21")
    assert (found.level, found.count, found.records, found.field) == (Level.NOTE, 2, (2, 3), "offence_subcode")
    assert found.message == (
        "2 records have a sub-code of another number than its class that no list has, so that only the class tells the "
        "offence: 999/99 (2)"
    )


def test_a_title_that_no_list_has_is_noted_beside_the_class_and_named_only_by_words_of_titles(tmp_path: Path) -> None:
    columns = {"Date": "recorded_date", "Class": "offence_class", "Offence": "offence_title"}
    titles = ["Common assault", "Common assault", "Smith of High Street", "Stalking", "Homicide"]
    rows = [["2024-04-05", "1" if title == "Homicide" else "8Q", title] for title in titles]
    found = check(tmp_path, columns, rows).one("V21")
    assert (found.level, found.count, found.field) == (Level.NOTE, 3, "offence_title")
    assert "Common assault (2)" in found.message
    assert "Smith" not in found.message


def test_sub_codes_of_a_known_class_number_are_no_fault(tmp_path: Path) -> None:
    columns = {"Date": "recorded_date", "Code": "offence_subcode"}
    codes = ["049/10", "028/03", "149/00", "092/30", "053/33", "106/01"]
    assert check(tmp_path, columns, [["2024-04-05", code] for code in codes]).kinds == []


def test_titles_that_tell_no_offence_are_named_with_their_counts(tmp_path: Path) -> None:
    columns = {"Date": "recorded_date", "Offence": "offence_title"}
    titles = ["Motor theft", "Robbery of a vehicle", "Robbery of a vehicle", "Homicide", "Smith", "High Street 12"]
    found = check(tmp_path, columns, [["2024-04-05", title] for title in titles]).one("V21")
    assert found.message == (
        "5 records have a code or title that no list has, so that their offence is not known: "
        "Robbery of a vehicle (2), Motor theft (1) and others (2)"
    )


def test_a_title_is_named_only_where_all_of_its_words_are_of_offences(library: Library) -> None:
    catalogue = library.catalogue
    assert name_title("Robbery of a vehicle", catalogue) == "Robbery of a vehicle"
    assert name_title("Theft from Smith", catalogue) is None
    assert name_title("Jane Smith", catalogue) is None
    assert name_title("Theft from Σμιθ", catalogue) is None
    assert name_title("Theft 07700900123", catalogue) is None
    assert name_title("14/02", catalogue) == "14/02"


def test_codes_and_titles_that_disagree_are_counted_by_pair(tmp_path: Path) -> None:
    columns = COLUMNS | {"Code": "offence_subcode", "Offence": "offence_title"}
    rows = [
        ["2024-04-05", "8N", "", "Threats to kill"],
        ["2024-04-05", "8N", "008/06", "Assault with injury"],
        ["2024-04-05", "8S", "005/01", "Assault with injury on a constable"],
        ["2024-04-05", "8n", "034/01", ""],
        ["2024-04-05", "8N", "", "Words of somebody's own"],
        ["2024-04-05", "8N", "", "Threats to kill"],
    ]
    found = check(tmp_path, columns, rows).one("V23")
    assert found.message.startswith("8N with title 'Threats to kill' (2), ")
    assert "8n with sub-code 034/01 (1)" in found.message
    assert (found.count, found.records, found.level) == (3, (2, 5, 7), Level.WARNING)


def test_a_class_outside_the_days_of_its_use_is_warned_of(tmp_path: Path) -> None:
    rows = [["2017-04-01", "28E"], ["2017-03-31", "28E"], ["2017-04-01", "28A"], ["2017-03-31", "28A"]]
    found = check(tmp_path, COLUMNS, rows).one("V24")
    assert found.message.startswith("28E (1), 28A (1): ")
    assert (found.count, found.records) == (2, (3, 4))


def test_words_that_the_mapping_lists_are_named_with_what_they_may_mean_and_others_never(tmp_path: Path) -> None:
    said = "weapon_use values: {Used: used, Carried: possessed}"
    found = with_field(tmp_path, said, "USED", "carried", "Used or other", "Usedd", "Usedd", "Sword fight").one("V25")
    assert found.message == (
        "4 cells of It: Used or other, probably used (1) and others (3); of those not shown, near to used (2)"
    )
    assert found.remedy == "Add to the mapping what the words mean; values: {Used or other: used} would settle 1."


SHIFTED = ["Sharpe", "Usedd", "Mayle", "O'Brien", "Łukasz", "Young Usedd", "12 Some Road", "Wirral", "0770090"]


@pytest.mark.parametrize("text", SHIFTED)
def test_a_word_of_a_shifted_row_is_named_by_nobody_however_often_it_stands_there(text: str, tmp_path: Path) -> None:
    said = "weapon_use values: {Used: used, Carried: possessed, Sharp: used, Male: used}"
    found = with_field(tmp_path, said, "USED", *[text] * 60).one("V25")
    assert "60 cells" in found.message
    assert text.casefold() not in (found.message + found.remedy).casefold()


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Not used", True), ("Possessed", True), ("U", True), ("9", True), ("Used by Smith", False), ("Sword", False),
        ("Used 07700900123", False), ("", False), ("Σμιθ used", False), ("Ng", False),
    ],
)  # fmt: skip
def test_a_word_is_named_where_the_field_or_its_mapping_lists_it(text: str, is_named: bool) -> None:
    field = Library().sources["police"].by_name["weapon_use"]
    assert (name_word(text, listed_words(field, None)) is not None) is is_named


@pytest.mark.parametrize(
    "text", ["2021-01-05", "SYN/0000005/18", "AB12345", "Somebody", "01/02/2024", "123456", "L18JQ", "AB123CD"]
)
def test_what_may_be_of_a_record_is_not_named(text: str) -> None:
    assert name_code(text) is None
    assert name_changed(text) is None


def test_a_flag_that_says_something_else_is_held(tmp_path: Path) -> None:
    found = with_field(tmp_path, "knife", "Y", "N", "Yess").one("V25")
    assert found.message == "1 cell of It: not shown here (1); of those not shown, near to yes (1)"


@pytest.mark.parametrize(("text", "kind"), [("999", "V20"), ("-1", "V20"), ("34.6", "V26"), ("adult", "V26")])
def test_ages_that_are_none(text: str, kind: str, tmp_path: Path) -> None:
    found = with_field(tmp_path, "victim_age", "34", text)
    assert found.kinds == [kind]
    assert text not in found.one(kind).message.replace("above 120", "").replace("below 0", "")


def test_ages_with_words_or_a_zero_are_exact(tmp_path: Path) -> None:
    found = with_field(tmp_path, "victim_age", "34 yrs", "25.0", "16-17", "U18", "34")
    assert found.kinds == ["V32"]
    assert "words such as years (1) and a decimal point and zeros (1)" in found.one("V32").message


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!", "########", "#n/a"])
def test_an_excel_error_is_held_wherever_it_stands(error: str, tmp_path: Path) -> None:
    """Where a mapping says that all other words mean no, an error still means nothing."""
    columns = {"Ref": "reference", **COLUMNS, "Knife": "knife values: {Used: yes}, otherwise: no"}
    found = check(tmp_path, columns, [[error, "2024-04-05", error, error], ["R2", "2024-04-05", "8N", "Used"]])
    assert found.kinds == ["V01"]
    assert sorted(each.column for each in found.findings["V01"]) == ["Class", "Knife", "Ref"]
    assert all(each.records == (2,) for each in found.findings["V01"])


def test_text_that_begins_like_a_formula_is_a_note(tmp_path: Path) -> None:
    columns = {"Ref": "reference", "Date": "recorded_date", "Class": "offence_class"}
    rows = [["=1+A1", "2024-04-05", "8N"], ["@SUM(A1)", "2024-04-05", "8N"], ["-12.5", "2024-04-05", "8N"]]
    found = check(tmp_path, columns, [*rows, ["-", "2024-04-05", "8N"], ["+44 151 000 0000", "2024-04-05", "8N"]])
    assert found.kinds == ["V02"]
    assert (found.one("V02").count, found.one("V02").records, found.one("V02").level) == (2, (2, 3), Level.NOTE)


def test_numbers_padded_and_corrections_are_notes(tmp_path: Path) -> None:
    found = with_field(tmp_path, "count", " 1,234 ", "  5", "-3", "7")
    assert found.kinds == ["V28"]
    message = found.one("V28").message
    assert message == "It: 2 padded with blanks or with thousands commas and 1 correction below 0"


def test_suppressed_and_rounded_numbers_are_intervals(tmp_path: Path) -> None:
    found = with_field(tmp_path, "count suppressed: {'*': [1, 7]}, rounded_to: 5", "*", "45", "0")
    assert found.kinds == ["V27"]
    assert found.one("V27").count == 2


def test_numbers_with_marks_beside_them_are_a_note_and_symbols_are_told(tmp_path: Path) -> None:
    found = with_field(tmp_path, "count", "1,234r", "56 [1]", "..", "7")
    assert found.kinds == ["V33", "V34"]
    assert found.one("V34").message == "2 numbers of It with a mark beside it: the number counts"
    assert found.one("V33").message == ("1 cell of It: no number is stated; what it may be is not known (..)")


def test_codes_of_no_place_are_named_and_names_of_a_few_records_are_not(tmp_path: Path) -> None:
    found = with_field(tmp_path, "area", "Wirral", "Atlantis", "E01999999", "Atlantis").one("V29")
    assert found.message == (
        "3 cells of It (2 different texts) not found in Merseyside; 1 is an ONS code of another kind or another "
        "year, or mistyped: E01999999 (1) and others (2)"
    )


def test_a_place_is_named_only_where_it_can_be_nothing_else(tmp_path: Path) -> None:
    texts = [*["North Sefton"] * 2, *["Smith"] * 50, *["12 High Street"] * 5, *["Kirby Ashton"] * 3]
    found = with_field(tmp_path, "area", *texts).one("V29")
    assert (
        found.message == "60 cells of It (4 different texts) not found in Merseyside: North Sefton (2) and others (58)"
    )


def test_places_that_are_known_to_be_elsewhere_are_no_fault(tmp_path: Path) -> None:
    assert with_field(tmp_path, "area", "Wirral", "Halton", "Out of force", "E08000025").kinds == []


def test_without_a_project_the_areas_that_know_most_places_judge_them(tmp_path: Path) -> None:
    found = with_field(tmp_path, "area", "Wirral", "Sefton", "St Helens", "Atlantis", areas="").one("V29")
    assert found.message == "1 cell of It (1 text) not found in Merseyside"
    assert (found.count, found.records) == (1, (5,))


def test_without_a_project_places_that_nobody_knows_are_not_judged(tmp_path: Path) -> None:
    found = with_field(tmp_path, "area", "North", "South", "Wirral", areas="").one("V29")
    assert "were not checked" in found.message
    assert found.level == Level.NOTE


def test_flags_that_say_nothing_are_told_with_their_share(tmp_path: Path) -> None:
    found = with_field(tmp_path, "knife", "Y", "", "Not recorded", "N").one("V30")
    assert found.message.startswith("It: 50% of 4 records say neither yes nor no")
    assert with_field(tmp_path, "knife blank: no", "Y", "", "N").kinds == []


def test_a_right_file_has_no_finding(tmp_path: Path) -> None:
    assert with_field(tmp_path, "victim_age", "34", "", "16-17", "65+").kinds == []
