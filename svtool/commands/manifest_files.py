"""What files of manifests are called, and which files are such."""

from __future__ import annotations

from pathlib import Path

FORMAT = "svtool.manifest/1"
FILE_NAME = "manifest.json"
SUFFIX = ".manifest.json"
_BEGINNING = 200  # bytes; the format is the first thing in a manifest


def is_manifest(path: Path) -> bool:
    """Return whether a file is the manifest of a run, as far as its name and its beginning tell."""
    if not path.name.casefold().endswith(FILE_NAME) or not path.is_file():
        return False
    with path.open("rb") as stream:
        return f'"{FORMAT}"'.encode() in stream.read(_BEGINNING)
