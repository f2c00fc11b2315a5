"""Suggestions as data: what each odd text probably means, where one value alone comes into question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from checked_file import check

from svtool.validation import examiner
from svtool.validation.checks import Reading
from svtool.validation.suggestions import suggest, suggestions

COLUMNS = {
    "Date": "recorded_date",
    "Class": "offence_class",
    "Code": "offence_subcode",
    "Knife": "knife",
    "Use": "weapon_use",
    "Age": "victim_age",
}


@pytest.fixture
def reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """A file with odd texts in each column, after it was read."""
    kept: list[Reading] = []

    class Kept(Reading):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            kept.append(self)

    monkeypatch.setattr(examiner, "Reading", Kept)
    rows = [
        ["2024-04-05", "44062", "08-Jan", "Yess", "Usedd", "999"],
        ["TBC", "S39", "00806", "perhaps", "Juggled", "34.6"],
        ["2024-04-05", "34", "8/6", "Y", "used", "25"],
        ["2024-04-05", "34", "8/6", "Y", "used", "25"],
    ]
    check(tmp_path, COLUMNS, rows)
    return kept[0]


def _texts(reading: Reading) -> dict[str, dict[str, str]]:
    return {
        name: {reading.odd[name][number].text: value for number, value in values.items()}
        for name, values in suggestions(reading).items()
    }


def test_each_odd_text_has_the_one_value_that_it_probably_means(reading: Reading) -> None:
    assert _texts(reading) == {
        "offence_class": {"44062": "19C", "S39": "39"},
        "offence_subcode": {"08-Jan": "008/01", "00806": "008/06"},
        "knife": {"Yess": "yes"},
        "weapon_use": {"Usedd": "used"},
    }


def test_the_most_frequent_text_comes_first_with_all_that_it_may_be(reading: Reading) -> None:
    first = suggest(reading, "offence_class")[0]
    assert (first.text.text, first.text.count, first.values, first.value) == ("34", 2, ("34A", "34B"), None)
