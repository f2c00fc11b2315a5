"""The sentences of notes on monthly series: gaps, breaks, lines, signals; and how the lines were made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from svtool.commands.trend.charted import DISCLOSED, INTERVALS, ONLY_MONTHS, PEOPLE, TOO_FEW
from svtool.commands.trend.rare_events import RARE
from svtool.commands.trend.series_points import BETWEEN, MONTH, OPEN, TRIAL, Method
from svtool.dates import name_span, name_spans, show_date
from svtool.figures.change_verdict import RECORDING_CHANGED
from svtool.figures.contract import NOT_AVAILABLE, PROVISIONAL, SUPPRESSED
from svtool.figures.notes import Kind, Note
from svtool.output.wording.drift_words import shares_words
from svtool.output.wording.number_words import show_number
from svtool.output.wording.part_words import Sentence, number_words, part_of, spans_of
from svtool.output.wording.target_words import SIDES as SIDES_OF_TARGETS
from svtool.statistics.process_limits import RUN

DIALECTS = {
    "making-data-count": "XmR by Making Data Count, moving ranges not screened",
    "plotthedots": "XmR by NHSRplotthedots, moving ranges screened for outliers",
}
OF_DAYS = "days between events to the power 1/3.6 (Nelson 1994)"
FEW = f"Fewer than {RARE} a month"
WHY_ROUGH = {
    ONLY_MONTHS: "but the dates are months",
    PEOPLE: "but people are not counted by day",
    INTERVALS: "but suppressed and rounded counts are no single events",
    DISCLOSED: "but days between events would give away what the disclosure policy hides",
    TOO_FEW: "and too few for days between events",
}
ANSWERS = {
    "consistent_pass": "the process as it is would meet it every month",
    "consistent_fail": "the process as it is would miss it every month",
    "inconsistent": "the process as it is would meet it in some months and miss it in others",
    OPEN: "whether the process as it is would meet it can't be told, because of what is not known",
}
WANTED = {"improvement": " (improvement)", "concern": " (concern)"}
POINTS = {MONTH: "months", BETWEEN: "intervals between events"}
SIDES = {MONTH: {"up": "above", "down": "below"}, BETWEEN: {"up": "longer than", "down": "shorter than"}}
SHIFTS = {
    MONTH: {"up": "A lasting rise", "down": "A lasting fall"},
    BETWEEN: {"up": "A lasting change to fewer", "down": "A lasting change to more"},
}
UNITS = {MONTH: "a month", BETWEEN: "days between events"}
MIDDLES = {MONTH: "mean", BETWEEN: "centre line"}


def method_words(method: Method | None) -> str:
    """Return how the lines of a series were made; blank where it has none."""
    if method is None:
        return ""
    said = f"{OF_DAYS}, {DIALECTS[method.dialect]}" if method.of_days else DIALECTS[method.dialect]
    return f"{said}, limits of the first {method.fix_after} points" if method.fix_after else said


def _drift(note: Note) -> str:
    now, before = (name_span(*part_of(note, name, tuple)) for name in ("now", "before"))
    said = shares_words(replace(note, parts={**note.parts, "now": now, "before": before}))
    return f"{said}: changes in between may come from recording."


def _longer(note: Note) -> str:
    shorter = {"quarter": "months", "year": "months or quarters"}[part_of(note, "every", str)]
    return f"By {note.parts['every']}, for the disclosure policy does not let its {shorter} be shown."


def _suppressed(note: Note) -> str:
    spans, every = spans_of(note.parts["spans"]), part_of(note, "every", str)
    where = "; the mean and the limits are of those that are shown" if every == MONTH else ""
    return f"[{SUPPRESSED}] Suppressed: {name_spans(spans)}{where}."


def _rough(note: Note) -> str:
    why = WHY_ROUGH[part_of(note, "why", str)]
    return f"[{TRIAL}] {FEW}, {why}: the limits of monthly counts are shown, and are rough."


def _target(note: Note) -> str:
    return f"{_aim(note)}: {ANSWERS[part_of(note, 'answer', str)]}."


def _aim(note: Note) -> str:
    of_a_month = part_of(note, "target", float)
    if "by" not in note.parts:
        return f"Target {of_a_month:,g} a month"
    per, side = part_of(note, "per", str), SIDES_OF_TARGETS[part_of(note, "side", str)]
    share = "" if per == "month" else f", {show_number(of_a_month)} a month"
    return f"Target {side} {_level(note, 'number')} a {per} by {show_date(part_of(note, 'by', date))}{share}"


def _signal(note: Note) -> str:
    when = name_span(part_of(note, "start", date), part_of(note, "end", date))
    return f"{_what(note)}, {when}{_meaning(note)}."


def _meaning(note: Note) -> str:
    return f" ({RECORDING_CHANGED})" if "recording" in note.parts else WANTED.get(part_of(note, "meaning", str), "")


def _level(note: Note, name: str) -> str:
    number = note.numbers[name]
    return show_number(number) if isinstance(number, int | float) else number_words(number)


def _shift(note: Note) -> str:
    of, way = part_of(note, "of", str), part_of(note, "direction", str)
    now, before = (_level(note, name) for name in ("now", "before"))
    until = "since then" if note.parts["lasts"] else f"to {part_of(note, 'end', date):%b %Y}"
    return (
        f"{SHIFTS[of][way]} in {part_of(note, 'start', date):%b %Y}: {now} {UNITS[of]} {until}, {before} "
        f"before{_meaning(note)}. No cause is registered."
    )


def _what(note: Note) -> str:
    of, rule, direction = (part_of(note, name, str) for name in ("of", "rule", "direction"))
    points = part_of(note, "points", int)
    side, limit = SIDES[of][direction], "upper limit" if direction == "up" else "lower limit"
    if rule == "outside":
        return f"{side.capitalize()} the {limit}" + (f" {points} times in a row" if points > 1 else "")
    if rule == "two_in_three":
        return f"Two of three {POINTS[of]} near the {limit} or beyond"
    run = f"{max(points, RUN)} {POINTS[of]} in a row"
    if rule == "trend":
        return f"{run} {'rising' if direction == 'up' else 'falling'}"
    return f"{run} {side} the {MIDDLES[of]}"


CHANGED = "Recording changed on {day}: {title}"
GAP = f"[{NOT_AVAILABLE}] Not available, and not zero: {{spans}}"

OF_SERIES: dict[Kind, Sentence] = {
    Kind.SOURCE_NOT_SENT: "The project has no extract of its source.",
    Kind.DATES_TOO_COARSE: "The dates of its source are quarters or years.",
    Kind.PEOPLE_DO_NOT_ADD_UP: (
        "It counts people, who are counted anew in every month: their months don't add up to a year."
    ),
    Kind.NO_MONTH_COVERED: "No month is covered.",
    Kind.POINTS_HIDDEN: "The disclosure policy lets no month, quarter or year of it be shown.",
    Kind.POINTS_AS_KNOWN: (
        "Under a disclosure policy nothing is charted beside tables that are counted as known on a day (--as-at)."
    ),
    Kind.POINTS_LONGER: _longer,
    Kind.SUPPRESSED_POINTS: _suppressed,
    Kind.NO_WHOLE_MONTH: "No month is wholly covered: the {source} extracts hold {spans}.",
    Kind.REBASED: f"{CHANGED}. The mean and the limits begin anew.",
    Kind.BREAK_AFTER_LAST_MONTH: f"{CHANGED}. No whole month lies after it.",
    Kind.BREAK_OF_A_PART: f"{CHANGED} (a part of this figure).",
    Kind.BREAK_WITHOUT_SHIFT: f"{CHANGED}. The months did not move with it, so mean and limits go on.",
    Kind.MONTH_ACROSS_BREAK: f"{CHANGED}: this month lies on both sides, and is not judged.",
    Kind.SERIES_DRIFT: _drift,
    Kind.NOT_COVERED_MONTHS: f"{GAP}, which the extracts do not cover.",
    Kind.PARTLY_COVERED_MONTHS: f"{GAP}, of which the extracts cover a part.",
    Kind.GAPS: "No run goes on across a gap.",
    Kind.PROVISIONAL_MONTHS: (
        f"[{PROVISIONAL}] Provisional: the month may still grow; it makes no limits and is not judged."
    ),
    Kind.PEOPLE_EVERY_MONTH: "People are counted anew in every month.",
    Kind.LATE_RECORDING: (
        "Counted by the day on which it was committed: what is recorded late is not yet in the last months."
    ),
    Kind.NO_LIMITS: "There are no limits: they need two neighbouring points, and {known} can be used.",
    Kind.TRIAL_LIMITS: (f"[{TRIAL}] Trial limits: {{points}} points; 13 are needed for limits that can be relied on."),
    Kind.NO_VARIATION: "All points are alike: there is no variation, so there are no signals.",
    Kind.NO_LOW_SIGNAL: "A count can't be below 0: where the lower limit would be, no month can lie below it.",
    Kind.ROUGH_LIMITS: _rough,
    Kind.DAYS_CHARTED: f"{FEW}: the days between events are charted, and the months have no limits.",
    Kind.LONG_SINCE_LAST: "The time since the last event is already longer than the upper limit.",
    Kind.MAY_BE_EVENTS: "Units that are not known may be events too; the days between would then be fewer.",
    Kind.TARGET: _target,
    Kind.TARGET_IS_RATE: "The target is a rate, and months are not held against it.",
    Kind.TARGET_OF_MONTHS: "The target is of a month, and is not judged by days between events.",
    Kind.SIGNAL: _signal,
    Kind.LASTING_SHIFT: _shift,
    Kind.PEOPLE_BY_AREA: (
        "People are counted anew in every area, by what is recorded there: areas do not add up to the whole."
    ),
}
