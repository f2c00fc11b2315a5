"""Targets: how they may be written, and which figures are on their good side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from svtool.errors import InvalidFileError
from svtool.figures.contract import Figure, PopulationRate
from svtool.output.wording.target_words import reaches, target_sentence, target_words
from svtool.schema.entry import parse_entry
from svtool.schema.library import Library
from svtool.schema.measure_targets import Target, fault_of
from svtool.schema.text_yaml import read_text_yaml


def target_of(folder: Path, text: str) -> Target:
    path = folder / "target.yaml"
    path.write_text(text, encoding="utf-8")
    return parse_entry(Target, read_text_yaml(path))


def test_a_target_is_a_number_a_side_and_a_day(tmp_path: Path) -> None:
    found = target_of(tmp_path, "{at_most: 240, by: 2025-12-31}")
    assert (found.side, found.number, found.per, found.of_a_month) == ("at_most", 240, "year", 20)
    assert target_of(tmp_path, "{at_least: 5, per: quarter, by: 2025-12-31}").of_a_month == pytest.approx(5 / 3)
    assert target_of(tmp_path, "{at_most: 12.5, of: rate, by: 2025-12-31}").of_a_month is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{by: 2025-12-31}", "needs either at_most: a number, or at_least: a number"),
        ("{at_most: 1, at_least: 2, by: 2025-12-31}", "needs either at_most: a number, or at_least: a number"),
        ("{at_most: 240}", "a target lacks by; add it"),
        ("{at_most: few, by: 2025-12-31}", "at_most is `few`; expected a number"),
        ("{at_most: nan, by: 2025-12-31}", "is nan; expected a number of 0 or more"),
        ("{at_most: -1, by: 2025-12-31}", "is -1; expected a number of 0 or more"),
        ("{at_most: 240, by: 2025}", "by is `2025`; expected a date such as 2021-12-31"),
        ("{at_most: 240, by: 2025-02-30}", "by is `2025-02-30`; expected a date such as 2021-12-31"),
        ("{at_mots: 240, by: 2025-12-31}", "at_mots is not a field of a target; did you mean at_most?"),
        ("{at_most: 240, per: week, by: 2025-12-31}", "per is `week`; expected year, quarter or month"),
        ("{at_most: 240, of: rate, per: month, by: 2025-12-31}", "is a rate per month; expected one per year"),
    ],
)
def test_a_target_that_is_none_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InvalidFileError) as found:
        target_of(tmp_path, text)
    assert said in str(found.value)


def test_a_target_looks_the_way_that_is_desired() -> None:
    target = Target(at_least=5.0, by=date(2025, 12, 31))
    assert fault_of(target, "rise", False) == fault_of(target, None, False) == ""
    assert fault_of(target, "fall", False) == "is at_least 5, and a fall of the measure is desired; expected at_most"
    assert "indicator" in fault_of(Target(at_most=5.0, of="rate", by=date(2025, 12, 31)), "fall", True)


def yearly(**said: Any) -> Figure:
    """Return a figure of 2021."""
    plain: dict[str, Any] = {
        "table": "own", "position": 1, "group": "All", "measure_id": "own", "measure": "Own", "source": "ed",
        "unit": "attendance", "definition": "", "date_basis": "recorded_date", "area_basis": "site", "area_code": "",
        "area": "", "column": "2021", "period": "2021", "period_start": date(2021, 1, 1),
        "period_end": date(2021, 12, 31), "days": 365, "days_covered": 365, "not_known": 0,
    }  # fmt: skip
    return Figure(**{**plain, **said})


AT_MOST = Target(at_most=240.0, by=date(2025, 12, 31))
AT_LEAST = Target(at_least=240.0, by=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("count", "not_known", "at_most", "at_least"),
    [
        (240, 0, "met", "met"),
        (241, 0, "not met", "met"),
        (230, 10, "met", "can't be told, because of what is not known"),
        (230, 11, "can't be told, because of what is not known", "can't be told, because of what is not known"),
        (200, 10, "met", "not met"),
        (300, None, "not met", "met"),
        (200, None, "can't be told, because of what is not known", "can't be told, because of what is not known"),
        (None, None, "", ""),
    ],
)
def test_the_truth_must_be_on_one_side(count: int | None, not_known: int | None, at_most: str, at_least: str) -> None:
    year = yearly(count=count, not_known=not_known)
    assert (reaches(year, AT_MOST), reaches(year, AT_LEAST)) == (at_most, at_least)


def test_only_a_whole_span_of_its_kind_is_held_against_a_target() -> None:
    assert reaches(yearly(count=10, days_covered=300), AT_MOST) == ""
    month = replace(yearly(count=10), period_end=date(2021, 1, 31), days=31, days_covered=31)
    assert reaches(month, AT_MOST) == ""
    assert reaches(month, Target(at_most=10.0, per="month", by=date(2025, 12, 31))) == "met"


def test_a_rate_is_held_against_a_rate() -> None:
    target = Target(at_most=20.0, of="rate", by=date(2025, 12, 31))
    rated = yearly(count=100, not_known=0).but(rate=PopulationRate(rate=19.0))
    assert reaches(rated, target) == "met"
    assert reaches(rated.but(not_known=10), target) == "can't be told, because of what is not known"
    assert reaches(yearly(count=100), target) == ""


def test_it_is_said_in_words() -> None:
    measure = replace(Library().table("agencies").measures[0], target=AT_MOST)
    assert target_words(AT_MOST, measure) == "at most 240 a year by 31 December 2025"
    figures = [yearly(count=300), yearly(count=None)]
    assert target_sentence(measure, figures) == "Target: at most 240 a year by 31 December 2025; 2021: not met."
    assert target_sentence(replace(measure, target=None), figures) == ""
