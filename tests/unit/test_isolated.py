"""Names from right to left on a page."""

from __future__ import annotations

from svtool.output.page.grid import Picture
from svtool.output.page.isolated import Isolated, isolated


def test_a_name_from_right_to_left_is_isolated_from_the_number_behind_it() -> None:
    found = isolated("תל אביב: 3 measures")
    assert isinstance(found, Isolated) and found == "<bdi>תל אביב</bdi>: 3 measures"


def test_what_is_no_markup_stays_none() -> None:
    assert isolated("<b> القدس") == "&lt;b&gt; <bdi>القدس</bdi>"


def test_other_names_and_markup_stay_as_they_are() -> None:
    assert isolated("Møre & Romsdal <5") == "Møre & Romsdal <5"
    assert isolated(Picture("<svg>תל</svg>")) == "<svg>תל</svg>"
