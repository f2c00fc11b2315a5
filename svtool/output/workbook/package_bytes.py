"""A workbook as the bytes of its file: made in memory, where a killed run leaves nothing, and the same in every run."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

UNTIMED = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can say


class _Untimed(zipfile.ZipFile):
    """A zip whose parts do not say when they were made."""

    def writestr(
        self, zinfo_or_arcname: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        """Add a part, which has a name alone."""
        part = zipfile.ZipInfo(zinfo_or_arcname, UNTIMED)
        super().writestr(part, data, compress_type or zipfile.ZIP_DEFLATED, compresslevel)


def saved(book: Any) -> bytes:
    """Return a workbook of openpyxl as an .xlsx file.

    Its own way leaves each sheet in a file of the system's folder for temporary files until all are written.
    """
    stream = io.BytesIO()
    writer = ExcelWriter(book, _Untimed(stream, "w"))
    writer.write_worksheet = lambda sheet: _write_sheet(writer, sheet)
    writer.save()
    return stream.getvalue()


def _write_sheet(writer: Any, sheet: Any) -> None:
    """Add a sheet to the file, as `ExcelWriter.write_worksheet` does but for the temporary file."""
    sheet._drawing = SpreadsheetDrawing()
    sheet._drawing.charts, sheet._drawing.images = sheet._charts, sheet._images
    written = WorksheetWriter(sheet, io.BytesIO())
    written.write()
    sheet._rels = written._rels
    writer._archive.writestr(sheet.path[1:], written.read())
    writer.manifest.append(sheet)
