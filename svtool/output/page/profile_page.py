"""A profile as one HTML page that needs nothing else: what its text says, section by section, in accessible tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.commands.measures import Result
from svtool.dates import name_span
from svtool.figures.notices import INTERNAL, SYNTHETIC
from svtool.output.page.anchors import plain
from svtool.output.page.drawing import LIMITS, SHORTHAND, page_environment
from svtool.output.page.grid import Grid
from svtool.output.page.panels import coverage_grid, extracts_grid, ledger_grid, received_grid
from svtool.output.page.section_tables import section_grids
from svtool.output.page_notes import PageNote
from svtool.output.rate_rows import RATES
from svtool.output.sections import lay_out_sections
from svtool.output.wording.note_words import note_words, notes_in_words
from svtool.output.wording.publisher_words import publisher_words
from svtool.version import __version__


@dataclass(frozen=True)
class DrawnSection:
    """A section of a profile on the page.

    Attributes:
        name, title: its id, and its heading.
        facts: what holds for it alone.
        grids: its tables.
        notes: its own notes.
    """

    name: str
    title: str
    facts: Sequence[str]
    grids: Sequence[Grid]
    notes: Sequence[PageNote]


def profile_as_html(result: Result) -> str:
    """Return the page of a profile: of the figures that its text has, and of no others."""
    page = lay_out_sections(result)
    sections = [
        DrawnSection(plain(table.id), each.title, each.facts, section_grids(result, table, each), each.notes)
        for table, each in zip(result.tables, page.sections, strict=True)
    ]
    counted_by = (each.definition for table in result.tables for each in table.measures)
    standing = [notice for notice in result.notices if notice in (SYNTHETIC, INTERNAL)]
    rated = dict.fromkeys(each.area_basis for each in result.figures if each.rate and each.rate.rate is not None)
    return page_environment().get_template("profile.html").render(
        heading=page.title,
        title=f"{page.title}: {_where_and_when(result)}",
        where_and_when=_where_and_when(result),
        published=publisher_words(result.evidence.publisher),
        notices=[(note_words(notice), notice in standing) for notice in result.notices],
        standing=notes_in_words(standing),
        facts=page.facts,
        sections=sections,
        notes=page.notes,
        coverage=coverage_grid(result),
        definitions=list({each.id: each for each in counted_by if each}.values()),
        decisions=result.tables[0].decisions,
        ledger=None if result.policy else ledger_grid(result),
        warnings=notes_in_words(result.warnings),
        rates=[RATES[basis] for basis in rated if basis in RATES],
        received=received_grid(result),
        extracts=extracts_grid(result),
        limits=LIMITS,
        shorthand=SHORTHAND,
        version=__version__,
    )  # fmt: skip


def _where_and_when(result: Result) -> str:
    area = next((each.area for each in result.figures if each.area), "all records")
    return f"{area}, {name_span(result.periods[0].start, result.periods[-1].end)}"
