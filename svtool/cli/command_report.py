"""`svtool report`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from svtool.cli.options import (
    bounds_options,
    definition_option,
    page_options,
    project_options,
    tables_option,
)
from svtool.cli.printing import print_readings


@click.command(name="report")
@project_options
@tables_option("A table of the page; may be given several times.")
@definition_option
@page_options
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The page, such as report.html; replaced whole."
)
@bounds_options
def command(out: Path, **asked: Any) -> None:
    """Write one HTML page: what changed and how sure that is, the tables, charts, areas, and what they stand on.

    It is a single file that needs no network and no script.

    \b
      svtool report --sample --out report.html
      svtool report --rates --out report.html
    """
    from svtool.commands.opening import check_one_project
    from svtool.commands.report import report
    from svtool.commands.scope import Request
    from svtool.output.page.report_page import page_as_html
    from svtool.output.writing import write_text

    check_one_project(asked["project"], asked["sample"])
    found = report(Request(out=out, **asked))
    write_text(page_as_html(found), out)
    print_readings(found.result)
