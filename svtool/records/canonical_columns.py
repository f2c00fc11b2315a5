"""The canonical columns of records: which the fields of a source become, and of which types."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from svtool.records.derivations import can_derive
from svtool.schema.mappings import Classification
from svtool.schema.sources import INITIAL_EVIDENCE, OFFENCE, OFFENCE_EVIDENCE, REFERENCES, Source

EVIDENCE: dict[Classification, tuple[str, str, str]] = {"current": OFFENCE_EVIDENCE, "initial": INITIAL_EVIDENCE}
AS: dict[Classification, str] = {"current": "offence_as_it_stands", "initial": "offence_as_first_recorded"}
LOWEST, HIGHEST = "_lo", "_hi"  # of the ages that an age may be
MORE = "count_more"  # how much higher than its certain count a suppressed or rounded cell may be


def arrow_columns(source: Source, names: Iterable[str]) -> dict[str, pa.DataType]:
    """Return the canonical columns, with types, that these fields of a source become."""
    columns: dict[str, pa.DataType] = {}
    for name in names:
        kind = source.by_name[name].type if name != OFFENCE else "offence"
        if kind == "age":
            columns |= {f"{name}{LOWEST}": pa.int16(), f"{name}{HIGHEST}": pa.int16()}
        elif kind == "count":
            columns |= {name: pa.int32(), MORE: pa.int32()}
        elif kind in {"date", "birth_date"}:
            columns[name] = pa.date32()
        elif kind == "flag":
            columns[name] = pa.bool_()
        elif kind in REFERENCES:
            columns[name] = pa.string()
        else:
            columns[name] = pa.int32()
    return columns


def stored_fields(
    source: Source, asked: Iterable[str], found: Iterable[str], classification: Classification = "current"
) -> list[str]:
    """Return the fields that records keep, given those that were asked for and those that the file has.

    The codes and titles of an offence become one field; derived fields are worked out where no column says them.
    """
    given = list(found)
    stored = dict.fromkeys(
        OFFENCE if name in EVIDENCE[classification] else name
        for name in given
        if name in EVIDENCE[classification] or name not in (*OFFENCE_EVIDENCE, *INITIAL_EVIDENCE)
    )
    for field in source.fields:
        if field.name in set(asked) and field.name not in stored and can_derive(source, field, given):
            stored[field.name] = None
    return list(stored)
