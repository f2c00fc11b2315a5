"""Figures of a year: what adds up over quarters is added, of caseloads it is said between which bounds they lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from svtool.interventions.amounts import Amount, added
from svtool.interventions.quarter_figures import Measured, Reach, Reason, Why, quarter_figures, stated_years
from svtool.interventions.quarters import Quarter, quarters_of
from svtool.interventions.settled import Settled
from svtool.interventions.terms import CASELOAD, FLOWS, NEW, REACHED, STOCKS

Quarters = Mapping[Measured, Sequence[Reach]]


def is_sum_of_caseloads(stated: Reach, quarters: Sequence[Reach]) -> bool:
    """Return whether a stated year of a caseload adds up quarters, or may do so: then whoever stays is in it twice.

    Args:
        stated: what the project says of the year.
        quarters: what it says of the quarters of that year.
    """
    if stated.of.counted not in STOCKS:
        return False
    filled = [each.amount.least for each in quarters if each.amount.least]
    return not filled or (len(filled) > 1 and stated.amount.least >= sum(filled))


def years_by_measured(settled: Settled, year: int | None) -> list[Reach]:
    """Return the figures of a year: of what adds up their sums, of caseloads how many different ones there were."""
    quarters: dict[Measured, list[Reach]] = defaultdict(list)
    for each in quarter_figures(settled):
        if each.quarter.year == year:
            quarters[each.of].append(each)
    stated = {each.of: each for each in stated_years(settled) if each.quarter.year == year}
    found = []
    for of in dict.fromkeys((*quarters, *stated)):
        if of.counted in FLOWS or not of.counted:
            found.append(_sum(settled, of, year, quarters.get(of, []), stated.get(of)))
        elif of.counted in STOCKS:
            found.append(_different(settled, of, year, quarters, stated.get(of)))
    return [each for each in found if each is not None]


def _sum(
    settled: Settled, of: Measured, year: int | None, quarters: Sequence[Reach], stated: Reach | None
) -> Reach | None:
    """Return a year of what adds up; None where nobody says what is counted, so that nobody knows whether it does."""
    expected = settled.expected(of.project, year)
    told = [each for each in quarters if each.amount.exact is not None]
    if stated and len(told) < len(expected) and stated.amount.least >= sum(each.amount.least for each in quarters):
        return replace(stated, received=len(expected), expected=len(expected), quarters=tuple(expected))
    if not of.counted:
        return None
    return _with_gaps(Reach(
        of, Quarter(year), added(each.amount for each in quarters), _reasons(quarters), _parts(quarters)
    ), quarters, expected)  # fmt: skip


def _with_gaps(figure: Reach, quarters: Sequence[Reach], expected: Sequence[Quarter]) -> Reach:
    """Return a figure with the quarters that it lacks."""
    held = {each.quarter for each in quarters}
    lacking = tuple((f"Q{each.number}", None) for each in expected if each not in held)
    reasons = (*figure.reasons, *([Reason(Why.QUARTERS, lacking)] if lacking else []))
    return replace(
        figure, reasons=reasons, received=len(held), expected=len(held | set(expected)), quarters=tuple(sorted(held))
    )


def _different(
    settled: Settled, of: Measured, year: int | None, quarters: Quarters, stated: Reach | None
) -> Reach | None:
    """Return how many different ones were on a caseload in a year, between bounds where nobody says.

    At least the largest caseload. At most the first one and all who were new in later quarters or, where that is not
    said or does not explain the next caseload, all caseloads together. What is counted at the end of quarters alone
    leaves out who came and went between.
    """
    caseloads = sorted(quarters.get(of, []), key=lambda each: each.quarter)
    reached = replace(of, counted=REACHED)
    expected = settled.expected(of.project, year)
    if stated and not is_sum_of_caseloads(stated, caseloads):
        return replace(stated, of=reached, received=len(expected), expected=len(expected))
    if not caseloads or (of.counted != CASELOAD and replace(of, counted=CASELOAD) in quarters):
        return None
    new = {each.quarter: each.amount for each in quarters.get(replace(of, counted=NEW), [])}
    least = max(each.amount.least for each in caseloads)
    most = caseloads[0].amount + added(_newcomers(one, other, new) for one, other in pairwise(caseloads))
    about = any(each.amount.is_about for each in caseloads)
    if of.counted != CASELOAD:
        return _with_gaps(
            Reach(reached, Quarter(year), Amount(least, None, about), (Reason(Why.CASELOADS_AT_END),)),
            caseloads,
            expected,
        )
    amount = Amount(least, most.most, about or most.is_about)
    reasons = (*_reasons(caseloads), *([Reason(Why.CASELOADS)] if amount.exact is None else []))
    return _with_gaps(Reach(reached, Quarter(year), amount, reasons), caseloads, expected)


def _newcomers(before: Reach, after: Reach, new: Mapping[Quarter, Amount]) -> Amount:
    """Return how many of a caseload can be others than those of the one before: at most all of them.

    Who was referred in a quarter that did not come may be on it, and who was referred before and waited: that there are
    such people shows where the caseloads differ by more than the new referrals.
    """
    found = new.get(after.quarter)
    follows = after.quarter in quarters_of(after.quarter.year)[before.quarter.number or 0 :][:1]
    if found is None or not follows:
        return after.amount
    grown = before.amount + found
    explained = grown.most is None or after.amount.most is None or after.amount.most <= grown.most
    return found if explained else after.amount


def _reasons(quarters: Sequence[Reach]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reason for each in quarters for reason in each.reasons))


def _parts(quarters: Sequence[Reach]) -> dict[tuple[str, str], Amount]:
    """Return the categories of a year: those of quarters added, where every quarter has the same of a section."""
    found: dict[tuple[str, str], Amount] = {}
    for section in dict.fromkeys(section for each in quarters for section, _ in each.parts):
        categories = [{key for key in each.parts if key[0] == section} for each in quarters]
        if all(each == categories[0] for each in categories):
            for key in (key for key in quarters[0].parts if key[0] == section):
                found[key] = added(each.parts[key] for each in quarters)
    return found
