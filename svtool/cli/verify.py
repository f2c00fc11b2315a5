"""`svtool verify`."""

from __future__ import annotations

from pathlib import Path

import click

from svtool.errors import ExitCode


@click.command(name="verify")
@click.argument("manifest", type=click.Path(path_type=Path))
@click.option("--project", type=click.Path(path_type=Path), help="The project file (default: svtool.yaml here).")
def command(manifest: Path, project: Path | None) -> int:
    """Say whether inputs, definitions and outputs are still those of a MANIFEST.

    \b
      svtool measures --format csv,xlsx --out results/
      svtool verify results/manifest.json
    """
    from svtool.verifying import verify

    verdict = verify(manifest, project)
    for line in [*verdict.differences, *verdict.remarks, verdict.summary]:
        click.echo(line)
    return int(ExitCode.DIFFERENCE if verdict.differences else ExitCode.DONE)
