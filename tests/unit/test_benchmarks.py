"""The benchmark: its scripts count what svtool counts, and what it measured becomes a page, with or without Polars."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "benchmarks"
SCRIPTS = [path.stem for path in BENCHMARKS.glob("*.py")]
OF_THEIR_OWN = {"polars_script", "spark_script", "charts"}  # they need what neither svtool nor its tests do
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """The scripts that need nothing of their own, by name; afterwards nobody can import them by accident."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield {name: import_module(name) for name in SCRIPTS if name not in OF_THEIR_OWN}
    for name in SCRIPTS:
        sys.modules.pop(name, None)


def test_no_script_is_longer_than_a_module_may_be() -> None:
    assert {path.name for path in BENCHMARKS.glob("*.py") if len(path.read_text().splitlines()) > 400} == set()


@pytest.mark.slow  # scripts in pandas and SQL, and svtool, on two forms of an extract
def test_every_script_counts_what_svtool_counts(
    scripts: dict[str, ModuleType], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from svtool.cli import run  # noqa: PLC0415 (beside the scripts, after they are known)

    for kind in ("flat CSV", "linked Parquet"):
        case = scripts["cases"].Case(kind, 4_000, tmp_path)
        case.make()
        files = [str(path) for path in case.files]
        capsys.readouterr()
        assert run(["measures", "--project", str(case.project), "--format", "csv"]) == 0
        expected = scripts["cases"].counts_of_svtool(capsys.readouterr().out)
        assert sum(count for years in expected.values() for count, _ in years.values()) > 500
        for found in (
            scripts["pandas_script"].count(files),
            scripts["duckdb_script"].count("lookup", files),
            scripts["duckdb_script"].count("case", files),
        ):
            scripts["cases"].check_equal(kind, json.loads(json.dumps(found)), "svtool", expected)


@pytest.mark.spark
def test_the_script_for_spark_counts_what_the_others_count(scripts: dict[str, ModuleType], tmp_path: Path) -> None:
    case = scripts["cases"].Case(scripts["cases"].SPARK, 4_000, tmp_path)
    case.make()
    outputs = {name: scripts["run"].run_anew(program).output for name, program in case.programs().items()}
    assert sum(count for years in json.loads(outputs["DuckDB, lookup tables"]).values() for count, _ in years.values())
    case.check(outputs)


@pytest.mark.slow  # processes of their own
def test_a_run_measures_without_polars_and_its_page_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\n\nsys.modules['polars'] = None\n")
    (tmp_path / "performance.md").write_text("# Performance\n\n<!-- measured -->\n<!-- /measured -->\n\nThe end.\n")
    asked = ("--sizes", "1500", "--messy-sizes", "1500", "--rounds", "1", "--cases", "flat CSV,messy CSV")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    told = [
        subprocess.run(
            [sys.executable, BENCHMARKS / name, *words], capture_output=True, check=False, text=True, env=environment
        )
        for name, words in (
            ("run.py", [*asked, "--data", tmp_path]),
            ("performance_page.py", ["--results", tmp_path / "results.json", "--docs", tmp_path]),
        )
    ]
    assert [each.returncode for each in told] == [0, 0], [each.stderr for each in told]
    assert "[9/9] 1,500 rows, messy CSV: pyarrow, bare parse of all columns, round 1 of 1" in told[0].stderr
    assert "Polars is not installed and was left out" in told[0].stdout
    page = (tmp_path / "performance.md").read_text()
    assert "| DuckDB, lookup tables | " in page
    assert page.endswith("<!-- /measured -->\n\nThe end.\n")


def measured(scripts: dict[str, ModuleType]) -> object:
    """Return results of two sizes, of two programs."""
    results, run = scripts["results"], scripts["measured_run"].Run
    cases = [
        results.Measured("flat CSV", rows, rows / 5_000, 3, {
            "svtool measures": run(2.0 * rows / 5_000_000, 3.0, 400.0),
            "DuckDB, bare parse": run(1.0 * rows / 5_000_000, 1.5, 200.0),
        })
        for rows in (5_000_000, 20_000_000)
    ]  # fmt: skip
    return results.Results("two processors", {"python": "3.11"}, cases)


def test_results_come_back_from_their_file_as_they_were(scripts: dict[str, ModuleType], tmp_path: Path) -> None:
    found = measured(scripts)
    found.write(tmp_path / "results.json")  # type: ignore[attr-defined]
    assert scripts["results"].read_results(tmp_path / "results.json") == found


def test_an_aim_is_reached_not_reached_or_not_measured(scripts: dict[str, ModuleType]) -> None:
    rows = {row[0]: row[2:] for row in scripts["tables"].rows_of_aims(measured(scripts))}
    assert rows["5 million rows of CSV, time beside DuckDB's bare parse"] == ["2.00", "reached"]
    assert rows["20 million rows beside 5 million, memory"] == ["1.00", "reached"]
    assert rows["5 million rows of CSV, time beside the pandas script"] == ["", "not measured"]
    found = measured(scripts)
    found.cases[1].programs["svtool measures"] = scripts["measured_run"].Run(9.0, None, None)  # type: ignore[attr-defined]
    rows = {row[0]: row[2:] for row in scripts["tables"].rows_of_aims(found)}
    assert rows["20 million rows beside 5 million, time"] == ["4.50", "not reached"]
    assert rows["20 million rows beside 5 million, memory"] == ["", "not measured"]


def test_the_chart_says_all_that_it_shows_to_those_who_do_not_see_it(scripts: dict[str, ModuleType]) -> None:
    root = ElementTree.fromstring(scripts["performance_page"].chart(measured(scripts)))  # noqa: S314 (our own)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title description"
    assert root.findtext(f"{SVG}desc") == (
        "Seconds that each program takes for a flat CSV, the quickest first. 5,000,000 rows: DuckDB, bare parse 1.00; "
        "svtool measures 2.00. 20,000,000 rows: DuckDB, bare parse 4.00; svtool measures 8.00."
    )
    lengths = [float(each.get("width") or 0) for each in root.iter(f"{SVG}rect")][1:]
    assert lengths == [480, 240, 480, 240]


def test_counts_that_differ_end_the_run(scripts: dict[str, ModuleType]) -> None:
    one, other = {"robbery": {"2020": [1, 0]}}, {"robbery": {"2020": [2, 0]}}
    with pytest.raises(SystemExit, match=r"^x: the results are not equal\nrobbery 2020: \[1, 0\], pandas.* \[2, 0\]"):
        scripts["cases"].check_equal("x", one, "pandas script", other)
    with pytest.raises(SystemExit, match="x: the results are not equal"):
        scripts["cases"].check_equal("x", {}, "pandas script", {})


def test_a_case_that_there_is_not_is_refused(scripts: dict[str, ModuleType]) -> None:
    with pytest.raises(Exception, match="no such case: round CSV; expected flat CSV, linked CSV"):
        scripts["run"].kinds("flat CSV, round CSV")
