"""Spark does what the seam asks of an engine, as the embedded one does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pyarrow as pa
import pytest

from svtool.engine import spark_engine
from svtool.engine.seam import Engine, EngineError, number, rows

pytestmark = pytest.mark.spark

PEOPLE = pa.table({"row_id": pa.array([1, 2, 3], pa.int32()), "age": pa.array([20, None, 40], pa.int16())})
OTHERS = pa.table({"row_id": pa.array([4], pa.int32()), "age": pa.array([None], pa.int16())})
ALL = [(1, 20), (2, None), (3, 40), (4, None)]


@pytest.fixture
def engine(in_spark: Callable[[], Engine]) -> Iterator[Engine]:
    with in_spark() as engine:
        yield engine


@pytest.mark.parametrize("written", [False, True], ids=["sent", "written"])
def test_blocks_of_rows_become_one_table(written: bool, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    if written:
        monkeypatch.setattr(spark_engine, "SENT_AT_MOST", 0)
        monkeypatch.setattr(spark_engine, "WRITTEN_AT_ONCE", 1)
    engine.take("people", PEOPLE)
    engine.take("people", OTHERS)
    assert engine.columns("people") == ["row_id", "age"]
    assert rows(engine, "all", "SELECT row_id, age FROM people ORDER BY row_id") == ALL


def test_rows_may_be_added_to_a_step_that_is_kept(engine: Engine) -> None:
    engine.take("people", PEOPLE)
    engine.define("earlier", "SELECT * FROM people WHERE row_id < ?", [2], kept=True)
    engine.take("earlier", OTHERS)
    assert number(engine, "rows", "SELECT count(*) FROM earlier") == 2


def test_a_step_that_is_kept_stays_when_what_it_was_made_from_goes(engine: Engine) -> None:
    engine.put("people", PEOPLE)
    engine.define("grown", "SELECT * FROM people WHERE age > 30", kept=True)
    engine.drop("people")
    assert rows(engine, "grown", "SELECT row_id FROM grown") == [(3,)]


def test_a_step_that_is_not_kept_says_what_is_there_when_it_is_asked(engine: Engine) -> None:
    engine.take("people", PEOPLE)
    engine.define("grown", "SELECT * FROM people WHERE age > 30")
    engine.take("people", pa.table({"row_id": pa.array([5], pa.int32()), "age": pa.array([50], pa.int16())}))
    assert number(engine, "rows", "SELECT count(*) FROM grown") == 2


def test_values_of_a_user_are_parameters(engine: Engine) -> None:
    engine.put("people", pa.table({"name": ['it\'s \\ "x"'], "day": [date(2021, 2, 3)]}))
    sql = "SELECT count(*) FROM people WHERE name = ? AND day BETWEEN ? AND ?"
    assert number(engine, "named", sql, ['it\'s \\ "x"', date(2021, 2, 3), date(2021, 2, 3)]) == 1


@pytest.mark.parametrize("kept", [False, True])
def test_a_failure_names_its_step(kept: bool, engine: Engine) -> None:
    with pytest.raises(EngineError, match=r"^police_current: "):
        engine.define("police_current", "SELECT nothing FROM nowhere", kept=kept)


def test_runs_in_one_session_do_not_see_each_other(in_spark: Callable[[], Engine]) -> None:
    with in_spark() as one, in_spark() as other:
        one.put("people", PEOPLE)
        other.put("people", OTHERS)
        assert number(one, "rows", "SELECT count(*) FROM people") == 3
