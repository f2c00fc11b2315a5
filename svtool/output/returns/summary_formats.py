"""The summary of returns in every format."""

from __future__ import annotations

from svtool.commands.returns.summarised import ReturnsSummary
from svtool.output.returns.summary_machine import summary_as_csv, summary_as_json
from svtool.output.returns.summary_text import summary_as_text

XLSX = "xlsx"


def summary_in(format_: str, summary: ReturnsSummary, width: int | None = None, colours: bool = False) -> bytes:
    """Return the summary in a format.

    Args:
        format_: text, csv, json or xlsx.
        summary: what the returns come to.
        width: of the terminal, which text is fitted to; None for a file or a pipe.
        colours: whether the terminal has colours.
    """
    if format_ == XLSX:
        from svtool.output.returns.summary_workbook import summary_as_workbook  # noqa: PLC0415 (its packages)

        return summary_as_workbook(summary)
    if format_ == "csv":
        text = summary_as_csv(summary)
    else:
        text = summary_as_json(summary) if format_ == "json" else summary_as_text(summary, width, colours)
    return text.encode("utf-8")
