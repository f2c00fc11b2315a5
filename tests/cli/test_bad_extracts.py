"""A file that can't be read as the extract that it is said to be: one plain sentence, exit code 11, nothing written."""

from __future__ import annotations

import pytest
from command_desk import Desk
from small_project import HEADER, PROJECT, REFERENCE, police_csv

PRIVATE = (REFERENCE, "Zanzibar", "1987-06-05", "Quagga")
RECORD = f"{REFERENCE}-1,1987-06-05,Quagga,N,N,N,77,Zanzibar"

OWN_MAPPING = """
    id: own
    title: Own
    source: police
    row: offence
    columns:
      reference: Crime Number
      recorded_date: {column: recorded_date, format: YYYY-MM-DD}
      offence_class: offence_class
    """

BAD_EXTRACTS = {
    "missing": (
        None,
        "extracts/police.csv: there is no such file. Check its name and folder.",
    ),
    "empty": (
        "",
        "extracts/police.csv: the file is empty; expected a header and records. Was the export cut off?",
    ),
    "blank": (
        b"\n \n\n",
        "extracts/police.csv: the file is empty; expected a header and records. Was the export cut off?",
    ),
    "header only": (
        f"{HEADER}\n",
        "extracts/police.csv: has a header but no records; expected at least one. Was the export filter empty?",
    ),
    "a PDF document": (
        f"%PDF-1.7\n{RECORD}\n",
        "extracts/police.csv: is a PDF document, not an extract. Export it again as CSV or Excel (.xlsx).",
    ),
    "a damaged Excel workbook": (
        b"PK\x03\x04" + RECORD.encode(),
        "extracts/police.csv: is damaged or cut off: it can't be unpacked to its end. Ask for it again.",
    ),
    "a login page": (
        f"<!DOCTYPE html><html>{RECORD}</html>",
        "extracts/police.csv: is a web page, perhaps a login page, not an extract. Export it again as CSV or "
        "Excel (.xlsx).",
    ),
    "a column that the mapping needs": (
        f"reference,date_recorded,offence_class\n{REFERENCE}-1,1987-06-05,Quagga\n",
        "extracts/police.csv: no column recorded_date (for recorded_date); found reference, date_recorded and "
        "offence_class; did you mean date_recorded? Name the right column in the mapping, or with "
        '--map "COLUMN=recorded_date" where the mapping is standard; or export it.',
    ),
    "a column that stands twice": (
        f"reference,recorded_date,offence_class,recorded date\n{REFERENCE}-1,1987-06-05,Quagga,1987-06-05\n",
        "extracts/police.csv: column recorded_date stands twice (columns 2 and 4); expected it once. "
        "Remove or rename one of them.",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), BAD_EXTRACTS.values(), ids=BAD_EXTRACTS)
def test_one_plain_sentence_says_what_is_wrong_with_the_file(
    content: str | bytes | None, sentence: str, desk: Desk
) -> None:
    if content is None:
        (desk.folder / "extracts/police.csv").unlink()
    else:
        desk.write("extracts/police.csv", content)
    before = desk.files()
    ran = desk.run("measures", "--format", "csv", "--out", "figures.csv")
    assert (ran.code, ran.out, ran.err) == (11, "", f"error: {sentence}\n")
    assert desk.files() == before  # nothing written, no temporary file left
    assert not [value for value in PRIVATE if value in ran.err]


def test_a_column_that_the_own_mapping_names_and_the_file_lacks(desk: Desk) -> None:
    desk.project("mapping: standard", "mapping: own")
    desk.write("definitions/mappings/own.yaml", OWN_MAPPING)
    desk.write("extracts/police.csv", f"Crime No,recorded_date,offence_class\n{REFERENCE}-1,1987-06-05,Quagga\n")
    ran = desk.run("measures")
    assert ran.code == 11
    assert ran.out == ""
    assert ran.err == (
        "error: extracts/police.csv: no column Crime Number (for reference); found Crime No, recorded_date and "
        "offence_class; did you mean Crime No? Name the right column in the mapping, or with "
        '--map "COLUMN=reference" where the mapping is standard; or export it.\n'
    )


def test_a_file_without_a_header_shows_no_value_of_its_first_record(desk: Desk) -> None:
    desk.write("extracts/police.csv", f"{RECORD}\n{RECORD}\n")
    ran = desk.run("measures")
    assert (ran.code, ran.out) == (11, "")
    assert ran.err.startswith("error: extracts/police.csv: ")
    assert ran.err.count("\n") == 1
    assert not [value for value in (*PRIVATE, "77") if value in ran.err]


def test_a_pattern_that_matches_no_file(desk: Desk) -> None:
    desk.project("extracts/police.csv", "extracts/police_*.csv")
    ran = desk.run("measures")
    assert (ran.code, ran.out) == (11, "")
    assert ran.err == (
        "error: extracts/police_*.csv: no file matches; expected at least one. Check the pattern and the folder.\n"
    )


def test_lines_above_the_header_are_passed_over(desk: Desk) -> None:
    plain = desk.run("measures", "--format", "csv").out
    desk.write("extracts/police.csv", f"\nOur force\n{police_csv()}")
    ran = desk.run("measures", "--format", "csv")
    assert (ran.code, ran.out) == (0, plain)


