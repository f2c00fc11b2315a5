"""Which records are no units of what is counted: anti-social behaviour among crimes, or what lies elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from svtool.meaning.answers import answer_test
from svtool.records.vocabulary import Vocabularies
from svtool.schema.areas import OUTSIDE
from svtool.schema.offences import Catalogue
from svtool.schema.sources import AREA, NoUnits, Source


def no_units_sql(
    columns: Collection[str], source: Source, catalogue: Catalogue, vocabularies: Vocabularies
) -> list[tuple[str, str]]:
    """Return what records are that are no units of some measures, each with SQL that is true of them.

    Args:
        columns: those of the records.
        source: the source, which says what is no unit.
        catalogue: the offences.
        vocabularies: the numbers of values.
    """
    numbers = [(each, _numbers_of(each, source, catalogue, vocabularies)) for each in source.no_units]
    return [(each.are, _is_one(each.field, found)) for each, found in numbers if each.field in columns and found]


def outside_sql(columns: Collection[str], vocabularies: Vocabularies) -> list[tuple[str, str]]:
    """Return that records lie outside the area, with SQL that is true of those that certainly do; none without any."""
    values = vocabularies[AREA].values if AREA in vocabularies else []
    numbers = [i for i, value in enumerate(values) if value == OUTSIDE]
    return [(OUTSIDE, _is_one(AREA, numbers))] if AREA in columns and numbers else []


def _is_one(name: str, numbers: list[int]) -> str:
    return f"{name} IN ({', '.join(map(str, numbers))})"


def _numbers_of(each: NoUnits, source: Source, catalogue: Catalogue, vocabularies: Vocabularies) -> list[int]:
    if each.field not in vocabularies:
        return []
    declared = source.by_name.get(each.field)
    values = vocabularies[each.field].values
    return [i for i, value in enumerate(values) if i and answer_test(each.test, value, declared, catalogue)]
