"""What is asked of `svtool validate`, and what it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from svtool.commands.evidence import Evidence
from svtool.engine.bounds import USUAL, Bounds
from svtool.validation.verdict import FailOn, Validation


@dataclass(frozen=True)
class Request:
    """What a command asks for.

    Attributes:
        extracts: the files; with a project and none, all of the project's.
        project: the project file whose mappings, windows and definitions count.
        source: the source, where the header does not tell it.
        mapping: the mapping, where the header does not tell it.
        maps: columns to read a field from, as in `--map`.
        sheet: the sheet of a workbook to read, where several could be meant.
        previous: the extracts of last time, to compare with.
        replace: whether the later named of two overlapping extracts wins.
        fail_on: from which level on a finding makes the extract unfit.
        max_rejected: the share of a file's rows that may be rejected, or held as not known, without making it unfit.
        rejected: the file to write rejected rows to, each as it was.
        out: the file that the report will be written to; like `rejected`, it replaces no file that is read.
        bounds: what the run may take of the machine.
        tell: is told, block by block, how many rows of which file were read.
        today: the day after which a date is in the future; that of the run without it.
    """

    extracts: tuple[Path, ...] = ()
    project: Path | None = None
    source: str | None = None
    mapping: str | None = None
    maps: tuple[str, ...] = ()
    sheet: str | None = None
    previous: tuple[Path, ...] = ()
    replace: bool = False
    fail_on: FailOn = "error"
    max_rejected: float = 0.0
    rejected: Path | None = None
    out: Path | None = None
    bounds: Bounds = USUAL
    tell: Callable[[str, int], None] | None = None
    today: date | None = None


@dataclass(frozen=True)
class Checkup:
    """What was found, and what it stands on.

    Attributes:
        validation: what was found.
        evidence: what it stands on.
        day: the day of the run, where something found hangs on it; None where every later day gives the same.
    """

    validation: Validation
    evidence: Evidence
    day: date | None = None
