"""police.uk street-level files of Merseyside: a crime type and a place, but no offence code, age or weapon."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from real_files import FOLDER, Counted

from svtool.cli import run

DECEMBER = "police_uk_street/2018-12-merseyside-street.csv"
MONTH = "{kind: month, from: 2018-12, to: 2018-12}"


def offences(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["measure_id"] == "recorded_offences"]


def test_every_crime_is_a_unit_with_or_without_an_id_and_anti_social_behaviour_is_none(counted: Counted) -> None:
    figure = offences(counted(DECEMBER, "police_uk", MONTH, tables="recorded_crime")).iloc[0]
    assert (figure["count"], figure["not_known"]) == (10_616, 0)
    assert (figure["period"], figure["days_covered"]) == ("Dec 2018", 31)


def test_by_borough(counted: Counted) -> None:
    found = offences(counted(DECEMBER, "police_uk", MONTH, tables="recorded_crime", areas="merseyside", by="area"))
    numbers = dict(zip(found["area"].str.replace(".", ""), found["count"], strict=True))
    assert {name: numbers[name] for name in ("Liverpool", "Wirral", "Sefton", "St Helens", "Knowsley")} == {
        "Liverpool": 4_915,
        "Wirral": 1_902,
        "Sefton": 1_635,
        "St Helens": 1_249,
        "Knowsley": 913,
    }
    assert numbers["outside Merseyside"] == 2
    assert numbers["Merseyside"] == 10_614  # what is outside is shown apart, never added


def test_by_crime_type(counted: Counted) -> None:
    found = offences(counted(DECEMBER, "police_uk", MONTH, tables="recorded_crime", by="crime_type"))
    numbers = dict(zip(found["crime_type"], found["count"], strict=True))
    assert numbers["all"] == 10_616
    folded = {name.casefold().replace(" ", "_"): number for name, number in numbers.items()}
    assert folded["violence_and_sexual_offences"] == 3_980
    assert folded["robbery"] == 120
    assert folded["possession_of_weapons"] == 74
    assert folded["anti-social_behaviour"] == 2_020
    assert sum(numbers.values()) == 10_616 + 12_636  # which is no part of all


@pytest.mark.parametrize("table", ["recorded_crime", "home_office", "mvrp_local"])
def test_nothing_that_needs_an_offence_code_is_a_number(table: str, counted: Counted) -> None:
    found = counted(DECEMBER, "police_uk", MONTH, tables=table)
    coded = found[(found["source"] == "police") & (found["measure_id"] != "recorded_offences")]
    assert len(coded) > 0
    assert coded["count"].isna().all()
    assert coded["not_known"].isna().all()
    assert set(coded["status"]) == {"x"}


@pytest.mark.parametrize("table", ["recorded_crime", "mvrp_local"])
def test_figures_by_a_definition_say_that_there_is_no_offence_code(table: str, counted: Counted) -> None:
    found = counted(DECEMBER, "police_uk", MONTH, tables=table)
    by_definition = found[found["definition"] == "merseyside"]
    (notes,) = by_definition["notes"]
    assert notes.endswith("Not available: these extracts have no offence code.")


def test_a_file_whose_lines_end_in_cr_alone_is_read_whole(counted: Counted) -> None:
    frame = counted(
        "police_uk_street/2014-04-merseyside-street.csv",
        "police_uk",
        "{kind: month, from: 2014-04, to: 2014-04}",
        tables="recorded_crime",
    )
    assert offences(frame)["count"].tolist() == [7_495]


EDITIONS = [Path(FOLDER or "") / DECEMBER, Path(FOLDER or "") / DECEMBER.replace(".csv", ".EDITION-B.csv")]


@pytest.fixture
def both_editions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project that names both editions of the same month."""
    files = ", ".join(f"'{path}'" for path in EDITIONS)
    (tmp_path / "svtool.yaml").write_text(
        "definition: merseyside\ntables: [recorded_crime]\n"
        f"periods: {MONTH}\nsources: {{police: {{files: [{files}], mapping: police_uk}}}}\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("both_editions")
def test_two_editions_of_a_month_that_say_the_same_count_once(capsys: pytest.CaptureFixture[str]) -> None:
    """They differ in outcomes alone, which nothing reads."""
    assert run(["measures", "--format", "csv"]) == 0
    row = next(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (row["measure_id"], row["count"]) == ("recorded_offences", "10616")


@pytest.mark.usefixtures("both_editions")
def test_the_later_edition_replaces_the_earlier_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["measures", "--replace", "--format", "csv"]) == 0
    row = next(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (row["measure_id"], row["count"]) == ("recorded_offences", "10616")
