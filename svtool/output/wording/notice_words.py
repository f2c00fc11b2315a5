"""The sentences of what is said about the extracts and of all figures together: heads, notices, remarks, warnings."""

from __future__ import annotations

from datetime import date
from typing import cast

from svtool.dates import name_spans, show_date
from svtool.errors import listed
from svtool.figures.notes import Kind, Note
from svtool.output.wording.number_words import NOT_KNOWN_MATTERS, about, share
from svtool.output.wording.part_words import Sentence, number_words, part_of, several_words, spans_of
from svtool.output.wording.source_words import source_words

COMPARED = "of an area's rate with that of all areas together"


def _as_known_on_days(note: Note) -> str:
    columns = cast("tuple[tuple[date, str], ...]", note.parts["columns"])
    days = ", ".join(f"{show_date(day)} ({label})" for day, label in columns)
    return f"As known on {days}: what was recorded by then, classified as it is today"


def _populations(note: Note) -> str:
    named = listed([f"mid-{year}" for year in part_of(note, "years", tuple)], joiner="and")
    return f"Populations: {note.parts['series']} ({named})"


def _reviews_used(note: Note) -> str:
    used = ", ".join(f"{source_words(source)} {number_words(number)}" for source, number in note.numbers.items())
    return f"Reviews used: {used}. They were settled by hand, not recorded."


def _kept_too_long(note: Note) -> str:
    under = f" under {note.parts['agreement']}" if note.parts["agreement"] else ""
    until = show_date(part_of(note, "until", date))
    return (
        f"{note.parts['source']} ({note.parts['files']}): might be kept until {until}{under}. Delete it, or agree a "
        "later day and say it in the project file (received: keep_until)"
    )


def _left_out(note: Note) -> str:
    reasons = [f"{number_words(number)} {why}" for why, number in note.numbers.items()]
    return f"{note.parts['where']}: rows left out: {listed(reasons, joiner='and')}."


def _reclassified(note: Note) -> str:
    offences = several_words(note.numbers["offences"], "offence has", "offences have")
    return (
        f"{note.parts['where']}: {offences} moved to another class since first recorded; the "
        f"{note.parts['classification']} counts."
    )


def _not_known_below(note: Note) -> str:
    most = "; ".join(f"{measure} {number_words(number)}" for measure, number in note.numbers.items())
    return (
        f"Not known and without a row, as it is less than {share(NOT_KNOWN_MATTERS)} of each figure; the most of one "
        f"figure: {most}."
    )


def _rates_compared(note: Note) -> str:
    comparisons, at_95, at_998 = (_whole(note, name) for name in ("comparisons", "at_95", "at_998"))
    return (
        f"{at_95} of {several_words(comparisons, 'comparison', 'comparisons')} {COMPARED} "
        f"{'differs' if at_95 == 1 else 'differ'} at the 95% level; chance alone would give "
        f"{about(_fraction(note, 'by_chance_95'))}. At the 99.8% level {at_998} "
        f"{'does' if at_998 == 1 else 'do'}; chance alone would give {about(_fraction(note, 'by_chance_998'))}."
    )


def _changes_tested(note: Note) -> str:
    tested, beyond = _whole(note, "tested"), _whole(note, "beyond")
    verb = "is" if 1 in (beyond, tested) else "are"
    by_chance = about(_fraction(note, "by_chance"))
    return (
        f"{beyond} of {several_words(tested, 'change', 'changes')} that could be tested {verb} unlikely to be chance. "
        f"If nothing had changed, chance alone would give {by_chance} of these."
    )


def _fraction(note: Note, name: str) -> float:
    number = note.numbers[name]
    if not isinstance(number, int | float):
        raise TypeError(f"{note.kind.name}: {name} is always known")
    return number


def _whole(note: Note, name: str) -> int:
    number = note.numbers[name]
    if not isinstance(number, int):
        raise TypeError(f"{note.kind.name}: {name} is always known")
    return number


