"""`svtool explain`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from svtool.cli.options import bounds_options, definition_option, project_options, replace_option


@click.command(name="explain")
@click.argument("reference")
@project_options
@click.option("--source", "source_id", metavar="SOURCE", help="The source that the record is in.")
@definition_option
@replace_option
@bounds_options
def command(reference: str, project: Path | None, sample: bool, source_id: str | None, **others: Any) -> None:
    """Show one record: every clause, what it needed, and what the record had.

    \b
      svtool explain --project svtool.yaml REFERENCE
      svtool explain --sample SYN/0000001/19
    """
    from svtool.cli.option_values import page
    from svtool.commands.explain import explain
    from svtool.commands.opening import check_one_project
    from svtool.commands.scope import Request
    from svtool.output.console import print_text
    from svtool.output.explained_text import explained_as_text

    check_one_project(project, sample)
    found = explain(Request(project=project, sample=sample, **others), reference, source_id)
    print_text(explained_as_text(found, *page(None)))
