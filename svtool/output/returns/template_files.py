"""The template of a return as files: a workbook to fill in, and the same as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from svtool.commands.spared import check_spared
from svtool.errors import UsageError
from svtool.interventions.template import DICTIONARY_COLUMNS, Template
from svtool.output.csv_rows import rows_as_csv
from svtool.output.returns.template_workbook import template_as_workbook
from svtool.output.writing import make_folder, write_files

WORKBOOK = "return_template.xlsx"


def write_template(template: Template, out: str) -> list[Path]:
    """Write the files of a template, and return them.

    Args:
        template: the template.
        out: a folder for all of them, or one file: the workbook, or the table of numbers as CSV.

    Raises:
        UsageError: the file is named as neither, or is one that is read.
        OutputError: it can't be written.
    """
    place = Path(out.rstrip("\\"))
    is_folder = out.endswith(("/", "\\")) or place.is_dir()
    files = _in_folder(template, place) if is_folder else [(place, _one(template, place))]
    for path, _ in files:
        check_spared(path, None, template.inputs)
    if is_folder:
        _check_unfilled(files)
        make_folder(place)
    write_files(files)
    return [path for path, _ in files]


def _check_unfilled(files: Sequence[tuple[Path, bytes]]) -> None:
    """Check that no file of a folder takes the place of one that somebody may have filled in.

    Raises:
        UsageError: one does.
    """
    filled = [path for path, content in files if path.is_file() and path.read_bytes() != content]
    if filled:
        raise UsageError(
            f"--out {filled[0].parent}/: {filled[0].name} is there already, and may be filled in. Name another folder, "
            "or move it away."
        )


def _one(template: Template, out: Path) -> bytes:
    if out.suffix.lower() == ".xlsx":
        return template_as_workbook(template)
    if out.suffix.lower() == ".csv":
        return _csv(template.returned.columns, ())
    raise UsageError(
        f"--out {out}: ends neither in .xlsx nor in .csv; name the file so, or a folder with / at its end."
    )


def _in_folder(template: Template, out: Path) -> list[tuple[Path, bytes]]:
    tables = [(out / f"{each.name}.csv", _csv(each.columns, ())) for each in template.tables]
    examples = [(out / f"example_{each.name}.csv", _csv(each.columns, each.example)) for each in template.tables]
    dictionary = _csv(DICTIONARY_COLUMNS, [each.cells for each in template.dictionary])
    return [(out / WORKBOOK, template_as_workbook(template)), *tables, *examples, (out / "dictionary.csv", dictionary)]


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    # With its mark, Excel opens it as UTF-8 and keeps it so.
    return rows_as_csv(columns, rows).encode("utf-8-sig")
