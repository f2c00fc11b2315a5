"""What a command tolerates of its extracts: rows that can't be read, files cut short, missing days, coarse dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from svtool.coverage.source_coverage import Coverage
from svtool.dates import APRIL, MONTHS_OF, NAMED, Precision, Span, name_spans
from svtool.errors import IncompleteError, TooManyRejectedError, UsageError
from svtool.gathering.facts import Facts
from svtool.records.ledger import ExtractReport
from svtool.schema.periods import Period
from svtool.schema.tables import Measure

YEARS: Mapping[Precision, str] = {"year": "calendar:2019..2020", "financial year": "financial:2019/20..2020/21"}
TELLING = 0.05  # of the usual volume: parts that lack days and have less together leave a period as good as whole


def check_rejected(
    reports: Mapping[str, Mapping[str, ExtractReport]], allowed: float | None, measures: Sequence[Measure] = ()
) -> None:
    """Check rejected rows, and faults of whole files, against the share that is allowed; None allows all.

    A row without a date by which some measure counts falls out of it as a rejected one does.

    Args:
        reports: what became of every row, by source and part.
        allowed: the share.
        measures: what is counted.

    Raises:
        TooManyRejectedError: more rows were rejected or undated, or a file is probably not whole.
    """
    if allowed is None:
        return
    for name, parts in reports.items():
        for part, report in parts.items():
            ledger = report.ledger
            where = name if part == name else f"{name} {part}"
            undated = _undated(report, {each.date_basis for each in measures if each.source == name})
            if ledger.read and (ledger.rejected + undated) / ledger.read > allowed:
                dateless = f" and {undated:,} without a date that can be read" if undated else ""
                raise TooManyRejectedError(
                    f"{where}: {ledger.rejected:,} of {ledger.read:,} rows were rejected{dateless}, more than the "
                    f"{allowed:.2%} allowed. Mend the extract, or allow more with --max-rejected."
                )
            if report.errors:
                faults = "; ".join(report.errors)
                raise TooManyRejectedError(
                    f"{where}: {faults}{'' if faults.endswith('?') else '.'} Mend the extract, or leave out "
                    "--max-rejected."
                )


def _undated(report: ExtractReport, bases: AbstractSet[str]) -> int:
    """Return how many rows lack one of the dates by which measures count."""
    return sum(rows for lacking, rows in report.undated.items() if bases & set(lacking))


def check_covered(coverages: Mapping[str, Coverage], periods: Iterable[Period]) -> None:
    """Check that every source covers every period.

    Raises:
        IncompleteError: a period has days that an extract does not cover.
    """
    asked = list(periods)
    gaps: list[str] = []
    for name, coverage in coverages.items():
        for period in asked:
            cover = coverage.of_period(period)
            if cover.days < period.known_days:
                gaps.append(f"{name} covers {name_spans(cover.covered) or 'nothing'} of {period.label}")
            elif cover.share_lacking >= TELLING:
                gaps.append(f"{name} lacks a part of {period.label} that usually has {cover.share_lacking:.0%} of it")
    if gaps:
        raise IncompleteError(f"Coverage is incomplete: {'; '.join(gaps)}. Wait for the data, or leave out --strict.")


def check_dates(facts: Mapping[str, Facts], periods: Sequence[Period]) -> None:
    """Check that no date is coarser than the periods.

    Raises:
        UsageError: a source's dates are quarters and the periods are months, say.
    """
    for name, each in facts.items():
        if any(is_too_coarse(each.coarsest, period) for period in periods):
            dates = f"The dates of {name} are {NAMED[each.coarsest]}"
            raise UsageError(f"{dates}; {_what_to_choose(each.coarsest, periods)}")


def _what_to_choose(precision: Precision, periods: Sequence[Period]) -> str:
    if precision == "uneven":
        return "no period is made of them. Map them with the format of their years, and without ranges: yes."
    if precision in YEARS and any(not _is_made_of(precision, (each.start, each.end)) for each in periods):
        return f"choose periods such as {YEARS[precision]}."
    by_day = any(each.known_on and not _ends_with(precision, each.known_on) for each in periods)
    return f"choose periods made of whole {NAMED[precision]}{', and such a day --as-at' if by_day else ''}."


def is_too_coarse(precision: Precision, period: Period) -> bool:
    """Return whether dates of a precision can't tell what belongs to a period, or to the day as known on."""
    known = period.known_on is None or _ends_with(precision, period.known_on)
    return not (known and _is_made_of(precision, (period.start, period.end)))


def _is_made_of(precision: Precision, span: Span) -> bool:
    return _starts_with(precision, span[0]) and _ends_with(precision, span[1])


def _starts_with(precision: Precision, day: date) -> bool:
    """Return whether a span of this precision begins on a day."""
    if precision == "day":
        return True
    first = APRIL if precision == "financial year" else 1
    return precision != "uneven" and day.day == 1 and (day.month - first) % MONTHS_OF[precision] == 0


def _ends_with(precision: Precision, day: date) -> bool:
    """Return whether a span of this precision ends on a day."""
    return _starts_with(precision, day + timedelta(days=1))
