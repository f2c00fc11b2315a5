"""Texts become canonical columns: every distinct text is judged once, and a record keeps small typed values.

A flag is a boolean, an age is the band that it may lie in, a category, area or offence is the number of its value
in a vocabulary. Not known is NULL everywhere.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.extracts.values import BLANK, Fault, Judge, Judged, judge_for
from svtool.schema.areas import AreaSet
from svtool.schema.mappings import Column, DatedBlank
from svtool.schema.offences import Catalogue, fold_class
from svtool.schema.sources import OFFENCE, OFFENCE_EVIDENCE, Source, SourceField

_NO_DAY = np.iinfo(np.int32).min
_EPOCH = date(1970, 1, 1)
Ids = np.ndarray[Any, np.dtype[np.int32]]
Chosen = np.ndarray[Any, np.dtype[np.bool_]]


class Vocabulary:
    """The distinct values of a field, numbered from 1; 0 is not known."""

    def __init__(self) -> None:
        """Begin with no values."""
        self.values: list[Any] = [None]
        self._ids: dict[Hashable, int] = {}
        self._arrays: dict[str, Any] = {}

    def as_array(self, name: str, make: Callable[[list[Any]], Any]) -> Any:
        """Return an array made of the values, made again only when there are new ones."""
        known = self._arrays.get(name)
        if known is None or len(known) < len(self.values):
            known = self._arrays[name] = make(self.values)
        return known

    def id_of(self, value: Hashable | None) -> int:
        """Return the number of a value, giving it one if it is new."""
        if value is None:
            return 0
        if value not in self._ids:
            self._ids[value] = len(self.values)
            self.values.append(value)
        return self._ids[value]


Vocabularies = dict[str, Vocabulary]


@dataclass
class FieldEncoder:
    """Turns the texts of one field into numbers of its vocabulary, and counts the faults."""

    field: SourceField
    judge: Judge
    vocabulary: Vocabulary
    faults: Counter[tuple[str, str]]
    _ids: dict[str, int] = dataclasses.field(default_factory=dict)
    _faulty: dict[str, Fault] = dataclasses.field(default_factory=dict)

    def encode(self, texts: pa.Array) -> Ids:
        """Return the value numbers of a block of texts."""
        coded = texts.dictionary_encode()
        distinct = coded.dictionary.to_pylist()
        ids = np.fromiter((self._id_of(text) for text in distinct), np.int32, len(distinct))
        indices = coded.indices.to_numpy(zero_copy_only=False)
        faulty = [i for i, text in enumerate(distinct) if text in self._faulty] if self._faulty else []
        if faulty:
            times = np.bincount(indices, minlength=len(distinct))
            for i in faulty:
                self.faults[(self.field.name, self._faulty[distinct[i]])] += int(times[i])
        return ids[indices] if len(distinct) else np.zeros(len(texts), np.int32)

    def _id_of(self, text: str) -> int:
        if text not in self._ids:
            judged = self.judge(" ".join(text.replace("\xa0", " ").split()))
            self._ids[text] = self.vocabulary.id_of(judged.value)
            if judged.fault:
                self._faulty[text] = judged.fault
        return self._ids[text]


def arrow_columns(source: Source, names: Iterable[str]) -> dict[str, pa.DataType]:
    """Return the canonical columns, with types, that these fields of a source become."""
    columns: dict[str, pa.DataType] = {}
    for name in names:
        kind = source.by_name[name].type if name != OFFENCE else "offence"
        if kind == "age":
            columns |= {f"{name}_lo": pa.int16(), f"{name}_hi": pa.int16()}
        elif kind in {"date", "birth_date"}:
            columns[name] = pa.date32()
        elif kind == "flag":
            columns[name] = pa.bool_()
        elif kind in {"reference", "person"}:
            columns[name] = pa.string()
        else:
            columns[name] = pa.int32()
    return columns


class RecordEncoder:
    """Turns blocks of a file's texts into blocks of canonical columns."""

    def __init__(
        self,
        source: Source,
        columns: dict[str, Column],
        catalogue: Catalogue,
        areas: AreaSet | None,
        vocabularies: Vocabularies,
    ) -> None:
        """Prepare an encoder for every field that the mapping reads from this file."""
        self._source, self._columns, self._catalogue = source, columns, catalogue
        self.faults: Counter[tuple[str, str]] = Counter()
        self._offences = vocabularies.setdefault(OFFENCE, Vocabulary())
        self._evidence = {name: Vocabulary() for name in OFFENCE_EVIDENCE}
        self.broken: Chosen | None = None
        self._combinations: dict[tuple[int, int, int], int] = {}
        self._encoders: dict[str, FieldEncoder] = {}
        for name, column in columns.items():
            kind = source.by_name[name].type
            if kind in {"reference", "person"}:
                continue
            in_evidence = name in OFFENCE_EVIDENCE
            vocabulary = self._evidence[name] if in_evidence else vocabularies.setdefault(name, Vocabulary())
            judge = judge_for(source.by_name[name], column, areas)
            if name == "offence_class":
                judge = self._judging_codes(judge)
            self._encoders[name] = FieldEncoder(source.by_name[name], judge, vocabulary, self.faults)

    def _judging_codes(self, judge: Judge) -> Judge:
        def judge_code(text: str) -> Judged:
            judged = judge(text)
            known = judged.value is None or fold_class(judged.value) in self._catalogue.atoms_by_class
            return judged if known else Judged(fault=Fault.UNKNOWN_CODE)

        return judge_code

    def encode(self, texts: dict[str, pa.Array]) -> tuple[dict[str, pa.Array], Chosen | None]:
        """Return the canonical columns of a block, and (for aggregates) which rows have no usable count.

        Rows in which a cell spans lines are kept in `broken`: a quote swallowed the rows between.
        """
        self.broken = _spanning_lines(texts)
        ids = {name: encoder.encode(texts[name]) for name, encoder in self._encoders.items()}
        result: dict[str, pa.Array] = {}
        if any(name in ids for name in OFFENCE_EVIDENCE):
            result[OFFENCE] = self._read_offences(ids)
        days: Ids | None = None
        # The recorded date comes first: a dated blank is read by it.
        for name in sorted(texts, key=lambda each: each != "recorded_date"):
            kind = self._source.by_name[name].type
            if kind in {"reference", "person"}:
                result[name] = fold_references(texts[name])
            elif name not in OFFENCE_EVIDENCE:
                found = self._typed(name, kind, ids[name], days)
                result |= found
                if name == "recorded_date":
                    days = _days_of(self._encoders[name].vocabulary)[ids[name]]
        no_count = ids["count"] == 0 if "count" in ids else None
        return result, no_count

    def _typed(self, name: str, kind: str, ids: Ids, days: Ids | None) -> dict[str, pa.Array]:
        vocabulary = self._encoders[name].vocabulary
        if kind in {"date", "birth_date"}:
            found = _days_of(vocabulary)[ids]
            return {name: pa.array(found, pa.int32(), mask=ids == 0).cast(pa.date32())}
        if kind == "flag":
            return {name: self._flags(name, ids, days)}
        if kind == "age":
            bands = np.array([value or (0, 0) for value in vocabulary.values], np.int16).reshape(-1, 2)
            return {
                f"{name}_{end}": pa.array(bands[ids, i], pa.int16(), mask=ids == 0)
                for i, end in enumerate(("lo", "hi"))
            }
        if kind == "count":
            numbers = np.array([value or 0 for value in vocabulary.values], np.int32)
            return {name: pa.array(numbers[ids], pa.int32(), mask=ids == 0)}
        return {name: pa.array(ids, pa.int32(), mask=ids == 0)}

    def _flags(self, name: str, ids: Ids, days: Ids | None) -> pa.Array:
        values = self._encoders[name].vocabulary.values
        yes = np.array([value == "yes" for value in values])[ids]
        known = np.array([value in {"yes", "no"} for value in values])[ids]
        blank = self._columns[name].blank
        if isinstance(blank, DatedBlank):
            known |= np.array([value == BLANK for value in values])[ids] & _blank_is_no(blank, days, len(ids))
        return pa.array(yes, pa.bool_(), mask=~known)

    def _read_offences(self, ids: dict[str, Ids]) -> pa.Array:
        rows = len(next(iter(ids.values())))
        evidence = [ids.get(name, np.zeros(rows, np.int32)).astype(np.int64) for name in OFFENCE_EVIDENCE]
        packed = (evidence[0] << 42) | (evidence[1] << 21) | evidence[2]
        distinct, inverse = np.unique(packed, return_inverse=True)
        mask = (1 << 21) - 1
        offences = np.fromiter(
            (self._offence_of((int(p) >> 42, (int(p) >> 21) & mask, int(p) & mask)) for p in distinct),
            np.int32,
            len(distinct),
        )
        found = offences[inverse]
        return pa.array(found, pa.int32(), mask=found == 0)

    def _offence_of(self, combination: tuple[int, int, int]) -> int:
        if combination not in self._combinations:
            texts = [
                self._evidence[name].values[number] for name, number in zip(OFFENCE_EVIDENCE, combination, strict=True)
            ]
            self._combinations[combination] = self._offences.id_of(self._catalogue.read_offence(*texts))
        return self._combinations[combination]

    def coarsest_date(self, name: str) -> str:
        """Return how much time the least exact date of a field names: day, month or quarter."""
        found = {value[1] for value in self._encoders[name].vocabulary.values if value}
        return next((precision for precision in ("quarter", "month") if precision in found), "day")


