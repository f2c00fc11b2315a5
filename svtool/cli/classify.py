"""`svtool classify`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from svtool.errors import UsageError


@click.command(name="classify")
@click.argument("extract", required=False, type=click.Path(path_type=Path))
@click.option("--source", default="police", show_default=True, metavar="SOURCE", help="The source of the extract.")
@click.option("--mapping", metavar="ID", help="The mapping that reads the extract.")
@click.option("--definition", metavar="ID", help="The definition of serious violence to use.")
@click.option("--areas", metavar="ID", help="The areas to find records in.")
@click.option("--project", type=click.Path(path_type=Path), help="A project file; its extracts when none is named.")
@click.option("--sample", is_flag=True, help="Use the synthetic sample that comes with svtool.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A .csv or .parquet file to write.")
def command(project: Path | None, sample: bool, out: Path, **others: Any) -> None:
    """Write every record with the clauses that it meets, and the ledger to standard error.

    The file holds records, with references and ages: keep it where the extract may be kept.

    \b
      svtool classify --project svtool.yaml --out classified.parquet
      svtool classify export.csv --mapping our_force --areas merseyside --out classified.csv
    """
    if project is not None and sample:
        raise UsageError("--project and --sample exclude each other; leave one of them out.")
    from svtool.classifying import Job, classify
    from svtool.engine.duckdb import Engine
    from svtool.measuring import Request, project_path
    from svtool.output.records import check_suffix, write_records

    check_suffix(out)
    chosen = project_path(Request(sample=True)) if sample else project
    with Engine() as engine:
        found = classify(engine, Job(project=chosen, out=out, **others))
        write_records(found.schema, found.batches, out)
    for warning in found.warnings():
        click.echo(f"warning: {warning}", err=True)
    for line in found.lines():
        click.echo(line, err=True)
