"""What stands above a table: its area, its definitions, which days its sources cover, and by which dates it counts."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.commands.measures import Result
from svtool.dates import name_spans
from svtool.figures.contract import Figure
from svtool.figures.notes import Kind, Note
from svtool.output.wording.note_words import notes_in_words
from svtool.output.wording.part_words import part_of
from svtool.schema.tables import Measure, Table


def facts_above(result: Result, table: Table, figures: Sequence[Figure]) -> list[str]:
    """Return what stands above a table, a line for each fact."""
    areas = list(dict.fromkeys(figure.area for figure in figures if figure.area))
    found = [f"Area: {areas[0]}" if areas else "Area: all records", *notes_in_words(result.facts)]
    used = {each.definition.id: each.definition for each in table.measures if each.definition}
    for each in used.values():
        found.append(f"Definition: {each.title} ({each.id})")
        if each.options:
            found.append(f"Options not chosen: {', '.join(option.id for option in each.options)}")
    for name in dict.fromkeys(row.measure.source for row in table.rows):
        coverage = result.coverage.get(name)
        if coverage is None:
            continue
        days = name_spans(coverage.spans) if coverage.spans else "no days"
        found.append(f"Days covered, {_source_title(name, result)}: {days}{_bases(name, figures, result)}")
        found += _other_date(name, figures, result)
    if result.compares_definitions:
        from svtool.output.wording.beside_words import board_sentences  # noqa: PLC0415 (one command's words)

        found += board_sentences(result, table, figures)
    return found


def _other_date(name: str, figures: Sequence[Figure], result: Result) -> list[str]:
    """Return by which date a profile can count a source whose records lack the one by which it does."""
    titles = result.date_titles.get(name, {})
    if not result.profile or not titles:
        return []
    usual, lacking = (
        next(iter(titles)),
        {
            each.date_basis
            for each in figures
            if each.source == name and any(_lacks(note, titles.get(each.date_basis, "")) for note in each.notes)
        },
    )
    return [
        f"Records without {titles[basis]} are in no period: --date {usual} counts by {titles[usual]}."
        for basis in titles
        if basis in lacking and basis != usual
    ]


def _lacks(note: Note, title: str) -> bool:
    return note.kind is Kind.NO_FIELD and title in part_of(note, "titles", tuple)


def _source_title(name: str, result: Result) -> str:
    """Return what a source is called inside a sentence."""
    title = result.source_titles.get(name, name)
    return title[0].lower() + title[1:] if title[1:2].islower() else title


def _bases(name: str, figures: Sequence[Figure], result: Result) -> str:
    """Return by which dates and whose areas the figures of a source are counted."""
    own = [figure for figure in figures if figure.source == name]
    titles = result.date_titles.get(name, {})
    counted_by = {figure.date_basis for figure in own}
    dates = [title for basis, title in titles.items() if basis in counted_by]
    area = next((figure.area_basis for figure in own if figure.area_basis), "")
    said = [*([f"by {' or '.join(dates)}"] if dates else []), *([f"area of {area}"] if area else [])]
    return f" ({', '.join(said)})" if said else ""


def titled(measure: Measure, figures: Sequence[Figure], result: Result) -> str:
    """Return what a measure is called, with its date where that is not the one by which its source usually counts.

    In a profile the lines above say it, where all of the source counts by that date.
    """
    titles = result.date_titles.get(measure.source, {})
    basis = figures[0].date_basis if figures else ""
    if basis not in titles or basis == next(iter(titles)):
        return measure.title
    is_said_above = result.profile and all(
        each.date_basis == basis for each in result.figures if each.source == measure.source
    )
    return measure.title if is_said_above else f"{measure.title} (by {titles[basis]})"
