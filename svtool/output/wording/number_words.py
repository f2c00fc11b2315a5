"""Numbers as people write them: changes, chance, shares, rates. Never why they are what they are."""

from __future__ import annotations

from svtool.figures.against import Against
from svtool.figures.change_verdict import BY_CHANCE
from svtool.figures.contract import AgainstWhole
from svtool.figures.notes import Kind
from svtool.statistics.rounding import round_half_away

NOT_KNOWN_MATTERS = 0.01  # of the figure and what may belong to it
MINUS = "\u2212"


def change_words(per_cent: float | None, difference: float | None = None) -> str:
    """Return a change in words: `5% reduction`, `46% increase`, `no change`, `less than 1% increase`.

    Whole per cent, half away from zero. From zero there is no per cent: the difference is said as a number, and a
    difference of two per cents in points.
    """
    if per_cent is None:
        return "" if not difference else _difference_words(difference)
    if per_cent == 0:
        return "no change"
    direction = "increase" if per_cent > 0 else "reduction"
    whole = abs(int(round_half_away(per_cent)))
    return f"{whole:,}% {direction}" if whole else f"less than 1% {direction}"


def _difference_words(difference: float) -> str:
    tenths = round_half_away(difference, 1)
    return f"{difference:+,}" if isinstance(difference, int) else f"{tenths:+,}".removesuffix(".0")


def points_words(difference: float) -> str:
    """Return the difference of two per cents: `+2.3 points`, `less than 0.1 points`, `no change`."""
    tenths = round_half_away(difference, 1)
    if tenths:
        return f"{tenths:+,} points"
    return "less than 0.1 points" if difference else "no change"


def signed_per_cent(value: float | None) -> str:
    """Return a per cent with its sign, for ranges: `−80%`, `+397%`."""
    if value is None:
        return "no limit"
    whole = int(round_half_away(value))
    return f"{MINUS if whole < 0 else '+' if whole > 0 else ''}{abs(whole):,}%"


def verdict_words(found: Against) -> str:
    """Return the verdict on a change, with the p-value where chance decided: `better (p < 0.001)`."""
    is_of_days = found.reason is not None and found.reason.kind is Kind.OTHER_WAY_PER_DAY
    if found.verdict in BY_CHANCE and found.p_value is not None and not is_of_days:
        return f"{found.verdict} ({show_p(found.p_value)})"
    return found.verdict


def show_p(p_value: float) -> str:
    """Return a p-value in two significant figures, `p < 0.001` below that."""
    if p_value < 0.001:
        return "p < 0.001"
    if p_value >= 0.995:
        return "p = 1" if p_value == 1 else "p > 0.99"
    digits = 2 if p_value >= 0.1 else 3 if p_value >= 0.01 else 4
    return f"p = {round_half_away(p_value, digits)}"


def show_number(value: float) -> str:
    """Return a number with one digit after the point, none where it is whole."""
    return f"{round_half_away(value, 1):,}".removesuffix(".0")


def share(value: float) -> str:
    """Return a share in whole per cent."""
    return f"{round_half_away(100 * value)}%"


def varying_words(dispersion: float) -> str:
    """Return how much more than chance counts vary, in a few words: `3.2 times chance`."""
    if dispersion <= 1:
        return "no more than chance"
    times = round_half_away(dispersion, 1)
    return f"{times} times chance" if times > 1 else "slightly more than chance"


def widening_words(dispersion: float) -> str:
    """Return how much more than chance counts vary, as a sentence goes on: `3.2 times as much as chance`."""
    times = round_half_away(dispersion, 1)
    return f"{times} times as much as chance" if times > 1 else varying_words(dispersion)


def against_whole_words(against: AgainstWhole | None) -> str:
    """Return whether an area's rate differs from that of all areas together, and at which level; blank without one."""
    if against is None:
        return ""
    if against.level is None:
        return "no different at the 95% level"
    return f"{against.direction} at the {show_level(against.level)} level"


def show_level(level: float) -> str:
    """Return a level of confidence in per cent: `95%`, `99.8%`."""
    return f"{round_half_away(100 * level, 1)}".removesuffix(".0") + "%"


def rate_words(rate: float, lower: float | None, upper: float | None) -> str:
    """Return a rate with its limits: `20.5 (18.2 to 23.0)`."""
    limits = f" ({show_rate(lower)} to {show_rate(upper)})" if lower is not None and upper is not None else ""
    return f"{show_rate(rate)}{limits}"


def show_rate(rate: float) -> str:
    """Return a rate to one decimal; `0` is nothing only, less than that is said so."""
    tenths = round_half_away(rate, 1)
    return f"{tenths:,}" if tenths else "less than 0.1" if rate else "0"


def about(number: float) -> str:
    """Return an expected number: `about 3`, `fewer than 1`."""
    whole = int(round_half_away(number))
    return f"about {whole:,}" if whole else "fewer than 1"
