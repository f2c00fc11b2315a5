"""A star says what the contract says: its files, joined by their keys, are the rows of the CSV again."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tenth import write_tenth

from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request
from svtool.errors import UsageError
from svtool.output.destination import choose_destination
from svtool.output.machine import columns_of, rows_of
from svtool.output.rendering import outputs_of
from svtool.output.star import AROUND, key_of, star_as_files, star_of

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "feeds.md"
BY = ("area", "age_band")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    project = write_tenth(tmp_path_factory.mktemp("tenth"))
    return measure(Request(project=project, tables=("agencies",), by=BY, disclosure="threshold_5"))


def test_joined_by_their_keys_the_files_are_the_rows_of_the_csv(result: Result) -> None:
    star = star_of(result)
    around = {**AROUND, "by_age_band": ("age_band",)}
    by_key = {name: {row[key_of(name)]: row for row in star[name].to_pylist()} for name in around}
    joined = []
    for figure in star["figures"].to_pylist():
        row = dict(figure)
        for name, columns in around.items():
            row |= {each: by_key[name][figure[key_of(name)]][each] for each in columns}
        notes = [each for each in star["notes"].to_pylist() if each["figure_key"] == figure["figure_key"]]
        row["notes"] = " ".join(each["note"] for each in notes)
        joined.append({name: row[name] for name in columns_of(result)})
    assert joined == rows_of(result)


def test_each_key_stands_once_and_every_figure_points_to_a_row(result: Result) -> None:
    star = star_of(result)
    for name in [*AROUND, "by_age_band"]:
        keys = star[name][key_of(name)].to_pylist()
        assert keys == list(range(1, len(keys) + 1))
        assert set(star["figures"][key_of(name)].to_pylist()) == set(keys)
    marks = star["statuses"]["status"].to_pylist()
    assert set(star["figures"]["status"].to_pylist()) <= set(marks)


def test_what_a_policy_hides_is_empty_and_marked(result: Result) -> None:
    figures = star_of(result)["figures"].to_pylist()
    hidden = [each for each in figures if each["status"] == "c"]
    assert hidden
    assert {each["count"] for each in hidden} == {None}
    assert not [each for each in figures if 0 < (each["count"] or 0) < 5]


def test_the_same_figures_are_the_same_bytes_with_types_that_do_not_hang_on_them(result: Result) -> None:
    assert star_as_files(result) == star_as_files(result)
    nothing = measure_nothing(result)
    schemas = [{name: table.schema for name, table in star_of(each).items()} for each in (result, nothing)]
    assert schemas[0] == schemas[1]


def measure_nothing(result: Result) -> Result:
    return dataclasses.replace(result, figures=[])


def test_a_folder_takes_it_beside_other_formats(result: Result, tmp_path: Path) -> None:
    destination = choose_destination(("star", "csv"), f"{tmp_path}/feed/")
    files = {each.name: each for each in outputs_of(result, ("star", "csv"), destination)}
    assert list(files) == [
        "star_figures.parquet", "star_measures.parquet", "star_areas.parquet", "star_periods.parquet",
        "star_by_age_band.parquet", "star_statuses.parquet", "star_notes.parquet", "star_run.parquet",
        "agencies.csv",
    ]  # fmt: skip
    read = pq.read_table(pa.BufferReader(files["star_figures.parquet"].content))
    assert read.equals(star_of(result)["figures"])


@pytest.mark.parametrize("out", [None, "feed.parquet", "feed"])
def test_nothing_but_a_folder_takes_it(out: str | None) -> None:
    with pytest.raises(UsageError, match=r"several files\. (Add --out FOLDER/|Name a folder: --out feed/)"):
        choose_destination(("star",), out)


def test_the_script_of_the_documentation_names_files_and_columns_that_there_are(result: Result) -> None:
    script = re.search(r"```r\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert script
    star = star_of(result)
    assert set(re.findall(r'star\("(\w+)"\)', script[1])) <= set(star)
    columns = {name for table in star.values() for name in table.column_names}
    (selected,) = re.findall(r"select\((.*?)\)", script[1])
    assert {*re.findall(r'by = "(\w+)"', script[1]), *selected.split(", ")} <= columns


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_script_of_the_documentation_runs(result: Result, tmp_path: Path) -> None:
    script = re.search(r"```r\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert script
    for name, content in star_as_files(result).items():
        (tmp_path / "feed").mkdir(exist_ok=True)
        (tmp_path / "feed" / f"star_{name}.parquet").write_bytes(content)
    done = subprocess.run(["Rscript", "-e", script[1]], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_name_that_no_folder_can_have_is_told_as_for_every_format() -> None:
    with pytest.raises(UsageError, match="can't be written"):
        choose_destination(("star",), "x" * 5_000)
