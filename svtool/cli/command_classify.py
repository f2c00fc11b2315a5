"""`svtool classify`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from svtool.cli.completion import areas, ids_of
from svtool.cli.options import (
    bounds_options,
    definition_option,
    replace_option,
    sample_option,
    says_what_is_set_aside,
    usual_source_option,
)
from svtool.cli.telling import Level, tell


@click.command(name="classify")
@click.argument("extract", required=False, type=click.Path(path_type=Path))
@usual_source_option("The source of the extract.")
@click.option("--mapping", metavar="ID", shell_complete=ids_of("mappings"), help="The mapping that reads the extract.")
@definition_option
@click.option("--areas", metavar="ID", shell_complete=areas, help="The areas to find records in.")
@click.option("--project", type=click.Path(path_type=Path), help="A project file; its extracts when none is named.")
@sample_option
@replace_option
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A .csv or .parquet file to write.")
@bounds_options
@says_what_is_set_aside
def command(project: Path | None, sample: bool, out: Path, **others: Any) -> None:
    """Write every record with the clauses that it meets, and the ledger to standard error.

    The file holds records, with references and ages: keep it where the extract may be kept.

    \b
      svtool classify --project svtool.yaml --out classified.parquet
      svtool classify export.csv --mapping our_force --areas merseyside --out classified.csv
    """
    from svtool.cli.printing import print_warnings, tell_left
    from svtool.commands.classify import Job
    from svtool.commands.opening import check_one_project
    from svtool.output.classified_files import write_classified

    check_one_project(project, sample)
    found, left = write_classified(Job(project=project, sample=sample, out=out, **others), out)
    tell_left(left)
    print_warnings(found.warnings())
    for line in found.lines():
        tell(Level.NOTE, line)
