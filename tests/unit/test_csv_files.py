"""Reading CSV as it comes: any delimiter and line end, several encodings, malformed rows kept with their reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svtool.errors import ExitCode, ExtractError
from svtool.files import csv_files, csv_records, text_stream
from svtool.files.account import Account
from svtool.files.containers import open_extract
from svtool.files.csv_files import PLAIN, CsvFile
from svtool.files.headers import Header, find_columns, fold_header
from svtool.findings.finding import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Desk

KNOWN = ("reference", "recorded_date", "offence")
HEADER = "reference,recorded_date,offence\n"
Row = tuple[str, ...]


def _opened(desk: Desk, content: str | bytes) -> CsvFile:
    data = content if isinstance(content, bytes) else content.encode()
    file = open_extract(desk.write("extract.csv", data), "extract.csv", KNOWN)
    assert isinstance(file, CsvFile)
    return file


def _read(desk: Desk, content: str | bytes) -> tuple[Account, list[Row]]:
    """Read a whole file, with the encoding that it turns out to have, as every command does."""
    file = _opened(desk, content)
    blocks = file.blocks(list(range(len(file.header))))
    rows = [
        row for block in blocks for row in zip(*(column.to_pylist() for column in block.columns.columns), strict=True)
    ]
    return blocks.account, rows


def _rejected(account: Account) -> list[tuple[int, str]]:
    return [(row.record, row.reason) for row in account.rejected]


TWO_ROWS = [("O1", "2021-01-01", "8N"), ("O2", "2021-01-02", "34B")]

AS_IT_COMES = {
    "comma": b"reference,recorded_date,offence\nO1,2021-01-01,8N\nO2,2021-01-02,34B\n",
    "semicolon": b"reference;recorded_date;offence\nO1;2021-01-01;8N\nO2;2021-01-02;34B\n",
    "tab": b"reference\trecorded_date\toffence\nO1\t2021-01-01\t8N\nO2\t2021-01-02\t34B\n",
    "bar": b"reference|recorded_date|offence\nO1|2021-01-01|8N\nO2|2021-01-02|34B\n",
    "everything quoted": b'"reference","recorded_date","offence"\n"O1","2021-01-01","8N"\n"O2","2021-01-02","34B"\n',
    "line ends of Windows": b"reference,recorded_date,offence\r\nO1,2021-01-01,8N\r\nO2,2021-01-02,34B\r\n",
    "carriage returns only": b"reference,recorded_date,offence\rO1,2021-01-01,8N\rO2,2021-01-02,34B\r",
    "mixed line ends": b"reference,recorded_date,offence\r\nO1,2021-01-01,8N\rO2,2021-01-02,34B\n",
    "a bare line feed among others": b"reference,recorded_date,offence\r\nO1,2021-01-01,8N\nO2,2021-01-02,34B\r\n",
    "no line end at the end": b"reference,recorded_date,offence\nO1,2021-01-01,8N\nO2,2021-01-02,34B",
    "byte-order mark": b"\xef\xbb\xbfreference,recorded_date,offence\nO1,2021-01-01,8N\nO2,2021-01-02,34B\n",
    "byte-order mark and quotes": (
        b'\xef\xbb\xbf"reference",recorded_date,offence\nO1,2021-01-01,8N\nO2,2021-01-02,34B\n'
    ),
    "UTF-16, tabs": "reference\trecorded_date\toffence\nO1\t2021-01-01\t8N\nO2\t2021-01-02\t34B\n".encode("utf-16"),
    "UTF-16, big end first": (
        "\ufeffreference,recorded_date,offence\nO1,2021-01-01,8N\nO2,2021-01-02,34B\n".encode("utf-16-be")
    ),
    "blanks around the names": b" reference , recorded_date,offence \nO1,2021-01-01,8N\nO2,2021-01-02,34B\n",
}  # fmt: skip


@pytest.mark.parametrize("content", AS_IT_COMES.values(), ids=AS_IT_COMES)
def test_a_file_is_read_as_it_comes(content: bytes, desk: Desk) -> None:
    assert _opened(desk, content).header == ["reference", "recorded_date", "offence"]
    account, rows = _read(desk, content)
    assert rows == TWO_ROWS
    assert (account.rows_read, account.rejected) == (2, [])


def test_delimiters_that_stand_nowhere_are_looked_for_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    look = csv_files._look

    def noted(text: str, delimiter: str, known: Sequence[str]) -> tuple[Header, int]:
        looked.append(delimiter)
        return look(text, delimiter, known)

    monkeypatch.setattr(csv_files, "_look", noted)
    assert _opened(desk, "reference|recorded_date|offence\nO1|2021-01-01|8N\n").delimiter == "|"
    assert looked == [",", "|"]


def test_the_delimiter_is_the_one_that_shows_the_known_columns(desk: Desk) -> None:
    """More commas than semicolons, but no known name between commas."""
    content = "reference;offence, as titled, in full;recorded_date\nO1;Robbery, personal;2021-01-01\n"
    _, rows = _read(desk, content)
    assert _opened(desk, content).delimiter == ";"
    assert rows == [("O1", "Robbery, personal", "2021-01-01")]


def test_everything_stays_text(desk: Desk) -> None:
    """No number, date, truth value or missing value is read into a cell."""
    cells = ("0012", "4.10", "NA")
    assert _read(desk, f"{HEADER}{','.join(cells)}\nnull,#N/A,\n1e5,TRUE,-\n")[1] == [
        cells,
        ("null", "#N/A", ""),
        ("1e5", "TRUE", "-"),
    ]


# Encodings: UTF-8 unless it can't be, then Windows-1252, wherever in the file that shows.

CAFE = ("O1", "2021-01-01", "café")


def test_windows_1252_in_the_first_block(desk: Desk) -> None:
    account, rows = _read(desk, f"{HEADER}{','.join(CAFE)}\n".encode("cp1252"))
    assert "not UTF-8, read as Windows-1252" in account.described
    assert rows == [CAFE]


def _long(last: bytes) -> bytes:
    """Return a file whose last row lies beyond the part that is looked at to find its encoding."""
    row = b"O0,2021-01-01,robbery of personal property\n"
    return HEADER.encode() + row * (csv_files.SAMPLE_BYTES // len(row) + 1) + last


def test_windows_1252_in_a_late_block(desk: Desk) -> None:
    account, rows = _read(desk, _long(f"{','.join(CAFE)}\n".encode("cp1252")))
    assert "not UTF-8, read as Windows-1252" in account.described
    assert rows[-1] == CAFE
    assert account.rows_read == len(rows)


def test_windows_1252_in_a_late_row_that_is_malformed(desk: Desk) -> None:
    account, rows = _read(desk, _long(f"{','.join(CAFE)},\nO2,2021-01-02,8N\n".encode("cp1252")))
    assert rows[-1] == ("O2", "2021-01-02", "8N")
    assert _rejected(account) == [(len(rows) + 1, "4 cells instead of 3")]


def test_utf_8_that_the_sample_cuts_inside_a_character_is_utf_8(desk: Desk) -> None:
    before = b"O0,2021-01-01,"
    start = HEADER.encode() + before
    padding = b"x" * (csv_files.SAMPLE_BYTES - len(start) - 1)
    account, rows = _read(desk, start + padding + "é".encode() + b"\nO2,2021-01-02,8N\n")
    assert account.described == PLAIN
    assert rows[0][2].endswith("xé")


def test_bytes_that_windows_1252_does_not_have_are_read_all_the_same(desk: Desk) -> None:
    account, rows = _read(desk, HEADER.encode() + b"O1,2021-01-01,caf\xe9 \x81\n")
    assert [each.message for each in account.findings if each.level == Level.WARNING] == [
        "1 character has no meaning in its encoding"
    ]
    assert rows[0][2].startswith("café")


# Rows.


def test_a_quoted_line_break_belongs_to_its_cell(desk: Desk) -> None:
    account, rows = _read(desk, f'{HEADER}O1,2021-01-01,"two\nlines"\nO2,2021-01-02,"one ""quoted"" word"\n')
    assert rows == [("O1", "2021-01-01", "two\nlines"), ("O2", "2021-01-02", 'one "quoted" word')]
    assert account.rejected == []


def test_a_stray_quote_costs_no_row(desk: Desk) -> None:
    account, rows = _read(desk, f'{HEADER}O1,2021-01-01,5" blade\nO2,2021-01-02,8N\nO3"x,2021-01-03,8N\n')
    assert rows == [("O1", "2021-01-01", '5" blade'), ("O2", "2021-01-02", "8N"), ('O3"x', "2021-01-03", "8N")]
    assert account.rejected == []


def test_a_ragged_row_is_rejected_with_its_number_and_reason(desk: Desk) -> None:
    """The header is record 1."""
    rows_written = ["O1,2021-01-01,8N", "O2,2021-01-02", "O3,2021-01-03,8N,more,still more", "O4,2021-01-04,8N"]
    account, rows = _read(desk, HEADER + "\n".join(rows_written))
    assert [row[0] for row in rows] == ["O1", "O4"]
    assert _rejected(account) == [(3, "2 cells instead of 3"), (4, "5 cells instead of 3")]
    assert [row.file for row in account.rejected] == ["extract.csv"] * 2
    assert account.rows_read == 4


def test_a_rejected_row_keeps_its_text_but_shows_it_to_nobody(desk: Desk) -> None:
    (rejected,) = _read(desk, f"{HEADER}O2,2021-01-02\nO3,2021-01-03,8N\n")[0].rejected
    assert rejected.text == "O2,2021-01-02"
    assert "O2" not in repr(rejected)


def test_a_record_number_counts_records_and_not_lines(desk: Desk) -> None:
    account, _ = _read(desk, f'{HEADER}O1,2021-01-01,"two\nlines"\nO2,2021-01-02\n')
    assert _rejected(account) == [(3, "2 cells instead of 3")]


def test_a_record_number_counts_on_over_blocks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_records, "BLOCK_BYTES", 512)
    good = "".join(f"O{i},2021-01-01,8N\n" for i in range(200))
    account, rows = _read(desk, f"{HEADER}{good}O200,2021-01-01\n{good}O200\n")
    assert len(rows) == 400
    assert _rejected(account) == [(202, "2 cells instead of 3"), (403, "1 cell instead of 3")]
    assert account.rows_read == 402


def test_a_row_that_was_cut_off_is_rejected(desk: Desk) -> None:
    account, rows = _read(desk, f"{HEADER}O1,2021-01-01,8N\nO2,2021-01")
    assert [row[0] for row in rows] == ["O1"]
    assert _rejected(account) == [(3, "stops in column 2")]


UNCLOSED = {
    "in a middle cell": f'{HEADER}O1,2021-01-01,8N\nO2,"2021-01-02,8N\nO3,2021-01-03,8N\nO4,2021-01-04,8N\n',
    "in the last cell": f'{HEADER}O1,2021-01-01,8N\nO2,2021-01-02,"8N\nO3,2021-01-03,8N\nO4,2021-01-04,8N\n',
}


@pytest.mark.parametrize("content", UNCLOSED.values(), ids=UNCLOSED)
def test_a_quote_that_is_never_closed_is_told_and_swallows_no_row_in_silence(content: str, desk: Desk) -> None:
    account, rows = _read(desk, content)
    assert ("O1", "2021-01-01", "8N") in rows
    assert not any("\n" in cell for row in rows for cell in row), "several records were read as one cell"
    # Every line counts as a row that was lost: a ledger of lines is what a person can check.
    assert _rejected(account) == [(3, "opens a quote that is not closed on its line: 3 lines read as one")] * 3
    assert account.rows_read == 4


WIDE_HEADER = "reference,recorded_date,offence_class,note\n"
SWALLOWING = {
    "in the first cell": ('"O2,2021-01-02,8N,ok', 'O4",2021-01-04,8N,ok'),
    "in a middle cell": ('O2,"2021-01-02,8N,ok', 'O4,2021-01-04",8N,ok'),
    "in a cell that another quote opens again": ('O2,2021-01-02,"8N,ok', 'O4,2021-01-04,"8N",ok'),
    "in the last cell, which nobody reads": ('O2,2021-01-02,8N,"5 inch', 'O4,2021-01-04,8N,6"'),
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("rows", SWALLOWING.values(), ids=SWALLOWING)
def test_a_quote_that_a_later_row_closes_rejects_what_it_swallowed(
    rows: tuple[str, str], line_end: str, desk: Desk
) -> None:
    """The cell is legal CSV; its shape tells that it holds rows, which can't be told apart any more."""
    opens, closes = rows
    lines = ["O1,2021-01-01,8N,ok", opens, "O3,2021-01-03,8N,ok", closes, "O5,2021-01-05,8N,ok", "O6,x,8N,ok,more"]
    report = desk.gather("police", line_end.join([WIDE_HEADER.strip(), *lines]) + line_end).reports["police"]
    assert (report.ledger.read, report.ledger.rejected, report.ledger.usable) == (6, 4, 2)
    told = (3, "opens a quote that is not closed on its line: 3 lines read as one")
    assert [(row.record, row.reason) for row in report.rejected] == [told] * 3 + [(5, "5 cells instead of 4")]
    assert not report.faults, "what a rejected row says is no fault of a cell"


