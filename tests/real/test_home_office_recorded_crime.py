"""Home Office recorded crime by force, 2017/18: counts by class and quarter, without flags."""

from __future__ import annotations

import pandas as pd
import pytest
from real_files import Counted

from svtool.errors import UsageError


@pytest.fixture(scope="session")
def by_force(counted: Counted) -> pd.DataFrame:
    return counted(
        "ho_recorded_crime_pfa/prc-pfa-mar2013-onwards-tables201718.csv",
        "home_office_recorded_crime",
        "{kind: financial, years: [2017/18]}",
        tables="recorded_crime",
        areas="police_forces",
        by="area",
    )


@pytest.mark.parametrize(
    ("force", "certain", "possible"), [("Merseyside", 2_936, 18_057), ("West Mercia", 1_143, 13_560)]
)
def test_serious_violence_by_the_definition(force: str, certain: int, possible: int, by_force: pd.DataFrame) -> None:
    found = by_force[(by_force["measure_id"] == "recorded_serious_violence") & (by_force["area"] == force)]
    assert len(found) == 1
    figure = found.iloc[0]
    assert figure["count"] == certain
    assert figure["count"] + figure["not_known"] == possible
    assert figure["status"] == ""


def test_all_rows_together(counted: Counted) -> None:
    found = counted(
        "ho_recorded_crime_pfa/prc-pfa-mar2013-onwards-tables201718.csv",
        "home_office_recorded_crime",
        "{kind: financial, years: [2017/18]}",
        tables="recorded_crime",
    )
    figure = found[found["measure_id"] == "recorded_offences"].iloc[0]
    assert (figure["count"], figure["not_known"], figure["area"]) == (5_519_401, 0, "all records")
    assert (figure["days"], figure["days_covered"]) == (365, 365)


def test_forces_and_fraud_bodies_are_all_there(by_force: pd.DataFrame) -> None:
    found = by_force[by_force["measure_id"] == "recorded_offences"]
    assert found["count"].iloc[1:].sum() == 5_519_401


def test_the_four_quarters_make_the_year(counted: Counted) -> None:
    found = counted(
        "ho_recorded_crime_pfa/prc-pfa-mar2013-onwards-tables201718.csv",
        "home_office_recorded_crime",
        "{kind: quarter, from: 2017-Q2, to: 2018-Q1}",
        tables="recorded_crime",
    )
    assert found[found["measure_id"] == "recorded_offences"]["count"].sum() == 5_519_401


def test_quarters_are_not_split_into_months(counted: Counted) -> None:
    with pytest.raises(UsageError, match="The dates of police are quarters; choose periods made of whole quarters"):
        counted(
            "ho_recorded_crime_pfa/prc-pfa-mar2013-onwards-tables201718.csv",
            "home_office_recorded_crime",
            "{kind: month, from: 2017-04, to: 2017-06}",
            tables="recorded_crime",
        )