def test_day_numbers_of_a_spreadsheet_are_read_and_counted(desk: Desk) -> None:
    """43831 is 1 January 2020, a day number in a CSV as in a workbook."""
    plain = desk.run("measures", "--format", "csv").out
    desk.write("extracts/police.csv", police_csv().replace(",2020-01-01,", ",43831,"))
    ran = desk.run("measures", "--format", "csv")
    assert (ran.code, ran.out) == (0, plain)
    assert "extracts/police.csv: 1 date was an Excel day number in recorded_date" in ran.err


def test_a_folder_in_place_of_a_file_means_the_extracts_in_it(desk: Desk) -> None:
    plain = desk.run("measures", "--format", "csv").out
    desk.project("extracts/police.csv", "extracts")
    ran = desk.run("measures", "--format", "csv")
    assert (ran.code, ran.out) == (0, plain)


def test_a_folder_without_extracts_in_place_of_a_file(desk: Desk) -> None:
    (desk.folder / "empty").mkdir()
    desk.project("extracts/police.csv", "empty")
    ran = desk.run("measures")
    assert (ran.code, ran.out) == (11, "")
    assert ran.err.startswith("error: empty: is a folder without an extract in it; expected files ending in ")


def test_a_quote_that_is_never_closed_names_the_row_and_not_its_text(desk: Desk) -> None:
    lines = police_csv().splitlines()
    lines[10] = f'"{lines[10]}'
    desk.write("extracts/police.csv", "\n".join(lines) + "\n")
    ran = desk.run("measures")
    assert "(first: extracts/police.csv, record 11: opens a quote that is not closed on its line: " in ran.err
    assert REFERENCE not in ran.out + ran.err


def test_every_source_is_looked_at_before_the_command_gives_up(desk: Desk) -> None:
    desk.write(
        "svtool.yaml",
        PROJECT.replace("[recorded_crime]", "[recorded_crime, agencies]")
        + "  ambulance: {files: extracts/ambulance.csv}\n  fire: {files: extracts/fire.csv}\n",
    )
    (desk.folder / "extracts/police.csv").unlink()
    desk.write("extracts/fire.csv", "")
    ran = desk.run("measures")
    assert (ran.code, ran.out) == (11, "")
    assert ran.err.splitlines() == [
        "error: extracts/police.csv: there is no such file. Check its name and folder.",
        "extracts/ambulance.csv: there is no such file. Check its name and folder.",
        "extracts/fire.csv: the file is empty; expected a header and records. Was the export cut off?",
    ]


def test_every_file_of_a_source_is_looked_at(desk: Desk) -> None:
    desk.project("files: extracts/police.csv", "files: [extracts/one.csv, extracts/police.csv, extracts/two.csv]")
    ran = desk.run("measures")
    assert ran.code == 11
    assert "extracts/one.csv: there is no such file." in ran.err
    assert "extracts/two.csv: there is no such file." in ran.err


def test_linked_files_and_indicators_are_all_looked_at(desk: Desk) -> None:
    desk.write(
        "svtool.yaml",
        """
        definition: merseyside
        tables: [mvrp_local]
        periods: {kind: calendar, years: [2020, 2021]}
        sources:
          police:
            offences: {files: extracts/offences.csv}
            victims: {files: extracts/victims.csv}
            suspects: {files: extracts/suspects.csv}
          indicators: {files: extracts/indicators.csv}
        """,
    )
    ran = desk.run("measures")
    assert (ran.code, ran.out) == (11, "")
    names = ("offences", "victims", "suspects", "indicators")
    assert [name for name in names if f"extracts/{name}.csv: there is no such file." in ran.err] == list(names)


def test_with_several_causes_the_lowest_exit_code_counts_and_all_are_said(desk: Desk) -> None:
    desk.write(
        "svtool.yaml",
        PROJECT.replace("[recorded_crime]", "[recorded_crime, agencies]")
        + "  fire: {files: extracts/fire.csv, mapping: standrad}\n",
    )
    (desk.folder / "extracts/police.csv").unlink()
    ran = desk.run("measures")
    assert (ran.code, ran.out) == (10, "")
    first, second = ran.err.splitlines()
    assert first == "error: extracts/police.csv: there is no such file. Check its name and folder."
    assert second.startswith("definitions/mappings/standrad.yaml: standrad is not a mapping; expected ")
    assert second.endswith("; did you mean standard?")


@pytest.mark.parametrize("given", ["UTF-8 with a mark", "Windows-1252", "semicolons", "CR line ends"])
def test_an_extract_is_read_whatever_its_encoding_delimiter_and_line_ends(given: str, desk: Desk) -> None:
    text = police_csv().replace("Wirral", "Liverpool", 1)
    plain = desk.run("measures").out
    written = {
        "UTF-8 with a mark": police_csv().encode("utf-8-sig"),
        "Windows-1252": police_csv().replace("knife", "knifé", 1).encode("cp1252"),
        "semicolons": police_csv().replace(",", ";").encode(),
        "CR line ends": text.replace("\n", "\r").encode(),
    }[given]
    desk.write("extracts/police.csv", written)
    ran = desk.run("measures")
    assert (ran.code, ran.out) == (0, plain)
