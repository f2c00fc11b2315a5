"""One or a few sentences for a figure: how many, how that compares, how sure it is; never why."""

from __future__ import annotations

import re
from collections.abc import Mapping

from svtool.figures.against import PRECEDING
from svtool.figures.change_verdict import BEYOND_CHANCE, BY_CHANCE
from svtool.figures.contract import (
    BESIDE_A_NUMBER,
    BREAK,
    FEW,
    LOW_RELIABILITY,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    STATUSES,
    SUPPRESSED,
    Figure,
)
from svtool.figures.drift_notes import drift_note
from svtool.figures.notes import AS_KNOWN, Kind
from svtool.figures.populations import ALL_AGES
from svtool.output.wording.composed_words import value_words
from svtool.output.wording.drift_words import drift_words
from svtool.output.wording.note_words import note_words, reasons_in_words
from svtool.output.wording.number_words import NOT_KNOWN_MATTERS, rate_words
from svtool.output.wording.own_period_words import own_period_of_figure
from svtool.output.wording.period_words import name_period
from svtool.statistics.rounding import round_half_away

SAID_TOO = AS_KNOWN | {
    Kind.UNSTATED,
    Kind.PARTLY_COVERED,
    Kind.UNDATED,
    Kind.LEFT_OPEN,
    Kind.LACKING,
    Kind.NOT_OPEN,
    Kind.RAW,
    Kind.REFUSED,
    Kind.NO_COMMON_DAY,
    Kind.RECORDING_CHANGED,
    Kind.PART_RECORDING_CHANGED,
}
INSTEAD = {
    NOT_AVAILABLE: "Not available",
    NOT_APPLICABLE: "Not applicable",
    SUPPRESSED: "Suppressed, too few to publish or needed to hide others,",
    BREAK: "Not given across a break in recording",
}
BESIDE = {letter: f" ({STATUSES[letter]})" for letter in BESIDE_A_NUMBER}
_YEAR = re.compile(r"\d{4}(/\d{2})?")


def sentence_of(figure: Figure, titles: Mapping[str, str] | None = None) -> str:
    """Return a figure in words: its count, its change, how sure both are, and what must be said with them.

    Args:
        figure: a figure of the contract.
        titles: field → how people call it, for fields whose recording drifted (default: their names).
    """
    if figure.count is None and figure.value is None:
        return _without_number(figure)
    parts = [f"{_amount_in_period(figure)}{BESIDE.get(figure.status, '')}{_change(figure)}."]
    parts += _not_comparable(figure) or _chance(figure)
    drift = _drift(figure, titles or {})
    parts += drift or _not_known(figure)
    if figure.rate and figure.rate.rate is not None:
        rate = rate_words(figure.rate.rate, figure.rate.rate_lower_95, figure.rate.rate_upper_95)
        ages = "" if figure.rate.population_ages == str(ALL_AGES) else f" {figure.rate.population_ages}"
        parts.append(f"For 100,000 people{ages} that is {rate}.")
    parts += [note_words(note) for note in figure.notes if note.is_any_of(SAID_TOO)]
    return " ".join(parts)


def amount_words(number: float, nouns: tuple[str, str]) -> str:
    """Return a number with its noun: `1 offence`, `No offences`, `148 attendances`."""
    one, many = nouns
    return f"{number:,} {one}" if number == 1 else f"{number:,} {many}" if number else f"No {many}"


def _amount_in_period(figure: Figure) -> str:
    """Return a figure's number, and its own period where it brought one along."""
    own = own_period_of_figure(figure)
    return f"{_amount(figure)} ({own})" if own else f"{_amount(figure)} in {period_words(figure.period, figure)}"


def _amount(figure: Figure) -> str:
    if figure.count is not None:
        return amount_words(figure.count, figure.called)
    value, unit = figure.value or 0.0, figure.value_unit
    if figure.worked_out:
        return f"{value_words(value, unit)} {'' if unit == '%' else unit}".strip()
    text = f"{round_half_away(value, 1):,}".removesuffix(".0")
    if unit == "%":
        return f"{text}%"
    return f"{text} {unit.removesuffix('s') if value == 1 else unit}".strip()


def _without_number(figure: Figure) -> str:
    reason, when = reasons_in_words(figure.notes).rstrip("."), period_words(figure.period, figure)
    instead = INSTEAD.get(figure.status, INSTEAD[NOT_AVAILABLE])
    said = instead if when in reason else f"{instead} in {when}"
    return f"{said.rstrip(',')}: {reason}." if reason else f"{said.rstrip(',')}."


