"""Blank cells of forms that are laid out for people: none beside numbers, and nothing said where none stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from svtool.interventions.amounts import Said, exactly
from svtool.interventions.entered import Entered
from svtool.interventions.terms import TOTAL


def settle_blanks(entries: Iterable[Entered]) -> Iterator[Entered]:
    """Yield the numbers of a form with what its blank cells say.

    Whoever fills a form in leaves blank the categories in which nobody was. But a total that is blank is not 0 where
    its parts have numbers, and a section in which every category is blank was left out, unless all sections of those
    people are: then there was nobody. A blank number that nothing else stands for is not stated.
    """
    found = list(entries)
    filled = [each for each in found if each.said is not Said.NOTHING]
    sections = {(_whose(each), each.section) for each in filled}
    wholes = {_whose(each) for each in filled}
    for each in found:
        whose = _whose(each)
        if each.said is not Said.NOTHING:
            yield each
        elif each.section != TOTAL and ((whose, each.section) in sections or whose not in wholes):
            yield replace(each, said=Said.NUMBER, amount=exactly(0), was_blank=True)
        elif whose not in wholes:
            yield each


def _whose(each: Entered) -> tuple[object, ...]:
    return each.project, each.quarter, each.beneficiaries, each.unit, each.counted
