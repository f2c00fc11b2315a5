"""One verdict for each change: whether it is better or worse, whether that can be told, and what it rests on.

This is the only place that decides. Tables, pages, charts, workbooks and files print what stands here; none of it says
why a figure changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from svtool.figures.against import Against, Comparator
from svtool.figures.contract import BREAK, FEW, LOW_RELIABILITY, SUPPRESSED, Figure
from svtool.figures.drift_notes import drift_note, recording_decides
from svtool.figures.notes import NO_FIGURE, Kind, Note

SIGNIFICANT = 0.05  # a p below this is unlikely to be chance

BETTER, WORSE, CHANGED, NO_CLEAR_CHANGE = "better", "worse", "changed", "no clear change"
RECORDING_CHANGED = "no verdict: recording changed"
NOT_COMPARABLE = "no verdict: not comparable"
NOT_TESTED = "not tested"
VERDICTS = (BETTER, WORSE, CHANGED, NO_CLEAR_CHANGE, RECORDING_CHANGED, NOT_COMPARABLE, NOT_TESTED)
BEYOND_CHANCE = (BETTER, WORSE, CHANGED)
BY_CHANCE = (*BEYOND_CHANCE, NO_CLEAR_CHANGE)  # those that a test of chance decided

# What a figure says of itself, or of its change, where its periods can't be compared.
WHY_NOT_COMPARED = frozenset({Kind.REFUSED, Kind.NO_COMMON_DAY, Kind.RAW, Kind.NO_OWN_FIGURE, *NO_FIGURE})
WHY_NOT_TESTED = frozenset({Kind.RANGE_OF_INTERVALS, Kind.WEIGHTS_LEAVE_OPEN, Kind.TOO_FEW_HEAVY})
RESERVATIONS = frozenset({Kind.NOT_WIDENED, Kind.OF_A_FEW})


@dataclass(frozen=True)
class Verdict:
    """What can be said of a change.

    Attributes:
        words: one of the verdicts; blank where nothing is compared.
        reason: what it rests on.
    """

    words: str = ""
    reason: Note | None = None


Rule = Callable[[Against, Sequence[Note]], Verdict | None]


def with_verdict(figure: Figure, comparator: Comparator) -> Figure:
    """Return a figure with the verdict on one of its changes, worked out from what may be printed of it."""
    found = comparator.of(figure)
    if not found.compared_with:
        return figure
    own = [note for note in figure.notes if comparator.is_said_by(note, figure)]
    verdict = decide(found, figure.desired, [*own, *figure.notes, *_without_own(figure)])
    figure = comparator.written(figure, replace(found, verdict=verdict.words, reason=verdict.reason))
    return _with_reservations(figure, comparator)


def _without_own(figure: Figure) -> list[Note]:
    """Return that the figure itself is what lacks, where nothing that is said of it says so."""
    if figure.count is not None or figure.value is not None:
        return []
    return [Note(Kind.NO_OWN_FIGURE, {"period": figure.period})]


def decide(found: Against, desired: str, said: Sequence[Note] = ()) -> Verdict:
    """Return the verdict on a change. Whether it can be compared goes before recording, and that before chance.

    Args:
        found: the change, as it may be printed.
        desired: fall, rise, or nothing.
        said: what is said of the figure and its change, which the reason is one of.
    """
    if not found.compared_with:
        return Verdict()
    for rule in RULES:
        verdict = rule(found, said)
        if verdict:
            return verdict
    return _by_chance(found, desired)


def _across_a_break(found: Against, said: Sequence[Note]) -> Verdict | None:
    if found.status != BREAK and found.comparison != "break":
        return None
    return Verdict(RECORDING_CHANGED, _first(said, {Kind.RECORDING_CHANGED}))


def _withheld(found: Against, _: Sequence[Note]) -> Verdict | None:
    return Verdict(NOT_TESTED, Note(Kind.CHANGE_SUPPRESSED)) if found.status == SUPPRESSED else None


def _not_compared(found: Against, said: Sequence[Note]) -> Verdict | None:
    if found.change is not None and found.comparison != "raw":
        return None
    why = _first(said, WHY_NOT_COMPARED) or Note(Kind.NO_FIGURE_OF, {"period": found.compared_with})
    return Verdict(NOT_COMPARABLE, why)


def _provisional(found: Against, _: Sequence[Note]) -> Verdict | None:
    return Verdict(NOT_COMPARABLE, Note(Kind.PROVISIONAL_CHANGE)) if found.may_grow else None


def _drifted(found: Against, said: Sequence[Note]) -> Verdict | None:
    if not recording_decides(bool(found.drift_field), found.least, found.most):
        return None
    return Verdict(
        RECORDING_CHANGED, _first(said, {Kind.DRIFT}) or drift_note(found, found.drift_field.replace("_", " "))
    )


def _untested(found: Against, said: Sequence[Note]) -> Verdict | None:
    if found.p_value is not None:
        return None
    return Verdict(
        NOT_TESTED,
        _first(said, WHY_NOT_TESTED) or Note(Kind.NO_TEST),
    )


RULES: tuple[Rule, ...] = (_across_a_break, _withheld, _not_compared, _provisional, _drifted, _untested)


def _by_chance(found: Against, desired: str) -> Verdict:
    chance = {"p_value": found.p_value}
    if found.p_value is None or found.p_value >= SIGNIFICANT:
        few = found.test_size == 0
        return Verdict(NO_CLEAR_CHANGE, Note(Kind.TOO_FEW_TO_TELL if few else Kind.COULD_BE_CHANCE, numbers=chance))
    rose, count_rose = _rose(found), (found.change or 0) > 0
    if rose != count_rose:
        # Of two periods with different numbers of days, the counts may go one way and those of a day the other.
        return Verdict(NO_CLEAR_CHANGE, Note(Kind.OTHER_WAY_PER_DAY, numbers=chance))
    if not desired:
        return Verdict(CHANGED, Note(Kind.UNLIKELY_CHANCE, numbers=chance))
    return Verdict(BETTER if rose == (desired == "rise") else WORSE, Note(Kind.UNLIKELY_CHANCE, numbers=chance))


def _rose(found: Against) -> bool:
    """Return whether what was tested, the counts of a day, rose; by the counts where there is no interval."""
    if found.upper is not None and found.upper < 0:
        return False
    if found.lower is not None and found.lower > 0:
        return True
    return (found.change or 0) > 0


def _first(said: Sequence[Note], kinds: frozenset[Kind] | set[Kind]) -> Note | None:
    return next((replace(note, baseline="") for note in said if note.kind in kinds), None)


def _with_reservations(figure: Figure, comparator: Comparator) -> Figure:
    """Return a figure with what its change is only sure with: independent events, and a base of more than a few."""
    said = [note for note in figure.notes if note.kind not in RESERVATIONS or not comparator.is_said_by(note, figure)]
    found = comparator.of(figure)
    label = figure.baseline if comparator.is_baseline and figure.compared_with != figure.baseline else ""
    if found.verdict in BEYOND_CHANCE and found.dispersion is None:
        said.append(Note(Kind.NOT_WIDENED, baseline=label))
    if label and found.mark == LOW_RELIABILITY:
        # Of the other change the status says so, which has a column.
        said.append(Note(Kind.OF_A_FEW, {"few": FEW}, baseline=label))
    return figure.but(notes=tuple(said))
