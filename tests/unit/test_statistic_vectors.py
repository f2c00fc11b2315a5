"""The statistics give the numbers that named public packages give for the same inputs.

`statistic_vectors.json` holds for each: inputs, the expected numbers, their tolerance, and where they are from: mostly
the tests of PHEindicatormethods (R), statsmodels, dfeR, and counts that the Merseyside strategy and the Office for
National Statistics print. Nothing here is worked out by svtool.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from svtool.statistics.benchmark import compare_with_benchmark
from svtool.statistics.counts import Limits, byar_limits, chance_of_count, exact_limits
from svtool.statistics.funnel_limits import funnel_limits
from svtool.statistics.proportions import wilson_limits
from svtool.statistics.rate_limits import Rate, crude_rate
from svtool.statistics.ratio_test import compare_counts, per_cent
from svtool.statistics.rounding import round_half_away
from svtool.statistics.severity import severity_score
from svtool.statistics.standardised import Band, standardised_rate, standardised_rate_of_groups

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "statistic_vectors.json").read_text(encoding="utf-8")
)
Numbers = dict[str, Any]


def limits(found: Limits, suffix: str = "") -> Numbers:
    return {f"lower{suffix}": found.lower, f"upper{suffix}": found.upper}


def of_rate(found: Rate) -> Numbers:
    # The package writes "Byars"; svtool's word is Byar.
    method = found.method + "s" if found.method == "Byar" else found.method
    levels = limits(found.at_95, "95") | limits(found.at_998, "998")
    return {"rate": found.value, "value": found.value, "method": method} | levels


def byar(inputs: Numbers) -> Numbers:
    return limits(byar_limits(inputs["count"], inputs["confidence"]))


def other_byar(inputs: Numbers) -> Numbers:
    """Byar's name stands for another formula too, with half an event added: svtool's numbers must not be those."""
    found = byar_limits(inputs["count"], inputs["confidence"]).times(1 / inputs["exposure"])
    assert limits(found) == pytest.approx({"lower": 0.020973160033035114, "upper": 0.061854078358098155}, rel=1e-9)
    half = byar_limits(inputs["count"] - 0.5, inputs["confidence"]).upper
    return {"lower": pytest.approx(0.0219084369245707), "upper": (half or 0) / inputs["exposure"]}


def wilson(inputs: Numbers) -> Numbers:
    part, whole = inputs["x"], inputs["n"]
    levels = {"95": 0.95, "998": 0.998, "": inputs.get("confidence", 0.95)}
    found = [limits(wilson_limits(part, whole, level), suffix) for suffix, level in levels.items()]
    return {"value": part / whole} | found[0] | found[1] | found[2]


def exact(inputs: Numbers) -> Numbers:
    return limits(exact_limits(inputs["count"], inputs["confidence"]).times(1 / inputs["exposure"]))


def crude(inputs: Numbers) -> Numbers:
    if "counts" in inputs:
        return of_rate(crude_rate(sum(inputs["counts"]), sum(inputs["populations"])))
    return of_rate(crude_rate(inputs["count"], inputs["population"]))


def standardised(inputs: Numbers) -> Numbers:
    rows = zip(inputs["counts"], inputs["populations"], inputs["stdpop"], strict=True)
    return of_rate(standardised_rate([Band(*row) for row in rows]))


def standardised_of_groups(inputs: Numbers) -> Numbers:
    groups = {
        int(size): [Band(*row) for row in zip(people, inputs["populations"], inputs["stdpop"], strict=True)]
        for size, people in inputs["people_by_events_per_person"].items()
    }
    events = sum(size * (each.events or 0) for size, bands in groups.items() for each in bands)
    return of_rate(standardised_rate_of_groups(groups)) | {"total_events": events}


def benchmark(inputs: Numbers) -> Numbers:
    found = compare_with_benchmark(inputs["observed"], inputs["expected"])
    # The package names a level by the chance in one tail: 0.025 of 95 %, 0.001 of 99.8 %.
    tail = {None: "", 0.95: " (0.025)", 0.998: " (0.001)"}[found.level]
    word = {None: "Not significant", "higher": "High", "lower": "Low"}[found.direction]
    method = {"Exact": "Exact", "Byar": "Byars"}[found.method]
    levels = limits(found.at_95, "95") | limits(found.at_998, "998")
    return {"ratio": found.ratio, "method": method, "significance": word + tail} | levels


def change(inputs: Numbers) -> Numbers:
    if "count1" in inputs:
        names = ("count1", "count0", "exposure1", "exposure0")
    else:
        names = ("current", "baseline", "current_days", "baseline_days")
    found = compare_counts(*(inputs[name] for name in names))
    now, before = inputs[names[0]], inputs[names[1]]
    return {
        "change": now - before,
        "percent_change": per_cent(now, before),
        "rate_ratio": found.ratio,
        "ratio": found.ratio,
        "ratio_lower": found.lower,
        "lower": found.lower,
        "ratio_upper": found.upper,
        "upper": found.upper,
        "p": found.p_value,
        "p_central": found.p_value,
    }


def rounded_per_cent(inputs: Numbers) -> Numbers:
    found = per_cent(inputs["current"], inputs["baseline"])
    assert found is not None
    printed = inputs.get("published", "").split("%")[0]
    return {
        "change": inputs["current"] - inputs["baseline"],
        "percent": float(round_half_away(found)),
        "recomputed_percent_1dp": float(round_half_away(found, 1)),
        "consistent": printed == str(round_half_away(found)),
    }


def rounded(inputs: Numbers) -> Numbers:
    if "calls" in inputs:
        return {"half_up": [float(round_half_away(*each)) for each in ((2.5,), (0.125, 2), (2.85, 1))]}
    if "values" in inputs:
        return {"half_up": [float(round_half_away(each, -1)) for each in inputs["values"]]}
    return {"rounded": float(round_half_away(inputs["value"], inputs["dp"]))}


def severity(inputs: Numbers) -> Numbers:
    return {"score": severity_score(inputs["offences"], inputs["weights"], inputs["population"])}


def one_sample(inputs: Numbers) -> Numbers:
    return {"p": chance_of_count(inputs["count"], inputs["null_rate"] * inputs["exposure"])}


CALLS: dict[str, Callable[[Numbers], Numbers]] = {
    "byar_limits": byar,
    "not_byar_limits": other_byar,
    "wilson_limits": wilson,
    "exact_limits": exact,
    "crude_rate": crude,
    "standardised_rate": standardised,
    "standardised_rate_of_groups": standardised_of_groups,
    "compare_with_benchmark": benchmark,
    "chance_of_count": one_sample,
    "compare_counts": change,
    "per_cent": rounded_per_cent,
    "round_half_away": rounded,
    "severity_score": severity,
}
# What a vector says of other tools, as a warning: the ways that are not taken.
OF_OTHERS = {"p_minlike", "python", "acro"}


@pytest.mark.parametrize("vector", VECTORS, ids=[each["id"] for each in VECTORS])
def test_the_numbers_of_the_packages(vector: dict[str, Any]) -> None:
    found = CALLS[vector["function"]](vector["inputs"])
    tolerance = {"rel": 1e-12, "abs": 1e-12} | (vector["tolerance"] or {})
    for name, expected in vector["expected"].items():
        if name in OF_OTHERS:
            continue
        if isinstance(expected, str | bool) or expected is None:
            assert found[name] == (math.inf if expected == "inf" else expected), name
        else:
            assert found[name] == pytest.approx(expected, **tolerance), name


FUNNELS = [each for each in VECTORS if each["id"].startswith("funnel")]


@pytest.mark.parametrize("vector", FUNNELS, ids=[each["id"] for each in FUNNELS])
def test_a_point_lies_beyond_the_limits_of_a_funnel_that_the_package_says(vector: dict[str, Any]) -> None:
    observed, expected = vector["inputs"]["observed"], vector["inputs"]["expected"]
    found = "Not significant"
    for level, tail in ((0.95, "(0.025)"), (0.998, "(0.001)")):
        lower, upper = funnel_limits(expected, level).lower, funnel_limits(expected, level).upper
        if upper is not None and observed > upper:
            found = f"High {tail}"
        elif lower is not None and observed < lower:
            found = f"Low {tail}"
    assert found == vector["expected"]["significance"]
