"""`svtool verify`."""

from __future__ import annotations

from pathlib import Path

import click

from svtool.cli.options import project_option
from svtool.errors import ExitCode


@click.command(name="verify")
@click.argument("manifest", type=click.Path(path_type=Path))
@project_option
def command(manifest: Path, project: Path | None) -> int:
    """Say whether inputs, definitions and outputs are still those of a MANIFEST.

    \b
      svtool measures --format csv,xlsx --out results/
      svtool verify results/manifest.json
    """
    from svtool.commands.verify import verify
    from svtool.output.fingerprints import ResultFiles

    found = verify(manifest, ResultFiles(), project)
    for line in found.lines:
        click.echo(line)
    return int(ExitCode.DIFFERENCE if found.differences else ExitCode.DONE)
