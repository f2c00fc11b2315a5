"""`svtool profile`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from svtool.cli.completion import ids_of
from svtool.cli.options import as_at_option, bounds_options, definition_option, figures_in, project_options
from svtool.cli.outputs import Asked
from svtool.output.destination import FORMATS, PAGE


@click.command(name="profile")
@project_options
@click.option(
    "--profile",
    metavar="ID",
    shell_complete=ids_of("profiles"),
    help="The profile to print (default: needs_assessment, which ships).",
)
@click.option(
    "--section", "tables", multiple=True, metavar="SECTION", help="A section to print; may be given several times."
)
@click.option(
    "--date",
    "date_basis",
    type=click.Choice(["recorded", "committed"]),
    help="The date that places offences in a period (default: as the profile says, committed).",
)
@definition_option
@figures_in((*FORMATS, PAGE))
@as_at_option
@bounds_options
def command(project: Path | None, sample: bool, asked: Asked, **others: Any) -> None:
    """Print what a strategic needs assessment asks of serious violence.

    Offences by group, area and time, victims and suspects, markers, weapons, places: a section each.

    \b
      svtool profile --sample
      svtool profile --section victims --section suspects
      svtool profile --by area --format csv --out profile.csv
      svtool profile --format xlsx --out profile.xlsx
      svtool profile --format html --out profile.html
    """
    from svtool.cli.printing import has_no_news, print_figures
    from svtool.commands.opening import check_one_project
    from svtool.commands.profile import PROFILED, profile
    from svtool.commands.scope import Request

    check_one_project(project, sample)
    request = Request(project=project, sample=sample, out=asked.destination.path, since_first=True, **others)
    if not has_no_news(asked, request, command=PROFILED):
        print_figures(profile(request), asked, request, command=PROFILED)
