"""Which files a run used, and that they stayed as they were found until its results leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from svtool.commands.opening import Opened, OpenedProject
from svtool.records.ledger import ExtractReport
from svtool.schema.defaults import SPARK

Reports = Mapping[str, Mapping[str, ExtractReport]]  # source → part → what became of its rows


def extracts_used(opened: Opened, reports: Reports) -> list[Path]:
    """Return the extracts that are files here."""
    elsewhere = set(read_in_place(opened, reports))
    return [opened.folder / name for name in _names_of_extracts(reports) if name not in elsewhere]


def reviews_used(opened: Opened) -> list[Path]:
    """Return the file of reviews, where the project names one."""
    named = opened.project.reviews if isinstance(opened, OpenedProject) else None
    return [opened.folder / named] if named else []


def read_in_place(opened: Opened, reports: Reports) -> list[str]:
    """Return the extracts that are no files here: tables, folders of many files, frames."""
    bounds, folder = opened.bounds, opened.folder
    if bounds.engine != SPARK:
        return []
    frames = bounds.frames or {}
    return [name for name in _names_of_extracts(reports) if name in frames or not (folder / name).is_file()]


def check_unchanged(opened: Opened, reports: Reports, also: Iterable[Path] = ()) -> None:
    """Check that what a run used is as it was found: project, definitions, extracts and reviews.

    Args:
        opened: the project or the definitions.
        reports: what became of the rows of the extracts.
        also: other files that were read.

    Raises:
        ExtractError: a file changed, came or went away.
    """
    of_project = [opened.path] if isinstance(opened, OpenedProject) else []
    definitions = opened.library.opened.values()
    opened.found.check_all([*of_project, *definitions, *extracts_used(opened, reports), *reviews_used(opened), *also])


def _names_of_extracts(reports: Reports) -> list[str]:
    return [extract.name for parts in reports.values() for report in parts.values() for extract in report.extracts]
