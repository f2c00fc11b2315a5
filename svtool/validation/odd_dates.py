"""Cells of dates that are none, or that can't be true (V10, V13 to V16); exchanged days and months have a check of
their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svtool.dates import DATE_FORMATS, read_date, show_date
from svtool.errors import listed, several
from svtool.findings.finding import Finding, Level
from svtool.records.judgement import Fault
from svtool.records.watch import OddText
from svtool.validation.reading import Reading, summed

_NEARLY_ALL = 0.95
KINDS_OF_FAULTS: dict[Fault, tuple[str, Level | None]] = {
    Fault.IMPOSSIBLE_DAY: ("V10", None),
    Fault.NOT_A_DATE: ("V10", None),
    Fault.NOT_A_RANGE: ("V10", None),
    Fault.DAY_NUMBER_1904: ("V13", Level.ERROR),
    Fault.SHORT_YEAR: ("V14", Level.ERROR),
    Fault.SYSTEM_DEFAULT: ("V15", None),
    Fault.AFTER_EXTRACT: ("V16", None),
}


def find_odd_dates(reading: Reading, name: str, faulty: Sequence[OddText]) -> Iterator[Finding]:
    """Yield what is wrong with the dates of a field."""
    for fault, (kind, level) in KINDS_OF_FAULTS.items():
        texts = [text for text in faulty if text.judged.fault is fault]
        if texts:
            count, places = summed(texts)
            message = f"{several(count, 'cell', 'cells')} of {reading.header_of(name)}: {_words(reading, name, fault)}"
            remedy = _remedy(reading, name, fault, texts)
            yield reading.find(kind, message, count, field=name, places=places, level=level, remedy=remedy, texts=texts)


def _words(reading: Reading, name: str, fault: Fault) -> str:
    as_at = reading.entry.as_at
    return {
        Fault.IMPOSSIBLE_DAY: "a day that no calendar has",
        Fault.NOT_A_DATE: f"not a date written as {listed(_formats(reading, name))}",
        Fault.NOT_A_RANGE: f"not a date or range written as {listed(_formats(reading, name))}",
        Fault.DAY_NUMBER_1904: "a day number of Excel, and the project file says epoch: 1904; not known",
        Fault.SHORT_YEAR: "a year of two digits, whose century nobody said; not known",
        Fault.SYSTEM_DEFAULT: "the date that a system writes where it knows none; not known",
        Fault.AFTER_EXTRACT: f"after {show_date(as_at) if as_at else 'the extract'}, when the extract was made",
    }[fault]


def _formats(reading: Reading, name: str) -> tuple[str, ...]:
    return reading.columns[name].format or ("YYYY-MM-DD",)


def _remedy(reading: Reading, name: str, fault: Fault, texts: Sequence[OddText]) -> str:
    header = reading.header_of(name)
    if fault is Fault.SHORT_YEAR:
        return (
            f"Export {header} with years of four digits; or write format: DD/MM/YY and pivot: with the latest year in "
            "the mapping."
        )
    if fault is Fault.DAY_NUMBER_1904:
        return f"Export {header} as dates; a CSV does not say from which year its day numbers count."
    if fault is Fault.NOT_A_DATE:
        other = _format_of_all(texts)
        return f'If they are written as {other}, say so: --map "{header}={name}:{other}".' if other else ""
    return ""


def _format_of_all(texts: Sequence[OddText]) -> str | None:
    """Return the one format in which nearly all of these texts are dates."""
    count = sum(text.count for text in texts)
    fitting = [
        name
        for name, known in DATE_FORMATS.items()
        if not known.short_year
        and sum(text.count for text in texts if read_date(text.text, (name,))) >= _NEARLY_ALL * count
    ]
    return fitting[0] if len(fitting) == 1 else None
