"""What the figures stand on: days covered, shares of not known that moved, how each is counted, where records went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from svtool.commands.measures import Result
from svtool.commands.report.counting_rules import ClauseRules, CountingRule
from svtool.dates import name_spans
from svtool.figures.against import COMPARATORS
from svtool.figures.contract import NOT_APPLICABLE, Figure
from svtool.output.page.grid import Grid, filled, mark, signed_cell
from svtool.output.wording.number_words import share
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
        days = [f"{coverage.of_period(period).days:,} of {period.known_days:,}" for period in result.periods]
        rows.append([result.source_titles.get(name, name), name_spans(coverage.spans) or "no days", *days])
    return Grid("coverage", "Days that the extracts cover", headings, rows, frozenset(range(2, len(headings))))


def drift_grid(figures: Sequence[Figure], titles: Mapping[str, Mapping[str, str]]) -> Grid | None:
    """Return the changes under which recording moved, each once, with the range if all were known; None without any."""
    found = {
        (figure.measure_id, figure.column, against.compared_with): [
            figure.measure,
            f"{figure.period} against {against.compared_with}",
            titles.get(figure.source, {}).get(against.drift_field, against.drift_field),
            share(against.drift_before),
            share(against.drift_now),
            signed_cell(against.per_cent) if against.per_cent is not None else mark(NOT_APPLICABLE),
            signed_cell(against.least),
            signed_cell(against.most),
            against.verdict,
        ]
        for figure in figures
        for against in (comparator.of(figure) for comparator in COMPARATORS)
        if against.drift_field and against.drift_before is not None and against.drift_now is not None
    }
    if not found:
        return None
    headings = [
        "Measure", "Compared", "Not known", "Share before", "Share now", "Change as counted",
        "Least, if all were known", "Most, if all were known", "Verdict",
    ]  # fmt: skip
    return Grid("drift", "Changes under which the share of not known moved", headings, list(found.values()),
                frozenset(range(3, 8)))  # fmt: skip


def measures_grid(rules: Sequence[CountingRule], result: Result) -> Grid:
    """Return what each measure counts, in words."""
    headings = ["Measure", "Counts", "Source", "By date", "Where", "Desired", "Published as", "Note"]
    rows = [
        [
            each.measure.title,
            ARRIVES if each.measure.is_indicator else each.counts,
            result.source_titles.get(each.measure.source, each.measure.source),
            "" if each.measure.is_indicator else _date_title(each.measure, result),
            _rule_words(each),
            each.measure.desired or "neither",
            each.measure.published_as or "",
            each.measure.note or "",
        ]
        for each in rules
    ]
    return filled(Grid("measures", "What each measure counts", headings, rows))


def _date_title(measure: Measure, result: Result) -> str:
    basis = measure.date_basis.removesuffix("_date")
    return result.date_titles.get(measure.source, {}).get(basis, basis)


def _rule_words(rule: CountingRule) -> str:
    by_definition = f"by “{rule.definition}”" if rule.definition else ""
    words = "; ".join(each for each in (rule.where, by_definition) if each)
    having = rule.measure.having
    if rule.measure.again_within_months:
        return f"{words}; again within {rule.measure.again_within_months} months of a first day of their own"
    if having is None:
        return words
    days = " on different days" if having.on_different_days else ""
    return f"{words}; {having.offences.gte} offences or more{days}"


def clauses_grid(rules: ClauseRules, number: int) -> Grid:
    """Return the clauses of a definition in words."""
    rows = [list(clause) for clause in rules.clauses]
    if rules.exclude:
        rows.append(["left out", "Whatever clause is met", rules.exclude])
    title = f"Clauses of {rules.definition.title}"
    return Grid(f"clauses-{number}", title, ["Clause", "Title", "Met when"], rows)


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


def received_grid(result: Result) -> Grid | None:
    """Return how the extracts came, as far as the project says so; None where it says nothing."""
    rows = [
        [
            each.source,
            ", ".join(each.files),
            each.received.sender or "",
            _day(each.received.on),
            each.received.agreement or "",
            _day(each.received.keep_until),
        ]
        for each in result.evidence.received
    ]
    headings = ["Source", "Files", "From", "Received", "Agreement", "May be kept until"]
    return filled(Grid("received", "How the extracts came", headings, rows)) if rows else None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
