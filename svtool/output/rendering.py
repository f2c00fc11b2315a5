"""A result in every format, and the files that it becomes: one for each table and format, or all tables in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from svtool.commands.measures import Result
from svtool.errors import UsageError
from svtool.output import machine
from svtool.output.destination import ENDINGS, PAGE, STAR, SUFFIXES, Destination
from svtool.output.parquet import figures_as_parquet
from svtool.schema.tables import Table

LONGEST_NAME = 60
PAGE_NAME = f"profile{ENDINGS[PAGE]}"  # in a folder


@dataclass(frozen=True)
class Output:
    """A file with results.

    Attributes:
        name: of the file, without its folder.
        format_: how it is written.
        table: the table that it holds; None where it holds all of the result.
        content: its bytes.
    """

    name: str
    format_: str
    table: str | None
    content: bytes


def render(result: Result, format_: str) -> bytes:
    """Return a result in a format."""
    return RENDERERS[format_](result)


def _text(result: Result) -> bytes:
    from svtool.output.terminal import tables_as_text  # noqa: PLC0415 (a job at night does not wait for rich)

    return tables_as_text(result, None).encode("utf-8")


def _csv(result: Result) -> bytes:
    return machine.figures_as_csv(result).encode("utf-8")


def _json(result: Result) -> bytes:
    return machine.figures_as_json(result).encode("utf-8")


def _workbook(result: Result) -> bytes:
    from svtool.output.workbook.assembly import figures_as_workbook  # noqa: PLC0415 (its packages take a while)

    return figures_as_workbook(result)


def _open_document(result: Result) -> bytes:
    from svtool.output.workbook.assembly import figures_as_open_document  # noqa: PLC0415 (its packages take a while)

    return figures_as_open_document(result)


def _reply(result: Result) -> bytes:
    from svtool.output.information_reply import reply_as_text  # noqa: PLC0415 (few ask for it)

    return reply_as_text(result).encode("utf-8")


def _page(result: Result) -> bytes:
    from svtool.output.page.profile_page import profile_as_html  # noqa: PLC0415 (only a profile is a page of its own)

    return profile_as_html(result).encode("utf-8")


RENDERERS: dict[str, Callable[[Result], bytes]] = {
    "table": _text,
    "csv": _csv,
    "json": _json,
    "xlsx": _workbook,
    "ods": _open_document,
    "reply": _reply,
    PAGE: _page,
    "parquet": figures_as_parquet,
}


def outputs_of(result: Result, formats: Sequence[str], destination: Destination) -> list[Output]:
    """Return the files that a result becomes.

    Raises:
        UsageError: two tables would have one file name.
    """
    if destination.path is None:
        return []
    if not destination.is_folder:
        (only,) = formats
        return [Output(destination.path.name, only, None, render(result, only))]
    found = _star(result) if STAR in formats else []
    if PAGE in formats:  # all sections stand on it, each once
        found.append(Output(PAGE_NAME, PAGE, None, render(result, PAGE)))
    for table in result.tables:
        alone = result_of_table(result, table)
        for format_ in (each for each in formats if each not in (STAR, PAGE)):
            name = file_name(table.id) + SUFFIXES[format_]
            if any(each.name == name for each in found):
                raise UsageError(
                    f"--table {table.id}: another table would be written to {name} too. Rename one of them."
                )
            found.append(Output(name, format_, table.id, render(alone, format_)))
    return found


def _star(result: Result) -> list[Output]:
    """Return the files of a star, which are of all tables together."""
    from svtool.output.star import star_as_files  # noqa: PLC0415 (few ask for it)

    files = star_as_files(result)
    return [Output(f"{STAR}_{name}{SUFFIXES['parquet']}", STAR, name, content) for name, content in files.items()]


def result_of_table(result: Result, table: Table) -> Result:
    """Return a result with one of its tables only."""
    return replace(result, tables=[table], figures=[each for each in result.figures if each.table == table.id])


def file_name(table: str) -> str:
    """Return the name of a table's files, the same in every release: lower case, with underscores, not too long."""
    return re.sub(r"[^a-z0-9_-]+", "_", table.lower())[:LONGEST_NAME] or "table"


def place_of(output: Output, destination: Destination) -> Path:
    """Return where an output goes."""
    folder = destination.path if destination.is_folder else (destination.path or Path()).parent
    return (folder or Path()) / output.name
