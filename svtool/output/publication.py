"""A report on its way out: its page, in a folder with the CSV and the workbook of the same run, and the manifest."""

from __future__ import annotations

from svtool.commands.manifest import run_of_result
from svtool.commands.report import Report
from svtool.commands.scope import Request
from svtool.errors import UsageError
from svtool.output.delivery import write_outputs
from svtool.output.destination import SUFFIXES, Destination, choose_destination
from svtool.output.page.downloads import NAMES, PAGE
from svtool.output.page.report_files import files_of_report
from svtool.output.rendering import Output
from svtool.output.replacing import LeftBehind

REPORT = "report"


def page_destination(out: str) -> Destination:
    """Return where a page goes: a file, or a folder that takes its figures too.

    Raises:
        UsageError: the name is that of a file of figures.
    """
    named = next((name for name, suffix in SUFFIXES.items() if out.lower().endswith(suffix) and name != "table"), None)
    if named:
        raise UsageError(
            f"--out {out}: is named as {named}, and a page is HTML. Name it report.html; a folder, with / at its end, "
            "takes page, CSV and workbook."
        )
    return choose_destination((PAGE,), out)


def write_report(report: Report, request: Request, destination: Destination) -> list[LeftBehind]:
    """Write a report's files, and last the manifest that goes with them; return what killed runs had left there.

    Raises:
        UsageError: a file would take the place of one that is read.
        OutputError: a file can't be written.
    """
    path = destination.path
    assert path is not None  # noqa: S101 (a page always goes into a file)
    files = files_of_report(report, alone=not destination.is_folder)
    outputs = [
        Output(NAMES[format_] if destination.is_folder else path.name, format_, None, content)
        for format_, content in files.items()
    ]
    return write_outputs(run_of_result(report.every, request, command=REPORT), outputs, destination)
