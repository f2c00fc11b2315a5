"""The summary of returns for machines: CSV by the contract, and one JSON object; byte-identical on a second run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from svtool.commands.returns.need_of_areas import AreaNeed
from svtool.commands.returns.summarised import ReturnsSummary
from svtool.figures.change_verdict import NOT_TESTED
from svtool.findings.finding import Level
from svtool.interventions.quarters import Quarter, year_label
from svtool.interventions.return_rows import ReturnRow
from svtool.interventions.summary_columns import RETURN_SUMMARY_COLUMNS
from svtool.output.csv_rows import rows_as_csv
from svtool.output.json_text import json_text
from svtool.output.machine import settled
from svtool.output.returns.reason_words import reasons_in_words
from svtool.output.wording.note_words import notes_in_words
from svtool.statistics.ratio_test import per_cent
from svtool.version import __version__

AREA = "area"
JSON_FORMAT = "svtool.returns/1"


def summary_rows(summary: ReturnsSummary) -> list[dict[str, Any]]:
    """Return the summary as rows of the contract."""
    rows = [*(_row(summary, each) for each in summary.rows), *_area_rows(summary, summary.needs.areas)]
    return [{name: row.get(name) for name in RETURN_SUMMARY_COLUMNS} for row in rows]


def summary_as_csv(summary: ReturnsSummary) -> str:
    """Return the summary as CSV, empty where there is nothing."""
    return rows_as_csv(RETURN_SUMMARY_COLUMNS, (row.values() for row in summary_rows(summary)))


def summary_as_json(summary: ReturnsSummary) -> str:
    """Return the summary as one JSON object."""
    found = {
        "format": JSON_FORMAT, "svtool": __version__, "notices": notes_in_words(summary.notices),
        "disclosure": summary.policy.id if summary.policy else None,
        "years": [year_label(each) for each in summary.settled.years],
        "errors": summary.errors, "warnings": sum(each.level is Level.WARNING for each in summary.findings),
        "rows": summary_rows(summary),
    }  # fmt: skip
    return json_text(found)


def _row(summary: ReturnsSummary, row: ReturnRow) -> dict[str, Any]:
    return {
        "part": row.part, "project_id": row.project,
        "project": summary.settled.register.called(row.project) if row.project else "",
        "beneficiaries": row.beneficiaries, "unit": row.unit, "counted": row.counted, "section": row.section,
        "category": row.category, "scale": row.scale, **_period(row.period), "received": row.received,
        "expected": row.expected, "state": row.state, "count": row.count, "least": row.least, "most": row.most,
        "status": row.status, "of": row.of, "share_pct": settled(row.share), **_change(row), "n_before": row.before,
        "mean_before": settled(row.mean_before), "n_after": row.after, "mean_after": settled(row.mean_after),
        "n_both": row.both, "mean_change": settled(row.change), "change_lower": settled(row.lower),
        "change_upper": settled(row.upper), "notes": reasons_in_words(row.reasons),
    }  # fmt: skip


def _change(row: ReturnRow) -> dict[str, Any]:
    if row.now is None or row.then is None:
        return {"compared_with": row.compared_with}
    return {
        "compared_with": row.compared_with, "compared_count": row.now, "comparator_count": row.then,
        "change_pct": settled(per_cent(row.now, row.then)), "verdict": NOT_TESTED,
    }  # fmt: skip


def _period(quarter: Quarter) -> dict[str, Any]:
    days = quarter.days
    return {
        "period": quarter.label,
        "period_start": days[0].isoformat() if days else None, "period_end": days[1].isoformat() if days else None,
    }  # fmt: skip


def _area_rows(summary: ReturnsSummary, needs: Iterable[AreaNeed]) -> Iterable[dict[str, Any]]:
    """Yield a row for each intervention of each area, and one for an area without any."""
    for need in needs:
        figure = need.figure
        said: dict[str, Any] = {"part": AREA, "area_code": need.code, "area": need.area}
        if figure:
            rate = figure.rate
            said |= {
                "unit": figure.unit, "definition": summary.needs.definition, "period": figure.period,
                "period_start": figure.period_start.isoformat(), "period_end": figure.period_end.isoformat(),
                "count": figure.count, "not_known": figure.not_known, "status": figure.status,
                "rate": settled(rate.rate) if rate else None,
                "rate_lower_95": settled(rate.rate_lower_95) if rate else None,
                "rate_upper_95": settled(rate.rate_upper_95) if rate else None,
                "notes": " ".join(notes_in_words(figure.notes)),
            }  # fmt: skip
        for each in need.funded or (None,):
            of = {"project_id": each.id, "project": each.name, "funding": each.funding} if each else {}
            yield {**said, **of}
