"""What is said of rates by area: which is highest, how many lie beyond a funnel's limits, what is not known."""

from __future__ import annotations

from svtool.commands.report.rates_by_area import RatesByArea, rate_of
from svtool.errors import several
from svtool.figures.contract import Figure
from svtool.output.page.area_classes import NOT_COMPARED, by_rate
from svtool.output.page.area_funnel import beyond
from svtool.output.wording.number_words import against_whole_words, rate_words, share, show_rate
from svtool.statistics.rate_limits import LEVELS

MANY = 0.25  # of the areas beyond the wider limits: more than single ones that stand out
MUCH = 0.05  # of what may count not known: enough to change the order of areas


def told(rates: RatesByArea) -> list[str]:
    """Return which areas have the highest and the lowest rate, which have none, and what is not known, in sentences."""
    shown = "Highest of the areas shown" if rates.without else "Highest"
    high, low = rates.rated[0], rates.rated[-1]
    found = [f"{shown}: {_rate_said(high)}. Lowest: {_rate_said(low)}."]
    if rate_of(high) == rate_of(low):
        found = [f"The same rate in every area{' shown' if rates.without else ''}: {show_rate(rate_of(high) or 0.0)}."]
    if rates.without:
        without = (f"{each.area} ({by_rate(each).kind.words})" for each in rates.without)
        found.append(f"Without a rate: {', '.join(without)}.")
    return [*found, *_not_known_words(rates)]


def highest_cell(rates: RatesByArea) -> str:
    """Return which area has the highest rate, whether it differs, and what is not known, for a cell of a table."""
    high = rates.rated[0]
    if rate_of(high) == rate_of(rates.rated[-1]):
        return f"the same in all{' shown' if rates.without else ''}"
    kind, span = by_rate(high).kind, _span_not_known(rates)
    found = [f"{high.area}, {show_rate(rate_of(high) or 0.0)}"]
    found += [kind.words] if kind is not NOT_COMPARED else []
    found += ["of the areas shown"] if rates.without else []
    found += [f"{span} not known"] if span else []
    return "; ".join(found)


def _not_known_words(rates: RatesByArea) -> list[str]:
    """Return which share of what may count is not known, from the least to the most of all areas, where it is much."""
    span = _span_not_known(rates)
    if not span:
        return []
    return [
        f"For {span} of the records that may count, area by area, it is not known whether they do, and the rates leave "
        "them out: the order of the areas may come from the recording."
    ]


def order_may_be_recording(rates: RatesByArea) -> bool:
    """Return whether so much is not known in some area that the order of areas may come from the recording."""
    return bool(_span_not_known(rates))


def _span_not_known(rates: RatesByArea) -> str:
    """Return the least and the most of what is not known in any area, where it is much: `88% to 92%`."""
    known = [
        (each.count, each.not_known) for each in rates.rated if each.count is not None and each.not_known is not None
    ]
    shares = [not_known / (count + not_known) for count, not_known in known if count + not_known]
    if not shares or max(shares) < MUCH:
        return ""
    return " to ".join(dict.fromkeys((share(min(shares)), share(max(shares)))))


def _rate_said(figure: Figure) -> str:
    rate = figure.rate
    if rate is None or rate.rate is None:
        return figure.area
    against = against_whole_words(rate.rate_against_whole)
    return f"{figure.area}, {rate_words(rate.rate, rate.rate_lower_95, rate.rate_upper_95)}" + (
        f", {against}" if against else ""
    )


def beyond_words(rates: RatesByArea) -> list[str]:
    """Return how many areas lie beyond the limits of a funnel, and what so many mean, in sentences."""
    at_95, at_998 = (len(beyond(rates, level)) for level in LEVELS)
    lie = f"{at_95} of {several(len(rates.rated), 'area', 'areas')} {'lies' if at_95 == 1 else 'lie'}"
    found = [f"{lie} beyond the 95% limits, {at_998} beyond the 99.8% limits."]
    if at_998 > len(rates.rated) * MANY:
        found.append(
            "With so many beyond, the areas differ by more than chance, and no single one stands out for that."
        )
    return found


def people_words(rates: RatesByArea) -> list[str]:
    """Return of which estimates the people are."""
    rate = rates.latest.rate
    return [f"People: {rate.population_series}, mid-{rate.population_year}."] if rate and rate.population_series else []
