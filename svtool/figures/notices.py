"""What is said about the extracts beside the figures: warnings for the analyst, notices for every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svtool.figures.contract import Figure
from svtool.figures.indicators import Indicator, unknown_indicators
from svtool.gathering.revisions import Revision
from svtool.records.ledger import ExtractReport
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.tables import Measure

SMALL_CELL = 5
INTERNAL = "Internal, not for publication: a breakdown has counts under 5 and no disclosure policy is set."
UNCONTROLLED = "Internal, not for publication: these counts are without the project's disclosure policy."
SYNTHETIC = "SYNTHETIC: made-up records, not a measurement of anything."

Reports = Mapping[str, Mapping[str, ExtractReport]]


def tell(number: int, policy: DisclosurePolicy | None) -> str:
    """Return a number about the extracts as it may be said under a policy."""
    if policy is None:
        return f"{number:,}"
    return f"fewer than {policy.hide_below:,}" if policy.hides(number) else f"{policy.rounded(number):,}"


def tell_several(number: int, one: str, many: str, policy: DisclosurePolicy | None) -> str:
    """Return such a number with its noun: `1 row repeats`, `fewer than 5 rows repeat`."""
    said = tell(number, policy)
    return f"{said} {one if said == '1' else many}"


def warnings_of(
    reports: Reports,
    indicators: Sequence[Indicator] | None,
    measures: Sequence[Measure],
    policy: DisclosurePolicy | None = None,
) -> list[str]:
    """Return what the analyst must know about the extracts, in sentences without any value of a record."""
    found: list[str] = []
    for name, parts in reports.items():
        for part, report in parts.items():
            where = name if part == name else f"{name} {part}"
            found += [f"{where}: {each}" for each in _ledger_warnings(report, policy)]
            found += [f"{where}: {each}" for each in (*report.errors, *report.notes)]
            found += report.reviews.warnings()
            if report.disagreeing:
                units = tell_several(report.disagreeing, "unit has", "units have", policy)
                found.append(f"{where}: {units} rows that disagree with each other; the first known value is used")
            for (column, fault), number in sorted(report.faults.items()):
                cells = tell_several(number, "cell", "cells", policy)
                found.append(f"{where}: {cells} of {column} can't be read ({fault}): not known")
    if indicators is not None:
        for measure_id in unknown_indicators(indicators, [each.id for each in measures]):
            found.append(f"indicators: {measure_id} is in no table that was asked for")
    return found


def _ledger_warnings(report: ExtractReport, policy: DisclosurePolicy | None) -> list[str]:
    ledger, found = report.ledger, []
    if ledger.rejected:
        first = report.rejected[0] if report.rejected else None
        place = f" (first: {first.file}, record {first.record}: {first.reason})" if first else ""
        rejected, read = tell(ledger.rejected, policy), tell(ledger.read, policy)
        found.append(f"{rejected} of {read} rows could not be read{place}")
    if ledger.repeated:
        repeats = tell_several(ledger.repeated, "row repeats", "rows repeat", policy)
        found.append(f"{repeats} an earlier reference, counted once")
    if ledger.unlinked:
        unlinked = tell_several(ledger.unlinked, "row names", "rows name", policy)
        found.append(f"{unlinked} an offence that is in no offence file")
    return found


def reviews_used(reports: Reports, source: str) -> int:
    """Return how many values of a source a person settled by hand."""
    return sum(report.reviews.used for report in reports.get(source, {}).values())


def notices_of(
    reports: Reports,
    figures: Sequence[Figure],
    by: Sequence[str],
    synthetic: bool,
    policy: DisclosurePolicy | None = None,
) -> list[str]:
    """Return what every page must say."""
    found = [SYNTHETIC] if synthetic else []
    reviewed = [f"{name} {tell(used, policy)}" for name in reports if (used := reviews_used(reports, name))]
    if reviewed:
        found.append(f"Reviews used: {', '.join(reviewed)}. They were settled by hand, not recorded.")
    for name, parts in reports.items():
        for part, report in parts.items():
            where = name if part == name else f"{name} {part}"
            found += report.moves(where, lambda number: tell(number, policy))
    small = by and any(figure.count is not None and 0 < figure.count < SMALL_CELL for figure in figures)
    return [*found, INTERNAL] if small and policy is None else found


def revision_words(revision: Revision, source: str, policy: DisclosurePolicy | None) -> str:
    """Return what re-issued records changed; under a policy without numbers, which would be differences of counts."""
    return f"{source}: later extracts re-issue records of earlier ones." if policy else revision.words(source)