def test_rows_are_swallowed_in_any_block(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_records, "BLOCK_BYTES", 512)
    good = [f"O{i},2021-01-01,8N,ok" for i in range(200)]
    bad = ['A1,2021-01-02,8N,"5 inch', "A2,2021-01-02,8N,ok", 'A3,2021-01-02,8N,6"']
    text = WIDE_HEADER + "\n".join([*good, *bad, *good, "short", *bad, *good]) + "\n"
    report = desk.gather("police", text).reports["police"]
    assert (report.ledger.read, report.ledger.rejected) == (607, 7)
    assert sorted({row.record for row in report.rejected}) == [202, 403, 404]


PROSE = {
    "two paragraphs": '"two paragraphs\nof a note"',
    "as many commas as a row has": '"seen, followed, lost\nand found, again"',
    "a title over two lines": '"Robbery\r\nof personal property"',
}


@pytest.mark.parametrize("column", ["note", "offence_title"])
@pytest.mark.parametrize("text", PROSE.values(), ids=PROSE)
def test_a_line_break_in_a_text_is_legal(text: str, column: str, desk: Desk) -> None:
    rows = f"O1,2021-01-01,34B,{text}\nO2,2021-01-02,34B,ok\n"
    report = desk.gather("police", WIDE_HEADER.replace("note", column) + rows).reports["police"]
    assert (report.ledger.read, report.ledger.rejected) == (2, 0)


