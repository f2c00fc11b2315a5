"""Where the releases of a project lie: a folder beside it that every run with a disclosure policy looks into."""

from __future__ import annotations

from pathlib import Path

FOLDER, SUFFIX = "releases", ".json"


def release_files(folder: Path) -> list[Path]:
    """Return the files of the releases of a project, by name."""
    return sorted((folder / FOLDER).glob(f"*{SUFFIX}"))
