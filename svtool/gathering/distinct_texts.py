"""The distinct texts of rows that lie elsewhere: asked for in one question, judged here as those of a file are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.engine.seam import Engine
from svtool.records.canonical_columns import EVIDENCE
from svtool.records.coded_texts import CodedTexts
from svtool.records.offence_reader import Combinations
from svtool.records.record_encoder import PreparedBlock
from svtool.schema.mappings import Classification
from svtool.schema.row_columns import ROW

Numbers = np.ndarray[Any, np.dtype[np.int64]]
WHICH, TIMES, FIRST = "which_set", "times", "first_row"


@dataclass(frozen=True)
class DistinctTexts:
    """What stands in the columns of some rows.

    Attributes:
        rows: how many rows there are.
        alone: column → its texts, in the order in which they first stand there, and how many cells hold each.
        together: the combinations of the columns that name offences: a table of their texts.
    """

    rows: int
    alone: Mapping[str, CodedTexts]
    together: Mapping[Classification, pa.Table]

    def prepared(self, fields: Iterable[str]) -> PreparedBlock:
        """Return the texts of some fields, made ready to be judged: of each text there is one row."""
        coded = {name: self.alone[name] for name in fields}
        return PreparedBlock(
            coded, references={}, damaged={},
            combinations={
                what: Combinations(
                    {name: _places_in(coded[name], found[name]) for name in found.column_names},
                    np.arange(found.num_rows, dtype=np.int32),
                )
                for what, found in self.together.items()
            },
        )  # fmt: skip


def ask_for_texts(engine: Engine, table: str, columns: Sequence[str]) -> DistinctTexts:
    """Return the distinct texts of columns, and of those that name offences together, by one look at all rows.

    Args:
        engine: where the rows are.
        table: the rows.
        columns: the columns.
    """
    evidence = {what: [name for name in names if name in columns] for what, names in EVIDENCE.items()}
    sets: list[tuple[str, ...]] = [(name,) for name in columns]
    sets += [tuple(names) for names in evidence.values() if len(names) > 1]
    listed = ", ".join(columns)
    grouped = ", ".join(f"({', '.join(each)})" for each in sets)
    found = engine.answer(
        f"distinct texts of {table}",
        f"SELECT {listed}, CAST(grouping_id({listed}) AS BIGINT) AS {WHICH}, count(*) AS {TIMES}, "
        f"min({ROW}) AS {FIRST} FROM {table} GROUP BY GROUPING SETS ({grouped}) ORDER BY {WHICH}, {FIRST}",
    )
    of_set = {each: found.filter(pc.equal(found[WHICH], _number_of(each, columns))) for each in sets}
    alone = {name: _coded(of_set[(name,)], name) for name in columns}
    together = {
        what: of_set[tuple(names)].select(names) for what, names in evidence.items() if names
    }  # fmt: skip
    rows = int(alone[columns[0]].times.sum()) if columns else 0
    return DistinctTexts(rows, alone, together)


def _number_of(chosen: Sequence[str], columns: Sequence[str]) -> int:
    """Return the number that grouping_id gives a set of columns: a digit for each, 1 where it is not in the set."""
    return sum(1 << place for place, name in enumerate(reversed(columns)) if name not in chosen)


def _coded(found: pa.Table, name: str) -> CodedTexts:
    texts = found[name].to_pylist()
    return CodedTexts(texts, np.arange(len(texts), dtype=np.int32), found[TIMES].to_numpy().astype(np.int32))


def _places_in(coded: CodedTexts, texts: pa.ChunkedArray) -> Numbers:
    places = {text: place for place, text in enumerate(coded.texts)}
    return np.fromiter((places[text] for text in texts.to_pylist()), np.int64, len(texts))