def test_one_quote_swallows_rows_and_another_is_never_closed(desk: Desk) -> None:
    bad = ['O1,2021-01-02,8N,"5 inch', 'O2,2021-01-02,8N,6"', "O3,2021-01-03,8N,ok", 'O4,2021-01-04,"8N,ok', "O5"]
    report = desk.gather("police", WIDE_HEADER + "\n".join(bad) + "\n").reports["police"]
    assert (report.ledger.read, report.ledger.rejected, report.ledger.usable) == (5, 4, 1)
    assert [row.record for row in report.rejected] == [2, 2, 4, 4]


def test_a_quote_that_is_not_closed_for_megabytes_ends_in_a_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_records, "LONGEST_RECORD", 1 << 12)
    row = "O3,2021-01-03,8N\n"
    with pytest.raises(ExtractError) as caught:
        _read(desk, f'{HEADER}O2,"2021-01-02,8N\n{row * 2000}')
    line = HEADER.count("\n") + 1
    assert str(caught.value).startswith(f"extract.csv: line {line} opens a quote that is not closed within")
    assert caught.value.line == line


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", [0, 3, 700])
def test_the_line_of_a_quote_that_is_never_closed_is_that_of_an_editor(
    before: int, end: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_records, "LONGEST_RECORD", 1 << 12)
    monkeypatch.setattr(csv_records, "BLOCK_BYTES", 1 << 11)
    row = "O3,2021-01-03,8N\n"
    text = f'a title\n{HEADER}{row * before}O2,"2021-01-02,8N\n{row * 2000}'
    with pytest.raises(ExtractError) as caught:
        _read(desk, text.replace("\n", end))
    assert caught.value.line == before + 3


