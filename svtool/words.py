"""The words of a figure: changes, chance and statuses as people write them, never saying why."""

from __future__ import annotations

from datetime import date

from svtool.comparison.change import SIGNIFICANT, Drift
from svtool.contract import Sentence
from svtool.dates import show_date
from svtool.errors import several as several  # noqa: PLC0414 (extracts need it too, and stand before this room)
from svtool.statistics import round_half_away

AS_KNOWN = "As known on "
PROVISIONAL = "Provisional: "


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


def range_words(low: float | None, high: float | None, lead: str = "") -> Sentence:
    """Return the range of a change if what is not known were known; `lead` is said before it."""
    return Sentence(
        f"{lead}If they were known, the change could lie between {{change_if_known_min_pct}} and "
        "{change_if_known_max_pct}.",
        {"change_if_known_min_pct": signed_per_cent(low), "change_if_known_max_pct": signed_per_cent(high)},
    )


def against_baseline_words(words: str, baseline: str) -> str:
    """Return what must be said with a change, as it is said of the change against the baseline."""
    lead = f"Against {baseline}: "
    if not isinstance(words, Sentence):
        return f"{lead}{words[0].lower()}{words[1:]}"
    template, texts = f"{words[0].lower()}{words.template[1:]}", dict(words.texts)
    for name, other in (("compared_count", "baseline_now"), ("comparator_count", "baseline_before")):
        template = template.replace(f"{{{name}}}", f"{{{other}}}")
        texts |= {other: texts[name]} if name in texts else {}
    return Sentence(lead + template, texts)


def no_reference_words(without: int, rows: int, unit: str) -> Sentence:
    """Return how many records name nobody and are therefore not counted."""
    return Sentence(
        f"{{rows_without_reference}} of {{rows}} {unit} records have no reference and are not counted.",
        {"rows_without_reference": f"{without:,}", "rows": f"{rows:,}"},
    )


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
