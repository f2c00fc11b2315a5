"""The words of a figure: changes, chance and statuses as people write them, never saying why."""

from __future__ import annotations

import re
from datetime import date

from svtool.dates import show_date
from svtool.errors import several as several  # noqa: PLC0414 (extracts need it too, and stand before this room)
from svtool.figures.change import SIGNIFICANT, Drift
from svtool.figures.contract import Sentence
from svtool.statistics.benchmark import expected_by_chance
from svtool.statistics.rounding import round_half_away

AS_KNOWN = "As known on "
PROVISIONAL = "Provisional: "
WIDENED = "Widened: "
TOO_FEW_OF_AGE = "No age-standardised rate: there are fewer than "
AGELESS = "Not in the age-standardised rate, age not known: "
RATES_COMPARED = "of an area's rate with that of all areas together"


def change_words(per_cent: float | None, difference: float | None = None) -> str:
    """Return a change in words: `5% reduction`, `46% increase`, `no change`, `less than 1% increase`.

    Whole per cent, half away from zero. From zero there is no per cent: the difference is said as a number.
    """
    if per_cent is None:
        return "" if not difference else f"{difference:+,}"
    if per_cent == 0:
        return "no change"
    direction = "increase" if per_cent > 0 else "reduction"
    whole = abs(int(round_half_away(per_cent)))
    return f"{whole:,}% {direction}" if whole else f"less than 1% {direction}"


def signed_per_cent(value: float | None) -> str:
    """Return a per cent with its sign, for ranges: `−80%`, `+397%`."""
    if value is None:
        return "no limit"
    whole = int(round_half_away(value))
    return f"{'−' if whole < 0 else '+' if whole > 0 else ''}{abs(whole):,}%"


def chance_words(p_value: float | None) -> str:
    """Return whether a change is more than chance alone would give, with the p-value."""
    if p_value is None:
        return ""
    return f"{'yes' if p_value < SIGNIFICANT else 'no'} ({show_p(p_value)})"


def show_p(p_value: float) -> str:
    """Return a p-value in two significant figures, `p < 0.001` below that."""
    if p_value < 0.001:
        return "p < 0.001"
    if p_value >= 0.995:
        return "p = 1"
    digits = 2 if p_value >= 0.1 else 3 if p_value >= 0.01 else 4
    return f"p = {round_half_away(p_value, digits)}"


def share(value: float) -> str:
    """Return a share in whole per cent."""
    return f"{round_half_away(100 * value)}%"


def drift_words(drift: Drift, title: str) -> Sentence:
    """Return what drifted, with both shares."""
    return Sentence(
        f"Records whose {title} is not known went from {{drift_before}} to {{drift_now}}: the change may lie in the "
        "recording.",
        {"drift_before": share(drift.before), "drift_now": share(drift.now)},
    )


def varying_words(dispersion: float) -> str:
    """Return how much more than chance counts vary, in a few words: `3.2 times chance`."""
    if dispersion <= 1:
        return "no more than chance"
    times = round_half_away(dispersion, 1)
    return f"{times} times chance" if times > 1 else "slightly more than chance"


def dispersion_words(dispersion: float) -> Sentence:
    """Return that an interval is widened, and by what."""
    return Sentence(f"{WIDENED}monthly counts vary {{dispersion}} alone.", {"dispersion": widening_words(dispersion)})


def widening_words(dispersion: float) -> str:
    """Return how much more than chance counts vary, as a sentence goes on: `3.2 times as much as chance`."""
    return varying_words(dispersion).replace(" times chance", " times as much as chance")


def range_words(low: float | None, high: float | None, lead: str = "") -> Sentence:
    """Return the range of a change if what is not known were known; `lead` is said before it."""
    return Sentence(
        f"{lead}If they were known, the change could lie between {{change_if_known_min_pct}} and "
        "{change_if_known_max_pct}.",
        {"change_if_known_min_pct": signed_per_cent(low), "change_if_known_max_pct": signed_per_cent(high)},
    )


