"""The rows of rates below a figure of a printed table: what each says, and the notes that it needs."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.figures.contract import NOT_AVAILABLE, SUPPRESSED, AmongPlaces, Figure, PopulationRate
from svtool.figures.notes import Kind
from svtool.figures.place_verdicts import NOT_TOLD
from svtool.figures.populations import ALL_AGES
from svtool.output.page_notes import Notes
from svtool.output.wording.note_words import note_words, sentence
from svtool.output.wording.number_words import against_whole_words, rate_words
from svtool.output.wording.place_words import MANY_PLACES, ratio_to_others, short_verdict_on_place

Row = tuple[str, list[str]]  # what it is, and a cell for each period
LIMITS = (
    "with 95% limits, exact below 10 events and by Byar's method from 10, as if events were independent. "
    "A period that is only partly covered has none."
)
RATES = {
    "incident": f"Incidents in the area for 100,000 residents, {LIMITS} Those concerned need not live there.",
    "residence": f"Of 100,000 residents, {LIMITS}",
}
STANDARDISED = (
    "As if the residents had the ages of the European Standard Population 2013, with 95% limits; without those whose "
    "age is not known."
)


def rate_rows(figures: Sequence[Figure], indent: str, notes: Notes) -> list[Row]:
    """Return the rows of rates below a figure: crude, against all areas, standardised."""
    rates = [(figure, figure.rate) for figure in figures if figure.rate]
    if not any(rate.rate is not None or rate.rate_status == NOT_AVAILABLE for _, rate in rates):
        return []
    ages = next((rate.population_ages for _, rate in rates if rate.population_ages not in {"", str(ALL_AGES)}), "")
    how = next((RATES[figure.area_basis] for figure, rate in rates if rate.rate is not None), "")
    head = f"{indent}per 100,000 people{f' {ages}' if ages else ''}{f' {notes.number(how)}' if how else ''}"
    found = [(head, [_rate_cell(figure, rate, notes) for figure, rate in rates])]
    against = [against_whole_words(rate.rate_against_whole) for _, rate in rates]
    if any(against):
        found.append((f"{indent}against all areas", against))
    found += _rows_among_places(figures, indent, notes)
    standardised = [
        ""
        if rate.standardised_rate is None
        else rate_words(rate.standardised_rate, rate.standardised_lower_95, rate.standardised_upper_95)
        for _, rate in rates
    ]
    if any(standardised):
        found.append((f"{indent}age-standardised {notes.number(STANDARDISED)}", standardised))
    return found


def _rows_among_places(figures: Sequence[Figure], indent: str, notes: Notes) -> list[Row]:
    """Return the rows of a place below its rate, where places are set beside each other."""
    verdicts = [_verdict_on_place(each.among, notes) if each.among else "" for each in figures]
    if not any(verdicts):
        return []
    mark, most = notes.number(MANY_PLACES), max(each.among.places_compared for each in figures if each.among)
    ratios = [ratio_to_others(each.among) for each in figures]
    found = [(f"{indent}looking at {most:,} places {mark}", verdicts)]
    return [(f"{indent}times the others", ratios), *found] if any(ratios) else found


def _verdict_on_place(among: AmongPlaces, notes: Notes) -> str:
    """Return a verdict on a place, with the mark of why nothing is shown."""
    if among.place_verdict == NOT_TOLD:
        return notes.status(SUPPRESSED, "", "", "")
    verdict, reason = short_verdict_on_place(among)
    return f"{verdict} {notes.number(f'{sentence(verdict)}: {reason}.')}" if reason else verdict


def _rate_cell(figure: Figure, rate: PopulationRate, notes: Notes) -> str:
    said = " ".join(note_words(note) for note in rate.rate_notes if note.kind is not Kind.AGE_NOT_KNOWN)
    if rate.rate is None:
        return notes.status(rate.rate_status, said, "rates", figure.period)
    text = rate_words(rate.rate, rate.rate_lower_95, rate.rate_upper_95)
    return f"{text} {notes.number(said)}" if said else text
