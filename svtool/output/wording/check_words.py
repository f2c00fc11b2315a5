"""The sentences of `svtool check`: what a published table contradicts, what was revised, what was not compared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from svtool.dates import name_span
from svtool.errors import listed, several
from svtool.figures.notes import Kind, Note
from svtool.output.wording.number_words import change_words
from svtool.output.wording.part_words import Sentence, part_of

if TYPE_CHECKING:
    from svtool.commands.check.counted_today import Edition


def edition_words(edition: Edition) -> str:
    """Return a revision and its reasons, in sentences."""
    if edition.published == edition.today:
        open_ = edition.figure.not_known or 0
        return f"{edition.today:,} as published; published {open_:,} not known, today {edition.not_known or 0:,}."
    more = edition.today - edition.published
    found = f"published {edition.published:,}, today {edition.today:,} ({more:+,})"
    reasons = _reasons(edition)
    if not reasons:
        return f"{found}. The extracts do not tell why."
    rest = edition.unexplained
    left = f"; why there are {abs(rest):,} {'more' if rest > 0 else 'fewer'}, the extracts do not tell" if rest else ""
    return f"{found}: {listed(reasons, joiner='and')}{left}."


def _reasons(edition: Edition) -> list[str]:
    reasons: list[str] = []
    if edition.cancelled:
        are = "is" if edition.cancelled == 1 else "are"
        reasons.append(
            f"{edition.cancelled:,} recorded before the print {are} now cancelled, transferred or found not to count"
        )
    if edition.reclassified:
        way = "out of" if edition.reclassified > 0 else "into"
        reasons.append(f"{abs(edition.reclassified):,} reclassified {way} the measure since first recorded")
    if edition.late:
        reasons.append(f"{edition.late:,} recorded after the print")
    return reasons


def _decimals(note: Note, *names: str) -> list[Decimal]:
    return [cast("Decimal", note.numbers[name]) for name in names]


def _wrong_change(note: Note) -> str:
    before, now, exact, change = _decimals(note, "before", "now", "exact", "published")
    published = change_words(float(change)) if note.parts["is_signed"] else f"{change}%"
    return f"{before:,} to {now:,} is {exact:+.2f}% ({now - before:+,}), published as {published}"


def _wrong_difference(note: Note) -> str:
    before, now, exact, published = _decimals(note, "before", "now", "exact", "published")
    return f"{before:,} to {now:,} is {exact:+,}, published as {published:+,}"


def _short_baseline(note: Note) -> str:
    start, end = part_of(note, "start", date), part_of(note, "end", date)
    months, own = part_of(note, "months", int), part_of(note, "own", int)
    words = f"the baseline is {name_span(start, end)}, {months} months against {own}"
    if not note.numbers:
        return words
    least, most, low, high = _decimals(note, "least", "most", "low", "high")
    implied = f"{least:,.0f}" if round(least) == round(most) else f"{least:,.0f} to {most:,.0f}"
    return (
        f"{words}; the change implies {implied} in those months, and against {own} months at that pace it would be "
        f"{low:+.0f}% to {high:+.0f}%"
    )


def _other_year(note: Note) -> str:
    column = name_span(part_of(note, "start", date), part_of(note, "end", date))
    return f"the cell says {note.parts['year']}, its column {column}"


def _wrong_share(note: Note) -> str:
    number, whole, exact, published = _decimals(note, "number", "whole", "exact", "published")
    parts = note.parts["parts"]
    return f"{number:,} is {exact:.2f}% of the {whole:,} that the {parts} parts come to, published as {published}%"


def _more_than_the_whole(note: Note) -> str:
    areas = cast("int", note.numbers["areas"])
    return f"the shares of {several(areas, 'area', 'areas')} come to {note.numbers['total']}%"


def _days_not_held(note: Note) -> str:
    line, source, asked = (note.parts[name] for name in ("line", "source", "asked"))
    held = several(part_of(note, "held", int), "day", "days")
    return f"line {line}: the {source} extracts hold {held} of its period, the published figure {asked}; not compared."


OF_CHECKS: dict[Kind, Sentence] = {
    Kind.NO_PER_CENT_FROM_ZERO: "from 0 to {now} no per cent can be given, but one is published",
    Kind.WRONG_CHANGE: _wrong_change,
    Kind.WRONG_DIFFERENCE: _wrong_difference,
    Kind.SHORT_BASELINE: _short_baseline,
    Kind.OTHER_YEAR: _other_year,
    Kind.WRONG_SHARE: _wrong_share,
    Kind.MORE_THAN_THE_WHOLE: _more_than_the_whole,
    Kind.PRINTED_TWICE: "printed as {number} here and as {first} in line {line}",
    Kind.NO_SUCH_MEASURE: "line {line}: {id} is no measure of the project's tables{near}",
    Kind.NO_SUCH_TITLE: (
        "{lines}: measure is the title of no measure of the project's tables; not compared. Name one by its id in the "
        "column measure_id."
    ),
    Kind.SEVERAL_OF_THE_TITLE: (
        "line {line}: {ids} have this title; not compared. Name one by its id in the column measure_id."
    ),
    Kind.FILTERED: (
        "line {line}: no measure is known by its filter; not compared. Name one by its id in the column measure_id."
    ),
    Kind.NO_PERIOD: "{lines}: no period_start and period_end; not compared. Say which days it is a figure of.",
    Kind.IS_A_SHARE: "line {line}: it is a share, and its measure counts; not compared.",
    Kind.NOT_BROUGHT_TODAY: "line {line}: the project brings no figure of {id} for its period; not compared.",
    Kind.CHANGE_NOT_CHECKED: "{lines}: the table has not both counts of the change; its per cent is not checked.",
    Kind.OTHER_AREA: "{lines}: the area is none of the project's; not compared.",
    Kind.NOT_COUNTED_AGAIN: "the project has no {source} extract; its figures are not compared.",
    Kind.NO_SUCH_BREAKDOWN: (
        "line {line}: it is broken down by {breakdown}, which is no breakdown here; not compared."
    ),
    Kind.DATES_ARE_COARSER: (
        "line {line}: the dates of {source} are {precision}, which its period is not made of; not compared."
    ),
    Kind.DAYS_NOT_HELD: _days_not_held,
}
