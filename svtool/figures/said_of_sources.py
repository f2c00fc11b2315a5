"""What the extracts of a source say that bears on its figures: it stands beside them in every output.

Whoever finds something more that bears on a printed figure adds it to the list of a part or of a source here; tables,
pages, workbooks, JSON and the notes of CSV rows then say it.
"""

from __future__ import annotations

from collections.abc import Mapping

from svtool.coverage.source_coverage import Coverage
from svtool.figures.notes import Kind, Note, Part
from svtool.figures.notices import tell, tell_counted
from svtool.gathering.facts import Facts
from svtool.gathering.revisions import Revision
from svtool.records.ledger import ExtractReport
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.sources import Source

MOST_CODES = 10  # of no place that are named


def said_of_sources(
    facts: Mapping[str, Facts], coverage: Mapping[str, Coverage], policy: DisclosurePolicy | None
) -> dict[str, list[Note]]:
    """Return for each source what must be said beside every figure of it.

    Args:
        facts: the sources, gathered.
        coverage: which days each holds.
        policy: the disclosure policy, under which small numbers of rows are not said.
    """
    return {name: said_of_source(each, coverage[name], policy) for name, each in facts.items()}


def said_of_source(facts: Facts, coverage: Coverage, policy: DisclosurePolicy | None = None) -> list[Note]:
    """Return what must be said beside every figure of one source."""
    name = facts.source.id
    found: list[Note] = []
    for part, report in facts.reports.items():
        where = name if part == name else f"{name} {part}"
        found += _said_of_files(where, report, policy)
        found += _said_of_rows(where, report, policy)
        found += _said_of_dates(where, facts.source, report, policy)
        if report.ledger.superseded and not (facts.revision and report is next(iter(facts.reports.values()))):
            found.append(Note(Kind.SUPERSEDED, {"where": where}, {"rows": tell(report.ledger.superseded, policy)}))
    found += _said_of_days(name, coverage, policy)
    # Both are sums of cells that a breakdown may print, period by period: a reader could take the others from them.
    if facts.outside:
        found.append(Note(Kind.OUTSIDE, {"where": name}, {"records": tell_counted(facts.outside, policy)}))
    for are, number in facts.no_units.items():
        found.append(Note(Kind.NO_UNITS, {"where": name, "are": are}, {"records": tell_counted(number, policy)}))
    found += _said_of_kinds(name, facts, policy)
    return [*found, *(_revisions(facts.revision, name, policy) if facts.revision else [])]


def _said_of_kinds(where: str, facts: Facts, policy: DisclosurePolicy | None) -> list[Note]:
    """Return that most records are of kinds that the figures of the source are not meant of."""
    found: list[Note] = []
    one, many = facts.source.nouns_of(facts.source.unit)
    for name, (others, known) in facts.kinds.unwanted.items() if facts.kinds else ():
        parts: dict[str, Part] = {
            "where": where, "title": facts.source.by_name[name].title, "wanted": facts.source.wanted[name],
            "one": one, "many": many,
        }  # fmt: skip
        numbers = {"others": tell_counted(others, policy), "known": tell_counted(known, policy)}
        found.append(Note(Kind.EVERY_KIND, parts, numbers))
    return found


def _said_of_days(where: str, coverage: Coverage, policy: DisclosurePolicy | None) -> list[Note]:
    """Return which records lie on days that are not held, and how sure it is which days are."""
    found = [
        Note(
            Kind.STRAYS,
            {"where": where, "feed": each.part.feed, "spans": each.months},
            {"records": tell_counted(each.records, policy)},
        )
        for each in coverage.strays
    ]
    found += [
        Note(Kind.CONTRADICTED, {"where": where, "feed": each.part.feed, "spans": each.spans})
        for each in coverage.contradicted()
    ]
    return [*found, Note(Kind.INFERRED_FROM_FEW, {"where": where})] if coverage.inferred_from_few else found


def _said_of_files(where: str, report: ExtractReport, policy: DisclosurePolicy | None) -> list[Note]:
    """Return what is probably wrong with files as a whole; its words may name numbers of rows, so no policy lets it."""
    if policy:
        return []
    return [Note(Kind.FAULT_OF_FILE, {"where": where, "text": each.rstrip(".")}) for each in report.errors]


def _said_of_rows(where: str, report: ExtractReport, policy: DisclosurePolicy | None) -> list[Note]:
    """Return which rows did not count, and what moved, on the way from rows to units."""
    ledger, found = report.ledger, []
    if ledger.rejected:
        numbers = {"rejected": tell(ledger.rejected, policy), "read": tell_counted(ledger.read, policy)}
        found.append(Note(Kind.NOT_COUNTED, {"where": where}, numbers))
    if report.unstated:
        numbers = {"counts": tell(report.unstated, policy), "read": tell_counted(ledger.read, policy)}
        found.append(Note(Kind.NOT_STATED, {"where": where}, numbers))
    left_out = {"cancelled": ledger.cancelled} if ledger.cancelled else {}
    left_out |= dict(sorted(ledger.left_out.items()))
    if left_out:
        told = {why: tell(number, policy) for why, number in left_out.items()}
        found.append(Note(Kind.LEFT_OUT, {"where": where}, told))
    for kind, rows in ((Kind.REPEATED, ledger.repeated), (Kind.UNLINKED, ledger.unlinked)):
        if rows:
            found.append(Note(kind, {"where": where}, {"rows": tell(rows, policy)}))
    if report.unplaced:
        codes = {code: tell_counted(number, policy) for code, number in report.unplaced.most_common(MOST_CODES)}
        found.append(Note(Kind.CODES_OF_NO_PLACE, {"where": where}, codes))
    if report.disagreeing:
        found.append(Note(Kind.DISAGREEING, {"where": where}, {"units": tell_counted(report.disagreeing, policy)}))
    if report.reclassified:
        parts: dict[str, Part] = {"where": where, "classification": report.classification}
        found.append(Note(Kind.RECLASSIFIED, parts, {"offences": tell_counted(report.reclassified, policy)}))
    return found


def _said_of_dates(where: str, source: Source, report: ExtractReport, policy: DisclosurePolicy | None) -> list[Note]:
    """Return how many rows have no date of the kind that extracts are drawn by, also where no figure could be made."""
    drawn_by = next(iter(source.dates), "")
    undated = sum(rows for lacking, rows in report.undated.items() if drawn_by in lacking)
    if not undated or policy:  # what is undated of a measure of all records is a cell, which would follow from it
        return []
    parts: dict[str, Part] = {"where": where, "title": source.by_name[drawn_by].title}
    return [Note(Kind.UNDATED_ROWS, parts, {"rows": undated, "read": report.ledger.read})]


def _revisions(revision: Revision, source: str, policy: DisclosurePolicy | None) -> list[Note]:
    """Return what re-issued records changed; under a policy without numbers, which would be differences of counts."""
    parts: dict[str, Part] = {"source": source}
    if policy:
        return [Note(Kind.REVISED, parts)]
    told = {name: number for name, number in vars(revision).items() if name != "unordered" and number is not None}
    found = [Note(Kind.REVISED_BY, parts, told)] if revision.reissued or revision.withdrawn else []
    if revision.unordered:
        found.append(Note(Kind.WITHOUT_ORDER, parts, {"references": revision.unordered}))
    return found
