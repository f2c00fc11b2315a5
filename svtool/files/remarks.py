"""Remarks on how a file was read: what is unusual about its bytes and its table, and was read all the same."""

from __future__ import annotations

from collections.abc import Iterator

from svtool.files.account import Account, file_finding
from svtool.files.headers import Header
from svtool.files.text_stream import TextStream
from svtool.findings.finding import Finding, Level
from svtool.findings.message import counted, numeral, say

EXCEL_ROWS = {65_536, 1_048_576}  # sheets of .xls and .xlsx end here, header included
MOST_NAMED_TOTALS = 2


def findings_on_table(account: Account, header: Header) -> Iterator[Finding]:
    """Yield that a table ends where sheets do, lines above its header, control characters, rows that are no records."""
    name = account.file
    for rows in sorted({account.rows_read + header.rows, account.records} & EXCEL_ROWS):
        what = " rows are a spreadsheet's limit: the extract is probably cut. Export it whole"
        yield file_finding(name, "F12", say(numeral(rows), what))
    if header.records_above:
        lost = counted(header.records_above, "line above the header looks", "lines above the header look")
        told = say(lost, " like records, which are not read: put the column names first")
        yield file_finding(name, "H11", told, header.records_above)
    titles = header.first - header.records_above
    if titles:
        yield file_finding(name, "H01", say(counted(titles, "line", "lines"), " above the header ignored"), titles)
    if header.rows == 2:
        rows_of_header = numeral(f"{header.first + 1}–{header.end}")
        yield file_finding(name, "H02", say("rows ", rows_of_header, " are the header"))
    if account.with_control:
        cells = counted(account.with_control, "cell held control characters", "cells held control characters")
        yield file_finding(name, "F10", say(cells, "; removed"), account.with_control)
    dropped = account.not_records - header.first
    if dropped:
        none = counted(dropped, "row is no record", "rows are no records")
        what = " (blank, a total, a repeated header, a line under the table) and left out"
        yield file_finding(name, "H03", say(none, what), dropped)


def findings_on_total(account: Account) -> Iterator[Finding]:
    """Yield whether the total that a file states is the number of records read; a difference is an error."""
    if account.totals and len(account.totals) <= MOST_NAMED_TOTALS and account.records not in account.totals:
        above = counted(account.records, "record", "records")
        total = numeral(account.totals[-1])
        told = say("its total row says ", total, ", but ", above, " stand above it: is the extract complete?")
        yield file_finding(account.file, "S07", told)
    elif account.records in account.totals:
        told = say("its total row says ", numeral(account.records), ", and as many records were read")
        yield file_finding(account.file, "H03", told)


def findings_on_text(name: str, stream: TextStream) -> Iterator[Finding]:
    """Yield the encoding of a text file, and what was lost or damaged in it."""
    if stream.marked == "utf-8":
        yield file_finding(name, "F04", "begins with a byte-order mark; read without it")
    if stream.wide:
        yield file_finding(name, "F05", "is UTF-16; read as what it is")
    if stream.windows_lines and stream.unicode_text:
        lines = counted(stream.windows_lines, "line is", "lines are")
        what = " Windows-1252, the rest UTF-8; each was read as what it is"
        yield file_finding(name, "F07", say(lines, what), stream.windows_lines, lines=stream.windows_at)
    elif stream.windows_lines:
        told = say("is not UTF-8; read as Windows-1252")
        yield file_finding(name, "F06", told, stream.windows_lines, lines=stream.windows_at)
    if stream.unreadable:
        told = say(counted(stream.unreadable, "character has", "characters have"), " no meaning in its encoding")
        yield file_finding(name, "F06", told, stream.unreadable, level=Level.WARNING, lines=stream.unreadable_at)
    if stream.controls:
        removed = counted(stream.controls, "control character was", "control characters were")
        told = say(removed, " removed, such as NUL")
        yield file_finding(name, "F10", told, stream.controls, lines=stream.controls_at)
    if stream.damaged_lines:
        lines = counted(stream.damaged_lines, "line holds", "lines hold")
        what = " text damaged by an earlier export (such as Ã© for é); not repaired"
        yield file_finding(name, "F08", say(lines, what), stream.damaged_lines, lines=stream.damaged_at)
