"""The period that a figure brought along: `school year 2019/20`."""

from __future__ import annotations

from datetime import date

from svtool.dates import APRIL, name_span
from svtool.figures.contract import Figure
from svtool.figures.notes import Kind, Note
from svtool.output.wording.part_words import part_of

SEPTEMBER, JULY, AUGUST, MARCH = 9, 7, 8, 3


def own_period_of(note: Note) -> str:
    """Return the own period that a note names."""
    return own_period_words(part_of(note, "start", date), part_of(note, "end", date))


def own_period_of_figure(figure: Figure) -> str:
    """Return the own period of a figure that arrived as one; nothing where it brought none."""
    return next((own_period_of(note) for note in figure.notes if note.kind is Kind.OWN_PERIOD), "")


def own_period_words(start: date, end: date) -> str:
    """Return a span of days by the name that it has, else by its months: `school year 2019/20`, `Mar 2020`."""
    years = f"{start.year}/{end.year % 100:02}"
    is_next, begins, ends = end.year == start.year + 1, (start.month, start.day), (end.month, end.day)
    if is_next and begins == (SEPTEMBER, 1) and ends in {(JULY, 31), (AUGUST, 31)}:
        return f"school year {years}"
    if is_next and begins == (APRIL, 1) and ends == (MARCH, 31):
        return f"financial year {years}"
    if start.year == end.year and begins == (1, 1) and ends == (12, 31):
        return str(start.year)
    return name_span(start, end)
