"""Rows that blocks bring are one table for queries, whether they are held as they come or copied for want of room."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest

from svtool.engine import taken_rows
from svtool.engine.taken_rows import TakenRows


def block(first: int, rows: int = 10) -> pa.Table:
    numbers = range(first, first + rows)
    return pa.table({"row_id": pa.array(numbers, pa.int32()), "reference": [f"R{each}" for each in numbers]})


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    monkeypatch.setattr(taken_rows, "AT_ONCE", 20)  # rows, so that two blocks go together
    with duckdb.connect(":memory:") as opened:
        yield opened


@pytest.mark.parametrize("room", [0, 1, 300, 700, 10_000])
@pytest.mark.parametrize("blocks", [1, 2, 3, 6])
def test_all_rows_are_there_however_many_may_be_held(
    connection: duckdb.DuckDBPyConnection, room: int, blocks: int
) -> None:
    taken = TakenRows(connection, room)
    for number in range(blocks):
        taken.take("people", block(10 * number))
    assert taken.changed == ["people"]
    assert taken.show("people") == 10 * blocks
    assert taken.changed == []
    assert connection.sql("SELECT * FROM people ORDER BY row_id").to_arrow_table().equals(block(0, 10 * blocks))


def test_rows_that_come_after_a_question_are_there_at_the_next(connection: duckdb.DuckDBPyConnection) -> None:
    for room in (0, 300, 10_000):
        taken = TakenRows(connection, room)
        for number in range(4):
            taken.take("people", block(10 * number))
            assert taken.show("people") == 10 * (number + 1)
        assert connection.execute("SELECT count(*), max(row_id) FROM people").fetchone() == (40, 39)
        assert taken.drop("people")


def test_a_table_that_is_dropped_leaves_its_room_to_others(connection: duckdb.DuckDBPyConnection) -> None:
    taken = TakenRows(connection, block(0, 20).nbytes)
    for name in ("people", "places"):
        for number in range(2):
            taken.take(name, block(10 * number))
        taken.show(name)
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        assert (f"{name}_held",) in views
        assert taken.drop(name)
    assert not taken.drop("people")
    assert not connection.execute("SELECT * FROM duckdb_views() WHERE NOT internal").fetchall()
    assert not connection.execute("SELECT * FROM duckdb_tables()").fetchall()


def test_a_table_without_rows_has_columns(connection: duckdb.DuckDBPyConnection) -> None:
    taken = TakenRows(connection, 0)
    taken.take("people", block(0, 0))
    assert taken.show("people") == 0
    assert connection.execute("DESCRIBE people").fetchall()[0][:2] == ("row_id", "INTEGER")
