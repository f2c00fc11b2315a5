"""Figures leave a command: to the terminal or a file, with what the analyst must know on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from svtool.cli.values import page

if TYPE_CHECKING:
    from svtool.measuring import Result


def print_figures(result: Result, format_: str, out: Path | None) -> None:
    """Write figures in a format, to a file or to standard output, and say how the files were read and what is wrong."""
    from svtool.measuring import readings_of
    from svtool.output.writing import write_text

    write_text(_as_text(result, format_, out), out)
    for reading in readings_of(result) if sys.stderr.isatty() else ():
        click.echo(f"read: {reading}", err=True)
    print_warnings(result.warnings)


def print_warnings(warnings: Iterable[str]) -> None:
    """Write warnings to standard error, a line each."""
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)


def _as_text(result: Result, format_: str, out: Path | None) -> str:
    from svtool.output.machine import figures_as_csv, figures_as_json

    if format_ == "csv":
        return figures_as_csv(result)
    if format_ == "json":
        return figures_as_json(result)
    from svtool.output.terminal import tables_as_text

    return tables_as_text(result, *page(out))
