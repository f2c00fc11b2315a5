"""Blocks of files as they are read become one typed step, whatever columns each file has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count

import pyarrow as pa
import pyarrow.compute as pc

from svtool.engine.seam import Engine
from svtool.gathering.narrow_columns import as_types, in_types, narrow_types
from svtool.gathering.steps import TYPED, Step
from svtool.records.canonical_columns import HIGHEST, LOWEST
from svtool.records.load_plan import KnownRows
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER

SQL_TYPES = {
    pa.int16(): "SMALLINT",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.string(): "STRING",
}


@dataclass(frozen=True)
class _Part:
    """A table of blocks with the same columns, which it keeps in types as narrow as their numbers allow.

    What is `same` in all of its rows it does not keep: of what file and supplier they are, or that ages are no bands.
    """

    table: str
    columns: dict[str, pa.DataType]
    kept: dict[str, pa.DataType]
    first_row: int
    same: Mapping[str, str] = field(default_factory=dict)

    def listed(self, wanted: Mapping[str, pa.DataType]) -> str:
        """Return the list of a SELECT of these columns with these types; one that it lacks is empty."""
        return ", ".join(
            name if self.kept.get(name) == kind else f"CAST({self._given(name)} AS {SQL_TYPES[kind]}) AS {name}"
            for name, kind in wanted.items()
        )

    def _given(self, name: str) -> str:
        return name if name in self.kept else self.same.get(name, "NULL")


class RawRows:
    """Takes the blocks of files, a table for each set of columns, and of their widths."""

    def __init__(self, engine: Engine) -> None:
        """Begin with none."""
        self.engine, self._numbers = engine, count(1)
        self._parts: dict[str, list[_Part]] = {}

    def append(self, table: str, rows: pa.Table) -> None:
        """Add a block of a file."""
        parts = self._parts.setdefault(table, [])
        columns = dict(zip(rows.column_names, rows.schema.types, strict=True))
        part = next((each for each in reversed(parts) if list(each.columns) == list(columns)), None)
        rest = _without(rows, part.same) if part else None
        narrowed = in_types(rest, part.kept) if part and rest else None
        if part is None or narrowed is None:
            # Only of the first rows: many small files are no reason for as many tables.
            same = _same_in_all_rows(rows) if not parts else {}
            rest = rows.drop_columns(list(same))
            kept = narrow_types(rest, part.kept if part else {})
            part = _Part(self.new_name(table), columns, kept, pc.min(rows[ROW]).as_py() or 0, same)
            parts.append(part)
            narrowed = as_types(rest, kept)
        self.engine.take(part.table, narrowed)

    def append_known(self, table: str, rows: KnownRows) -> None:
        """Add rows that nobody looks at, so that their numbers keep the bytes that they have."""
        parts = self._parts.setdefault(table, [])
        part = next((each for each in reversed(parts) if each.kept == rows.columns), None)
        if part is None:
            part = _Part(self.new_name(table), rows.columns, rows.columns, 0)
            parts.append(part)
        self.engine.take_known(part.table, rows)

    def adopt(self, table: str, made: str, columns: Mapping[str, pa.DataType], first: int) -> None:
        """Add a step that the engine has made of a file where it lies; its columns, and the number of its first row."""
        self._parts.setdefault(table, []).append(_Part(made, dict(columns), dict(columns), first))

    def new_name(self, table: str) -> str:
        """Return a name for a step that becomes a part of a table."""
        return f"{table.removesuffix(TYPED)}raw_{next(self._numbers)}"

    def take_back(self, table: str, first: int) -> None:
        """Forget the rows with this number or a later one: their file can't be read, or is read anew."""
        kept: list[_Part] = []
        for part in self._parts.pop(table, []):
            if part.first_row < first:
                before = self.new_name(table)
                self.engine.define(before, f"SELECT * FROM {part.table} WHERE {ROW} < ?", [first], kept=True)
                kept.append(replace(part, table=before))
            self.engine.drop(part.table)
        self._parts[table] = kept

    def finish(self, table: str, columns: dict[str, pa.DataType]) -> None:
        """Make one step of all blocks, with at least these columns; one that a file lacks is empty in its rows."""
        if not self._parts.get(table):
            self.append(table, pa.table({name: pa.array([], kind) for name, kind in columns.items()}))
        parts = self._parts[table]
        wanted = columns | {name: kind for part in parts for name, kind in part.columns.items()}
        wanted[ROW] = max((part.columns[ROW] for part in parts), key=lambda kind: kind.bit_width)
        selects = (f"SELECT {part.listed(wanted)} FROM {part.table}" for part in parts)
        self.engine.define(table, " UNION ALL ".join(selects))

    def typed(self, base: str) -> Step:
        """Return the step that was made of all blocks of `<base>_typed`."""
        table = f"{base}_{TYPED}"
        return Step(self.engine, base, table, tuple(part.table for part in self._parts[table]))


def _same_in_all_rows(rows: pa.Table) -> dict[str, str]:
    """Return columns that need not be kept, with the SQL that says them: one number, or what another column says."""
    found: dict[str, str] = {}
    for name in (EXTRACT, SUPPLIER):
        if name in rows.column_names and not rows[name].null_count:
            ends = pc.min_max(rows[name]).as_py()
            found |= {name: str(ends["min"])} if rows.num_rows and ends["min"] == ends["max"] else {}
    for name in rows.column_names:
        lowest = f"{name.removesuffix(HIGHEST)}{LOWEST}"
        if name.endswith(HIGHEST) and lowest in rows.column_names and rows[name].equals(rows[lowest]):
            found[name] = lowest
    return found


def _without(rows: pa.Table, same: Mapping[str, str]) -> pa.Table | None:
    """Return a block without what is the same in all rows; None where it is not."""
    if not same:
        return rows
    return rows.drop_columns(list(same)) if same.items() <= _same_in_all_rows(rows).items() else None
