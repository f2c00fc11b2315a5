"""What the figures stand on: days covered, shares of not known that moved, how each is counted, where records went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svtool.commands.measures import Result
from svtool.commands.report.grid import Grid, filled
from svtool.coverage.spans import name_spans
from svtool.figures.contract import Figure
from svtool.figures.words import share, signed_per_cent
from svtool.schema.definitions import Definition
from svtool.schema.rules import EVERYTHING, show_rule
from svtool.schema.sources import nouns_of
from svtool.schema.tables import Measure

LEDGER = {
    "read": "Rows read",
    "rejected": "Rejected",
    "not_records": "Not records",
    "repeated": "Repeated",
    "superseded": "Superseded",
    "unlinked": "Unlinked",
    "cancelled": "Cancelled",
}
ARRIVES = "a figure, as it was brought"


def coverage_grid(result: Result) -> Grid:
    """Return which days each source covers, in all and of every period."""
    headings = ["Source", "Days covered", *(f"Days of {period.label}" for period in result.periods)]
    rows = []
    for name, coverage in result.coverage.items():
        days = [f"{coverage.days_in(period):,} of {period.known_days:,}" for period in result.periods]
        rows.append([name, name_spans(coverage.spans) or "no days", *days])
    return Grid("coverage", "Days that the extracts cover", headings, rows, frozenset(range(2, len(headings))))


def drift_grid(figures: Sequence[Figure], titles: Mapping[str, Mapping[str, str]]) -> Grid | None:
    """Return the changes under which recording moved, each once, with the range if all were known; None without any."""
    found = {
        (figure.measure_id, figure.column): [
            figure.measure,
            f"{figure.period} against {figure.compared_with}",
            titles.get(figure.source, {}).get(figure.drift_field, figure.drift_field),
            share(figure.drift_before),
            share(figure.drift_now),
            signed_per_cent(figure.change_pct) if figure.change_pct is not None else "[z]",
            signed_per_cent(figure.change_if_known_min_pct),
            signed_per_cent(figure.change_if_known_max_pct),
        ]
        for figure in figures
        if figure.drift_field and figure.drift_before is not None and figure.drift_now is not None
    }
    if not found:
        return None
    headings = [
        "Measure", "Compared", "Not known", "Share before", "Share now", "Change as counted",
        "Least, if all were known", "Most, if all were known",
    ]  # fmt: skip
    return Grid("drift", "Changes under which the share of not known moved", headings, list(found.values()),
                frozenset(range(3, 8)))  # fmt: skip


def measures_grid(measures: Sequence[Measure]) -> Grid:
    """Return what each measure counts, in words."""
    headings = ["Measure", "Counts", "Source", "By date", "Where", "Desired", "Published as", "Note"]
    rows = [
        [
            each.title,
            ARRIVES if each.is_indicator else (each.nouns or nouns_of(each.unit))[1],
            each.source,
            "" if each.is_indicator else each.date_basis.removesuffix("_date"),
            _rule_words(each),
            each.desired or "neither",
            each.published_as or "",
            each.note or "",
        ]
        for each in measures
    ]
    return filled(Grid("measures", "What each measure counts", headings, rows))


def _rule_words(measure: Measure) -> str:
    if measure.is_indicator:
        return ""
    asked = [] if measure.where == EVERYTHING and measure.definition else [show_rule(measure.where)]
    by_definition = [f"by the definition {measure.definition.id}"] if measure.definition else []
    words = "; ".join([*asked, *by_definition])
    if measure.having is None:
        return words
    days = " on different days" if measure.having.on_different_days else ""
    return f"{words}; {measure.having.offences.gte} offences or more{days}"


def clauses_grid(definition: Definition, number: int) -> Grid:
    """Return the clauses of a definition in words."""
    rows = [[clause.id, clause.title, show_rule(clause.rule)] for clause in definition.clauses]
    if definition.exclude:
        rows.append(["left out", "Whatever clause is met", show_rule(definition.exclude)])
    return Grid(f"clauses-{number}", f"Clauses of {definition.title}", ["Clause", "Title", "Met when"], rows)


def ledger_grid(result: Result) -> Grid:
    """Return where every row of every extract went; each row of it adds up."""
    ledgers = [
        (name if part == name else f"{name} {part}", report.ledger)
        for name, reports in result.reports.items()
        for part, report in reports.items()
    ]
    reasons = sorted({why for _, ledger in ledgers for why in ledger.left_out})
    headings = ["Extract", *LEDGER.values(), *(f"Left out: {why}" for why in reasons), "Usable"]
    rows = [
        [
            name,
            *(f"{getattr(ledger, field):,}" for field in LEDGER),
            *(f"{ledger.left_out.get(why, 0):,}" for why in reasons),
            f"{ledger.usable:,}",
        ]
        for name, ledger in ledgers
    ]
    return Grid("ledger", "Where every row of the extracts went", headings, rows, frozenset(range(1, len(headings))))


def extracts_grid(result: Result) -> Grid:
    """Return the files that were read, with the day as at which each was made where that is said."""
    rows = [
        [extract.name, name if part == name else f"{name} {part}", extract.as_at.isoformat() if extract.as_at else ""]
        for name, reports in result.reports.items()
        for part, report in reports.items()
        for extract in report.extracts
    ]
    return filled(Grid("extracts", "Files that were read", ["File", "Extract", "As at"], rows))
