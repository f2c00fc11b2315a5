"""The Crime Severity Score of the Office for National Statistics: offences weighted by sentence, for each person.

Source: ONS, Crime Severity Score (experimental statistics, 2016): offences × weight, over the mid-year population.
The weights must come from the current ONS data tool; none are kept here.
"""

from __future__ import annotations

from collections.abc import Mapping


def severity_score(offences: Mapping[str, int], weights: Mapping[str, float], population: float) -> float:
    """Return the severity score.

    Raises:
        ValueError: an offence has no weight (it is never taken as nothing), or there are no people.
    """
    without = [name for name in offences if name not in weights]
    if without:
        raise ValueError(f"no weight for {', '.join(sorted(without))}")
    if population <= 0:
        raise ValueError("a population must be above zero")
    return sum(number * weights[name] for name, number in offences.items()) / population
