"""What the options of several commands share: how their values are read, and how wide and bright a page may be."""

from __future__ import annotations

import os
import re
import shutil
import sys
from datetime import date
from pathlib import Path

import click

from svtool.errors import UsageError


def share(_: click.Context, __: click.Parameter, text: str | None) -> float | None:
    """Return the share that an option such as `--max-rejected 0.5%` says.

    Raises:
        click.BadParameter: it is no share of a hundred.
    """
    if text is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", text.strip())
    if not found:
        raise click.BadParameter("expected a share such as 0.5%")
    return float(found[1]) / 100


def size(_: click.Context, __: click.Parameter, text: str | None) -> int | None:
    """Return the bytes that an option such as `--memory-limit 2GB` says.

    Raises:
        click.BadParameter: it is no size, or none of at least a megabyte.
    """
    if text is None:
        return None
    from svtool.engine.bounds import size_of

    try:
        return size_of(text)
    except UsageError:
        raise click.BadParameter("expected a size such as 2GB or 700MB") from None


def day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    """Return the day that an option names.

    Raises:
        click.BadParameter: it is no day written as 2021-03-31.
    """
    if text is None:
        return None
    from svtool.dates import read_date

    found = read_date(text.strip(), ("YYYY-MM-DD",)) if len(text.strip()) == len("2021-03-31") else None
    if not found:
        raise click.BadParameter("expected a day such as 2021-03-31")
    return found[0]


def page(out: Path | None) -> tuple[int | None, bool]:
    """Return the width of the terminal that a result goes to (None for a file or pipe), and whether it has colours."""
    if out is not None or not sys.stdout.isatty():
        return None, False
    from svtool.output.console import understands_colours

    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and understands_colours()
    return shutil.get_terminal_size().columns, wanted
