"""`svtool report`."""

from __future__ import annotations

from typing import Any

import click

from svtool.cli.options import (
    bounds_options,
    definition_option,
    page_options,
    project_options,
    tables_option,
)
from svtool.cli.printing import print_readings, tell_left


@click.command(name="report")
@project_options
@tables_option("A table of the page; may be given several times.")
@definition_option
@page_options
@click.option(
    "--out",
    metavar="PLACE",
    required=True,
    help="The page, such as report.html, replaced whole; or a folder/, for the page with its CSV and workbook.",
)
@bounds_options
def command(out: str, **asked: Any) -> None:
    """Write one HTML page: what changed and how sure that is, the tables, charts, areas, and what they stand on.

    It is a single file that needs no network and no script; in a folder it has its figures beside it.

    \b
      svtool report --sample --out report.html
      svtool report --rates --out report/
    """
    from svtool.commands.opening import check_one_project
    from svtool.commands.report import report
    from svtool.commands.scope import Request
    from svtool.output.publication import page_destination, write_report

    destination = page_destination(out)
    check_one_project(asked["project"], asked["sample"])
    request = Request(out=destination.path, **asked)
    found = report(request)
    tell_left(write_report(found, request, destination))
    print_readings(found.result)