def of_baseline(words: Sentence) -> Sentence:
    """Return a sentence with its numbers named as those of the change against the baseline: `baseline_drift_now`."""
    template = re.sub(r"\{(\w+)\}", r"{baseline_\1}", words.template)
    return Sentence(template, {f"baseline_{name}": text for name, text in words.texts.items()})


def against_baseline_words(words: str, baseline: str) -> str:
    """Return what must be said with a change, as it is said of the change against the baseline."""
    lead = f"Against {baseline}: "
    if not isinstance(words, Sentence):
        return f"{lead}{words[0].lower()}{words[1:]}"
    said = of_baseline(words)
    return Sentence(f"{lead}{said.template[0].lower()}{said.template[1:]}", said.texts)


def no_reference_words(without: int, rows: int, unit: str) -> Sentence:
    """Return how many records name nobody and are therefore not counted."""
    return Sentence(
        f"{{rows_without_reference}} of {{rows}} {unit} records have no reference and are not counted.",
        {"rows_without_reference": f"{without:,}", "rows": f"{rows:,}"},
    )


def against_whole_words(direction: str | None, level: float | None) -> str:
    """Return whether an area's rate differs from that of all areas together, and at which level."""
    return f"{direction} at the {show_level(level)} level" if level else "no different at the 95% level"


def show_level(level: float) -> str:
    """Return a level of confidence in per cent: `95%`, `99.8%`."""
    return f"{round_half_away(100 * level, 1)}".removesuffix(".0") + "%"


def chance_of_comparisons_words(comparisons: int, at_95: int, at_998: int) -> str:
    """Return how many areas differ from all together at both levels, and how many would by chance alone."""
    return (
        f"{at_95} of {several(comparisons, 'comparison', 'comparisons')} {RATES_COMPARED} "
        f"{'differs' if at_95 == 1 else 'differ'} at the 95% level; chance alone would give "
        f"{_about(expected_by_chance(comparisons, 0.95))}. At the 99.8% level {at_998} "
        f"{'does' if at_998 == 1 else 'do'}; chance alone would give {_about(expected_by_chance(comparisons, 0.998))}."
    )


def chance_of_changes_words(tested: int, beyond: int) -> str:
    """Return how many changes are more than chance alone would give, and how many would look so by chance alone."""
    verb = "is" if beyond == 1 else "are"
    return (
        f"{beyond} of {several(tested, 'change', 'changes')} that could be tested {verb} more than chance alone would "
        f"give (p < {SIGNIFICANT}). If nothing had changed, chance alone would give "
        f"{_about(expected_by_chance(tested, 1 - SIGNIFICANT))} of these."
    )


def _about(number: float) -> str:
    whole = int(round_half_away(number))
    return f"about {whole:,}" if whole else "fewer than 1"


def rate_words(rate: float, lower: float | None, upper: float | None) -> str:
    """Return a rate with its limits: `20.5 (18.2 to 23.0)`."""
    limits = f" ({show_rate(lower)} to {show_rate(upper)})" if lower is not None and upper is not None else ""
    return f"{show_rate(rate)}{limits}"


def show_rate(rate: float) -> str:
    """Return a rate to one decimal; `0` is nothing only, less than that is said so."""
    tenths = round_half_away(rate, 1)
    return f"{tenths:,}" if tenths else "less than 0.1" if rate else "0"


def as_known_words(day: date) -> str:
    """Return as known on which day a figure was counted."""
    return f"{AS_KNOWN}{show_date(day)}."


def up_to_words(day: date, title: str) -> str:
    """Return what stands instead where records carry the day of the event alone, not that of its recording."""
    return f"{AS_KNOWN}{show_date(day)} by {title}; what was entered later can't be told."


def provisional_words(source: str, since: date) -> str:
    """Return from which day on a source may still grow."""
    return f"{PROVISIONAL}the {source} extracts may still grow from {show_date(since)} on."


PROVISIONAL_CHANGE = f"{PROVISIONAL}the change uses these days."
