"""Findings as text: what each file is, where its rows went, what is wrong and where, and the verdict last."""

from __future__ import annotations

from collections.abc import Iterator

from svtool.findings.finding import Finding
from svtool.validation.asked import Validation

FLAGS = {"error": "ERROR", "warning": "WARN", "note": "NOTE"}


def findings_as_text(validation: Validation) -> str:
    """Return the report of a validation, the verdict and the next step on its last line."""
    return "\n".join(_lines(validation)) + "\n"


def _lines(validation: Validation) -> Iterator[str]:
    for file in validation.files:
        yield f"{file.name}: {file.source} {file.row}, mapping {file.mapping} ({file.reason}); {file.described}"
    for finding in validation.findings:
        yield from _finding(finding)
    verdict = validation.verdict
    yield f"{verdict.words}. {verdict.next_step}"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"{FLAGS[finding.level]} {finding.kind.id} {finding.kind.title}: {finding.file}: {finding.message}"
    if finding.records:
        records = ", ".join(f"{each:,}" for each in finding.records)
        yield f"    records {records}; showing {len(finding.records)} of {finding.count:,}"
    for cost in finding.costs[:3]:
        yield (
            f"    {cost.measure} {cost.period}: {cost.counted:,} counted, {cost.not_known:,} not known; "
            f"{cost.because:,} of them because of this, {cost.settled:,} settled by the remedy"
        )
    yield f"    {finding.remedy}"
