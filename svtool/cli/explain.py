"""`svtool explain`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="explain")
@click.argument("reference")
@click.option("--project", type=click.Path(path_type=Path), help="The project file (default: svtool.yaml here).")
@click.option("--sample", is_flag=True, help="Use the synthetic sample that comes with svtool.")
@click.option("--source", "source_id", metavar="SOURCE", help="The source that the record is in.")
@click.option("--definition", metavar="ID", help="The definition of serious violence to use.")
def command(reference: str, project: Path | None, sample: bool, source_id: str | None, definition: str | None) -> None:
    """Show one record: every clause, what it needed, and what the record had.

    \b
      svtool explain --project svtool.yaml REFERENCE
      svtool explain --sample SYN/0000001/19
    """
    from svtool.explaining import explain
    from svtool.measuring import Request

    for line in explain(Request(project=project, sample=sample, definition=definition), reference, source_id):
        click.echo(line.rstrip())
