"""OpenDocument and binary Excel workbooks are read as .xlsx is.

`attendances.ods` was written by LibreOffice. The binary workbooks are written here, record by record (MS-XLSB).
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from svtool.errors import ExtractError
from svtool.files.account import Account
from svtool.files.containers import open_extract
from svtool.files.extract_file import DateColumn

KNOWN = ("reference", "recorded_date", "age")
DATES = {1: DateColumn(range(30_000, 50_000))}
OPEN_DOCUMENT = Path(__file__).with_name("attendances.ods")
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
Cells = Sequence[Sequence[str | float]]


def read(path: Path) -> tuple[Account, list[tuple[str, ...]]]:
    blocks = open_extract(path, path.name, KNOWN).blocks([0, 1, 2], DATES)
    rows = [row for block in blocks for row in zip(*block.columns.to_pydict().values(), strict=True)]
    return blocks.account, rows


def told(account: Account) -> set[tuple[str, str]]:
    return {(each.kind.id, each.message) for each in account.findings}


def test_an_opendocument_sheet_is_read_with_its_dates_and_rows_that_repeat() -> None:
    account, rows = read(OPEN_DOCUMENT)
    assert rows[:2] == [("A1", "2021-03-04", "34"), ("10002", "2021-03-05", "unknown")]
    assert rows[2:] == [("A3", "06/03/2021", ""), *[("A4", "07/03/2021", "same")] * 3]
    assert {
        ("H01", "2 lines above the header ignored"),
        ("H09", "sheets: Attendances (used), Notes (hidden, ignored)"),
        ("V13", "1 date was an Excel day number"),
    } <= told(account)
    assert any(kind == "V01" and message.startswith("1 cell holds an Excel error") for kind, message in told(account))


def opendocument(path: Path, sheet: str, kind: str = SPREADSHEET, manifest: str = "") -> Path:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        table = f'<table:table table:name="Sheet">{sheet}</table:table>'
        body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        archive.writestr("content.xml", f"<office:document-content{names}>{body}</office:document-content>")
    return path


def test_a_cell_that_is_repeated_too_often_fills_no_machine(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-cell></table:table-row>'
    with pytest.raises(ExtractError, match="reaches to row 1,048,576 and column 16,384, too far to be read"):
        read(opendocument(tmp_path / "x.ods", row))


def test_blank_cells_that_are_repeated_to_the_end_of_a_sheet_are_no_matter(tmp_path: Path) -> None:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{each}</text:p></table:table-cell>' for each in KNOWN
    )
    blank = '<table:table-cell table:number-columns-repeated="16381"/>'
    whole = '<table:table-cell table:number-columns-repeated="16384"/>'
    rest = f'<table:table-row table:number-rows-repeated="1048574">{whole}'
    row = f"<table:table-row>{cells}{blank}</table:table-row>"
    path = opendocument(tmp_path / "x.ods", f"{row}{row.replace('reference', 'A1')}{rest}</table:table-row>")
    assert read(path)[1] == [("A1", "recorded_date", "age")]


def test_another_opendocument_and_a_protected_one_are_told(tmp_path: Path) -> None:
    text = opendocument(tmp_path / "x.odt", "", "application/vnd.oasis.opendocument.text")
    with pytest.raises(ExtractError, match="is an OpenDocument text or drawing"):
        read(text)
    with pytest.raises(ExtractError, match="protected by a password"):
        read(opendocument(tmp_path / "x.ods", "", manifest="<encryption-data/>"))


@pytest.mark.parametrize("lost", ["mimetype", "META-INF/manifest.xml", "content.xml"])
@pytest.mark.parametrize("wanting", [True, False], ids=["wanting", "damaged"])
def test_an_opendocument_with_a_part_lost_is_no_bug(tmp_path: Path, lost: str, wanting: bool) -> None:
    """LibreOffice writes all three; who repacks a file by hand may lose one, and a disk a byte of it."""
    whole = opendocument(tmp_path / "x.ods", "<table:table-row/>")
    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "y.ods", "w") as archive:
        for name, content in parts.items():
            if not (wanting and name == lost):
                archive.writestr(name, content)
    if not wanting:
        content = (tmp_path / "y.ods").read_bytes()
        (tmp_path / "y.ods").write_bytes(content.replace(parts[lost], parts[lost][:-1] + b"?"))
    with pytest.raises(ExtractError, match="is damaged" if not wanting else "expected|save it as|save it again"):
        read(tmp_path / "y.ods")


def record(kind: int, data: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size = len(data)
    lengths = [size & 127 | 128, size >> 7] if size > 127 else [size]
    return number + bytes(lengths) + data


def text(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def cell(column: int, value: str | float) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(value, float):
        return record(5, place + struct.pack("<d", value))
    return record(3, place + b"\x07") if value.startswith("#") else record(6, place + text(value))


def binary(path: Path, rows: dict[int, Sequence[str | float]], since_1904: bool = False) -> Path:
    """Write a binary workbook of one sheet: rows by their numbers, counted from 0."""
    lines = b"".join(
        record(0, struct.pack("<I", number) + bytes(13)) + b"".join(cell(*each) for each in enumerate(row))
        for number, row in rows.items()
    )
    sheet = record(129) + record(148, struct.pack("<IIII", 0, max(rows), 0, 2)) + record(145) + lines + record(146)
    properties = record(153, struct.pack("<II", since_1904, 0) + text(""))
    named = record(156, struct.pack("<II", 0, 1) + text("rId1") + text("Attendances"))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relation = f'<Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", record(131) + properties + record(143) + named + record(144) + record(132))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<?xml version="1.0"?><Relationships xmlns="{package}">{relation}</Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet + record(130))
    return path


ROWS: dict[int, Sequence[str | float]] = {0: KNOWN, 1: ("A1", "2021-03-04", 34.0), 2: (10002.0, 44260.0, "#N/A")}


def test_a_binary_workbook_is_read(tmp_path: Path) -> None:
    account, rows = read(binary(tmp_path / "x.xlsb", ROWS))
    assert rows == [("A1", "2021-03-04", "34"), ("10002", "2021-03-05", "")]
    assert any(kind == "V01" and message.startswith("1 cell holds an Excel error") for kind, message in told(account))


def test_a_binary_workbook_may_count_from_1904_or_reach_too_far(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="counts days from 1904"):
        read(binary(tmp_path / "x.xlsb", ROWS, since_1904=True))
    wide = [""] * 16_000
    with pytest.raises(ExtractError, match="reaches to row 1,000,001 and column 16,000"):
        read(binary(tmp_path / "y.xlsb", {0: KNOWN, 1_000_000: wide}))
