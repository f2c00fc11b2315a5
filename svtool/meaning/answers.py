"""Whether a recorded value answers a condition: yes, no or not known.

The meaning of one condition lives here once; `decide` puts answers together on a record, `engine.rule_sql` puts them
into lookup tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import ge, gt, le, lt
from typing import Any

from svtool.schema.offences import Catalogue, fold_title
from svtool.schema.rules import Among, Compare, Test
from svtool.schema.sources import OFFENCE, SourceField

Answer = bool | None

BOUNDS: dict[str, Callable[[int, int], bool]] = {"lt": lt, "lte": le, "gt": gt, "gte": ge}


def answer_among(possible: frozenset[Any] | None, wanted: frozenset[Any]) -> Answer:
    """Return yes when every possible value is wanted, no when none is, else not known."""
    if possible is None:
        return None
    if possible <= wanted:
        return True
    return None if possible & wanted else False


def answer_test(test: Test, value: Any, field: SourceField | None, catalogue: Catalogue) -> Answer:
    """Return the answer of one canonical value to one condition.

    Args:
        test: the condition.
        value: the canonical value: text for flags, categories and labels, (low, high) for an age, the atoms of an
            offence; None when not known.
        field: the field asked; None for the offence.
        catalogue: the offences that names stand for.
    """
    if isinstance(test, Compare):
        return _answer_comparison(test, value)
    if test.certain:
        return _is_certainly(test, value, field, catalogue)
    return _answer_named(test, value, field, catalogue)


def _is_certainly(test: Among, value: Any, field: SourceField | None, catalogue: Catalogue) -> bool:
    if field is not None and field.type == "label" and isinstance(value, str):
        return fold_title(value) in {fold_title(each) for each in test.values}  # suppliers write labels as they like
    return _answer_named(replace(test, certain=False), value, field, catalogue) is True


def _answer_named(test: Among, value: Any, field: SourceField | None, catalogue: Catalogue) -> Answer:
    if test.field == OFFENCE:
        return answer_among(value, catalogue.atoms_asked(test.values))
    return _answer_values(test, value, field)


def _answer_comparison(test: Compare, band: tuple[int, int] | None) -> Answer:
    if band is None:
        return None
    compare = BOUNDS[test.comparison]
    low, high = compare(band[0], test.bound), compare(band[1], test.bound)
    return low if low == high else None


def _answer_values(test: Among, value: str | None, field: SourceField | None) -> Answer:
    if value is None or field is None:
        return None
    if value in field.unknown:
        # A value that means unknown answers only a condition that names it.
        return True if value in test.values else None
    possible = field.possible(value)
    exact = frozenset(each for name in test.values for each in (field.possible(name) or ()))
    return answer_among(possible, exact)
