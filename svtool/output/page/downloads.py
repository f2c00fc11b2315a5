"""The figures of a page as files: beside it in a folder, or inside it as long as they are small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from svtool.commands.report import Report
from svtool.output.rendering import render

LARGEST_INSIDE = 150_000  # bytes of a CSV that a page carries, which become a fifth more in it
PAGE, CSV, WORKBOOK = "html", "csv", "xlsx"
NAMES = {PAGE: "report.html", CSV: "figures.csv", WORKBOOK: "figures.xlsx"}  # in a folder
CALLED = {CSV: "CSV", WORKBOOK: "Excel workbook"}
ALL = "all figures of this page"
OF_WHOLE = "the figures of the tables, without areas and other groups"


@dataclass(frozen=True)
class Download:
    """A file that a page offers.

    Attributes:
        words: what it is, with its size.
        href: where it lies: beside the page, or the file itself.
        name: what it is called when it is saved.
    """

    words: str
    href: str
    name: str


def downloads_inside(report: Report) -> list[Download]:
    """Return the CSV of a page that stands alone: of all figures, or of the tables, or none, as it is small enough."""
    for result, what in ((report.every, ALL), (report.result, OF_WHOLE)):
        content = render(result, CSV)
        if len(content) <= LARGEST_INSIDE:
            return [
                Download(_words(CSV, content, what), f"data:text/csv;charset=utf-8,{_escaped(content)}", NAMES[CSV])
            ]
    return []


def _escaped(content: bytes) -> str:
    """Return a file as an address holds it; a CSV takes fewer letters so than in base 64."""
    return quote(content, safe="!$()*+,-./;=?@_~")


def downloads_beside(files: Mapping[str, bytes]) -> list[Download]:
    """Return the files that lie in one folder with a page, by their format."""
    return [Download(_words(format_, files[format_], ALL), NAMES[format_], NAMES[format_]) for format_ in files]


def _words(format_: str, content: bytes, what: str) -> str:
    return f"{CALLED[format_]}, {-(-len(content) // 1000):,} kB: {what}"
