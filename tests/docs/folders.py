"""The folders in which the documentation's commands are run: the sample, a tenth of it, its extracts, the checkout."""

from __future__ import annotations

import atexit
import csv
import shutil
import tempfile
from functools import cache
from pathlib import Path

from python_calamine import CalamineWorkbook

from svtool.schema.library import shipped_folder

ROOT = Path(__file__).parents[2]
ONE_IN = 10


def copy_sample(folder: Path) -> None:
    """Copy the sample as it ships."""
    shutil.copytree(shipped_folder("sample_data"), folder, dirs_exist_ok=True)


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
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    copy_tenth(folder / "sample_data")


@cache
def tenth() -> Path:
    """Return a folder with every tenth record of the sample, and the people of these records."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sample = shipped_folder("sample_data")
    (folder / "extracts").mkdir()
    shutil.copy(sample / "svtool.yaml", folder)
    kept: set[str] = set()
    for path in sorted((sample / "extracts").iterdir()):  # offences before suspects before victims
        rows = _rows(path)
        if path.stem.startswith(("police_suspects", "police_victims")):
            rows = [row for row in rows if row[0] in kept or row[0] == "reference"]
        elif path.stem != "indicators":
            rows = rows[:1] + rows[1::ONE_IN]
            kept |= {row[0] for row in rows}
        with (folder / "extracts" / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def _rows(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("Attendances")
        rows = sheet.to_python()
        return [[f"{cell:%d/%m/%Y}" if hasattr(cell, "strftime") else _plain(cell) for cell in row] for row in rows]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _plain(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
