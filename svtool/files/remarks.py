"""Remarks on how a file was read: what is unusual about its bytes and its table, and was read all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svtool.errors import several
from svtool.files.decoding import TextStream
from svtool.findings.finding import Level

if TYPE_CHECKING:
    from svtool.files.extract_file import ExtractFile


def remark_on_table(file: ExtractFile) -> None:
    """Note lines above the header, a header of two rows, control characters, and rows that are no records."""
    place = file.place
    if place.first:
        file.note("H01", f"{several(place.first, 'line', 'lines')} above the header ignored", place.first)
    if place.rows == 2:
        file.note("H02", f"rows {place.first + 1}–{place.end} are the header")
    if file.with_control:
        cells = several(file.with_control, "cell held control characters", "cells held control characters")
        file.note("F10", f"{cells}; removed", file.with_control)
    dropped = file.not_records - place.first
    if dropped:
        rows = several(dropped, "row is no record", "rows are no records")
        file.note("H03", f"{rows} (blank, a total, a repeated header, a line under the table) and left out", dropped)


def remark_on_text(file: ExtractFile, stream: TextStream) -> None:
    """Note the encoding of a text file, and what was lost or damaged in it."""
    if stream.marked == "utf-8":
        file.note("F04", "begins with a byte-order mark; read without it")
    if stream.wide:
        file.note("F05", "is UTF-16; read as what it is")
    if stream.windows_lines and stream.unicode_text:
        lines = several(stream.windows_lines, "line is", "lines are")
        file.note("F07", f"{lines} Windows-1252, the rest UTF-8; each was read as what it is", stream.windows_lines)
    elif stream.windows_lines:
        file.note("F06", "is not UTF-8; read as Windows-1252", stream.windows_lines)
    if stream.unreadable:
        unreadable = several(stream.unreadable, "character has", "characters have")
        file.note("F06", f"{unreadable} no meaning in its encoding", stream.unreadable, level=Level.WARNING)
    if stream.controls:
        removed = several(stream.controls, "control character was", "control characters were")
        file.note("F10", f"{removed} removed, such as NUL", stream.controls)
    if stream.damaged_lines:
        lines = several(stream.damaged_lines, "line holds", "lines hold")
        file.note(
            "F08", f"{lines} text damaged by an earlier export (such as Ã© for é); not repaired", stream.damaged_lines
        )
