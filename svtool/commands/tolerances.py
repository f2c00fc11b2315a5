"""What a command tolerates of its extracts: rows that can't be read, files cut short, days that are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from svtool.coverage.spans import Coverage, name_spans
from svtool.errors import IncompleteError, TooManyRejectedError
from svtool.records.ledger import ExtractReport
from svtool.schema.periods import Period


def check_rejected(reports: Mapping[str, Mapping[str, ExtractReport]], allowed: float | None) -> None:
    """Check rejected rows, and faults of whole files, against the share that is allowed; None allows all.

    Raises:
        TooManyRejectedError: more rows were rejected, or a file is probably not whole.
    """
    if allowed is None:
        return
    for name, parts in reports.items():
        for part, report in parts.items():
            ledger = report.ledger
            where = name if part == name else f"{name} {part}"
            if ledger.read and ledger.rejected / ledger.read > allowed:
                raise TooManyRejectedError(
                    f"{where}: {ledger.rejected:,} of {ledger.read:,} rows were rejected, more than the "
                    f"{allowed:.2%} allowed. Mend the extract, or allow more with --max-rejected."
                )
            if report.errors:
                faults = "; ".join(report.errors)
                raise TooManyRejectedError(
                    f"{where}: {faults}{'' if faults.endswith('?') else '.'} Mend the extract, or leave out "
                    "--max-rejected."
                )


def check_covered(coverages: Mapping[str, Coverage], periods: Iterable[Period]) -> None:
    """Check that every source covers every period.

    Raises:
        IncompleteError: a period has days that an extract does not cover.
    """
    asked = list(periods)
    gaps = [
        f"{name} covers {name_spans(coverage.within(period)) or 'nothing'} of {period.label}"
        for name, coverage in coverages.items()
        for period in asked
        if coverage.days_in(period) < period.known_days
    ]
    if gaps:
        raise IncompleteError(f"Coverage is incomplete: {'; '.join(gaps)}. Wait for the data, or leave out --strict.")
