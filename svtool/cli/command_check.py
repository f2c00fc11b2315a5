"""`svtool check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from svtool.cli.option_values import day
from svtool.cli.options import bounds_options, out_option, says_what_is_set_aside
from svtool.errors import ExitCode

if TYPE_CHECKING:
    from svtool.engine.bounds import Bounds

FORMATS = ("text", "csv", "json")


@click.command(name="check")
@click.option(
    "--published",
    type=click.Path(path_type=Path),
    required=True,
    help="A published table: typed into a CSV, or last year's CSV of svtool measures.",
)
@click.option("--project", type=click.Path(path_type=Path), help="Count the same figures again from this project.")
@click.option("--sample", is_flag=True, help="Count them again from the synthetic sample.")
@click.option(
    "--printed-on",
    callback=day,
    metavar="DATE",
    help="The day on which the published figures were taken: tells what was recorded later.",
)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="How to write it."
)
@out_option
@bounds_options
@says_what_is_set_aside
def command(
    published: Path,
    project: Path | None,
    sample: bool,
    printed_on: date | None,
    format_: str,
    out: Path | None,
    bounds: Bounds,
) -> None:
    """Check a published table: do its changes follow from its counts, and its counts from these extracts?

    \b
      svtool check --published last_year.csv
      svtool check --published last_year.csv --project svtool.yaml --printed-on 2021-03-31
    """
    from svtool.commands.check import check
    from svtool.commands.check.published_figures import read_published
    from svtool.commands.opening import check_one_project, project_file
    from svtool.errors import UsageError
    from svtool.output.published_text import NOTHING_COMPARED, checked_as_csv, checked_as_json, checked_as_text
    from svtool.output.writing import write_text

    check_one_project(project, sample)
    again = project_file(project, sample) if project or sample else None
    figures = read_published(published, again.parent if again else None)
    found = check(str(published), figures, again, printed_on, bounds, out)
    written = {"text": checked_as_text, "csv": checked_as_csv, "json": checked_as_json}[format_](found)
    write_text(written, out)
    if found.compares_nothing and not found.differs:
        raise UsageError(NOTHING_COMPARED)
    if found.differs:
        raise click.exceptions.Exit(int(ExitCode.DIFFERENCE))