def test_blank_lines_are_no_records_and_are_counted(desk: Desk) -> None:
    account, rows = _read(desk, f"{HEADER}O1,2021-01-01,8N\n\n,,\nO2,2021-01-02,8N\n\n")
    assert rows == [("O1", "2021-01-01", "8N"), ("O2", "2021-01-02", "8N")]
    assert (account.rows_read, account.not_records, account.rejected) == (5, 3, [])


def test_only_the_columns_that_are_asked_for_are_read(desk: Desk) -> None:
    file = open_extract(desk.write("extract.csv", f"{HEADER}O1,2021-01-01,8N\n"), "extract.csv", KNOWN)
    (block,) = file.blocks([0, 2])
    assert [column.to_pylist() for column in block.columns.columns] == [["O1"], ["8N"]]


def test_reading_may_be_left_half_way(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The background reader stops when nobody asks for more."""
    monkeypatch.setattr(csv_records, "BLOCK_BYTES", 512)
    content = HEADER + "O1,2021-01-01,8N\n" * 2000
    file = open_extract(desk.write("extract.csv", content), "extract.csv", KNOWN)
    blocks = iter(file.blocks([0]))
    assert next(blocks).rows > 0
    blocks.close()


@pytest.mark.slow
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_no_row_is_lost_between_blocks_whatever_the_encoding(
    encoding: str, line_end: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text beyond ASCII is handed on in whole lines: a piece of a few bytes between two blocks ended the reading."""
    monkeypatch.setattr(csv_records, "BLOCK_BYTES", 512)
    monkeypatch.setattr(text_stream, "CHUNK_BYTES", 512)
    content = HEADER + "".join(f"O{i},2021-01-01,caf{'é' * (i % 7)}\n" for i in range(3000))
    account, rows = _read(desk, content.replace("\n", line_end).encode(encoding))
    assert (len(rows), account.rows_read) == (3000, 3000)


# Files that are no extract.


NOT_AN_EXTRACT = {
    "an empty file": (b"", "the file is empty; expected a header and records. Was the export cut off?"),
    "a file of blanks": (b" \r\n\n", "the file is empty; expected a header and records. Was the export cut off?"),
    "a PDF document": (
        b"%PDF-1.7\n\x00\x01",
        "is a PDF document, not an extract. Export it again as CSV or Excel (.xlsx).",
    ),
    "an Excel workbook": (
        b"PK\x03\x04\x14\x00xl/workbook.xml",
        "is damaged or cut off: it can't be unpacked to its end. Ask for it again.",
    ),
    "an old Excel workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "is an old Excel workbook (.xls) or Word document; save it as .xlsx or CSV.",
    ),
    "a gzip file": (
        b"\x1f\x8b\x08\x00abc",
        "is damaged or cut off: it can't be unpacked to its end. Ask for it again.",
    ),
    "a Parquet file": (
        b"PAR1\x15\x04",
        "can't be opened as Parquet: it is cut off, damaged or encrypted. Ask for it again.",
    ),
    "a login page": (
        b"<!DOCTYPE html>\n<html><body>Sign in</body></html>",
        "is a web page, perhaps a login page, not an extract. Export it again as CSV or Excel (.xlsx).",
    ),
    "a web page without a doctype": (
        b"  \n<html><body>Sign in</body></html>",
        "is a web page, perhaps a login page, not an extract. Export it again as CSV or Excel (.xlsx).",
    ),
}


