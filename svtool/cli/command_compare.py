"""`svtool compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from svtool.cli.completion import ids_of, measures
from svtool.cli.options import as_at_option, bounds_options, figure_options, project_options, tables_option
from svtool.cli.outputs import Asked


@click.command(name="compare")
@click.option(
    "--definition",
    "definitions",
    multiple=True,
    metavar="ID",
    shell_complete=ids_of("serious_violence"),
    help="A definition to compare; given twice or more. Of one alone, the project's stands before it.",
)
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="ID",
    shell_complete=measures,
    help="A measure that counts by the project's definition (default: all offences); may be repeated.",
)
@project_options
@tables_option("The table that a measure is in (default: those of the project file).")
@figure_options
@as_at_option
@bounds_options
def command(
    definitions: tuple[str, ...],
    measures: tuple[str, ...],
    project: Path | None,
    sample: bool,
    asked: Asked,
    **others: Any,
) -> None:
    """Set definitions beside each other: what they count alike, what only one counts, what can't be told.

    \b
      svtool compare --sample --definition merseyside --definition west_mercia
      svtool compare --definition merseyside --definition west_mercia --by area --format csv
    """
    from svtool.cli.printing import has_no_news, print_figures
    from svtool.commands.compare import compare
    from svtool.commands.compare.definitions_beside import Beside
    from svtool.commands.opening import check_one_project
    from svtool.commands.scope import Request

    check_one_project(project, sample)
    request = Request(project=project, sample=sample, out=asked.destination.path, **others)
    beside = Beside(definitions, measures)
    if not has_no_news(asked, request, beside):
        print_figures(compare(request, beside), asked, request, beside)
