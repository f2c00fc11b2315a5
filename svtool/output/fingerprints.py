"""What a file of results is known by, and results written again: a manifest's outputs, then and now."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from svtool.commands.measures import Result
from svtool.commands.report import Report
from svtool.output.content import cells_fingerprint, places_that_differ
from svtool.output.destination import FORMATS, WORKBOOKS, Destination
from svtool.output.page.downloads import PAGE
from svtool.output.rendering import Output, outputs_of, render


def output_entry(output: Output) -> dict[str, Any]:
    """Return what a manifest says of an output: its name, format, table and fingerprint."""
    entry: dict[str, Any] = {"file": output.name, "format": output.format_}
    if output.table:
        entry["table"] = output.table
    return {**entry, **content_fingerprint(output.format_, output.content)}


def content_fingerprint(format_: str, content: bytes) -> dict[str, Any]:
    """Return the fingerprint of an output; a workbook's is of its cells, which saving it again leaves as they are.

    Raises:
        ValueError: it can't be read as this format.
    """
    if format_ in WORKBOOKS:
        return {"cells_sha256": cells_fingerprint(content)}
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


class ResultFiles:
    """Files of results as `svtool verify` needs them: what they are known by, and the same made anew."""

    formats = (*FORMATS, PAGE)

    def fingerprint(self, format_: str, content: bytes) -> dict[str, Any]:
        """Return what a file is known by.

        Raises:
            ValueError: it can't be read as this format.
        """
        return content_fingerprint(format_, content)

    def make(self, result: Result, format_: str, table: str | None) -> bytes | None:
        """Return the bytes of a result, or of one of its tables; None where it has no such table."""
        if table is None:
            return render(result, format_)
        made = outputs_of(result, [format_], Destination(Path(), is_folder=True))
        return next((each.content for each in made if each.table == table), None)

    def make_report(self, report: Report, *, alone: bool) -> dict[str, bytes]:
        """Return the files of a report by their format: its page alone, or with its figures."""
        from svtool.output.page.report_files import files_of_report  # noqa: PLC0415 (most manifests are of figures alone)

        return files_of_report(report, alone=alone)

    def places_that_differ(self, format_: str, before: bytes, after: bytes) -> list[str]:
        """Return where two files of one format say different things.

        Raises:
            ValueError: one of them can't be read as this format.
        """
        return places_that_differ(format_, before, after)
