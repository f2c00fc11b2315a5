"""`svtool report`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from svtool.errors import UsageError


@click.command(name="report")
@click.option("--project", type=click.Path(path_type=Path), help="The project file (default: svtool.yaml here).")
@click.option("--sample", is_flag=True, help="Use the synthetic sample that comes with svtool.")
@click.option("--table", "tables", multiple=True, metavar="ID", help="A table of the page; may be given several times.")
@click.option("--definition", metavar="ID", help="The definition of serious violence to use.")
@click.option("--disclosure", metavar="ID", help="The disclosure policy (default: the project's), or none.")
@click.option("--rates", is_flag=True, help="Add rates per 100,000 people, and areas against the whole.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The page, such as report.html; replaced whole."
)
def command(out: Path, **asked: Any) -> None:
    """Write one HTML page: what changed and how sure that is, the tables, charts, areas, and what they stand on.

    It is a single file that needs no network and no script.

    \b
      svtool report --sample --out report.html
      svtool report --rates --out report.html
    """
    if asked["project"] is not None and asked["sample"]:
        raise UsageError("--project and --sample exclude each other; leave one of them out.")
    from svtool.measuring import Request, readings_of
    from svtool.output.page import page_as_html
    from svtool.output.writing import write_text
    from svtool.reporting.report import report

    found = report(Request(**asked))
    write_text(page_as_html(found), out)
    for reading in readings_of(found.result) if sys.stderr.isatty() else ():
        click.echo(f"read: {reading}", err=True)
    for warning in found.result.warnings:
        click.echo(f"warning: {warning}", err=True)
