"""What a readable file is: opened by what is in it, whatever it is called, as a header and blocks of text.

One reader serves every command: CSV, Excel workbooks and Parquet, each also packed as .gz or .zip.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from svtool.errors import ExtractError
from svtool.files.account import file_finding
from svtool.files.archives import DAMAGED, choose_member, damaged, open_gzip, open_member, open_zip, read_whole
from svtool.files.csv_files import open_csv
from svtool.files.extract_file import ExtractFile, cannot_open
from svtool.files.parquet_files import open_parquet
from svtool.files.workbooks import open_workbook
from svtool.schema.plain_files import plain
from svtool.schema.project import Epoch

_SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".ods")
_WORKBOOKS = {"xl/workbook.xml", "xl/workbook.bin"}
_MANIFEST = "META-INF/manifest.xml"
_OPEN_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a text document (RTF)",
    b"SQLite format 3": "a database",
    b"7z\xbc\xaf\x27\x1c": "packed by 7-Zip",
    b"Rar!": "packed by RAR",
    b"BZh": "packed by bzip2",
    b"\xfd7zXZ": "packed by xz",
    b"\x28\xb5\x2f\xfd": "packed by zstandard",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP = b"\x1f\x8b"
_PARQUET = (b"PAR1", b"PARE")
_START_BYTES = 1 << 16
_JSON = re.compile(rb'(\xef\xbb\xbf)?\s*(\[\s*)?[{\[]\s*("|[{\[])')


def open_extract(
    path: Path,
    name: str,
    known_headers: Iterable[str],
    sheet: str | None = None,
    member: str | None = None,
    epoch: Epoch | None = None,
    *,
    several_sheets: bool = False,
) -> ExtractFile:
    """Return the file with its header found.

    Args:
        path: the file.
        name: how messages call it.
        known_headers: column names that the mapping knows; the header is the line that shows most of them.
        sheet: the sheet to read, when it is a workbook with several that could be meant.
        member: the file to read, when it is a zip file with several.
        epoch: the year from which the project says that a workbook counts days.
        several_sheets: whether several sheets of a workbook may map; the first of them is then the one that is opened.

    Raises:
        ExtractError: it is missing, empty, locked, or not an extract.
    """
    try:
        if path.name.startswith("~$"):
            raise ExtractError(
                "is the mark that Excel leaves beside an open workbook, not the workbook. Name the workbook, "
                "without ~$.",
                "F01",
                file=name,
            )
        if plain(path).is_dir():
            raise IsADirectoryError  # Windows says "permission denied" when a folder is opened
        content = _Content(path, name, read_start(path, name), member)
        return content.open(list(known_headers), sheet, epoch, several_sheets)
    except OSError as error:
        raise cannot_open(name, error) from None


def read_start(path: Path, name: str) -> bytes:
    """Return the first bytes of a file.

    Raises:
        ExtractError: there is no such file, or it is empty.
        OSError: it can't be opened.
    """
    with plain(path).open("rb") as stream:
        start = stream.read(_START_BYTES)
    if not start.strip():
        raise ExtractError(
            "the file is empty; expected a header and records. Was the export cut off?", "F02", file=name
        )
    return start


class _Content:
    """The content of a file, found out from its first bytes; unpacked where it is packed."""

    def __init__(self, path: Path, name: str, start: bytes, member: str | None) -> None:
        self._path, self._name, self._start, self._member = path, name, start, member
        self._packing: str | None = None

    def open(self, known: list[str], sheet: str | None, epoch: Epoch | None, several: bool) -> ExtractFile:
        """Return the file, opened as what it is."""
        if self._start.startswith(_GZIP):
            self._unpack_as("gzip")
        elif self._start.startswith(_ZIP) and not self._is_workbook():
            self._unpack_as("zip")
        if self._start.startswith(_ZIP) and self._is_workbook():
            return self._open_workbook(known, sheet, epoch, several)
        if self._start.startswith(_PARQUET):
            return open_parquet(self._path, self._name, known, self._whole)
        self._refuse_other_kinds()
        return open_csv(self._path, self._name, known, self._stream)

    def _unpack_as(self, packing: str) -> None:
        self._packing = packing
        with self._stream() as stream:
            self._start = stream.read(_START_BYTES)
        if not self._start.strip():
            raise ExtractError(
                "what is packed in it is empty; expected a header and records. Was the export cut off?",
                "F02",
                file=self._name,
            )

    def _stream(self) -> BinaryIO:
        """Return the bytes from the start, unpacked."""
        if self._packing == "gzip":
            return open_gzip(self._path, self._name)
        if self._packing == "zip":
            archive = open_zip(self._path, self._name)
            with closing(archive):  # an open member keeps the file open, and the archive need not
                return open_member(archive, choose_member(archive, self._name, self._member), self._name)
        return self._path.open("rb")

    def _whole(self) -> Path | io.BytesIO:
        """Return what formats that jump about can read: the file itself, or what is packed in it."""
        return read_whole(self._stream(), self._name) if self._packing else self._path

    def _is_workbook(self) -> bool:
        try:
            with zipfile.ZipFile(self._whole()) as archive:
                names = set(archive.namelist())
                if "content.xml" in names and "mimetype" in names:
                    return self._is_open_spreadsheet(archive)
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            return False
        for part, kind in {
            "word/document.xml": "a Word document; export the extract as CSV or Excel",
            "content.xml": "an OpenDocument file; save it as .xlsx or CSV",
        }.items():
            if part in names:
                raise ExtractError(f"is {kind}.", "F03", file=self._name)
        return bool(names & _WORKBOOKS)

    def _is_open_spreadsheet(self, archive: zipfile.ZipFile) -> bool:
        """Return that an OpenDocument file is a workbook.

        Raises:
            ExtractError: it is another document, protected by a password, or damaged.
        """
        try:
            kind = archive.read("mimetype")
            parts = archive.read(_MANIFEST) if _MANIFEST in archive.namelist() else b""
        except DAMAGED as error:
            raise damaged(self._name, error) from None
        if not kind.startswith(_OPEN_SPREADSHEET):
            raise ExtractError(
                "is an OpenDocument text or drawing; export the extract as CSV or a workbook.", "F03", file=self._name
            )
        if b"encryption-data" in parts:
            raise ExtractError(_protected(self._name), "F03")
        return True

    def _open_workbook(self, known: list[str], sheet: str | None, epoch: Epoch | None, several: bool) -> ExtractFile:
        file = open_workbook(self._path, self._name, known, self._whole, sheet, epoch, several=several)
        if not self._packing and self._path.suffix.casefold() not in _SPREADSHEETS:
            message = f"is an Excel workbook named {self._path.suffix or 'otherwise'}; read as Excel"
            return replace(file, remarks=(file_finding(self._name, "F03", message),))
        return file

    def _refuse_other_kinds(self) -> None:
        start = self._start
        if start.startswith(_OLE):
            raise ExtractError(self._ole_fault(), "F03")
        if start.startswith(_ZIP):
            raise ExtractError(
                "is a zip file inside a packed file; unpack it once and run again.", "F03", file=self._name
            )
        kind = next((what for magic, what in _SIGNATURES.items() if start.startswith(magic)), None)
        if start.lstrip()[:15].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
            kind = "a web page, perhaps a login page"
        if _JSON.match(start):  # whose first line is no header, but has values of records
            kind = "JSON"
        if kind is None and _looks_binary(start):
            kind = "not text"
        if kind:
            raise ExtractError(
                f"is {kind}, not an extract. Export it again as CSV or Excel (.xlsx).", "F03", file=self._name
            )

    def _ole_fault(self) -> str:
        # The names of the parts of such a file stand in it as UTF-16, near its start or its end.
        with self._stream() as stream:
            found = "EncryptedPackage".encode("utf-16-le") in read_whole(stream, self._name).getvalue()
        if found:
            return _protected(self._name)
        return f"{self._name}: is an old Excel workbook (.xls) or Word document; save it as .xlsx or CSV."


def _protected(name: str) -> str:
    return (
        f"{name}: is a workbook protected by a password; expected an open one. Save it without a password, or as CSV."
    )


def _looks_binary(start: bytes) -> bool:
    """Return whether these are not a text's first bytes: control characters beyond a few stray NULs."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    start = start.rstrip(b"\x00")  # what a copy that was cut off is filled up with
    wide = start[1:4096:2].count(0) * 2 > len(start[1:4096:2]) and start[:4096:2].count(0) == 0
    control = sum(start.count(code) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return not wide and (start.count(0) * 10 > len(start) or control * 20 > len(start))
