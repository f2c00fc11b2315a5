"""The files that a report becomes: its page alone, or with its figures beside it."""

from __future__ import annotations

from svtool.commands.report import Report
from svtool.output.page.downloads import CSV, PAGE, WORKBOOK, downloads_beside, downloads_inside
from svtool.output.page.report_page import page_as_html
from svtool.output.rendering import render


def files_of_report(report: Report, *, alone: bool) -> dict[str, bytes]:
    """Return the files of a report by their format: the page alone, or with the figures to which it has links."""
    if alone:
        return {PAGE: page_as_html(report, downloads_inside(report)).encode("utf-8")}
    figures = {format_: render(report.every, format_) for format_ in (CSV, WORKBOOK)}
    return {PAGE: page_as_html(report, downloads_beside(figures)).encode("utf-8"), **figures}
