"""Candidates are what a person would ask about; they are never applied."""

from __future__ import annotations

from typing import Any

import pytest

from svtool.schema.library import Library
from svtool.schema.mappings import Column
from svtool.schema.sources import SourceField
from svtool.validation.suggestions import class_candidates, subcode_candidates, word_candidates

CLASSES = [
    ("S39", ("39",)),
    ("34", ("34A", "34B")),
    ("B34", ("34B",)),
    ("1OD", ("10D",)),
    ("008/06", ("8N",)),
    ("00806", ("8N",)),
    ("44062", ("19C",)),
    ("08-Jan", ("8N",)),
    ("5.00E+00", ("5E",)),
    ("28-Mar", ()),
    ("ABC", ()),
    ("999", ()),
]


@pytest.mark.parametrize(("text", "classes"), CLASSES)
def test_a_class_that_is_none(text: str, classes: tuple[str, ...], library: Library) -> None:
    assert class_candidates(text, library.catalogue) == classes


@pytest.mark.parametrize(
    ("text", "codes"),
    [("08-Jan", ("008/01",)), ("00806", ("008/06",)), ("008-06", ("008/06",)), ("8N", ()), ("5.00E+00", ()), ("9", ())],
)
def test_a_subcode_that_is_none(text: str, codes: tuple[str, ...], library: Library) -> None:
    assert subcode_candidates(text, library.catalogue) == codes


def _field(kind: str, *values: str, **more: Any) -> SourceField:
    return SourceField.model_validate({"name": "it", "title": "it", "type": kind, "values": values, **more})


WEAPON = _field("category", "knife", "other_sharp", "blunt_object", "none")
SEX = _field("category", "female", "male", "other")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Knives", ("knife",)),
        ("Kitchen knife", ("knife",)),
        ("Blunt objects", ("blunt_object",)),
        ("No knife", ()),
        ("without knife", ()),
        ("Sword", ()),
        ("7", ()),
    ],
)
def test_a_word_that_is_none_is_near_another_or_not(text: str, values: tuple[str, ...]) -> None:
    assert word_candidates(text, WEAPON, Column()) == values


def test_words_of_the_mapping_count_too() -> None:
    column = Column.model_validate({"values": {"Other bladed/sharp object": "other_sharp", "Mystery": "unknown"}})
    assert word_candidates("Other bladed object", WEAPON, column) == ("other_sharp",)
    assert word_candidates("Mysterys", WEAPON, column) == ()


def test_a_letter_is_the_beginning_of_a_word() -> None:
    assert word_candidates("F", SEX, Column()) == ("female",)
    assert word_candidates("X", SEX, Column()) == ()


def test_of_two_that_are_as_near_none_is_left_out() -> None:
    assert set(word_candidates("grey bag", _field("category", "grey_bat", "grey_bar"), Column())) == {
        "grey_bat",
        "grey_bar",
    }


def test_a_flag_has_the_words_yes_and_no() -> None:
    assert word_candidates("Yess", _field("flag"), Column()) == ("yes",)
    assert word_candidates("perhaps", _field("flag"), Column()) == ()
