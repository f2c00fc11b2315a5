"""`svtool count`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from svtool.cli.measures import FORMATS, PARTIAL, names, render
from svtool.errors import UsageError


@click.command(name="count")
@click.option("--where", metavar="RULE", help="What counts, written as in a table; everything without it.")
@click.option("--source", default="police", show_default=True, metavar="SOURCE", help="The source asked about.")
@click.option("--unit", metavar="UNIT", help="Such as offence or victim_incident (default: the source's own).")
@click.option(
    "--date",
    type=click.Choice(["recorded", "committed"]),
    default="recorded",
    show_default=True,
    help="The date that places a record in a period.",
)
@click.option("--definition", metavar="ID", help="Count only what meets this definition of serious violence.")
@click.option("--project", type=click.Path(path_type=Path), help="The project file (default: svtool.yaml here).")
@click.option("--sample", is_flag=True, help="Use the synthetic sample that comes with svtool.")
@click.option("--periods", metavar="SPAN", help="Such as calendar:2019..2021 or financial:2019/20..2020/21.")
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
def command(
    where: str | None, source: str, unit: str | None, date: str, definition: str | None, partial: str, **others: Any
) -> None:
    """Answer one question without a table, with all that a table's figures have.

    \b
      svtool count --sample --where "offence: robbery, victim_age: {lt: 18}" --by area
      svtool count --where "assault: yes, weapon: [knife, other_sharp]" --source ed
      svtool count --definition west_mercia --by clause --format csv
    """
    if others["project"] is not None and others["sample"]:
        raise UsageError("--project and --sample exclude each other; leave one of them out.")
    from svtool.asking import Question, count
    from svtool.measuring import Request
    from svtool.output.writing import write_text

    format_, out = others.pop("format_"), others.pop("out")
    question = Question(where, source, unit, date, by_definition=definition is not None)
    request = Request(definition=definition, partial=PARTIAL[partial], **others)  # type: ignore[arg-type]
    result = count(request, question)
    write_text(render(result, format_, out), out)
    for warning in result.warnings:
        click.echo(f"warning: {warning}", err=True)
