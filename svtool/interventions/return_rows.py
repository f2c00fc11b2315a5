"""What returns come to: rows of figures, each with how many quarters it is made of and why it can't be told nearer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from svtool.figures.contract import NOT_AVAILABLE
from svtool.interventions.amounts import Amount, added
from svtool.interventions.cell_checks import is_matched
from svtool.interventions.entered import Scored
from svtool.interventions.quarter_figures import Measured, Reach, Reason, Why, quarter_figures
from svtool.interventions.quarters import Quarter, quarters_of
from svtool.interventions.settled import Settled
from svtool.interventions.terms import CASELOAD, FLOWS, FUNNEL, NEW, REACHED, STAGES
from svtool.interventions.year_figures import years_by_measured
from svtool.statistics.mean_change import FEWEST, mean_change_limits

QUARTER, YEAR, PART, EVERYBODY, FUNNEL_PART, COMPLETENESS, SCORES = (
    "quarter", "year", "category", "all_projects", "funnel", "completeness", "scores",
)  # fmt: skip
NEW_OF_CASELOAD = "new_of_caseload"
PARTS = (QUARTER, YEAR, EVERYBODY, PART, FUNNEL_PART, NEW_OF_CASELOAD, COMPLETENESS, SCORES)
RECEIVED, MISSING = "received", "missing"


@dataclass(frozen=True)
class ReturnRow:
    """A figure of returns.

    Attributes:
        part: which part of the summary it belongs to.
        project: the id of the intervention; empty for all of them.
        period: the quarter or year.
        beneficiaries: all, or secondary.
        unit: what one of them is.
        counted: which of them.
        section, category: of which part of a section, where it is one.
        scale: the scale of scores.
        count: how many; None where that can't be told.
        least: the least that it may be.
        most: the most that it may be; None where nobody can say.
        is_about: whether least and most are made of an estimate, such as c.20, and bind no more than it does.
        status: why there is no count: `x` not available, `c` suppressed.
        of: how many it is a share of.
        share: its share of them, in per cent.
        compared_with: the year before, where a year is compared with it.
        now, then: the quarters that both years have, in this one and in that.
        received: how many quarters, or numbers, it is made of.
        expected: how many there should be.
        state: whether a quarter was received.
        before, after, both: people with a score before, after, and both.
        mean_before, mean_after, change: mean scores, and the mean of the changes of people with both.
        lower, upper: the ends of the 95% interval of that change.
        reasons: why it can't be told nearer, and what else must be said.
    """

    part: str
    project: str
    period: Quarter
    beneficiaries: str = ""
    unit: str = ""
    counted: str = ""
    section: str = ""
    category: str = ""
    scale: str = ""
    count: int | None = None
    least: int | None = None
    most: int | None = None
    is_about: bool = False
    status: str = ""
    of: int | None = None
    share: float | None = None
    compared_with: str = ""
    now: int | None = None
    then: int | None = None
    received: int | None = None
    expected: int | None = None
    state: str = ""
    before: int | None = None
    mean_before: float | None = None
    after: int | None = None
    mean_after: float | None = None
    both: int | None = None
    change: float | None = None
    lower: float | None = None
    upper: float | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def measured(self) -> Measured:
        """Return what it counts."""
        return Measured(self.project, self.beneficiaries, self.unit, self.counted)


def summarise(settled: Settled) -> list[ReturnRow]:
    """Return the rows of a summary, part by part, year by year."""
    rows: list[ReturnRow] = []
    for year in settled.years:
        years = years_by_measured(settled, year)
        quarters = sorted(
            (each for each in quarter_figures(settled) if each.quarter.year == year), key=lambda each: each.quarter
        )
        rows += [_row(QUARTER, each) for each in quarters]
        rows += [_row(YEAR, each) for each in years]
        rows += [row for each in years for row in _categories(each)]
        rows += _all_projects(settled, years, year)
        rows += _funnels(years)
        rows += _caseload_shares(quarters)
        rows += _completeness(settled, year, quarters)
        rows += [_score_row(each) for each in settled.scores if each.quarter and each.quarter.year == year]
    rows = _compared(rows)
    places = {project: number for number, project in enumerate(settled.projects)}
    return sorted(
        rows, key=lambda row: (PARTS.index(row.part), row.period.year or 0, places.get(row.project, len(places)))
    )


def _compared(rows: Sequence[ReturnRow]) -> list[ReturnRow]:
    """Return the rows with what adds up compared with the year before, in the quarters that both years have."""
    quarters: dict[Measured, dict[Quarter, int]] = defaultdict(dict)
    for row in rows:
        if row.part == QUARTER and row.count is not None:
            quarters[row.measured][row.period] = row.count
    return [_beside_year_before(row, quarters[row.measured]) if row.part == YEAR else row for row in rows]


def _beside_year_before(row: ReturnRow, quarters: Mapping[Quarter, int]) -> ReturnRow:
    if row.counted not in FLOWS or row.period.year is None:
        return row
    before = Quarter(row.period.year - 1)
    both = [
        (quarters[each], quarters[Quarter(before.year, each.number)])
        for each in quarters
        if each.year == row.period.year and Quarter(before.year, each.number) in quarters
    ]
    if not both:
        return row
    return replace(row, compared_with=before.label, now=sum(now for now, _ in both), then=sum(then for _, then in both))


def _row(part: str, figure: Reach) -> ReturnRow:
    of = figure.of
    count = figure.amount.exact if figure.is_quantified else None
    return ReturnRow(
        part, of.project, figure.quarter, of.beneficiaries, of.unit, of.counted,
        count=count, least=figure.amount.least, most=figure.amount.most, is_about=figure.amount.is_about,
        status="" if count is not None else NOT_AVAILABLE,
        received=figure.received, expected=figure.expected, reasons=figure.reasons,
    )  # fmt: skip


def _categories(figure: Reach) -> Iterator[ReturnRow]:
    of = figure.of
    for (section, category), amount in figure.parts.items():
        count = amount.exact if of.unit and of.counted else None
        yield ReturnRow(
            PART, of.project, figure.quarter, of.beneficiaries, of.unit, of.counted, section, category,
            count=count, least=amount.least, most=amount.most, is_about=amount.is_about,
            status="" if count is not None else NOT_AVAILABLE,
            received=figure.received, expected=figure.expected,
        )  # fmt: skip


def _all_projects(settled: Settled, years: Sequence[Reach], year: int | None) -> Iterator[ReturnRow]:
    """Yield for each unit how many there were of all projects; units are never added to each other.

    Whoever is in two projects is in the sum twice. Of different people there were as many as in the largest project, or
    more.
    """
    groups: dict[tuple[str, str, str], list[Reach]] = defaultdict(list)
    for each in years:
        if each.of.unit and each.of.counted:
            groups[each.of.beneficiaries, each.of.unit, each.of.counted].append(each)
    for (beneficiaries, unit, counted), those in groups.items():
        amount = added(each.amount for each in those)
        if counted == REACHED and len(those) > 1:
            least = max(each.amount.least for each in those)
            amount = Amount(least, amount.most, amount.is_about)
        yield ReturnRow(
            EVERYBODY, "", Quarter(year), beneficiaries, unit, counted,
            count=amount.exact, least=amount.least, most=amount.most, is_about=amount.is_about,
            status="" if amount.exact is not None else NOT_AVAILABLE,
            received=sum(each.received for each in those), expected=sum(each.expected for each in those),
            reasons=tuple(_of_several(settled, those)),
        )  # fmt: skip


def _of_several(settled: Settled, figures: Sequence[Reach]) -> Iterator[Reason]:
    """Yield what must be said of a figure of all projects."""
    if len(figures) > 1:
        yield Reason(Why.PROJECTS)
    for why, those in (
        (Why.LOOSE_PROJECTS, [each for each in figures if each.amount.exact is None]),
        (Why.GAPS_OF_PROJECTS, [each for each in figures if each.received < each.expected]),
    ):
        if those:
            yield Reason(why, tuple((settled.register.called(each.of.project), None) for each in those))


def _funnels(years: Sequence[Reach]) -> Iterator[ReturnRow]:
    """Yield the stages of each project's way, from referred to completed, where it gives two of them or more."""
    groups: dict[tuple[str, str, str], dict[str, Reach]] = defaultdict(dict)
    for each in years:
        if each.of.counted in STAGES and each.of.unit:
            groups[each.of.project, each.of.beneficiaries, each.of.unit][each.of.counted] = each
    for stages in groups.values():
        if len(stages) < len(FUNNEL[:2]):
            continue
        first = stages.get(NEW)
        for stage in STAGES:
            if stage in stages:
                yield _shared(FUNNEL_PART, stages[stage], first)


