"""What a measure is to reach, in words, and whether a figure does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from svtool.dates import show_date
from svtool.figures.contract import Figure
from svtool.output.wording.number_words import show_number
from svtool.schema.measure_targets import MONTHS, Target
from svtool.schema.tables import Measure

SIDES = {"at_most": "at most", "at_least": "at least"}
MET, NOT_MET, OPEN = "met", "not met", "can't be told, because of what is not known"


def remarks_of_measure(measure: Measure, figures: Sequence[Figure] = ()) -> list[str]:
    """Return what stands in the notes of a table on a measure itself: how print calls it, its target, what else.

    Args:
        measure: the measure.
        figures: its figures of the whole area as they may be shown, in the order of their periods, of which the latest
            is held against the target.
    """
    found = [f"Published as: {measure.published_as}."] if measure.published_as else []
    target = target_sentence(measure, figures)
    return [*found, *([target] if target else []), *([measure.note] if measure.note else [])]


def target_sentence(measure: Measure, figures: Sequence[Figure]) -> str:
    """Return a measure's target, and whether its latest figure of such a span is on the good side of it.

    Args:
        measure: the measure.
        figures: its figures as they may be shown, in the order of their periods.
    """
    if measure.target is None:
        return ""
    judged = [(each, answer) for each in figures if (answer := reaches(each, measure.target, not measure.is_counted))]
    said = f"Target: {target_words(measure.target, measure)}"
    return f"{said}; {judged[-1][0].period}: {judged[-1][1]}." if judged else f"{said}."


def target_words(target: Target, measure: Measure) -> str:
    """Return a target in words: `at most 240 a year by 31 December 2025`."""
    number = show_number(target.number)
    if target.of == "rate":
        number = f"{number} per 100,000 people a year"
    elif not measure.is_counted:
        number = f"{number}{measure.value_unit}" if measure.value_unit == "%" else number
    else:
        number = f"{number} a {target.per}"
    return f"{SIDES[target.side]} {number} by {show_date(target.by)}"


def reaches(figure: Figure, target: Target, is_indicator: bool = False) -> str:
    """Return whether a figure is on the good side of a target, as far as can be told; nothing where it is not of such.

    The truth lies between the figure and the figure with what is not known and undated: both must be on one side.
    """
    bounds = _bounds(figure, target, is_indicator)
    if bounds is None:
        return ""
    least, most = bounds
    if target.side == "at_most":
        good, bad = most is not None and most <= target.number, least > target.number
    else:
        good, bad = least >= target.number, most is not None and most < target.number
    return MET if good else NOT_MET if bad else OPEN


def _bounds(figure: Figure, target: Target, is_indicator: bool) -> tuple[float, float | None] | None:
    """Return between what the truth lies, in the unit of a target; None for a figure of something else."""
    if is_indicator:
        return None if figure.value is None else (figure.value, figure.value)
    if figure.count is None or figure.days_covered < figure.days or _months(figure) != MONTHS[target.per]:
        return None
    is_open = figure.not_known is None or figure.hides_undated
    most = None if is_open else float(figure.count + (figure.not_known or 0) + (figure.undated or 0))
    if target.of == "count":
        return float(figure.count), most
    rate = figure.rate.rate if figure.rate else None
    if rate is None:
        return None
    # What is not known is of the same people; from no event at all no rate of it follows.
    return rate, rate if most == figure.count else rate * most / figure.count if most and figure.count else None


def _months(figure: Figure) -> int:
    """Return how many months a figure is of; 0 where it is of other spans of days."""
    start, after = figure.period_start, figure.period_end + timedelta(days=1)
    return 12 * (after.year - start.year) + after.month - start.month if (start.day, after.day) == (1, 1) else 0
