"""The folders in which the documentation's commands are run: the sample, a tenth of it, its extracts, the checkout."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tenth import ED_CSV, ED_WORKBOOK, SAMPLE, write_tenth

ROOT = Path(__file__).parents[2]


def copy_sample(folder: Path) -> None:
    """Copy the sample as it ships."""
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)


def copy_tenth(folder: Path) -> None:
    """Copy a tenth of the sample."""
    shutil.copytree(tenth(), folder, dirs_exist_ok=True)


def copy_agencies(folder: Path) -> None:
    """Copy a tenth of the sample without the police, whose extracts take longest."""
    copy_tenth(folder)
    text = (folder / "svtool.yaml").read_text(encoding="utf-8")
    before, rest = text.split("  police:\n")
    rest = "  ed:\n" + rest.partition("  ed:\n")[2]
    (folder / "svtool.yaml").write_text((before + rest).replace("[home_office, mvrp_local]", "[agencies]"))


def copy_extracts(folder: Path) -> None:
    """Copy the extracts of a tenth of the sample, without its project file, as a partnership receives them."""
    shutil.copytree(tenth() / "extracts", folder / "extracts")


def copy_checkout(folder: Path) -> None:
    """Copy what a change of the program begins with."""
    for name in ("svtool", "definitions"):
        shutil.copytree(ROOT / name, folder / name)
    copy_tenth(folder / "sample_data")


@cache
def tenth() -> Path:
    """Return a folder with a tenth of the sample, its files called as those of the whole."""
    desk = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, desk, ignore_errors=True)
    folder = write_tenth(desk / "tenth").parent
    (folder / "extracts" / ED_CSV).rename(folder / "extracts" / ED_WORKBOOK)
    shutil.copy(SAMPLE / "svtool.yaml", folder)
    return folder
