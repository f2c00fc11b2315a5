"""Findings for machines: CSV by the contract, and one JSON object; byte-identical on a second run."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from svtool.findings.finding import Finding, Level
from svtool.findings.row_of_finding import FINDING_COLUMNS
from svtool.output.csv_rows import rows_as_csv
from svtool.output.findings_text import cost_in_words
from svtool.output.json_text import json_text
from svtool.validation.verdict import Validation
from svtool.version import __version__

FIRST = 3  # places that are told apart from all of them
JSON_FORMAT = "svtool.findings/1"


def findings_as_csv(validation: Validation, all_places: bool = False) -> str:
    """Return the findings as CSV, one row a finding, the worst first.

    Args:
        validation: what was found.
        all_places: whether notes, too, have all their places; there is nothing to mend at them.
    """
    rows = rows_of_findings(validation, all_places)
    return rows_as_csv(FINDING_COLUMNS, ([row[name] for name in FINDING_COLUMNS] for row in rows))


def rows_of_findings(validation: Validation, all_places: bool = False) -> list[dict[str, Any]]:
    """Return the findings as rows of the contract, for a data frame."""
    return [{**_row(each), **_joined(_places(each, all_places))} for each in validation.findings]


def findings_as_json(validation: Validation, all_places: bool = False) -> str:
    """Return the result as one JSON object: verdict, files, ledgers, findings; its keys are sorted."""
    verdict, outlook = validation.verdict, validation.outlook
    found = {
        "format": JSON_FORMAT,
        "svtool": __version__,
        "verdict": {
            "fit": verdict.fit, "exit_code": int(verdict.exit_code), "words": verdict.words,
            "next_step": verdict.next_step,
        },
        "outlook": {"first": [_named(each) for each in outlook.first], "back": outlook.back, "lost": outlook.lost},
        "files": [asdict(each) for each in validation.files],
        "ledgers": {name: ledger.numbers() for name, ledger in validation.ledgers.items()},
        "remarks": list(validation.remarks),
        "invalid": [str(each) for each in validation.invalid],
        "findings": [_json_row(each, all_places) for each in validation.findings],
    }  # fmt: skip
    return json_text(found, sort_keys=True)


def _row(finding: Finding) -> dict[str, Any]:
    handling = "the file is not read" if finding.refused else str(finding.kind.handling)
    return {
        "level": str(finding.level), "id": finding.kind.id, "title": finding.kind.title, "file": finding.file,
        "sheet": finding.sheet, "column": finding.column, "field": finding.field, "count": finding.count,
        "message": finding.message, "handling": handling,
        "costs": " | ".join(cost_in_words(each, with_id=True) for each in finding.costs), "remedy": finding.remedy,
    }  # fmt: skip


def _named(finding: Finding) -> dict[str, str]:
    return {"id": finding.kind.id, "file": finding.file, "column": finding.column}


def _places(finding: Finding, all_places: bool) -> dict[str, list[int]]:
    every = all_places or finding.level is not Level.NOTE
    return {
        "first_lines": [*finding.lines[:FIRST]], "first_records": [*finding.records[:FIRST]],
        "lines": [*finding.lines] if every else [], "records": [*finding.records] if every else [],
    }  # fmt: skip


def _joined(places: dict[str, list[int]]) -> dict[str, str]:
    return {name: " ".join(map(str, numbers)) for name, numbers in places.items()}


def _json_row(finding: Finding, all_places: bool) -> dict[str, Any]:
    return {
        **_row(finding),
        **_places(finding, all_places),
        "costs": [asdict(each) for each in finding.costs],
    }
