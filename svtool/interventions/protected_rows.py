"""The rows of a summary under a disclosure policy: small counts go, and with them what would give them away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from svtool.disclosure.linked_cells import Key, LinkedCell, LinkedCells
from svtool.disclosure.named_counts import Name, NamedCounts
from svtool.disclosure.suppression import suppress
from svtool.figures.contract import NOT_AVAILABLE, SUPPRESSED
from svtool.interventions.quarter_figures import Reason, Why
from svtool.interventions.quarters import Quarter
from svtool.interventions.released_rows import QuartersMade, kept_counts, link_released
from svtool.interventions.return_rows import (
    EVERYBODY,
    FUNNEL_PART,
    NEW_OF_CASELOAD,
    PART,
    QUARTER,
    SCORES,
    YEAR,
    ReturnRow,
)
from svtool.interventions.terms import CASELOAD, FLOWS, NEW, REACHED, SOURCE, STOCKS
from svtool.schema.policies import DisclosurePolicy

PERIOD = "period"
PEOPLE_OF_SCORES = ("before", "after", "both")
SCORES_OF = {"before": ("mean_before",), "after": ("mean_after",), "both": ("change", "lower", "upper")}
NUMBERS = {Why.OVERLAP, Why.SECTIONS}  # reasons that name counts


@dataclass(frozen=True)
class Protected:
    """Rows as they may be printed, and what a release of them keeps."""

    rows: list[ReturnRow]
    kept: NamedCounts


def protect(rows: Sequence[ReturnRow], policy: DisclosurePolicy) -> list[ReturnRow]:
    """Return the rows as they may be printed where nothing was released before."""
    return protect_beside(rows, policy).rows


def protect_beside(
    rows: Sequence[ReturnRow], policy: DisclosurePolicy, before: Sequence[NamedCounts] = (), release: str = ""
) -> Protected:
    """Return the rows as they may be printed, beside releases.

    A figure that can't be told exactly is printed without its bounds, which are sums of counts; shares and means go
    with the counts that they are made of.

    Args:
        rows: of the summary.
        policy: which counts are too small.
        before: what was released before.
        release: what the release of these rows is called.
    """
    linked = _link(rows)
    names = _names(rows)
    if before:
        link_released(linked, names, before)
    hidden = suppress(linked, policy)
    hidden |= _changed_scores(linked, hidden, policy)
    printed = _printed(rows, hidden, policy)
    return Protected(printed, kept_counts(linked, names, hidden, policy, release))


def _printed(rows: Sequence[ReturnRow], hidden: set[Key], policy: DisclosurePolicy) -> list[ReturnRow]:
    counts = {_key(row): row.count for row in rows if row.count is not None}
    return [
        _protected_scores(number, row, hidden, policy)
        if row.part == SCORES
        else _without_change(_protected(row, hidden, policy), row, counts, hidden, policy)
        for number, row in enumerate(rows)
    ]


def _key(row: ReturnRow) -> Key:
    """Return the count that a row shows: a stage of a funnel, or a share, shows the one of its year or quarter."""
    return _part_of(row), row.measured, row.period, row.section, row.category


def _part_of(row: ReturnRow) -> str:
    return PERIOD if row.part in {QUARTER, YEAR, FUNNEL_PART, NEW_OF_CASELOAD} else row.part


def _names(rows: Sequence[ReturnRow]) -> dict[Key, Name]:
    """Return what every count is called in all releases, its quarters last."""
    made, alike = QuartersMade(rows), Counter[Name]()
    found: dict[Key, Name] = {}
    for number, row in enumerate(rows):
        if row.count is not None:
            of, where = row.measured, (row.section, row.category, row.period.label, made.of(row))
            found[_key(row)] = (_part_of(row), of.project, of.beneficiaries, of.unit, of.counted, *where)
        for kind in PEOPLE_OF_SCORES if row.part == SCORES else ():
            if getattr(row, kind) is not None:
                name = (SCORES, row.project, row.scale, kind, row.period.label)
                found[_of_score(number, row, kind)] = (*name, str(alike[name]), "")
                alike[name] += 1
    return found


def _changed_scores(linked: LinkedCells, hidden: set[Key], policy: DisclosurePolicy) -> set[Key]:
    """Return the numbers of people with scores of whom a release has a few more or fewer: two means tell theirs."""
    rule = policy.rule_for(SOURCE, SCORES)
    return {
        key
        for key, prints in linked.released.items()
        for shown in prints
        if isinstance(key, tuple) and key[0] == SCORES and key not in hidden and shown.value is not None
        if rule.hides(abs((linked.cells[key].value or 0) - shown.value)) and linked.cells[key].value != shown.value
    }


def _of_score(number: int, row: ReturnRow, name: str) -> Key:
    return SCORES, number, row.project, row.scale, row.period, name


def _link(rows: Sequence[ReturnRow]) -> LinkedCells:
    linked = LinkedCells()
    for number, row in enumerate(rows):
        if row.count is not None:
            linked.add(_key(row), LinkedCell(SOURCE, row.counted, row.count, printed=True))
        for name in PEOPLE_OF_SCORES if row.part == SCORES else ():
            if (people := getattr(row, name)) is not None:
                linked.add(_of_score(number, row, name), LinkedCell(SOURCE, SCORES, people, printed=True))
    for total, parts in _sums(rows):
        rest = (total.count or 0) - sum(each.count or 0 for each in parts)
        keys = tuple(_key(each) for each in parts)
        if rest == 0:
            linked.relate((_key(total),), keys)
        elif rest > 0 and keys and total.counted != REACHED:
            # Who is in no part: of a quarter or a category that the return left out, which anybody can subtract.
            left: Key = ("rest", _key(total), parts[0].part, parts[0].section)
            linked.add(left, LinkedCell(SOURCE, total.counted, rest, printed=False, follows=True))
            linked.relate((_key(total),), (*keys, left))
    return linked


def _sums(rows: Sequence[ReturnRow]) -> Iterator[tuple[ReturnRow, list[ReturnRow]]]:
    """Yield what adds up to what: quarters to a year, categories to their total, projects to all of them.

    What a reader may take for a sum binds counts too, as long as the numbers add up.
    """
    counted = [row for row in rows if row.count is not None]
    quarters: dict[object, list[ReturnRow]] = defaultdict(list)
    sections: dict[object, dict[str, list[ReturnRow]]] = defaultdict(lambda: defaultdict(list))
    projects: dict[object, list[ReturnRow]] = defaultdict(list)
    for row in counted:
        if row.part == QUARTER:
            quarters[row.measured, row.period.year].append(row)
        elif row.part == PART:
            sections[row.measured, row.period][row.section].append(row)
        elif row.part == YEAR:
            projects[replace(row.measured, project=""), row.period].append(row)
    for row in (each for each in counted if each.part == YEAR):
        yield from ((row, parts) for parts in sections[row.measured, row.period].values())
        if row.counted in FLOWS:
            yield row, quarters[row.measured, row.period.year]
        elif row.counted == REACHED:
            yield from _different(row, counted)
    for row in (each for each in counted if each.part == EVERYBODY):
        yield row, projects[row.measured, row.period]


def _different(row: ReturnRow, counted: Sequence[ReturnRow]) -> Iterator[tuple[ReturnRow, list[ReturnRow]]]:
    """Yield the caseloads, and the first of them with those new later, that a number of different people equals."""
    own = [
        each
        for each in counted
        if each.part == QUARTER
        and each.period.year == row.period.year
        and replace(each.measured, counted=REACHED) == row.measured
    ]
    caseloads = [each for each in own if each.counted in STOCKS]
    yield from ((row, [each]) for each in caseloads)
    if caseloads:
        first = min(caseloads, key=lambda each: each.period)
        yield row, [first, *(each for each in own if each.counted == NEW and first.period < each.period)]


def _protected(row: ReturnRow, hidden: set[Key], policy: DisclosurePolicy) -> ReturnRow:
    rule = policy.rule_for(SOURCE, row.counted or row.part)
    reasons = tuple(Reason(each.why) if each.why in NUMBERS else each for each in row.reasons)
    if row.status == NOT_AVAILABLE or row.count is None:
        return replace(row, least=None, most=None, of=None, share=None, reasons=reasons)
    if _key(row) in hidden:
        return replace(row, count=None, least=None, most=None, of=None, share=None, status=SUPPRESSED, reasons=reasons)
    count = rule.rounded(row.count)
    of = _of_printed(row, hidden, policy)
    share = 100 * count / of if of and row.share is not None else None
    return replace(row, count=count, least=count, most=count, of=of, share=share, reasons=reasons)


def _without_change(
    printed: ReturnRow, row: ReturnRow, counts: Mapping[Key, int], hidden: set[Key], policy: DisclosurePolicy
) -> ReturnRow:
    """Return a row whose change is that of the years as they are printed; of parts of years none is."""
    if not row.compared_with or row.period.year is None:
        return printed
    before: Key = (PERIOD, row.measured, Quarter(row.period.year - 1), "", "")
    is_whole = row.now == row.count and row.then is not None and counts.get(before) == row.then
    if not is_whole or printed.count is None or before in hidden or row.then is None:
        return replace(printed, now=None, then=None)
    return replace(printed, now=printed.count, then=policy.rule_for(SOURCE, row.counted).rounded(row.then))


def _protected_scores(number: int, row: ReturnRow, hidden: set[Key], policy: DisclosurePolicy) -> ReturnRow:
    """Return scores without the means of people whose number is suppressed."""
    rule = policy.rule_for(SOURCE, SCORES)
    printed: dict[str, Any] = {}
    for name, means in SCORES_OF.items():
        people = getattr(row, name)
        is_hidden = _of_score(number, row, name) in hidden
        printed[name] = None if people is None or is_hidden else rule.rounded(people)
        printed |= dict.fromkeys(means) if is_hidden else {}
    is_any = any(_of_score(number, row, name) in hidden for name in SCORES_OF)
    return replace(row, **printed, status=SUPPRESSED if is_any else row.status)


def _of_printed(row: ReturnRow, hidden: set[Key], policy: DisclosurePolicy) -> int | None:
    """Return how many a row is a share of, as they are printed themselves."""
    if row.of is None:
        return None
    counted = CASELOAD if row.part == NEW_OF_CASELOAD else NEW
    whole: Key = (PERIOD, replace(row.measured, counted=counted), row.period, "", "")
    return None if whole in hidden else policy.rule_for(SOURCE, counted).rounded(row.of)
