"""`svtool sample`."""

from __future__ import annotations

from pathlib import Path

import click

from svtool.cli.telling import tell_result


@click.command(name="sample")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to write into.")
@click.option("--seed", type=int, help="Another seed makes other records with the same totals.")
@click.option("--force", is_flag=True, help="Write into a folder that is not empty.")
def command(out: Path, seed: int | None, force: bool) -> None:
    """Write the synthetic sample: extracts of all sources and a project file.

    \b
      svtool sample --out sample
      svtool measures --project sample/svtool.yaml
    """
    from svtool.cli.printing import tell_left
    from svtool.commands.sample import make_sample, project_of_sample
    from svtool.output.replacing import settle_left_behind
    from svtool.output.writing import write_below

    left = settle_left_behind(out)
    tell_left([left])
    files = make_sample(out, seed, force or left.finished > 0)  # what lies there then is a sample alone
    write_below(out, files)
    tell_result(f"{len(files)} files written to {out}. Next: svtool measures --project {project_of_sample(out)}")