def _revised_by(note: Note) -> str:
    words = {
        "revised": "revised", "left": "left the definition", "joined": "joined it", "cancelled": "cancelled",
        "withdrawn": "withdrawn",
    }  # fmt: skip
    told = [f"{number_words(note.numbers[name])} {word}" for name, word in words.items() if name in note.numbers]
    reissued = several_words(note.numbers["reissued"], "record", "records")
    return f"{note.parts['source']}: later extracts re-issue {reissued}: {', '.join(told)}."


def _without_order(note: Note) -> str:
    references = several_words(note.numbers["references"], "reference stands", "references stand")
    return (
        f"{note.parts['source']}: {references} in several extracts that nobody ordered, in rows that differ; the later "
        "named counts."
    )


def _rejected(note: Note) -> str:
    rejected, read = (number_words(note.numbers[name], name) for name in ("rejected", "read"))
    said = f"{note.parts['where']}: {rejected} of {read} rows could not be read"
    if "file" not in note.parts:
        return said
    file, reason = note.parts["file"], note.parts["reason"]
    return f"{said} (first: {file}, record {number_words(note.numbers['record'])}: {reason})"


def _not_counted(note: Note) -> str:
    rejected, read = (number_words(note.numbers[name], name) for name in ("rejected", "read"))
    return f"{note.parts['where']}: {rejected} of {read} rows could not be read, and count nowhere."


def _not_stated(note: Note) -> str:
    counts, read = note.numbers["counts"], number_words(note.numbers["read"], "read")
    return (
        f"{note.parts['where']}: {number_words(counts)} of {read} counts are not stated. Figures that they belong to "
        "are at least what is stated, or not available."
    )


def _codes_of_no_place(note: Note) -> str:
    codes = ", ".join(f"{code} ({number_words(number)})" for code, number in note.numbers.items())
    return f"{note.parts['where']}: codes that no list of places has, so that it is not known where these are: {codes}."


def _outside(note: Note) -> str:
    records = several_words(note.numbers["records"], "record lies", "records lie")
    return f"{note.parts['where']}: {records} outside the area, and count in none of its figures."


def _strays(note: Note) -> str:
    records = several_words(note.numbers["records"], "record is", "records are")
    months = name_spans(spans_of(note.parts["spans"]))
    return f"{_supplier(note)}: {records} dated outside the days held ({months}), and count in no figure of those days."


def _contradicted(note: Note) -> str:
    return (
        f"{_supplier(note)}: next to no records in {name_spans(spans_of(note.parts['spans']))}, which the project says "
        "are held; these days are taken as missing. Write complete: yes on the extract if there were none."
    )


def _supplier(note: Note) -> str:
    return f"{note.parts['where']}, {note.parts['feed']}" if note.parts["feed"] else str(note.parts["where"])


def _no_units(note: Note) -> str:
    records = several_words(note.numbers["records"], "record is", "records are")
    return f"{note.parts['where']}: {records} {note.parts['are']}; they count only in figures that may be about them."


def _every_kind(note: Note) -> str:
    others, known = (number_words(note.numbers[name]) for name in ("others", "known"))
    where, one, many, title = (note.parts[name] for name in ("where", "one", "many", "title"))
    wanted = listed(part_of(note, "wanted", tuple))
    return (
        f"{where}: {others} of {known} {many} have another {title} than {wanted}, so that the extract seems to hold "
        f"every kind of {one}. A measure that asks for no kind counts them all."
    )


def _undated_rows(note: Note) -> str:
    rows, read = note.numbers["rows"], number_words(note.numbers["read"])
    of_read = f"{number_words(rows)} of {read} rows {'has' if rows == 1 else 'have'}"
    return f"{note.parts['where']}: {of_read} no {note.parts['title']} that can be read."


def _superseded(note: Note) -> str:
    rows = several_words(note.numbers["rows"], "row is", "rows are")
    return f"{note.parts['where']}: {rows} issued again by a later extract, which counts instead."


