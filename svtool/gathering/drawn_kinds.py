"""Of which kinds the records of each extract are, and on which days: what tells for what an extract was drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from svtool.engine.seam import rows
from svtool.gathering.no_units import no_units_sql, outside_sql
from svtool.gathering.steps import Step
from svtool.records.derivations import BY_VALUE, OF_ONE_DAY
from svtool.records.ledger import Extract
from svtool.records.vocabulary import Vocabularies
from svtool.schema.areas import OUTSIDE
from svtool.schema.offences import Catalogue
from svtool.schema.project import ExtractEntry, fields_held
from svtool.schema.row_columns import EXTRACT, UNSTATED
from svtool.schema.sources import DERIVED_FROM, FLAG_VALUES, Source


@dataclass(frozen=True)
class ExtractKinds:
    """One file of an extract: the days and the kinds of its records.

    Attributes:
        file: its number among the files of the source.
        entry: the place of its entry among those of the source.
        first, last: the first and the last day that its records bear; None where none bears a day.
        records: how many records it has; a row of an aggregate is as many as it counts.
        kinds: field → value → how many records have it; None stands for those of which it is not known.
    """

    file: int
    entry: int
    first: date | None
    last: date | None
    records: int
    kinds: Mapping[str, Mapping[Any, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class KindsCounted:
    """The kinds of the records of a source.

    Attributes:
        files: those of each file that has any; none where nothing tells kinds.
        no_units: what records are that are no units of some measures → how many.
        outside: how many records certainly lie outside the area.
    """

    files: tuple[ExtractKinds, ...]
    no_units: Mapping[str, int]
    outside: int


def count_kinds(
    step: Step,
    source: Source,
    extracts: Sequence[Extract],
    entries: Sequence[ExtractEntry],
    vocabularies: Vocabularies,
    catalogue: Catalogue,
) -> KindsCounted:
    """Return the kinds of the records, all from one look at them.

    Args:
        step: the settled records; a row of an aggregate is as many records as it counts.
        source: the source, which says by which fields its volume kinds are told, and what is no unit.
        extracts: the files, in the order of their numbers.
        entries: the extracts as the project names them; it may say by further fields what they hold.
        vocabularies: the numbers of values.
        catalogue: the offences.
    """
    columns = step.columns
    wanted = dict.fromkeys((*source.volume, *fields_held(entries)))
    told_by = {name: base for name in wanted if (base := _told_by(name, source)) in columns}
    bases = list(dict.fromkeys(told_by.values()))
    aside = [*no_units_sql(columns, source, catalogue, vocabularies), *outside_sql(columns, vocabularies)]
    if not told_by and not aside:
        return KindsCounted((), {}, 0)
    files: dict[int, _File] = {}
    left: Counter[str] = Counter()
    for extract, first, last, records, *numbers in rows(step.engine, *_question(step, source, bases, aside)):
        values = dict(zip(bases, numbers, strict=False))
        kinds = {name: _value_of(name, base, values[base], source, vocabularies) for name, base in told_by.items()}
        files.setdefault(extract, _File()).add(first, last, int(records or 0), kinds)
        for (what, _), number in zip(aside, numbers[len(bases) :], strict=True):
            left[what] += int(number or 0)
    found = tuple(
        ExtractKinds(extract, extracts[extract].entry, file.first, file.last, file.records, file.kinds)
        for extract, file in sorted(files.items())
    )
    outside = left.pop(OUTSIDE, 0)
    return KindsCounted(found if told_by else (), {what: number for what, number in left.items() if number}, outside)


@dataclass
class _File:
    """The days and kinds of a file's records as they are added up."""

    first: date | None = None
    last: date | None = None
    records: int = 0
    kinds: dict[str, dict[Any, int]] = field(default_factory=dict)

    def add(self, first: date | None, last: date | None, records: int, kinds: Mapping[str, Any]) -> None:
        """Add records of one kind."""
        self.first = min(filter(None, (self.first, first)), default=None)
        self.last = max(filter(None, (self.last, last)), default=None)
        self.records += records
        for name, value in kinds.items():
            of_field = self.kinds.setdefault(name, {})
            of_field[value] = of_field.get(value, 0) + records


def _question(step: Step, source: Source, bases: Sequence[str], aside: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return what is asked, and the SQL for it: one scan for all kinds, and for what is left aside."""
    columns = step.columns
    day = next((name for name in source.dates if name in columns), None)
    ends = f"min({day}), max({day})" if day else "CAST(NULL AS DATE), CAST(NULL AS DATE)"
    amount = f"sum(count % {UNSTATED})" if "count" in columns else "count(*)"
    keys = ", ".join([EXTRACT, *bases])
    listed = [EXTRACT, ends, amount, *bases, *(f"{amount} FILTER (WHERE {sql})" for _, sql in aside)]
    sql = f"SELECT {', '.join(listed)} FROM {step.name} GROUP BY {keys}"
    return f"{source.id}: kinds of records and days of extracts", sql


def _told_by(name: str, source: Source) -> str:
    """Return the field that tells a kind: itself, or the one that it is derived from value by value."""
    derived = source.by_name[name].derived if name in source.by_name else None
    return DERIVED_FROM[derived][0] if derived in BY_VALUE and derived not in OF_ONE_DAY else name


def _value_of(name: str, base: str, number: Any, source: Source, vocabularies: Vocabularies) -> Any:
    if number is None:
        return None
    if base in source.by_name and source.by_name[base].type == "flag":
        return FLAG_VALUES[0] if number else FLAG_VALUES[1]
    value = vocabularies[base].values[number]
    derived = source.by_name[name].derived if name != base else None
    return BY_VALUE[derived](value) if derived else value
