"""Whatever the figures are: a workbook that is accessible, in both of its formats, with every figure in its place."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from accessible_workbook import faults_of
from hypothesis import given, settings
from hypothesis import strategies as st
from test_layout import figure, measure, result_of
from test_workbook import rows_of

from svtool.commands.measures import Result
from svtool.figures.contract import Figure
from svtool.figures.notes import Kind, Note
from svtool.output.content import cells_fingerprint
from svtool.output.machine import settled
from svtool.output.workbook.assembly import figures_as_open_document, figures_as_workbook

pytestmark = pytest.mark.slow

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs"])
TITLES = st.text(LETTERS, max_size=300).map(lambda text: f"Thefts {text}")
WHY = st.builds(
    lambda word, times: f"Since then {word * times}", st.text("ab ,;.=-\n", min_size=1), st.integers(0, 500)
)
NUMBERS = st.floats(-1e9, 1e9).map(lambda number: round(number, 3))


@st.composite
def figures(draw: st.DrawFn, position: int, title: str) -> list[Figure]:
    """Return a measure's figures of two years: counts, indicators, or marks; whole, or of a part of the year."""
    found = []
    for year in (2020, 2021):
        kind = draw(st.sampled_from(["count", "value", "x", "c"]))
        plain: dict[str, Any] = {"position": position, "title": title, "status": kind if kind in "xc" else ""}
        if draw(st.booleans()):
            plain |= {"period": f"Apr to Dec {year}", "days_covered": 275}
        if kind == "value":
            plain |= {"value": draw(NUMBERS), "value_unit": "%", "not_known": None}
        if draw(st.booleans()):
            plain["notes"] = (Note(Kind.RECORDING_CHANGED, {"title": draw(WHY)}),)
        found.append(figure(year, draw(st.integers(0, 10**7)) if kind == "count" else None, **plain))
    before, now = found
    if now.count is None or before.count is None:
        return found
    compared = {"compared_count": now.count, "comparator_count": before.count, "change": now.count - before.count}
    changed = now.but(compared_with=before.period, comparison="full", change_pct=draw(NUMBERS), **compared)
    return [before, changed]


@st.composite
def results(draw: st.DrawFn) -> Callable[[], Result]:
    """Return what returns the figures of some measures, and is short where an example is shown."""
    titles = draw(st.lists(TITLES, min_size=1, max_size=4))
    drawn = [each for i, title in enumerate(titles, start=1) for each in draw(figures(i, title))]
    found = result_of(*drawn, measures=[measure(f"m{i}", title) for i, title in enumerate(titles)])
    made = replace(found, tables=[replace(found.tables[0], title=draw(TITLES))])
    return lambda: made


@given(result=results())
@settings(max_examples=20, deadline=None)
def test_it_is_accessible_and_its_two_formats_have_the_same_cells(result: Callable[[], Result]) -> None:
    workbook = figures_as_workbook(result())
    assert faults_of(workbook) == []
    assert cells_fingerprint(figures_as_open_document(result())) == cells_fingerprint(workbook)


@given(result=results())
@settings(max_examples=20, deadline=None)
def test_every_figure_stands_beside_its_measure_under_its_period(result: Callable[[], Result]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(figures_as_workbook(result())))
    rows = rows_of(book, "ours")
    for each in result().figures:
        row = rows[each.position - 1]
        number = settled(each.count if each.count is not None else each.value)
        (heading,) = [name for name in row if name.startswith(("Count, ", "Figure, ")) and name.endswith(each.column)]
        assert row[heading] == (f"[{each.status}]" if number is None else number)
        counted = row.get(f"Part counted, {heading.partition(', ')[2]}", heading.partition(", ")[2])
        assert number is None or counted == each.period
