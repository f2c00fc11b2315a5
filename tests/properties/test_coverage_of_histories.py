"""Which days are held is told from the records alone: of generated histories it is known, and must be found.

What is asked of every history: no gap where nothing is missing, no gap that only chance made, and no comparison of
which one side lacks records that the other has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from often import slow_but
from properties.drawn_histories import FIRST_YEAR, DrawnSource, Truth, draw_source

from svtool.coverage.comparable import PairBasis, pair_basis
from svtool.coverage.feeds import RARE, Held, hold
from svtool.coverage.parts import Part, parts_of
from svtool.coverage.source_feeds import EVER

A_HUNDRED_EACH = 100
QUICK = 8
AT_ENDS, AMID_A_MONTH = 4, 12  # days about which a cut may be mistaken: at an end, and in a month of few records
A_LITTLE = 0.1  # of the records compared, for what suppliers and areas too small to be judged may lack
MORE_THAN_CHANCE = 45  # records that would be expected on days that are taken for held and are not


def found(source: DrawnSource) -> tuple[dict[int, Held], list[Part]]:
    """Return what is taken to be held of a source, feed by feed, and its parts."""
    held = hold({number: each.feed for number, each in enumerate(source.feeds)})
    parts: list[Part] = []
    for number, each in enumerate(source.feeds):
        areas = {name: history for name, history in each.areas.items() if name}
        parts += parts_of(number, each.feed.history, areas, each.areas[""], held[number].days, EVER, True)
    return held, parts


def seeds(number: int, hundred: int) -> range:
    """Return which histories a test looks at: of each hundred all, or the first few where tests must be quick."""
    return range(hundred * A_HUNDRED_EACH, hundred * A_HUNDRED_EACH + number)


HUNDREDS = slow_but(lambda hundred: hundred == 0, range(7))


def is_rare(source: DrawnSource, number: int) -> bool:
    """Return whether a supplier has so few records that no month of it proves anything."""
    return source.feeds[number].feed.history.months.main_median < RARE


def looked_at(request: pytest.FixtureRequest) -> int:
    """Return how many of a hundred histories this run looks at."""
    return QUICK if "not slow" in request.config.getoption("markexpr") else A_HUNDRED_EACH


@pytest.mark.parametrize("hundred", HUNDREDS)
def test_what_lacks_nothing_has_no_gap(hundred: int, request: pytest.FixtureRequest) -> None:
    """Ends of rare suppliers apart: their last record may be weeks before the last day."""
    for seed in seeds(looked_at(request), hundred):
        source = draw_source(seed, complete=True)
        held, parts = found(source)
        for number, each in held.items():
            if not is_rare(source, number):
                assert (~source.mask(each.days)).sum() <= AT_ENDS, (seed, number)
        for part in parts:
            if part.area is not None:
                lost = source.feeds[part.feed].lost[int(part.area)]
                own, whole = source.mask(part.own_days), source.mask(part.days)
                of_feed = source.mask(held[part.feed].days)
                assert not (of_feed & ~lost & ~own).any(), (seed, part.key)
                assert not (of_feed & ~whole).any(), (seed, part.key, "a place that is lost is no gap of the whole")


@pytest.mark.parametrize("hundred", HUNDREDS)
def test_what_is_held_is_found_and_no_per_cent_is_made_across_a_gap(
    hundred: int, request: pytest.FixtureRequest
) -> None:
    """On the days and parts that two years are compared on, neither lacks what the other has."""
    for seed in seeds(looked_at(request), hundred):
        source = draw_source(seed)
        held, parts = found(source)
        assert [(seed, *each) for each in wrong_days(source, held)] == []
        for year in range(FIRST_YEAR + 1, FIRST_YEAR + 1 + source.days // 366):
            basis = pair_basis(parts, _year(year), _year(year - 1))
            now, before = (_share_lacking(source, basis, parts, days) for days in (basis.now, basis.before))
            assert abs(now - before) <= A_LITTLE, (seed, year, now, before)


def wrong_days(source: DrawnSource, held: Mapping[int, Held]) -> Iterator[tuple[int, str]]:
    """Yield the suppliers of some size of which days that they sent are a gap, or a gap is taken for sent."""
    for number, each in held.items():
        drawn, taken = source.feeds[number], source.mask(each.days)
        if is_rare(source, number):
            continue
        if (drawn.held & ~taken).sum() > AMID_A_MONTH:
            yield number, "false gap"
        untrue = taken & ~drawn.held
        if untrue.sum() > AMID_A_MONTH and drawn.rate[untrue].sum() > MORE_THAN_CHANCE:
            yield number, "held without records"


def _year(year: int) -> tuple[int, int]:
    first, after = (int(np.datetime64(f"{each}-01-01", "D").astype(int)) for each in (year, year + 1))
    return first, after - 1


def _share_lacking(source: DrawnSource, basis: PairBasis, parts: Sequence[Part], days: Any) -> float:
    """Return the share of the records that the compared parts would have on some days and that were not sent."""
    chosen, lost, whole = source.mask(days), 0.0, 0.0
    for part in basis.parts:
        expected, sent = _expected(source, part, parts, chosen)
        whole, lost = whole + expected, lost + expected - sent
    return lost / whole if lost > MORE_THAN_CHANCE else 0.0


def _expected(source: DrawnSource, part: Part, parts: Sequence[Part], chosen: Truth) -> tuple[float, float]:
    drawn = source.feeds[part.feed]
    judged = {int(each.area) for each in parts if each.feed == part.feed and each.area is not None}
    areas = [int(part.area)] if part.area is not None else [a for a in range(len(drawn.shares)) if a not in judged]
    expected = sum((float((drawn.rate * drawn.shares[area])[chosen].sum()) for area in areas), 0.0)
    # Areas that are too small to be judged may be silent, and nobody can tell.
    judged_held = drawn.area_held[int(part.area)] if part.area is not None else np.ones(len(chosen), bool)
    there = chosen & drawn.held & judged_held
    return expected, sum((float((drawn.rate * drawn.shares[area])[there].sum()) for area in areas), 0.0)