@pytest.mark.parametrize(("content", "message"), NOT_AN_EXTRACT.values(), ids=NOT_AN_EXTRACT)
def test_what_is_no_extract_is_refused_in_one_sentence(content: bytes, message: str, desk: Desk) -> None:
    with pytest.raises(ExtractError) as caught:
        _read(desk, content)
    assert str(caught.value) == f"extract.csv: {message}"
    assert caught.value.exit_code == ExitCode.UNREADABLE_EXTRACT == 11


NOT_TEXT = {
    "a picture": b"\x89PNG\r\n\x1a\n",
    "binary": bytes(range(32)) * 8,
    "one line without end": b'{"reference": "' + b"x" * 200_000 + b'"}',
    "a header whose quote is never closed": b'"reference,recorded_date,offence\n' + b"O1,2021-01-01,8N\n" * 12_000,
}


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
def test_whatever_else_a_file_holds_ends_in_a_sentence_too(content: bytes, desk: Desk) -> None:
    with pytest.raises(ExtractError) as caught:
        _read(desk, content)
        find_columns(_opened(desk, content), {"reference": ("reference",)}, set())
    assert str(caught.value).startswith("extract.csv: ")


def test_a_header_without_records_is_refused_where_the_extract_is_loaded(desk: Desk) -> None:
    with pytest.raises(ExtractError) as caught:
        desk.gather("police", "reference,recorded_date\n")
    assert str(caught.value) == (
        "police_1.csv: has a header but no records; expected at least one. Was the export filter empty?"
    )


def test_one_of_several_files_may_hold_no_record_but_lines_that_are_none(desk: Desk) -> None:
    header = "reference,recorded_date,offence_class\n"
    report = desk.gather("police", [f"{header}O1,2021-01-01,8N\n", f"{header},,\nEnd of report\n"]).reports["police"]
    assert (report.ledger.read, report.ledger.not_records, report.ledger.usable) == (3, 2, 1)


