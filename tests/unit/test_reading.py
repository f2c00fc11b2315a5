"""CSV as it comes: encodings, line ends, delimiters, lines that are no records, rows that can't be read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path, PureWindowsPath

import pytest

from svtool.errors import ExtractError
from svtool.files import containers, csv_records, text_stream
from svtool.files.account import Account
from svtool.files.containers import open_extract
from svtool.files.extract_file import ExtractFile
from svtool.files.file_names import find_files, split_pattern
from svtool.files.headers import find_columns
from svtool.files.remarks import findings_on_total
from svtool.findings.finding import Level
from svtool.schema.project import ExtractEntry

KNOWN = ("reference", "recorded_date", "area")
TABLE = "reference,recorded_date,area\nA1,2021-01-01,Wirral\nA2,2021-01-02,Sefton\n"
ROWS = [("A1", "2021-01-01", "Wirral"), ("A2", "2021-01-02", "Sefton")]


def opened(tmp_path: Path, content: bytes | str) -> ExtractFile:
    path = tmp_path / "x.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_extract(path, "x.csv", KNOWN)


def read(tmp_path: Path, content: bytes | str) -> tuple[Account, list[tuple[str, ...]]]:
    return read_through(opened(tmp_path, content))


def read_through(file: ExtractFile) -> tuple[Account, list[tuple[str, ...]]]:
    blocks = file.blocks(list(range(len(file.header))))
    rows = [row for block in blocks for row in zip(*block.columns.to_pydict().values(), strict=True)]
    return blocks.account, rows


def notes(account: Account) -> list[str]:
    return [each.message for each in account.findings if each.level == Level.WARNING]


def errors(account: Account) -> list[str]:
    return [each.message for each in account.findings if each.level == Level.ERROR]


# --- encodings (F04 to F10)


@pytest.mark.parametrize(
    ("encoded", "described"),
    [
        (TABLE.encode(), "UTF-8,"),
        (TABLE.encode("utf-8-sig"), "byte-order mark"),
        (TABLE.encode("utf-16"), "UTF-16"),
        (TABLE.encode("utf-16-le"), "UTF-16"),
        (b"\xfe\xff" + TABLE.encode("utf-16-be"), "UTF-16"),
        (TABLE.replace(",", "\t").encode("utf-16"), "UTF-16, tab"),
        (TABLE.replace(",", ";").encode(), "semicolon"),
        (TABLE.replace(",", "|").encode(), "bar"),
        (TABLE.replace("\n", "\r").encode(), "CR"),
        (TABLE.replace("\n", "\r\n").encode(), "comma"),
        (TABLE.replace("\n", "\r\n", 1).encode(), "mixed line ends"),
    ],
)
def test_the_same_rows_whatever_the_encoding_delimiter_and_line_end(
    tmp_path: Path, encoded: bytes, described: str
) -> None:
    account, rows = read(tmp_path, encoded)
    assert rows == ROWS
    assert described in account.described
    assert notes(account) == errors(account) == []


def test_windows_1252_is_read_as_such(tmp_path: Path) -> None:
    account, rows = read(tmp_path, TABLE.replace("Wirral", "Café – rue").encode("cp1252"))
    assert rows[0][2] == "Café – rue"
    assert "not UTF-8, read as Windows-1252" in account.described
    assert notes(account) == []


def test_glued_exports_are_read_line_by_line_and_the_lines_counted(tmp_path: Path) -> None:
    glued = TABLE.replace("Wirral", "Café").encode() + "A3,2021-01-03,Café\n".encode("cp1252")
    account, rows = read(tmp_path, glued)
    assert [row[2] for row in rows] == ["Café", "Sefton", "Café"]
    assert notes(account) == ["1 line is Windows-1252, the rest UTF-8; each was read as what it is"]


def test_a_byte_order_mark_in_the_middle_is_no_part_of_the_repeated_header(tmp_path: Path) -> None:
    account, rows = read(tmp_path, TABLE.encode("utf-8-sig") + TABLE.replace("A", "B").encode("utf-8-sig"))
    assert [row[0] for row in rows] == ["A1", "A2", "B1", "B2"]
    assert account.not_records == 1


def test_bytes_that_mean_nothing_are_counted(tmp_path: Path) -> None:
    account, rows = read(tmp_path, TABLE.encode().replace(b"Wirral", b"W\x81\x8d\x8f\x90\x9d"))
    assert rows[0][2] == "W" + "\ufffd" * 5
    assert notes(account) == ["5 characters have no meaning in its encoding"]


def test_nul_characters_are_removed_and_counted(tmp_path: Path) -> None:
    account, rows = read(tmp_path, TABLE.encode().replace(b"Wirral", b"W\x00irral\x00"))
    assert rows == ROWS
    assert notes(account) == ["2 control characters were removed, such as NUL"]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_damaged_lines_are_counted_once_each(end: str, tmp_path: Path) -> None:
    lines = ["reference,note", "A1,CafÃ© and CafÃ©", "A2,said â€œnoâ€œ", "A3,São Paulo, Ã", "A4,plain", "A5,Ã©"]
    account, _ = read(tmp_path, end.join(lines))
    assert [(each.count, each.lines) for each in account.findings if each.kind.id == "F08"] == [(3, (2, 3, 6))]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_what_is_wrong_with_the_text_of_a_file_is_told_with_its_lines(end: str, tmp_path: Path) -> None:
    lines = [
        b"a title", b"reference,note", b"A1,plain", "A2,café".encode("cp1252"),
        "A3,não".encode(), b"A4,\x00\x01", b"A5,plain", "A6,CafÃ©".encode(),
        "A7,brûlé".encode("cp1252"), b"A8,\x02", b"A9,W\x81",
    ]  # fmt: skip
    account, _ = read(tmp_path, end.encode().join(lines))
    assert {(each.kind.id, each.level.value): each.lines for each in account.findings if each.lines} == {
        ("F06", "warning"): (11,),
        ("F07", "warning"): (4, 9, 11),
        ("F10", "warning"): (6, 10),
        ("F08", "warning"): (8,),
    }


def test_lines_are_counted_on_over_the_chunks_of_a_large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_stream, "CHUNK_BYTES", 100)
    rows = b"".join(f"A{i},{'CafÃ©' if i % 50 == 0 else 'plain'}\n".encode() for i in range(2, 202))
    account, _ = read(tmp_path, b"reference,note\n" + rows)
    assert [each.lines for each in account.findings if each.kind.id == "F08"] == [(50, 100, 150, 200)]


def test_damaged_text_is_said_and_never_repaired(tmp_path: Path) -> None:
    account, rows = read(tmp_path, TABLE.replace("Wirral", "CafÃ©"))
    assert rows[0][2] == "CafÃ©"
    assert notes(account) == ["1 line holds text damaged by an earlier export (such as Ã© for é); not repaired"]


def test_a_stretch_of_windows_1252_far_from_the_start_is_found(tmp_path: Path) -> None:
    line = "A1,2021-01-01,Wirral\n"
    many = TABLE + line * (5_000_000 // len(line))
    _, rows = read(tmp_path, many.encode() + "A3,2021-01-03,Café\n".encode("cp1252"))
    assert rows[-1][2] == "Café"
    assert len(rows) == many.count("\n")


# --- the header and what stands around the table (H01 to H03, H06, H07)


def test_lines_above_the_header_are_ignored_and_counted_as_no_records(tmp_path: Path) -> None:
    account, rows = read(tmp_path, f'Our force\n"Weekly\nexport",x\n\n{TABLE}')
    assert rows == ROWS
    assert (account.rows_read, account.not_records) == (5, 3)
    assert "the header is line 4, 3 lines above it ignored" in account.described


def test_record_numbers_count_the_lines_above_the_header(tmp_path: Path) -> None:
    account, _ = read(tmp_path, f"Our force\n\n{TABLE}A3,2021-01-03\n")
    assert [(row.record, row.reason) for row in account.rejected] == [(6, "2 cells instead of 3")]


def test_two_header_rows_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Crime,,Victim,\nNumber,Recorded,Age,Sex\nA1,2021-01-01,20,F\n")
    file = open_extract(path, "x.csv", ["Crime Number", "Crime Recorded", "Victim Age", "Victim Sex"])
    account, rows = read_through(file)
    assert file.header == ["Crime Number", "Crime Recorded", "Victim Age", "Victim Sex"]
    assert "rows 1–2 are the header" in account.described
    assert rows == [("A1", "2021-01-01", "20", "F")]


def test_an_ordinary_header_is_not_joined_with_the_first_record(tmp_path: Path) -> None:
    file = opened(tmp_path, "reference,recorded_date,area\nA1,,\nA2,2021-01-02,Sefton\n")
    _, rows = read_through(file)
    assert file.header == list(KNOWN)
    assert len(rows) == 2


def test_without_a_known_name_the_header_is_the_first_row_of_full_width(tmp_path: Path) -> None:
    file = opened(tmp_path, "A title\none,two,three\n1,2,3\n")
    _, rows = read_through(file)
    assert file.header == ["one", "two", "three"]
    assert rows == [("1", "2", "3")]


@pytest.mark.parametrize(
    "line",
    [
        "", ",,", " , , ", "reference,recorded_date,area", "Total,2,", "Total,,", "Grand total:,2,", "Total records: 2",
        "(2 rows affected)", "*** End of report", "*** End of report ***,,", "OFFICIAL - SENSITIVE,,",
        "Generated on 14/01/2022 by the system,,",
    ],
)  # fmt: skip
def test_lines_that_are_no_records_are_dropped_and_counted_apart(tmp_path: Path, line: str) -> None:
    account, rows = read(tmp_path, f"{TABLE}{line}\n")
    assert rows == ROWS
    assert (account.rows_read, account.not_records, account.rejected) == (3, 1, [])
    assert Level.ERROR not in {each.level for each in (*account.findings, *findings_on_total(account))}


@pytest.mark.parametrize("line", ["Total,2021-01-03,Wirral", "Totally,,", "Endof,,", "A3,,", ",2021-01-03,Wirral"])
def test_records_that_look_a_little_like_it_are_kept(tmp_path: Path, line: str) -> None:
    _, rows = read(tmp_path, f"{TABLE}{line}\n")
    assert rows[-1] == tuple(line.split(","))


@pytest.mark.parametrize("line", ['Total,"19,179",', "Total records: 19179", "(19,179 rows affected)"])
def test_a_total_that_differs_is_an_error(tmp_path: Path, line: str) -> None:
    account, _ = read(tmp_path, f"{TABLE}{line}\n*** End of report\n")
    assert [each.message for each in findings_on_total(account)] == [
        "its total row says 19,179, but 2 records stand above it: is the extract complete?"
    ]


@pytest.mark.parametrize("rows", [65_535, 65_536])
def test_as_many_rows_as_a_sheet_has_are_an_error(tmp_path: Path, rows: int) -> None:
    account, _ = read(tmp_path, "reference,recorded_date,area\n" + "A1,2021-01-01,Wirral\n" * rows)
    assert errors(account) == ["65,536 rows are a spreadsheet's limit: the extract is probably cut. Export it whole"]


# --- rows that can't be read (F11, H10)


def test_a_file_that_is_cut_off_loses_its_last_line_and_says_so(tmp_path: Path) -> None:
    account, rows = read(tmp_path, TABLE + "A3,2021-01")
    assert rows == ROWS
    assert [row.reason for row in account.rejected] == ["stops in column 2"]
    assert errors(account) == ["the last line stops in column 2: is the file complete? Export it again"]


def test_a_whole_last_line_without_line_end_is_a_record(tmp_path: Path) -> None:
    account, rows = read(tmp_path, TABLE.rstrip("\n"))
    assert rows == ROWS
    assert errors(account) == []


def test_lines_that_an_open_quote_swallows_are_all_rejected(tmp_path: Path) -> None:
    account, rows = read(tmp_path, TABLE + 'A3,"2021-01-03,Wirral\nA4,2021-01-04,Wirral\nA5,2021-01-05,Sefton\n')
    assert rows == ROWS
    assert len(account.rejected) == 3
    assert account.rejected[0].reason == "opens a quote that is not closed on its line: 3 lines read as one"
    assert account.rows_read == 5


def test_a_line_break_inside_quotes_is_legal(tmp_path: Path) -> None:
    account, rows = read(tmp_path, TABLE + 'A3,2021-01-03,"Wir\nral"\n')
    assert rows[-1][2] == "Wir\nral"
    assert account.rejected == []


def test_a_rejected_row_in_windows_1252_is_not_lost(tmp_path: Path) -> None:
    account, _ = read(tmp_path, TABLE.encode() + "A3,2021-01-03,Wirral,Café\n".encode("cp1252"))
    assert len(account.rejected) == 1
    assert account.rows_read == 3


# --- files that are no extracts (F01 to F03)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"  \n \n", "is empty"),
        (b"\xff\xfe", "is empty"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"\x89PNG\r\n", "a picture"),
        (b"7z\xbc\xaf\x27\x1c...", "packed by 7-Zip"),
        (bytes(range(1, 9)) * 50, "not text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "an old Excel workbook"),
        (b"PAR1....", "can't be opened as Parquet"),
        (b"PK\x03\x04....", "is damaged"),
        (b"\x1f\x8b....", "is damaged"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (gzip.compress(gzip.compress(TABLE.encode(), mtime=0), mtime=0), "not text"),
    ],
)
def test_what_is_no_extract_is_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ExtractError, match=words) as error:
        read(tmp_path, content)
    assert str(error.value).startswith("x.csv: ")


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="there is no such file"):
        open_extract(tmp_path / "x.csv", "x.csv", KNOWN)
    with pytest.raises(ExtractError, match="is a folder"):
        open_extract(tmp_path, "x", KNOWN)


def test_a_file_that_excel_holds_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x.csv").write_text(TABLE)
    monkeypatch.setattr(containers, "read_start", locked)
    with pytest.raises(ExtractError, match="Close it in Excel and run again"):
        open_extract(tmp_path / "x.csv", "x.csv", KNOWN)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(TABLE)
    file = open_extract(path, "x.csv", KNOWN)
    path.write_text(TABLE + "A3,2021-01-03,Wirral\n")
    with pytest.raises(ExtractError, match="changed while it was read"):
        read_through(file)


def test_a_file_can_be_read_twice(tmp_path: Path) -> None:
    file = opened(tmp_path, TABLE + "A3,2021-01-03\n,,\n")
    account, rows = read_through(file)
    assert read_through(file) == (account, rows)
    assert (account.rows_read, account.not_records, len(account.rejected)) == (4, 1, 1)


def test_a_block_carries_the_record_number_of_every_row(tmp_path: Path) -> None:
    """Rows that are no records and rows that can't be read have numbers as well, and are in no block."""
    file = opened(tmp_path, f"Our force\n\n{TABLE},,\nA3,2021-01-03\nA4,2021-01-04,Sefton\nA5,x,y,z\nA6,,\n")
    numbered = [
        (place, reference)
        for block in file.blocks([0])
        for place, reference in zip(block.places.tolist(), block.columns.column(0).to_pylist(), strict=True)
    ]
    assert numbered == [(4, "A1"), (5, "A2"), (8, "A4"), (10, "A6")]


