"""Files, tables and rows: every fault of a file that the catalogue names, made in a small file and found there."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from command_desk import Desk

from svtool.commands.checkup import Request
from svtool.commands.validate import validate
from svtool.findings.finding import Finding, Level
from svtool.validation.verdict import Validation

HEADER = "reference,recorded_date,offence_class,knife,firearm,domestic_abuse,victim_age,area"


def row(number: int, **changes: str) -> str:
    """Return a faultless row, or one with some cells changed."""
    cells = {
        "reference": f"R{number:04d}", "recorded_date": f"2021-01-{number % 28 + 1:02d}", "offence_class": "34B",
        "knife": "Y", "firearm": "N", "domestic_abuse": "N", "victim_age": str(20 + number % 50), "area": "Wirral",
    }  # fmt: skip
    return ",".join((cells | changes).values())


def table(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


GOOD = [row(number) for number in range(2, 8)]


def wider(name: str, text: str = "x") -> str:
    """Return the faultless rows with a column more."""
    return table(*[f"{each},{text}" for each in GOOD], header=f"{HEADER},{name}")


def check(desk: Desk, content: str | bytes, name: str = "police.csv", **request: object) -> Validation:
    data = content if isinstance(content, bytes) else content.encode()
    found = validate(Request((desk.write(name, data).relative_to(desk.folder),), **request))  # type: ignore[arg-type]
    for ledger in found.ledgers.values():
        ledger.check()
    return found


def of(validation: Validation, kind: str) -> Finding:
    """Return the one finding of a kind."""
    (found,) = [each for each in validation.findings if each.kind.id == kind]
    return found


def ids(validation: Validation) -> set[str]:
    return {each.kind.id for each in validation.findings}


def told(finding: Finding) -> tuple[str, int, tuple[int, ...], tuple[int, ...]]:
    return finding.level.value, finding.count, finding.records, finding.lines


def workbook(*sheets: tuple[str, list[list[str]]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    book.close()
    return stream.getvalue()


def cells(*rows: str) -> list[list[str]]:
    return [each.split(",") for each in (HEADER, *rows)]


# Nothing is said of a clean file.


def test_a_clean_file_is_fit_and_nothing_is_said_of_it_but_what_it_lacks(desk: Desk) -> None:
    found = check(desk, table(*GOOD))
    assert ids(found) <= {"H05"}
    assert found.verdict.fit


# Files that can't be read as an extract: an error, exit code 11, whatever the kind is elsewhere.

REFUSED: dict[str, tuple[str, bytes]] = {
    "an empty file": ("F02", b""),
    "a header alone": ("F02", f"{HEADER}\n".encode()),
    "an empty file, packed": ("F02", gzip.compress(b"")),
    "a PDF document": ("F03", b"%PDF-1.7\n\x00\x01"),
    "a login page": ("F03", b"<!DOCTYPE html>\n<html><body>Sign in</body></html>"),
    "a workbook with a password": ("F03", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
    "a damaged archive": ("F01", b"\x1f\x8b\x08\x00abc"),
    "no column that is known": ("H04", b"colour,size\nred,3\nblue,4\n"),
    "a needed column named twice": ("H07", wider("Reference").encode()),
    "references turned into numbers": ("R09", table(row(2, reference="2.02112E+13"), *GOOD).encode()),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "content"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_extract_is_refused_under_its_kind(kind: str, content: bytes, desk: Desk) -> None:
    found = check(desk, content)
    finding = of(found, kind)
    assert (finding.level, finding.refused, found.verdict.exit_code) == (Level.ERROR, True, 11)


def test_what_is_no_extract_is_mended_by_another_export_and_not_by_another_name(desk: Desk) -> None:
    assert of(check(desk, b"%PDF-1.7 and so on"), "F03").remedy.startswith("Export it again as CSV or Excel")


def test_a_file_that_is_not_there_and_a_folder_are_refused(desk: Desk) -> None:
    for path in (Path("no.csv"), Path("extracts")):
        found = validate(Request((path,)))
        assert (ids(found), found.verdict.exit_code) == ({"F01"}, 11)


def test_an_archive_of_several_files_asks_which_is_meant(desk: Desk) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("one.csv", "two.csv"):
            archive.writestr(name, table(*GOOD))
    assert (found := of(check(desk, packed.getvalue()), "H09")).refused
    assert "2 files (one.csv and two.csv)" in found.message


def test_two_sheets_that_could_be_meant_ask_which(desk: Desk) -> None:
    book = workbook(("One", cells(*GOOD)), ("Two", cells(*GOOD)))
    assert "2 sheets could be the extract (One and Two)" in of(check(desk, book, "police.xlsx"), "H09").message


# How a file was read: told once, as a note or a warning, and the file is fit.


def test_records_above_the_header_make_a_file_unfit(desk: Desk) -> None:
    found = check(desk, "\n".join([*GOOD[:2], HEADER, *GOOD[2:]]) + "\n")
    assert (of(found, "H11").count, found.verdict.fit) == (2, False)


READ_ALL_THE_SAME: dict[str, tuple[str, str, bytes]] = {
    "a byte-order mark": ("F04", "note", b"\xef\xbb\xbf" + table(*GOOD).encode()),
    "UTF-16": ("F05", "note", table(*GOOD).replace(",", "\t").encode("utf-16")),
    "Windows-1252": ("F06", "note", table(row(2, area="Café"), *GOOD).encode("cp1252")),
    "two encodings": (
        "F07", "warning", table(row(2, area="Café")).encode() + f"{row(3, area='Café')}\n".encode("cp1252"),
    ),
    "damaged text": ("F08", "warning", table(row(2, area="CafÃ©"), *GOOD).encode()),
    "old Macintosh line ends": ("F09", "note", table(*GOOD).replace("\n", "\r").encode()),
    "mixed line ends": ("F09", "note", table(*GOOD).replace("\n", "\r\n", 2).encode()),
    "control characters": ("F10", "warning", table(row(2, area="Wir\x00ral\x07"), *GOOD).encode()),
    "a workbook named .csv": ("F03", "warning", workbook(("Crimes", cells(*GOOD)))),
    "lines above the header": ("H01", "note", f"Extract of 2021\nFilter: all\n{table(*GOOD)}".encode()),
    "a header of two rows": (
        "H02", "note", f"Crime,,,,,,Victim,Crime\n{table(*GOOD)}".replace("victim_age", "age").encode(),
    ),
    "lines that are no records": ("H03", "note", f"{table(*GOOD)},,,,,,,\n{HEADER}\nEnd of report\n".encode()),
    "columns that nobody reads": ("H06", "note", wider("beat").encode()),
    "a column without a name": ("H07", "warning", wider("").encode()),
    "semicolons": ("H08", "note", table(*GOOD).replace(",", ";").encode()),
    "several sheets": ("H09", "note", workbook(("Read me", [["About"]]), ("Crimes", cells(*GOOD)))),
    "line breaks in quotes": (
        "R01", "note", table(*[f'{each},"a\nb"' for each in GOOD], header=f"{HEADER},beat").encode(),
    ),
    "a blank reference": ("R05", "note", table(row(2, reference=""), *GOOD[1:]).encode()),
    "references with blanks": ("R08", "note", table(row(2, reference=" r0002\u00a0"), *GOOD[1:]).encode()),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "level", "content"), READ_ALL_THE_SAME.values(), ids=READ_ALL_THE_SAME)
def test_what_is_unusual_is_read_and_told_once(kind: str, level: str, content: bytes, desk: Desk) -> None:
    found = check(desk, content)
    assert of(found, kind).level.value == level
    assert found.verdict.exit_code in {0, 12}
    assert not [each for each in found.findings if each.refused]


def test_how_a_file_was_read_is_not_said_twice_by_measures(desk: Desk) -> None:
    desk.write("extracts/police.csv", b"\xef\xbb\xbf" + (desk.folder / "extracts/police.csv").read_bytes())
    assert "byte-order mark" not in desk.run("measures", "--format", "csv").err


def test_bytes_that_mean_nothing_in_windows_1252_are_a_warning(desk: Desk) -> None:
    found = check(desk, table(*GOOD).encode() + b"R9,2021-01-01,34B,Y,N,N,20,caf\xe9 \x81\n")
    levels = {each.message: each.level.value for each in found.findings if each.kind.id == "F06"}
    assert levels == {
        "is not UTF-8; read as Windows-1252": "note",
        "1 character has no meaning in its encoding": "warning",
    }


def test_line_feeds_in_quotes_are_no_mixed_line_ends(desk: Desk) -> None:
    content = table(*[f'{each},"a\nb"' for each in GOOD], header=f"{HEADER},beat").replace('"\n', '"\r\n')
    assert "F09" not in ids(check(desk, content.replace("beat\n", "beat\r\n")))


@pytest.mark.parametrize("content", [table(*GOOD), table(*GOOD)[:-1]])
def test_a_whole_last_line_with_or_without_its_end_is_no_fault(content: str, desk: Desk) -> None:
    assert "F11" not in ids(check(desk, content))


# Errors: exit code 12.

BROKEN_OFF = table(*GOOD) + "R9999,2021-01"
IN_QUOTES = table(*[f"{each},x" for each in GOOD], header=f"{HEADER},beat") + f'{row(9)},"and the'


@pytest.mark.parametrize("content", [BROKEN_OFF, IN_QUOTES])
def test_a_file_that_breaks_off_is_told_once_and_its_last_line_is_rejected(content: str, desk: Desk) -> None:
    found = check(desk, content)
    assert (of(found, "F11").records, found.verdict.exit_code) == ((8,), 12)
    assert not ids(found) & {"R02", "H10"}
    assert sum(ledger.rejected for ledger in found.ledgers.values()) == 1


@pytest.mark.slow
def test_a_total_that_differs_is_an_error_and_one_that_agrees_a_note(desk: Desk) -> None:
    assert of(check(desk, table(*GOOD, "Total,9,,,,,,")), "S07").level.value == "error"
    agrees = check(desk, table(*GOOD, "Total,6,,,,,,"))
    assert "S07" not in ids(agrees)
    assert "its total row says 6, and as many records were read" in {each.message for each in agrees.findings}


def test_as_many_rows_as_a_sheet_of_excel_has_is_an_error(desk: Desk) -> None:
    lines = "".join(f"R{number},2021-01-01,34B,Y,N,N,20,Wirral\n" for number in range(65_535))
    assert "65,536 rows are a spreadsheet's limit" in of(check(desk, f"{HEADER}\n{lines}"), "F12").message


def test_rows_of_the_wrong_width_are_told_by_record_and_line(desk: Desk) -> None:
    content = table(*[f'{each},"a\nb"' for each in GOOD], header=f"{HEADER},beat") + "R8,2021-01-01\n"
    assert told(of(check(desk, content), "R02")) == ("error", 1, (8,), (14,))


def test_a_row_that_a_line_break_splits_is_told_as_one(desk: Desk) -> None:
    found = check(desk, table(*GOOD, row(8, domestic_abuse="\nN"), row(9)))
    split = of(found, "R03")
    assert split.message == "lines 8–9 look like one row split by a line break"
    assert told(split) == ("error", 2, (8, 9), (8, 9))
    assert "R02" not in ids(found)


def test_several_split_rows_are_one_finding(desk: Desk) -> None:
    found = check(desk, table(row(2, victim_age="2\n0"), *GOOD, row(8, offence_class="34\nB"), row(9)))
    assert of(found, "R03").message == "4 lines look like rows split by a line break; the first at 2"


def test_what_a_line_break_cut_off_the_last_cell_is_a_short_row(desk: Desk) -> None:
    """The row before it is whole, but for the end of a cell: nothing proves that they belong together."""
    found = check(desk, table(*GOOD, row(8, area="Wir\nral"), row(9)))
    assert told(of(found, "R02")) == ("error", 1, (9,), (9,))
    assert of(found, "R02").message == "1 row has 1 cell instead of 8"


def test_two_short_rows_that_make_no_row_together_are_two_short_rows(desk: Desk) -> None:
    found = check(desk, table(*GOOD, "R8,2021-01-01", "R9,2021-01-01"))
    assert told(of(found, "R02")) == ("error", 2, (8, 9), (8, 9))


def test_an_open_quote_tells_its_line_and_how_many_it_swallowed(desk: Desk) -> None:
    found = check(desk, table(*GOOD, row(8, area='"Wirral'), row(9), row(10)))
    assert of(found, "H10").message == (
        "line 8 opens a quote that is not closed on it; up to line 10, 3 lines were read as one record"
    )


def test_a_quote_in_a_column_that_nobody_reads_swallows_no_row_in_silence(desk: Desk) -> None:
    rows = [f"{each},x" for each in GOOD]
    rows[1] = f'{GOOD[1]},"x'
    rows[3] = f'{GOOD[3]},"x'
    found = check(desk, table(*rows, header=f"{HEADER},beat"))
    assert told(of(found, "H10")) == ("error", 3, (3,), (3,))
    assert "up to line 5, 3 lines were read as one record" in of(found, "H10").message
    assert "R01" not in ids(found)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_quote_that_swallowed_rows_is_found_whatever_the_line_ends(line_end: str, desk: Desk) -> None:
    content = table(*GOOD, row(8, victim_age='"20'), row(9, victim_age='"20'), row(10)).replace("\n", line_end)
    assert told(of(check(desk, content), "H10")) == ("error", 2, (8,), (8,))


def test_what_is_read_anew_without_swallowed_rows_is_told_once(desk: Desk) -> None:
    """The file is read a second time: rows, months, repeats, lines and faults are those of the second reading."""
    swallowing = [row(8, victim_age='"20'), row(9, victim_age='"20')]
    after = [row(10, victim_age="999"), GOOD[0], "R12,2021-01-01"]
    found = check(desk, table(*GOOD, *swallowing, *after))
    (ledger,) = found.ledgers.values()
    assert (ledger.read, ledger.rejected, ledger.repeated, ledger.usable) == (11, 3, 1, 7)
    assert told(of(found, "H10")) == ("error", 2, (8,), (8,))
    assert told(of(found, "V20"))[1:] == (1, (9,), (10,))
    assert told(of(found, "R06"))[1:] == (1, (10,), (11,))
    assert told(of(found, "R02"))[1:] == (1, (11,), (12,))
    assert [each.records for each in found.files] == [11]


def test_a_file_of_nothing_but_a_total_has_no_records(desk: Desk) -> None:
    assert of(check(desk, f"{HEADER}\nTotal,0,,,,,,\n"), "F02").refused


def test_free_text_with_line_breaks_and_commas_swallowed_nothing(desk: Desk) -> None:
    found = check(desk, table(*[f'{each},"one, two\nthree, four"' for each in GOOD], header=f"{HEADER},beat"))
    assert "H10" not in ids(found)
    assert told(of(found, "R01")) == ("note", 6, (2, 3, 4, 5, 6, 7), (2, 4, 6, 8, 10, 12))


def test_cells_that_moved_by_one_are_told_at_their_lines(desk: Desk) -> None:
    left = "R9,2021-01-01,Y,N,N,25,Wirral,"
    right = "R9,,2021-01-01,34B,Y,N,N,25"
    found = check(desk, table(*GOOD, left, left, right))
    moved = {each.message.split(";")[0]: told(each) for each in found.findings if each.kind.id == "R04"}
    assert moved == {
        "2 rows: cells moved one left from offence_class": ("error", 2, (8, 9), (8, 9)),
        "1 row: cells moved one right from offence_class": ("error", 1, (10,), (10,)),
    }
    assert sum(ledger.rejected for ledger in found.ledgers.values()) == 0, "as svtool measures reads them"


def test_one_wrong_cell_is_no_shifted_row(desk: Desk) -> None:
    assert "R04" not in ids(check(desk, table(*GOOD, row(8, offence_class="Y"), row(9, knife="34B"))))


# Rows that repeat others.


def test_exact_repeats_with_a_reference_are_counted_once_and_warned_of(desk: Desk) -> None:
    found = check(desk, table(*GOOD, GOOD[0], GOOD[0]))
    assert told(of(found, "R06")) == ("warning", 2, (8, 9), (8, 9))
    (ledger,) = found.ledgers.values()
    assert (ledger.repeated, ledger.usable) == (2, 6)
    assert "R07" not in ids(found)


def test_exact_repeats_without_a_reference_are_kept(desk: Desk) -> None:
    found = check(desk, table(*GOOD, *[row(8, reference="")] * 3))
    assert told(of(found, "R06")) == ("note", 2, (9, 10), (9, 10))
    (ledger,) = found.ledgers.values()
    assert (ledger.repeated, ledger.usable) == (0, 9)


def test_rows_that_differ_in_a_column_that_nobody_reads_are_no_exact_repeats(desk: Desk) -> None:
    rows = [f"{GOOD[0]},x", f"{GOOD[0]},y", *(f"{each},x" for each in GOOD[1:])]
    found = check(desk, table(*rows, header=f"{HEADER},beat"))
    assert "R06" not in ids(found)
    assert of(found, "R07").level.value == "note"
    assert "differ in columns that are not read" in of(found, "R07").message


def test_one_reference_with_different_content_names_the_columns(desk: Desk) -> None:
    found = check(desk, table(*GOOD, row(2, victim_age="77", knife="")))
    assert told(of(found, "R07")) == ("warning", 1, (8,), (8,))
    assert of(found, "R07").message == (
        "1 reference stands in 2 rows that differ in knife and victim_age; each is counted once"
    )


def test_rows_of_victims_that_disagree_about_their_offence_are_told_with_the_columns(desk: Desk) -> None:
    desk.write("definitions/mappings/own.yaml", b"id: own\ntitle: Own\nsource: police\nrow: victim\nby_name: yes\n")
    rows = table(*GOOD, row(2, victim_age="77"), row(3, victim_age="8", knife="N", offence_class="1"))
    found = of(check(desk, rows, mapping="own"), "R11")
    assert told(found) == ("warning", 1, (3,), (3,))
    assert found.message == (
        "1 reference has rows that disagree on knife and offence_class; each row answers for itself, and all of them "
        "count once"
    )


def test_references_are_folded_before_they_are_compared(desk: Desk) -> None:
    assert of(check(desk, table(*GOOD, row(2, reference=" r0002 ", victim_age="77"))), "R07").count == 1


def test_a_rejected_row_repeats_nothing(desk: Desk) -> None:
    found = check(desk, table(*GOOD, "R8,2021-01-01", "R8,2021-01-01"))
    assert not ids(found) & {"R06", "R07"}


def test_references_that_a_supplier_writes_in_small_letters_need_no_remark(desk: Desk) -> None:
    assert "R08" not in ids(check(desk, table(*GOOD).replace("R0", "r0")))


def test_a_month_that_is_issued_again_is_found_and_counted_once(desk: Desk) -> None:
    desk.write("a.csv", table(*GOOD))
    desk.write("b.csv", table(*GOOD[:-1], row(99)))
    found = validate(Request((Path("a.csv"), Path("b.csv"))))
    again = of(found, "F13")
    assert (again.file, again.count, again.level.value, found.verdict.exit_code) == ("b.csv", 5, "error", 12)
    assert again.message == "83% of its references are in a.csv as well: is it the same month, issued again?"
    (ledger,) = found.ledgers.values()
    assert (ledger.superseded, ledger.usable) == (6, 6)  # one of which b.csv issues no more


def test_a_file_that_is_refused_half_way_leaves_no_record_beside_the_others(desk: Desk) -> None:
    desk.write("a.csv", table(*GOOD, row(2, reference="2.02112E+13")))
    desk.write("b.csv", table(*GOOD))
    found = validate(Request((Path("a.csv"), Path("b.csv"))))
    assert [each.file for each in found.findings if each.refused] == ["a.csv"]
    (ledger,) = found.ledgers.values()
    ledger.check()
    assert (ledger.read, ledger.usable) == (len(GOOD), len(GOOD))


def test_the_same_month_is_no_error_where_the_later_is_said_to_count(desk: Desk) -> None:
    desk.write("a.csv", table(*GOOD))
    desk.write("b.csv", table(*GOOD[:-1], row(99)))
    assert "F13" not in ids(validate(Request((Path("a.csv"), Path("b.csv")), replace=True)))


def test_people_whose_offence_is_in_no_file_are_an_error_at_their_lines(desk: Desk) -> None:
    desk.write("offences.csv", "reference,recorded_date,offence_class\nR1,2021-01-01,34B\nR2,2021-01-02,34B\n")
    desk.write("victims.csv", "reference,victim_reference,victim_age\nR1,V1,20\nR9,V2,30\n,V3,30\nR8,V4,31\n")
    found = validate(Request((Path("offences.csv"), Path("victims.csv"))))
    assert told(of(found, "R10")) == ("error", 2, (3, 5), (3, 5))
    assert told(of(found, "R05")) == ("error", 1, (4,), (4,))
    assert found.ledgers["police victims"].unlinked == 3


# What is personal.


def test_a_personal_column_that_nobody_needs_is_an_error(desk: Desk) -> None:
    found = check(desk, table(*[f"{each},x" for each in GOOD], header=f"{HEADER},Victim Name"))
    assert (of(found, "P01").column, found.verdict.exit_code) == ("Victim Name", 12)
    assert not ids(found) & {"H06", "P02"}


def with_text(text: str) -> str:
    return table(*[f"{each},nothing" for each in GOOD], f"{row(9)},{text}", header=f"{HEADER},log")


PERSONAL = {
    "an e-mail address": "write to someone@example.org",
    "a telephone number": "call 0151 496 0000 after six",
    "a mobile number": "call 07700 900000 after six",
    "a telephone number with its country": "call +44 151 496 0000",
    "a National Insurance number": "has AB 12 34 56 C",
    "an NHS number": "NHS 943 476 5919 seen",
    "a postcode": "near L1 8JQ",
}


@pytest.mark.parametrize("text", PERSONAL.values(), ids=PERSONAL)
def test_personal_things_in_free_text_are_counted_and_not_shown(text: str, desk: Desk) -> None:
    found = check(desk, with_text(text))
    assert told(of(found, "P02")) == ("warning", 1, (8,), (8,))
    assert of(found, "P02").column == "log"
    assert not any(word in of(found, "P02").message for word in text.split() if any(map(str.isdigit, word)))


def test_a_column_of_dates_of_birth_and_one_of_nhs_numbers_are_told_by_what_they_hold(desk: Desk) -> None:
    rows = [f"{row(n)},0{n % 9 + 1}/01/{1950 + 7 * n},9434765919" for n in range(1, 9)]
    found = check(desk, table(*rows, header=f"{HEADER},born,number"))
    messages = [each.message for each in found.findings if each.kind.id == "P02"]
    assert messages == [
        "born holds what looks like dates of birth (8 of 8 filled cells looked at); not shown",
        "number holds what looks like NHS numbers (8 of 8 filled cells looked at, by their check digit); not shown",
    ]
    assert "not yet to be sent" in found.verdict.words


def test_a_column_that_is_read_and_personal_is_no_fault_and_says_what_would_do(desk: Desk) -> None:
    rows = [f"{row(n)},1990-01-0{n}" for n in range(1, 6)]
    found = check(desk, table(*rows, header=f"{HEADER},victim_date_of_birth"))
    assert of(found, "P04").remedy.startswith("Send the age in whole years instead, as victim_age")


NOT_PERSONAL = {
    "a crime reference": "see MP/0000123/18",
    "a number of ten digits that is no NHS number": "log 9434765910 of that day",
    "a day and a time": "on 01/02/2021 at 10:30",
    "coordinates": "at -2.9916123456 53.4084123456",
    "an offence code": "8N and 34B",
    "the name of a small area": "Liverpool 061A",
    "a code of eleven digits": "01514960000",
    "a street": "B5 6th street",
}


@pytest.mark.parametrize("text", NOT_PERSONAL.values(), ids=NOT_PERSONAL)
def test_codes_and_references_are_not_personal(text: str, desk: Desk) -> None:
    assert "P02" not in ids(check(desk, with_text(text)))


# Columns that are missing.


def test_a_project_is_told_field_by_field_which_measures_lack_a_column(desk: Desk) -> None:
    desk.project("tables: [recorded_crime]", "tables: [home_office]")
    lines = (desk.folder / "extracts/police.csv").read_text().splitlines()
    desk.write("extracts/police.csv", "\n".join(line.rsplit(",", 2)[0] for line in lines) + "\n")
    found = validate(Request(project=Path("svtool.yaml")))
    messages = {each.field: each for each in found.findings if each.kind.id == "H05"}
    assert "victim_age" in messages
    assert messages["victim_age"].level.value == "warning"
    assert "measures ask about it" in messages["victim_age"].message


def test_without_a_project_one_note_tells_what_a_file_has_no_column_for(desk: Desk) -> None:
    found = check(desk, table(*GOOD).replace("knife", "weapon"))
    assert of(found, "H05").level.value == "note"
    assert "knife" in of(found, "H05").message


# Lines, where a file has them.


def test_a_record_of_a_workbook_stands_in_its_row_of_the_sheet(desk: Desk) -> None:
    book = workbook(("Crimes", [["Extract of 2021"], [], *cells(*GOOD, row(8, reference=""))]))
    assert told(of(check(desk, book, "police.xlsx"), "R05")) == ("note", 1, (10,), (10,))


def test_a_parquet_file_has_no_lines(desk: Desk) -> None:
    rows = cells(*GOOD, row(8, reference=""))
    columns = {name: [each[i] for each in rows[1:]] for i, name in enumerate(rows[0])}
    pq.write_table(pa.table(columns), desk.folder / "police.parquet")
    assert of(validate(Request((Path("police.parquet"),))), "R05").lines == ()


def test_lines_count_on_over_headers_and_malformed_rows_that_take_several(desk: Desk) -> None:
    """Two lines above, a header of two lines, a quoted line break, a short row of two lines, and then the row meant."""
    header = f'{HEADER},"beat\ncode"'
    rows = [f'{GOOD[0]},"a\r\nb\rc"', 'R9,"2021\n-01-01"', f"{row(10, reference='')},x"]
    found = check(desk, f"Extract\nAll\n{table(*rows, header=header)}")
    assert told(of(found, "R05")) == ("note", 1, (6,), (10,))


# Rejected rows, standard input.


@pytest.fixture
def rejecting(desk: Desk) -> Callable[..., list[list[str]]]:
    """Run the command on a file and return the rows of rejected.csv, with its header."""

    def run(*rows: str, header: str = HEADER) -> list[list[str]]:
        desk.write("police.csv", table(*rows, header=header))
        desk.run("validate", "police.csv", "--rejected", "rejected.csv")
        text = (desk.folder / "rejected.csv").read_text(encoding="utf-8")
        return list(csv.reader(io.StringIO(text, newline="")))

    return run


def test_rejected_rows_are_written_as_they_were(rejecting: Callable[..., list[list[str]]]) -> None:
    swallowing = row(10, victim_age='"20'), row(11, victim_age='"20')
    header, *rows = rejecting(*GOOD, "R8,2021-01-01", f"{row(9)},more", *swallowing)
    assert header == ["file", "line", "record", "reason", *HEADER.split(","), "column 9"]
    assert rows[:2] == [
        ["police.csv", "8", "8", "2 cells instead of 8", "R8", "2021-01-01", *[""] * 7],
        ["police.csv", "9", "9", "9 cells instead of 8", *row(9).split(","), "more"],
    ]
    assert [each[1:4] for each in rows[2:]] == [
        [line, "10", "opens a quote that is not closed on its line: 2 lines read as one"] for line in ("10", "11")
    ]
    assert [each[4:7] for each in rows[2:]] == [each.split(",")[:3] for each in swallowing]


def test_a_line_break_within_quotes_is_legal_in_any_cell(rejecting: Callable[..., list[list[str]]]) -> None:
    assert len(rejecting(*GOOD, row(8, knife='"Y\nN"'))) == 1


def test_lines_that_a_quote_swallowed_are_written_one_by_one(rejecting: Callable[..., list[list[str]]]) -> None:
    _, *rows = rejecting(*GOOD, row(8, area='"Wirral'), row(9))
    assert [each[1:3] for each in rows] == [["8", "8"], ["9", "8"]]
    assert rows[1][4:12] == row(9).split(",")


def test_cells_that_a_spreadsheet_would_run_are_marked_as_text(rejecting: Callable[..., list[list[str]]]) -> None:
    assert rejecting(*GOOD, "=1+1,2021-01-01")[1][4] == "'=1+1"


def test_where_no_row_is_rejected_the_header_alone_is_written_and_nothing_of_an_earlier_run_stays(
    rejecting: Callable[..., list[list[str]]],
) -> None:
    assert len(rejecting(*GOOD, "R8,2021-01-01")) == 2
    assert rejecting(*GOOD) == [["file", "line", "record", "reason"]]


def test_standard_input_is_read_and_called_stdin(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = io.BytesIO(table(*GOOD, "R8,2021-01-01").encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(typed))
    ran = desk.run("validate", "-", "--rejected", "rejected.csv")
    assert ran.code == 12
    assert "stdin" in ran.out
    assert "svtool-" not in ran.out, "where it was kept"
    assert (desk.folder / "rejected.csv").read_text().splitlines()[1].startswith("stdin,8,8,")


def test_standard_input_can_be_read_once(desk: Desk) -> None:
    assert desk.run("validate", "-", "-").code == 2


def test_nothing_of_a_record_is_in_what_is_found(desk: Desk) -> None:
    found = check(desk, table(*GOOD, GOOD[0], row(3, victim_age="77"), "R8,2021-01-01", row(10, area="Wir\nral")))
    said = " ".join(f"{each.message} {each.remedy}" for each in found.findings)
    assert not any(f"R000{number}" in said for number in range(10))
    assert "R0002" not in repr(found)
