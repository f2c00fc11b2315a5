"""What lies where Spark reads it counts as the same file does here, and no record is fetched for it."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import svtool
from svtool.commands import measures
from svtool.commands.measures import Result
from svtool.commands.scope import Request
from svtool.engine.bounds import Bounds
from svtool.engine.embedded import EmbeddedEngine
from svtool.engine.seam import Engine, Values
from svtool.engine.spark_engine import SparkEngine
from svtool.errors import ExtractError

pytestmark = pytest.mark.spark

# A hundred records with texts that nobody understands, blanks, times of day and references in small letters.
HEADER = "reference,recorded_date,committed_date,offence_class,knife,victim_age,area"
ODD = ["?", "", "34B", "45", " 34B "]
DAYS = ["2020-02-03", "2021-05-06 10:30", "", "nonsense", "2021-07-08"]
LINES = [
    f" r{i}x ,{DAYS[i % 5]},2020-01-0{i % 9 + 1},{ODD[i % 5]},{'YN '[i % 3]},"
    f"{[17, 'x', '', 40][i % 4]},{'Wirral' if i % 3 else 'Elsewhere'}"
    for i in range(100)
]
TEXT = "\n".join([HEADER, *LINES]) + "\n"
PROJECT = """
tables: [home_office]
areas: merseyside
periods: {{kind: calendar, years: [2020, 2021]}}
sources: {{police: {{files: {file}, mapping: standard}}}}
"""


def project(folder: Path, file: str) -> Path:
    (folder / "svtool.yaml").write_text(PROJECT.format(file=file), encoding="utf-8")
    return folder / "svtool.yaml"


def parquet(folder: Path) -> None:
    header, *rows = csv.reader(io.StringIO(TEXT))
    table = pa.table({name: pa.array([row[i] for row in rows]) for i, name in enumerate(header)})
    pq.write_table(table, folder / "police.parquet")


@pytest.fixture
def spark(in_spark: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch) -> Iterator[SparkEngine]:
    """The engine that commands open, until the next one."""
    engine = in_spark()
    assert isinstance(engine, SparkEngine)
    monkeypatch.setattr(measures, "open_engine", lambda *_, **__: engine)
    yield engine


def told(result: Result) -> list[Any]:
    """What a run says of records, apart from how its files are called and read."""
    reports = [report for parts in result.reports.values() for report in parts.values()]
    return [
        result.figures, result.measure_ledgers, result.remarks,
        [(each.ledger, each.faults, each.undated, each.coarsest, each.absent, each.unplaced) for each in reports],
    ]  # fmt: skip


@pytest.fixture
def here(tmp_path: Path) -> Result:
    """The same records, read in this process and counted by the embedded engine."""
    parquet(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measures, "open_engine", lambda *_, **__: EmbeddedEngine())
        return measures.measure(Request(project=project(tmp_path, "police.parquet"), by=("area",)))


def test_parquet_counts_as_it_does_here_and_is_looked_at_twice(
    here: Result, tmp_path: Path, spark: SparkEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[str] = []

    def explained(sql: str, values: Values) -> None:
        if "_texts" in sql and "police_raw" in sql:
            ((plan,),) = spark.session.sql(f"EXPLAIN {sql}", args=list(values)).collect()
            plans.append(plan)

    define, answer = spark.define, spark.answer

    def defined(step: str, sql: str, values: Values = (), *, kept: bool = False) -> None:
        explained(sql, values)
        define(step, sql, values, kept=kept)

    def answered(question: str, sql: str, values: Values = ()) -> pa.Table:
        explained(sql, values)
        return answer(question, sql, values)

    monkeypatch.setattr(spark, "define", defined)
    monkeypatch.setattr(spark, "answer", answered)
    found = measures.measure(Request(project=tmp_path / "svtool.yaml", by=("area",)))
    assert told(found) == told(here)
    assert [plan.count("FileScan parquet") for plan in plans] == [1, 1]  # its distinct texts, and its values
    assert [word for word in ("Python", "SortMergeJoin", "InMemoryTableScan") if word in "".join(plans)] == []


def test_a_folder_of_csv_counts_as_the_file_does(here: Result, tmp_path: Path, spark: SparkEngine) -> None:
    (tmp_path / "police.csv").mkdir()
    (tmp_path / "police.csv" / "part-0.csv").write_text(TEXT, encoding="utf-8")
    bounds = Bounds(engine="spark")
    found = measures.measure(Request(project=project(tmp_path, "police.csv"), by=("area",), bounds=bounds))
    assert told(found) == told(here)
    assert (found.evidence.inputs, found.evidence.read_in_place) == ([], ["police.csv"])


def test_a_folder_of_csv_with_a_row_cut_short_is_refused(tmp_path: Path, spark: SparkEngine) -> None:
    (tmp_path / "police.csv").mkdir()
    (tmp_path / "police.csv" / "part-0.csv").write_text(f"{TEXT}r1,2021-01-01\n", encoding="utf-8")
    with pytest.raises(ExtractError, match=r"police\.csv: 1 row has another number of cells than the header"):
        measures.measure(Request(project=project(tmp_path, "police.csv")))


def test_a_table_of_the_catalogue_counts_as_the_file_does(here: Result, tmp_path: Path, spark: SparkEngine) -> None:
    spark.session.read.parquet(str(tmp_path / "police.parquet")).createOrReplaceTempView("recorded")
    found = measures.measure(Request(project=project(tmp_path, '"table:recorded"'), by=("area",)))
    assert told(found) == told(here)


def test_a_table_that_there_is_not_is_told(tmp_path: Path, spark: SparkEngine) -> None:
    with pytest.raises(ExtractError, match=r"^table:nowhere: Spark can't open it \(TABLE_OR_VIEW_NOT_FOUND"):
        measures.measure(Request(project=project(tmp_path, '"table:nowhere"')))


def test_a_frame_may_stand_where_a_file_does(here: Result, tmp_path: Path, in_spark: Callable[[], Engine]) -> None:
    shutil.move(tmp_path / "police.parquet", tmp_path / "elsewhere.parquet")
    with in_spark() as engine:
        assert isinstance(engine, SparkEngine)
        frame = engine.session.read.parquet(str(tmp_path / "elsewhere.parquet"))
        found = svtool.measures(tmp_path / "svtool.yaml", by=["area"], frames={"police.parquet": frame})
        assert not [each.name for each in engine.session.catalog.listTables() if each.isTemporary]
    counts = [None if each != each else int(each) for each in found["count"].astype("float64")]  # noqa: PLR0124
    assert counts == [each.count for each in here.figures if each.is_column]
