"""What stands beside a share, a ratio or a score, in words: the counts behind it, its limits, what it could be."""

from __future__ import annotations

from svtool.errors import listed
from svtool.figures.contract import Figure, WorkedOut
from svtool.figures.notes import Kind, Note
from svtool.output.wording.figure_note_words import like_for_like_words
from svtool.output.wording.number_words import NOT_KNOWN_MATTERS, show_number
from svtool.output.wording.part_words import Sentence, number_words, part_of
from svtool.schema.compositions import PER_CENT

SHOWN_CLASSES = 12
FINE = 3  # digits of a ratio under ten


def value_words(value: float, unit: str) -> str:
    """Return a share, ratio or score as people write it: `12.3%`, `0.457`, `79,734`."""
    if unit == PER_CENT:
        return f"{show_number(value)}%"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return show_number(value) if abs(value) >= 10 else f"{value:.{FINE}g}"


def behind_words(figure: Figure, behind: WorkedOut) -> str:
    """Return the counts behind a figure: `48 of 390`, `48 to 20`, `10`."""
    if behind.of_count is None:
        return ""
    per = "" if behind.per_count is None else f" {_joiner(figure.value_unit)} {behind.per_count:,}"
    return f"{behind.of_count:,}{per}"


def limits_words(figure: Figure, behind: WorkedOut) -> str:
    """Return the limits of a figure: `10.1% to 14.8%`; blank where there are none."""
    return _between(behind.value_lower_95, behind.value_upper_95, figure.value_unit)


def if_known_words(figure: Figure, behind: WorkedOut) -> str:
    """Return between what a figure would lie if all were known, where that is worth saying."""
    least, most = behind.value_if_known_min, behind.value_if_known_max
    if figure.value is None or (least is None and most is None):
        return ""
    reach = max(abs((each if each is not None else figure.value) - figure.value) for each in (least, most))
    return _between(least, most, figure.value_unit) if reach >= NOT_KNOWN_MATTERS * abs(figure.value) and reach else ""


def _between(least: float | None, most: float | None, unit: str) -> str:
    if least is None and most is None:
        return ""
    if least is None or most is None:
        known = least if least is not None else most
        return f"{'at least' if most is None else 'at most'} {value_words(known or 0.0, unit)}"
    return f"{value_words(least, unit)} to {value_words(most, unit)}"


def _values_like_for_like(note: Note) -> str:
    now, before = (_compared_words(note, side) for side in ("now", "before"))
    return like_for_like_words(note, now, before)


def _compared_words(note: Note, side: str) -> str:
    """Return a value that is compared, with the counts behind it: `14.6% (53 of 362)`."""
    unit = part_of(note, "unit", str)
    value, of, per = (note.numbers[f"{name}_{side}"] for name in ("value", "of", "per"))
    counts = "" if per is None else f" ({number_words(of)} {_joiner(unit)} {number_words(per)})"
    return f"{value_words(float(str(value)), unit)}{counts}"


def _joiner(unit: str) -> str:
    return "of" if unit == PER_CENT else "to"


def _not_weighed(note: Note) -> str:
    classes = part_of(note, "classes", tuple)
    each = [f"{number_words(note.numbers[str(name)])} of class {name}" for name in classes[:SHOWN_CLASSES]]
    named = [text.replace("of class of", "of").replace("of class not known", "not known") for text in each]
    more = f" and of {len(classes) - SHOWN_CLASSES} more classes" if len(classes) > SHOWN_CLASSES else ""
    return f"Without a weight, and in no score: {listed(named, joiner='and')}{more}."


def _several_weights(note: Note) -> str:
    least, most = (value_words(float(str(note.numbers[name])), "") for name in ("least", "most"))
    return f"Some offences may be of several weights: the score is at least {least} and at most {most}."


OF_COMPOSED: dict[Kind, Sentence] = {
    Kind.NOTHING_TO_DIVIDE_BY: "there are none of {title}.",
    Kind.MORE_THAN_ITS_WHOLE: "there are more of {of} than of {per}, of which they can't all be a part.",
    Kind.NO_DAYS_IN_COMMON: "{of} and {per} have no days in common.",
    Kind.AREAS_OF_TWO_KINDS: "{of} and {per} are placed in areas of different kinds, and can't be set side by side.",
    Kind.ON_COMMON_DAYS: "Of the days that both parts have: {spans}.",
    Kind.VALUES_LIKE_FOR_LIKE: _values_like_for_like,
    Kind.ON_OTHER_DAYS: "Its parts are of different days; under the policy counts of other days are not used.",
    Kind.SCORE_WITHHELD: "No score under the policy: a sum of weights would give away how many offences have each.",
    Kind.NOT_WEIGHED: _not_weighed,
    Kind.NO_WEIGHTS: "none of {title} has a weight.",
    Kind.SEVERAL_WEIGHTS: _several_weights,
    Kind.WEIGHTS_LEAVE_OPEN: "Not tested: what some offences weigh can't be told, and could turn the change.",
    Kind.TOO_FEW_HEAVY: "Not tested: the share rests on a few heavy offences, and chance alone makes others.",
    Kind.WEIGHTS: "Weights: {title} ({id}), {vintage}",
}
