"""The options that say how results are written and where to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from svtool.errors import UsageError, listed, nearest
from svtool.output.destination import FORMATS, Destination, choose_destination

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Asked:
    """How and where to results are written; whether the manifest bears the time of the run."""

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
            help=f"How to write the figures: {listed(FORMATS)}; join several with commas.",
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
