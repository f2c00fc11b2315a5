"""Checks of numbers together: sections of one return, quarters of one year, stages of one way through a project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from svtool.errors import listed
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding
from svtool.interventions.amounts import Amount, added
from svtool.interventions.cell_checks import findings_at
from svtool.interventions.entered import Entered
from svtool.interventions.quarter_figures import Measured, Reach, quarter_figures, stated_years
from svtool.interventions.quarters import QUARTERS_OF_YEAR, Quarter, year_label
from svtool.interventions.section_totals import SectionTotal, overlapping_bands, section_totals
from svtool.interventions.settled import Settled
from svtool.interventions.terms import (
    ALL,
    CASELOAD,
    CASELOAD_AT_END,
    FLOWS,
    FUNNEL,
    NEW,
    SECONDARY,
    STOCKS,
    TOTAL,
    in_words,
)
from svtool.interventions.year_figures import is_sum_of_caseloads

Group = Sequence[Entered]


def find_in_wholes(settled: Settled) -> Iterator[Finding]:
    """Yield what is wrong with numbers that belong together."""
    for group in _groups(settled):
        yield from _bands(settled, group)
        yield from _sections(settled, group)
    figures = quarter_figures(settled)
    yield from _caseloads(settled, figures)
    yield from _years(settled, figures)
    yield from _missing(settled)
    yield from _changed(settled)
    yield from _stages(settled, figures)


def _groups(settled: Settled) -> list[Group]:
    """Return the numbers that are views of the same people: of one project, quarter, unit and kind of beneficiaries."""
    found: dict[object, list[Entered]] = defaultdict(list)
    for each in settled.counted:
        found[each.project, each.quarter, each.beneficiaries, each.unit, each.counted].append(each)
    return list(found.values())


def _named(settled: Settled, group: Group) -> str:
    """Return whose numbers they are, in words."""
    first = group[0]
    whom = "" if first.beneficiaries == ALL else f", {first.beneficiaries}"
    which = f", {in_words(first.counted)}" if first.counted else ""
    assert first.quarter  # noqa: S101 (they are counted)
    return f"{settled.register.called(first.project)}, {first.quarter.label}{whom}{which}"


def _bands(settled: Settled, group: Group) -> Iterator[Finding]:
    for section in section_totals(group):
        pairs = overlapping_bands(section.entries)
        if pairs:
            told = listed((f"{one.category} with {other.category}" for one, other in pairs), 6, "and")
            places = dict.fromkeys(each.place for pair in pairs for each in pair)
            yield from findings_at("Q12", places, f"{_named(settled, group)}: {told}")


def _sections(settled: Settled, group: Group) -> Iterator[Finding]:
    totals = section_totals(group)
    stated = [each for each in totals if each.section == TOTAL]
    apart = [each for each in totals if each.is_apart and each.section != TOTAL]
    if not stated and not apart:
        for each in totals:
            if each.is_open:
                yield from _at(settled, "Q13", each.entries, _of_overlap(each))
    exact = [each for each in apart if each.amount.exact is not None]
    if len({each.amount.exact for each in exact}) > 1:
        told = listed((f"{each.section} {each.amount.exact:,}" for each in exact), joiner="and")
        unknown = "" if any(each.has_unknown for each in exact) else "; none is unknown"
        yield from _at(settled, "Q14", [entry for each in exact for entry in each.entries], f"{told}{unknown}")
    for total in stated:
        yield from _against(settled, total, [each for each in totals if each is not total])


def _of_overlap(total: SectionTotal) -> str:
    filled = [each for each in total.entries if each.amount.exact != 0]
    plain = all(each.amount.exact is not None for each in filled)
    told = " + ".join(f"{each.amount.exact:,} ({each.category})" for each in filled) if plain else "the categories"
    most = "any number" if total.amount.most is None else f"{total.amount.most:,}"
    return f"{told} may be {total.amount.least:,} or {most}, as one may stand in several categories"


def _against(settled: Settled, stated: SectionTotal, others: Sequence[SectionTotal]) -> Iterator[Finding]:
    """Yield the sections that a stated total contradicts."""
    total = stated.amount
    for each in others:
        if each.is_apart and not total.meets(each.amount):
            told = f"the total is {_shown(stated)}, {each.section} comes to {_shown(each)}"
            yield from _at(settled, "Q15", [*stated.entries, *each.entries], told)
        elif not each.is_apart and total.most is not None and total.most < each.amount.least and not total.is_about:
            told = f"the total is {_shown(stated)}, and {each.section} has {each.amount.least:,} or more"
            yield from _at(settled, "Q15", [*stated.entries, *each.entries], told)


def _shown(total: SectionTotal) -> str:
    amount = total.amount
    if amount.least == amount.most:
        return f"{amount.least:,}"
    return f"{amount.least:,} or more" if amount.most is None else f"{amount.least:,} to {amount.most:,}"


def _at(settled: Settled, kind: str, entries: Iterable[Entered], told: str) -> Iterator[Finding]:
    group = list(entries)
    yield from findings_at(kind, [each.place for each in group], f"{_named(settled, group)}: {told}")


def _caseloads(settled: Settled, figures: Sequence[Reach]) -> Iterator[Finding]:
    by: dict[tuple[str, str, str, Quarter], dict[str, Reach]] = defaultdict(dict)
    for each in figures:
        by[each.of.project, each.of.beneficiaries, each.of.unit, each.quarter][each.of.counted] = each
    for those in by.values():
        for less, more in ((NEW, CASELOAD), (CASELOAD_AT_END, CASELOAD)):
            one, other = those.get(less), those.get(more)
            if one and other and other.amount.most is not None and one.amount.least > other.amount.most:
                told = f"{one.amount.least:,} {in_words(less)}, and a {in_words(more)} of {other.amount.most:,}"
                yield _of_project(settled, "Q19", one.of.project, [one.quarter], told)


def _years(settled: Settled, figures: Sequence[Reach]) -> Iterator[Finding]:
    """Yield year totals of caseloads, other year totals that are not the sum, and caseloads without new referrals."""
    by_year: dict[tuple[Measured, int | None], list[Reach]] = defaultdict(list)
    for each in figures:
        by_year[each.of, each.quarter.year].append(each)
    for stated in stated_years(settled):
        quarters = by_year.get((stated.of, stated.quarter.year), [])
        told = f"{stated.amount.least:,} {in_words(stated.of.counted)}" if stated.of.counted else ""
        if is_sum_of_caseloads(stated, quarters):
            parts = " + ".join(f"{each.amount.least:,}" for each in sorted(quarters, key=lambda each: each.quarter))
            yield _of_project(
                settled, "Q17", stated.of.project, [stated.quarter], f"{told}{f' ({parts})' if parts else ''}"
            )
        elif stated.of.counted in FLOWS and (whole := _contradicted(stated, quarters)) is not None:
            said = f"the year says {told}, its quarters come to {whole:,}"
            yield _of_project(settled, "Q15", stated.of.project, [stated.quarter], said)
    yield from _stocks_alone(settled, by_year)


def _contradicted(stated: Reach, quarters: Sequence[Reach]) -> int | None:
    """Return what quarters come to that a stated year contradicts; None where both may be right.

    A year is the sum of four quarters, and less than that of some only where one of both is wrong.
    """
    year, told = stated.amount.exact, [each.amount.exact for each in quarters]
    whole = sum(each or 0 for each in told)
    is_all = len(told) == QUARTERS_OF_YEAR and None not in told
    return whole if year is not None and (year < whole or (is_all and year != whole)) else None


def _stocks_alone(settled: Settled, by_year: dict[tuple[Measured, int | None], list[Reach]]) -> Iterator[Finding]:
    with_new = {(of.project, year) for of, year in by_year if of.counted == NEW}
    for (of, year), quarters in by_year.items():
        has_new = (of.project, year) in with_new
        if of.counted in STOCKS and len(quarters) > 1 and not has_new and of.beneficiaries != SECONDARY:
            held = sorted(each.quarter for each in quarters)
            yield _of_project(settled, "Q18", of.project, held, f"{len(held)} quarters of {in_words(of.counted)}")


def _missing(settled: Settled) -> Iterator[Finding]:
    for year in settled.years:
        for project in settled.projects:
            received = settled.received(project)
            lacking = [each for each in settled.expected(project, year) if each not in received]
            if lacking and (any(each.year == year for each in received) or settled.register.find(project)):
                quarters = listed((f"Q{each.number}" for each in lacking), joiner="and")
                yield _of_project(settled, "Q20", project, lacking, f"{quarters} of {year_label(year)}")


def _changed(settled: Settled) -> Iterator[Finding]:
    """Yield projects that count other units, or caseloads instead of new referrals, from one quarter to the next."""
    for project in settled.projects:
        by_quarter: dict[Quarter, set[tuple[str, str]]] = defaultdict(set)
        for each in settled.of_quarters:
            if each.project == project and each.unit and each.counted and each.quarter:
                by_quarter[each.quarter].add((each.unit, each.counted))
        for earlier, later in pairwise(sorted(by_quarter)):
            if not by_quarter[earlier] & by_quarter[later]:
                before, after = (
                    listed((f"{in_words(counted)} ({unit})" for unit, counted in sorted(by_quarter[each])), 4, "and")
                    for each in (earlier, later)
                )
                yield _of_project(
                    settled, "Q21", project, [earlier, later], f"{before} in {earlier.label}, {after} in {later.label}"
                )


def _stages(settled: Settled, figures: Sequence[Reach]) -> Iterator[Finding]:
    """Yield stages that more people reached, over the quarters that say both, than can have the stage before."""
    ways: dict[tuple[str, str, str], dict[str, dict[Quarter, Amount]]] = defaultdict(lambda: defaultdict(dict))
    for each in figures:
        if each.of.counted in FUNNEL:
            way = ways[each.of.project, each.of.beneficiaries, each.of.unit]
            way[each.of.counted][each.quarter] = each.amount
    for (project, _, _), way in ways.items():
        for earlier, later in pairwise(stage for stage in FUNNEL if stage in way):
            both = way[earlier].keys() & way[later].keys()
            before, after = (added(way[stage][each] for each in both) for stage in (earlier, later))
            is_about = before.is_about or after.is_about
            if before.most is not None and after.least > before.most and not is_about:
                told = f"{after.least:,} {in_words(later)}, {before.most:,} {in_words(earlier)}"
                yield _of_project(settled, "Q23", project, [], told)


def _of_project(settled: Settled, kind: str, project: str, quarters: Sequence[Quarter], told: str) -> Finding:
    """Return a finding on a project, at the file and lines that its quarters stand in."""
    places = [
        each.place for each in settled.entries if each.project == project and (not quarters or each.quarter in quarters)
    ] or [each.place for each in settled.entries if each.project == project]
    file = places[0].file if places else ""
    here = [each for each in places if (each.file, each.sheet) == (file, places[0].sheet)]
    # A quarter that is missing stands nowhere, and what is told of a whole year in no line more than in another.
    lines = tuple(each.line for each in here) if kind in {"Q17", "Q19"} else ()
    label = f", {quarters[0].label}" if len(quarters) == 1 and kind not in {"Q20"} else ""
    said = f"{settled.register.called(project)}{label}: {told}"
    return Finding(KINDS[kind], file or "the register", said, sheet=places[0].sheet if places else "", lines=lines)
