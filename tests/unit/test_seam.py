"""The seam: what an engine must do is little, and what it says when it fails or is watched helps who looks."""

from __future__ import annotations

import pyarrow as pa
import pytest

from svtool.engine.embedded import EmbeddedEngine
from svtool.engine.seam import Engine, EngineError, frame, number, rows

PEOPLE = pa.table({"row_id": pa.array([1, 2, 3], pa.int32()), "age": pa.array([20, None, 40], pa.int16())})
OTHERS = pa.table({"row_id": pa.array([4], pa.int32()), "age": pa.array([None], pa.int16())})


def test_an_engine_must_do_eight_things_at_most() -> None:
    assert len(Engine.__abstractmethods__) <= 8


def test_blocks_of_rows_become_one_table() -> None:
    with EmbeddedEngine() as engine:
        engine.take("people", PEOPLE)
        engine.take("people", OTHERS)
        assert engine.columns("people") == ["row_id", "age"]
        assert rows(engine, "all", "SELECT row_id, age FROM people ORDER BY row_id") == [
            (1, 20), (2, None), (3, 40), (4, None),
        ]  # fmt: skip


def test_rows_may_be_added_to_a_step_that_is_kept() -> None:
    with EmbeddedEngine() as engine:
        engine.take("people", PEOPLE)
        engine.define("earlier", "SELECT * FROM people WHERE row_id < ?", [2], kept=True)
        engine.take("earlier", OTHERS)
        assert number(engine, "rows", "SELECT count(*) FROM earlier") == 2


def test_tables_that_nobody_restores_are_packed_by_no_checkpoint() -> None:
    with EmbeddedEngine() as engine:
        due = engine._connection.execute("SELECT current_setting('checkpoint_threshold')").fetchone()
        assert due == ("931.3 GiB",)


def test_a_step_that_is_kept_stays_when_what_it_was_made_from_goes() -> None:
    with EmbeddedEngine() as engine:
        engine.put("people", PEOPLE)
        engine.define("grown", "SELECT * FROM people WHERE age > 30", kept=True)
        engine.drop("people")
        assert rows(engine, "grown", "SELECT row_id FROM grown") == [(3,)]


def test_a_step_that_is_not_kept_says_what_is_there_when_it_is_asked() -> None:
    with EmbeddedEngine() as engine:
        engine.take("people", PEOPLE)
        engine.define("grown", "SELECT * FROM people WHERE age > 30")
        engine.take("people", pa.table({"row_id": pa.array([5], pa.int32()), "age": pa.array([50], pa.int16())}))
        assert number(engine, "rows", "SELECT count(*) FROM grown") == 2


def test_an_answer_keeps_the_order_that_is_asked_for() -> None:
    with EmbeddedEngine() as engine:
        engine.put("numbers", pa.table({"n": pa.array([(i * 7919) % 200_003 for i in range(200_000)], pa.int32())}))
        found = engine.answer("numbers", "SELECT n FROM numbers ORDER BY n")["n"].to_pylist()
        assert found == sorted(found)


def test_a_frame_has_timestamps_and_numbers_that_may_lack() -> None:
    with EmbeddedEngine() as engine:
        engine.put("people", PEOPLE)
        found = frame(engine, "people", "SELECT age, CAST(NULL AS DATE) AS day FROM people ORDER BY row_id")
        assert found["age"].isna().tolist() == [False, True, False]
        assert str(found["day"].dtype).startswith("datetime64")


@pytest.mark.parametrize("kept", [False, True])
def test_a_failure_names_its_step(kept: bool) -> None:
    with EmbeddedEngine() as engine, pytest.raises(EngineError, match=r"^police_current: "):
        engine.define("police_current", "SELECT nothing FROM nowhere", kept=kept)


def test_a_failure_names_its_question() -> None:
    with EmbeddedEngine() as engine, pytest.raises(EngineError, match=r"^records by day: "):
        engine.answer("records by day", "SELECT nothing FROM nowhere")


def test_steps_are_listed_with_their_rows_and_time_where_the_environment_asks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SVTOOL_DEBUG", "1")
    with EmbeddedEngine() as engine:
        engine.take("people", PEOPLE)
        engine.define("grown", "SELECT * FROM people WHERE age > 30")
        number(engine, "how many are grown", "SELECT count(*) FROM grown")
    steps = [line.split() for line in capsys.readouterr().err.splitlines()]
    assert [(" ".join(step[1:-4]), step[-4], step[-3], step[-1]) for step in steps] == [
        ("people", "3", "rows", "s"),
        ("grown", "1", "rows", "s"),
        ("how many are grown", "1", "rows", "s"),
    ]
    assert all(float(step[-2]) >= 0 for step in steps)


def test_steps_are_not_listed_otherwise(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("SVTOOL_DEBUG", raising=False)
    with EmbeddedEngine() as engine:
        engine.put("people", PEOPLE)
    assert capsys.readouterr().err == ""