def _shared(part: str, figure: Reach, whole: Reach | None) -> ReturnRow:
    """Return a row with the share that a figure is of another, which is of the same quarters."""
    row = _row(part, figure)
    of = whole.amount.exact if whole and whole.quarters == figure.quarters else None
    share = 100 * row.count / of if of and row.count is not None else None
    return replace(row, of=of, share=share)


def _caseload_shares(quarters: Sequence[Reach]) -> Iterator[ReturnRow]:
    """Yield how many of those on the caseload of a quarter were new in it."""
    by = {(each.of, each.quarter): each for each in quarters}
    for (of, quarter), figure in by.items():
        caseload = by.get((Measured(of.project, of.beneficiaries, of.unit, CASELOAD), quarter))
        if of.counted == NEW and caseload:
            yield _shared(NEW_OF_CASELOAD, figure, caseload)


def _completeness(settled: Settled, year: int | None, quarters: Sequence[Reach]) -> Iterator[ReturnRow]:
    """Yield whether each project's quarters came, and how many of their numbers can be told."""
    for project in settled.projects:
        received, expected = settled.received(project), settled.expected(project, year)
        for quarter in quarters_of(year):
            if quarter not in received and quarter not in expected:
                continue
            figures = [each for each in quarters if each.of.project == project and each.quarter == quarter]
            yield ReturnRow(
                COMPLETENESS, project, quarter, state=RECEIVED if quarter in received else MISSING,
                received=sum(each.is_quantified for each in figures), expected=len(figures),
            )  # fmt: skip


def _score_row(scored: Scored) -> ReturnRow:
    """Return scores before and after; a change has an interval only where it is of the same people."""
    matched = is_matched(scored)
    limits = None
    if matched and scored.spread is not None and (scored.both or 0) >= FEWEST and scored.change is not None:
        limits = mean_change_limits(scored.change, scored.spread, scored.both or 0)
    why = [] if limits else [Reason(Why.NO_SPREAD if matched else Why.NOT_MATCHED)]
    assert scored.quarter  # noqa: S101 (rows without one are left out)
    return ReturnRow(
        SCORES, scored.project, scored.quarter, scale=scored.scale,
        before=scored.before, mean_before=scored.mean_before, after=scored.after, mean_after=scored.mean_after,
        both=scored.both, change=scored.change if matched else None,
        lower=limits.lower if limits else None, upper=limits.upper if limits else None, reasons=tuple(why),
    )  # fmt: skip
