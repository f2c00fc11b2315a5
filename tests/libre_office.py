"""LibreOffice without a window, where it is installed: files are opened in it and written in another format."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
# Every sheet into a file of its own, cells as they are and not as they are shown.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"

needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def convert(files: Sequence[Path], to: str, folder: Path, as_: str | None = None) -> None:
    """Open files, and write each into a folder.

    Args:
        files: what is opened.
        to: the format, with its filter where it has several.
        folder: where they are written.
        as_: the filter that opens them, where their names do not say it.
    """
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    opened = [f"--infilter={as_}"] if as_ else []
    words = [str(OFFICE), profile, "--headless", *opened, "--convert-to", to, "--outdir", str(folder)]
    subprocess.run([*words, *map(str, files)], capture_output=True, check=True, timeout=300)
    suffix = to.partition(":")[0]
    if as_ and not (folder / f"{files[0].stem}.{suffix}").exists():
        pytest.skip(f"the part of LibreOffice that opens {as_} is not installed")
