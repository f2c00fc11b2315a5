"""Figures of one quarter: how many of a unit a project counted, or between which bounds, and why no nearer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from svtool.interventions.amounts import NOTHING_KNOWN, Amount, added, exactly
from svtool.interventions.entered import Entered
from svtool.interventions.quarters import Quarter
from svtool.interventions.section_totals import SectionTotal, section_totals
from svtool.interventions.settled import Settled
from svtool.interventions.terms import ADULTS, ALL, CHILDREN, SECONDARY, TOTAL


class Why(Enum):
    """Why a number can't be told, or is no more than a part."""

    OVERLAP = "overlap"  # parts: category, number
    SECTIONS = "sections"  # parts: section, number
    NOT_STATED = "not stated"
    NOT_EXACT = "not exact"
    UNIT = "unit"
    COUNTED = "counted"
    CASELOADS = "caseloads"
    CASELOADS_AT_END = "caseloads at the end"
    QUARTERS = "quarters"  # parts: quarter, nothing
    PROJECTS = "projects"
    LOOSE_PROJECTS = "projects that are not quantified"  # parts: project, nothing; likewise
    GAPS_OF_PROJECTS = "projects that lack quarters"
    NOT_MATCHED = "not matched"
    NO_SPREAD = "no spread"


@dataclass(frozen=True)
class Reason:
    """Why a figure can't be told: a kind, the names and numbers that it is told with, and bounds where it has some."""

    why: Why
    parts: tuple[tuple[str, int | None], ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Measured:
    """What is counted of a project.

    Attributes:
        project: its id.
        beneficiaries: all, or secondary ones, who are never added to the others.
        unit: what one of them is; empty where nobody says.
        counted: which of them; empty where nobody says.
    """

    project: str
    beneficiaries: str
    unit: str
    counted: str


@dataclass(frozen=True)
class Reach:
    """How many there were.

    Attributes:
        of: what is counted.
        quarter: of which quarter, or whole year.
        amount: how many, as far as it can be told.
        reasons: why no nearer.
        parts: section and category → how many; of some sections one may stand in several categories.
        received: how many quarters the figure is made of.
        quarters: which they are, of a year.
        expected: how many there should be.
    """

    of: Measured
    quarter: Quarter
    amount: Amount
    reasons: tuple[Reason, ...] = ()
    parts: dict[tuple[str, str], Amount] = field(default_factory=dict)
    received: int = 1
    expected: int = 1
    quarters: tuple[Quarter, ...] = ()

    @property
    def is_quantified(self) -> bool:
        """Return whether the figure is a number of something that is declared."""
        return self.amount.exact is not None and bool(self.of.unit and self.of.counted)


def quarter_figures(settled: Settled) -> list[Reach]:
    """Return the figure of every project, unit and quarter."""
    return _figures(settled.of_quarters)


def stated_years(settled: Settled) -> list[Reach]:
    """Return the figures that projects state of whole years."""
    return _figures(settled.of_years)


def _figures(entries: Iterable[Entered]) -> list[Reach]:
    groups: dict[tuple[Measured, Quarter], list[Entered]] = defaultdict(list)
    for each in entries:
        assert each.quarter  # noqa: S101 (they are of a quarter or a year)
        whom = SECONDARY if each.beneficiaries == SECONDARY else ALL
        groups[Measured(each.project, whom, each.unit, each.counted), each.quarter].append(each)
    return [_figure(of, quarter, those) for (of, quarter), those in groups.items()]


def _figure(of: Measured, quarter: Quarter, entries: Sequence[Entered]) -> Reach:
    """Return a figure: of all beneficiaries where they stand together, else children and adults, who are others."""
    by_whom: dict[str, list[Entered]] = defaultdict(list)
    for each in entries:
        by_whom[each.beneficiaries].append(each)
    together = by_whom.get(ALL) or by_whom.get(SECONDARY)
    groups = [together] if together else [by_whom[name] for name in (CHILDREN, ADULTS) if name in by_whom]
    told = [_combined(section_totals(each)) for each in groups]
    amount = added(each for each, _ in told)
    reasons = [*(reason for _, reasons in told for reason in reasons), *_undeclared(of)]
    parts: dict[tuple[str, str], Amount] = {}
    for group in groups:
        for section in section_totals(group):
            if section.section != TOTAL:
                for each in section.entries:
                    key = section.section, each.category
                    parts[key] = parts.get(key, Amount()) + each.amount
    return Reach(of, quarter, amount, tuple(dict.fromkeys(reasons)), parts)


def _undeclared(of: Measured) -> list[Reason]:
    return [*([] if of.unit else [Reason(Why.UNIT)]), *([] if of.counted else [Reason(Why.COUNTED)])]


def _combined(totals: Sequence[SectionTotal]) -> tuple[Amount, list[Reason]]:
    """Return how many the sections of a return say, which are views of the same people, and why no nearer."""
    stated = [each for each in totals if each.section == TOTAL]
    if len(totals) > 1 and stated and stated[0].amount == NOTHING_KNOWN:
        return _combined([each for each in totals if each.section != TOTAL])
    if stated:
        return stated[0].amount, _loose(stated[0].amount)
    apart = [each for each in totals if each.is_apart]
    if apart:
        return _agreed(apart)
    least = max(each.amount.least for each in totals)
    mosts = [each.amount.most for each in totals if each.amount.most is not None]
    amount = Amount(least, max(least, min(mosts)) if mosts else None, any(each.amount.is_about for each in totals))
    return amount, [*_overlaps(totals), *_loose(amount, bounds_known=True)]


def _agreed(apart: Sequence[SectionTotal]) -> tuple[Amount, list[Reason]]:
    """Return what sections say in which nobody stands twice; all that they say, where they contradict each other."""
    exact = {each.amount.exact for each in apart} - {None}
    if len(exact) > 1:
        numbers = [each for each in exact if each is not None]
        parts = tuple((each.section, each.amount.exact) for each in apart if each.amount.exact is not None)
        return Amount(min(numbers), max(numbers)), [Reason(Why.SECTIONS, parts)]
    if exact:
        return exactly(next(each for each in exact if each is not None)), []
    best = min((each.amount for each in apart), key=lambda each: (each.most is None, (each.most or 0) - each.least))
    return best, _loose(best)


def _overlaps(totals: Sequence[SectionTotal]) -> list[Reason]:
    return [
        Reason(
            Why.OVERLAP,
            tuple((each.category, each.amount.exact) for each in total.entries if each.amount.exact != 0),
            total.amount.least,
            total.amount.most,
        )
        for total in totals
        if total.is_open
    ]


def _loose(amount: Amount, bounds_known: bool = False) -> list[Reason]:
    if amount.most is None and not amount.is_about:
        return [Reason(Why.NOT_STATED)]
    return [Reason(Why.NOT_EXACT)] if amount.is_about or (amount.least != amount.most and not bounds_known) else []
