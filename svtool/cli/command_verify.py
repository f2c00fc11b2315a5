"""`svtool verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from svtool.cli.options import bounds_options, project_option
from svtool.errors import ExitCode

if TYPE_CHECKING:
    from svtool.engine.bounds import Bounds


@click.command(name="verify")
@click.argument("manifest", type=click.Path(path_type=Path))
@project_option
@bounds_options
def command(manifest: Path, project: Path | None, bounds: Bounds) -> int:
    """Say whether inputs, definitions and outputs are still those of a MANIFEST.

    \b
      svtool measures --format csv,xlsx --out results/
      svtool verify results/manifest.json
    """
    from svtool.commands.verify import verify
    from svtool.output.result_files import ResultFiles
    from svtool.output.writing import write_text

    found = verify(manifest, ResultFiles(), project, bounds)
    write_text("".join(f"{line}\n" for line in found.lines), None)
    return int(ExitCode.DIFFERENCE if found.differences else ExitCode.DONE)
