"""The synthetic sample, written into a folder of its own."""

from __future__ import annotations

from pathlib import Path

from svtool.errors import UsageError
from svtool.schema.defaults import PROJECT_FILE


def make_sample(out: Path, seed: int | None = None, force: bool = False) -> list[Path]:
    """Write the synthetic sample, extracts of all sources and a project file, and return the files.

    Args:
        out: the folder; made where it is not there.
        seed: another makes other records with the same totals.
        force: whether the folder may have something in it already.

    Raises:
        UsageError: the folder is not empty, or can't be written.
    """
    from svtool.synthetic.write import DEFAULT_SEED, write_sample  # noqa: PLC0415 (nothing else needs what makes people up)

    if out.is_dir() and any(out.iterdir()) and not force:
        raise UsageError(f"--out {out}: the folder is not empty; expected a new one. Choose another, or add --force.")
    try:
        return write_sample(out, DEFAULT_SEED if seed is None else seed)
    except OSError as error:
        reason = (error.strerror or "it can't be written").lower()
        raise UsageError(f"--out {out}: can't be written: {reason}. Choose another folder.") from None


def project_of_sample(out: Path) -> Path:
    """Return the project file of a sample."""
    return out / PROJECT_FILE
