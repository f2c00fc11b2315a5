"""What must be said about the extracts beside the figures: warnings for the analyst, notices for every page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from svtool.figures.contract import Figure
from svtool.figures.indicators import Indicator, unknown_indicators, without_column
from svtool.figures.notes import WITHHELD, FewerThan, Kind, Note, Number, Part
from svtool.figures.periods_shown import Columns
from svtool.records.ledger import ExtractReport
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.receipts import Receipt
from svtool.schema.tables import Measure

SMALL_CELL = 5
SYNTHETIC = Note(Kind.SYNTHETIC)
INTERNAL = Note(Kind.INTERNAL)
UNCONTROLLED = Note(Kind.UNCONTROLLED)

Reports = Mapping[str, Mapping[str, ExtractReport]]


def tell(number: int, policy: DisclosurePolicy | None) -> Number:
    """Return a number of rows that are in no count of any table, as it may be said under a policy."""
    if policy is None:
        return number
    return FewerThan(policy.hide_below) if policy.hides(number) else policy.rounded(number)


def tell_counted(number: int, policy: DisclosurePolicy | None) -> Number:
    """Return a number of records that count in tables: none under a policy, for their counts would follow from it."""
    return WITHHELD if policy else number


def warnings_of(
    reports: Reports,
    indicators: Sequence[Indicator] | None,
    measures: Sequence[Measure],
    policy: DisclosurePolicy | None = None,
    columns: Columns | None = None,
) -> list[Note]:
    """Return what the analyst must know about the extracts, without any value of a record."""
    found: list[Note] = []
    for where, report in _with_place(reports):
        found += _ledger_warnings(where, report, policy)
        found += [Note(Kind.OF_FILE, {"where": where, "text": each}) for each in (*report.errors, *report.notes)]
        found += unmatched_reviews({where: report})
        if report.disagreeing:
            found.append(Note(Kind.DISAGREEING, {"where": where}, {"units": tell(report.disagreeing, policy)}))
        for (column, fault), number in sorted(report.faults.items()):
            parts: dict[str, Part] = {"where": where, "column": column, "fault": fault}
            found.append(Note(Kind.UNREADABLE, parts, {"cells": tell(number, policy)}))
    if indicators is not None:
        known = [each.id for each in measures]
        found += [Note(Kind.INDICATOR_NOT_ASKED, {"id": each}) for each in unknown_indicators(indicators, known)]
        found += without_column(indicators, columns, known) if columns else []
    return found


def unmatched_reviews(reports: Mapping[str, ExtractReport], others: Sequence[str] = ()) -> list[Note]:
    """Return which reviews settle a record that is not there, by their place; others have no extract."""
    places = [place for report in reports.values() for place in report.reviews.unmatched]
    return [Note(Kind.UNMATCHED_REVIEW, {"place": place}) for place in (*places, *others)]


def _with_place(reports: Reports) -> list[tuple[str, ExtractReport]]:
    """Return every report with what it is of: a source, or a part of one."""
    return [
        (name if part == name else f"{name} {part}", report)
        for name, parts in reports.items()
        for part, report in parts.items()
    ]


def _ledger_warnings(where: str, report: ExtractReport, policy: DisclosurePolicy | None) -> list[Note]:
    ledger, found = report.ledger, []
    if ledger.rejected:
        first = report.rejected[0] if report.rejected else None
        parts: dict[str, Part] = {"where": where}
        numbers = {"rejected": tell(ledger.rejected, policy), "read": tell(ledger.read, policy)}
        if first:
            parts |= {"file": first.file, "reason": str(first.reason)}
            numbers |= {"record": first.record}
        found.append(Note(Kind.REJECTED, parts, numbers))
    if ledger.repeated:
        found.append(Note(Kind.REPEATED, {"where": where}, {"rows": tell(ledger.repeated, policy)}))
    if ledger.unlinked:
        found.append(Note(Kind.UNLINKED, {"where": where}, {"rows": tell(ledger.unlinked, policy)}))
    return found


def reviews_used(reports: Reports, source: str) -> int:
    """Return how many values of a source a person settled by hand."""
    return sum(report.reviews.used for report in reports.get(source, {}).values())


def standing_notes_of(
    reports: Reports, source: str, synthetic: bool, policy: DisclosurePolicy | None, beside: Sequence[Note] = ()
) -> list[Note]:
    """Return what every row of a source must say, because a row may travel alone.

    Args:
        reports: what became of every row, by source and part.
        source: the source.
        synthetic: whether the records are made up.
        policy: the disclosure policy.
        beside: what the source's extracts say that bears on its figures.
    """
    used = reviews_used(reports, source)
    return [
        *([SYNTHETIC] if synthetic else []),
        *([Note(Kind.DISCLOSURE_POLICY, {"id": policy.id})] if policy else []),
        *([Note(Kind.REVIEWS_OF_SOURCE, numbers={"used": tell_counted(used, policy)})] if used else []),
        *beside,
    ]


def kept_too_long_on(day: date, receipts: Iterable[Receipt]) -> list[Note]:
    """Return warnings of extracts that may no longer be kept on a day."""
    return [
        Note(
            Kind.KEPT_TOO_LONG,
            {
                "source": each.source, "files": ", ".join(each.files), "until": until,
                "agreement": each.received.agreement or "",
            },
        )
        for each in receipts
        if (until := each.received.keep_until) and until < day
    ]  # fmt: skip


def notices_of(
    reports: Reports,
    figures: Sequence[Figure],
    by: Sequence[str],
    synthetic: bool,
    policy: DisclosurePolicy | None = None,
) -> list[Note]:
    """Return what every page must say."""
    found = [SYNTHETIC] if synthetic else []
    reviewed = {name: tell_counted(used, policy) for name in reports if (used := reviews_used(reports, name))}
    if reviewed:
        found.append(Note(Kind.REVIEWS_USED, numbers=reviewed))
    small = by and any(figure.count is not None and 0 < figure.count < SMALL_CELL for figure in figures)
    return [*found, INTERNAL] if small and policy is None else found
