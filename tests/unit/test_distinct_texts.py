"""Texts of several columns are asked for together, and what is told of each column is as if it had been asked alone."""

from __future__ import annotations

from collections import Counter

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from svtool.engine.embedded import EmbeddedEngine
from svtool.engine.seam import Values
from svtool.gathering.distinct_texts import ask_for_texts
from svtool.schema.row_columns import ROW

COLUMNS = {
    "knife": "flag", "recorded_date": "date", "offence_class": "offence_class", "victim_sex": "category",
    "offence_subcode": "offence_subcode", "area": "area", "victim_age": "age", "beat": "label",
}  # fmt: skip


class OneTable(EmbeddedEngine):
    """Answers about one table, in words that only Spark is asked in."""

    def __init__(self, rows: pa.Table) -> None:
        self.rows = rows
        self.asked: list[str] = []

    def answer(self, question: str, sql: str, values: Values = ()) -> pa.Table:
        self.asked.append(sql)
        with duckdb.connect() as connection:
            connection.register("texts", self.rows)
            return connection.sql(sql).to_arrow_table()


def some_texts(chance: np.random.Generator, rows: int) -> dict[str, list[str]]:
    """Return rows whose columns have from one to nearly as many texts as rows."""
    return {
        name: [f"{name[0]}{chance.integers(1 + place * rows // 8)}" for _ in range(rows)]
        for place, name in enumerate(COLUMNS)
    }


def table_of(texts: dict[str, list[str]]) -> OneTable:
    return OneTable(pa.table({ROW: pa.array(range(len(texts["area"])), pa.int64()), **texts}))


@pytest.mark.parametrize("seed", range(5))
def test_each_column_has_its_texts_in_the_order_in_which_they_first_stand_there(seed: int) -> None:
    texts = some_texts(np.random.default_rng(seed), rows=200)
    found = ask_for_texts(table_of(texts), "texts", COLUMNS)
    assert found.rows == 200
    for name, column in texts.items():
        assert list(found.alone[name].texts) == list(dict.fromkeys(column))
        assert found.alone[name].times.tolist() == list(Counter(column).values())


@pytest.mark.parametrize("seed", range(5))
def test_what_names_offences_is_told_together(seed: int) -> None:
    texts = some_texts(np.random.default_rng(seed), rows=200)
    found = ask_for_texts(table_of(texts), "texts", COLUMNS).together["current"]
    pairs = list(zip(texts["offence_class"], texts["offence_subcode"], strict=True))
    assert list(zip(*(found[name].to_pylist() for name in ("offence_class", "offence_subcode")), strict=True)) == list(
        dict.fromkeys(pairs)
    )


def test_columns_with_few_texts_share_a_set_so_that_each_row_is_taken_seldom() -> None:
    engine = table_of(some_texts(np.random.default_rng(1), rows=20))
    ask_for_texts(engine, "texts", COLUMNS)
    ((_, sets),) = (sql.split("GROUPING SETS ") for sql in engine.asked)
    assert sets == "((recorded_date), (beat), (offence_class, offence_subcode, victim_sex, knife), (victim_age, area))"
