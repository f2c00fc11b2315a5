"""`svtool check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from svtool.cli.option_values import day
from svtool.cli.options import bounds_options, format_option, out_option, says_what_is_set_aside
from svtool.errors import ExitCode

if TYPE_CHECKING:
    from svtool.engine.bounds import Bounds


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
@format_option()
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
    from svtool.cli.printing import print_alone
    from svtool.commands.check import Question, check_file
    from svtool.commands.manifest import run_of
    from svtool.commands.opening import check_one_project
    from svtool.errors import UsageError
    from svtool.output.published_text import CHECKED_IN, NOTHING_COMPARED

    check_one_project(project, sample)
    question = Question(published, printed_on, sample)
    found = check_file(question, project, bounds, out)
    print_alone(CHECKED_IN[format_](found), out, format_, lambda: run_of("check", found.evidence, question))
    if found.compares_nothing and not found.differs:
        raise UsageError(NOTHING_COMPARED)
    if found.differs:
        raise click.exceptions.Exit(int(ExitCode.DIFFERENCE))
