"""What a board reads first: the finding in a line, and three messages. None of them says why."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.commands.measures import Result
from svtool.commands.report.changes_since import ChangeRow, ChangesSince
from svtool.commands.report.rates_by_area import RatesByArea, rate_of
from svtool.dates import name_spans
from svtool.figures.change_verdict import (
    BETTER,
    CHANGED,
    NO_CLEAR_CHANGE,
    NOT_COMPARABLE,
    NOT_TESTED,
    RECORDING_CHANGED,
    WORSE,
)
from svtool.output.page.area_classes import HIGHER, by_rate
from svtool.output.page.area_words import order_may_be_recording
from svtool.output.wording.figure_sentences import period_words
from svtool.output.wording.number_words import change_words, signed_per_cent
from svtool.output.wording.part_words import several_words

NAMED = 3  # measures that a message names
NO_VERDICT = "no verdict"
COUNTED = {
    BETTER: "better than in {label}", WORSE: "worse", CHANGED: "changed", NO_CLEAR_CHANGE: "without a clear change",
    NO_VERDICT: "without a verdict",
}  # fmt: skip

WITHOUT = {RECORDING_CHANGED: "Recording changed", NOT_COMPARABLE: "Not comparable", NOT_TESTED: "Not tested"}


def label_of(changes: ChangesSince) -> str:
    """Return how a sentence calls the period that most measures are compared with."""
    return period_words(changes.label, changes.rows[0].figure)


def finding_of(whole: str, since: Sequence[ChangesSince]) -> str:
    """Return the finding of a page in a line: how many measures have which verdict, against what.

    Args:
        whole: the name of the whole area.
        since: the changes; the first kind of period is that of the finding.
    """
    if not since:
        return f"{whole}: success measures, compared with no other period"
    groups = _by_verdict(since[0].rows)
    label = label_of(since[0])
    first, *others = ((len(rows), COUNTED[verdict].format(label=label)) for verdict, rows in groups.items() if rows)
    number, words = first
    said = [f"{several_words(number, 'measure', 'measures')} {words}", *(f"{each} {more}" for each, more in others)]
    against = "" if groups[BETTER] else f", since {label}"
    return f"{whole}{against}: {', '.join(said)}"


def key_messages(since: Sequence[ChangesSince]) -> list[tuple[str, str]]:
    """Return three messages, each with its heading: what is better, what is worse, and what can't be told."""
    if not since:
        return []
    groups = _by_verdict(since[0].rows)
    label = label_of(since[0])
    found = [
        (f"Better than in {label}", _named(groups[BETTER])),
        (f"Worse than in {label}", _named(groups[WORSE])),
    ]
    if groups[CHANGED]:
        found.append((f"Changed since {label}", _named(groups[CHANGED])))
    return [*found, ("What can't be told", _untold(groups))]


def _as_recorded(row: ChangeRow) -> str:
    """Return a measure without a verdict, with its counts and the range in which its change could lie."""
    found = row.against
    if found.verdict != RECORDING_CHANGED or found.now is None or found.before is None:
        return row.figure.measure
    least, most = (signed_per_cent(each) if each is not None else "" for each in (found.least, found.most))
    known = f"; {least} to {most} if all were known" if least and most else ""
    return f"{row.figure.measure} ({found.before:,} to {found.now:,} as recorded{known})"


def areas_message(rates: Sequence[RatesByArea | None]) -> list[tuple[str, str]]:
    """Return which areas have the highest rates, and where the recording may be why; nothing without rates by area."""
    known = [each for each in rates if each and rate_of(each.rated[0]) != rate_of(each.rated[-1])]
    if not known:
        return []
    highest: dict[str, list[bool]] = {}
    for each in known:
        first = each.rated[0]
        highest.setdefault(first.area, []).append(by_rate(first).kind is HIGHER)
    ordered = sorted(highest.items(), key=lambda item: (-len(item[1]), item[0]))[:NAMED]
    said = [
        f"{area} on {len(on)} of {several_words(len(known), 'measure', 'measures')}"
        + (f" ({sum(on)} of them more than chance)" if any(on) else "")
        for area, on in ordered
    ]
    unsure = sum(order_may_be_recording(each) for each in known)
    why = (
        f" On {unsure} of the {len(known)} so much is not known that the order may come from the recording."
        if unsure
        else ""
    )
    left_out = " Areas without a rate are left out." if any(each.without for each in known) else ""
    return [("Highest rates", f"{'; '.join(said)}.{why}{left_out}")]


def sources_message(result: Result) -> list[tuple[str, str]]:
    """Return of which sources the figures are, and the days that the extracts of each hold."""
    used = dict.fromkeys(figure.source for figure in result.figures)
    said = []
    for name in used:
        coverage = result.coverage.get(name)
        span = name_spans(coverage.spans) if coverage and coverage.spans else ""
        said.append(f"{result.source_titles.get(name, name)}{f' ({span})' if span else ''}")
    return [("Where the numbers come from", f"{'; '.join(said)}.")] if said else []


def _by_verdict(rows: Sequence[ChangeRow]) -> dict[str, list[ChangeRow]]:
    groups: dict[str, list[ChangeRow]] = {verdict: [] for verdict in COUNTED}
    for row in rows:
        groups[row.against.verdict if row.against.verdict in groups else NO_VERDICT].append(row)
    return groups


def _size(row: ChangeRow) -> float:
    return abs(row.against.per_cent or 0)


def _named(rows: Sequence[ChangeRow]) -> str:
    """Return the measures that changed most by name, and how many more there are."""
    if not rows:
        return "No measure."
    largest = sorted(rows, key=_size, reverse=True)[:NAMED]
    said = [f"{row.figure.measure} ({change_words(row.against.per_cent, row.against.change)})" for row in largest]
    more = len(rows) - len(largest)
    return f"{'; '.join(said)}{f'; and {more} more' if more else ''}."


def _untold(groups: dict[str, list[ChangeRow]]) -> str:
    unclear, without = groups[NO_CLEAR_CHANGE], groups[NO_VERDICT]
    said = []
    if unclear:
        said.append(
            f"{several_words(len(unclear), 'measure has', 'measures have')} no clear change: it could be chance."
        )
    for verdict, heading in WITHOUT.items():
        names = [_as_recorded(row) for row in without if row.against.verdict == verdict]
        more = f"; and {len(names) - NAMED} more" if len(names) > NAMED else ""
        said += [f"{heading}: {'; '.join(names[:NAMED])}{more}."] if names else []
    return " ".join(said) or "Nothing: every change has a verdict."
