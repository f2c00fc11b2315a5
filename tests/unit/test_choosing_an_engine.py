"""Which engine counts: the command line's word, else the project's; Spark says what it lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from svtool.commands.opening import open_engine, open_project
from svtool.engine import spark_session
from svtool.engine.bounds import Bounds
from svtool.engine.embedded import EmbeddedEngine
from svtool.errors import InvalidFileError, UsageError

PROJECT = """
periods: {kind: calendar, years: [2021]}
sources: {fire: {files: fire.csv}}
"""
WITH_SETTINGS = "engine: {spark: {master: spark://host:7077, settings: {spark.executor.memory: 4g}}}"


def engine_of(folder: Path, said: str, bounds: Bounds | None = None) -> Bounds:
    (folder / "svtool.yaml").write_text(PROJECT + said, encoding="utf-8")
    return open_project(folder / "svtool.yaml", bounds=bounds or Bounds()).bounds


@pytest.mark.parametrize("said", ["", "engine: embedded"])
def test_the_embedded_engine_counts_where_nobody_says(said: str, tmp_path: Path) -> None:
    with open_engine(engine_of(tmp_path, said)) as engine:
        assert isinstance(engine, EmbeddedEngine)


def test_a_project_may_name_spark(tmp_path: Path) -> None:
    assert engine_of(tmp_path, "engine: spark").engine == "spark"


def test_a_project_says_how_spark_is_reached(tmp_path: Path) -> None:
    found = engine_of(tmp_path, WITH_SETTINGS)
    assert found.engine == "spark"
    assert found.spark is not None
    assert (found.spark.master, found.spark.settings) == ("spark://host:7077", {"spark.executor.memory": "4g"})


def test_the_command_line_comes_before_the_project(tmp_path: Path) -> None:
    assert engine_of(tmp_path, "engine: spark", Bounds(engine="embedded")).engine == "embedded"
    assert engine_of(tmp_path, "engine: embedded", Bounds(engine="spark")).engine == "spark"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("engine: duckdb", r"svtool\.yaml:4: engine is duckdb; expected embedded or spark"),
        ("engine: {spark: {cores: 2}}", r"svtool\.yaml:4: .*its fields are master, folder or settings"),
    ],
)
def test_an_engine_that_there_is_not_is_told_at_its_line(said: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match=told):
        engine_of(tmp_path, said)


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"^--engine spark: pyspark is not installed\. Install svtool\[spark\]"):
        open_engine(Bounds(engine="spark"))


def test_without_java_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "find_spec", lambda name: name)
    monkeypatch.setattr(spark_session.shutil, "which", lambda _name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(UsageError, match=r"^--engine spark: Java is not found\. Install svtool\[spark\] and Java 17"):
        open_engine(Bounds(engine="spark"))
