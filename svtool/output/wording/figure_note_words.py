"""The sentences of notes on figures and their rates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from svtool.dates import Span, join_spans, name_spans
from svtool.errors import listed
from svtool.figures.notes import WITHHELD, Kind, Note
from svtool.output.wording.drift_words import drift_words
from svtool.output.wording.own_period_words import own_period_of
from svtool.output.wording.part_words import Sentence, number_words, part_of, several_words, spans_of

ONE_DAY = timedelta(days=1)
RANGE = "If all were known, the change could lie between {change_if_known_min_pct} and {change_if_known_max_pct}."


def _without_field(note: Note) -> str:
    return f"these extracts have no {' and no '.join(part_of(note, 'titles', tuple))}."


def _without_field_after(note: Note) -> str:
    titles = " and no ".join(part_of(note, "titles", tuple))
    return f"these extracts have no {titles} in the {note.parts['months']} months after {note.parts['period']}."


def _left_open(note: Note) -> str:
    titles = part_of(note, "titles", tuple)
    them = "it" if len(titles) == 1 else "them"
    return f"The {note.parts['source']} extracts have no {' and no '.join(titles)}: what hangs on {them} is not known."


def _part_drawn(note: Note) -> str:
    whose = f"{note.parts['source']} extracts" + (f" of {note.parts['supplier']}" if note.parts["supplier"] else "")
    return f"A part only: of what it asks for, the {whose} hold {note.parts['holds']} and no other kind."


def _without_reference(note: Note) -> str:
    without, rows = (number_words(note.numbers[name], name) for name in ("rows_without_reference", "rows"))
    reference = note.parts.get("of", "reference")
    have = ("has", "is") if note.numbers["rows_without_reference"] == 1 else ("have", "are")
    return f"{without} of {rows} {note.parts['unit']} records {have[0]} no {reference} and {have[1]} not counted."


def of_records_words(note: Note | None) -> str:
    """Return how many records have no reference, of how many: `9 of 370`; nothing without a note of it."""
    if note is None:
        return ""
    if note.numbers["rows"] is WITHHELD:
        return "some"
    return " of ".join(number_words(note.numbers[name], name) for name in ("rows_without_reference", "rows"))


def _undated(note: Note) -> str:
    one, many = (part_of(note, name, str) for name in ("one", "many"))
    units = several_words(note.numbers["undated"], one, many)
    are = "is" if note.numbers["undated"] == 1 else "are"
    return f"{units} without a date that can be read may belong here, and {are} not counted."


def _like_for_like(note: Note) -> str:
    now, before = (number_words(note.numbers[name]) for name in ("compared_count", "comparator_count"))
    return like_for_like_words(note, now, before)


def like_for_like_words(note: Note, now: str, before: str) -> str:
    """Return on which days two numbers are compared, and what they are there.

    Args:
        note: the days, and what they are compared without.
        now, before: the numbers, in words.
    """
    months = name_spans(spans_of(note.parts["now"]), years=False)
    without = part_of(note, "without", tuple) if "without" in note.parts else ()
    left_out = f", without {listed(without, joiner='and')}" if without else ""
    earlier = _without_leap_day(spans_of(note.parts["before"]))
    return f"Like for like, {months}{left_out}: {now} against {before} in {earlier}."


def _without_leap_day(spans: Sequence[Span]) -> str:
    """Return spans in words; where only a 29 February that the other year lacks stands between two, as one."""
    leap_days = [
        (first_after - ONE_DAY, first_after - ONE_DAY)
        for (_, last), (first_after, _) in pairwise(spans)
        if first_after - last == 2 * ONE_DAY and (first_after.month, first_after.day) == (3, 1)
    ]
    named = name_spans(join_spans(sorted([*spans, *leap_days])))
    return f"{named} (less 29 February)" if leap_days else named


def _lacking(note: Note) -> str:
    spans = name_spans(spans_of(note.parts["spans"]))
    return (
        f"{note.parts['whose']}: no records of {spans} in the {note.parts['source']} extracts. Ask for them, or say in "
        "the project that there were none (complete, opened, closed)."
    )


def _not_open(note: Note) -> str:
    spans = name_spans(spans_of(note.parts["spans"]))
    return f"{note.parts['whose']}: not open {spans}, as the project says, which counts as none."


def _of_others(note: Note) -> str:
    titles = listed([f"the {title}" for title in part_of(note, "titles", tuple)], joiner="and")
    return f"Its definition asks for {titles}, which no {note.parts['role']} has: what hangs on it is not known."


def _unstated(note: Note) -> str:
    counts = several_words(note.numbers["counts"], "count that belongs to it is", "counts that belong to it are")
    return f"At least this number: {counts} not stated. Not compared."


def _without_year(note: Note) -> str:
    there = listed([f"mid-{year}" for year in part_of(note, "years", tuple)], joiner="and")
    return f"there is no mid-{note.parts['year']} population, only {there}; another year's is never used instead."


OF_FIGURES: dict[Kind, Sentence] = {
    Kind.NO_EXTRACT: "the project has no {source} extract.",
    Kind.NOT_BY_AREA: "the {source} extracts give areas of different kinds ({bases}), and can't be told by area.",
    Kind.SEVERAL_BASES: "the {source} extracts have areas of different kinds ({bases}).",
    Kind.NOT_DRAWN: "the {source} extracts were drawn for other kinds of record: {holds}.",
    Kind.NO_DAYS: "the {source} extracts hold no days of {period}.",
    Kind.NOTHING_RECORDED_SINCE: (
        "the {source} extracts hold nothing recorded after {until}, so what was known on {known_on} can't be told."
    ),
    Kind.NO_FIELD: _without_field,
    Kind.LEFT_OPEN: _left_open,
    Kind.ASKS_OF_OTHERS: _of_others,
    Kind.NO_FILE_OF_PEOPLE: "the project has no {source} file of {role}s.",
    Kind.NO_COLUMN_OF_PEOPLE: "these extracts have no column of the {role}.",
    Kind.NO_PEOPLE_TOLD_APART: "rows of a joined export can't be told apart without {role} references.",
    Kind.NO_NUMBER: "the {source} extracts state no number.",
    Kind.NO_AREAS: "the project names no areas; a line such as areas: merseyside names some.",
    Kind.NOT_FOLLOWED: (
        "people are followed for {months} months from a first day of their own, and the {source} extracts do not hold "
        "all days from {first} to {until}."
    ),
    Kind.NOT_KNOWN_AGAIN: (
        "{role} references mean the same person within one file only, and people are followed from file to file."
    ),
    Kind.NO_FIELD_AFTER: _without_field_after,
    Kind.NOT_BROUGHT: "no figure was brought for {period}.",
    Kind.NO_RECORDED_DATE: "it was brought as a figure, and has no recorded date.",
    Kind.NO_DAYS_BEFORE: "the days before it are not covered, or lie across a break in recording.",
    Kind.AS_KNOWN_ON: "As known on {day}.",
    Kind.AS_KNOWN_BY_EVENT: "As known on {day} by {title}; what was entered later can't be told.",
    Kind.LACKING: _lacking,
    Kind.NOT_OPEN: _not_open,
    Kind.NAME_NOT_USED: "No record of these days has the {title} {name}; it may have been called otherwise then.",
    Kind.SUPPLIER_NOT_DRAWN: "A part only: the extracts of {supplier} were drawn for other kinds of record: {holds}.",
    Kind.PART_DRAWN: _part_drawn,
    Kind.UNSTATED: _unstated,
    Kind.PARTLY_COVERED: "The extracts cover {spans} of {period}.",
    Kind.UNDATED: _undated,
    Kind.NOT_BY_CLAUSE: "Not broken down by clause: it counts by no definition.",
    Kind.WITHOUT_REFERENCE: _without_reference,
    Kind.PROVISIONAL: "the {source} extracts may still grow from {since} on.",
    Kind.OWN_PERIOD: lambda note: f"The figure is of {own_period_of(note)}.",
    Kind.NOT_KNOWN_SUPPRESSED: "What is not known is suppressed.",
    Kind.LIKE_FOR_LIKE: _like_for_like,
    Kind.RAW: ("Only {before} was available for this comparison with {now}: {days_now} days against {days_before}."),
    Kind.REFUSED: "Not compared: the extracts cover {now} and {before}.",
    Kind.NO_COMMON_DAY: "Not compared: no day of the year is covered in both ({now} and {before}).",
    Kind.RECORDING_CHANGED: "Recording changed: {title}.",
    Kind.PART_RECORDING_CHANGED: "Recording changed: {title} (a part of this figure).",
    Kind.PROVISIONAL_CHANGE: "the change uses these days.",
    Kind.WIDENED: "The test allows for monthly counts that vary {dispersion}.",
    Kind.WIDENED_BY_OTHERS: (
        "Too few months are compared to tell how much they vary; the test takes all months held, which vary "
        "{dispersion}."
    ),
    Kind.NOT_WIDENED: "How much monthly counts vary can't be told, so that the test takes events as independent.",
    Kind.OF_A_FEW: "The per cent is of fewer than {few}, and of low reliability.",
    Kind.UNLIKELY_CHANCE: "unlikely to be chance ({p_value}).",
    Kind.COULD_BE_CHANCE: "could be chance ({p_value}).",
    Kind.TOO_FEW_TO_TELL: "too few events to tell a change from chance ({p_value}).",
    Kind.OTHER_WAY_PER_DAY: (
        "the two periods have different numbers of days, and for each day the change goes the other way ({p_value})."
    ),
    Kind.CHANGE_SUPPRESSED: "a count behind it is suppressed.",
    Kind.NO_FIGURE_OF: "there is no figure of {period} to compare it with.",
    Kind.NO_OWN_FIGURE: "there is no figure of {period}.",
    Kind.NO_TEST: "it is not a count, and can't be tested.",
    Kind.DRIFT: drift_words,
    Kind.RANGE: RANGE,
    Kind.RANGE_OF_INTERVALS: (
        f"Suppressed and rounded cells count as the least that they may be; the rest is not known. {RANGE}"
    ),
    Kind.SMALL_BASE: "From fewer than {least} there is no per cent, only the number.",
    Kind.NO_POPULATION_OF_AREA: "No population belongs to {area}.",
    Kind.NO_POPULATION_OF_AGES: "No population belongs to ages that are not known.",
    Kind.NO_AREA_BASIS: (
        "nothing says whose area the {source} extracts give; write area_basis: into the project file."
    ),
    Kind.PLACED_BY_SITE: "the {source} extracts are placed by site, where nobody lives.",
    Kind.PERIOD_NOT_COVERED: "{days_covered} of {days} days are covered, and a part of a period is not scaled up.",
    Kind.COUNTS_ARE_INTERVALS: "counts are suppressed or rounded, the least that they may be.",
    Kind.POPULATIONS_NOT_BY: "the populations are not by {breakdown}.",
    Kind.AGES_NOT_MATCHED: "no population matches the ages that it asks for.",
    Kind.NO_POPULATIONS: ("there are no populations of these areas; bring them with populations: in the project file."),
    Kind.NO_SUCH_AGES: "the mid-{year} populations have no ages {ages}.",
    Kind.NO_SUCH_YEAR: _without_year,
    Kind.PART_OF_A_YEAR: "The rate is of the days of this period, not of a year.",
    Kind.NOT_FIVE_YEAR_BANDS: "No age-standardised rate: ages {ages} are not made of five-year bands.",
    Kind.BAND_WITHOUT_POPULATION: "No age-standardised rate: a five-year band has no population.",
    Kind.TOO_FEW_OF_KNOWN_AGE: "No age-standardised rate: there are fewer than {fewest} events of known age.",
    Kind.AGE_NOT_KNOWN: "Not in the age-standardised rate, age not known: {ageless} of {count}.",
    Kind.NOT_STANDARDISED: (
        "No age-standardised rate: under a disclosure policy it would give counts of age bands away."
    ),
    Kind.OF_ROUNDED_COUNT: "The rate is of the rounded count.",
}
