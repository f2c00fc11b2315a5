"""Checks of single numbers of a return: what they are of, whether they are numbers, and their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding
from svtool.findings.message import Message, Number, counted, say
from svtool.interventions.amounts import Said
from svtool.interventions.entered import Entered, Place, Scored
from svtool.interventions.settled import Settled

INEXACT = {Said.BOUNDS, Said.ABOUT}
NOT_STATED = {Said.NOTHING, Said.NOT_YET, Said.NOT_APPLICABLE}
ROUNDED = 0.15  # three means of one decimal place, each half a tenth off


def find_in_cells(settled: Settled) -> Iterator[Finding]:
    """Yield what is wrong with single numbers, each kind once for each column of a file."""
    named = {each.id for each in settled.register.interventions}
    of_number: list[tuple[str, Callable[[Entered], bool], Number | str]] = [
        ("Q04", lambda each: each.quarter is None or each.quarter.year is None, "whose quarter can't be read"),
        ("Q05", lambda each: _is_foreign(settled, named, each), "of a project that is not in the register"),
        ("Q06", lambda each: len(settled.register.find(each.project)) > 1, "of a name that several projects have"),
        ("Q07", lambda each: not each.unit, "without a unit"),
        ("Q08", lambda each: not each.counted, "not said to be of new referrals or of a caseload"),
        ("Q09", lambda each: each.said is Said.NO_NUMBER, "with words where a number belongs"),
        ("Q10", lambda each: each.said in INEXACT, "with a range or an estimate"),
        ("Q11", lambda each: each.said in NOT_STATED, "without a number"),
        ("Q22", _is_out_of_quarter, "of days outside the quarter"),
    ]  # fmt: skip
    for kind, is_wrong, what in of_number:
        yield from _found(kind, settled.entries, is_wrong, what)
    yield from _scores(settled)
    yield from _twice(settled)
    yield from _without_funding(settled)


def _is_foreign(settled: Settled, named: set[str], each: Entered | Scored) -> bool:
    if not each.project:
        return True
    return bool(named) and each.project not in named and len(settled.register.find(each.project)) < 2


def _is_out_of_quarter(each: Entered) -> bool:
    days = each.quarter.days if each.quarter else None
    return each.days_unread or any(
        days is not None and day is not None and not days[0] <= day <= days[1] for day in (each.first, each.last)
    )


def _found(
    kind: str, entries: Iterable[Entered], is_wrong: Callable[[Entered], bool], what: Number | str
) -> Iterator[Finding]:
    places = [each.place for each in entries if is_wrong(each)]
    yield from findings_at(kind, places, lambda number: say(counted(number, "number", "numbers"), " ", what))


def findings_at(kind: str, places: Iterable[Place], told: Callable[[int], Message | str] | str) -> Iterator[Finding]:
    """Yield a kind of finding once for each sheet of each file, with all its places there.

    Args:
        kind: its id.
        places: where it stands.
        told: says it of so many places, or what it says of each of them.
    """
    by_sheet: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for each in places:
        by_sheet[each.file, each.sheet].append(each)
    for (file, sheet), those in by_sheet.items():
        columns = list(dict.fromkeys(each.column for each in those))
        of_these = told if isinstance(told, str) else told(len(those))
        yield Finding(
            KINDS[kind], file, of_these, len(those), sheet=sheet, column=columns[0] if len(columns) == 1 else "",
            lines=tuple(dict.fromkeys(each.line for each in those if each.line)),
        )  # fmt: skip


def _scores(settled: Settled) -> Iterator[Finding]:
    """Yield scores that contradict each other, and those before and after that may be of different people."""
    wrong = [each.place for each in settled.scores if _contradicts(each)]
    yield from findings_at("Q25", wrong, lambda number: say(counted(number, "row", "rows"), " of scores"))
    loose = [each.place for each in settled.scores if not _contradicts(each) and not is_matched(each)]
    yield from findings_at("Q24", loose, lambda number: say(counted(number, "row", "rows"), " of scores"))
    unread = [each.place for each in settled.scores if each.quarter is None or each.quarter.year is None]
    yield from findings_at(
        "Q04", unread, lambda number: say(counted(number, "row", "rows"), " of scores whose quarter can't be read")
    )
    named = {each.id for each in settled.register.interventions}
    foreign = [each.place for each in settled.scores if _is_foreign(settled, named, each)]
    yield from findings_at(
        "Q05",
        foreign,
        lambda number: say(counted(number, "row", "rows"), " of scores of a project not in the register"),
    )


def is_matched(scored: Scored) -> bool:
    """Return whether scores before and after are of the same people, with the mean of their own changes."""
    return scored.both is not None and scored.both > 0 and scored.change is not None


def _contradicts(scored: Scored) -> bool:
    if scored.unread:
        return True
    some = (scored.before, scored.after)
    more = scored.both is not None and any(each is not None and scored.both > each for each in some)
    without = any(
        mean is not None and not people for mean, people in (
            (scored.mean_before, scored.before), (scored.mean_after, scored.after), (scored.change, scored.both),
        )
    )  # fmt: skip
    return more or without or _another_change(scored)


def _another_change(scored: Scored) -> bool:
    """Return whether everybody has both scores, and the mean change is not the difference of the means."""
    if (
        None in (scored.change, scored.mean_before, scored.mean_after)
        or not scored.before == scored.after == scored.both
    ):
        return False
    assert scored.change is not None and scored.mean_before is not None and scored.mean_after is not None  # noqa: S101
    return abs(scored.change - (scored.mean_after - scored.mean_before)) > ROUNDED


def _twice(settled: Settled) -> Iterator[Finding]:
    groups: dict[object, list[Entered]] = defaultdict(list)
    for each in settled.entries:
        if each.quarter and settled.is_named(each.project):
            groups[each.key].append(each)
    differ = [each.place for those in groups.values() if len({each.amount for each in those}) > 1 for each in those]
    alike = [each.place for those in groups.values() if len({each.amount for each in those}) == 1 for each in those[1:]]
    yield from findings_at(
        "Q16",
        differ,
        lambda number: say(counted(number, "number contradicts", "numbers contradict"), " another of the same"),
    )
    yield from findings_at(
        "Q16", alike, lambda number: say(counted(number, "number repeats", "numbers repeat"), " another of the same")
    )


def _without_funding(settled: Settled) -> Iterator[Finding]:
    for project in settled.projects:
        found = settled.register.find(project)
        if len(found) != 1:
            continue
        outside = sorted(each for each in settled.received(project) if found[0].is_funded_in(each) is False)
        for quarter in outside:
            places = [each.place for each in settled.everything if each.project == project and each.quarter == quarter]
            yield from findings_at("Q26", places, f"{settled.register.called(project)}, {quarter.label}")
