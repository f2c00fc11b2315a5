"""What changed and how sure that is: the latest figure of every measure in sentences, by what can be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from svtool.figures.change import SIGNIFICANT
from svtool.figures.contract import Figure
from svtool.figures.sentences import sentence_of
from svtool.figures.words import chance_of_changes_words

AS_DESIRED, AGAINST, UNDESIRED, CHANCE, OPEN = "as desired", "against", "undesired", "chance", "open"
HEADINGS = {
    AS_DESIRED: "In the direction that is desired, by more than chance alone would give",
    AGAINST: "Against the direction that is desired, by more than chance alone would give",
    UNDESIRED: "More than chance alone would give, and no direction is desired",
    CHANCE: "Within what chance alone could give",
    OPEN: "Not comparable, not tested or not available",
}
NOT_TO_BE_JUDGED = {"b", "c", "p", "x"}  # a break, suppressed, may still grow, not available


@dataclass(frozen=True)
class Saying:
    """A measure and its sentences."""

    measure: str
    words: str


@dataclass
class Changes:
    """The sentences by group, in the order of the page, and how many changes chance alone would give."""

    groups: dict[str, list[Saying]] = field(default_factory=dict)
    tested: str = ""


def say_changes(figures: Sequence[Figure], titles: Mapping[str, Mapping[str, str]]) -> Changes:
    """Return the latest figure of every measure in sentences; a measure of several tables is said once.

    Args:
        figures: those of the whole area, in the order of the tables.
        titles: source → field → how people call it.
    """
    rows: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.is_column:
            rows.setdefault(figure.measure_id, []).append(figure)
    found = Changes({group: [] for group in HEADINGS})
    for row in rows.values():
        latest = max(row, key=lambda figure: figure.period_end)
        own = [figure for figure in row if figure.table == latest.table and figure.position == latest.position]
        found.groups[group_of(latest)].append(Saying(latest.measure, _words(own, titles.get(latest.source, {}))))
    tested = [figure for row in rows.values() if can_be_judged(figure := max(row, key=lambda each: each.period_end))]
    if tested:
        found.tested = chance_of_changes_words(len(tested), sum(is_beyond_chance(figure) for figure in tested))
    return found


def can_be_judged(figure: Figure) -> bool:
    """Return whether chance is all that stands between a change and its meaning: tested, comparable, recorded alike."""
    return (
        figure.change is not None
        and figure.p_value is not None
        and not figure.drift_field
        and figure.change_status not in NOT_TO_BE_JUDGED
    )


def is_beyond_chance(figure: Figure) -> bool:
    """Return whether a change is more than chance alone would give."""
    return figure.p_value is not None and figure.p_value < SIGNIFICANT


def group_of(figure: Figure) -> str:
    """Return the group of a figure: what can be said of its change, in its measure's desired direction."""
    if not can_be_judged(figure):
        return OPEN
    if not is_beyond_chance(figure):
        return CHANCE
    if not figure.desired:
        return UNDESIRED
    fell = (figure.change or 0) < 0
    return AS_DESIRED if fell == (figure.desired == "fall") else AGAINST


def _words(row: Sequence[Figure], titles: Mapping[str, str]) -> str:
    """Return the sentences of the latest period; where it has no figure, those of the latest that has one too."""
    *earlier, latest = sorted(row, key=lambda figure: figure.period_end)
    said = sentence_of(latest, titles)
    known = [figure for figure in earlier if figure.count is not None or figure.value is not None]
    if latest.count is None and latest.value is None and known:
        return f"{said} The latest that there is: {sentence_of(known[-1], titles)}"
    return said
