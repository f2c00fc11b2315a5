"""The cover of a workbook: who publishes it, what its figures are of, and how to read them."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.commands.measures import Result
from svtool.errors import listed
from svtool.output.layout import lay_out
from svtool.output.rate_rows import RATES, STANDARDISED
from svtool.output.wording.place_words import MANY_PLACES
from svtool.output.wording.publisher_words import contact_words, published_words
from svtool.output.workbook.sheet_words import NOTES, in_parts, literal, shorthand_key
from svtool.output.workbook.table_sheets import Sheet, notices_of
from svtool.version import __version__

NO_CONTACT = "Not said. Whoever publishes this workbook writes here whom to ask, and the date."
SEVERAL = 6  # periods that are named one by one
UNDATED = (
    "Undated are units without a date that can be read. They are counted in no figure, and may belong to any period "
    "that their extract and their other dates allow, beside what is not known."
)
READING = (
    "Not known are records of which can't be told whether they belong to a figure; they are not counted in it. "
    "The truth lies between the figure, and the figure with all that is not known.",
    "The limits are the ends of the 95% interval of the change. The verdict says whether the periods can be "
    "compared, whether recording changed, and whether the change could be chance; nothing in this workbook says "
    "why a figure changed.",
)


def title_of(result: Result) -> str:
    """Return the title of a workbook."""
    titles = [table.title for table in result.tables]
    if result.profile and len(titles) > 1:
        return literal(result.profile)
    return literal(titles[0] if len(titles) == 1 else f"Success measures: {'; '.join(titles)}")


def introduction(result: Result) -> list[str]:
    """Return what must be said first, who publishes the figures and when, and which periods they are of."""
    periods = periods_in_words([period.label for period in result.periods])
    return [
        *notices_of(result),
        *map(literal, published_words(result.evidence.publisher)),
        literal(f"Periods: {periods}."),
    ]


def about(result: Result, sheets: Sequence[Sheet], has_notes: bool) -> list[str]:
    """Return what the figures are of, and how to read them, in cells that one can read."""
    facts = dict.fromkeys(fact for table in result.tables for fact in lay_out(result, table).facts)
    key = shorthand_key((cell for sheet in sheets for row in sheet.cells for cell in row), of="workbook")
    said = [
        *facts,
        *(f"Published in: {table.published_in}." for table in result.tables if table.published_in),
        key or "No shorthand is used in this workbook.",
        *(
            [f"Notes are marked [note 1], [note 2] and so on; their texts are on the {NOTES} worksheet."]
            if has_notes
            else []
        ),
        *READING,
        *_of_rates(result),
        *([UNDATED] if any(figure.has_undated for figure in result.figures) else []),
        f"Made with svtool {__version__}.",
    ]
    return [part for text in said for part in in_parts(literal(text))]


def _of_rates(result: Result) -> list[str]:
    """Return how rates are made, of each kind that there is."""
    rated = [(each, each.rate) for each in result.figures if each.rate and each.rate.rate is not None]
    bases = dict.fromkeys(figure.area_basis for figure, _ in rated)
    with_ages = any(rate.standardised_rate is not None for _, rate in rated)
    return [
        *(f"Rates by area of {basis}: {RATES[basis][0].lower()}{RATES[basis][1:]}" for basis in bases),
        *([f"Looking at many places: {MANY_PLACES}"] if any(each.among for each in result.figures) else []),
        *([f"Age-standardised rates: {STANDARDISED[0].lower()}{STANDARDISED[1:]}"] if with_ages else []),
    ]


def contact(result: Result) -> list[str]:
    """Return whom to ask; where the project does not say, what may be written there."""
    return [*map(literal, contact_words(result.evidence.publisher))] or [NO_CONTACT]


def periods_in_words(periods: Sequence[str]) -> str:
    """Return the labels of periods in words; one that is a span itself is no end of another."""
    if len(periods) <= SEVERAL:
        return listed(periods, joiner="and")
    return f"{len(periods)}, the first {periods[0]}, the last {periods[-1]}"
