"""`svtool review`."""

from __future__ import annotations

from pathlib import Path

import click

from svtool.errors import UsageError


@click.command(name="review")
@click.option("--measure", required=True, metavar="ID", help="The measure whose records are looked at.")
@click.option("--period", required=True, metavar="PERIOD", help="A period of the project, such as 2021.")
@click.option("--project", type=click.Path(path_type=Path), help="The project file (default: svtool.yaml here).")
@click.option("--sample", is_flag=True, help="Use the synthetic sample that comes with svtool.")
@click.option("--table", "tables", multiple=True, metavar="ID", help="The table that the measure is in.")
@click.option("--definition", metavar="ID", help="The definition of serious violence to use.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file, replacing it whole.")
def command(
    measure: str,
    period: str,
    project: Path | None,
    sample: bool,
    tables: tuple[str, ...],
    definition: str | None,
    out: Path | None,
) -> None:
    """Write the worklist of records that a measure can't decide, ready to be filled in.

    This command prints references and recorded values of records; only `explain` does so too. Fill in value, reason,
    by and on, and name the file under `reviews:` in the project file.

    \b
      svtool review --measure ed_knife_or_sharp --period 2021 --out worklist.csv
    """
    if project is not None and sample:
        raise UsageError("--project and --sample exclude each other; leave one of them out.")
    from svtool.measuring import Request
    from svtool.output.records import as_csv
    from svtool.output.writing import write_text
    from svtool.reviewing import make_worklist

    request = Request(project=project, sample=sample, tables=tables, definition=definition)
    found = make_worklist(request, measure, period, out)
    write_text(as_csv(found.rows), out)
    for warning in found.warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(f"{measure}, {found.period.label}: {found.balance.words(found.measure.role)}", err=True)
