"""`svtool review`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from svtool.cli.completion import measures
from svtool.cli.options import (
    bounds_options,
    definition_option,
    out_option,
    project_options,
    replace_option,
    tables_option,
)
from svtool.cli.telling import Level, tell


@click.command(name="review")
@click.option(
    "--measure", required=True, metavar="ID", shell_complete=measures, help="The measure whose records are looked at."
)
@click.option("--period", required=True, metavar="PERIOD", help="A period of the project, such as 2021.")
@project_options
@tables_option("The table that the measure is in.")
@definition_option
@out_option
@replace_option
@bounds_options
def command(measure: str, period: str, project: Path | None, sample: bool, out: Path | None, **others: Any) -> None:
    """Write the worklist of records that a measure can't decide, ready to be filled in.

    This command prints references and recorded values of records; only `explain` does so too. Fill in value, reason,
    by and on, and name the file under `reviews:` in the project file.

    \b
      svtool review --measure ed_knife_or_sharp --period 2021 --out worklist.csv
    """
    from svtool.cli.printing import print_alone, print_warnings
    from svtool.commands.manifest import run_of
    from svtool.commands.opening import check_one_project
    from svtool.commands.review import Question, make_worklist
    from svtool.commands.scope import Request
    from svtool.output.record_files import as_csv

    check_one_project(project, sample)
    request, question = Request(project=project, sample=sample, out=out, **others), Question(measure, period)
    found = make_worklist(request, question)
    text = as_csv(found.rows, found.standing)
    print_alone(text, out, "csv", lambda: run_of("review", found.evidence, request, question), of_records=True)
    print_warnings(found.warnings)
    tell(Level.NOTE, f"{found.measure.title}, {found.period.label}: {found.balance.words(found.measure.role)}")
