"""What a file of results is known by."""

from __future__ import annotations

from typing import Any

from svtool.commands.manifest import fingerprint_of
from svtool.output.content import cells_fingerprint
from svtool.output.destination import WORKBOOKS
from svtool.output.rendering import Output


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
    return fingerprint_of(content)
