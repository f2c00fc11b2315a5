"""What two definitions do differently in every format: text for people, CSV and JSON for machines."""

from __future__ import annotations

from svtool.commands.definition_differences import Differences
from svtool.commands.difference_rows import DIFFERENCE_COLUMNS, difference_rows
from svtool.commands.difference_words import sections_of
from svtool.output.csv_rows import rows_as_csv
from svtool.output.differences_text import differences_as_text
from svtool.output.json_text import json_text
from svtool.version import __version__

JSON_FORMAT = "svtool.differences/1"


def differences_in(format_: str, found: Differences, width: int | None = None, colours: bool = False) -> str:
    """Return what two definitions do differently in a format.

    Args:
        format_: text, csv or json.
        found: the differences.
        width: of the terminal, which text is fitted to; None for a file or a pipe.
        colours: whether the terminal has colours.
    """
    if format_ == "csv":
        return rows_as_csv(DIFFERENCE_COLUMNS, (row.values() for row in difference_rows(found)))
    return _as_json(found) if format_ == "json" else differences_as_text(sections_of(found), width, colours)


def _as_json(found: Differences) -> str:
    sides = (found.one, found.other)
    return json_text(
        {
            "format": JSON_FORMAT,
            "svtool": __version__,
            "definitions": [{"id": each.id, "title": each.title, "source": each.source} for each in sides],
            "count_alike": found.count_alike,
            "rows": difference_rows(found),
        }
    )