@pytest.mark.parametrize("below", ["\n\n  \n", ",,\n" * 1000, "Total,0,\n", "End of report\n"])
def test_an_extract_without_any_record_is_refused(below: str, desk: Desk) -> None:
    with pytest.raises(ExtractError) as caught:
        desk.gather("police", f"reference,recorded_date,offence_class\n{below}")
    assert str(caught.value) == "police_1.csv: no records; expected at least one. Was the export filter empty?"


def test_a_missing_file_and_a_folder_are_refused(desk: Desk) -> None:
    with pytest.raises(ExtractError) as caught:
        open_extract(desk.folder / "no.csv", "no.csv", KNOWN)
    assert str(caught.value) == "no.csv: there is no such file. Check its name and folder."
    with pytest.raises(ExtractError) as caught:
        open_extract(desk.folder, "extracts", KNOWN)
    assert str(caught.value) == "extracts: is a folder; expected a file. Name the files in it, such as *.csv."


# Columns.


def _open(desk: Desk, header: str) -> CsvFile:
    return open_extract(desk.write("extract.csv", f"{header}\nx\n"), "extract.csv", KNOWN)


def test_a_column_is_found_whatever_its_case_and_blanks(desk: Desk) -> None:
    file = _open(desk, "CRIME-NUMBER,Recorded  Date,offence")
    wanted = {"reference": ("Crime Number",), "recorded_date": ("recorded_date",), "offence": ("Offence",)}
    assert find_columns(file, wanted, set()) == {"reference": (0,), "recorded_date": (1,), "offence": (2,)}


def test_names_are_folded_alike() -> None:
    assert fold_header(" Recorded_Date ") == fold_header("recorded-date") == fold_header("RECORDED  DATE")


def test_a_field_of_two_columns_needs_both(desk: Desk) -> None:
    file = _open(desk, "Month,Year,offence")
    assert find_columns(file, {"recorded_date": ("Year", "Month")}, set()) == {"recorded_date": (1, 0)}
    assert find_columns(file, {"recorded_date": ("Year", "Day")}, {"recorded_date"}) == {}


def test_an_optional_column_may_be_missing(desk: Desk) -> None:
    assert find_columns(_open(desk, "reference"), {"reference": ("reference",), "knife": ("knife",)}, {"knife"}) == {
        "reference": (0,)
    }


def test_a_missing_column_is_told_with_what_was_found_and_what_to_do(desk: Desk) -> None:
    file = _open(desk, "Crime Ref,Recorded,Offence Code")
    with pytest.raises(ExtractError) as caught:
        find_columns(file, {"reference": ("Crime Reference",)}, set())
    message = str(caught.value)
    assert message.startswith("extract.csv: no column Crime Reference (for reference); found Crime Ref, Recorded and ")
    assert "did you mean Crime Ref?" in message
    assert message.endswith(" or export it.")


def test_a_column_that_stands_twice_is_refused_where_it_is_needed(desk: Desk) -> None:
    file = _open(desk, "reference,knife,note,Knife,note")
    with pytest.raises(ExtractError) as caught:
        find_columns(file, {"knife": ("knife",)}, {"knife"})
    assert str(caught.value) == (
        "extract.csv: column knife stands twice (columns 2 and 4); expected it once. Remove or rename one of them."
    )
    assert find_columns(file, {"reference": ("reference",)}, set()) == {"reference": (0,)}


def test_no_message_shows_a_value_of_a_record(desk: Desk) -> None:
    with pytest.raises(ExtractError) as caught:
        desk.gather("police", "reference,recorded\nSECRET-1,2021-01-01\n")
    assert "SECRET" not in str(caught.value)


def test_a_large_file_with_a_letter_beyond_ascii_is_read_to_its_end(desk: Desk) -> None:
    # Only whole lines of such a file are decoded at a time; a short rest of one must not look like the file's end.
    row, many = "O{:07d},2021-01-01,8N and some words in a cell\n", 260_000
    text = "".join([HEADER, *(row.format(number) for number in range(many))]).replace("some", "sóme", 1)
    assert len(text) > 2 * csv_records.BLOCK_BYTES
    for shift in range(2):
        data = text.replace("sóme", "s" + "ó" * (1 + 7 * shift) + "me", 1).encode()
        file = open_extract(desk.write("extract.csv", data), "extract.csv", KNOWN)
        assert sum(block.rows for block in file.blocks([0])) == many
