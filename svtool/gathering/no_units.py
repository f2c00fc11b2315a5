"""How many records are no units of what is counted: anti-social behaviour among crimes, or what lies elsewhere."""

from __future__ import annotations

from collections import Counter

from svtool.engine.seam import rows
from svtool.gathering.steps import Step
from svtool.meaning.answers import answer_test
from svtool.records.vocabulary import Vocabularies
from svtool.schema.areas import OUTSIDE
from svtool.schema.offences import Catalogue
from svtool.schema.sources import AREA, NoUnits, Source


def count_no_units(step: Step, source: Source, catalogue: Catalogue, vocabularies: Vocabularies) -> dict[str, int]:
    """Return what records are that are no units of some measures → how many of them there are.

    Args:
        step: the settled records; a row of an aggregate is as many records as it counts.
        source: the source, which says what is no unit.
        catalogue: the offences.
        vocabularies: the numbers of values.
    """
    found: Counter[str] = Counter()
    for each in source.no_units:
        found[each.are] += _count(step, each.field, _numbers_of(each, source, catalogue, vocabularies))
    return {are: number for are, number in found.items() if number}


def count_outside(step: Step, vocabularies: Vocabularies) -> int:
    """Return how many records certainly lie outside the area."""
    values = vocabularies[AREA].values if AREA in vocabularies else []
    return _count(step, AREA, [i for i, value in enumerate(values) if value == OUTSIDE])


def _count(step: Step, name: str, numbers: list[int]) -> int:
    """Return how many records have one of these values of a field; a row of an aggregate is as many as it counts."""
    columns = step.columns
    if name not in columns or not numbers:
        return 0
    amount = "sum(count)" if "count" in columns else "count(*)"
    sql = f"SELECT {amount} FROM {step.name} WHERE {name} IN ({', '.join(map(str, numbers))})"
    ((number,),) = rows(step.engine, f"records of {step.name} that are no units by {name}", sql)
    return int(number or 0)


def _numbers_of(each: NoUnits, source: Source, catalogue: Catalogue, vocabularies: Vocabularies) -> list[int]:
    if each.field not in vocabularies:
        return []
    declared = source.by_name.get(each.field)
    values = vocabularies[each.field].values
    return [i for i, value in enumerate(values) if i and answer_test(each.test, value, declared, catalogue)]
