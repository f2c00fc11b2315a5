"""The recorded days of which a file of victims or suspects says who was beside an offence, or that nobody was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import log, log1p

from svtool.dates import Span, add_months, count_days, month_end
from svtool.engine.seam import rows
from svtool.gathering.held_days import UNLIKELY
from svtool.gathering.steps import Step
from svtool.schema.row_columns import OFFENCE_ROW, ROW
from svtool.schema.sources import RECORDED

DAY = timedelta(days=1)
ENOUGH = 10  # offences with people, from which on their rate tells something
SHORTEST_GAP = timedelta(days=7)  # one operation of several days may bring offences that harm nobody
AROUND = timedelta(days=28)  # the days before and after a gap that tell what was to be expected in it
HARDLY = log(100_000)  # a gap may be anywhere in many years, so that it must be less likely than one at an end


@dataclass(frozen=True)
class DayOfOffences:
    """The offences recorded on one day: all of them, and those that have people."""

    offences: int
    with_people: int


def known_days(people: Step, offences: Step) -> tuple[Span, ...]:
    """Return the recorded days on which an offence without such people has none, in order; none where it never has.

    These are the months of the offences that have some, less the days before and after all of these if so long a
    stretch without any is unlikely at the rate of that month: then the file of people begins or ends there. A stretch
    between is left out where none of its offences has people, and that is hardly chance by the offences around it.

    Args:
        people: those of a role, beside their offences.
        offences: all offences.
    """
    if RECORDED not in offences.columns:
        return ()
    daily = {
        day: DayOfOffences(number, with_people)
        for day, number, with_people in rows(
            people.engine,
            f"recorded days of {people.name}",
            f"SELECT o.{RECORDED}, count(*), count(p.{OFFENCE_ROW}) FROM {offences.name} AS o "
            f"LEFT JOIN (SELECT DISTINCT {OFFENCE_ROW} FROM {people.name}) AS p ON p.{OFFENCE_ROW} = o.{ROW} "
            f"WHERE o.{RECORDED} IS NOT NULL GROUP BY o.{RECORDED}",
        )
    }
    told = sorted(day for day, each in daily.items() if each.with_people)
    if not told:
        return ()
    return _without(_ends(daily, told[0], told[-1]), _gaps(daily, told))


def _ends(daily: Mapping[date, DayOfOffences], first: date, last: date) -> Span:
    """Return the first and last day of a file, whose first and last day with people are these."""
    begin, end = add_months(first, 0), month_end(last)
    return (
        first if _is_unlikely(daily, (begin, first - DAY), (first, month_end(first))) else begin,
        last if _is_unlikely(daily, (last + DAY, end), (add_months(last, 0), last)) else end,
    )


def _is_unlikely(daily: Mapping[date, DayOfOffences], empty: Span, recorded: Span) -> bool:
    """Return whether chance would hardly leave some days empty at the daily rate of others."""
    number = _sum(daily, recorded).with_people
    rate = number / count_days([recorded])
    return number >= ENOUGH and rate * count_days([empty]) > UNLIKELY


def _gaps(daily: Mapping[date, DayOfOffences], told: Sequence[date]) -> list[Span]:
    """Return the stretches between days with people whose offences have none, though by those around they should."""
    between = ((one + DAY, other - DAY) for one, other in pairwise(told) if other - one > SHORTEST_GAP)
    return [each for each in between if _should_have_people(daily, each)]


def _should_have_people(daily: Mapping[date, DayOfOffences], gap: Span) -> bool:
    number = _sum(daily, gap).offences
    around = [_sum(daily, each) for each in ((gap[0] - AROUND, gap[0] - DAY), (gap[1] + DAY, gap[1] + AROUND))]
    if min(each.with_people for each in around) < ENOUGH:
        return False
    share = min(each.with_people / (each.offences + 1) for each in around)
    return -number * log1p(-share) > HARDLY


def _without(span: Span, gaps: Sequence[Span]) -> tuple[Span, ...]:
    begins = [span[0], *(last + DAY for _, last in gaps)]
    ends = [*(first - DAY for first, _ in gaps), span[1]]
    return tuple(zip(begins, ends, strict=True))


def _sum(daily: Mapping[date, DayOfOffences], span: Span) -> DayOfOffences:
    found = [each for day, each in daily.items() if span[0] <= day <= span[1]]
    return DayOfOffences(sum(each.offences for each in found), sum(each.with_people for each in found))
