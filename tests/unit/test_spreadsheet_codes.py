"""Codes that a spreadsheet took for dates or numbers: what probably stood there.

The facts are the rows of a published file in which it happened: M-O-P-D/crims, data/policeuk-ons-code-join.csv.
"""

from __future__ import annotations

import pytest

from svtool.schema.library import Library
from svtool.validation.suggestions import changed_by_spreadsheet

# Excel's number, the day that it means, the Home Office code that stood there, and the recorded-crime class.
PUBLISHED = [
    ("20302", "1955-08-01", "8/55", "9B"),
    ("44062", "2020-08-19", "19/8", "19C"),
    ("44031", "2020-07-19", "19/7", "19D"),
    ("44123", "2020-10-19", "19/10", "19F"),
    ("44093", "2020-09-19", "19/9", "19G"),
    ("43918", "2020-03-28", "28/3", "28A to 28G"),
    ("43986", "2020-06-04", "4/6", "4.6"),
    ("44047", "2020-08-04", "4/8", "4.8"),
    ("44078", "2020-09-04", "4/9", "4.9"),
    ("44139", "2020-11-04", "4/11", "4.7"),
    ("43874", "2020-02-13", "13/2", "13"),
    ("43864", "2020-02-03", "3/2", "3A"),
    ("43831", "2020-01-01", "1/1", "1"),
    ("43875", "2020-02-14", "14/2", "14"),
    ("22129", "1960-08-01", "8/60", "8P"),
    ("43833", "2020-01-03", "3/1", "3B"),
]


@pytest.mark.parametrize(("number", "day", "code", "offence_class"), PUBLISHED)
def test_every_published_case_is_undone(number: str, day: str, code: str, offence_class: str, library: Library) -> None:
    for text in (number, day):
        found = changed_by_spreadsheet(text, library.catalogue)
        assert found is not None
        assert found.originals == (code,)
    known = library.catalogue.read_offence(None, code, None)
    assert known
    first, _, last = offence_class.partition(" to ")  # 28/3 is of several classes, and the catalogue does not list it
    assert library.catalogue.label(known) == first if not last else {first, last} <= {each for each, _ in known}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("08-Jan", "8/1"), ("8-Jan", "8/1"), ("19 Aug", "19/8"), ("Aug-60", "8/60"), ("19-Aug-2020", "19/8"),
        ("19/08/2020", "19/8"), ("2020-08-19 00:00:00", "19/8"), ("5.00E+00", "5E"), ("2.80E+01", "28E"),
    ],
)  # fmt: skip
def test_other_ways_in_which_spreadsheets_show_it(text: str, code: str, library: Library) -> None:
    found = changed_by_spreadsheet(text, library.catalogue)
    assert found is not None
    assert found.originals == (code,)


@pytest.mark.parametrize("text", ["8N", "S39", "008/06", "34", "4.10", "99999", "12345678", "TBC", "32-Foo"])
def test_what_no_spreadsheet_made_is_left_alone(text: str, library: Library) -> None:
    assert changed_by_spreadsheet(text, library.catalogue) is None


@pytest.mark.parametrize("text", ["1.23E+13", "9.00E+09", "30-Feb-2020"])
def test_what_no_code_can_have_become_has_no_original(text: str, library: Library) -> None:
    found = changed_by_spreadsheet(text, library.catalogue)
    assert found is None or found.originals == ()
