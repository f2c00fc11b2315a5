"""The sections of a profile on one page: what they have in common stands once, and the rest with its section."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from test_layout import figure, measure, result_of

from svtool.commands.measures import Result
from svtool.figures.contract import Figure
from svtool.figures.notes import Kind, Note
from svtool.figures.notices import SYNTHETIC
from svtool.output.sections import TOLD_ABOVE, lay_out_sections
from svtool.output.terminal import tables_as_text
from svtool.output.wording.note_words import note_words
from svtool.schema.tables import Table, TableRow

BREAK = Note(Kind.RECORDING_CHANGED, {"title": "a new counting rule"})
OF_ONE = Note(Kind.PARTLY_COVERED, {"spans": "January to May 2021", "period": "Year 2021"})
TESTED = {"change": 3, "change_pct": 30.0, "compared_with": "Year 2020", "verdict": "worse", "p_value": 0.01}


def section(name: str) -> Table:
    return Table(name, f"The {name}", False, (TableRow(1, "", measure()),), (), None, section_of="All about thefts")


def both_years(name: str, latest: int | None = 13, **of_latest: Any) -> list[Figure]:
    return [figure(2020, 10, table=name), figure(2021, latest, table=name, **{**TESTED, **of_latest})]


def profile_of(*figures: Figure) -> Result:
    """Return the result of a profile with a section for each table that the figures name."""
    names = dict.fromkeys(each.table for each in figures)
    plain = result_of(*figures, notices=[SYNTHETIC])
    said = {"police": [Note(Kind.INFERRED_FROM_FEW, {"where": "police"})]}
    return replace(plain, tables=[section(name) for name in names], said=said)


def test_what_all_sections_say_stands_once() -> None:
    lines = tables_as_text(profile_of(*both_years("whole"), *both_years("places")), None).splitlines()
    assert lines[:3] == [note_words(SYNTHETIC), "All about thefts", "Area: Merseyside"]
    assert lines.count(note_words(SYNTHETIC)) == 2  # above and below
    assert lines.count("Area: Merseyside") == 1
    assert sum(line.startswith("police") for line in lines) == 1
    assert [line for line in lines if line.startswith("The ")][:2] == ["The whole", "The places"]


def test_a_figure_that_stands_again_has_its_verdict_in_the_first_section_alone() -> None:
    page = lay_out_sections(profile_of(*both_years("whole"), *both_years("places")))
    labels = [[line.label.strip() for line in each.lines if line.kind != "group"] for each in page.sections]
    assert "verdict" in labels[0] and "verdict" not in labels[1]
    assert TOLD_ABOVE in [note.text for note in page.notes]
    cells = [each.lines[0].cells for each in page.sections]
    assert cells[0] == cells[1]


def test_a_note_of_several_sections_stands_below_all_and_one_of_a_section_with_it() -> None:
    figures = [*both_years("whole", notes=(BREAK,)), *both_years("places", notes=(BREAK,))]
    figures += both_years("times", notes=(OF_ONE,))
    page = lay_out_sections(profile_of(*figures))
    assert page.notes[0].text == f"[1] {note_words(BREAK)}"
    assert [[note.text for note in each.notes] for each in page.sections] == [[], [], [f"[2] {note_words(OF_ONE)}"]]
    marks = [each.lines[0].cells[1].rpartition(" ")[2] for each in page.sections]
    assert marks == ["[1]", "[1]", "[2]"]


def test_why_a_mark_stands_is_told_where_it_is_not_the_same_in_all_sections() -> None:
    no_knife, no_place = (Note(Kind.NO_FIELD, {"titles": (each,)}) for each in ("knife flag", "kind of place"))
    gone: dict[str, Any] = {"latest": None, "status": "x", "change": None, "change_pct": None, "compared_with": ""}
    figures = [
        each
        for name, why in (("whole", no_knife), ("places", no_place), ("times", no_knife))
        for each in both_years(name, **gone, notes=(why,), verdict="", p_value=None)
    ]
    page = lay_out_sections(profile_of(*figures))
    own = [[line for note in each.notes for line in note.below] for each in page.sections]
    assert own == [[], ["These extracts have no kind of place: Thefts (Year 2021)"], []]
    assert [note.below for note in page.notes if note.text.startswith("[x]")] == [
        ("These extracts have no knife flag.",)
    ]


def test_records_without_the_date_of_a_profile_are_told_by_which_it_can_count() -> None:
    lacks = Note(Kind.NO_FIELD, {"titles": ("committed date",)})
    by_committed: dict[str, Any] = {"date_basis": "committed", "status": "x", "count": None, "notes": (lacks,)}
    figures = [each.but(**by_committed) for name in ("whole", "places") for each in both_years(name)]
    dates = {"police": {"recorded": "recorded date", "committed": "committed date"}}
    page = lay_out_sections(replace(profile_of(*figures), date_titles=dates))
    said = "Records without committed date are in no period: --date recorded counts by recorded date."
    assert page.facts.count(said) == 1


@pytest.mark.parametrize("width", [80, 160, None])
def test_a_section_alone_reads_as_a_table(width: int | None) -> None:
    alone = profile_of(*both_years("whole"))
    of_table = replace(alone, tables=[replace(alone.tables[0], section_of="")])
    assert tables_as_text(alone, width) == tables_as_text(of_table, width)
