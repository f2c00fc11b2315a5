"""`svtool sample`."""

from __future__ import annotations

from pathlib import Path

import click

from svtool.errors import UsageError


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
    from svtool.synthetic.write import DEFAULT_SEED, write_sample

    if out.is_dir() and any(out.iterdir()) and not force:
        raise UsageError(f"--out {out}: the folder is not empty; expected a new one. Choose another, or add --force.")
    try:
        files = write_sample(out, DEFAULT_SEED if seed is None else seed)
    except OSError as error:
        reason = (error.strerror or "it can't be written").lower()
        raise UsageError(f"--out {out}: can't be written: {reason}. Choose another folder.") from None
    click.echo(f"{len(files)} files written to {out}. Next: svtool measures --project {out / 'svtool.yaml'}")
