"""`svtool measures`."""

from __future__ import annotations

import re
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from svtool.errors import UsageError

FORMATS = ("table", "csv", "json")
PARTIAL = {"like-for-like": "like_for_like", "raw": "raw", "refuse": "refuse"}


def _share(_: click.Context, __: click.Parameter, text: str | None) -> float | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", text.strip())
    if not found:
        raise click.BadParameter("expected a share such as 0.5%")
    return float(found[1]) / 100


def names(_: click.Context, __: click.Parameter, text: str | None) -> tuple[str, ...]:
    """Return the names that an option joins with commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip()) if text else ()


def _day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    if text is None:
        return None
    from svtool.dates import read_date

    found = read_date(text.strip(), ("YYYY-MM-DD",)) if len(text.strip()) == len("2021-03-31") else None
    if not found:
        raise click.BadParameter("expected a day such as 2021-03-31")
    return found[0]


@click.command(name="measures")
@click.option("--project", type=click.Path(path_type=Path), help="The project file (default: svtool.yaml here).")
@click.option("--sample", is_flag=True, help="Use the synthetic sample that comes with svtool.")
@click.option("--table", "tables", multiple=True, metavar="ID", help="A table to print; may be given several times.")
@click.option("--definition", metavar="ID", help="The definition of serious violence to use.")
@click.option("--periods", metavar="SPAN", help="Such as calendar:2019..2021 or financial:2019/20..2020/21.")
@click.option(
    "--as-at",
    callback=_day,
    metavar="DATE",
    help="Count the last period as known on this day, and every other with the same maturity.",
)
@click.option(
    "--by",
    callback=names,
    metavar="NAMES",
    help="Break down by area, age_band, sex, clause, offence_class or crime_type; join with commas.",
)
@click.option(
    "--partial",
    type=click.Choice(list(PARTIAL)),
    default="like-for-like",
    show_default=True,
    help="What to do when a period is only partly covered.",
)
@click.option("--disclosure", metavar="ID", help="The disclosure policy (default: the project's), or none.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="How to write the figures.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file, replacing it whole.")
@click.option("--replace", is_flag=True, help="Of two extracts that overlap without an order, take the later named.")
@click.option(
    "--max-rejected",
    callback=_share,
    metavar="SHARE",
    help="Stop with exit code 12 when more rows are rejected, such as 0.5%.",
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="COLUMN=FIELD",
    help='Read a field from another column, such as "Date Reported=recorded_date:DD/MM/YYYY"; may be repeated.',
)
@click.option("--source", metavar="NAME", help="The source that --map is about, where several have such a field.")
@click.option("--strict", is_flag=True, help="Stop with exit code 14 when a period is not wholly covered.")
def command(
    project: Path | None, tables: tuple[str, ...], format_: str, out: Path | None, partial: str, **others: Any
) -> None:
    """Print the tables of success measures from the extracts of a project.

    \b
      svtool measures --sample
      svtool measures --table agencies --by area
      svtool measures --format csv --out measures.csv
    """
    if project is not None and others["sample"]:
        raise UsageError("--project and --sample exclude each other; leave one of them out.")
    from svtool.measuring import Request, measure, readings_of
    from svtool.output.writing import write_text

    result = measure(Request(project=project, tables=tables, partial=PARTIAL[partial], **others))  # type: ignore[arg-type]
    write_text(render(result, format_, out), out)
    for reading in readings_of(result) if sys.stderr.isatty() else ():
        click.echo(f"read: {reading}", err=True)
    for warning in result.warnings:
        click.echo(f"warning: {warning}", err=True)


def render(result: Any, format_: str, out: Path | None) -> str:
    """Return the figures as text in the format asked for."""
    from svtool.output.machine import figures_as_csv, figures_as_json

    if format_ == "csv":
        return figures_as_csv(result)
    if format_ == "json":
        return figures_as_json(result)
    from svtool.output.terminal import tables_as_text

    on_terminal = out is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else None
    return tables_as_text(result, width, colour=on_terminal and _colour_wanted())


def _colour_wanted() -> bool:
    import os

    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
