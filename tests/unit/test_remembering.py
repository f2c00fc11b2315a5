"""An engine that remembers: the same question of the same rows is answered without them, any other is worked out."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest

from svtool.engine.embedded import EmbeddedEngine
from svtool.engine.remembering import RememberingEngine
from svtool.engine.seam import Engine, number
from svtool.records.load_plan import KnownRows

QUESTION = "SELECT count(*) FROM doubled WHERE n > 2"


class Remembered(dict[str, pa.Table]):
    """Answers in memory."""

    def find(self, fingerprint: str) -> pa.Table | None:
        return self.get(fingerprint)

    def keep(self, fingerprint: str, answer: pa.Table) -> None:
        self[fingerprint] = answer

    def trim(self) -> None:
        pass


class Opened(list[Engine]):
    """The engines that had to be opened."""

    def open(self) -> Engine:
        self.append(EmbeddedEngine())
        return self[-1]


@pytest.fixture
def answers() -> Remembered:
    return Remembered()


@pytest.fixture
def opened() -> Iterator[Opened]:
    found = Opened()
    yield found
    for each in found:
        each.close()


def numbers(*given: int) -> pa.Table:
    return pa.table({"n": pa.array(given, pa.int32())})


def prepared(
    answers: Remembered, opened: Opened, *given: int, factor: int = 2, version: str = "1"
) -> RememberingEngine:
    """Return an engine with some numbers, and a view of them multiplied by what a small table says."""
    engine = RememberingEngine(opened.open, answers, version)
    engine.take("given", numbers(*given))
    engine.put("factor", numbers(factor))
    engine.define("doubled", "SELECT g.n * f.n AS n FROM given AS g, factor AS f")
    return engine


def test_the_second_time_no_engine_is_opened(answers: Remembered, opened: Opened) -> None:
    for _ in range(2):
        engine = prepared(answers, opened, 1, 2, 3)
        assert number(engine, "large ones", QUESTION) == 2
        assert engine.columns("doubled") == ["n"]
    assert len(opened) == 1


def test_other_rows_values_words_or_versions_are_another_question(answers: Remembered, opened: Opened) -> None:
    assert number(prepared(answers, opened, 1, 2, 3), "", QUESTION) == 2
    assert number(prepared(answers, opened, 1, 2, 4, 5), "", QUESTION) == 3
    assert number(prepared(answers, opened, 1, 2, 3, factor=1), "", QUESTION) == 1
    assert number(prepared(answers, opened, 1, 2, 3, version="2"), "", QUESTION) == 2
    for bound, expected in ((1, 3), (2, 2), (5, 1)):
        asked = "SELECT count(*) FROM doubled WHERE n > ?"
        assert number(prepared(answers, opened, 1, 2, 3), "", asked, [bound]) == expected
    assert len(answers) == 7


def test_a_view_tells_of_its_tables_as_they_are_when_it_is_asked(answers: Remembered, opened: Opened) -> None:
    engine = prepared(answers, opened, 1, 2, 3)
    assert number(engine, "", QUESTION) == 2
    engine.put("factor", numbers(3))
    assert number(engine, "", QUESTION) == 3
    engine.take("given", numbers(9))
    assert number(engine, "", QUESTION) == 4


def test_a_kept_step_stays_as_it_was_made(answers: Remembered, opened: Opened) -> None:
    engine = prepared(answers, opened, 1, 2, 3)
    engine.define("made", "SELECT * FROM doubled", kept=True)
    engine.put("factor", numbers(9))
    asked = "SELECT sum(n) FROM made"
    assert number(engine, "", asked) == 12
    assert number(prepared(answers, opened, 1, 2, 3), "", "SELECT sum(n) FROM doubled") == 12


def test_what_was_dropped_may_be_made_anew(answers: Remembered, opened: Opened) -> None:
    engine = prepared(answers, opened, 1, 2, 3)
    engine.drop("doubled")
    engine.define("doubled", "SELECT n FROM given")
    assert number(engine, "", QUESTION) == 1


def test_rows_that_are_known_are_made_only_for_a_new_question(answers: Remembered, opened: Opened) -> None:
    made = []

    def blocks() -> Iterator[pa.Table]:
        made.append(1)
        yield numbers(1, 2, 3)

    for _ in range(3):
        engine = RememberingEngine(opened.open, answers, "1")
        engine.take_known("given", KnownRows("one to three", {"n": pa.int32()}, blocks))
        assert number(engine, "", "SELECT sum(n) FROM given") == 6
    assert made == [1]


def test_a_table_is_known_by_what_it_holds_and_not_by_its_name(answers: Remembered, opened: Opened) -> None:
    for name in ("cases_1", "cases_2"):
        engine = RememberingEngine(opened.open, answers, "1")
        engine.take(name, numbers(1, 2))
        assert number(engine, "", f"SELECT sum(n) FROM {name}") == 3
    assert len(opened) == 1
