"""`svtool ingest`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from svtool.cli.options import bounds_options, maps_option, project_options
from svtool.cli.telling import tell_result
from svtool.errors import UsageError


@click.command(name="ingest")
@project_options
@click.option(
    "--store", type=click.Path(path_type=Path), metavar="DIR", help="The folder of the store (default: the project's)."
)
@click.option("--list", "list_", is_flag=True, help="List what the store held after each run, and write nothing.")
@click.option(
    "--wait",
    type=click.IntRange(0, 86_400),
    default=0,
    metavar="SECONDS",
    help="How long to wait for another ingest that is writing the store (default: not at all).",
)
@maps_option
@click.option("--source", metavar="NAME", help="The source that --map is about, where several have such a field.")
@bounds_options
def command(store: Path | None, list_: bool, wait: int, **others: Any) -> None:
    """Judge the extracts of a project once, and keep them in a store that measures come of.

    Run it again when a month has come, a file was sent again, or a mapping changed: it reads only what changed.

    \b
      svtool ingest --store store
      svtool ingest --project svtool.yaml
      svtool ingest --list
    """
    from svtool.commands.ingest import list_generations, tell_ingest
    from svtool.commands.opening import check_one_project
    from svtool.commands.scope import Request

    if others["source"] is not None and not others["maps"]:
        raise UsageError("--source is of --map; name a column too, or leave it out.")
    check_one_project(others["project"], others["sample"])
    request = Request(**others)
    for line in list_generations(request, store) if list_ else tell_ingest(request, store, wait):
        tell_result(line)
