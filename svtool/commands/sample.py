"""The synthetic sample, for a folder of its own."""

from __future__ import annotations

import os
from pathlib import Path

from svtool.errors import UsageError
from svtool.schema.defaults import PROJECT_FILE

EXTRACTS = "extracts"


def make_sample(out: Path, seed: int | None = None, force: bool = False) -> list[tuple[Path, bytes]]:
    """Return the files of the synthetic sample: extracts of all sources, and last the project file that reads them.

    Args:
        out: the folder that they are for.
        seed: another makes other records with the same totals.
        force: whether the folder may have something in it already.

    Raises:
        UsageError: the folder is not empty, or no folder.
    """
    from svtool.synthetic import write  # noqa: PLC0415 (nothing else needs what makes people up)

    above = next(each for each in (out, *out.absolute().parents) if os.path.lexists(each))
    if not above.is_dir():  # before records are made up for it
        raise UsageError(f"--out {out}: is no folder; expected a new one. Choose another.")
    if not force and any(not each.is_dir() for each in out.rglob("*")):
        raise UsageError(f"--out {out}: the folder is not empty; expected a new one. Choose another, or add --force.")
    extracts = write.make_extracts(write.DEFAULT_SEED if seed is None else seed)
    files = [(out / EXTRACTS / name, content) for name, content in extracts]
    return [*files, (project_of_sample(out), write.PROJECT.encode("utf-8"))]


def project_of_sample(out: Path) -> Path:
    """Return the project file of a sample."""
    return out / PROJECT_FILE
