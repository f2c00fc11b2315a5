"""Rates under a policy: the rate of a known number of people is the count itself, so it goes with the count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from svtool.figures.contract import NOT_COUNTED, SUPPRESSED, Figure, PopulationRate
from svtool.figures.notes import Kind, Note
from svtool.schema.policies import CountRule
from svtool.statistics.rate_limits import crude_rate

OF_ROUNDED = Note(Kind.OF_ROUNDED_COUNT)
# It is a sum of the counts of age bands, which no table has to print; with all its digits it names them.
NOT_STANDARDISED = Note(Kind.NOT_STANDARDISED)
OF_STANDARDISED = {Kind.AGE_NOT_KNOWN, Kind.TOO_FEW_OF_KNOWN_AGE}


def disclose_rate(rate: PopulationRate, count: int | None, rule: CountRule) -> PopulationRate:
    """Return a rate as it may be printed.

    Args:
        rate: as it was worked out.
        count: the figure's count as it is printed; None where it is suppressed.
        rule: whether counts are rounded.
    """
    if rate.rate is None:
        return rate
    people = {name: value for name, value in vars(rate).items() if name in NOT_COUNTED}
    if count is None or rate.population is None:
        return PopulationRate(**people, rate_status=SUPPRESSED)
    again = crude_rate(count, rate.population)
    return PopulationRate(
        **people,
        rate=again.value,
        rate_lower_95=again.at_95.lower,
        rate_upper_95=again.at_95.upper,
        rate_lower_998=again.at_998.lower,
        rate_upper_998=again.at_998.upper,
        rate_method=again.method or "",
        rate_against_whole=None if rule.rounds else rate.rate_against_whole,
        rate_status=rate.rate_status,
        rate_notes=_notes(rate, rule),
    )


def _notes(rate: PopulationRate, rule: CountRule) -> tuple[Note, ...]:
    kept = [note for note in rate.rate_notes if note.kind not in OF_STANDARDISED]
    if len(kept) < len(rate.rate_notes) or rate.standardised_rate is not None:
        kept.append(NOT_STANDARDISED)
    return (*kept, OF_ROUNDED) if rule.rounds else tuple(kept)


def withhold_comparisons(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures without what sets an area against all areas together, where any of these is suppressed.

    Whether a printed area differs from the whole would say how large the others are.
    """
    incomplete = {_comparison(each) for each in figures if each.status == SUPPRESSED}
    return [
        replace(each, rate=replace(each.rate, rate_against_whole=None))
        if each.rate and _comparison(each) in incomplete
        else each
        for each in figures
    ]


def _comparison(figure: Figure) -> tuple[object, ...]:
    return (figure.table, figure.position, figure.column, *figure.by.items())
