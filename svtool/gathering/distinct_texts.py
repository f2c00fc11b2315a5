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
# How many texts the columns of a type usually have; those of other types may have any number.
USUAL_TEXTS = {"flag": 5, "category": 15, "area": 100, "age": 130}
FEW_TEXTS = "category"  # the type of a column that is of no field
OF_OFFENCES = 500
MOST_TEXTS = 40_000  # of a set of columns


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


def ask_for_texts(engine: Engine, table: str, columns: Mapping[str, str]) -> DistinctTexts:
    """Return the distinct texts of columns, and of those that name offences together, by one look at all rows.

    Args:
        engine: where the rows are.
        table: the rows.
        columns: the columns, each with the type of its field.
    """
    evidence = {what: [name for name in each if name in columns] for what, each in EVIDENCE.items()}
    sets = _sets(columns, [each for each in evidence.values() if each])
    names = [name for each in sets for name in each]  # grouping_id takes them in this order only
    listed = ", ".join(names)
    grouped = ", ".join(f"({', '.join(each)})" for each in sets)
    found = engine.answer(
        f"distinct texts of {table}",
        f"SELECT {listed}, CAST(grouping_id({listed}) AS BIGINT) AS {WHICH}, count(*) AS {TIMES}, "
        f"min({ROW}) AS {FIRST} FROM {table} GROUP BY GROUPING SETS ({grouped})",
    )
    of_set = {each: found.filter(pc.equal(found[WHICH], _number_of(each, names))) for each in sets}
    set_of = {name: of_set[each] for each in sets for name in each}
    alone = {name: _coded(_grouped(set_of[name], [name]), name) for name in names}
    together = {what: _grouped(set_of[each[0]], each).select(each) for what, each in evidence.items() if each}
    rows = int(alone[names[0]].times.sum()) if names else 0
    return DistinctTexts(rows, alone, together)


def _sets(columns: Mapping[str, str], together: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the columns in sets whose texts are asked for together: an engine takes each row once for every set.

    Texts that are many in each of two columns would be far more in both, so that only those are together that should
    have few; how many they really have makes no difference to what comes out.
    """
    units = [(tuple(each), OF_OFFENCES) for each in together]
    named = {name for each in together for name in each}
    units += [((name,), USUAL_TEXTS.get(kind, MOST_TEXTS)) for name, kind in columns.items() if name not in named]
    sets: list[tuple[tuple[str, ...], int]] = []
    for unit, texts in sorted(units, key=lambda each: -each[1]):  # a stable order
        place = next((i for i, (_, found) in enumerate(sets) if found * texts <= MOST_TEXTS), None)
        if place is None:
            sets.append((unit, texts))
        else:
            sets[place] = (sets[place][0] + unit, sets[place][1] * texts)
    return [each for each, _ in sets]


def _grouped(found: pa.Table, names: list[str]) -> pa.Table:
    """Return the distinct texts of some columns of a set, in the order in which they first stand in a row."""
    grouped = found.group_by(names, use_threads=False).aggregate([(TIMES, "sum"), (FIRST, "min")])
    return grouped.rename_columns([*names, TIMES, FIRST]).sort_by(FIRST)


def _number_of(chosen: Sequence[str], columns: Sequence[str]) -> int:
    """Return the number that grouping_id gives a set of columns: a digit for each, 1 where it is not in the set."""
    return sum(1 << place for place, name in enumerate(reversed(columns)) if name not in chosen)


def _coded(found: pa.Table, name: str) -> CodedTexts:
    texts = found[name].to_pylist()
    return CodedTexts(texts, np.arange(len(texts), dtype=np.int32), found[TIMES].to_numpy().astype(np.int32))


def _places_in(coded: CodedTexts, texts: pa.ChunkedArray) -> Numbers:
    places = {text: place for place, text in enumerate(coded.texts)}
    return np.fromiter((places[text] for text in texts.to_pylist()), np.int64, len(texts))
