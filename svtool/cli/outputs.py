"""The options that say how results are written and where to, and the writing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from svtool.cli.option_values import page
from svtool.errors import UsageError, nearest
from svtool.output.destination import FORMATS, Destination, choose_destination

if TYPE_CHECKING:
    from svtool.commands.count import Question
    from svtool.commands.measures import Request, Result

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Asked:
    """How and where to results are written."""

    formats: tuple[str, ...]
    destination: Destination
    stamp: bool


def output_options(command: Command) -> Command:
    """Give a command the options of its output, which it receives as `format_`, `out` and `stamp`."""
    options = (
        click.option(
            "--format",
            "format_",
            callback=_formats,
            default="table",
            show_default=True,
            metavar="FORMATS",
            help="How to write the figures: table, csv, json, xlsx or parquet; join several with commas.",
        ),
        click.option(
            "--out",
            metavar="PLACE",
            help="Write to this file, replacing it whole; or into this folder/, a file for each table and format.",
        ),
        click.option("--stamp", is_flag=True, help="Write the time of the run into the manifest."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _formats(_: click.Context, __: click.Parameter, text: str) -> tuple[str, ...]:
    """Return the formats that are joined with commas, each once."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",")))
    for name in names:
        if name not in FORMATS:
            known = ", ".join(f"'{each}'" for each in FORMATS)
            raise click.BadParameter(f"'{name}' is not one of {known}{nearest(name, FORMATS) or '.'}")
    return names


def read_outputs(formats: tuple[str, ...], out: str | None, stamp: bool) -> Asked:
    """Return what the options say, before anything is read.

    Raises:
        UsageError: they do not go together.
    """
    if stamp and out is None:
        raise UsageError("--stamp: there is no manifest without --out. Add --out, or leave --stamp out.")
    return Asked(formats, choose_destination(formats, out), stamp)


def hand_over(result: Result, asked: Asked, request: Request, question: Question | None = None) -> None:
    """Print a result, or write its files and the manifest that goes with them, the manifest last.

    Raises:
        UsageError: a file can't be written, or would take the place of an extract.
    """
    from svtool.output.rendering import outputs_of, render
    from svtool.output.writing import make_folder, write_files, write_text

    destination = asked.destination
    if destination.path is None:
        (only,) = asked.formats
        write_text(_table(result) if only == "table" else render(result, only).decode("utf-8"), None)
        return
    from svtool.commands.manifest import as_json, manifest_of
    from svtool.output.rendering import place_of

    outputs = outputs_of(result, asked.formats, destination)
    stamp = datetime.now(UTC).isoformat(timespec="seconds") if asked.stamp else None
    manifest = as_json(manifest_of(result, request, question, outputs, stamp))
    files = [(place_of(output, destination), output.content) for output in outputs]
    _check_spares_extracts(result, request, [path for path, _ in files])
    if destination.is_folder:
        make_folder(destination.path)
    write_files([*files, (_manifest_place(destination), manifest)])


def _manifest_place(destination: Destination) -> Path:
    from svtool.commands.manifest import FILE_NAME, SUFFIX

    path = destination.path
    assert path is not None  # noqa: S101 (standard output has no manifest)
    return path / FILE_NAME if destination.is_folder else path.with_name(path.name + SUFFIX)


def _check_spares_extracts(result: Result, request: Request, paths: list[Path]) -> None:
    from svtool.commands.manifest import inputs_of
    from svtool.commands.measures import project_path

    extracts = {file.resolve() for _, file in inputs_of(result, project_path(request).parent)}
    for path in paths:
        if path.resolve() in extracts:
            raise UsageError(f"--out: {path.name} is one of the extracts and would be replaced. Name another place.")


def _table(result: Result) -> str:
    """Return the tables as standard output can show them: fitted to a terminal, whole in a pipe."""
    from svtool.output.terminal import tables_as_text

    return tables_as_text(result, *page(None))
