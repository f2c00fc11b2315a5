"""The options of commands that say what is wrong with a file, and what they mean together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from svtool.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])
all_places_option = click.option(
    "--all-places",
    is_flag=True,
    help="Name all places of a finding, not the first three; csv and json have all of errors and warnings anyway.",
)


def fail_on_option(files: str) -> Callable[[Command], Command]:
    """Return the option that says from which level on a finding makes files unfit."""
    return click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "never"]),
        default="error",
        show_default=True,
        help=f"From which level on a finding makes the {files} unfit.",
    )


def format_of_findings(format_: str, reply: bool, all_places: bool) -> str:
    """Return how findings are written: in a format, or as the message to whoever sent the files.

    Raises:
        UsageError: the options do not go together.
    """
    if reply and format_ != "text":
        raise UsageError(f"--reply is a text; leave out --format {format_}.")
    if reply and all_places:
        raise UsageError("--reply names the first places of each; leave out --all-places.")
    from svtool.output.findings_formats import REPLY

    return REPLY if reply else format_
