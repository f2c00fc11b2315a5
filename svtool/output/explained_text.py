"""A record explained: what was read, every rule that was tried, and last the answer and the measures that count it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svtool.commands.explain import Explained, MeasureTried, Tried
from svtool.commands.shown_record import Had
from svtool.errors import listed, several
from svtool.output.wrapping import Line, lines_as_text

ANSWERS = {True: "met", False: "not met", None: "not known"}
WHAT = 10  # columns of the answer, before what was tried


def explained_as_text(found: Sequence[Explained], width: int | None = None, colour: bool = False) -> str:
    """Return what there is to say of records, each with its answer last.

    Args:
        found: the records.
        width: columns of the terminal; None in a pipe, where every fact is one line.
        colour: whether to emphasise heads.
    """
    return lines_as_text([line for each in found for line in _lines(each)], width, colour)


def _lines(found: Explained) -> Iterator[Line]:
    if found.synthetic:
        yield Line("SYNTHETIC record", style="bold")
    yield Line("The record, as read:", style="bold")
    for field in found.fields:
        yield Line(f"{field.title}: {field.value}", indent=2)
        yield from (Line(each, indent=4) for each in field.people)
    for tried in found.tried:
        yield Line("")
        yield from _tried_lines(tried)
    yield Line("")
    yield Line("Answer", style="bold")
    yield from (Line(text, indent=2) for text in _answer(found))
    if found.is_placed:
        yield from _counted_lines(found)


def _tried_lines(tried: Tried) -> Iterator[Line]:
    yield Line(f"{ANSWERS[tried.answer].upper():{WHAT}}{tried.title}", style="bold" if tried.answer else "")
    yield Line(f"needs: {tried.needs}", indent=WHAT)
    yield Line(f"has:   {', '.join(map(_had, tried.had))}", indent=WHAT)


def _had(had: Had) -> str:
    outcome = ANSWERS[had.answers[0]] if len(had.answers) == 1 else "several"
    return f"{had.title} = {had.value}{f' ({outcome})' if had.answers else ''}"


def _answer(found: Explained) -> Iterator[str]:
    if found.definition:
        by = f", by {listed(found.met_by, joiner='and', most=len(found.met_by))}" if found.answer else ""
        yield f"{found.definition}: {ANSWERS[found.answer]}{by}."
    place = f" of {found.area}" if found.area else ""
    if found.is_placed is False:
        yield f"It lies outside the area, so that no figure{place} counts it."
    elif found.is_placed is None:
        yield f"Its area is not known, so that no figure{place} counts it."


def _counted_lines(found: Explained) -> Iterator[Line]:
    """Yield which measures count the record, and which can't be told."""
    met = [each for each in found.measures if each.answer]
    if not met:
        yield Line("No measure of the tables counts it.", indent=2)
    for period in dict.fromkeys(each.period for each in met):
        those = [each for each in met if each.period == period]
        yield Line(_heading(len(those), period), indent=2)
        yield from (Line(_counted(each), indent=4) for each in those)
    maybe = [each for each in found.measures if each.answer is None]
    if maybe:
        yield Line(f"{several(len(maybe), 'measure', 'measures')} can't be told, for want of:", indent=2)
        yield from (Line(f"{each.title}: {listed(each.wanted, joiner='and')}", indent=4) for each in maybe)


def _heading(number: int, period: str) -> str:
    measures = several(number, "measure", "measures")
    if not period:
        return f"It meets {measures}, and its date lies in no period, so that no column counts it:"
    return f"{measures} {'counts' if number == 1 else 'count'} it, in {period}:"


def _counted(tried: MeasureTried) -> str:
    return f"{tried.title}{' (if the person has others)' if tried.of_others else ''}"
