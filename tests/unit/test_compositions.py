"""Measures that are worked out from others of their table: what may be written, and what a fault says."""

from __future__ import annotations

from pathlib import Path

import pytest

from svtool.errors import InvalidFileError
from svtool.schema.library import Library
from svtool.schema.measure_rules import Vocabulary
from svtool.schema.tables import Measure, parse_table
from svtool.schema.text_yaml import Document, parse_text_yaml

LIBRARY = Library()
COUNTED = """
{id: crimes, title: Crimes, source: police, unit: offence},
{id: knife, title: Knife, source: police, unit: offence, where: {knife: yes}, part_of: crimes},
{id: robbery, title: Robbery, source: police, unit: offence, where: {offence: robbery}},
{id: committed, title: Knife, source: police, unit: offence, date: committed, where: {knife: yes}, part_of: crimes},
{id: victims, title: Victims, source: police, unit: victim_incident},
{id: visits, title: Visits, source: ed, unit: attendance},
{id: absence, title: Absence, source: indicators, unit: figure},
{id: score, title: Score, of: crimes, weigh: css},
{id: knife_score, title: Score, of: knife, weigh: css},
{id: share_above, title: Share, of: knife, per: crimes, as: share},
"""


def made(written: str) -> Measure:
    """Return the last measure of a table of all these and one more."""
    document = Document(Path("t.yaml"), "t.yaml")
    measures = COUNTED.replace("\n", " ")
    parse_text_yaml(f"{{id: t, title: T, groups: [{{title: G, measures: [{measures} {{{written}}}]}}]}}", document)
    words = Vocabulary(LIBRARY.sources, LIBRARY.catalogue, LIBRARY.definition, LIBRARY.weights)
    return parse_table(document, words).rows[-1].measure


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("id: x, title: X, of: knife, per: crimes, as: share", "%"),
        ("id: x, title: X, of: crimes, per: visits, as: ratio", "for each attendance"),
        ("id: x, title: X, of: crimes, weigh: css", "severity score"),
        ("id: x, title: X, of: knife_score, per: score, as: share", "%"),
    ],
)
def test_what_can_be_worked_out(written: str, unit: str) -> None:
    found = made(written)
    assert (found.value_unit, found.is_counted, found.is_indicator) == (unit, False, False)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "of: knives, per: crimes, as: share",
            "names knives, which does not stand above it in the table; did you mean",
        ),
        ("of: knife, per: crimes", "has of; expected weigh beside it, as: monthly, or per and as (share or ratio)"),
        ("of: knife", "has of; expected weigh beside it, as: monthly, or per and as (share or ratio)"),
        ("of: knife, per: crimes, as: part", "as is `part`; expected share, ratio or monthly"),
        (
            "of: robbery, per: crimes, as: share",
            "robbery is not part_of crimes; say so there if it is, or write as: ratio",
        ),
        ("of: knife, per: crimes, as: ratio", "is part_of the other; write as: share"),
        ("of: committed, per: crimes, as: share", "committed has another unit or date than crimes"),
        ("of: knife, per: knife, as: ratio", "is of knife per knife; expected two measures"),
        ("of: absence, per: crimes, as: ratio", "names absence, which arrives as a figure"),
        ("of: share_above, per: crimes, as: ratio", "names share_above, which is a share itself"),
        ("of: score, per: robbery, as: ratio", "only one of which is a score by these weights"),
        ("of: knife, weigh: css, per: crimes", "has weigh beside per or as"),
        ("of: visits, weigh: css", "weighs visits, which counts no offences"),
        ("of: victims, weigh: css", "weighs victims, which counts no offences"),
        ("of: knife, weigh: cs", "cs is not a set of weights; expected css"),
        ("of: knife, weigh: css, source: police", "is worked out from knife and has source; leave out what is counted"),
    ],
)
def test_a_fault_says_what_was_found_and_what_was_expected(written: str, said: str) -> None:
    with pytest.raises(InvalidFileError) as caught:
        made(f"id: x, title: X, {written}")
    assert said in str(caught.value)


def test_it_needs_an_id_and_a_title() -> None:
    with pytest.raises(InvalidFileError, match="lacks title; add it"):
        made("id: x, of: crimes, weigh: css")
    with pytest.raises(InvalidFileError, match="is called score, as one above it"):
        made("id: score, title: X, of: crimes, weigh: css")
