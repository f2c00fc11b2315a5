"""`svtool measures`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from svtool.cli.option_values import share
from svtool.cli.options import (
    as_at_option,
    bounds_options,
    definition_option,
    figure_options,
    hot_option,
    maps_option,
    project_options,
    tables_option,
)
from svtool.cli.outputs import Asked
from svtool.errors import UsageError


@click.command(name="measures")
@project_options
@tables_option("A table to print; may be given several times.")
@definition_option
@figure_options
@hot_option
@as_at_option
@click.option(
    "--max-rejected",
    callback=share,
    metavar="SHARE",
    help="Stop with exit code 12 when more rows are rejected or without a date, such as 0.5%.",
)
@maps_option
@click.option("--source", metavar="NAME", help="The source that --map is about, where several have such a field.")
@click.option("--strict", is_flag=True, help="Stop with exit code 14 when a period is not wholly covered.")
@bounds_options
def command(project: Path | None, sample: bool, asked: Asked, **others: Any) -> None:
    """Print the tables of success measures from the extracts of a project.

    \b
      svtool measures --sample
      svtool measures --table agencies --by area
      svtool measures --format csv --out measures.csv
      svtool measures --format csv,xlsx,json --out results/
    """
    if others["source"] is not None and not others["maps"]:
        raise UsageError("--source is of --map; name a column too, or leave it out.")
    from svtool.cli.printing import has_no_news, print_figures
    from svtool.commands.measures import measure
    from svtool.commands.opening import check_one_project
    from svtool.commands.scope import Request

    check_one_project(project, sample)
    request = Request(project=project, sample=sample, out=asked.destination.path, **others)
    if not has_no_news(asked, request):
        print_figures(measure(request), asked, request)
