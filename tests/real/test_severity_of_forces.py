"""The severity score of every force, 2017/18: as a plain sum of counts and weights makes it, and as the page has it."""

from __future__ import annotations

import csv
import math
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from real_files import FOLDER

import svtool

ROOT = Path(__file__).parents[2]
COUNTS = "ho_recorded_crime_pfa/prc-pfa-mar2013-onwards-tables201718.csv"
PROJECT = """\
tables: [severity]
areas: police_forces
periods: {{kind: financial, years: [2017/18]}}
sources:
  police: {{files: '{0}', mapping: home_office_recorded_crime}}
"""
SHARES = ("homicides", "violence_with_injury", "sexual_offences", "robberies")


@pytest.fixture(scope="module")
def by_force(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    project = tmp_path_factory.mktemp("severity") / "svtool.yaml"
    project.write_text(PROJECT.format(Path(FOLDER or "") / COUNTS), encoding="utf-8")
    return svtool.measures(project, by=["area"], rates=True)


def value(by_force: pd.DataFrame, force: str, measure: str, column: str = "value") -> float:
    (found,) = by_force[(by_force["measure_id"] == measure) & (by_force["area"] == force)][column]
    return float(found) if pd.notna(found) else math.nan


def test_every_force_has_the_sum_of_its_counts_and_weights(by_force: pd.DataFrame) -> None:
    with (ROOT / "definitions/weights/css.csv").open(encoding="utf-8", newline="") as file:
        weights = {row["code"]: float(row["weight"]) for row in csv.DictReader(file)}
    score: Counter[str] = Counter()
    without: Counter[str] = Counter()
    with (Path(FOLDER or "") / COUNTS).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            code, number = row["Offence Code"].strip(), int(row["Number of Offences"].replace(",", ""))
            score[row["Force Name"]] += number * weights.get(code, 0.0)
            without[row["Force Name"]] += 0 if code in weights else number
    weighed = [force for force, total in score.items() if total]
    assert len(weighed) == 44, "43 territorial forces and the British Transport Police"
    for force in weighed:
        assert value(by_force, force, "offences_severity") == pytest.approx(score[force], rel=1e-9), force
        assert value(by_force, force, "offences_severity", "not_weighed") == without[force] == 0, force


def test_bodies_whose_frauds_have_no_weight_have_no_score_and_are_listed(by_force: pd.DataFrame) -> None:
    of_fraud = by_force[(by_force["measure_id"] == "offences_severity") & (by_force["status"] == "x")]
    assert of_fraud["value"].isna().all()
    assert of_fraud["not_weighed"].sum() == 638_358
    assert of_fraud["notes"].str.contains("none of Recorded offences has a weight").all()


def test_the_page_prints_these(by_force: pd.DataFrame) -> None:
    page = (ROOT / "docs/explanation/severity.md").read_text(encoding="utf-8")
    table = page.split("<!-- severity of forces -->")[1].split("<!-- /severity of forces -->")[0]
    printed = [[cell.strip() for cell in line.strip("|\n ").split("|")] for line in table.strip().splitlines()[2:]]
    assert len(printed) == 44
    for force, offences, score, for_each, *shares in printed:
        people = value(by_force, force, "offences_severity", "population")
        rate = value(by_force, force, "offences_severity", "rate") / 100_000
        assert offences == f"{value(by_force, force, 'offences', 'count'):,.0f}"
        assert score == f"{value(by_force, force, 'offences_severity'):,.0f}"
        assert for_each == (f"{rate:.1f}" if people > 0 else "")
        assert shares == [f"{value(by_force, force, f'{name}_share_of_severity'):.1f}%" for name in SHARES], force