def test_a_block_keeps_its_numbers_while_later_ones_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_records, "BLOCK_BYTES", 256)
    lines = [f"A{i},2021-01-01" + ",Sefton" * (i % 7 != 0) for i in range(2, 500)]
    file = opened(tmp_path, "\n".join(["reference,recorded_date,area", *lines]))
    blocks = list(file.blocks([0]))
    assert len(blocks) > 10
    for block in blocks:
        assert [f"A{place}" for place in block.places] == block.columns.column(0).to_pylist()


def test_columns_are_found_without_case_and_a_missing_one_is_named(tmp_path: Path) -> None:
    file = opened(tmp_path, TABLE.replace("recorded_date", "Recorded-Date"))
    assert find_columns(file, {"recorded_date": ("recorded date",)}, set()) == {"recorded_date": (1,)}
    with pytest.raises(ExtractError, match=r"no column referenc .*did you mean reference"):
        find_columns(file, {"reference": ("referenc",)}, set())


# --- which files are meant


def entry(*files: str) -> ExtractEntry:
    return ExtractEntry(files=files)


def test_patterns_and_folders_mean_the_extracts_in_them(tmp_path: Path) -> None:
    folder = tmp_path / "extracts"
    (folder / "more").mkdir(parents=True)
    for name in ("b.csv", "a.csv", "c.xlsx", "~$c.xlsx", ".hidden.csv", "notes.docx"):
        (folder / name).write_text("x")
    names = [name for _, name in find_files(entry("extracts"), tmp_path)]
    assert names == ["extracts/a.csv", "extracts/b.csv", "extracts/c.xlsx"]
    assert [name for _, name in find_files(entry("extracts/*.xlsx"), tmp_path)] == ["extracts/c.xlsx"]
    assert [name for _, name in find_files(entry("extracts/*.csv", "extracts/a.csv"), tmp_path)] == names[:2]
    assert [name for _, name in find_files(entry(str(folder / "*.csv")), tmp_path)] == names[:2]


def test_a_name_with_brackets_is_a_name_when_there_is_such_a_file(tmp_path: Path) -> None:
    (tmp_path / "police [final].csv").write_text("x")
    assert [name for _, name in find_files(entry("police [final].csv"), tmp_path)] == ["police [final].csv"]


def test_nothing_found_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ExtractError, match="no file matches"):
        find_files(entry("*.csv"), tmp_path)
    with pytest.raises(ExtractError, match="a folder without an extract"):
        find_files(entry("empty"), tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_can_not_be_listed_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    with pytest.raises(ExtractError, match="permission denied"):
        find_files(entry("closed"), tmp_path)


def test_patterns_on_windows_shares_keep_their_share() -> None:
    start, rest = split_pattern(PureWindowsPath(r"\\server\vrp data\2021\police_*.csv"))
    assert (str(start), rest) == (r"\\server\vrp data\2021", "police_*.csv")
    start, rest = split_pattern(PureWindowsPath(r"D:\in\*\ed.csv"))
    assert (str(start), rest) == (r"D:\in", "*/ed.csv")