def latest_words(figure: Figure) -> str:
    """Return an older figure in a few words, where the latest period has none: `Latest: 4.4% (school year 2019/20).`"""
    own = own_period_of_figure(figure)
    return f"Latest: {_amount(figure)} ({own or period_words(figure.period, figure)})."


def period_words(label: str, figure: Figure) -> str:
    """Return how a sentence names a period: without what a heading adds to a year, such as `2020 (COVID)`."""
    year = _YEAR.match(label)
    return year[0] if year and _YEAR.fullmatch(figure.column) else name_period(label)


def _change(figure: Figure) -> str:
    """Return how a figure compares with the one before; nothing where it is not compared."""
    if figure.change is None or not figure.compared_with:
        return ""
    before = period_words(figure.compared_with, figure)
    if figure.comparison == "like_for_like":
        pair = f"{figure.compared_count:,} against {figure.comparator_count:,}"
        if figure.change_pct is None:
            return f". In the months that can be compared with {before}, {pair}"
        return f". In the months that can be compared, {pair}, {_more(figure)} in {before}"
    if figure.count is not None and not figure.comparator_count:
        return f", as in {before}" if not figure.count else f", where there were none in {before}"
    if figure.count == 0:
        return f", after {figure.comparator_count:,} in {before}"
    return f", {_more(figure)} in {before}"


def _more(figure: Figure) -> str:
    """Return a change before `in 2020`: `49% fewer than`, `as many as`, `1.2 percentage points more than`."""
    if figure.count is None and figure.change_pct is None:
        points = f"{round_half_away(abs(figure.change or 0), 1)}".removesuffix(".0")
        plural = "point" if points == "1" else "points"
        comparative = "higher" if (figure.change or 0) > 0 else "lower"
        return f"{points} percentage {plural} {comparative} than" if figure.change else "the same as"
    words = ("more", "fewer", "as many as") if figure.count is not None else ("higher", "lower", "the same as")
    if not figure.change_pct:
        return words[2]
    weak = f" (of fewer than {FEW})" if PRECEDING.of(figure).mark == LOW_RELIABILITY else ""
    return f"{_whole(figure.change_pct)}{weak} {words[figure.change_pct < 0]} than"


def _whole(per_cent: float) -> str:
    whole = abs(int(round_half_away(per_cent)))
    return f"{whole:,}%" if whole else "less than 1%"


def _chance(figure: Figure) -> list[str]:
    """Return whether a change could be chance; nothing where the verdict rests on something else."""
    if figure.p_value is None or figure.verdict not in BY_CHANCE or not figure.change:
        return []
    if figure.verdict_reason and figure.verdict_reason.kind is Kind.OTHER_WAY_PER_DAY:
        return ["The two periods have different numbers of days, and for each day the change goes the other way."]
    way = "rise" if figure.change > 0 else "fall"
    if figure.verdict in BEYOND_CHANCE:
        return [f"A {way} this large is unlikely to be chance."]
    return [f"This {way} could be chance."]


def _not_comparable(figure: Figure) -> list[str]:
    if figure.change is not None or not figure.compared_with:
        return []
    before = period_words(figure.compared_with, figure)
    if figure.comparison == "break":
        return [f"It is not compared with {before}."]
    return [f"There is no figure of {before} to compare it with."] if figure.change_status == NOT_AVAILABLE else []


def _drift(figure: Figure, titles: Mapping[str, str]) -> list[str]:
    """Return whose recording moved, and where the change could lie if all were known."""
    if not figure.drift_field or figure.drift_before is None or figure.drift_now is None:
        return []
    title = titles.get(figure.drift_field, figure.drift_field.replace("_", " "))
    periods = period_words(figure.period, figure), period_words(figure.compared_with, figure)
    note = drift_note(PRECEDING.of(figure), title, figure.called[1], periods)
    low, high = _bound(figure.change_if_known_min_pct), _bound(figure.change_if_known_max_pct)
    return [drift_words(note), f"If all were known, the change could lie between {low} and {high}."]


def _bound(per_cent: float | None) -> str:
    if per_cent is None:
        return "any number more"
    return f"{_whole(per_cent)} {'fewer' if per_cent < 0 else 'more'}" if per_cent else "no change"


def _not_known(figure: Figure) -> list[str]:
    number = figure.not_known or 0
    if figure.count is None or not number or number < NOT_KNOWN_MATTERS * (figure.count + number):
        return []
    one, many = figure.called
    if number == 1:
        return [f"For 1 more {one} the records don't say whether it counts."]
    return [f"For {number:,} more {many} the records don't say whether they count."]
