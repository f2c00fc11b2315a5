"""Defects of a file as a whole: its bytes, its header, what stands above and below the table."""

from __future__ import annotations

import codecs

from messy.layouts import AMBULANCE, POLICE
from messy.planting import Draft, Row, defect

WINDOWS = "cp1252"


@defect("F04", container="csv")
def byte_order_mark(draft: Draft) -> None:
    draft.edits.append(lambda data: codecs.BOM_UTF8 + data)
    draft.plant("F04", count=None)


@defect("F05", container="csv", alone=True)
def utf_16(draft: Draft) -> None:
    draft.edits.append(lambda data: data.decode().encode("utf-16"))
    draft.plant("F05", count=None)


@defect("F06", container="csv", alone=True)
def windows_1252(draft: Draft) -> None:
    draft.edits.append(lambda data: data.decode().encode(WINDOWS))
    draft.plant("F06", count=None)


@defect("F07", container="csv")
def two_encodings(draft: Draft) -> None:
    rows = draft.take(4)
    draft.write_cells("notes", ("waited 1½ hours",), rows)
    # Only these rows are Windows-1252; those with a pound sign stay UTF-8.
    draft.edits.append(lambda data: data.replace("½".encode(), "½".encode(WINDOWS)))
    draft.plant("F07", rows=rows)


@defect("F09", container="csv", alone=True)
def old_line_ends(draft: Draft) -> None:
    draft.edits.append(lambda data: data.replace(b"\r\n", b"\r"))
    draft.plant("F09", count=None)


@defect("F09", container="csv")
def mixed_line_ends(draft: Draft) -> None:
    draft.edits.append(_every_third_line_feed)
    draft.plant("F09", count=None)


def _every_third_line_feed(data: bytes) -> bytes:
    lines = data.split(b"\r\n")
    ends = [b"\n" if number % 3 == 2 else b"\r\n" for number in range(len(lines) - 1)]
    return b"".join(line + end for line, end in zip(lines, [*ends, b""], strict=True))


@defect("F11", container="csv", beside=("R02",), alone=True)  # with a line under the table it would not be last
def cut_off(draft: Draft) -> None:
    """The export broke off within the last row; a row of its own, so that no other defect's row is cut."""
    width = len(draft.header)
    last = draft.keep(Row([*draft.rows[-3].cells[: width // 2], ""], raw=",".join(["SYN-END", "01/0"])))
    draft.rows.append(last)
    draft.edits.append(lambda data: data.removesuffix(b"\r\n"))
    draft.plant("F11", "", [last], count=None)


@defect("F02", alone=True, unreadable=True)
def header_alone(draft: Draft) -> None:
    draft.rows.clear()
    draft.plant("F02", count=None)


@defect("F03", container="csv", alone=True, unreadable=True)
def web_page(draft: Draft) -> None:
    draft.edits.append(lambda data: b"<!DOCTYPE html><html><body>Sign in</body></html>")
    draft.plant("F03", count=None)


@defect("F03", container="csv", alone=True, unreadable=True)
def portable_document(draft: Draft) -> None:
    draft.edits.append(lambda data: b"%PDF-1.7\n" + data)
    draft.plant("F03", count=None)


@defect("H01")
def title_lines(draft: Draft) -> None:
    blank = [""] * (len(draft.header) - 1)
    draft.above += [[draft.layout.title, *blank], ["Filter: all areas", *blank], ["", *blank]]
    draft.plant("H01", count=None)


@defect("H11", alone=True)
def records_above_the_header(draft: Draft) -> None:
    draft.above += [list(row.cells) for row in draft.rows[:2]]
    draft.plant("H11", count=None)


@defect("H02", alone=True)
def two_header_rows(draft: Draft) -> None:
    """The first word of each name stands above the others, once for neighbours that share it, as in merged cells."""
    upper, lower = [], []
    for name in draft.header:
        first, _, rest = name.replace("_", " ").partition(" ")
        upper.append("" if rest and first == _group(upper) else first)
        lower.append(rest)
    draft.upper, draft.header = upper, lower
    draft.plant("H02", count=None)


def _group(upper: list[str]) -> str:
    return next((name for name in reversed(upper) if name), "")


@defect("H04", alone=True, unreadable=True)
def date_column_missing(draft: Draft) -> None:
    _drop(draft, draft.layout.roles["date"])
    draft.plant("H04", count=None)


@defect("H05", agencies=(POLICE, AMBULANCE), alone=True)
def optional_column_missing(draft: Draft) -> None:
    _drop(draft, draft.layout.optional[0])
    draft.plant("H05", count=None)


def _drop(draft: Draft, name: str) -> None:
    place = draft.header.index(name)
    del draft.header[place]
    for row in draft.rows:
        del row.cells[place]


@defect("H06")
def column_not_needed(draft: Draft) -> None:
    draft.plant("H06", count=None)


@defect("P01", "H06")
def personal_column(draft: Draft) -> None:
    _append(draft, "Victim Surname", "withheld")
    draft.plant("P01", count=None)
    draft.plant("H06", count=None)


@defect("P03", "H06")
def column_of_free_text(draft: Draft) -> None:
    _append(draft, "Circumstances", "")
    for number, row in enumerate(draft.rows):
        if len(row.cells) == len(draft.header):
            row.cells[-1] = f"somebody wrote down in words what came of matter {number}"
    draft.plant("P03", count=None)
    draft.plant("H06", count=None)


@defect("H07", "H06", container="csv")  # beside the table of a sheet anything may stand
def column_without_name(draft: Draft) -> None:
    _append(draft, "", "x")
    draft.plant("H07", count=None)
    draft.plant("H06", count=None)


@defect("H07", alone=True, unreadable=True)
def date_column_twice(draft: Draft) -> None:
    _append(draft, draft.layout.roles["date"], "")
    draft.plant("H07", count=None)


def _append(draft: Draft, name: str, text: str) -> None:
    """Add a column; a row that is cut or raw stays as it is."""
    width = len(draft.header)
    draft.header.append(name)
    for row in draft.rows:
        if len(row.cells) == width:
            row.cells.append(text)