def _spanning_lines(texts: dict[str, pa.Array]) -> Chosen | None:
    """Return which rows have a line break in a cell; None when none has. No date, code, flag or reference has one."""
    broken = None
    for column in texts.values():
        # The bytes of all cells of a block lie together: one search tells that none of them has a line break.
        data = column.buffers()[2] if len(column.buffers()) > 2 else None
        if data is None or b"\n" not in data.to_pybytes():
            continue
        found = pc.match_substring(column, "\n").to_numpy(zero_copy_only=False)
        broken = found if broken is None else broken | found
    return broken if broken is not None and broken.any() else None


def _days_of(vocabulary: Vocabulary) -> Ids:
    def days(values: list[Any]) -> Ids:
        return np.array([_NO_DAY if value is None else (value[0] - _EPOCH).days for value in values], np.int32)

    found: Ids = vocabulary.as_array("days", days)
    return found


def _blank_is_no(blank: DatedBlank, days: Ids | None, rows: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return where a blank flag means no: on days from which recording says so; never on an unknown day."""
    means_no = np.full(rows, blank.otherwise == "no")
    if days is None:
        return np.zeros(rows, bool)
    for until in sorted(blank.before, reverse=True):
        means_no[days < (until - _EPOCH).days] = blank.before[until] == "no"
    means_no[days == _NO_DAY] = False
    return means_no


def fold_references(texts: pa.Array) -> pa.Array:
    """Return references without surrounding blanks and in capitals; blank is NULL."""
    folded = pc.ascii_upper(pc.utf8_trim_whitespace(texts))
    return pc.if_else(pc.equal(folded, ""), pa.scalar(None, pa.string()), folded)
