"""What was judged of distinct texts, as small tables; and the query that gives each row the values of its texts.

The query is of Spark's words alone: what it is made from lies where only Spark reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from svtool.gathering.distinct_texts import DistinctTexts
from svtool.records.derivations import NO_DAY, NON_RECENT_DAYS, OF_ONE_DAY
from svtool.records.record_encoder import JudgedBlock
from svtool.records.typed_columns import days_column, with_dated_blanks
from svtool.schema.mappings import Classification, Column, DatedBlank
from svtool.schema.sources import OFFENCE, SourceField

BEFORE, AFTER = "offence_before", "offence_after"


@dataclass
class Lookups:
    """Small tables of judged texts, and what a query says to use them.

    Attributes:
        base: what the names of the tables begin with.
        tables: name → table.
        joins: SQL that joins them to the rows `i`.
        columns: canonical column → SQL.
    """

    base: str
    tables: dict[str, pa.Table] = field(default_factory=dict)
    joins: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)

    def add(self, alias: str, table: pa.Table, keys: Mapping[str, str]) -> None:
        """Add a table that rows find by some keys: its column → SQL over the row."""
        name = f"{self.base}_{alias}"
        self.tables[name] = table
        matches = " AND ".join(f"{alias}.{key} = {sql}" for key, sql in keys.items())
        self.joins.append(f"LEFT JOIN {name} AS {alias} ON {matches}")


def lookups_of(
    base: str,
    judged: JudgedBlock,
    texts: DistinctTexts,
    columns: Mapping[str, Column],
    derived: list[SourceField],
    offences: tuple[Classification, pa.Table | None],
) -> Lookups:
    """Return the tables of a judged block of distinct texts.

    Args:
        base: what their names begin with.
        judged: the block.
        texts: the texts.
        columns: field → how it is read.
        derived: the fields that are worked out of others.
        offences: whether an offence counts as first recorded or as it stands; and which of two offences differ, where
            that is asked.
    """
    found = Lookups(base)
    for name in judged.fields:
        _add_field(found, name, judged, columns)
    _add_offences(found, judged, texts, offences)
    for each in derived:
        found.columns[each.name] = _derived(each, judged)
    return found


def _add_field(found: Lookups, name: str, judged: JudgedBlock, columns: Mapping[str, Column]) -> None:
    """Add what the texts of one field say."""
    made = dict(judged.values.get(name, {}))
    found.columns |= {column: f"of_{name}.{column}" for column in made}
    made |= {each: values for each, (base, values) in judged.derived.items() if base == name}
    if name in judged.spans:
        first, last = judged.spans[name]
        made |= {"first_day": _days(first), "last_day": _days(last), "latest": days_column(last)}
    if name in judged.blanks:
        made["is_blank"] = judged.blanks[name]
    if name == "recorded_date":
        made |= {f"no_{flag}": _means_no(columns[flag], judged) for flag in judged.blanks}
    if not made:
        return
    for flag in [name] if name in judged.blanks and "recorded_date" in judged.spans else []:
        found.columns[flag] = (
            f"CASE WHEN of_{flag}.{flag} IS NOT NULL THEN of_{flag}.{flag} "
            f"WHEN of_{flag}.is_blank AND of_recorded_date.no_{flag} THEN FALSE END"
        )
    table = pa.table({"text": pa.array(judged.fields[name].coded.texts, pa.string()), **made})
    found.add(f"of_{name}", table, {"text": f"i.{name}"})


def _means_no(column: Column, judged: JudgedBlock) -> pa.Array:
    """Return whether a blank of a flag means no, for each text of the recorded date."""
    assert isinstance(column.blank, DatedBlank)  # noqa: S101 (for the type checker)
    days = judged.spans["recorded_date"][0]
    blank = pa.array(np.ones(len(days), bool))
    return with_dated_blanks(pa.nulls(len(days), pa.bool_()), blank, column.blank, days).is_valid()


def _add_offences(
    found: Lookups,
    judged: JudgedBlock,
    texts: DistinctTexts,
    offences: tuple[Classification, pa.Table | None],
) -> None:
    """Add what the combinations of codes and titles say."""
    classification, differing = offences
    for what, numbers in judged.offences.items():
        table = texts.together[what]
        columns = {name: table[name] for name in table.column_names}
        keys = {name: f"i.{name}" for name in columns}
        found.add(f"of_{what}", pa.table({**columns, OFFENCE: pa.array(numbers, pa.int32())}), keys)
    if classification in judged.offences:
        found.columns[OFFENCE] = f"nullif(of_{classification}.{OFFENCE}, 0)"
    if differing is not None:
        keys = {BEFORE: f"of_initial.{OFFENCE}", AFTER: f"of_current.{OFFENCE}"}
        found.add("of_both", differing, keys)


def _derived(field_: SourceField, judged: JudgedBlock) -> str:
    """Return SQL for a field that is worked out of others."""
    if field_.derived == "reclassified":
        return "of_both.differs"
    if field_.derived == "latest_day":
        return "of_committed_date.latest"
    if field_.derived == "non_recent":
        recorded, committed = "of_recorded_date", "of_committed_date"
        last = "of_committed_to" if "committed_to" in judged.spans else committed
        return (
            f"CASE WHEN {committed}.first_day IS NULL THEN NULL "
            f"WHEN {recorded}.first_day - {last}.last_day >= {NON_RECENT_DAYS} THEN TRUE "
            f"WHEN {recorded}.last_day - {committed}.first_day < {NON_RECENT_DAYS} THEN FALSE END"
        )
    base, _ = judged.derived[field_.name]
    if field_.derived in OF_ONE_DAY and "committed_date" in judged.spans:
        last = "of_committed_to" if "committed_to" in judged.spans else "of_committed_date"
        several = f"{last}.last_day <> of_committed_date.first_day"
        return f"CASE WHEN {several} THEN NULL ELSE of_{base}.{field_.name} END"
    return f"of_{base}.{field_.name}"


def _days(days: np.ndarray[tuple[int], np.dtype[np.int32]]) -> pa.Array:
    return pa.array(days, pa.int32(), mask=days == NO_DAY)
