"""Whether a statement is one that DuckDB and Spark both understand: it parses in both, and calls what both have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import sqlglot
from sqlglot import exp

from svtool.engine.embedded import EmbeddedEngine
from svtool.engine.seam import Values

DIALECTS = ("duckdb", "spark")
# What is called by the statements, as both engines have it and mean the same by it.
FUNCTIONS = {
    "abs", "any_value", "bit_or", "bool_or", "coalesce", "concat_ws", "count", "date_trunc", "day", "max", "min",
    "min_by", "month", "row_number", "sum", "year",
}  # fmt: skip
# Spark has it, and the embedded engine lends it to DuckDB under the same name.
LENT = {"xxhash64"}
# Words that look like calls and are none.
GRAMMAR = {
    "and", "as", "between", "by", "cast", "distinct", "else", "exists", "filter", "from", "group", "having", "in",
    "join", "not", "on", "or", "over", "partition", "select", "then", "using", "when", "where",
}  # fmt: skip
# What changes rows in place, or only one of the two understands; the parser knows each of them in some dialect.
FOREIGN = re.compile(
    r"\b(DELETE|UPDATE|ALTER|INSERT|TEMP|EXCLUDE|REPLACE|VARCHAR|UBIGINT|list_sort|first|strftime|hash|DESCRIBE)\b"
)
# Statements that need a dialect of their own, by a part of their text and with the reason: none does.
OF_ONE_DIALECT: dict[str, str] = {}


def faults_of(sql: str) -> list[str]:
    """Return what keeps a statement from being one that both engines understand."""
    if any(part in sql for part in OF_ONE_DIALECT):
        return []
    return list(_faults_of_shape(shape_of(sql)))


def shape_of(sql: str) -> str:
    """Return a statement with its numbers and repetitions taken out, so that alike ones are parsed once."""
    shape = re.sub(r"DATE '[^']*'", "CURRENT_DATE", sql)  # a day is written alike in both
    shape = re.sub(r"\bxxhash64|\d+", lambda found: found[0] if found[0][0] == "x" else "0", shape)
    return re.sub(r"(?P<item>[^,()]+), (?:(?P=item), )+", r"\g<item>, ", shape)


@cache
def _faults_of_shape(sql: str) -> tuple[str, ...]:
    faults = [f"{found} is not of both dialects" for found in sorted(set(FOREIGN.findall(sql)))]
    called = {name.lower() for name in re.findall(r"\b([A-Za-z_]\w*) ?\(", sql)}
    faults += [f"{name} is a function of one dialect" for name in sorted(called - FUNCTIONS - LENT - GRAMMAR)]
    for dialect in DIALECTS:
        try:
            (statement,) = sqlglot.parse(sql, read=dialect)
        except sqlglot.ParseError as error:
            faults.append(f"{dialect}: {error}")
            continue
        if not isinstance(statement, exp.Query):
            faults.append(f"{dialect}: is no query")
    return tuple(faults)


@contextmanager
def recorded() -> Iterator[dict[str, str]]:
    """Give a dictionary that is filled with the statements that engines are given meanwhile: SQL → step or question."""
    statements: dict[str, str] = {}
    define, answer = EmbeddedEngine.define, EmbeddedEngine.answer

    def defined(self: EmbeddedEngine, step: str, sql: str, values: Values = (), *, kept: bool = False) -> None:
        statements[sql] = step
        define(self, step, sql, values, kept=kept)

    def answered(self: EmbeddedEngine, question: str, sql: str, values: Values = ()) -> object:
        statements[sql] = question
        return answer(self, question, sql, values)

    EmbeddedEngine.define, EmbeddedEngine.answer = defined, answered  # type: ignore[method-assign, assignment]
    try:
        yield statements
    finally:
        EmbeddedEngine.define, EmbeddedEngine.answer = define, answer  # type: ignore[method-assign]
