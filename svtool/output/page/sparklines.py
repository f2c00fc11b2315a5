"""A small picture in a measure's row: its months, or its periods where it has no months, with gaps where none is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from svtool.commands.report.monthly_panels import Months
from svtool.commands.trend.series_points import Series
from svtool.dates import name_span
from svtool.figures.contract import Figure
from svtool.output.page.grid import Picture
from svtool.output.svg_marks import BLUE, PALE, shown
from svtool.output.wording.part_words import several_words

WIDTH, HEIGHT, EDGE = 132, 30, 4  # pixels; the edge leaves room for the mark of the latest
FEWEST = 2  # numbers without which there is nothing to compare


def sparklines_of(figures: Sequence[Figure], months: Sequence[Months]) -> dict[int, Picture]:
    """Return for the rows of a table, by their position, a picture of what may be shown of them.

    Both are what disclosure control left: a month or a figure that it hides has no number here, and is a gap.

    Args:
        figures: the columns of the table.
        months: the measures of the page month by month, as far as these may be shown.
    """
    by_measure = {each.series.measure_id: each.series for each in months if each.series}
    rows: dict[int, list[Figure]] = {}
    for figure in figures:
        if figure.is_column:
            rows.setdefault(figure.position, []).append(figure)
    drawn = {place: _of_row(own, by_measure) for place, own in rows.items()}
    return {place: picture for place, picture in drawn.items() if picture}


def _of_row(figures: Sequence[Figure], by_measure: Mapping[str, Series]) -> Picture:
    series = by_measure.get(figures[0].measure_id)
    if series:
        when = name_span(series.months[0].start, series.months[-1].end)
        every = series.every
        what = f"{every.capitalize()} by {every}, {when}"
        return sparkline([point.count for point in series.months], what, (every, f"{every}s"))
    periods = f"{figures[0].period} to {figures[-1].period}"
    values = [figure.value if figure.count is None else figure.count for figure in figures]
    return sparkline(values, periods, ("period", "periods"))


def sparkline(values: Sequence[float | None], what: str, nouns: tuple[str, str]) -> Picture:
    """Return values in order as a small line from zero to the highest; nothing where there are too few.

    Args:
        values: None where there is no number, which is a gap and never zero.
        what: what is shown, for those who do not see it.
        nouns: what one and several of the values are called.
    """
    known = [value for value in values if value is not None]
    if len(known) < FEWEST:
        return Picture()
    look = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": str(WIDTH), "height": str(HEIGHT)}
    said = _said(values, known, what, nouns)
    root = Element("svg", {"class": "spark", "role": "img", "aria-label": said, **look})
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    highest = max([*known, 1])
    spots = [
        None if value is None else (EDGE + step * place, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / highest)
        for place, value in enumerate(values)
    ]
    _draw_gaps(root, spots, step)
    _draw_runs(root, spots)
    if spots[-1]:
        x, y = spots[-1]
        SubElement(root, "circle", {"cx": shown(x), "cy": shown(y), "r": "3", "fill": BLUE})
    return Picture(tostring(root, encoding="unicode"))


def _draw_gaps(root: Element, spots: Sequence[tuple[float, float] | None], step: float) -> None:
    place = 0
    for is_gap, run in groupby(spot is None for spot in spots):
        first, place = place, place + len(list(run))
        if is_gap:
            left, right = max(EDGE + step * (first - 0.5), 0), min(EDGE + step * (place - 0.5), WIDTH)
            box = {"x": shown(left), "y": "0", "width": shown(right - left), "height": str(HEIGHT)}
            SubElement(root, "rect", {**box, "fill": PALE})


def _draw_runs(root: Element, spots: Sequence[tuple[float, float] | None]) -> None:
    for is_known, run in groupby(spots, key=lambda spot: spot is not None):
        known = [spot for spot in run if spot is not None] if is_known else []
        if len(known) == 1:  # between two gaps a line would have no length
            SubElement(root, "circle", {"cx": shown(known[0][0]), "cy": shown(known[0][1]), "r": "1.5", "fill": BLUE})
        elif known:
            points = " ".join(f"{shown(x)},{shown(y)}" for x, y in known)
            SubElement(root, "polyline", {"points": points, "fill": "none", "stroke": BLUE, "stroke-width": "1.5"})


def _said(values: Sequence[float | None], known: Sequence[float], what: str, nouns: tuple[str, str]) -> str:
    lacking = len(values) - len(known)
    gaps = f"; {several_words(lacking, *nouns)} without a number" if lacking else ""
    latest = values[-1]
    last = "the latest without a number" if latest is None else f"the latest {latest:,}"
    return f"{what}: from {min(known):,} to {max(known):,}, {last}{gaps}."
