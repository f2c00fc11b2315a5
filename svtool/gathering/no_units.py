"""Which records are no units of what their source counts, such as anti-social behaviour among crimes."""

from __future__ import annotations

from collections import Counter

from svtool.engine.seam import rows
from svtool.gathering.steps import Step
from svtool.meaning.answers import answer_test
from svtool.records.vocabulary import Vocabularies
from svtool.schema.offences import Catalogue
from svtool.schema.sources import NoUnits, Source


def count_no_units(step: Step, source: Source, catalogue: Catalogue, vocabularies: Vocabularies) -> dict[str, int]:
    """Return what records are that are no units of some measures → how many of them there are.

    Args:
        step: the settled records; a row of an aggregate is as many records as it counts.
        source: the source, which says what is no unit.
        catalogue: the offences.
        vocabularies: the numbers of values.
    """
    found: Counter[str] = Counter()
    columns = step.columns
    amount = "sum(count)" if "count" in columns else "count(*)"
    for each in source.no_units:
        numbers = _numbers_of(each, source, catalogue, vocabularies)
        if each.field not in columns or not numbers:
            continue
        is_one = f"{each.field} IN ({', '.join(map(str, numbers))})"
        sql = f"SELECT {amount} FROM {step.name} WHERE {is_one}"
        ((number,),) = rows(step.engine, f"records of {step.name} that are no units by {each.field}", sql)
        found[each.are] += int(number or 0)
    return {are: number for are, number in found.items() if number}


def _numbers_of(each: NoUnits, source: Source, catalogue: Catalogue, vocabularies: Vocabularies) -> list[int]:
    if each.field not in vocabularies:
        return []
    declared = source.by_name.get(each.field)
    values = vocabularies[each.field].values
    return [i for i, value in enumerate(values) if i and answer_test(each.test, value, declared, catalogue)]
