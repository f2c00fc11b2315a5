"""Histories of what suppliers sent, drawn by chance, of which it is known which days each of them holds.

A supplier may start late, stop early, lack months, be cut amid a month or fall silent for weeks; it may grow tenfold or
fall to three tenths; an area may be silent while the others go on, or lose its place for months; a few dates may be
mistyped. Complete ones are among them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from svtool.coverage.feeds import Feed
from svtool.coverage.history import History, first_day_of, month_of
from svtool.dates import Precision

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Rates = np.ndarray[Any, np.dtype[np.float64]]
Truth = np.ndarray[Any, np.dtype[np.bool_]]
FIRST_YEAR = 2015
ENOUGH_TO_MOVE = 10  # records a day, so that a tenth of them are no rare events
BESIDE_A_GAP = 3  # months on either side of one: one or two alone are told from strays by their size
MOST_OF_ONE = 0.5  # of the records; without an area that has more, the whole supplier falls silent
STEPS: dict[Precision, int] = {"day": 1, "month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class DrawnFeed:
    """One supplier's records.

    Attributes:
        rate: records expected on each day, all areas together.
        held: on which days it sent any.
        shares: how much of the records each area has.
        area_held: area → on which days its records were sent.
        lost: area → on which days only its place was lost.
        feed: its records.
        areas: area → its records; those without a known area under the empty name.
    """

    rate: Rates
    held: Truth
    shares: Rates
    area_held: Truth
    lost: Truth
    feed: Feed
    areas: dict[str, History] = field(default_factory=dict)


@dataclass(frozen=True)
class DrawnSource:
    """The suppliers of a source from the first day of a year to the last of another."""

    first: int
    days: int
    precision: Precision
    feeds: list[DrawnFeed]

    def mask(self, spans: Any) -> Truth:
        """Return for each day whether it lies in some spans."""
        found = np.zeros(self.days, bool)
        for first, last in spans:
            found[max(0, first - self.first) : max(0, last - self.first + 1)] = True
        return found


def draw_source(seed: int, complete: bool = False) -> DrawnSource:
    """Return a source drawn by chance; one that lacks nothing where it is to be complete."""
    chance = np.random.default_rng(seed)
    first = int(np.datetime64(f"{FIRST_YEAR}-01-01", "D").astype(int))
    last = int(np.datetime64(f"{FIRST_YEAR + int(chance.integers(3, 8))}-01-01", "D").astype(int)) - 1
    precision: Precision = ("day", "day", "day", "month", "quarter", "year")[int(chance.integers(0, 6))]
    suppliers = 1 if chance.random() < 0.3 else int(chance.integers(1, 13))
    areas = int(chance.integers(1, 11))
    days = np.arange(first, last + 1)
    feeds = [_draw_feed(chance, days, precision, areas, complete) for _ in range(suppliers)]
    return DrawnSource(first, len(days), precision, [each for each in feeds if not each.feed.history.is_empty])


def _draw_feed(
    chance: np.random.Generator, days: Numbers, precision: Precision, areas: int, complete: bool
) -> DrawnFeed:
    months = (month_of(days) - month_of(days[:1])[0]) // STEPS[precision]
    rate = _draw_rate(chance, days, precision)
    held = np.ones(len(days), bool) if complete else _draw_held(chance, months, rate, precision)
    shares = chance.dirichlet(np.full(areas, 2.0))
    area_held, lost = np.ones((areas, len(days)), bool), np.zeros((areas, len(days)), bool)
    for area in range(areas):
        if not complete and shares[area] < MOST_OF_ONE and chance.random() < 0.08:
            area_held[area, _some_months(chance, months)] = False
    if chance.random() < 0.1:
        lost[:, _some_months(chance, months)] = True
    unknown = chance.poisson(rate * held * 0.03)
    counts: dict[str, Numbers] = {}
    for area in range(areas):
        of_area = chance.poisson(rate * held * shares[area] * area_held[area])
        unknown = unknown + np.where(lost[area], of_area, 0)
        counts[str(area)] = np.where(lost[area], 0, of_area)
    strays = _draw_strays(chance, days) if precision == "day" else []
    total = sum(counts.values(), unknown)
    histories = {name: _history(days, each, precision) for name, each in counts.items()}
    histories[""] = _history(days, unknown, precision, strays)
    return DrawnFeed(rate, held, shares, area_held, lost, Feed(_history(days, total, precision, strays)), histories)


def _draw_rate(chance: np.random.Generator, days: Numbers, precision: Precision) -> Rates:
    rare = chance.random() < 0.25
    low, high = (0.005, 0.7) if rare else (1.8, 60.0)
    rate = np.full(len(days), float(np.exp(chance.uniform(np.log(low), np.log(high)))))
    trend = chance.random() if rate.mean() > ENOUGH_TO_MOVE else 1.0
    if trend < 0.2:
        rate = rate * 10 ** (np.arange(len(days)) / max(len(days), 1461))
    elif trend < 0.4:
        rate[int(chance.integers(0, len(days))) :] *= 0.3
    if chance.random() < 0.2 and precision == "day":
        rate = rate * np.where((days + 3) % 7 < 5, 1.4, 0)  # an office that records from Monday to Friday
    found: Rates = rate * (1 + 0.15 * np.sin(np.arange(len(days)) / 365 * 2 * np.pi))
    return found


def _draw_held(chance: np.random.Generator, months: Numbers, rate: Rates, precision: Precision) -> Truth:
    number, held, kind = len(months), np.ones(len(months), bool), chance.random()
    if kind < 0.15:
        held[months < months[int(chance.integers(0, number // 2))]] = False
    elif kind < 0.3:
        held[months > months[int(chance.integers(number // 2, number))]] = False
    elif kind < 0.4:
        held[_some_months(chance, months)] = False
    elif kind < 0.5 and precision == "day" and rate.mean() > 4:
        held[int(chance.integers(number // 2, number - 20)) :] = False
    elif kind < 0.6 and precision == "day" and rate.mean() > 4:
        begin = int(chance.integers(90, number - 120))
        held[begin : begin + int(chance.integers(16, 28))] = False
    return held


def _some_months(chance: np.random.Generator, months: Numbers) -> Truth:
    """Return some months in a row, neither the first nor the last."""
    last = int(months[-1])
    if last < 2 * BESIDE_A_GAP + 1:
        return np.zeros(len(months), bool)
    begin = int(chance.integers(BESIDE_A_GAP, last - BESIDE_A_GAP))
    found: Truth = (months >= begin) & (months < min(begin + int(chance.integers(2, 9)), last + 1 - BESIDE_A_GAP))
    return found


def _draw_strays(chance: np.random.Generator, days: Numbers) -> list[int]:
    if chance.random() > 0.15:
        return []
    return [int(days[0]) - int(chance.integers(200, 2000)) for _ in range(int(chance.integers(1, 4)))]


def _history(days: Numbers, counts: Numbers, precision: Precision, strays: list[int] | None = None) -> History:
    if precision != "day":
        step, first = STEPS[precision], int(month_of(days[:1])[0])
        by_month = np.bincount((month_of(days) - first) // step, counts).astype(np.int64)
        days = np.array([first_day_of(first + place * step) for place in range(len(by_month))], np.int64)
        counts = by_month
    some = counts > 0
    all_days = np.concatenate([np.array(strays or [], np.int64), days[some]])
    amounts = np.concatenate([np.ones(len(strays or []), np.int64), counts[some]])
    distinct, place = np.unique(all_days, return_inverse=True)
    return History(distinct.astype(np.int64), np.bincount(place, amounts).astype(np.int64), precision)
