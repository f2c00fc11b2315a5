"""Metropolitan Police homicide victims, 2003 to March 2024: one row per victim, ages in bands, dates as months."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from real_files import Counted

YEARS = (2018, 2019, 2020, 2021, 2024)
FILE = "met_homicide/met_homicide_2003_2024-03.csv"
PERIODS = "{kind: calendar, years: [2018, 2019, 2020, 2021, 2024]}"


@pytest.fixture(scope="session")
def homicides(counted: Counted) -> pd.DataFrame:
    return counted(FILE, "met_homicide", PERIODS, tables="home_office")


@pytest.fixture(scope="session")
def non_domestic_rows() -> Counter[int]:
    """The non-domestic homicides of the file by year, counted in plain Python."""
    with (Path(os.environ["SVTOOL_REAL_DATA"]) / FILE).open(encoding="utf-8-sig", newline="") as file:
        return Counter(
            int(row["Recorded Year"]) for row in csv.DictReader(file) if row["Domestic Abuse"] == "Not Domestic Abuse"
        )


def row(frame: pd.DataFrame, measure: str, area: str | None = None) -> pd.DataFrame:
    chosen = frame["measure_id"] == measure
    if area:
        chosen &= frame["area"] == area
    return frame[chosen].set_index(pd.Index(YEARS))


def test_non_domestic_homicides(homicides: pd.DataFrame, non_domestic_rows: Counter[int]) -> None:
    found = row(homicides, "non_domestic_homicide")["count"].to_dict()
    assert found == {year: non_domestic_rows[year] for year in YEARS}
    assert [found[year] for year in (2018, 2019, 2020, 2021)] == [110, 137, 111, 111]


def test_non_domestic_homicides_with_a_knife_of_people_under_25(homicides: pd.DataFrame) -> None:
    found = row(homicides, "non_domestic_knife_homicide_under_25")
    assert found["count"].loc[[2018, 2019, 2020, 2021]].tolist() == [34, 41, 29, 42]


def test_what_is_not_known_of_method_or_age_stands_beside(homicides: pd.DataFrame) -> None:
    found = row(homicides, "non_domestic_knife_homicide_under_25")
    assert found["not_known"].loc[2018] == 2
    assert found["not_known"].notna().all()


def test_a_borough_that_is_not_mapped_is_among_the_not_known_of_london(
    counted: Counted, non_domestic_rows: Counter[int]
) -> None:
    frame = counted(FILE, "met_homicide", PERIODS, tables="home_office", areas="metropolitan")
    found = row(frame, "non_domestic_homicide", frame["area"].iloc[0])
    assert (found["not_known"] > 0).any()
    together = found["count"] + found["not_known"]
    # A homicide in no mapped borough may also be a domestic one: it is not known, whatever the flag says.
    assert (together >= [non_domestic_rows[year] for year in YEARS]).all()


def test_three_months_are_not_labelled_as_a_year(homicides: pd.DataFrame) -> None:
    found = row(homicides, "non_domestic_knife_homicide_under_25")
    assert found["period"].loc[2024] == "Jan to Mar 2024"
    assert (found["days"].loc[2024], found["days_covered"].loc[2024]) == (366, 91)
    assert found["period"].loc[2021] == "2021"


def test_three_months_are_compared_with_the_same_three(homicides: pd.DataFrame) -> None:
    found = row(homicides, "non_domestic_homicide")
    assert found["comparison"].loc[2024] == "like_for_like"
    assert found["compared_count"].loc[2024] == found["count"].loc[2024]


def test_sources_that_are_not_there_are_not_available(homicides: pd.DataFrame) -> None:
    found = row(homicides, "ed_knife_or_sharp")
    assert set(found["status"]) == {"x"}
    assert found["count"].isna().all()


def test_a_file_of_homicides_says_nothing_of_other_offences(homicides: pd.DataFrame) -> None:
    found = row(homicides, "blade_possession")
    assert found["count"].isna().all()
    assert all(
        each.endswith("Not available: the police extracts were drawn for other kinds of record: Homicide.")
        for each in found["notes"]
    )
