"""`svtool.measures()`: the figures of a project as a data frame, with the columns of the contract."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

import svtool
from svtool.errors import ExtractError, InvalidFileError, SvtoolError, UsageError
from svtool.figures.contract import NUMBERS, WHOLE_NUMBERS, columns
from svtool.findings.row_of_finding import FINDING_COLUMNS

PROJECT = """\
definition: merseyside
tables: [recorded_crime, mvrp_local]
areas: merseyside
periods: {kind: calendar, years: [2020, 2021], baseline: 2020}
sources:
  police: {files: police.csv}
  indicators: {files: indicators.csv}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an offence a day, every third of them a robbery."""
    folder = tmp_path_factory.mktemp("project")
    lines = ["reference,recorded_date,committed_date,offence_class,knife,firearm,domestic_abuse,area"]
    for number in range(731):
        day = date(2020, 1, 1) + timedelta(days=number)
        lines.append(f"R{number},{day},{day},{'34B' if number % 3 else '45'},N,N,N,Wirral")
    (folder / "police.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "indicators.csv").write_text(
        "measure_id,column_period,own_period_start,own_period_end,value,unit,status\n"
        "school_absence_primary,2020,,,4.4,%,\nschool_absence_primary,2021,,,4.65,%,\n",
        encoding="utf-8",
    )
    (folder / "svtool.yaml").write_text(PROJECT, encoding="utf-8")
    return folder / "svtool.yaml"


@pytest.fixture(scope="module")
def frame(project: Path) -> pd.DataFrame:
    return svtool.measures(project)


def test_its_columns_are_those_of_the_contract(frame: pd.DataFrame) -> None:
    assert tuple(frame.columns) == columns()


def test_counts_are_whole_numbers_that_may_be_missing(frame: pd.DataFrame) -> None:
    found = {name: str(frame[name].dtype) for name in WHOLE_NUMBERS}
    changes = {"change", "baseline_change"}  # an indicator's change may be a fraction
    assert {name: kind for name, kind in found.items() if name not in changes} == dict.fromkeys(
        [name for name in WHOLE_NUMBERS if name not in changes], "Int64"
    )
    assert found["change"] == "Float64"


def test_changes_are_whole_numbers_where_all_of_them_are(project: Path) -> None:
    found = svtool.measures(project, tables=["recorded_crime"])
    assert {str(found[name].dtype) for name in WHOLE_NUMBERS} == {"Int64"}


def test_per_cents_and_values_are_numbers_that_may_be_missing(frame: pd.DataFrame) -> None:
    assert {str(frame[name].dtype) for name in NUMBERS} == {"Float64"}


def test_days_are_dates(frame: pd.DataFrame) -> None:
    assert {frame[name].dtype.kind for name in ("period_start", "period_end")} == {"M"}
    assert frame["period_end"].iloc[0] == pd.Timestamp("2020-12-31")


def test_everything_else_is_text_and_empty_where_there_is_nothing(frame: pd.DataFrame) -> None:
    words = [name for name in columns() if name not in {*WHOLE_NUMBERS, *NUMBERS, "period_start", "period_end"}]
    assert {type(value) for name in words for value in frame[name]} == {str}


def test_its_rows_are_the_figures_in_the_order_of_the_tables(frame: pd.DataFrame) -> None:
    assert frame["table"].drop_duplicates().tolist() == ["recorded_crime", "mvrp_local"]
    offences = frame[frame["measure_id"] == "recorded_offences"]
    assert offences["count"].tolist() == [366, 365]
    assert offences["change"].tolist()[1] == -1
    assert offences["status"].tolist() == ["", ""]


def test_what_is_not_available_is_missing_and_has_its_status(frame: pd.DataFrame) -> None:
    suspects = frame[frame["measure_id"] == "suspected_more_than_once"]
    assert suspects["count"].isna().all()
    assert set(suspects["status"]) == {"x"}


def test_an_indicator_has_a_value_and_no_count(frame: pd.DataFrame) -> None:
    found = frame[frame["measure_id"] == "school_absence_primary"]
    assert found["value"].tolist() == [4.4, 4.65]
    assert found["count"].isna().all()
    assert found["change"].iloc[1] == pytest.approx(0.25)


def test_breakdowns_are_columns_of_their_own(project: Path) -> None:
    found = svtool.measures(project, tables=["recorded_crime"], by=["offence_class", "area"])
    assert tuple(found.columns) == columns(("area", "offence_class"))
    wirral = found[(found["area"] == "Wirral") & (found["measure_id"] == "recorded_offences")]
    assert set(wirral["offence_class"]) == {"all", "34B", "45"}


def test_what_the_command_line_can_choose_can_be_chosen(project: Path) -> None:
    found = svtool.measures(
        project, tables=["recorded_crime"], definition="west_mercia", periods="month:2020-02..2020-03", partial="refuse"
    )
    assert found["period"].tolist() == ["Feb 2020", "Mar 2020"] * 2
    assert set(found["definition"]) == {"", "west_mercia"}
    assert found["count"].tolist()[:2] == [29, 31]


def test_a_project_may_be_named_by_text_or_path_and_is_svtool_yaml_by_default(
    project: Path, monkeypatch: pytest.MonkeyPatch, frame: pd.DataFrame
) -> None:
    monkeypatch.chdir(project.parent)
    pd.testing.assert_frame_equal(svtool.measures(), frame)
    pd.testing.assert_frame_equal(svtool.measures(os.fspath(project)), frame)


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"project": "nowhere.yaml"}, InvalidFileError, "nowhere.yaml: there is no such file"),
        ({"tables": ["nothing"]}, InvalidFileError, "nothing is not a table"),
        ({"definition": "mersey"}, InvalidFileError, "did you mean merseyside?"),
        ({"periods": "weekly:1"}, UsageError, "weekly is not a kind of period"),
        ({"by": ["postcode"]}, UsageError, "postcode is not a breakdown"),
    ],
)
def test_what_a_user_can_mend_is_raised_in_plain_sentences(
    arguments: dict[str, object], error: type[SvtoolError], said: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.parent)
    with pytest.raises(error) as raised:
        svtool.measures(**arguments)
    assert said in str(raised.value)


def test_a_missing_extract_is_raised(tmp_path: Path) -> None:
    (tmp_path / "svtool.yaml").write_text(PROJECT, encoding="utf-8")
    with pytest.raises(ExtractError, match=r"police\.csv: there is no such file"):
        svtool.measures(tmp_path / "svtool.yaml")


@pytest.mark.parametrize("mode", ["half", "like-for-like"])
def test_a_way_of_comparing_that_there_is_not_is_refused(mode: str, project: Path) -> None:
    with pytest.raises(UsageError, match="partial"):
        svtool.measures(project, tables=["recorded_crime"], partial=mode)


def test_the_package_says_its_version() -> None:
    assert svtool.__version__.count(".") == 2


def test_findings_are_a_data_frame_with_the_columns_of_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "police.csv"
    path.write_text(
        "reference,recorded_date,offence_class,knife\nR1,2021-02-31,34B,N\nR2,2021-02-03,34B,perhaps\n",
        encoding="utf-8",
    )
    found = svtool.validate(path)
    assert tuple(found.columns) == FINDING_COLUMNS
    assert str(found["count"].dtype) == "Int64"
    dates = found[found["id"] == "V10"]
    assert dates[["level", "field", "count", "first_records"]].to_numpy().tolist() == [
        ["error", "recorded_date", 1, "2"]
    ]
    assert "V25" in set(found["id"])


def test_what_is_wrong_with_the_command_is_raised_and_what_is_wrong_with_a_file_is_a_finding(tmp_path: Path) -> None:
    found = svtool.validate(tmp_path / "gone.csv", source="police")
    assert found["level"].tolist() == ["error"]
    with pytest.raises(UsageError, match="did you mean police"):
        svtool.validate(tmp_path / "gone.csv", source="polise")


def test_an_extract_without_findings_is_an_empty_frame(tmp_path: Path) -> None:
    path = tmp_path / "fire.csv"
    path.write_text("reference,recorded_date,motive,area\n1,2021-01-01,deliberate,Wirral\n", encoding="utf-8")
    found = svtool.validate(path)
    assert tuple(found.columns) == FINDING_COLUMNS
    assert set(found["level"]) <= {"note"}
