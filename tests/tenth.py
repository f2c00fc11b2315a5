"""A tenth of the sample: the same project, for what does not hang on the figures of the whole."""

from __future__ import annotations

import zlib
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook

from svtool.schema.shipped import shipped_folder

SAMPLE = shipped_folder("sample_data")
ED_WORKBOOK, ED_CSV = "ed_2021.xlsx", "ed_2021.csv"


def write_tenth(folder: Path) -> Path:
    """Write one in ten records of every extract, chosen by their references so that linked files stay linked.

    The workbook becomes a CSV, and the indicators stay whole.

    Returns:
        Its project file.
    """
    (folder / "extracts").mkdir(parents=True)
    for path in sorted((SAMPLE / "extracts").iterdir()):
        if path.name == ED_WORKBOOK:
            rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Attendances").to_python()
            lines = [",".join(_cell(each) for each in row) + "\n" for row in rows]
        else:
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = lines if path.name == "indicators.csv" else [lines[0], *filter(_is_kept, lines[1:])]
        name = ED_CSV if path.name == ED_WORKBOOK else path.name
        (folder / "extracts" / name).write_text("".join(kept), encoding="utf-8", newline="")
    project = folder / "svtool.yaml"
    text = (SAMPLE / "svtool.yaml").read_text(encoding="utf-8")
    project.write_text(text.replace(ED_WORKBOOK, ED_CSV), encoding="utf-8")
    return project


def _is_kept(line: str) -> bool:
    return zlib.crc32(line.partition(",")[0].encode()) % 10 == 0


def _cell(value: object) -> str:
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return f"{value:.0f}" if isinstance(value, float) else str(value)
