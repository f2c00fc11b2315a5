"""Files of returns: opened as every extract is, and each of their sheets read as what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from svtool.errors import ExtractError, several
from svtool.files.containers import open_extract
from svtool.files.file_names import find_files
from svtool.files.table_cells import Grid, grids_of
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding
from svtool.findings.message import counted, say
from svtool.interventions.entered import Entered, ReturnFile, Scored
from svtool.interventions.laid_out_forms import read_form, spread_merged
from svtool.interventions.tidy_sheets import RETURN_COLUMNS, SCORE_COLUMNS, TidySheet, find_columns
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Source
from svtool.validation.checks import refusal

GUIDE, RETURN, SCORES, DICTIONARY, EXAMPLE = "Guide", "Return", "Scores", "Dictionary", "Example"
NOT_READ = (GUIDE, DICTIONARY, EXAMPLE)  # sheets of the template that hold no return


def find_returns(names: Sequence[str], folder: Path) -> list[tuple[Path, str]]:
    """Return the files that names, patterns and folders mean.

    Raises:
        ExtractError: a pattern or folder has no file.
    """
    return find_files(ExtractEntry(files=tuple(names)), folder)


def read_returns(
    files: Iterable[tuple[Path, str]], source: Source, year: int | None = None
) -> tuple[list[ReturnFile], list[Finding]]:
    """Return the files that could be read, and what keeps the others from it.

    Args:
        files: the files, with the names that messages call them by.
        source: the source of returns.
        year: the year in which the financial year begins of quarters that name none.
    """
    read: list[ReturnFile] = []
    refused: list[Finding] = []
    for path, name in files:
        try:
            read.append(_read(path, name, source, year))
        except ExtractError as error:
            refused.append(refusal(name, error))
    return read, refused


def _read(path: Path, name: str, source: Source, year: int | None) -> ReturnFile:
    file = open_extract(path, name, {*RETURN_COLUMNS, *SCORE_COLUMNS}, several_sheets=True)
    grids = [each for each in grids_of(file, every_sheet=True) if each.sheet not in NOT_READ]
    entries: list[Entered] = []
    scores: list[Scored] = []
    unread: list[str] = []
    for grid in grids:
        filled = any(cell not in ("", None) for row in grid.rows for cell in row)
        found = _of_sheet(name, grid, source, year, len(grids) == 1)
        if found is None and filled:
            unread.append(grid.sheet)
        elif found is not None:
            entries += found[0]
            scores += found[1]
    if len(unread) == len(grids):
        raise ExtractError(
            "has neither the template's columns (project, quarter, count …) nor quarters; expected a return.",
            "Q01",
            file=name,
            remedy=KINDS["Q01"].remedy,
        )
    if not entries and not scores:
        raise ExtractError("no number is filled in; expected a row for each.", "F02", file=name)
    by_hand = any(each.by_hand for each in entries)
    sheets = f", {several(len(grids), 'sheet', 'sheets')}" if len(grids) > 1 else ""
    how = "a form with quarters as columns" if by_hand else "the template"
    remarks = tuple(_remarks(name, unread, by_hand, sum(each.was_blank for each in entries)))
    return ReturnFile(name, f"{how}{sheets}", tuple(entries), tuple(scores), remarks, by_hand)


def _of_sheet(
    name: str, grid: Grid, source: Source, year: int | None, is_only: bool
) -> tuple[list[Entered], list[Scored]] | None:
    """Return the numbers and scores of a sheet; None where it is neither the template's nor a form."""
    found = find_columns(grid, source)
    if found is not None:
        header, columns = found
        return TidySheet(name, replace(grid, rows=spread_merged(grid)), header, columns, source, year).read()
    entries = read_form(name, grid, source, year, is_only)
    return None if entries is None else (entries, [])


def _remarks(name: str, unread: Sequence[str], by_hand: bool, blanks: int) -> Iterator[Finding]:
    if unread:
        sheets = counted(len(unread), "sheet holds", "sheets hold")
        yield Finding(KINDS["Q02"], name, say(sheets, " neither the template's columns nor quarters"), len(unread))
    if by_hand:
        told = say("its sections, and who they are of, were taken from the words of its labels")
        if blanks:
            cells = counted(blanks, "blank cell beside numbers was", "blank cells beside numbers were")
            told = say(told, "; ", cells, " taken as none")
        yield Finding(KINDS["Q03"], name, told, 1)
