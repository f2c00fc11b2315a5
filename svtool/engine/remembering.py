"""An engine that remembers what it answered about the same rows before, and works only where it must.

What an engine answers hangs on what it was given and told, and on nothing else. So each table is known by a fingerprint
of that, and an answer by those of the tables that its query names. As long as answers are remembered, no row is loaded
and no step made.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Protocol

import pyarrow as pa

from svtool.engine.seam import Engine, Values
from svtool.records.load_plan import KnownRows

WORD = re.compile(r"[A-Za-z_]\w*")
NAME = "name"  # of the one column of an answer that lists a table's columns


class Answers(Protocol):
    """Answers by their fingerprints."""

    def find(self, fingerprint: str) -> pa.Table | None:
        """Return an answer; None where it is not known."""

    def keep(self, fingerprint: str, answer: pa.Table) -> None:
        """Keep an answer, if that can be done."""

    def trim(self) -> None:
        """Forget what is more than may be kept."""


class RememberingEngine(Engine):
    """Puts off whatever it is told until a question comes that was not answered before."""

    def __init__(self, open_engine: Callable[[], Engine], answers: Answers, version: str) -> None:
        """Begin with nothing.

        Args:
            open_engine: opens the engine that works.
            answers: what was answered before.
            version: of the engine; another may answer in another order.
        """
        self._open, self._answers, self._version = open_engine, answers, version
        self._engine: Engine | None = None
        self._put_off: list[Callable[[Engine], None]] = []
        self._tables: dict[str, str] = {}  # → fingerprint
        self._views: dict[
            str, tuple[str, Values]
        ] = {}  # → its query, which tells of tables as they are when it is asked

    def take(self, table: str, rows: pa.Table) -> None:
        """Add a block of rows to a table, later."""
        self._tables[table] = _hash("take", self._tables.get(table, ""), _fingerprint(rows))
        self._put_off.append(lambda engine: engine.take(table, rows))

    def take_known(self, table: str, rows: KnownRows) -> None:
        """Add rows to a table, later, that nobody has to look at to know them."""
        self._tables[table] = _hash("take", self._tables.get(table, ""), rows.known_as)
        self._put_off.append(lambda engine: engine.take_known(table, rows))

    def put(self, table: str, rows: pa.Table) -> None:
        """Make or replace a small table, later."""
        self._tables[table] = _hash("put", _fingerprint(rows))
        self._put_off.append(lambda engine: engine.put(table, rows))

    def define(self, step: str, sql: str, values: Values = (), *, kept: bool = False) -> None:
        """Make a step from those before it, later."""
        if kept:
            self._tables[step] = self._asked(sql, values)
        else:
            self._views[step] = (sql, values)
        self._put_off.append(lambda engine: engine.define(step, sql, values, kept=kept))

    def answer(self, question: str, sql: str, values: Values = ()) -> pa.Table:
        """Return the result of a query, remembered or worked out."""
        return self._remembered(self._asked(sql, values), lambda engine: engine.answer(question, sql, values))

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns."""
        asked = _hash("columns", self._known(table))
        found = self._remembered(asked, lambda engine: pa.table({NAME: pa.array(engine.columns(table), pa.string())}))
        names: list[str] = found[NAME].to_pylist()
        return names

    def drop(self, table: str) -> None:
        """Forget a table or step."""
        self._tables.pop(table, None)
        self._views.pop(table, None)
        self._put_off.append(lambda engine: engine.drop(table))

    def close(self) -> None:
        """Close the engine that works, if it had to."""
        if self._engine:  # only then is there anything new
            self._engine.close()
            self._answers.trim()

    def _remembered(self, fingerprint: str, ask: Callable[[Engine], pa.Table]) -> pa.Table:
        known_as = _hash(self._version, fingerprint)
        found = self._answers.find(known_as)
        if found is None:
            found = ask(self._caught_up())
            self._answers.keep(known_as, found)
        return found

    def _caught_up(self) -> Engine:
        """Return the engine that works, after all that was put off is done."""
        if self._engine is None:
            self._engine = self._open()
        waiting, self._put_off = self._put_off, []
        for each in waiting:
            each(self._engine)
        return self._engine

    def _asked(self, sql: str, values: Values) -> str:
        """Return the fingerprint of a query: of its words, with what tables hold for their names, and its values."""
        return _hash("query", WORD.sub(lambda word: self._known(word[0]), sql), repr(list(values)))

    def _known(self, word: str) -> str:
        """Return the fingerprint of what a table or step holds now; any other word as it is."""
        if word in self._views:
            return self._asked(*self._views[word])
        return self._tables.get(word, word)


def _hash(*parts: str) -> str:
    found = hashlib.sha256()
    for each in parts:
        found.update(f"{len(each)} {each}".encode())  # so that no two lists of parts make the same bytes
    return found.hexdigest()


def _fingerprint(rows: pa.Table) -> str:
    """Return the fingerprint of the rows of a small table."""
    found = hashlib.sha256(f"{rows.schema} {rows.num_rows}".encode())
    for column in rows.columns:
        found.update(_content(column))
    return found.hexdigest()


def _content(column: pa.ChunkedArray) -> bytes:
    """Return what a column says; its own bytes may hold anything where it says nothing, so that they are no answer."""
    kind = column.type
    if pa.types.is_temporal(kind):
        column, kind = column.cast(pa.int32() if kind == pa.date32() else pa.int64()), pa.int64()
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)):
        return repr(column.to_pylist()).encode()
    known: bytes = column.is_valid().to_numpy().tobytes()
    return known + bytes(column.fill_null(False if pa.types.is_boolean(kind) else 0).to_numpy().tobytes())