def _repeated(note: Note) -> str:
    rows = several_words(note.numbers["rows"], "row repeats", "rows repeat")
    return f"{note.parts['where']}: {rows} an earlier reference, counted once."


def _unlinked(note: Note) -> str:
    rows = several_words(note.numbers["rows"], "row names", "rows name")
    return f"{note.parts['where']}: {rows} an offence that is in no offence file."


def _disagreeing(note: Note) -> str:
    units = several_words(note.numbers["units"], "unit has", "units have")
    return f"{note.parts['where']}: {units} rows that disagree with each other; their order decides nothing."


def _unreadable(note: Note) -> str:
    cells = several_words(note.numbers["cells"], "cell", "cells")
    parts = note.parts
    return f"{parts['where']}: {cells} of {parts['column']} can't be read ({parts['fault']}): not known"


def _indicator_no_column(note: Note) -> str:
    brought, columns = (listed(part_of(note, name, tuple), joiner="and") for name in ("brought", "columns"))
    return f"indicators: {note.parts['id']} was brought for {brought}, which fits no column; the columns are {columns}"


OF_EXTRACTS: dict[Kind, Sentence] = {
    Kind.PERIODS: "Periods: {about}",
    Kind.AS_KNOWN_ON_DAYS: _as_known_on_days,
    Kind.DISCLOSURE_CONTROL: "Disclosure control: {title} ({id})",
    Kind.POPULATIONS: _populations,
    Kind.SEVERAL_SERIES: (
        "Rates of years whose populations are of different series are not comparable: part of the difference is that "
        "the estimates were made again after a census"
    ),
    Kind.SYNTHETIC: "SYNTHETIC: made-up records, not a measurement of anything.",
    Kind.INTERNAL: ("Internal, not for publication: a breakdown has counts under 5 and no disclosure policy is set."),
    Kind.UNCONTROLLED: "Internal, not for publication: these counts are without the project's disclosure policy.",
    Kind.DISCLOSURE_POLICY: "Disclosure policy: {id}.",
    Kind.REVIEWS_OF_SOURCE: "Reviews used: {used}.",
    Kind.REVIEWS_USED: _reviews_used,
    Kind.FAULT_OF_FILE: "{where}: {text}.",
    Kind.NOT_COUNTED: _not_counted,
    Kind.NOT_STATED: _not_stated,
    Kind.OUTSIDE: _outside,
    Kind.CODES_OF_NO_PLACE: _codes_of_no_place,
    Kind.STRAYS: _strays,
    Kind.CONTRADICTED: _contradicted,
    Kind.INFERRED_FROM_FEW: "{where}: the days held are inferred from few records.",
    Kind.EVERY_KIND: _every_kind,
    Kind.NO_UNITS: _no_units,
    Kind.UNDATED_ROWS: _undated_rows,
    Kind.SUPERSEDED: _superseded,
    Kind.LEFT_OUT: _left_out,
    Kind.RECLASSIFIED: _reclassified,
    Kind.NOT_KNOWN_BELOW: _not_known_below,
    Kind.RATES_COMPARED: _rates_compared,
    Kind.CHANGES_TESTED: _changes_tested,
    Kind.REVISED: "{source}: later extracts re-issue records of earlier ones.",
    Kind.REVISED_BY: _revised_by,
    Kind.WITHOUT_ORDER: _without_order,
    Kind.REJECTED: _rejected,
    Kind.REPEATED: _repeated,
    Kind.UNLINKED: _unlinked,
    Kind.OF_FILE: "{where}: {text}",
    Kind.UNMATCHED_REVIEW: "{place}: no record that can be counted has this reference",
    Kind.KEPT_TOO_LONG: _kept_too_long,
    Kind.REVIEWS_WAITING: "{file}: {rows} rows have no value yet",
    Kind.DISAGREEING: _disagreeing,
    Kind.UNREADABLE: _unreadable,
    Kind.INDICATOR_NO_COLUMN: _indicator_no_column,
    Kind.INDICATOR_NOT_ASKED: "indicators: {id} is in no table that was asked for",
}
