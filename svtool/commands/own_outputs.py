"""Which files svtool wrote itself: figures, lists and workbooks that lie among extracts, and are none."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from svtool.commands.manifest_files import FILE_NAME, is_manifest
from svtool.commands.trend.series_points import COLUMNS as TREND_COLUMNS
from svtool.counting.verdicts import ANSWER, CLAUSES, CLAUSES_OPEN, LACKING
from svtool.figures.contract import CHECKED_COLUMNS, KEY_BEFORE_BY
from svtool.files.archives import DAMAGED
from svtool.findings.row_of_finding import FINDING_COLUMNS, REJECTED_COLUMNS
from svtool.interventions.summary_columns import RETURN_SUMMARY_COLUMNS
from svtool.records.reviews import NEEDED as REVIEW_COLUMNS

BEGINNINGS = (KEY_BEFORE_BY, TREND_COLUMNS, FINDING_COLUMNS, REJECTED_COLUMNS, CHECKED_COLUMNS, RETURN_SUMMARY_COLUMNS)
CLASSIFIED = (ANSWER, CLAUSES, CLAUSES_OPEN, LACKING)
TEXTS, BOOKS = (
    (".csv", ".txt", ".tsv"),
    {".xlsx": "docProps/core.xml", ".ods": "meta.xml"},
)  # where a workbook names its author
_AUTHOR = b"<dc:creator>svtool</dc:creator>"
_LONGEST_LINE = 1 << 14


def is_own_output(path: Path) -> bool:
    """Return whether svtool wrote a file: a manifest beside it says so, or its columns, or its author."""
    return path.name in _named_beside(path) or _has_own_columns(path) or _has_own_author(path)


def _named_beside(path: Path) -> set[str]:
    """Return the names of the files that the manifests beside a file say were written."""
    found: set[str] = set()
    for each in path.parent.glob(f"*{FILE_NAME}"):
        try:
            outputs = json.loads(each.read_text(encoding="utf-8"))["outputs"] if is_manifest(each) else []
            found |= {str(output["file"]) for output in outputs}
        except (OSError, ValueError, KeyError, TypeError):  # a manifest that was changed claims nothing
            continue
    return found


def _has_own_columns(path: Path) -> bool:
    names = _columns_of(path)
    if any(tuple(names[: len(each)]) == each for each in BEGINNINGS):
        return True
    return set(names) >= set(REVIEW_COLUMNS) or set(names) >= set(CLASSIFIED)


def _columns_of(path: Path) -> Sequence[str]:
    """Return the columns in the first line of a text or of a Parquet file; none where they can't be read."""
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            return list(pq.read_schema(path).names)
        if suffix in TEXTS:
            with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
                return next(csv.reader([stream.readline(_LONGEST_LINE)]), [])
    except (OSError, pa.ArrowInvalid, csv.Error):  # whoever reads it says what is wrong with it
        pass
    return []


def _has_own_author(path: Path) -> bool:
    """Return whether a workbook names svtool as its author."""
    properties_of = BOOKS.get(path.suffix.lower())
    if properties_of is None:
        return False
    try:
        with zipfile.ZipFile(path) as book, book.open(properties_of) as properties:
            return _AUTHOR in properties.read(_LONGEST_LINE)
    except (KeyError, *DAMAGED):
        return False
