"""`svtool validate`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command(name="validate")
@click.argument("extracts", nargs=-1, type=click.Path(path_type=Path), metavar="[EXTRACT]...")
@click.option("--project", type=click.Path(path_type=Path), help="The project file whose mappings count.")
@click.option("--source", metavar="NAME", help="The source, where the header does not tell it.")
@click.option("--mapping", metavar="ID", help="The mapping, where the header does not tell it.")
@click.option("--replace", is_flag=True, help="Of two extracts that overlap without an order, take the later named.")
@click.option(
    "--rejected", type=click.Path(path_type=Path), help="Write the rejected rows to this file, each as it was."
)
def command(extracts: tuple[Path, ...], **others: Any) -> None:
    """Say what is wrong with an extract before it is sent, where, and how to mend it.

    \b
      svtool validate extracts/police_2021.csv
      svtool validate --project svtool.yaml
    """
    from svtool.cli.standard_input import NAME, spooled
    from svtool.output.findings import findings_as_text
    from svtool.output.progress import Progress
    from svtool.output.rejected import write_rejected
    from svtool.output.writing import write_text
    from svtool.validation.asked import Request
    from svtool.validation.naming import rename_file
    from svtool.validation.validating import validate

    with spooled(extracts) as (paths, standard_input), Progress() as progress:
        result = validate(Request(paths, tell=progress, **others))
    if standard_input:
        rename_file(result, standard_input, NAME)
    if others["rejected"] and result.rejected:
        write_rejected(result.rejected, others["rejected"])
    write_text(findings_as_text(result), None)
    raise click.exceptions.Exit(int(result.verdict.exit_code))
