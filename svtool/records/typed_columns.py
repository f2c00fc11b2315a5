"""Canonical columns of a field by its distinct texts: small typed values, NULL for whatever is not known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from svtool.dates import days_since_epoch, last_day
from svtool.records.canonical_columns import MORE
from svtool.records.coded_texts import Ids
from svtool.records.derivations import BY_VALUE, NO_DAY
from svtool.records.judgement import BLANK
from svtool.records.vocabulary import Vocabulary
from svtool.schema.mappings import DatedBlank
from svtool.schema.sources import SourceField

_NO, _YES = 1, 2  # of a flag; 0 is not known
_FLAGS = {"no": _NO, "yes": _YES}


def typed_values(name: str, kind: str, vocabulary: Vocabulary, ids: Ids) -> dict[str, pa.Array]:
    """Return the canonical columns of a field for some of its values.

    Args:
        name: the field.
        kind: its type.
        vocabulary: its values.
        ids: the numbers of the values.
    """
    if kind in {"date", "birth_date"}:
        return {name: days_column(first_days(vocabulary)[ids])}
    if kind == "flag":
        return {name: _flags(vocabulary.as_array("flags", _flag_codes)[ids])}
    if kind == "age":
        bands = vocabulary.as_array("bands", _bands)
        return {f"{name}_{end}": _numbers(bands[ids, i], ids, pa.int16()) for i, end in enumerate(("lo", "hi"))}
    if kind == "count":
        spans = vocabulary.as_array("spans", _spans)
        return {each: _numbers(spans[ids, i], ids, pa.int32()) for i, each in enumerate((name, MORE))}
    return {name: _numbers(ids, ids, pa.int32())}


def derived_values(field: SourceField, base: Vocabulary, own: Vocabulary, ids: Ids) -> pa.Array:
    """Return what is worked out for some values of another field, each by itself.

    Args:
        field: the field that is derived.
        base: the values of the field that it is derived from.
        own: its own values.
        ids: the numbers of the values of the other.
    """
    assert field.derived is not None  # noqa: S101 (for the type checker)
    value_of = BY_VALUE[field.derived]
    number_of: Callable[[Any], int] = (lambda value: _FLAGS.get(value, 0)) if field.type == "flag" else own.id_of

    def derive(values: list[Any]) -> Ids:
        return np.array([0 if value is None else number_of(value_of(value)) for value in values], np.int32)

    found = base.as_array(f"derived {field.name}", derive)[ids]
    return _flags(found) if field.type == "flag" else _numbers(found, found, pa.int32())


def days_column(days: Ids) -> pa.Array:
    """Return days since 1970 as dates."""
    return pa.array(days, pa.int32(), mask=days == NO_DAY).cast(pa.date32())


def first_days(vocabulary: Vocabulary) -> Ids:
    """Return the first day that each value of a field of dates may mean."""

    def days(values: list[Any]) -> Ids:
        return np.array([NO_DAY if value is None else days_since_epoch(value[0]) for value in values], np.int32)

    found: Ids = vocabulary.as_array("first days", days)
    return found


def last_days(vocabulary: Vocabulary) -> Ids:
    """Return the last day that each value may mean: of its range, else of the time that it names."""

    def days(values: list[Any]) -> Ids:
        found = [
            NO_DAY if value is None else days_since_epoch(value[2] if len(value) == 3 else last_day(value[0], value[1]))
            for value in values
        ]
        return np.array(found, np.int32)

    found: Ids = vocabulary.as_array("last days", days)
    return found


def blank_values(vocabulary: Vocabulary, ids: Ids) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which values of a flag are a blank whose meaning depends on the day."""
    found: np.ndarray[Any, np.dtype[np.bool_]] = vocabulary.as_array(
        "blanks", lambda values: np.array([value == BLANK for value in values])
    )[ids]
    return found


def with_dated_blanks(flags: pa.Array, blanks: pa.Array, blank: DatedBlank, days: Ids | None) -> pa.Array:
    """Return a flag of records in which a blank means no where it does.

    Args:
        flags: the flag.
        blanks: where it is blank.
        blank: on which days a blank means no.
        days: the day on which each record was recorded; None where that is not read.
    """
    is_no = blanks.to_numpy(zero_copy_only=False) & _blank_is_no(blank, days, len(flags))
    known = ~flags.is_null().to_numpy(zero_copy_only=False)
    yes = known & flags.fill_null(False).to_numpy(zero_copy_only=False)
    return pa.array(yes, pa.bool_(), mask=~(known | is_no))


def _blank_is_no(blank: DatedBlank, days: Ids | None, rows: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return where a blank flag means no: on days from which recording says so; never on an unknown day."""
    means_no = np.full(rows, blank.otherwise == "no")
    if days is None:
        return np.zeros(rows, bool)
    for until in sorted(blank.before, reverse=True):
        means_no[days < days_since_epoch(until)] = blank.before[until] == "no"
    means_no[days == NO_DAY] = False
    return means_no


def _flag_codes(values: list[Any]) -> Ids:
    return np.array([_FLAGS.get(value, 0) for value in values], np.int32)


def _flags(codes: Ids) -> pa.Array:
    return pa.array(codes == _YES, pa.bool_(), mask=codes == 0)


def _bands(values: list[Any]) -> np.ndarray[Any, np.dtype[np.int16]]:
    return np.array([value or (0, 0) for value in values], np.int16).reshape(-1, 2)


def _spans(values: list[Any]) -> Ids:
    spans = [value if isinstance(value, tuple) else (value or 0, value or 0) for value in values]
    return np.array([(low, high - low) for low, high in spans], np.int32).reshape(-1, 2)


def _numbers(found: np.ndarray[Any, Any], ids: Ids, kind: pa.DataType) -> pa.Array:
    return pa.array(found, kind, mask=ids == 0)
